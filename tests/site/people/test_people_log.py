"""The log: every write leaves one entry, and whoever changes, drops or inserts an entry is found out."""

import pytest
from django.db.transaction import TransactionManagementError

from zouxin.site.people import log
from zouxin.site.people.models import Event, EventHead

pytestmark = pytest.mark.django_db


def test_a_whole_log_is_whole(county):
    assert Event.objects.count() == len(county)
    assert list(log.wrong()) == []


@pytest.mark.parametrize("field", ["by", "verb", "thing", "label", "path"])
def test_a_changed_entry_is_found(county, field):
    Event.objects.filter(number=3).update(**{field: "someone else"})
    assert [sentence for sentence in log.wrong() if "第 3 条" in sentence]


def test_a_changed_detail_is_found_and_a_shredded_one_is_not(county):
    Event.objects.filter(number=2).update(detail={"key": "another"})
    assert any("第 2 条的内容被改过" in sentence for sentence in log.wrong())
    log.shred(Event.objects.get(number=2))
    assert list(log.wrong()) == []
    assert Event.objects.get(number=2).detail is None


def test_a_dropped_entry_is_found_in_the_middle_and_at_the_end(county):
    last = Event.objects.first()
    Event.objects.filter(pk=last.pk).delete()
    assert any("末尾的记录被删去" in sentence for sentence in log.wrong())
    Event.objects.filter(number=4).delete()
    assert any("第 4 条到第 4 条不见了" in sentence for sentence in log.wrong())


def test_an_entry_recomputed_alone_does_not_fit_the_next(county):
    one = Event.objects.get(number=3)
    one.by = "someone else"
    one.digest = log.chained(Event.objects.get(number=2).digest, one)
    one.save()
    assert [sentence for sentence in log.wrong() if "第 4 条" in sentence]


@pytest.mark.django_db(transaction=True)
def test_no_entry_stands_without_its_write():
    with pytest.raises(TransactionManagementError):
        log.record("tests", "unit.add", "nothing")
    with pytest.raises(ZeroDivisionError):
        log.write(lambda: (log.record("tests", "unit.add", "nothing"), 1 / 0))()
    assert not Event.objects.exists()
    assert not EventHead.objects.filter(count__gt=0).exists()


def test_what_cannot_be_json_is_kept_as_text_and_verifies(county):
    from datetime import date

    with log.transaction.atomic():
        log.record("tests", "unit.note", county["top"], on=date(2026, 3, 1), half=0.5, none=None)
    assert list(log.wrong()) == []


def test_every_entry_has_a_name_on_screen():
    """Each verb the reference lists; what begins with `case.` goes by the moves there are."""
    from pathlib import Path

    from zouxin.site.people.verbs import WORDS
    from zouxin.site.rectification.moves import STEPS

    page = (Path(__file__).parents[3] / "docs" / "reference" / "events.md").read_text("utf-8")
    listed = {line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ") and "." in line.split("|")[1]}
    expected = {verb for verb in listed if not verb.endswith(".")} | {f"case.{verb}" for verb in STEPS}
    assert expected - set(WORDS) == set()
