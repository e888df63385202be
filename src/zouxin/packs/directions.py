"""Which way a rule moves what a layer above it says."""

from zouxin.model.verdict import SEVERITIES
from zouxin.packs.rule import Rule

#: from what only its owner hears to what fails a platform on its own
MILD = SEVERITIES[::-1]


def moves(below: Rule, above: Rule | None) -> tuple[tuple[str, bool], ...]:
    """(what differs, whether it is stricter) of a rule against the one above it; a choice without order is left out."""
    found: list[tuple[str, bool]] = []
    check = below.check
    was_on, is_on = (above is not None and above.on and above.because.on_by_default), below.on and below.because.on_by_default
    if was_on != is_on:
        found.append(("启用" if is_on else "停用", is_on))
    if was_on and is_on and above is not None and below.severity != above.severity:
        harder = MILD.index(below.severity) > MILD.index(above.severity)
        found.append((f"轻重由 {above.severity} 改为 {below.severity}", harder))
    for name, value in below.limits.items():
        limit = check.limits[name]
        was = above.limits.get(name, limit.default) if above else limit.default
        stricter = limit.tighter(value, was)  # type: ignore[arg-type]
        # what nobody asked before cannot be loosened by asking it
        if value != was and stricter is not None and was_on:
            found.append((f"{name} 由 {was} 改为 {value}（{limit.unit}）", stricter))
    return tuple(found)
