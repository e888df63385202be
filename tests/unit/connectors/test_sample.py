"""The sample county: its planted figures, its truth, its names."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from zouxin.connectors import sample
from zouxin.connectors._sample.county import PLACES
from zouxin.connectors._sample.grammar import grammar
from zouxin.connectors.filling import fill_parts
from zouxin.connectors.plan import plans_of
from zouxin.content.sources import read_source
from zouxin.model.errors import SourceError

SOURCE = Path(sample.__file__).parents[1] / "content" / "sources" / "sample-county" / "source.yml"
DIVISIONS = Path(__file__).parents[4] / "shared" / "data" / "admin_divisions"


@cache
def rows(place: str) -> list[dict[str, str | None]]:
    return [row for batch in sample.read(place, {}) for row in batch.rows.to_pylist()]


@cache
def stories() -> dict[str, str]:
    return {row["subject_id"]: row["story"] for row in sample.truth().to_pylist() if row["subject_id"].startswith("CH")}


@cache
def pairs(*names: str) -> list[tuple[dict[str, str | None], dict[str, str | None]]]:
    """Letter and reply of some stories; an empty reply where none came."""
    replies = {row["编号"]: row for row in rows("replies")}
    return [(letter, replies.get(letter["编号"], {})) for letter in rows("letters") if stories()[letter["编号"]] in names]


def test_six_thousand_letters_to_twelve_mailboxes_and_a_robot():
    assert len(rows("letters")) == 6000
    boxes = [row for row in rows("platforms") if row["类别"] in ("信箱", "机器人")]
    assert Counter(row["类别"] for row in boxes) == {"信箱": 12, "机器人": 1}
    assert {row["信箱"] for row in rows("letters")} == {row["平台编号"] for row in boxes}


def test_the_directors_mailbox_answers_none_of_2037_letters_in_seven_years():
    planted = pairs("echo_verbatim", "echo_greeting")
    assert len(planted) == 2037 == sum(row["信箱"] == "box-gongshang" for row in rows("letters"))
    days = [letter["来信时间"] for letter, _ in planted]
    assert (min(days), max(days)) == ("2012-03-12", "2019-03-11")
    assert {day[:4] for day in days} == {str(year) for year in range(2012, 2020)}
    assert max(reply["答复时间"] for _, reply in planted) == "2019-03-11"
    assert all(reply["答复内容"].endswith(letter["来信内容"]) for letter, reply in planted)
    assert sum(reply["答复内容"] == letter["来信内容"] for letter, reply in planted) == 1900


def test_sixty_two_equal_letters_with_one_proper_reply():
    planted = pairs("mass")
    assert len(planted) == 62
    assert len({letter["来信内容"] for letter, _ in planted}) == len({reply["答复内容"] for _, reply in planted}) == 1


def test_the_robots_two_lines_under_letters_about_building_dust():
    planted = pairs("rude_robot")
    assert [reply["答复内容"] for _, reply in planted] == ["不说话没人把你当哑巴", "面子是别人给的，脸是自己丢的"]
    assert all("扬尘" in letter["来信内容"] and letter["信箱"] == "bot-huanjing" for letter, _ in planted)


def test_a_restated_letter_is_whole_and_something_follows():
    for letter, reply in pairs("restated"):
        before, found, after = reply["答复内容"].partition(letter["来信内容"].rstrip("。"))
        assert found
        assert before
        assert len(after) > 12


def test_a_pasted_reply_answers_different_letters():
    for story in ("pasted_forward", "pasted_policy"):
        planted = pairs(story)
        assert len({letter["来信内容"] for letter, _ in planted}) == len(planted)
        assert Counter(reply["答复内容"] for _, reply in planted).most_common(1)[0][1] > 20


def test_swapped_replies_answer_the_other_letter():
    for letter, reply in pairs("wrong"):
        assert letter["来信内容"] not in reply["答复内容"]
    assert len(pairs("wrong")) == 24


def test_dates():
    spans = {name: [(letter["来信时间"], reply.get("答复时间")) for letter, reply in pairs(name)] for name in grammar().stories}
    assert all(replied is None for _, replied in spans["unanswered"] + spans["undated"])
    assert all(replied < received for received, replied in spans["dated_a_year_early"])
    others = set(spans) - {"dated_a_year_early", "undated", "unanswered", "not_yet_due", "not_looked_at"}
    assert all(received <= replied <= "2019-05-20" for name in others for received, replied in spans[name])


def test_a_forwarding_date_is_earlier_than_the_day_below_the_answer():
    for letter, reply in pairs("dated_by_forwarding"):
        year, month, day = (int(part) for part in reply["答复时间"].split("-"))
        assert f"{year}年{month}月{day}日\n" in reply["答复内容"]
        assert not reply["答复内容"].endswith(f"{year}年{month}月{day}日"), letter["编号"]


def test_versions_differ_in_silence_with_a_note_under_a_new_date_or_not_at_all():
    by_id: dict[str, list[dict[str, str | None]]] = {}
    for row in rows("reply_versions"):
        by_id.setdefault(row["编号"], []).append(row)
    last = {row["编号"]: row for row in rows("replies")}
    kinds = Counter()
    for own_id, (old, new) in by_id.items():
        assert new["版本内容"] == last[own_id]["答复内容"]
        changed, dated, noted = old["版本内容"] != new["版本内容"], old["答复时间"] != new["答复时间"], new["修改说明"] is not None
        kinds[changed, dated, noted] += 1
    assert kinds == {(True, False, False): 12, (True, False, True): 8, (True, True, False): 8, (False, False, False): 10}


def test_most_texts_are_distinct_and_letters_are_40_to_400_characters_long():
    letters = [row["来信内容"] for row in rows("letters")]
    replies = [row["答复内容"] for row in rows("replies")]
    assert len(set(letters)) > 0.95 * len(letters)
    assert len(set(replies)) > 0.95 * len(replies)
    assert min(map(len, letters)) >= 40
    assert max(map(len, letters)) <= 400


def test_no_slot_and_no_choice_is_left_open():
    for text in [row["来信内容"] for row in rows("letters")] + [row["答复内容"] or "" for row in rows("replies")]:
        assert not set("{}[]|") & set(text), text


def test_letters_and_replies_name_known_units_and_letters():
    units = {row["单位编号"] for row in rows("units")}
    assert {row["上级单位"] for row in rows("units")} - {None} <= units
    assert {row["办理单位"] for row in rows("letters")} | {row["答复单位"] for row in rows("replies")} <= units
    assert {row["编号"] for row in rows("replies")} <= {row["编号"] for row in rows("letters")}


def test_every_platform_was_looked_at_and_one_could_not_be_read():
    boxes = {row["平台编号"] for row in rows("platforms") if row["类别"] in ("信箱", "机器人")}
    looks = [row for row in rows("observations") if row["平台编号"] in boxes]
    assert {row["平台编号"] for row in looks if row["结果"] == "失败"} == {"box-songdui"}
    assert {row["平台编号"] for row in looks} == boxes


def test_the_truth_knows_every_trouble_with_its_innocents():
    expects: dict[str, Counter] = {}
    for row in sample.truth().to_pylist():
        expects.setdefault(row["trouble"], Counter())[row["expect"]] += 1
    for trouble in [*grammar().checks, "silently_edited"]:
        assert expects[trouble]["yes"], trouble
        assert expects[trouble]["no"] > expects[trouble]["yes"], trouble
    assert expects["echoed"]["yes"] == 2037 + 12 + 5
    assert {t for t, counts in expects.items() if counts[None]} >= {"echoed", "only_acknowledged", "late", "unanswered", "rude"}


def test_the_truth_is_one_row_a_check_and_subject():
    truth = sample.truth()
    assert truth.schema.names == ["source", "trouble", "subject_id", "expect", "story"]
    keys = truth.group_by(["trouble", "subject_id"]).aggregate([]).num_rows
    assert keys == truth.num_rows
    assert set(stories()) == {row["编号"] for row in rows("letters")}


def test_the_same_seed_gives_the_same_county_and_another_seed_another():
    from zouxin.connectors._sample.county import county

    again, other = county.__wrapped__(sample.SEED), county.__wrapped__(7)
    assert again.tables == county(sample.SEED).tables
    assert again.truth.equals(sample.truth())
    assert other.tables["letters"] != again.tables["letters"]
    assert set(other.truth["trouble"].to_pylist()) == set(again.truth["trouble"].to_pylist())


def test_every_column_is_a_string_and_source_yml_names_them_all():
    spec = read_source(SOURCE)
    assert {part.place for part in spec.parts} == set(PLACES)
    for part in spec.parts:
        schema = next(iter(sample.read(part.place, part.options))).rows.schema
        assert set(schema.types) == {pa.string()}
        assert {column.column for columns in part.fills.values() for column in columns.values()} == set(schema.names)


def test_every_mapped_value_is_known():
    for part in read_source(SOURCE).parts:
        for columns in part.fills.values():
            for column in columns.values():
                assert not column.map or {row[column.column] for row in rows(part.place)} - {None} <= set(column.map), column


def test_every_row_lands():
    spec = read_source(SOURCE)
    parts = [(sample.read(part.place, part.options), plan) for part, plan in zip(spec.parts, plans_of(spec), strict=True)]
    filled = list(fill_parts(parts))
    assert sum(one.quarantined for one in filled) == 0
    assert sum(one.landed for one in filled) == sum(len(rows(part.place)) for part in spec.parts)


def test_a_part_that_is_not_there_is_named():
    with pytest.raises(SourceError, match="mailboxes"):
        next(iter(sample.read("mailboxes", {})))


def test_no_real_place_bears_the_countys_names():
    if not DIVISIONS.exists():
        pytest.skip("shared data are not here")
    real: set[str] = set()
    for name in ("provinces", "cities", "areas", "streets"):
        with (DIVISIONS / f"{name}.csv").open(encoding="utf-8") as file:
            real |= {row["name"] for row in csv.DictReader(file)}
    words = grammar()
    seats = {str(row["单位名称"]).removesuffix("人民政府") for row in rows("units") if str(row["单位名称"]).endswith("人民政府")}
    towns = {village[:3] for village in words.places["village"]} | {name.removeprefix(words.county["name"]) for name in seats} - {""}
    assert not real & ({words.county[level] for level in ("name", "city", "province")} | towns)
    stems = {words.county[level][:-1] for level in ("name", "city", "province")}
    assert not [name for name in real if any(stem in name for stem in stems)]
