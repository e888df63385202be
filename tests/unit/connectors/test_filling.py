"""What one mailbox row becomes, and why some rows stay out."""

from datetime import date

import pyarrow as pa
import pytest

from zouxin.connectors.batch import Batch, batch_of
from zouxin.connectors.filling import Filled, fill, fill_parts
from zouxin.connectors.plan import ColumnFill, FillPlan, plan_of
from zouxin.model.errors import SourceError, UsageError

HEADS = ["id", "text", "on", "unit", "reply", "replied"]
MAPPING = list(
    zip(HEADS, ["letter.id", "letter.text", "letter.received_on", "letter.unit_id", "reply.text", "reply.replied_on"], strict=True)
)


def batch(*rows: str, heads: list[str] = HEADS, first: int = 2, file: str = "f.csv") -> Batch:
    cells = [[cell.strip() or None for cell in row.split("|")] for row in rows]
    columns = [pa.array([row[i] for row in cells], pa.string()) for i in range(len(heads))]
    return batch_of(columns, names=heads, numbers=range(first, first + len(rows)), file=file)


def filled(*batches: Batch, mapping: list = MAPPING, **options: object) -> list[Filled]:
    return list(fill(batches, plan_of(mapping, source="box", **{"latest": date(2024, 1, 1), **options})))


def rows(parts: list[Filled], table: str) -> list[dict[str, object]]:
    return [row for part in parts if table in part.tables for row in part.tables[table].to_pylist()]


def reasons(parts: list[Filled]) -> list[tuple[int, str]]:
    return [(row["row"], row["reason"]) for part in parts for row in part.quarantine.to_pylist()]


def test_one_row_is_letter_reply_and_unit() -> None:
    parts = filled(
        batch("1|路灯|2023-07-01 09:00|市政局|修好了|2023-07-03", "2|噪音|2023-07-02|市政局||", "3|水|2023-07-02|水务局||2023-07-05")
    )
    assert [row["id"] for row in rows(parts, "letter")] == ["1", "2", "3"]
    assert [(row["id"], row["letter_id"], row["unit_id"], row["text"]) for row in rows(parts, "reply")] == [
        ("1", "1", "市政局", "修好了"), ("3", "3", "水务局", None),
    ]  # fmt: skip
    assert [(row["source"], row["id"], row["name"]) for row in rows(parts, "unit")] == [
        ("box", "市政局", "市政局"),
        ("box", "水务局", "水务局"),
    ]
    assert {row["platform_id"] for row in rows(parts, "letter")} == {"box"}
    assert [(row["id"], row["kind"], row["status"]) for row in rows(parts, "platform")] == [("box", "mailbox", "live")]
    looks = [(row["of"], row["seen_on"], row["outcome"], row["covers"]) for row in rows(parts, "observation")]
    assert looks == [("letters", date(2023, 7, 5), "read", "all"), ("replies", date(2023, 7, 5), "read", "all")]


def test_without_a_reply_column_replies_are_unobserved() -> None:
    parts = filled(batch("1|路灯|2023-07-01|市政局||2023-07-03"), mapping=[pair for pair in MAPPING if pair[1] != "reply.text"])
    assert [row["of"] for row in rows(parts, "observation")] == ["letters"]


def test_units_come_once_over_batches() -> None:
    parts = filled(batch("1|a|2023-07-01|x|r|2023-07-02"), batch("2|b|2023-07-01|x|r|2023-07-02", first=3))
    assert len(rows(parts, "unit")) == 1


def test_an_empty_export_is_an_empty_look() -> None:
    parts = filled(batch())
    assert {row["outcome"] for row in rows(parts, "observation")} == {"empty"}


def test_an_export_of_broken_rows_is_a_failed_look() -> None:
    parts = filled(batch("1|a|昨天|x|r|2023-07-02"))
    assert {row["outcome"] for row in rows(parts, "observation")} == {"failed"}


def test_repeated_keys_across_batches() -> None:
    one = "1|a|2023-07-01|x|r|2023-07-02"
    parts = filled(batch(one), batch(one, "1|另一封|2023-07-01|x|r|2023-07-02", first=3))
    assert [(n, reason[:3]) for n, reason in reasons(parts)] == [(3, "重复行"), (4, "编号重")]


def test_a_row_kept_out_does_not_take_its_key() -> None:
    parts = filled(batch("1|a|昨天|x|r|2023-07-02", "1|a|2023-07-01|x|r|2023-07-02"))
    assert [row["id"] for row in rows(parts, "letter")] == ["1"]


def test_ids_of_letters_without_any() -> None:
    same = "路灯坏了|2023-07-01|x|r|2023-07-02"
    parts = filled(
        batch(same, same, heads=HEADS[1:]),
        batch(same, "　路灯坏了|2023-07-02|x|r|2023-07-02", heads=HEADS[1:], first=4),
        mapping=MAPPING[1:],
    )
    ids = [row["id"] for row in rows(parts, "letter")]
    # frozen: a letter must keep its id from version to version
    assert ids == ["~dec7646ec16c42dcd645", "~6f5e96d69482fb53b2ff", "~d87da533cd6ae296f9ec", "~defba379af9cbe42b58d"]
    assert all(len(i) == 21 and i.startswith("~") for i in ids)
    assert [row["id"] for row in rows(parts, "reply")] == ids
    assert reasons(parts) == []


def test_a_strict_plan_keeps_out_what_nobody_agreed_on() -> None:
    there = batch("1|a|2023-07-01|x|r|2023-07-02|", "2|b|2023-07-01|x|r|2023-07-02|新", heads=[*HEADS, "new"])
    parts = filled(there, strict=True)
    assert [(n, "new" in reason) for n, reason in reasons(parts)] == [(3, True)]
    assert reasons(filled(there, strict=True, ignores=("new",))) == []


def test_a_file_without_a_column_is_told_apart() -> None:
    lacking = batch("1|a", heads=["id", "text"], file="g.csv")
    parts = filled(batch("2|b|2023-07-01|x|r|2023-07-02"), lacking)
    assert [row["file"] for part in parts for row in part.quarantine.to_pylist()] == ["g.csv"]
    with pytest.raises(SourceError, match=r"g\.csv：缺少列“on、unit、reply、replied”"):
        filled(lacking)


def test_values_are_mapped_or_kept_out() -> None:
    plan = FillPlan(source="s", fills={"platform": {
        "id": ColumnFill(column="id"), "kind": ColumnFill(column="kind", map={"网站": "website"}),
        "status": ColumnFill(column="state", map={"正常": "live"}),
    }})  # fmt: skip
    parts = list(fill([batch("1|网站|正常", "2|网站|冻结", "3|app|", "4||正常", heads=["id", "kind", "state"])], plan))
    assert [(row["id"], row["kind"], row["status"]) for row in rows(parts, "platform")] == [("1", "website", "live"), ("3", "app", None)]
    assert [n for n, _ in reasons(parts)] == [3, 5]
    assert "正常" in parts[0].quarantine.to_pylist()[0]["remedy"]


def test_promises() -> None:
    with pytest.raises(SourceError, match="至少 2 行"):
        filled(batch("1|a|2023-07-01|x|r|2023-07-02"), promises={"letter": (2, None)})


def test_a_stream_of_replies_with_rows_kept_out_is_a_partial_look() -> None:
    letters = plan_of([("id", "letter.id"), ("text", "letter.text"), ("on", "letter.received_on")], source="s")
    replies = plan_of([("id", "reply.id"), ("letter", "reply.letter_id"), ("text", "reply.text"), ("on", "reply.replied_on")], source="s")
    both = [
        ([batch("1|a|2023-07-01", heads=["id", "text", "on"])], letters),
        ([batch("9|1|答|2023-07-02", "8|1|答|昨天", heads=["id", "letter", "text", "on"])], replies),
    ]
    parts = list(fill_parts(both))
    assert [(row["id"], row["letter_id"]) for row in rows(parts, "reply")] == [("9", "1")]
    assert {row["of"]: row["covers"] for row in rows(parts, "observation")} == {"letters": "all", "replies": "part"}


def test_plans_know_what_exists() -> None:
    with pytest.raises(UsageError, match="没有叫"):
        plan_of([("a", "nothing.text")], source="s")
    with pytest.raises(UsageError, match="都指到了"):
        plan_of([("a", "letter.text"), ("b", "letter.text")], source="s")


def test_decisions_on_subjects_of_two_sources_with_one_id_both_stand() -> None:
    heads = ["table", "source", "id", "question", "verdict", "why"]
    mapping = list(
        zip(
            heads,
            [f"judgement.{c}" for c in ("subject_table", "subject_source", "subject_id", "question", "verdict", "basis")],
            strict=True,
        )
    )
    given = batch("platform|east|p1|PLT006|yes|gone", "platform|west|p1|PLT006|no|menu", "platform|west|p1|PLT006|yes|gone", heads=heads)
    parts = filled(given, mapping=mapping)
    assert [(row["subject_source"], row["verdict"]) for row in rows(parts, "judgement")] == [("east", "yes"), ("west", "no")]
    # a file that names no source still must not decide one question twice
    bare = batch("platform|p1|PLT006|yes|gone", "platform|p1|PLT006|no|menu", heads=[h for h in heads if h != "source"])
    parts = filled(bare, mapping=[pair for pair in mapping if pair[0] != "source"])
    assert len(rows(parts, "judgement")) == 1
