"""A file checked in the browser: what was read is shown before anything is checked, the report follows, only its uploader sees it, and erased it is gone."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zouxin.site.audit.actions import file_audits
from zouxin.site.audit.models import FileAudit, FileProblem

pytestmark = pytest.mark.django_db(transaction=True)
LETTER = "我家住在石桥村三组，村口的路灯坏了一个多月，晚上老人出门摔了两次，请派人来修。"


def letters(rows=6, heads=("编号", "来信内容", "来信时间", "答复内容", "答复时间")):
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heads)
    for nth in range(rows):
        text = f"{LETTER}（第 {nth} 次反映）"
        reply = text if nth % 2 else f"您好！已于 {nth + 1} 日派电工更换石桥村三组的路灯，更换 2 盏，电话 0000-1234567。"
        writer.writerow([f"L{nth}", text, "2026-03-01", reply, "2026-03-0x" if nth == 4 else "2026-03-05"])
    return SimpleUploadedFile("信箱.csv", file.getvalue().encode(), content_type="text/csv")


def sent(client, file=None, **more):
    page = client.post("/audit/files/upload/", {"file": file or letters(), "packs": ["national"], **more})
    assert page.status_code == 302, page.content.decode()
    return page.headers["Location"]


def test_from_upload_to_report(client_of):
    client = client_of("operator")
    where = sent(client)
    one = FileAudit.objects.get()
    assert one.state == "preview", one.because
    assert (one.read, one.landed, one.quarantined) == (6, 5, 1)
    page = client.get(where).content.decode()
    assert "来信内容" in page
    assert "2026-03-0x" in page, "what was kept out is shown with its value"
    assert client.get(f"{where}problems.csv").status_code == 200
    assert client.post(where, {"start": "1"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "done", one.because
    assert one.totals["RPL001"]["finding"] == 3, "three replies copy their letter"
    page = client.get(where).content.decode()
    assert "看报告" in page
    report = client.get(f"{where}report/")
    assert "sandbox" in report.headers["Content-Security-Policy"]
    assert "script-src 'self'" not in report.headers["Content-Security-Policy"]
    assert "照搬" in report.content.decode() or "RPL001" in report.content.decode()
    packed = client.get(f"{where}all/")
    assert b"".join(packed.streaming_content)[:2] == b"PK"


def test_nobody_else_sees_it(client_of):
    where = sent(client_of("operator"))
    client_of("operator").post(where, {"start": "1"})
    for role in ("supervisor", "head", "second"):
        for part in ("", "report/", "all/", "problems/"):
            assert client_of(role).get(where + part).status_code == 404, (role, part)
        assert client_of(role).get("/audit/files.json").json()["total"] == 0
    assert client_of("auditor").get("/audit/files/").status_code == 403


def test_erased_it_is_gone(client_of, settings):
    client = client_of("operator")
    where = sent(client)
    client.post(where, {"start": "1"})
    one = FileAudit.objects.get()
    path, folder = one.file.path, file_audits.place(one)
    assert folder.is_dir()
    assert client.post(where, {"erase": "1"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.mapping, one.totals) == ("erased", [], {})
    assert not folder.exists()
    assert not __import__("pathlib").Path(path).exists()
    assert not FileProblem.objects.exists()
    assert client.get(f"{where}report/").status_code == 404


def test_columns_nobody_could_guess_are_asked_for_and_taken(client_of):
    client = client_of("operator")
    where = sent(client, letters(heads=("甲", "乙", "丙", "丁", "戊")))
    one = FileAudit.objects.get()
    assert one.state == "preview"
    assert any(sheet["questions"] for sheet in one.mapping)
    assert client.post(where, {"start": "1"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "preview", "an open question holds it"
    said = {
        "c0": "letter.id",
        "c1": "letter.text",
        "c2": "letter.received_on",
        "c3": "reply.text",
        "c4": "reply.replied_on",
        "kind": "",
        "map": "1",
    }
    assert client.post(where, said).status_code == 302
    one.refresh_from_db()
    assert not any(sheet["questions"] for sheet in one.mapping)
    client.post(where, {"start": "1"})
    one.refresh_from_db()
    assert one.totals["RPL001"]["finding"] == 3


def test_a_page_is_looked_at_as_one_post(client_of):
    page = "<html><body><h1>关于停水的通知</h1><p>因管道检修，本周三上午停水。</p><a href='http://bet.example/' style='display:none'>博彩 时时彩 开户送彩金</a></body></html>"
    where = sent(client_of("operator"), SimpleUploadedFile("通知.html", page.encode(), content_type="text/html"))
    one = FileAudit.objects.get()
    assert one.state == "done", one.because
    assert one.totals["PST001"]["finding"] == 1
    assert "看报告" in client_of("operator").get(where).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("坏.xlsx", b"PK\x03\x04 not a workbook"), ("木马.exe", b"MZ" + b"\x00" * 100), ("空.csv", b""), ("宏.xlsm", b"\xd0\xcf\x11\xe0")],
)
def test_what_is_no_table_gets_a_sentence_and_is_not_kept(name, content, client_of, settings):
    client = client_of("operator")
    page = client.post("/audit/files/upload/", {"file": SimpleUploadedFile(name, content), "packs": ["national"]})
    if page.status_code == 302:  # found out when it was read
        one = FileAudit.objects.get()
        assert one.state == "failed"
        assert one.because
    else:
        assert page.status_code == 200
        assert not FileAudit.objects.exists()
        assert not list((settings.DATA / "uploads").rglob("*.*")) if (settings.DATA / "uploads").exists() else True


def test_what_is_too_large_is_refused_before_it_is_read(client_of, settings):
    settings.UPLOAD_BYTES = 1000
    page = client_of("operator").post(
        "/audit/files/upload/", {"file": SimpleUploadedFile("大.csv", b"a" * 3_000_000), "packs": ["national"]}
    )
    assert page.status_code in (400, 413)
    assert "文件太大" in page.content.decode()
    assert not FileAudit.objects.exists()


def test_templates_come_as_workbooks(client_of):
    client = client_of("operator")
    page = client.get("/audit/templates/").content.decode()
    assert "来信与答复.xlsx" in page
    assert b"".join(client.get("/audit/templates/mailbox.xlsx").streaming_content)[:2] == b"PK"
    assert client.get("/audit/templates/none.xlsx").status_code == 404
