"""Mail comes into quarantine once, whole or with a sentence; nothing is sent and no clock runs until a person releases it; the mailbox stays as it is."""

import mailbox as boxes
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bench.site.hostile_mail import SCRIPT, WORDS, file, messages, parts, plain
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from imap_server import Box, Imap, certificate

from zouxin import flow
from zouxin.model.errors import SourceError, UsageError
from zouxin.site.jobs import mails as jobs
from zouxin.site.mailbox import queries
from zouxin.site.mailbox.actions import incoming
from zouxin.site.mailbox.models import Contact, Custody, Incoming, IncomingFile, Letter, LetterFile, MailFolder
from zouxin.site.people.models import Event

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 /OpenAction"


@pytest.fixture
def maildir(settings, tmp_path):
    """An empty Maildir that the settings name."""
    place = tmp_path / "Maildir"
    box = boxes.Maildir(str(place), create=True)
    settings.MAIL_IN = f"maildir://{place}"
    return box


@pytest.fixture
def imap(settings):
    """A mailbox on a server of this machine that the settings name."""
    box = Box()
    with Imap(box) as server:
        settings.MAIL_IN, settings.MAIL_IN_PASSWORD = server.address, box.password
        yield box


def come(raw, *, mark="7/1", at=None):
    one = flow.Delivered(mark=mark, raw=raw, received_at=at or datetime(2026, 11, 2, 2, tzinfo=UTC))
    return incoming.come(one, flow.read_message(raw), folder="letters", by="tests")


def lying(box):
    """Everything that lies in a Maildir, with its names."""
    return {path.relative_to(box._path): path.read_bytes() for path in Path(box._path).rglob("*") if path.is_file()}


def test_every_hostile_mail_is_in_the_list_once_and_the_mailbox_is_untouched(maildir, county, mailoutbox):
    some = messages(count=60)
    for one in some:
        with (Path(maildir._path) / "new" / f"17{len(list(Path(maildir._path, 'new').iterdir())):08d}.x").open("wb") as place:
            place.write(one.raw)
    before = lying(maildir)
    first, again = jobs.collect(), jobs.collect()
    assert lying(maildir) == before
    wanted = {flow.read_message(one.raw).digest for one in some}
    assert set(Incoming.objects.values_list("digest", flat=True)) == wanted  # nothing is lost
    assert first.new == Incoming.objects.count() == len({(one.key) for one in Incoming.objects.all()})
    assert again.new == 0
    assert Letter.objects.count() == Custody.objects.count() == 0
    assert mailoutbox == []
    for one in Incoming.objects.all():
        assert one.title or one.text or one.quoted or one.wrong or one.notes


def test_a_mailbox_read_twice_and_numbered_anew_brings_nothing_twice(imap, county):
    for nth in range(5):
        imap.add(plain(f"{WORDS}{nth}", nth=nth))
    assert jobs.collect().new == 5
    assert jobs.collect().known == 0  # those that are kept are not even fetched
    imap.add(plain(f"{WORDS}5", nth=5))
    assert (jobs.collect().new, Incoming.objects.count()) == (1, 6)
    imap.validity, imap.messages = 8, dict(enumerate(imap.messages.values(), start=40))
    told = jobs.collect()
    assert (told.new, told.known) == (0, 6)
    assert MailFolder.objects.get().last == "8/45"
    one = Incoming.objects.get(text=f"{WORDS}0")
    assert one.received_at == datetime(2026, 11, 2, 2, 1, tzinfo=UTC)  # by the server's clock, not by the sender's
    verbs = {asked.split()[0].upper() + (" " + asked.split()[1].upper() if asked.upper().startswith("UID") else "") for asked in imap.asked}
    assert verbs <= {"CAPABILITY", "LOGIN", "ID", "EXAMINE", "UID SEARCH", "UID FETCH", "LOGOUT"}
    assert all("PEEK" in asked or "SIZE" in asked for asked in imap.asked if "FETCH" in asked.upper())


def test_a_line_that_breaks_keeps_what_came_and_goes_on_from_there(imap, county):
    for nth in range(6):
        imap.add(plain(f"{WORDS}{nth}", nth=nth))
    imap.cut_after = 4
    with pytest.raises(SourceError):
        jobs.collect()
    assert Incoming.objects.count() == 4
    assert MailFolder.objects.get().because
    imap.cut_after = 0
    assert jobs.collect().new == 2
    assert MailFolder.objects.get().because == ""


def test_one_the_server_cannot_give_and_one_too_large_are_told_and_the_next_is_read(imap, county, monkeypatch):
    monkeypatch.setattr("zouxin.connectors.mail_places.LONGEST", 2000)
    imap.add(plain(nth=1))
    imap.silent.add(imap.add(plain(nth=2)))
    imap.add(plain("长" * 3000, nth=3, subject="很长的信"))
    imap.add(plain(nth=4))
    told = jobs.collect()
    assert (told.new, told.broken) == (4, 2)
    large = Incoming.objects.get(title="很长的信")
    assert "MiB" in large.wrong
    assert large.mark == "7/3"
    assert large.contact["email"] == "wang3@example.com"


def test_a_wrong_password_a_folder_that_is_not_there_and_no_setting_are_sentences(imap, settings, county, tmp_path):
    word = tmp_path / "word"
    word.write_text("wrong\n")
    settings.MAIL_IN_PASSWORD_FILE = str(word)
    with pytest.raises(CommandError, match="授权码"):
        call_command("read_mail")
    assert "wrong" not in MailFolder.objects.get().because.replace("wrong password", "")
    word.write_text(imap.password)
    settings.MAIL_IN = settings.MAIL_IN.replace("/INBOX", "/%E6%94%B6")
    with pytest.raises(CommandError, match="no such folder"):
        call_command("read_mail")
    assert any("&ZTY-" in asked for asked in imap.asked)  # a Chinese folder as the standard writes it
    settings.MAIL_IN_PASSWORD_FILE = str(tmp_path / "nowhere")
    with pytest.raises(CommandError, match="打不开"):
        call_command("read_mail")
    settings.MAIL_IN = ""
    with pytest.raises(CommandError, match="ZOUXIN_MAIL_IN"):
        call_command("read_mail")


def test_only_a_server_with_a_certificate_that_is_trusted_gets_the_password(settings, county, tmp_path, monkeypatch):
    box, paper = Box(), certificate(tmp_path)
    box.add(plain())
    with Imap(box, paper) as server:
        settings.MAIL_IN, settings.MAIL_IN_PASSWORD = server.address, box.password
        with pytest.raises(SourceError, match="证书"):
            jobs.collect()
        assert box.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(paper))
        assert jobs.collect().new == 1


def test_a_message_and_how_far_the_box_is_read_are_kept_both_or_neither(imap, county, monkeypatch):
    imap.add(parts(b"Content-Type: text/plain\r\n\r\nx", file(b"a.txt", b"x")))

    def killed(*_said, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(incoming, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.collect()
    assert Incoming.objects.count() == MailFolder.objects.count() == IncomingFile.objects.count() == 0
    monkeypatch.undo()
    assert jobs.collect().new == 1
    assert len(list(Path(IncomingFile.objects.get().file.path).parent.iterdir())) == 1  # what the killed one left was written over


def test_the_id_of_another_message_takes_nothing_away_from_it(county):
    first = come(plain(WORDS))
    assert come(plain(WORDS), mark="7/2") is None
    other = come(plain("完全是另一封信。"), mark="7/3")
    assert other
    assert other.key != first.key
    assert any("同一个邮件编号" in note for note in other.notes)
    assert come(plain("完全是另一封信。"), mark="7/4") is None
    assert come(b"From: a@example.com\n\n" + WORDS.encode()).state == "waiting"
    assert come(b"From: a@example.com\n\n" + WORDS.encode(), mark="7/9") is None  # without an id by its content


def test_released_it_is_a_letter_received_when_it_was_and_the_rest_of_it_is_gone(
    county, people, mailoutbox, django_capture_on_commit_callbacks
):
    raw = parts(
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + WORDS.encode() + b"\r\n> " + "以前的答复".encode(),
        file("照片说明.txt".encode(), "拍的".encode()),
        file(b"a.pdf", PDF),
    )
    held = come(raw, at=datetime(2026, 10, 20, 1, tzinfo=UTC))
    assert [bool(one.refused) for one in held.files.all()] == [False, True]
    place = held.files.first().file.path
    with django_capture_on_commit_callbacks(execute=True):
        letter = incoming.release(held, by=people["supervisor"], unit=county["north"])
    assert (letter.channel, letter.state, letter.received_on.isoformat(), letter.public_wish) == ("mail", "routed", "2026-10-20", False)
    assert letter.text == f"{WORDS}\n\n{incoming.QUOTED}\n> 以前的答复"
    one = LetterFile.objects.get(letter=letter)
    assert one.file.path == place
    assert Path(place).read_bytes() == "拍的".encode()
    who = Contact.objects.get(letter=letter)
    assert (who.email, who.mail_wish, who.mail_allowed_by) == ("li@example.com", True, "")
    held.refresh_from_db()
    assert (held.state, held.text, held.quoted, held.contact, held.letter) == ("released", "", "", {}, letter)
    letter.refresh_from_db()
    assert letter.entered  # it is in the log, and somebody has it
    assert Custody.objects.filter(letter=letter, until_at__isnull=True).count() == 1
    assert come(raw, mark="7/9") is None  # and does not come in again
    with pytest.raises(UsageError, match="已收为来信"):
        incoming.release(held, by=people["supervisor"])
    assert mailoutbox == []


def test_what_a_machine_sent_is_set_aside(county, people):
    assert come(plain(heads=b"Auto-Submitted: auto-replied\r\n")).state == "aside"
    assert queries.incoming(people["supervisor"]).filter(state="waiting").count() == 0
    assert "来件等着定收不收" not in [str(title) for count, title, *_rest in queries.needs(people["supervisor"]) if count]
    come(plain(nth=2), mark="7/2")
    Letter.objects.create(number="N", salt="x", title="x", text="x", received_at=datetime.now(UTC), received_on="2026-11-02", digest="x")
    told = {str(title): count for count, title, *_rest in queries.needs(people["supervisor"])}
    assert (told["来件等着定收不收"], told["等我办的来信"]) == (1, 1)
    assert "来件等着定收不收" not in [str(title) for count, title, *_rest in queries.needs(people["operator"]) if count]


def test_who_decides_sees_it_and_nobody_else(county, people, client_of):
    held = come(plain(SCRIPT + WORDS, subject=SCRIPT))
    for who in ("head", "operator", "auditor", "host"):
        client = client_of(who)
        for address in ("incoming/", "incoming/sort/", f"incoming/{held.pk}/", "incoming.json", "incoming.csv", "intakes/"):
            assert client.get(f"/mailbox/{address}").status_code == 403, (who, address)
        assert client.post(f"/mailbox/incoming/{held.pk}/", {"does": "release", "kind": "help"}).status_code == 403
        with pytest.raises(PermissionDenied):
            incoming.release(held, by=people[who])
    page = client_of("supervisor").get(f"/mailbox/incoming/{held.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "wang0@example.com" not in page
    assert "w***@example.com" in page
    assert "wang0" not in client_of("supervisor").get("/mailbox/incoming.json").content.decode()


def test_a_town_that_supervises_itself_does_not_see_the_counties_mail(county, people):
    from zouxin.site.people.actions import users
    from zouxin.site.people.models import User

    town = User.objects.create_user("town", "x" * 12, label="town")
    users.appoint(town, county["north"], "supervisor", by="tests")
    held = come(parts(b"Content-Type: text/plain\r\n\r\nx", file(b"a.txt", b"secret")))
    assert queries.incoming(people["supervisor"]).count() == 1
    client, own = Client(), Client()
    client.force_login(town, backend="django.contrib.auth.backends.ModelBackend")
    own.force_login(people["supervisor"], backend="django.contrib.auth.backends.ModelBackend")
    for address in (f"{held.pk}/", f"files/{held.files.get().pk}/"):
        assert client.get(f"/mailbox/incoming/{address}").status_code == 404
        assert own.get(f"/mailbox/incoming/{address}").status_code == 200
    told = own.get(f"/mailbox/incoming/files/{held.files.get().pk}/")
    assert told.headers["Content-Disposition"].startswith("attachment")
    assert told.headers["Content-Type"] == "application/octet-stream"
    assert not queries.incoming(town).exists()
    with pytest.raises(PermissionDenied):
        incoming.reject(held, "spam", by=town)


def test_a_units_own_mailbox_is_that_units(imap, county, people, settings):
    from zouxin.site.people.actions import users
    from zouxin.site.people.models import User

    town = User.objects.create_user("town", "x" * 12, label="town")
    users.appoint(town, county["south"], "supervisor", by="tests")
    imap.add(plain())
    settings.MAIL_IN_UNIT = "nowhere"
    with pytest.raises(UsageError, match="ZOUXIN_MAIL_IN_UNIT"):
        jobs.collect()
    settings.MAIL_IN_UNIT = "south"
    jobs.collect()
    held = queries.incoming(town).get()
    assert incoming.release(held, by=town).unit == county["south"]


def test_the_sender_is_seen_with_a_reason_and_the_look_is_logged(county, client_of):
    held = come(plain())
    told = client_of("supervisor").post(f"/mailbox/incoming/{held.pk}/", {"does": "see", "reason": "核对是不是本人"})
    assert "wang0@example.com" in told.content.decode()
    assert told.headers["Cache-Control"] == "no-store"
    assert Event.objects.filter(verb="incoming.see").count() == 1
    assert client_of("supervisor").post(f"/mailbox/incoming/{held.pk}/", {"does": "see", "reason": " "}).status_code == 400


def test_several_are_decided_at_once_each_by_itself(county, people, client_of):
    rows = [come(plain(f"{WORDS}{nth}", nth=nth), mark=f"7/{nth}") for nth in range(4)]
    empty = come(b"", mark="7/99")
    client = client_of("supervisor")
    page = client.get("/mailbox/incoming/sort/").content.decode()
    assert page.count('type="checkbox"') == 5
    assert "勾选" in client.post("/mailbox/incoming/sort/", {"release": "1"}, follow=True).content.decode()
    told = client.post("/mailbox/incoming/sort/", {"release": "1", "one": [rows[0].pk, rows[1].pk, empty.pk]}, follow=True).content.decode()
    assert "2 件" in told
    assert "读不出内容" in told
    told = client.post("/mailbox/incoming/sort/", {"reject": "1", "one": [rows[2].pk]}).content.decode()  # no reason was chosen
    assert f'value="{rows[2].pk}" id="one-{rows[2].pk}" checked' in told
    client.post("/mailbox/incoming/sort/", {"reject": "1", "reason": "spam", "one": [rows[2].pk, rows[3].pk]})
    assert sorted(Incoming.objects.values_list("state", flat=True)) == ["rejected", "rejected", "released", "released", "waiting"]
    assert Letter.objects.count() == 2


def test_a_refusal_has_a_reason_can_be_taken_back_and_is_erased_in_time(county, people):
    held = come(parts(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + WORDS.encode(), file(b"a.txt", b"x")))
    place = Path(held.files.get().file.path)
    with pytest.raises(UsageError, match="原因"):
        incoming.reject(held, "other", by=people["supervisor"])
    incoming.reject(held, "not_ours", by=people["supervisor"])
    incoming.restore(held, by=people["supervisor"])
    incoming.reject(held, "not_ours", by=people["supervisor"])
    assert incoming.forget(by="tests", days=30) == 0
    assert incoming.forget(by="tests", days=30, now=datetime.now(UTC) + timedelta(days=31)) == 1
    held.refresh_from_db()
    assert (held.state, held.text, held.contact, held.left, place.exists()) == ("erased", "", {}, [], False)
    assert come(parts(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + WORDS.encode(), file(b"a.txt", b"x")), mark="7/5") is None


def test_an_erasing_that_was_killed_is_finished_later(county, people, monkeypatch):
    held = come(parts(b"Content-Type: text/plain\r\n\r\nx", file(b"a.txt", b"x")))
    place = Path(held.files.get().file.path)
    monkeypatch.setattr(incoming, "finish", lambda held: None)  # killed right after the database forgot
    incoming.erase(held, "来信人要求删除", by=people["supervisor"])
    assert place.exists()
    monkeypatch.undo()
    assert incoming.again() == 1
    assert not place.exists()
    assert incoming.again() == 0


def test_nothing_that_came_in_is_counted_published_or_mailed(county, people, client_of, mailoutbox, settings):
    settings.OUTBOUND = settings.MAIL_REPLIES = True
    come(plain())
    assert queries.letters(people["supervisor"]).count() == 0
    assert queries.overdue(Letter.objects.all()).count() == 0
    assert WORDS not in client_of("supervisor").get("/mailbox/public/").content.decode()
    assert jobs.deliver() == 0
    assert mailoutbox == mail.outbox == []


def test_the_list_has_filters_and_its_twins(county, client_of):
    come(plain(subject="甲"))
    come(plain("我休假了", subject="乙", heads=b"X-Autoreply: yes\r\n", nth=2), mark="7/2")
    come(b"", mark="7/3")
    client = client_of("supervisor")
    assert [row["title"] for row in client.get("/mailbox/incoming.json?machine=automatic").json()["rows"]] == ["乙"]
    assert client.get("/mailbox/incoming.json?broken=1").json()["total"] == 1
    assert client.get("/mailbox/incoming.json?q=甲").json()["total"] == 1
    assert "甲" in b"".join(client.get("/mailbox/incoming.csv").streaming_content).decode()
    assert "还不是来信" in client.get("/mailbox/incoming/").content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="one run of this is enough")
def test_ten_thousand_rows_of_reading_stay_bounded(maildir, county):
    for nth in range(30):
        (Path(maildir._path) / "new" / f"{1700000000 + nth}.x").write_bytes(plain(f"{WORDS}{nth}", nth=nth))
    assert jobs.collect(most=10).new == 10
    assert jobs.collect(most=100).new == 20


def test_the_mailbox_is_read_from_the_page_by_who_may(imap, county, people, client_of, settings):
    imap.add(plain())
    assert client_of("operator").post("/mailbox/incoming/").status_code == 403
    client = client_of("supervisor")
    assert "现在读一次邮箱" in client.get("/mailbox/incoming/").content.decode()
    client.post("/mailbox/incoming/")
    assert Incoming.objects.count() == 1
    settings.MAIL_IN = "imap://a@mail.example.com/"
    client.post("/mailbox/incoming/")
    assert "不加密" in client.get("/mailbox/incoming/").content.decode()
    settings.MAIL_IN = ""
    assert client.post("/mailbox/incoming/").status_code == 403
