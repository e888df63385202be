"""Files that mean harm are refused with a sentence or taken apart; what leads to a person stands in no public page; what was destroyed stands nowhere."""

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from bench.site.hostile_mail import file, parts
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from mailbox_forms import ANSWER, fill, write
from PIL import Image

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.components import keeping
from zouxin.site.jobs import intakes as intake_jobs
from zouxin.site.mailbox import landing
from zouxin.site.mailbox.actions import answers, incoming, intakes, letters, mails, shredding
from zouxin.site.mailbox.files import checked
from zouxin.site.mailbox.models import Contact, Incoming, Letter, LetterFile, ReplyMail

pytestmark = pytest.mark.django_db(transaction=True)


def picture(kind="PNG", size=(60, 40), **more):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def test_a_picture_is_saved_anew_without_where_it_was_taken():
    exif = Image.Exif()
    exif[0x010E] = "家门口"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture("JPEG", exif=exif.tobytes()) + b"PK\x03\x04<script>alert(1)</script>"
    clean = checked("../../照片.jpg", data)
    assert clean.name == "照片.jpg"
    for copy in (clean.data, clean.public):
        assert b"<script>" not in copy
        assert b"PK\x03\x04" not in copy
        assert not Image.open(io.BytesIO(copy)).getexif()


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.svg", b"<svg onload=alert(1)>"), ("a.html", b"<script>"), ("a.jpg", b"GIF89a"), ("a.png", b"\x89PNG\r\n\x1a\nxx"), ("a.exe", b"MZ"), ("a.pdf", b"%PDF-1.7 /OpenAction"),
     ("a.txt", b"<html><script>"), ("a.txt", b"\x00\x01"), ("a.docx", b"PK\x03\x04"), ("a.jpg", b""), ("a", b"x"), ("a.zip", b"PK\x03\x04")],
)  # fmt: skip
def test_what_is_refused_gets_a_sentence(name, data):
    with pytest.raises(UsageError) as told:
        checked(name, data)
    assert "“" in told.value.sentence


def test_bombs_are_refused():
    with pytest.raises(UsageError, match="像素太多"):
        checked("a.png", picture(size=(9000, 9000)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("[Content_Types].xml", "<Types/>")
        whole.writestr("xl/a.xml", b"\x00" * 40_000_000)
    with pytest.raises(UsageError, match="太大"):
        checked("a.xlsx", out.getvalue())


def test_script_in_a_letter_is_shown_as_text_and_forms_need_their_token(county, people, client_of):
    letter = write(
        Client(), unit=county["north"].pk, title="<script>alert(1)</script>", text='"><img src=x onerror=alert(1)> 路灯坏了三个月'
    )
    for client, address in (
        (Client(), f"/mailbox/mine/{letter.number}/{letter.secret}/"),
        (client_of("operator"), f"/mailbox/letters/{letter.pk}/"),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/mailbox/write/").content.decode()
    assert strict.post("/mailbox/write/", fill(page)).status_code == 403
    assert strict.post(f"/mailbox/mine/{letter.number}/{letter.secret}/", {"verdict": "solved"}).status_code == 403


def test_the_attachment_is_never_opened_by_the_browser(county, people, client_of):
    sent = SimpleUploadedFile("照片.png", picture())
    letter = write(Client(), unit=county["north"].pk, files=sent)
    one = LetterFile.objects.get(letter=letter)
    told = client_of("operator").get(f"/mailbox/files/{one.pk}/")
    assert told.headers["Content-Disposition"].startswith("attachment")
    assert told.headers["Content-Type"] == "application/octet-stream"
    assert Client().get(f"/mailbox/public/picture/{one.pk}.jpg").status_code == 404  # not public yet
    wrong = SimpleUploadedFile("x.svg", b"<svg/>")
    page = Client().get("/mailbox/write/").content.decode()
    assert "不能收" in Client().post("/mailbox/write/", {**fill(page), "files": wrong}).content.decode()


def test_a_destroyed_letter_stands_nowhere(county, people, settings, caplog, tmp_path):
    words, name = "独一无二的石桥夜灯往事", "王独一女士"
    letter = letters.receive(
        "石桥",
        f"{words}，路灯坏了三个月。",
        unit=county["north"],
        kind="complaint",
        contact={"name": name},
        files=[checked("a.txt", words.encode())],
    )
    reply = answers.draft(letter, f"您好，{words}一事已办，{ANSWER}", by=people["operator"])
    answers.release(reply, by=people["operator"])
    letters.judge(letter, "not", f"{words}还是没好")
    letters.enter(by="tests")
    flow.land_tables(settings.DATA / "lake", landing.SOURCE, landing.batches())
    flow.inspect(flow.Question(paths=(), out=settings.DATA, today=letter.received_on, as_of=letter.received_on))
    held = [path for path in settings.DATA.rglob("*") if path.is_file()]
    assert any(words.encode() in _plain(path) for path in held)
    made = shredding.shred(letter, "来信人要求删除", by=people["supervisor"])
    made.refresh_from_db()
    assert (made.number, made.files, made.done_at is not None) == (letter.number, [], True)
    assert not list((settings.DATA / "uploads").rglob("*.txt"))
    assert Contact.objects.count() == LetterFile.objects.count() == 0
    flow.inspect(flow.Question(paths=(), out=settings.DATA, today=letter.received_on, as_of=letter.received_on))
    keeping.keep(tmp_path / "backup.tar.gz")
    with tarfile.open(tmp_path / "backup.tar.gz") as tar:
        keeping.unpack(tar, tmp_path / "unpacked")
    places = [path for root in (settings.DATA, tmp_path / "unpacked") for path in root.rglob("*") if path.is_file()]
    flow.export(settings.DATA, tmp_path / "package")  # what is exported from now on; packages written before are deleted by who has them
    places += [path for path in (tmp_path / "package").rglob("*") if path.is_file()]
    assert any(
        letter.number.encode() in path.read_bytes() for path in places if path.name == "letter.csv"
    )  # it is in there, without its words
    leaks = [path for path in places if words.encode() in _plain(path) or name.encode() in _plain(path)]
    assert leaks == []
    assert words not in caplog.text
    letter.refresh_from_db()
    assert (letter.state, letter.text, letter.digest[:4] != "") == ("shredded", "", True)
    assert words not in json.dumps(list(Letter.objects.values()), default=str, ensure_ascii=False)
    assert "已经销毁" in Client().get(f"/mailbox/mine/{letter.number}/{letter.secret}/").content.decode()


def test_a_destroyed_letter_that_was_brought_stands_nowhere(county, people, settings, tmp_path, mailoutbox):
    words, name, address = "独一无二的石桥夜灯往事", "王独一女士", "du.yi.wang@example.com"
    settings.OUTBOUND = settings.MAIL_REPLIES = True
    raw = parts(
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + f"{words}，路灯坏了。\r\n> 从前的{words}".encode(), file(f"{words}.txt".encode(), words.encode()),
        file(f"{words}.exe".encode(), b"MZ"), heads=f"From: {name} <{address}>\r\nSubject: {words}\r\nMessage-ID: <{words}@x>\r\n".encode(),
    ).replace(b"From: li@example.com\r\nSubject: parts\r\n", b"")  # fmt: skip
    mail = incoming.come(flow.Delivered(mark="7/1", raw=raw), flow.read_message(raw), folder="letters", by="tests")
    table = SimpleUploadedFile(
        "来信.csv",
        f"编号,来信人,联系电话,来信时间,来信内容,办理结果\n{words}1,{name},13800138000,2026-11-02,{words}又坏了请维修,{words}已办\n,,,,,\n坏行,{name},1,不详,{words},\n".encode(),
    )
    held = intakes.upload(county["top"], table, way="import", source="台账", by=people["supervisor"])
    for state, job in (("reading", intake_jobs.read), ("taking", intake_jobs.take)):
        if state == "taking":
            intakes.start(held, by=people["supervisor"])
        job.call(held.pk)
    rows = [mail, Incoming.objects.get(channel="import")]
    incoming.see(mail, by=people["supervisor"], why=f"为了{words}")
    made = [incoming.release(one, by=people["supervisor"], unit=county["north"]) for one in rows]
    letters.enter(by="tests")
    mails.allow(made[0], True, by=people["operator"])
    for letter in made:
        answers.release(answers.draft(letter, f"您好，{words}一事已办，{ANSWER}", by=people["operator"]), by=people["operator"])
    assert ReplyMail.objects.get().state == "queued"
    held_in_database = [one for one in (words, name, address) if one in _everything()]
    assert held_in_database == [words, name, address]
    for letter in made:
        shredding.shred(letter, "来信人要求删除", by=people["supervisor"])
    intakes.forget(by="tests", days=0)  # rows that were kept out of a table go with time
    assert [one for one in (words, name, address) if one in _everything()] == []
    assert ReplyMail.objects.count() == 0
    keeping.keep(tmp_path / "backup.tar.gz")
    with tarfile.open(tmp_path / "backup.tar.gz") as tar:
        keeping.unpack(tar, tmp_path / "unpacked")
    places = [
        path
        for root in (settings.DATA / "uploads", settings.DATA / "lake", tmp_path / "unpacked")
        for path in root.rglob("*")
        if path.is_file()
    ]
    assert [path for path in places if any(one.encode() in _plain(path) for one in (words, name, address))] == []
    assert (
        incoming.come(flow.Delivered(mark="8/1", raw=raw), flow.read_message(raw), folder="letters", by="tests") is None
    )  # read again it stays away
    assert words not in _everything()


def _everything():
    """Every row of every table of the database."""
    return json.dumps([list(model.objects.values()) for model in apps.get_models()], default=str, ensure_ascii=False)


def _plain(path):
    """A file's bytes, a Parquet file's cells too: they lie packed."""
    if path.suffix != ".parquet":
        return path.read_bytes()
    import pyarrow.parquet as pq

    return json.dumps(pq.read_table(path).to_pylist(), default=str, ensure_ascii=False).encode() + path.read_bytes()


def test_a_destroyed_letter_whose_files_were_not_reached_is_finished_later(county, people, monkeypatch):
    letter = letters.receive("石桥", "路灯坏了。", unit=county["north"], files=[checked("a.txt", "往事".encode())])
    place = LetterFile.objects.get().file.path
    monkeypatch.setattr(shredding, "finish", lambda made: None)  # killed right after the database forgot
    shredding.shred(letter, "来信人要求删除", by=people["supervisor"])
    assert Path(place).exists()
    monkeypatch.undo()
    assert shredding.again() == 1
    assert not Path(place).exists()
    assert shredding.again() == 0


def test_an_answer_others_have_too_stays_theirs(county, people):
    one, other = (letters.receive("路灯", f"石桥路灯坏了{n}。", unit=county["north"]) for n in "一二")
    letters.merge(other, one, by=people["supervisor"])
    answers.release(answers.draft(one, ANSWER, by=people["operator"]), by=people["operator"])
    letters.split(other, by=people["supervisor"])
    shredding.shred(one, "来信人要求删除", by=people["supervisor"])
    assert ANSWER in Client().get(f"/mailbox/mine/{other.number}/{other.secret}/").content.decode()
