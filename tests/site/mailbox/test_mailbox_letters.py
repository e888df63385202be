"""From a citizen's letter to the citizen's verdict, and what nobody may do on the way."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from mailbox_forms import ANSWER, TEXT, fill
from mailbox_forms import EMPTY as NOTHING

from zouxin.model.errors import UsageError
from zouxin.site.mailbox import queries
from zouxin.site.mailbox.actions import answers, letters
from zouxin.site.mailbox.models import Contact, Custody, Letter, MailReply
from zouxin.site.people.models import Event

pytestmark = pytest.mark.django_db


def link(letter):
    return f"/mailbox/mine/{letter.number}/{letter.secret}/"


def test_a_letter_gets_a_receipt_and_only_its_secret_opens_it(letter):
    page = Client().get(link(letter))
    assert page.headers["Cache-Control"] == "no-store"
    body = page.content.decode()
    assert letter.number in body
    assert letter.digest in body
    assert "13800138000" in body  # one's own letter is shown as it was written
    assert Client().get(f"/mailbox/mine/{letter.number}/{'a' * 26}/").status_code == 404
    assert Contact.objects.get().name == "王女士"
    assert "王女士" not in body
    found = Client().post("/mailbox/find/", {"number": letter.number, "secret": letter.secret})
    assert found.headers["Location"] == link(letter)


def test_an_empty_reply_is_held_up_a_real_one_goes_and_the_verdict_is_the_citizens(letter, client_of, people):
    clerk, citizen = client_of("operator"), Client()
    clerk.post(f"/mailbox/letters/{letter.pk}/reply/", {"stage": "final", "text": NOTHING})
    draft = MailReply.objects.get()
    page = clerk.get(f"/mailbox/replies/{draft.pk}/").content.decode()
    assert "RPL002" in page
    assert "请第二个人看" in page
    assert clerk.post(f"/mailbox/replies/{draft.pk}/", {"does": "release"}).status_code == 400
    clerk.post(f"/mailbox/replies/{draft.pk}/", {"stage": "final", "text": ANSWER})
    clerk.post(f"/mailbox/replies/{draft.pk}/", {"does": "release"})
    letter.refresh_from_db()
    assert (letter.state, bool(letter.answered_at), bool(letter.solved_at), letter.verdict) == ("answered", True, False, "")
    assert ANSWER in citizen.get(link(letter)).content.decode()
    citizen.post(link(letter), {"verdict": "not", "text": "昨晚还是不亮"})
    letter.refresh_from_db()
    assert (letter.state, letter.verdict) == ("reopened", "not")
    again = answers.draft(letter, ANSWER + "11月22日发现控制器损坏，当晚已换新，现在已亮。", by=people["operator"])
    answers.release(again, by=people["operator"])
    citizen.post(link(letter), {"verdict": "solved"})
    letter.refresh_from_db()
    assert (letter.state, letter.verdict, bool(letter.solved_at)) == ("solved", "solved", True)
    assert letter.verdicts.count() == 2
    public = citizen.get(f"/mailbox/public/{letter.number}/").content.decode()
    assert "13800138000" not in public
    assert "王女士" not in public
    assert "昨晚还是不亮" in public
    rows = json.loads(citizen.get("/mailbox/public.json").content)
    assert letter.number in json.dumps(rows)
    assert letter.number in citizen.get("/mailbox/public/feed.rss").content.decode()
    assert "1（100.0 %）" in citizen.get("/mailbox/public/numbers/").content.decode()


def test_two_persons_send_what_the_gate_would_have_looked_at(letter, people):
    draft = answers.draft(letter, NOTHING, by=people["operator"])
    with pytest.raises(UsageError, match="第二个人"):
        answers.release(draft, by=people["operator"])
    answers.ask_release(draft, by=people["operator"])
    sent = answers.release(draft, by=people["head"])
    assert (sent.written_by, sent.released_by) == ("operator（operator）", "head（head）")
    with pytest.raises(UsageError, match="不能再改"):
        answers.change(sent, "另一份", by=people["operator"])
    correction = answers.draft(letter, ANSWER, by=people["operator"], replaces=sent)
    answers.release(correction, by=people["operator"])
    page = Client().get(link(letter)).content.decode()
    assert page.index(NOTHING) < page.index(ANSWER)
    assert "更正前一份" in page


def test_templates_do_not_count_as_an_answer(letter, people):
    usual = "有关路灯报修事宜，敬请留意村务公开栏，谢谢配合。"
    text = TEXT + usual  # the letter back, and words that are always written
    assert "RPL001" not in [row.check for row in answers.told(answers.draft(letter, text, by=people["operator"])).rows]
    answers.add_template(letter.unit, "路灯", usual, by=people["head"])
    told = answers.told(answers.draft(letter, text, by=people["operator"]))
    assert "RPL001" in [row.check for row in told.rows]


def test_one_unit_has_it_at_every_moment_and_may_send_it_back_twice(letter, people, county):
    for nth in range(2):
        letters.dispute(letter, f"属水务局职责第{nth + 1}条", by=people["operator"])
        letters.route(letter, county["north"], by=people["supervisor"], why="仍由镇里办")
    letter.refresh_from_db()
    with pytest.raises(UsageError, match="不能再退"):
        letters.dispute(letter, "还是不归", by=people["operator"])
    assert Custody.objects.filter(letter=letter, until_at__isnull=True).count() == 1
    times = [(one.from_at, one.until_at) for one in letter.custody.all()]
    assert all(one[1] == other[0] for one, other in pairwise(times))
    with pytest.raises(PermissionDenied):
        letters.route(letter, county["south"], by=people["operator"])


def test_merged_letters_each_get_the_answer(letter, people, county):
    other = letters.receive("石桥村口没灯", "村口路灯一直不亮，请修。", unit=county["north"], kind="complaint")
    letters.merge(other, letter, by=people["supervisor"])
    answers.release(answers.draft(letter, ANSWER, by=people["operator"]), by=people["operator"])
    assert ANSWER in Client().get(link(other)).content.decode()
    other.refresh_from_db()
    assert other.answered_at
    letters.judge(other, "not", "我这边还是黑的")
    other.refresh_from_db()
    letter.refresh_from_db()
    assert (other.state, other.merged_into, letter.state) == ("reopened", None, "answered")
    assert ANSWER in Client().get(link(other)).content.decode()  # what a citizen was answered stays with them


def test_a_complaint_stays_one_until_its_writer_agrees(letter, people):
    letters.relabel(letter, "consultation", by=people["operator"])
    letter.refresh_from_db()
    assert (letter.kind, letter.kind_asked) == ("complaint", "consultation")
    Client().post(link(letter), {"consent": "no"})
    letter.refresh_from_db()
    assert (letter.kind, letter.kind_asked) == ("complaint", "")
    letters.relabel(letter, "consultation", by=people["operator"])
    Client().post(link(letter), {"consent": "yes"})
    letter.refresh_from_db()
    assert letter.kind == "consultation"


def test_the_deadline_shows_every_day_and_a_pause_moves_it(letter, people, settings):
    settings.PACKS = ("national", "xuchang-mailbox")
    Letter.objects.filter(pk=letter.pk).update(received_on=date(2026, 9, 25))
    letter.refresh_from_db()
    rule, last, days = queries.clock(letter)
    assert last == days[-1].day
    assert sum(1 for one in days if one.nth) == rule.days
    letters.pause(letter, "等来信人补材料", by=people["operator"], from_on=date(2026, 9, 28))
    assert queries.due(letter) is None
    letters.resume(letter, by=people["operator"])
    assert queries.due(letter) > last


def test_contact_is_seen_with_a_reason_and_logged(letter, client_of, people):
    clerk = client_of("operator")
    assert "13800138000 " not in clerk.get(f"/mailbox/letters/{letter.pk}/").content.decode()
    told = clerk.post(f"/mailbox/letters/{letter.pk}/", {"does": "contact", "reason": "约时间上门"})
    assert "王女士" in told.content.decode()
    seen = Event.objects.get(verb="letter.see")
    assert "约时间上门" in json.dumps(seen.detail, ensure_ascii=False)
    assert "王女士" not in json.dumps([seen.detail, seen.label], ensure_ascii=False)
    assert clerk.post(f"/mailbox/letters/{letter.pk}/", {"does": "contact", "reason": ""}).status_code == 400


def test_other_towns_do_not_see_it_and_robots_do_not_get_in(letter, county, client_of, people):
    elsewhere = letters.receive("柳林乡的事", "村里断水。", unit=county["south"])
    assert client_of("operator").get(f"/mailbox/letters/{elsewhere.pk}/").status_code == 404
    assert client_of("supervisor").get(f"/mailbox/letters/{elsewhere.pk}/").status_code == 200
    before = Letter.objects.count()
    page = Client().get("/mailbox/write/").content.decode()
    assert "答得不对" in Client().post("/mailbox/write/", fill(page, answer="99")).content.decode()
    assert Client().post("/mailbox/write/", fill(page, nickname="x")).status_code == 302
    assert Letter.objects.count() == before
    once = fill(page)
    assert Client().post("/mailbox/write/", once).headers["Location"] == Client().post("/mailbox/write/", once).headers["Location"]
    assert Letter.objects.count() == before + 1


def test_alike_public_letters_are_shown_before_sending(letter, people):
    answers.release(answers.draft(letter, ANSWER, by=people["operator"]), by=people["operator"])
    page = Client().get("/mailbox/write/").content.decode()
    told = Client().post("/mailbox/write/", fill(page, text="石桥村口路灯坏了，什么时候修？"))
    assert told.status_code == 200
    body = told.content.decode()
    assert letter.number in body
    assert Client().post("/mailbox/write/", fill(body, text="石桥村口路灯坏了，什么时候修？", looked="1")).status_code == 302


def test_a_late_letter_is_counted_never_stored(letter, settings, people):
    settings.PACKS = ("national", "xuchang-mailbox")
    assert queries.overdue(Letter.objects.all()).count() == 0
    Letter.objects.filter(pk=letter.pk).update(received_on=date.today() - timedelta(days=60))
    assert queries.overdue(Letter.objects.all()).count() == 1
    letter.refresh_from_db()
    letters.pause(letter, "等材料", by=people["operator"], from_on=letter.received_on)
    assert queries.overdue(Letter.objects.all()).count() == 0
    assert not queries.is_late(letter)
