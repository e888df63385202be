"""Explain: one finding's whole reasoning, from its mark."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zouxin import content
from zouxin.checks import all_checks
from zouxin.findings.asking import Asked
from zouxin.findings.keeping import Kept
from zouxin.findings.views import Views
from zouxin.flow.deriving import derive
from zouxin.lake import Lake
from zouxin.model.citation import Citation
from zouxin.model.errors import UsageError
from zouxin.model.report import FindingView
from zouxin.model.ruled import Ruled
from zouxin.packs import Rule


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
        kept = Kept(asked=_asked(found.slice(0, 1).to_pylist()[0]), path=path, counts=found, months=found)
        shop = derive(lake)
        seen = Views(lake, {name: shop.table(name) for name in _needed()})
        view = seen.whole(list(seen.bare([(kept, batch)])))[0]
    return view, dict(content.words("zh-Hans")[view.check])


def seen(lake: Lake, rows: pa.Table, path: Path, rule: Ruled | None, *, texts: bool) -> FindingView:
    """The first of some answers as a person sees it; `rule` is what its run recorded of the rule that said so."""
    batch = rows.slice(0, 1).to_batches()[0]
    row = rows.slice(0, 1).to_pylist()[0]
    because = rule.because if rule else Citation(title="", clause="")
    put = Rule(check=all_checks()[row["check"]], pack=rule.pack if rule else "", severity=row["severity"], limits={}, because=because)
    kept = Kept(asked=Asked(rule=put, severity=row["severity"]), path=path, counts=rows, months=rows)
    shop = derive(lake) if texts else None
    views = Views(lake, {name: shop.table(name) if shop else lake.open(name) for name in (_needed() if texts else ("unit",))})
    bare = list(views.bare([(kept, batch)]))
    return views.whole(bare)[0] if texts else bare[0]


def _needed() -> tuple[str, ...]:
    return ("unit", "letter", "reply", "reply_reading", "post", "post_reading", "calendar_day")


def _asked(row: Mapping[str, str]) -> Asked:
    """The rule as the finding's own row tells it: the pack it came from may have changed since, or be elsewhere."""
    because = Citation(title="", clause=row["citation"], grade=row["grade"])
    rule = Rule(check=all_checks()[row["check"]], pack=row["pack"], severity=row["severity"], limits={}, because=because)
    return Asked(rule=rule, severity=row["severity"])
