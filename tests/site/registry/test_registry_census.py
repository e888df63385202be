"""A census on its way: read, shown, corrected, imported, imported again, undone."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_registry import HEAD, ROWS, whole, xlsx

from zouxin.site.people.models import Event, Unit
from zouxin.site.registry.actions import census, platforms
from zouxin.site.registry.models import CensusImport, Platform, Step


def test_what_is_read_is_shown_before_anything_changes(imported, county) -> None:
    before = whole()
    held = imported(xlsx(), land=False)
    assert (held.state, held.because) == ("preview", "")
    assert (held.read, held.landed, held.quarantined) == (7, 6, 1)
    assert (held.fresh, held.changed, held.same) == (6, 0, 0)
    assert [(p.row, p.column) for p in held.problems.all()] == [(8, "平台类型")]
    assert set(held.changes.filter(kind="unit").values_list("name", flat=True)) == {"澄禾县林业局"}
    assert whole() == before


def test_import_fills_the_register(imported, county) -> None:
    held = imported(xlsx())
    assert held.state == "landed"
    found = {one.key: one for one in Platform.objects.select_related("unit", "order", "parent")}
    assert set(found) == {f"A-{n}" for n in range(1, 7)}
    assert found["A-1"].unit == county["top"]
    assert found["A-1"].opened_on == date(2016, 3, 1)
    assert {one.name for one in found["A-1"].aliases.all()} == {"澄禾政务", "微澄禾"}
    assert found["A-2"].order == found["A-3"].order
    assert found["A-2"].order.number == "澄府办发〔2017〕12号"
    assert (found["A-3"].stage, found["A-3"].editors) == ("frozen", 0)
    assert found["A-5"].parent == found["A-4"]
    assert found["A-6"].stage == ""
    assert found["A-6"].editors is None
    assert found["A-6"].unit.name == "澄禾县林业局"
    assert Unit.objects.get_parent(found["A-6"].unit) == county["top"]
    assert Event.objects.filter(verb="census.land").count() == 1
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_the_same_file_again_changes_nothing(imported) -> None:
    imported(xlsx())
    before = whole()
    again = imported(xlsx())
    assert (again.state, again.fresh, again.changed, again.same) == ("landed", 0, 0, 6)
    assert whole() == before


def test_undo_restores_exactly(imported, people) -> None:
    before = whole()
    held = imported(xlsx())
    census.undo(held, by=people["supervisor"])
    assert whole() == before
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_undo_of_changes_restores_exactly(imported, people) -> None:
    imported(xlsx())
    before = whole()
    rows = [list(row) for row in ROWS]
    rows[0][1], rows[0][9] = "澄禾政务发布", "5"
    rows[1][3], rows[1][6] = "澄禾县卫生健康局", "注销"
    rows[2][8] = "澄府办发〔2020〕1号"
    rows.append(["A-8", "新开的", "微博", "新单位", "", "", "正常", "", "", "", "", ""])
    held = imported(xlsx(rows))
    assert (held.fresh, held.changed, held.same) == (1, 3, 3)
    shown = {one.key: {label: (a, b) for label, a, b in one.shown} for one in held.changes.filter(what="changed")}
    assert shown["A-1"] == {"平台名称": ("澄禾发布", "澄禾政务发布"), "运维人数": ("3", "5")}
    assert shown["A-2"] == {"主办单位": ("澄禾县水务局", "澄禾县卫生健康局"), "状态": ("在用", "已注销")}
    assert Step.objects.filter(platform__key="A-2").count() == 2
    census.undo(held, by=people["supervisor"])
    assert whole() == before


def test_undo_does_not_throw_away_what_came_later(imported, people) -> None:
    held = imported(xlsx())
    platforms.change(Platform.objects.get(key="A-2"), by=people["supervisor"], editors=4)
    before = whole()
    with pytest.raises(ValidationError, match="澄禾水务"):
        census.undo(held, by=people["supervisor"])
    assert whole() == before
    held.refresh_from_db()
    assert held.state == "landed"


def test_undo_does_not_throw_away_a_confirmation_or_a_step(imported, people, county) -> None:
    from zouxin.site.people.actions import users

    held = imported(xlsx())
    users.appoint(people["head"], county["top"], "head", by="tests")
    platforms.confirm([Platform.objects.get(key="A-4")], by=people["head"])
    with pytest.raises(ValidationError, match="澄禾县政府网"):
        census.undo(held, by=people["supervisor"])


def test_a_blank_cell_leaves_what_is_known(imported) -> None:
    imported(xlsx())
    rows = [[*row[:4], "", "", "", "", "", "", "", ""] for row in ROWS]
    again = imported(xlsx(rows))
    assert (again.changed, again.same) == (0, 6)


def test_only_account_is_not_closed_by_a_census(imported) -> None:
    imported(xlsx())
    rows = [list(row) for row in ROWS]
    rows[0][6] = "注销"
    held = imported(xlsx(rows))
    assert held.read == held.landed + held.quarantined == 7
    assert held.quarantined == 2
    assert "唯一" in held.problems.get(column="状态").reason
    assert Platform.objects.get(key="A-1").stage == "live"


def test_nothing_outside_the_census_s_unit_is_touched(imported, people, county) -> None:
    imported(xlsx())
    before = whole()
    rows = [["A-1", "改掉县里的", "微信公众号", "清水镇政府", *[""] * 8], ["N-1", "清水新号", "微博", "", *[""] * 8]]
    held = imported(xlsx(rows), place="north")
    assert held.quarantined == 2
    assert {p.column for p in held.problems.all()} == {"平台编号", "主办单位"}
    assert held.state == "preview" or whole() == before


def test_the_mapping_can_be_corrected(imported, people) -> None:
    head = ("号", "叫什么", "平台类型", "归谁", *HEAD[4:])
    held = imported(xlsx(head=head), land=False)
    sheet = held.mapping[0]
    assert "叫什么" not in dict(sheet["mapping"])
    given = [("号", "platform.id"), ("叫什么", "platform.name"), ("归谁", "platform.unit_id")] if held.state == "preview" else None
    census.correct(held, by=people["supervisor"], given=given, values={})
    from zouxin.site.jobs import census as jobs

    jobs.read.func(held.pk)
    held.refresh_from_db()
    assert (held.state, held.landed, held.fresh) == ("preview", 6, 6)


def test_a_missing_kind_is_a_question_that_holds_the_import_back(imported, people) -> None:
    held = imported(xlsx([(*row[:2], *row[3:]) for row in ROWS[:6]], head=(*HEAD[:2], *HEAD[3:])), land=False)
    assert held.state == "preview"
    assert held.mapping[0]["questions"] == ["没有认出哪一列是平台类型"]
    with pytest.raises(ValidationError):
        census.start(held, by=people["supervisor"])


HOSTILE = {
    "not.xlsx": b"PK\x03\x04 nothing of the kind", "picture.xlsx": b"\x89PNG\r\n\x1a\n" + b"0" * 100, "page.xls": b"<html><table><tr><td>1</td></tr></table></html>",
    "program.csv": bytes(range(256)) * 20, "empty.csv": b"", "paper.csv": b"%PDF-1.7 ...", "letters.json": b'[{"a": 1}]',
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_sentence(name, people, county, settings) -> None:
    with pytest.raises(ValidationError) as told:
        census.upload(county["top"], SimpleUploadedFile(name, HOSTILE[name]), by=people["supervisor"])
    assert len(told.value.messages[0]) > 5
    assert CensusImport.objects.count() == 0
    assert not [p for p in (settings.DATA / "uploads").rglob("*") if p.is_file()]


def test_a_file_that_is_no_census_says_so(imported) -> None:
    text = "编号,来信内容,来信时间,答复内容,答复时间\n1,路灯坏了,2026-01-01,已经修好,2026-01-05\n"
    held = imported(SimpleUploadedFile("letters.csv", text.encode()))
    assert held.state == "failed"
    assert "不像平台清单" in held.because


@pytest.mark.parametrize("who", ["head", "operator", "auditor", "rechecker", "host"])
def test_others_may_not_import(who, people, county) -> None:
    with pytest.raises(PermissionDenied):
        census.upload(county["north"], xlsx(), by=people[who])


def test_a_job_run_twice_does_nothing_the_second_time(imported, people) -> None:
    from zouxin.site.jobs import census as jobs

    held = imported(xlsx())
    before = whole()
    for job in (jobs.read, jobs.land):
        job.func(held.pk)
    assert whole() == before


CELLS = {
    1: st.sampled_from(["", "澄禾发布", "清水之声", "=SUM(A1)", "名" * 201, "𠮷禾\u200b"]), 2: st.sampled_from(["微信公众号", "微博", "网站", "栏目", "贴吧", ""]),
    3: st.sampled_from(["", "清水镇政府", "澄禾县水务局", "新单位甲", "新单位乙"]), 5: st.sampled_from(["", "自行运营", "托管"]),
    6: st.sampled_from(["", "正常", "注销", "冻结", "密码遗失"]), 7: st.sampled_from(["", "2020-01-01", "不详"]), 8: st.sampled_from(["", "文〔2017〕1号", "文〔2018〕2号"]),
    9: st.sampled_from(["", "0", "3", "-1"]), 10: st.sampled_from(["", "旧名", "旧名、老名"]), 11: st.sampled_from(["", "K-0", "K-1", "K-9"]),
}  # fmt: skip
ROW = st.builds(lambda n, cells: [f"K-{n}", *[cells.get(at, "") for at in range(1, 12)]], st.integers(0, 6), st.fixed_dictionaries(CELLS))


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(ROW, min_size=1, max_size=8), second=st.lists(ROW, min_size=1, max_size=8))
def test_any_two_censuses_reconcile_and_undo_exactly(imported: Any, people: Any, first: Any, second: Any) -> None:
    from django.db import transaction

    with transaction.atomic():
        states = []
        for rows in (first, second):
            before = whole()
            held = imported(xlsx(rows))
            assert held.read == held.landed + held.quarantined
            assert held.state in ("landed", "preview", "failed")
            if held.state == "landed":
                states.append((held, before))
                after = whole()
                again = imported(xlsx(rows))
                assert (again.fresh, again.changed) == (0, 0)
                assert whole() == after
        for held, before in reversed(states):
            census.undo(held, by=people["supervisor"])
            assert whole() == before
        transaction.set_rollback(True)
