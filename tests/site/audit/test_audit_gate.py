"""A notice read on screen before it is issued: what it demands is marked, by what right it may not be said, and nothing of it is kept."""

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zouxin.site.audit.models import FileAudit
from zouxin.site.people.models import Event

pytestmark = pytest.mark.django_db
NOTICE = "各单位要组织全体干部职工下载安装“云上清水”APP，<script>alert(1)</script>安装率要达到95%。"


def test_a_notice_is_marked_and_nothing_is_kept(client_of, settings):
    client = client_of("operator")
    before = Event.objects.count()
    page = client.post("/audit/gate/order/", {"text": NOTICE}).content.decode()
    assert "请人再看" in page
    assert "DMD001" in page
    assert '<mark title="强制下载、安装、关注">' in page
    assert "<script>alert" not in page
    assert (Event.objects.count(), FileAudit.objects.count()) == (before, 0)
    assert "没有发现问题" in client.post("/audit/gate/order/", {"text": "请各单位清理打卡事项。"}).content.decode()


def test_a_file_is_read_and_what_is_none_gets_a_sentence(client_of, tmp_path):
    client = client_of("head")
    paper = docx.Document()
    paper.add_paragraph(NOTICE)
    paper.save(tmp_path / "a.docx")
    sent = SimpleUploadedFile("通知.docx", (tmp_path / "a.docx").read_bytes())
    assert "DMD002" in client.post("/audit/gate/order/", {"file": sent}).content.decode()
    assert "另存为" in client.post("/audit/gate/order/", {"file": SimpleUploadedFile("坏.docx", b"PK\x03\x04")}).content.decode()
    assert "请贴上文字" in client.post("/audit/gate/order/", {"text": " "}).content.decode()
    assert client_of("auditor").get("/audit/gate/order/").status_code == 403
