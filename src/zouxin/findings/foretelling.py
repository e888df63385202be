"""What time alone will make a finding: subjects that are clean, with the day up to which they stay so. Nobody is accused by it."""

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zouxin.findings.asking import Asked, answers


def soon(asked: Asked, tables: Mapping[str, ir.Table], moment: date, days: int) -> ir.Table | None:
    """source, id, subject_name, unit_id, since, due_on of what is clean at a moment and no more than `days` from its limit; None for a check without a clock."""
    check = asked.check
    if check.clock is None or check.tone != "trouble":
        return None
    begins, name = check.clock
    most = int(asked.rule.limits.get(name, check.limits[name].default))  # type: ignore[call-overload]
    rows = answers(asked, tables, moment)
    since, last = rows[begins], ibis.date(moment.year, moment.month, moment.day)
    waited = last.delta(since, unit="day")
    near = ~rows.found.fill_null(True) & (waited + days >= most).fill_null(False) & (waited <= most).fill_null(False)
    return rows.filter(near).select("source", "id", "subject_name", "unit_id", since=since)
