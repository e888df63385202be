"""The record of a run's rules: every rule of the packs in use, asked or not."""

from collections.abc import Iterable, Mapping

from zouxin.findings.keeping import Kept
from zouxin.model.ruled import Ruled
from zouxin.packs import Rule


def ruled(rules: Iterable[Rule], kept: Iterable[Kept], left: Mapping[str, str]) -> tuple[Ruled, ...]:
    """Each rule with what became of it: `kept` are those asked to the end, `left` says why of the others."""
    asked = {one.asked.check.code: one for one in kept}
    return tuple(_ruled(rule, asked.get(rule.check.code), left.get(rule.check.code, "")) for rule in rules)


def _ruled(rule: Rule, kept: Kept | None, why: str) -> Ruled:
    severity = kept.asked.severity if kept else rule.severity
    if kept and severity != rule.severity:
        why = kept.asked.note
    return Ruled(check=rule.check.code, pack=rule.pack, asked=kept is not None, severity=severity, chosen=rule.severity, because=rule.because,
                 why=why, answers=_answers(kept) if kept else {})  # fmt: skip


def _answers(kept: Kept) -> dict[str, int]:
    counted: dict[str, int] = {}
    for row in kept.counts.select(["verdict", "overruled", "n"]).to_pylist():
        name = "overruled" if row["overruled"] else row["verdict"]
        counted[name] = counted.get(name, 0) + row["n"]
    return dict(sorted(counted.items()))
