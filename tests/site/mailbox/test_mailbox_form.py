"""The form of a letter: its fields are shared by all forms, and nothing of one is in the next."""

import pytest
from django.test import Client
from mailbox_forms import fill

from zouxin.site.components.pace import one_more
from zouxin.site.mailbox.forms import LetterForm
from zouxin.site.people.actions import units


@pytest.mark.django_db
def test_a_new_unit_is_in_the_next_form(county):
    assert "新设的局" not in Client().get("/mailbox/write/").content.decode()
    made = units.add("新设的局", "new", by="tests", above=county["top"], level="county")
    page = Client().get("/mailbox/write/").content.decode()
    assert "新设的局" in page
    assert Client().post("/mailbox/write/", fill(page, unit=made.pk, looked="1")).status_code == 302


@pytest.mark.django_db
def test_what_is_wrong_in_one_form_is_not_in_another(county):
    page = Client().get("/mailbox/write/").content.decode()
    wrong = LetterForm(fill(page, kind="nonsense", title="", email="x", text="石" * 10_001, once="short", unit="999"))
    assert not wrong.is_valid()
    assert set(wrong.errors) == {"kind", "title", "email", "text", "once", "unit"}
    right = LetterForm(fill(page))
    assert right.is_valid(), right.errors
    assert right.cleaned_data["unit"] is None
    assert right.cleaned_data["files"] == []
    assert set(right.cleaned_data) == set(right.fields)


@pytest.mark.django_db
def test_a_refused_letter_comes_back_as_it_was_typed_with_help(county):
    page = Client().get("/mailbox/write/").content.decode()
    back = Client().post("/mailbox/write/", fill(page, title="", place="石桥村村口第三根杆")).content.decode()
    assert "石桥村村口第三根杆" in back
    assert "请不要在这里写身份证号" in back


def test_counting_begins_with_one_and_ends_with_its_time():
    assert [one_more("tests", 60) for _ in range(3)] == [1, 2, 3]
    assert [one_more("tests-over", 0) for _ in range(2)] == [1, 1]
