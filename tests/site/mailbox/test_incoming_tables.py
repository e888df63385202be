"""Tables of letters come into quarantine row by row: shown first, what does not fit kept out with a sentence, nothing twice, the file gone afterwards."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from zouxin import flow
from zouxin.site.jobs import intakes as jobs
from zouxin.site.mailbox.actions import incoming, intakes
from zouxin.site.mailbox.models import Contact, Incoming, Intake, Letter
from zouxin.site.people.models import Event

pytestmark = pytest.mark.django_db

# the columns of a city's own export of work orders, and of the words the standard for hotlines uses
CITY = [
    "序号",
    "办件编号",
    "办件来源",
    "市级编号",
    "诉求主题",
    "诉求内容",
    "办理单位",
    "办理科室",
    "诉求人",
    "诉求人电话",
    "处理结果",
    "事项大类",
    "事项小类",
    "派发时间",
    "承诺完成时间",
    "办件状态",
    "派单员",
    "预警状态",
]
HOTLINE = ["工单编号", "来电时间", "诉求人", "联系电话", "事发地址", "诉求内容", "诉求类型", "承办单位", "办结时限", "回访结果", "身份证号"]
WORDS = "石桥村口的路灯坏了三个月，晚上老人摔倒过，请尽快维修"


def row(nth, **more):
    said = {
        "工单编号": f"GD2026{nth:04d}", "来电时间": "2026-11-02 10:20:00", "诉求人": "王小明", "联系电话": "13800138000", "事发地址": "石桥村口", "诉求内容": f"{WORDS}（{nth}）",
        "诉求类型": "投诉举报", "承办单位": "清水镇政府", "办结时限": "2026-11-09", "回访结果": "未回访", "身份证号": "110105199003072534",
    }  # fmt: skip
    return said | more


def table(rows, *, heads=HOTLINE, name="工单.csv", codec="utf-8"):
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, out.getvalue().encode(codec))


def workbook(rows, heads):
    book = openpyxl.Workbook()
    book.active.append(["某市 12345 热线工单（导出）"])
    book.active.append(heads)
    for said in rows:
        book.active.append([said.get(head, "") for head in heads])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("工单.xlsx", out.getvalue())


@pytest.fixture
def read(county, people):
    """A table, uploaded and read, and taken in where that is asked; its jobs done by hand."""

    def told(file, *, way="12345", source="12345", by="supervisor", unit="top", take=False):
        held = intakes.upload(county[unit], file, way=way, source=source, by=people[by])
        jobs.read.call(held.pk)
        held.refresh_from_db()
        if take:
            intakes.start(held, by=people[by])
            jobs.take.call(held.pk)
            held.refresh_from_db()
        return held

    return told


def test_a_hotlines_export_is_shown_then_taken_row_by_row(read, county, mailoutbox):
    rows = [
        row(1),
        row(2, 来电时间="不详"),
        row(3, 诉求内容=""),
        row(4, 来电时间=""),
        row(5, 承办单位="没有这个局"),
        row(1),
        row(1, 诉求内容="另一件事，编号却一样"),
    ]
    held = read(table(rows))
    assert (held.state, held.read, held.taken, held.known, held.quarantined) == ("preview", 7, 2, 0, 5)
    assert {one.row: one.reason for one in held.problems.all()} == {
        3: "日期读不懂",
        4: "没有内容",
        5: "没有收到时间",
        7: "重复行：与前面的一行完全相同",
        8: "编号重复：前面已有同编号而内容不同的行",
    }
    assert Incoming.objects.count() == Letter.objects.count() == 0
    pairs = dict(held.mapping[0]["mapping"])
    assert (pairs["诉求内容"], pairs["诉求人"], pairs["办结时限"], pairs.get("身份证号")) == (
        "letter.text",
        "contact.name",
        "besides",
        None,
    )
    place = Path(held.file.path)
    intakes.start(held, by=held.user)
    jobs.take.call(held.pk)
    jobs.take.call(held.pk)  # a job done again does nothing
    held.refresh_from_db()
    assert (held.state, bool(held.file), place.exists(), held.mapping[0]["first"]) == ("taken", False, False, [])
    one, other = Incoming.objects.order_by("number")
    assert (one.number, one.channel, one.kind, one.meant, one.place) == ("GD20260001", "12345", "complaint", county["north"], "石桥村口")
    assert one.contact == {"name": "王小明", "phone": "13800138000"}
    assert ["办结时限", "2026-11-09"] in one.besides
    assert "110105199003072534" not in str(Incoming.objects.values())  # what is not asked for is not kept
    assert other.meant is None
    assert any("没有这个局" in note for note in other.notes)
    assert mailoutbox == []


def test_the_same_file_again_brings_nothing_and_a_changed_row_is_told(read):
    read(table([row(1), row(2)]), take=True)
    again = read(table([row(1), row(2), row(3)]), take=True)
    assert (again.taken, again.known, again.quarantined) == (1, 2, 0)
    changed = read(table([row(1, 诉求内容="换了一件完全不同的事，编号没有变")]))
    assert (changed.taken, changed.known, changed.quarantined) == (0, 0, 1)
    assert "以前来过，内容不同" in changed.problems.get().reason
    with pytest.raises(ValidationError, match="没有一行"):
        intakes.start(changed, by=changed.user)
    assert Incoming.objects.count() == 3


def test_another_source_with_the_same_numbers_loses_nothing(read):
    heads = ["编号", "来信人", "来信时间", "来信内容"]
    rows = [{"编号": "1", "来信人": "李某", "来信时间": "2026-11-03", "来信内容": WORDS}]
    other = [{"编号": "1", "来信人": "赵某", "来信时间": "2026-11-03", "来信内容": "自来水又停了，什么时候来水？"}]
    read(table(rows, heads=heads), way="import", source="县长信箱", take=True)
    assert read(table(other, heads=heads), way="import", source="书记信箱", take=True).taken == 1
    assert Incoming.objects.count() == 2


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030"])
def test_a_citys_own_columns_and_encodings(read, codec):
    said = dict(zip(CITY, ["1", "BJ001", "电话", "SJ9", "路灯不亮", WORDS, "清水镇政府", "办公室", "王某", "13800138000", "已办结，路灯已换新", "咨询类", "路灯", "2026-11-02 10:20:00",
                           "2026-11-09", "已办结", "派单员甲", "正常"], strict=True))  # fmt: skip
    held = read(table([said, said | {"办件编号": "BJ002", "诉求内容": f"{WORDS}，又坏了"}], heads=CITY, codec=codec), take=True)
    assert (held.state, held.taken) == ("taken", 2)
    one = Incoming.objects.get(number="BJ001")
    assert (one.title, one.kind, one.text) == ("路灯不亮", "consultation", WORDS)
    assert dict(one.besides)["处理结果"] == "已办结，路灯已换新"
    assert "派单员甲" not in str(one.besides)


def test_a_workbook_with_a_title_above_its_heads(read):
    held = read(workbook([row(1), row(2)], HOTLINE), take=True)
    assert (held.taken, held.quarantined) == (2, 0)


def test_released_it_keeps_its_own_time_and_number_and_no_mail_goes(read, people, county, client_of, settings, mailoutbox):
    settings.OUTBOUND = settings.MAIL_REPLIES = True
    read(table([row(1)]), take=True)
    letter = incoming.release(Incoming.objects.get(), by=people["supervisor"])
    assert (letter.channel, letter.unit, letter.state, letter.received_at.isoformat()) == (
        "12345",
        county["north"],
        "routed",
        "2026-11-02T02:20:00+00:00",
    )
    assert Contact.objects.get().mail_wish is False
    page = client_of("operator").get(f"/mailbox/letters/{letter.pk}/").content.decode()
    for words in ("GD20260001", "办结时限", "2026-11-09", "12345 热线"):
        assert words in page
    assert "王小明" not in page
    assert mailoutbox == []


def test_a_file_that_is_no_table_of_letters_says_so(read, county, people):
    census = table([{"账号名称": "澄禾发布", "平台类型": "微信公众号"}], heads=["账号名称", "平台类型"])
    held = read(census, way="import", source="x")
    assert held.state in ("failed", "preview")
    assert held.taken == 0
    assert held.because or held.mapping[0]["questions"]
    for name, data in (("a.csv", b"MZ\0\0"), ("a.exe", b"MZ\0\0"), ("a.xlsx", b"PK\x03\x04x"), ("a.csv", b"")):
        with pytest.raises(ValidationError):
            intakes.upload(county["top"], SimpleUploadedFile(name, data), way="import", source="x", by=people["supervisor"])
    assert Intake.objects.count() == 1


def test_columns_are_corrected_by_hand(read, client_of):
    heads = ["编号", "日子", "说了什么", "群众称呼"]
    file = table(
        [{"编号": f"{n}", "日子": "2026-11-03", "说了什么": f"{WORDS}，第{n}次说了，希望重视", "群众称呼": "李某"} for n in range(3)],
        heads=heads,
    )
    held = read(file, way="import", source="台账")
    client = client_of("supervisor")
    page = client.get(f"/mailbox/intakes/{held.pk}/").content.decode()
    assert "说了什么" in page
    asked = {"map": "1", "c0": "letter.id", "c1": "letter.received_on", "c2": "letter.text", "c3": "ignore"}
    assert "选了两列" in client.post(f"/mailbox/intakes/{held.pk}/", asked | {"c3": "letter.text"}).content.decode()
    client.post(f"/mailbox/intakes/{held.pk}/", asked)
    jobs.read.call(held.pk)
    held.refresh_from_db()
    assert (held.state, held.taken) == ("preview", 3)


def test_it_is_taken_all_or_not_at_all(read, people, monkeypatch):
    held = read(table([row(1), row(2)]))
    intakes.start(held, by=people["supervisor"])

    def killed(*_said, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(intakes, "_count", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.take.call(held.pk)
    assert Incoming.objects.count() == 0
    monkeypatch.undo()
    jobs.take.call(held.pk)
    assert Incoming.objects.count() == 2
    assert Event.objects.filter(verb="intake.take").count() == 1


def test_only_who_may_imports_and_only_for_their_own(county, people, client_of, read):
    for who in ("head", "operator", "auditor"):
        assert client_of(who).get("/mailbox/intakes/upload/").status_code == 403
        with pytest.raises(PermissionDenied):
            intakes.upload(county["north"], table([row(1)]), way="12345", source="x", by=people[who])
    held = read(table([row(1)]), unit="south", take=True)
    assert Incoming.objects.get().meant is None  # another town's unit is not handed anything
    letter = incoming.release(Incoming.objects.get(), by=people["supervisor"])
    assert letter.unit == county["south"]
    read(table([row(2, 承办单位="")]), take=True)
    assert (
        incoming.release(Incoming.objects.get(number="GD20260002"), by=people["supervisor"]).unit is None
    )  # the whole office's waits to be handed out
    assert client_of("supervisor").get(f"/mailbox/intakes/{held.pk}/problems.json").json()["total"] == 0


def test_upload_by_the_page_and_drop(client_of, county, django_capture_on_commit_callbacks):
    client = client_of("supervisor")
    with django_capture_on_commit_callbacks(execute=True):
        told = client.post(
            "/mailbox/intakes/upload/", {"unit": county["top"].pk, "way": "12345", "source": "12345", "file": table([row(1)])}
        )
    held = Intake.objects.get()
    assert told.headers["Location"] == f"/mailbox/intakes/{held.pk}/"
    assert held.state == "preview"
    assert "1 可收" in client.get(told.headers["Location"]).content.decode()
    place = Path(held.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(told.headers["Location"], {"drop": "1"})
    held.refresh_from_db()
    assert (held.state, place.exists()) == ("dropped", False)
    assert WORDS not in str(Intake.objects.values())


def test_what_an_office_calls_a_kind():
    assert [flow.letter_kind(said) for said in ("投诉举报", "咨询类", "意见建议", "表扬", "求助", "其他诉求", "XX")] == [
        "complaint", "consultation", "suggestion", "praise", "help", "help", "other"]  # fmt: skip
