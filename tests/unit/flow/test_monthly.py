"""A run keeps its counts by month, and they add up to what it counted in all."""

from collections import Counter
from datetime import date
from pathlib import Path

from zouxin import flow


def test_a_run_keeps_its_months(tmp_path: Path) -> None:
    report = flow.demo(flow.Question(paths=(), out=tmp_path, today=date(2026, 3, 31)))
    kept = flow.months(tmp_path, report.run)
    told = {(one.check, one.group): one for one in report.by_month if one.group}
    assert kept["RPL101"]
    for code, by_month in kept.items():
        for month, verdicts in by_month.items():
            one = told[code, month]
            assert Counter(verdicts)["finding"] == one.finding
            assert sum(verdicts.values()) == one.asked - one.overruled
    assert flow.months(tmp_path, "nothing") == flow.months(tmp_path, "") == {}
