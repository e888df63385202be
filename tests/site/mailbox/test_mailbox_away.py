"""While the database is away nobody gets an error of the program: what was typed stays on the page, and what stands is acknowledged."""

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test import Client
from mailbox_forms import fill

from zouxin.site.jobs import receipts
from zouxin.site.mailbox.actions import letters
from zouxin.site.mailbox.forms import solves
from zouxin.site.mailbox.models import Letter

PLACE = "石桥村口第三根电线杆"


@pytest.fixture
def patient(monkeypatch):
    """Nobody waits in a test."""
    monkeypatch.setattr(letters.time, "sleep", lambda _seconds: None)


def away(_execute, _sql, _values, _many, _context):
    raise OperationalError("server closed the connection unexpectedly")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chosen", [False, True])
def test_the_page_keeps_what_was_typed_without_the_database(patient, county, chosen):
    page = Client().get("/mailbox/write/").content.decode()
    typed = fill(page, place=PLACE, unit=county["top"].pk if chosen else "", looked="1")
    with connection.execute_wrapper(away):
        told = Client().post("/mailbox/write/", typed)
    body = told.content.decode()
    assert told.status_code == 503
    assert "请过一会儿再试" in body
    assert PLACE in body
    assert (f'<option value="{county["top"].pk}" selected>' in body) is chosen
    assert not Letter.objects.exists()
    again = Client().post("/mailbox/write/", fill(body, place=PLACE, unit=typed["unit"], looked="1"))
    assert again.status_code == 302
    assert Letter.objects.get().unit_id == (typed["unit"] or None)
    assert county["health"].name in Client().get("/mailbox/write/").content.decode()  # no other form lost its units


@pytest.mark.django_db(transaction=True)
def test_a_unit_that_was_read_keeps_its_name_on_the_page(patient, county, monkeypatch):
    page = Client().get("/mailbox/write/").content.decode()
    typed = fill(page, unit=county["top"].pk, looked="1")

    def refused(**_said):
        raise OperationalError("the database system is in recovery mode")

    monkeypatch.setattr(Letter.objects, "create", refused)
    told = Client().post("/mailbox/write/", typed)
    assert told.status_code == 503
    assert f'<option value="{county["top"].pk}" selected>{county["top"].name}</option>' in told.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_look_for_a_letter_sent_before_is_tried_again_too(patient, monkeypatch):
    first = letters.receive("路灯", "石桥路灯坏了。", once="c" * 32)
    looks, usual = [], Letter.objects.filter

    def shaky(**said):
        looks.append(said)
        if len(looks) == 1:
            raise OperationalError("terminating connection because of crash of another server process")
        return usual(**said)

    monkeypatch.setattr(Letter.objects, "filter", shaky)
    assert letters.receive("路灯", "石桥路灯坏了。", once="c" * 32).pk == first.pk
    assert len(looks) == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_that_is_taken_is_drawn_again(monkeypatch):
    numbers = iter(["20261130-AAAAAA", "20261130-AAAAAA", "20261130-BBBBBB"])
    monkeypatch.setattr(Letter, "fresh_number", staticmethod(lambda _day: next(numbers)))
    made = [letters.receive("路灯", "石桥路灯坏了。", once=one * 32) for one in "de"]
    assert [one.number for one in made] == ["20261130-AAAAAA", "20261130-BBBBBB"]
    assert Letter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_stands_is_acknowledged_though_the_queue_is_away(county, monkeypatch):
    asked = []

    def enqueue():
        asked.append(1)
        if len(asked) == 1:
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(type(receipts.enter), "enqueue", lambda _task: enqueue())
    for _ in range(3):
        page = Client().get("/mailbox/write/").content.decode()
        assert Client().post("/mailbox/write/", fill(page, looked="1")).status_code == 302
    assert len(asked) == 2  # the second letter asked again; the third had no need to
    assert Letter.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_any_page_says_that_it_passes_and_a_slip_stays_a_slip(monkeypatch):
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(away):
        told = client.get("/directory/?x=away")
    assert told.status_code == 503
    assert told.headers["Retry-After"] == "60"
    assert "连不上数据库" in told.content.decode()
    assert "Content-Security-Policy" in told.headers
    monkeypatch.setattr(letters, "receive", lambda **_said: 1 / 0)
    page = client.get("/mailbox/write/").content.decode()
    told = client.post("/mailbox/write/", fill(page, looked="1"))
    assert told.status_code == 500
    assert "系统出错" in told.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_refusal_by_a_rule_of_the_database_is_not_taken_for_its_absence(monkeypatch):
    def refused(**_said):
        raise IntegrityError("a rule")

    monkeypatch.setattr(Letter.objects, "create", refused)
    monkeypatch.setattr(letters.time, "sleep", lambda _seconds: pytest.fail("nothing to wait for"))
    with pytest.raises(letters.UsageError):
        letters.receive("路灯", "石桥路灯坏了。", once="f" * 32)


@pytest.mark.parametrize(("answer", "sealed"), [("²", "1.a"), ("5", "1.é"), ("５", "1.石"), ("", ""), ("5", "99999999999.a")])
def test_no_answer_of_a_robot_trips_the_question(answer, sealed):
    assert solves(answer, sealed) is False


def test_a_seal_in_other_letters_than_ours_is_compared_not_stumbled_over(monkeypatch):
    monkeypatch.setattr("zouxin.site.mailbox.forms.time.time", lambda: 100.0)
    assert solves("5", "99.é") is False
    assert solves("²", "99.a") is False
