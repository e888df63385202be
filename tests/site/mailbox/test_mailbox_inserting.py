"""A row kept by a statement compiled once is the row the framework would have kept, and a letter is one statement."""

import itertools

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from mailbox_forms import fill

from zouxin.site.components.pace import one_more
from zouxin.site.mailbox.actions import letters
from zouxin.site.mailbox.models import Letter

NEXT = itertools.count()
LEAST = {"title": "路灯", "text": "石桥村口\n路灯坏了'%s\"。"}
MORE = {
    "channel": "open311", "kind": "complaint", "place": "石桥村口", "latitude": "30.123456", "longitude": "104.000001", "datum": "WGS-84", "public_wish": False,
    "once": "a" * 32, "kind_asked": "help", "sought": "路灯", "disputes": 2, "entered": True,
}  # fmt: skip


def said(**more):
    return {**LEAST, "number": f"N{next(NEXT)}", "received_at": timezone.now(), "received_on": timezone.localdate(), **more}


@pytest.mark.django_db
@pytest.mark.parametrize("more", [{}, MORE, {"verdict": "solved", "verdict_at": timezone.now()}, {"unit": "north"}, {"once": None}])
def test_the_row_is_the_one_the_framework_keeps(more, county):
    more = {**more, "unit": county[more["unit"]]} if "unit" in more else more
    ours = said(**more)
    made = Letter.objects.create(**ours)
    usual = Letter(**{**ours, "number": ours["number"] + "b", "once": None})
    usual.save(force_insert=True)
    apart = ("id", "number", "once")
    rows = [
        {k: v for k, v in row.items() if k not in apart}
        for row in Letter.objects.filter(pk__in=[made.pk, usual.pk]).order_by("pk").values()
    ]
    assert rows[0] == rows[1]
    assert Letter.objects.get(pk=made.pk).once == ours.get("once")
    assert Letter.objects.get(pk=made.pk).text == LEAST["text"]


@pytest.mark.django_db
def test_what_was_kept_is_changed_not_kept_again():
    made = Letter.objects.create(**said())
    made.title = "路灯修好了"
    made.save()
    assert list(Letter.objects.values_list("pk", "title")) == [(made.pk, "路灯修好了")]
    known = Letter.objects.create(id=made.pk + 7, **said())
    assert known.pk == made.pk + 7


@pytest.mark.django_db(transaction=True)
def test_a_refused_row_spoils_the_transaction_it_was_in():
    one = said(once="b" * 32)
    Letter.objects.create(**one)
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            Letter.objects.create(**one)
        with pytest.raises(TransactionManagementError):
            Letter.objects.count()
    with transaction.atomic():
        Letter.objects.create(**said())
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.create(**one)
    assert Letter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_letter_on_the_page_is_one_statement(county):
    page = Client().get("/mailbox/write/").content.decode()
    one_more("receipts", 20, cache="pages")  # somebody has asked for its entry just now
    with CaptureQueriesContext(connection) as heard:
        told = Client().post("/mailbox/write/", fill(page, looked="1"))
    assert told.status_code == 302
    assert [one["sql"].split()[:2] for one in heard] == [["INSERT", "INTO"]]
    letter = Letter.objects.get()
    assert letter.digest == letters.digest(letter.title, letter.text)
    assert letter.number in told.headers["Location"]
