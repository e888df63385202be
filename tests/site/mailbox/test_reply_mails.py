"""Citizens are told of answers by mail only where everything says so, in office hours, a few times at most, and no machine is ever answered."""

import smtplib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from bench.site.hostile_mail import parts, plain
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from mailbox_forms import ANSWER, fill

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.jobs import mails as jobs
from zouxin.site.jobs import taking_over
from zouxin.site.mailbox.actions import answers, incoming, letters, mails, shredding
from zouxin.site.mailbox.models import Contact, Incoming, Letter, MailReply, ReplyMail
from zouxin.site.people.models import Event

pytestmark = pytest.mark.django_db
#: a Tuesday at ten in the office's time
WORK = datetime(2026, 11, 3, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def outward(settings):
    """A deployment that lets mail out, into memory."""
    settings.OUTBOUND = settings.MAIL_REPLIES = True
    settings.ADDRESS, settings.DEFAULT_FROM_EMAIL = "https://letters.example.gov.cn", "信箱 <box@example.gov.cn>"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand: a function that sets it."""

    def at(moment):
        at.now = moment

    at(WORK)
    monkeypatch.setattr(
        mails, "timezone", SimpleNamespace(now=lambda: at.now, localtime=timezone.localtime, make_aware=timezone.make_aware)
    )
    return at


@pytest.fixture
def asked(county, people, clock):
    """A letter whose writer asked for mail, answered."""

    def made(*, wish=True, email="wang@example.com", channel="form", at=None):
        if at:
            clock(at)
        letter = letters.receive(
            "路灯",
            "石桥村口的路灯坏了三个月，晚上老人摔倒过。",
            unit=county["north"],
            channel=channel,
            contact={"email": email, "mail_wish": wish},
        )
        reply = answers.draft(letter, ANSWER, by=people["operator"])
        answers.release(reply, by=people["operator"])
        return letter, reply

    return made


def state(reply):
    reply.refresh_from_db()
    return reply.delivery


def test_who_asked_is_told_where_to_look_and_nothing_more(asked, mailoutbox):
    letter, reply = asked()
    assert (state(reply), reply.state) == ("queued", "released")
    assert jobs.deliver() == 1
    assert state(reply) == "sent"
    one = mailoutbox[0]
    assert one.to == ["wang@example.com"]
    assert letter.number in one.subject
    assert f"https://letters.example.gov.cn/mailbox/mine/{letter.number}/{letter.secret}/" in one.body
    assert ANSWER not in one.body
    assert "路灯" not in one.subject + one.body
    heads = one.message()
    assert heads["Auto-Submitted"] == "auto-generated"
    assert heads["Message-ID"] == f"<{ReplyMail.objects.get().message_id}>"
    assert jobs.deliver() == 0
    assert len(mailoutbox) == 1
    assert "wang@example.com" not in str(Event.objects.values()) + str(ReplyMail.objects.values())


def test_the_answer_stands_in_it_only_where_the_setting_says_so(asked, settings, mailoutbox):
    settings.MAIL_REPLY_TEXT = True
    asked()
    jobs.deliver()
    assert ANSWER in mailoutbox[0].body


@pytest.mark.parametrize(("name", "value"), [("OUTBOUND", False), ("MAIL_REPLIES", False)])
def test_nothing_is_queued_where_it_is_off(asked, settings, name, value, mailoutbox):
    setattr(settings, name, value)
    _letter, reply = asked()
    assert (state(reply), ReplyMail.objects.count(), jobs.deliver(), mailoutbox) == ("ready", 0, 0, [])


@pytest.mark.parametrize(("name", "value"), [("OUTBOUND", False), ("MAIL_REPLIES", False), ("ADDRESS", ""), ("DEFAULT_FROM_EMAIL", ""),
                                             ("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")])  # fmt: skip
def test_what_is_queued_waits_while_it_is_off_or_not_set(asked, settings, name, value, mailoutbox, client_of):
    _letter, reply = asked()
    held = getattr(settings, name)
    setattr(settings, name, value)
    assert (jobs.deliver(), mailoutbox) == (0, [])
    assert mails.lacking() in client_of("operator").get(f"/mailbox/replies/{reply.pk}/").content.decode()
    setattr(settings, name, held)
    assert jobs.deliver() == 1


def test_who_did_not_ask_or_left_no_address_is_not_mailed(asked):
    assert state(asked(wish=False)[1]) == "ready"
    assert state(asked(email="")[1]) == "ready"
    assert ReplyMail.objects.count() == 0


@pytest.mark.parametrize("channel", Letter.BROUGHT)
def test_a_letter_that_was_brought_waits_for_a_person_to_allow_it(asked, people, channel, mailoutbox, client_of):
    letter, reply = asked(channel=channel)
    assert (state(reply), jobs.deliver(), mailoutbox) == ("ready", 0, [])
    assert client_of("host").post(f"/mailbox/letters/{letter.pk}/", {"does": "mail", "yes": "1"}).status_code in (403, 404)
    client = client_of("operator")
    assert "用邮件告诉来信人" in client.get(f"/mailbox/letters/{letter.pk}/").content.decode()
    client.post(f"/mailbox/letters/{letter.pk}/", {"does": "mail", "yes": "1"})
    assert Contact.objects.get(letter=letter).mail_allowed_by == "operator（operator）"
    again = answers.draft(letter, ANSWER + "12月起每周巡查一次。", by=people["operator"], replaces=reply)
    answers.release(again, by=people["operator"])
    assert jobs.deliver() == 1
    client.post(f"/mailbox/letters/{letter.pk}/", {"does": "mail"})
    assert Contact.objects.get(letter=letter).mail_allowed_by == ""
    assert Event.objects.filter(verb="letter.mail").count() == 2


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (datetime(2026, 11, 3, 0, 30, tzinfo=UTC), datetime(2026, 11, 3, 0, 30, tzinfo=UTC)),  # Tuesday 8:30
        (datetime(2026, 11, 2, 16, 0, tzinfo=UTC), datetime(2026, 11, 3, 0, 0, tzinfo=UTC)),  # midnight: eight in the morning
        (datetime(2026, 11, 3, 10, 0, tzinfo=UTC), datetime(2026, 11, 4, 0, 0, tzinfo=UTC)),  # six in the evening: the next day
        (datetime(2026, 11, 6, 12, 0, tzinfo=UTC), datetime(2026, 11, 9, 0, 0, tzinfo=UTC)),  # Friday night: Monday
        (datetime(2026, 10, 1, 2, 0, tzinfo=UTC), datetime(2026, 10, 8, 0, 0, tzinfo=UTC)),  # a holiday: its end
        (datetime(2026, 10, 10, 2, 0, tzinfo=UTC), datetime(2026, 10, 10, 2, 0, tzinfo=UTC)),  # a Saturday that is worked
        (datetime(2031, 1, 4, 2, 0, tzinfo=UTC), datetime(2031, 1, 6, 0, 0, tzinfo=UTC)),  # a year nobody has announced: Monday to Friday
    ],
)
def test_nobody_is_mailed_at_night_or_on_a_holiday(now, goes):
    assert mails.next_time(now) == goes


def test_what_is_answered_in_the_evening_goes_in_the_morning(asked, clock, mailoutbox):
    asked(at=datetime(2026, 11, 6, 13, tzinfo=UTC))
    assert jobs.deliver() == 0
    clock(datetime(2026, 11, 7, 3, tzinfo=UTC))  # Saturday noon
    assert jobs.deliver() == 0
    clock(datetime(2026, 11, 9, 1, tzinfo=UTC))
    assert jobs.deliver() == len(mailoutbox) == 1


def test_it_is_tried_a_few_times_further_apart_and_then_given_up(asked, clock, monkeypatch):
    _letter, reply = asked()
    tried = []

    def refuses(self, fail_silently=False):
        tried.append(clock.now)
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", refuses)
    for hour in range(24 * 14):
        clock(WORK + timedelta(hours=hour))
        jobs.deliver()
    assert len(tried) == mails.TRIES
    assert state(reply) == "failed"
    assert "连不上" in reply.delivery_note
    assert all(one.astimezone(timezone.get_default_timezone()).hour in range(8, 18) for one in tried)


def test_a_refused_address_is_not_tried_again_and_stands_nowhere(asked, monkeypatch):
    _letter, reply = asked()
    error = smtplib.SMTPRecipientsRefused({"wang@example.com": (550, b"no wang@example.com here")})
    monkeypatch.setattr(EmailMessage, "send", lambda self, fail_silently=False: (_ for _ in ()).throw(error))
    jobs.deliver()
    assert state(reply) == "failed"
    assert "550" in reply.delivery_note
    assert "wang" not in str(list(ReplyMail.objects.values())) + str(list(Event.objects.values()))


def test_a_sender_that_was_killed_is_tried_again_under_the_same_id_and_no_more_than_the_rest(asked, clock, mailoutbox):
    asked()
    one = mails.begin(by="tests")  # killed right after
    assert jobs.deliver() == 0
    for nth in range(1, 10):
        clock(WORK + timedelta(minutes=11 * nth))
        if nth < mails.TRIES:
            assert mails.begin(by="tests").message_id == one.message_id
    jobs.deliver()
    one.refresh_from_db()
    assert (one.state, one.attempts, mailoutbox) == ("failed", mails.TRIES, [])


def test_who_would_write_into_the_head_of_a_mail_gets_none(asked, mailoutbox):
    letter, reply = asked()
    Contact.objects.filter(letter=letter).update(email="a@example.com\r\nBcc: all@example.com")
    jobs.deliver()
    assert (state(reply), mailoutbox) == ("failed", [])


def test_a_wish_taken_back_before_it_goes_is_heard(asked, mailoutbox):
    letter, reply = asked()
    Contact.objects.filter(letter=letter).update(mail_wish=False)
    jobs.deliver()
    assert (state(reply), mailoutbox) == ("failed", [])


def test_a_bounce_is_recorded_answered_by_nothing_and_cannot_be_made_up(asked, mailoutbox):
    _letter, reply = asked()
    jobs.deliver()
    known = ReplyMail.objects.get().message_id.encode()

    def comes(message_id, uid):
        back = parts(b"Content-Type: text/plain\r\n\r\nundeliverable", b"Content-Type: message/rfc822\r\n\r\nMessage-ID: <%s>\r\nSubject: x\r\n\r\nx" % message_id,
                     kind=b"report; report-type=delivery-status", heads=b"From: mailer-daemon@example.com\r\nMessage-ID: <%d@b>\r\n" % uid)  # fmt: skip
        return incoming.come(flow.Delivered(mark=f"7/{uid}", raw=back), flow.read_message(back), folder="x", by="tests")

    comes(b"made-up@example.gov.cn", 1)
    assert state(reply) == "sent"
    held = comes(known, 2)
    assert (state(reply), reply.state, held.state) == ("bounced", "released", "aside")
    assert "退回" in reply.delivery_note
    assert len(mailoutbox) == 1
    assert jobs.deliver() == 0


def test_an_answer_to_our_mail_is_told_for_what_it_is(asked):
    letter, _reply = asked()
    jobs.deliver()
    raw = plain("还没有修好。", heads=b"In-Reply-To: <%s>\r\n" % ReplyMail.objects.get().message_id.encode())
    held = incoming.come(flow.Delivered(mark="7/1", raw=raw), flow.read_message(raw), folder="x", by="tests")
    assert any(letter.number in note for note in held.notes)


def test_everybody_a_merged_answer_goes_to_is_told_once(asked, people, county, mailoutbox):
    one = letters.receive("路灯", "石桥路灯坏了。", unit=county["north"], contact={"email": "a@example.com", "mail_wish": True})
    other = letters.receive("路灯", "桥头没有灯。", unit=county["north"], contact={"email": "b@example.com", "mail_wish": True})
    letters.merge(other, one, by=people["supervisor"])
    answers.release(answers.draft(one, ANSWER, by=people["operator"]), by=people["operator"])
    jobs.deliver()
    assert sorted(sent.to[0] for sent in mailoutbox) == ["a@example.com", "b@example.com"]
    assert other.secret in next(sent.body for sent in mailoutbox if sent.to == ["b@example.com"])
    assert one.secret not in next(sent.body for sent in mailoutbox if sent.to == ["b@example.com"])


def test_a_destroyed_letter_takes_its_queued_mails_along(asked, people, mailoutbox):
    letter, _reply = asked()
    shredding.shred(letter, "来信人要求删除", by=people["supervisor"])
    assert ReplyMail.objects.count() == 0
    assert (jobs.deliver(), mailoutbox) == (0, [])


def test_the_form_asks_only_where_mail_goes_and_wants_an_address(settings, db):
    page = Client().get("/mailbox/write/").content.decode()
    assert "发邮件告诉我" in page
    assert "请填电子邮箱" in Client().post("/mailbox/write/", fill(page, mail_wish="on")).content.decode()
    assert (
        Client()
        .post("/mailbox/write/", fill(Client().get("/mailbox/write/").content.decode(), mail_wish="on", email="a@example.com"))
        .status_code
        == 302
    )
    assert Contact.objects.get().mail_wish
    settings.MAIL_REPLIES = False
    page = Client().get("/mailbox/write/").content.decode()
    assert "发邮件告诉我" not in page
    assert Client().post("/mailbox/write/", fill(page, mail_wish="on", email="b@example.com")).status_code == 302
    assert not Contact.objects.get(email="b@example.com").mail_wish


def test_allowing_needs_an_address(county, people):
    letter = letters.receive("路灯", "坏了。", unit=county["north"], channel="12345", contact={"phone": "13800138000"})
    with pytest.raises(UsageError, match="没有留电子邮箱"):
        mails.allow(letter, True, by=people["operator"])
    assert MailReply.objects.count() == Incoming.objects.count() == len(mail.outbox) == 0


def test_the_queue_comes_back_when_the_time_has_come_and_a_lost_task_is_put_to_work_again(asked, settings, clock, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    asked(at=datetime(2026, 11, 6, 13, tzinfo=UTC))  # Friday evening
    mine = DBTaskResult.objects.filter(task_path=jobs.send.module_path)
    mine.update(status="SUCCESSFUL")
    monkeypatch.setattr(jobs, "timezone", mails.timezone)
    jobs.send.call()
    jobs.send.call()
    later = mine.get(status="READY")
    assert later.run_after == datetime(2026, 11, 9, 0, tzinfo=UTC)
    mine.delete()
    taking_over.orphans()
    taking_over.orphans()
    assert mine.filter(status="READY").count() == 1
