"""What findings put beside an answer: unit, month, period and a person's overruling, on every engine."""

from datetime import date

import pytest
from golden_cases import arrow, rows_of

from zouxin import packs
from zouxin.findings.asking import answers, choose, names
from zouxin.findings.wording import rows
from zouxin.lake.engine import Engine
from zouxin.model.mark import mark
from zouxin.tables import all_tables

MOMENT = date(2024, 6, 30)
WORLD = {
    "letter": """
        id | unit_id | received_on
        l1 | water   | 2024-03-01
        l2 | roads   | 2024-03-02
        l3 | parks   | 2024-07-01
    """,
    "reply": """
        id | letter_id | unit_id | replied_on
        r1 | l1        |         | 2024-03-09
        r2 | l2        | bridges | 2024-04-01
        r3 | l2        |         |
        r4 | l3        |         | 2024-07-02
        r5 | l1        |         | 2024-03-10
        r6 | gone      |         | 2024-03-10
    """,
    "reply_reading": """
        reply_id | chars | copied | letter_chars | letter_copied | letter_unreadable
        r1       | 48    | 48     | 48           | 48            |
        r2       | 48    | 48     | 48           | 48            |
        r3       | 48    | 48     | 48           | 48            |
        r4       | 48    | 48     | 48           | 48            |
        r5       | 48    | 0      | 48           | 0             |
        r6       | 48    | 0      | 0            | 0             | missing
    """,
    "judgement": """
        source | subject_table | subject_source | subject_id | question | verdict    | basis  | on         | until
        case   | reply         |                | r1         | RPL001   | overruled  | agreed | 2024-05-01 |
        desk   | reply         | case           | r2         | RPL001   | overruled  | agreed | 2024-05-01 | 2024-06-29
        desk   | reply         | case           | r3         | RPL001   | overruled  | agreed | 2024-06-30 | 2024-06-30
        desk   | reply         | case           | r3         | RPL001   | overruled  | again  |            |
        case   | reply         |                | r5         | RPL001   | overruled  | agreed | 2024-05-01 |
        case   | letter        |                | r2         | RPL001   | overruled  | other  | 2024-05-01 |
        case   | reply         |                | r2         | RPL002   | overruled  | other  | 2024-05-01 |
        case   | reply         |                | r2         | RPL001   | no         | other  | 2024-05-01 |
    """,
}
#: id -> unit, month, verdict, because, overruled
EXPECTED = {
    "r1": ("water", "2024-03", "finding", None, True),
    "r2": ("bridges", "2024-04", "finding", None, False),  # overruled only until the day before
    "r3": ("roads", "2024-03", "finding", None, True),  # without a day of its own it has its letter's
    "r4": ("parks", "2024-07", "not_judged", "out_of_period", False),
    "r5": ("water", "2024-03", "clean", None, False),  # nothing was found, so nothing is overruled
    "r6": (None, "2024-03", "not_judged", "unreadable", False),
}


def told(engine: Engine) -> dict[str, dict]:
    tables = {name: engine.memory(arrow(rows_of(WORLD.get(name, "source"), all_tables()[name]), all_tables()[name])) for name in names()}
    asked, _ = choose(packs.rules(packs.layered(["national"]), MOMENT), MOMENT)
    echoed = next(one for one in asked if one.check.code == "RPL001")
    said = [
        row for batch in engine.batches(answers(echoed, tables, MOMENT)) if len(batch) for row in rows(batch, echoed, "run").to_pylist()
    ]
    assert len(said) == len(EXPECTED)
    return {row["subject_id"]: row for row in said}


def holds(engine: Engine) -> None:
    said = told(engine)
    assert {key: (row["unit_id"], row["month"], row["verdict"], row["because"], row["overruled"]) for key, row in said.items()} == EXPECTED
    assert all(row["mark"] == mark("RPL001", "reply", "case", key) for key, row in said.items())
    assert "48" in said["r1"]["sentence"]
    assert "{" not in said["r1"]["sentence"]


def test_on_duckdb(duckdb_engine: Engine) -> None:
    holds(duckdb_engine)


@pytest.mark.spark
def test_on_spark(spark_engine: Engine) -> None:
    holds(spark_engine)
