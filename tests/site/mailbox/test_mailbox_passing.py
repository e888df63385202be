"""Letters passed on to another city's system: exactly what was looked at leaves, once; the letter stays ours until it is accepted, and unanswered until it is answered."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from mailbox_forms import ANSWER, write
from other_city import KEY, other_city
from PIL import Image

from zouxin.model.errors import UsageError
from zouxin.site.jobs.passing import deliver, follow
from zouxin.site.jobs.taking_over import orphans
from zouxin.site.mailbox import queries
from zouxin.site.mailbox.actions import answers, endpoints, letters, passings, shredding
from zouxin.site.mailbox.models import Contact, Custody, Endpoint, Letter, Passing
from zouxin.site.mailbox.outgoing import Chosen, outgoing
from zouxin.site.people.models import Event

pytestmark = pytest.mark.django_db
LAMP = Chosen(service="lamp", address="石桥村口")


@pytest.fixture(autouse=True)
def out(settings):
    settings.OUTBOUND = True
    (settings.DATA / "open311").mkdir()
    (settings.DATA / "open311" / "city").write_text(f"{KEY}\n", "utf-8")


@pytest.fixture
def city():
    with other_city() as found:
        yield found


@pytest.fixture
def endpoint(city, people):
    made = endpoints.add("市12345", city.url, by=people["supervisor"], key_file="city")
    endpoints.read(made, by=people["supervisor"])
    made.refresh_from_db()
    return made


@pytest.fixture
def lamp(county):
    return write(
        Client(),
        unit=county["north"].pk,
        name="王女士",
        phone="13900139000",
        place="石桥村口",
        latitude="33.514",
        longitude="109.259",
        datum="GCJ-02",
    )


def intended(letter, endpoint, people, chosen=LAMP):
    return passings.intend(letter, endpoint, chosen, seal=outgoing(letter, endpoint, chosen).seal, by=people["head"])


def passed(letter, endpoint, people, chosen=LAMP):
    made = intended(letter, endpoint, people, chosen)
    deliver.call(made.pk)
    made.refresh_from_db()
    return made


def receipt(letter):
    return Client().get(f"/mailbox/mine/{letter.number}/{letter.secret}/").content.decode()


def due_now():
    Passing.objects.update(next_at=timezone.now() - timedelta(seconds=1))


# ---- the way it should go ----


def test_a_clerk_looks_at_exactly_what_leaves_and_that_leaves(lamp, endpoint, city, client_of, people):
    clerk = client_of("head")
    body = clerk.get(f"/mailbox/letters/{lamp.pk}/pass/").content.decode()
    assert "市12345" in body
    assert "带上联系方式" not in body  # its writer did not agree
    chosen = {"to": f"{endpoint.pk}:lamp", "address": "石桥村口", "point": "on"}
    shown = clerk.post(f"/mailbox/letters/{lamp.pk}/pass/", chosen).content.decode()
    assert city.taken == []
    seal = shown.split('name="seal" value="')[1].split('"')[0]
    assert "13800138000" not in shown.split('id="leaves"')[1]
    told = clerk.post(f"/mailbox/letters/{lamp.pk}/pass/", {**chosen, "seal": seal})
    one = Passing.objects.get()
    assert told.headers["Location"] == f"/mailbox/passed/{one.pk}/"
    [(said, files)] = city.taken
    assert files == []
    key = said.pop("api_key")
    assert key == KEY
    assert set(said) == {"service_code", "description", "address_string", "lat", "long"}
    assert all(value.splitlines()[-1] in shown for value in said.values())
    assert said["description"].startswith("路灯坏了\n清水镇石桥村口的路灯坏了三个月")
    assert "13800138000" not in said["description"]
    assert (float(said["lat"]), float(said["long"])) == pytest.approx((33.5155, 109.2540), abs=0.003)  # WGS-84, not as it was marked
    assert float(said["lat"]) != 33.514
    page = clerk.get(f"/mailbox/passed/{one.pk}/").content.decode()
    assert "C-1" in page
    assert KEY not in page


def test_the_letter_stays_ours_until_accepted_and_unanswered_until_answered(lamp, endpoint, city, people):
    city.gives = "token"
    one = passed(lamp, endpoint, people)
    assert (one.state, one.token) == ("token", "t/1")
    assert not Custody.objects.filter(letter=lamp).exclude(outside="").exists()
    assert "对方收下了，还没有给编号" in receipt(lamp)
    due_now()
    assert follow() == (1, 0)
    one.refresh_from_db()
    assert one.state == "token"  # still nothing
    city.tokens["t%2F1"] = "C-77"
    due_now()
    follow()
    one.refresh_from_db()
    assert (one.state, one.number, bool(one.accepted_at)) == ("accepted", "C-77", True)
    assert [(step.unit.key, step.outside, bool(step.until_at)) for step in queries.custody(lamp)] == [
        ("north", "", True),
        ("north", "市12345", False),
    ]
    lamp.refresh_from_db()
    assert (lamp.state, lamp.answered_at, lamp.acknowledged_at, lamp.unit.key) == ("routed", None, None, "north")
    city.status = ("closed", "已换灯，13700137000")
    due_now()
    follow()
    one.refresh_from_db()
    lamp.refresh_from_db()
    assert (one.state, one.agency, bool(one.closed_at), one.next_at) == ("closed", "市城管局", True, None)
    assert (lamp.state, lamp.answered_at) == ("routed", None)  # passing on is no answer, nor is the other side's end
    body = receipt(lamp)
    assert "转给了 市12345，编号 C-77，对方已办结" in body
    assert "转办不是答复，期限照算" in body
    assert "还没有答复" in body
    assert list(queries.passings_waiting(people["head"])) == [one]
    answers.release(answers.draft(lamp, ANSWER, by=people["operator"]), by=people["operator"])
    assert not queries.passings_waiting(people["head"]).exists()


def test_the_clock_counts_on_while_a_letter_is_elsewhere(lamp, endpoint, city, people, settings):
    settings.PACKS = ("national", "xuchang-mailbox")
    Letter.objects.filter(pk=lamp.pk).update(received_on=lamp.received_on - timedelta(days=60))
    lamp.refresh_from_db()
    before = queries.clock(lamp)[1]
    passed(lamp, endpoint, people)
    lamp.refresh_from_db()
    assert before is not None
    assert queries.clock(lamp)[1] == before
    assert queries.is_late(lamp)


def test_contact_leaves_only_with_its_writers_consent_and_is_kept_nowhere_else(lamp, endpoint, city, people, client_of, caplog):
    wants = Chosen(service="lamp", address="石桥村口", contact=True)
    with pytest.raises(UsageError, match="没有同意"):
        outgoing(lamp, endpoint, wants)
    Client().post(f"/mailbox/mine/{lamp.number}/{lamp.secret}/", {"share": "yes"})
    assert Contact.objects.get().may_pass_at is not None
    clerk = client_of("head")
    shown = clerk.post(
        f"/mailbox/letters/{lamp.pk}/pass/", {"to": f"{endpoint.pk}:lamp", "address": "石桥村口", "contact": "on"}
    ).content.decode()
    assert "13900139000" in shown
    assert Event.objects.filter(verb="letter.see").count() == 1  # looking at it is logged
    one = passed(lamp, endpoint, people, wants)
    [(said, _files)] = city.taken
    assert (said["last_name"], said["phone"]) == ("王女士", "13900139000")
    assert "13900139000" not in str(one.sent)
    assert "13900139000" not in clerk.get(f"/mailbox/passed/{one.pk}/").content.decode()
    assert "13900139000" not in caplog.text
    assert "按您的同意带上了联系方式" in receipt(lamp)


def test_consent_taken_back_before_it_leaves_keeps_everything_here(lamp, endpoint, city, people):
    letters.share(lamp, True)
    made = intended(lamp, endpoint, people, Chosen(service="lamp", address="石桥村口", contact=True))
    letters.share(lamp, False)
    deliver.call(made.pk)
    made.refresh_from_db()
    assert (made.state, city.taken) == ("unsent", [])
    assert "没有同意" in made.why


def test_pictures_leave_without_where_they_were_taken(county, endpoint, city, people):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (64, 48), (10, 90, 10)).save(out, "JPEG", exif=exif)
    letter = write(Client(), unit=county["north"].pk, place="村口", files=SimpleUploadedFile("在家门口.jpg", out.getvalue(), "image/jpeg"))
    chosen = Chosen(service="lamp", address="村口", media=True)
    one = passed(letter, endpoint, people, chosen)
    [(_said, [(name, data)])] = city.taken
    assert name == "photo-1.jpg"
    assert b"taken at home" not in data
    assert Image.open(io.BytesIO(data)).size == (64, 48)
    assert one.files[0][1] == "在家门口.jpg"


def test_who_wrote_about_the_same_event_is_told_too_but_nothing_of_the_others_contact(lamp, endpoint, city, people, county):
    letters.share(lamp, True)
    other = write(Client(), unit=county["north"].pk, title="同一盏灯")
    letters.merge(other, lamp, by=people["supervisor"])
    one = passed(lamp, endpoint, people, Chosen(service="lamp", address="石桥村口", contact=True))
    Passing.objects.filter(pk=one.pk).update(notes="已与13900139000联系")
    other.refresh_from_db()
    body = receipt(other)
    assert "转给了 市12345，编号 C-1" in body
    assert "没有带您的联系方式" in body
    assert "13900139000" not in body


# ---- once, whatever happens ----


@pytest.mark.parametrize(("mood", "state"), [("500", "unsure"), ("cut", "unsure"), ("page", "unsure"), ("400", "refused")])
def test_what_failed_is_told_and_never_sent_again_by_itself(lamp, endpoint, city, people, mood, state):
    city.mood = mood
    one = passed(lamp, endpoint, people)
    assert one.state == state
    assert KEY not in one.why
    city.mood = "well"
    deliver.call(one.pk)
    follow()
    assert len(city.taken) == 1
    assert list(queries.passings_waiting(people["head"])) == [one]
    assert ("正在核实" in receipt(lamp)) == (state == "unsure")
    assert ("市12345" in receipt(lamp)) == (state == "unsure")  # nothing left: nothing to tell


def test_a_sender_that_was_killed_leaves_a_question_for_a_person(lamp, endpoint, city, people, client_of, monkeypatch):
    one = intended(lamp, endpoint, people)

    def killed(*_said, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("zouxin.site.mailbox.actions.passings.told", killed)
    with pytest.raises(KeyboardInterrupt):
        deliver.call(one.pk)
    monkeypatch.undo()
    assert len(city.taken) == 1
    one.refresh_from_db()
    assert one.state == "sending"
    deliver.call(one.pk)  # its task is taken over
    assert len(city.taken) == 1
    Passing.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    orphans()  # as a worker does when it starts
    one.refresh_from_db()
    assert one.state == "unsure"
    follow()
    assert len(city.taken) == 1
    with pytest.raises(UsageError, match="不会再送一次"):
        intended(lamp, endpoint, people)
    clerk = client_of("head")
    assert "要写对方给的编号" in clerk.post(f"/mailbox/passed/{one.pk}/", {"arrived": "yes"}).content.decode()
    clerk.post(f"/mailbox/passed/{one.pk}/", {"arrived": "yes", "number": "C-1"})
    one.refresh_from_db()
    assert (one.state, one.number) == ("accepted", "C-1")
    assert Custody.objects.filter(letter=lamp, outside="市12345").count() == 1


def test_what_did_not_arrive_may_be_passed_on_again(lamp, endpoint, city, people):
    city.mood = "500"
    one = passed(lamp, endpoint, people)
    passings.settle(one, "", arrived=False, by=people["head"])
    with pytest.raises(UsageError, match="已经有了结果"):
        passings.settle(one, "", arrived=False, by=people["head"])
    city.mood = "well"
    again = passed(lamp, endpoint, people)
    assert (again.state, Passing.objects.count(), len(city.taken)) == ("accepted", 2, 2)
    with pytest.raises(UsageError, match="不会再送一次"):
        intended(lamp, endpoint, people)


def test_what_waited_too_long_was_perhaps_sent_before_a_backup_was_put_back(lamp, endpoint, city, people):
    one = intended(lamp, endpoint, people)
    Passing.objects.update(at=timezone.now() - timedelta(hours=2))
    deliver.call(one.pk)
    one.refresh_from_db()
    assert (one.state, city.taken) == ("unsure", [])


def test_a_token_that_becomes_nothing_in_thirty_days_is_a_persons_question(lamp, endpoint, city, people):
    city.gives = "token"
    one = passed(lamp, endpoint, people)
    Passing.objects.update(sent_at=timezone.now() - timedelta(days=31))
    due_now()
    follow()
    one.refresh_from_db()
    assert (one.state, one.next_at) == ("unsure", None)


def test_a_system_that_is_away_is_asked_ever_later_and_what_was_known_stays(lamp, endpoint, city, people, capsys):
    one = passed(lamp, endpoint, people)
    city.mood, waits = "500", []
    for _again in range(7):
        due_now()
        call_command("open311_follow")
        one.refresh_from_db()
        waits.append(round((one.next_at - one.asked_at).total_seconds() / 3600))
    assert waits == [2, 4, 8, 16, 24, 24, 24]
    assert (one.state, one.number) == ("accepted", "C-1")
    assert "1 封没有问到" in capsys.readouterr().out
    city.mood = "well"
    due_now()
    follow()
    one.refresh_from_db()
    assert (one.failures, one.why, one.agency) == (0, "", "市城管局")


def test_without_its_key_file_nothing_leaves_and_it_is_said(lamp, endpoint, city, people, settings):
    (settings.DATA / "open311" / "city").unlink()
    one = passed(lamp, endpoint, people)
    assert (one.state, city.taken) == ("unsent", [])
    assert "ZOUXIN_OPEN311_KEYS" in one.why


# ---- what may not be ----


def test_what_changed_since_it_was_looked_at_does_not_leave(lamp, endpoint, city, people, settings):
    seal = outgoing(lamp, endpoint, LAMP).seal
    with pytest.raises(UsageError, match="不一样了"):
        passings.intend(lamp, endpoint, Chosen(service="lamp", address="别处"), seal=seal, by=people["head"])
    with pytest.raises(UsageError, match="没有这种服务"):
        passings.intend(lamp, endpoint, Chosen(service="none", address="石桥村口"), seal=seal, by=people["head"])
    settings.OUTBOUND = False
    with pytest.raises(UsageError, match="ZOUXIN_OUTBOUND"):
        intended(lamp, endpoint, people)
    settings.OUTBOUND = True
    endpoints.switch_off(endpoint, by=people["supervisor"])
    endpoint.refresh_from_db()
    with pytest.raises(UsageError, match="停用"):
        intended(lamp, endpoint, people)
    assert Passing.objects.count() == 0


def test_nobody_without_the_right_passes_a_letter_on(lamp, endpoint, people, client_of, county):
    with pytest.raises(PermissionDenied):
        passings.intend(lamp, endpoint, LAMP, seal=outgoing(lamp, endpoint, LAMP).seal, by=people["operator"])
    assert client_of("operator").get(f"/mailbox/letters/{lamp.pk}/pass/").status_code == 403
    assert "转给别的系统</h3>" not in client_of("operator").get(f"/mailbox/letters/{lamp.pk}/").content.decode()
    assert "转给别的系统</h3>" in client_of("head").get(f"/mailbox/letters/{lamp.pk}/").content.decode()
    elsewhere = write(Client(), unit=county["south"].pk, place="柳林")
    assert client_of("head").get(f"/mailbox/letters/{elsewhere.pk}/pass/").status_code == 404
    one = passed(elsewhere, endpoint, {"head": people["supervisor"]})
    assert client_of("head").get(f"/mailbox/passed/{one.pk}/").status_code == 404
    assert client_of("operator").get("/mailbox/systems/").status_code == 403


def test_only_who_leads_everybody_says_where_letters_may_go(people, city, county, client_of):
    with pytest.raises(PermissionDenied):
        endpoints.add("x", city.url, by=people["head"])
    from zouxin.site.people.actions import users
    from zouxin.site.people.models import User

    low = User.objects.create_user("low", "a password of tests", label="low")
    users.appoint(low, county["north"], "supervisor", by="tests")
    with pytest.raises(PermissionDenied):
        endpoints.add("x", city.url, by=low)
    form = {"name": "市12345", "url": "http://311.example.gov.cn/v2", "form": "json", "key_file": "../secret"}
    body = client_of("supervisor").post("/mailbox/systems/add/", form).content.decode()
    assert "https" in body
    assert Endpoint.objects.count() == 0
    assert body.count('class="error"') == 2
    client_of("supervisor").post("/mailbox/systems/add/", form | {"url": city.url, "key_file": "city"})
    one = Endpoint.objects.get()
    page = client_of("supervisor").get(f"/mailbox/systems/{one.pk}/").content.decode()
    assert "路灯" in page
    assert KEY not in page


def test_a_service_that_wants_more_is_said_before_anything_leaves(lamp, endpoint, city, client_of):
    body = (
        client_of("head").post(f"/mailbox/letters/{lamp.pk}/pass/", {"to": f"{endpoint.pk}:well", "address": "石桥村口"}).content.decode()
    )
    assert "井盖直径" in body
    assert "就这样转去" not in body
    body = (
        client_of("head").post(f"/mailbox/letters/{lamp.pk}/pass/", {"to": f"{endpoint.pk}:tree", "address": "石桥村口"}).content.decode()
    )
    assert "就这样转去" in body
    city.mood = "page"
    body = (
        client_of("head").post(f"/mailbox/letters/{lamp.pk}/pass/", {"to": f"{endpoint.pk}:tree", "address": "石桥村口"}).content.decode()
    )
    assert "网页" in body


def test_a_letter_without_place_asks_for_one(county, endpoint, client_of):
    letter = write(Client(), unit=county["north"].pk)
    body = client_of("head").post(f"/mailbox/letters/{letter.pk}/pass/", {"to": f"{endpoint.pk}:lamp", "address": ""}).content.decode()
    assert "请写地点" in body
    assert client_of("head").post(f"/mailbox/letters/{letter.pk}/pass/", {"to": "9:nothing"}).status_code == 200


def test_a_shredded_letter_leaves_nothing_of_what_was_sent(lamp, endpoint, city, people):
    one = passed(lamp, endpoint, people)
    shredding.shred(lamp, "本人要求", by=people["supervisor"])
    one.refresh_from_db()
    assert (one.sent, one.files, one.next_at) == ({}, [], None)
    assert follow() == (0, 0)


def test_a_list_of_what_was_passed_on_has_its_twins(lamp, endpoint, people, client_of):
    passed(lamp, endpoint, people)
    assert client_of("operator").get("/mailbox/passed.json").json()["total"] == 1
    assert client_of("operator").get("/mailbox/passed/?mine=1").status_code == 200
    assert "C-1" in b"".join(client_of("operator").get("/mailbox/passed.csv").streaming_content).decode()


# ---- this product on both ends ----


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_another_site_of_this_product_takes_it_and_tells_how_it_ended(form, live_server, people, county, settings):
    from zouxin.site.api.actions import tokens
    from zouxin.site.people.access import today

    key = tokens.make("转来的信", today() + timedelta(days=30), by=people["supervisor"])[1]
    (settings.DATA / "open311" / "other").write_text(key, "utf-8")
    settings.ALLOWED_HOSTS = ["*"]
    letter = write(Client(), unit=county["north"].pk, place="石桥村口", latitude="33.5", longitude="109.25")
    to = endpoints.add("县信箱", f"{live_server.url}/api/open311/v2", by=people["supervisor"], form=form, key_file="other")
    assert endpoints.read(to, by=people["supervisor"]) == 6
    to.refresh_from_db()
    one = passed(letter, to, people, Chosen(service="complaint", address="石桥村口"))
    assert one.state == "accepted"
    there = Letter.objects.get(channel="open311")
    assert (there.number, there.kind, there.place) == (one.number, "complaint", "石桥村口")
    assert not Contact.objects.filter(letter=there).exists()
    answers.release(
        answers.draft(letters.route(there, county["south"], by=people["supervisor"]), ANSWER, by=people["supervisor"]), by=people["second"]
    )
    due_now()
    assert follow() == (1, 0)
    one.refresh_from_db()
    letter.refresh_from_db()
    assert (one.state, one.agency, letter.state) == ("closed", "柳林乡政府", "routed")
