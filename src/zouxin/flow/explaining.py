"""Explain: one finding's whole reasoning, from its mark."""

from pathlib import Path

import pyarrow.parquet as pq

from zouxin import content, packs
from zouxin.checks import all_checks
from zouxin.findings.asking import Asked
from zouxin.findings.keeping import Kept
from zouxin.findings.views import views
from zouxin.flow.deriving import derive
from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.model.report import FindingView


def explain(out: Path, mark: str) -> tuple[FindingView, dict[str, str]]:
    """The finding of a mark in an audit's folder, and its check in words. Raises UsageError when there is none."""
    path = out / "findings.parquet"
    if not path.is_file():
        raise UsageError(f"{out} 里没有 findings.parquet；请先运行 zouxin audit，或用 --out 指明输出文件夹")
    found = pq.read_table(path, filters=[("mark", "=", mark.strip().upper())])
    if not len(found):
        raise UsageError(f"{out} 里没有标记为 {mark} 的问题；标记在报告每条问题的末尾和 findings.csv 的“mark”列")
    batch = found.slice(0, 1).to_batches()[0]
    with Lake(out / "lake") as lake:
        kept = Kept(asked=_asked(batch), path=path, counts=found)
        shop = derive(lake)
        view = next(views([(kept, batch)], lake, {name: shop.table(name) for name in _needed()}))
    return view, dict(content.words("zh-Hans")[view.check])


def _needed() -> tuple[str, ...]:
    return ("unit", "letter", "reply", "reply_reading", "calendar_day")


def _asked(batch) -> Asked:  # type: ignore[no-untyped-def]
    row = {name: batch[name][0].as_py() for name in ("check", "pack", "severity")}
    rules = {rule.check.code: rule for rule in packs.rules(packs.layered([row["pack"]]))}
    assert row["check"] in all_checks()
    return Asked(rule=rules[row["check"]], severity=row["severity"])
