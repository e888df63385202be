"""Every check, every case, every engine."""

from itertools import groupby

import pytest
from golden_cases import Case, all_cases, ask, expected_of, known_days, named, tables_of

from zouxin.checks import all_checks
from zouxin.lake.engine import Engine


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.check}: {case.name}")
def test_case(case: Case, duckdb_engine: Engine) -> None:
    answers = ask(duckdb_engine, case.asked, tables_of(case), moment=case.moment, limits=case.limits)
    assert named(answers, case.columns) == expected_of(case)
    _null_with_reason(answers)


@pytest.mark.spark
@pytest.mark.parametrize("code", all_checks())
def test_cases_on_spark(code: str, spark_engine: Engine) -> None:
    # one question for all cases of a check that share moment and limits: each case under sources of its own
    mine = sorted((case for case in all_cases() if case.check == code), key=_asked_alike)
    for _, alike in groupby(mine, _asked_alike):
        cases = {f"{nth:03d}/": case for nth, case in enumerate(alike)}
        first = next(iter(cases.values()))
        rows: dict[str, list] = {}
        for prefix, case in cases.items():
            for name, some in tables_of(case, prefix=prefix).items():
                if name != "calendar_day":
                    rows.setdefault(name, []).extend(some)
        rows |= {"calendar_day": list(known_days())} if first.calendar else {}
        answers = ask(spark_engine, first.asked, rows, moment=first.moment, limits=first.limits)
        _null_with_reason(answers)
        for prefix, case in cases.items():
            own = [row for row in answers if row["source"].startswith(prefix)]
            assert named(own, case.columns) == expected_of(case, prefix=prefix), case.name


def _asked_alike(case: Case) -> tuple[str, str, bool]:
    return str(case.moment), str(sorted(case.limits.items())), case.calendar


def _null_with_reason(answers: list[dict]) -> None:
    assert [row for row in answers if (row["found"] is None) != (row["because"] is not None)] == []
