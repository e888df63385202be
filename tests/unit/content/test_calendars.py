"""The holiday notices as kept, against facts worked out apart from them."""

from datetime import date, timedelta
from importlib.resources import files

import pytest
import yaml

from zouxin.model.citation import GRADES
from zouxin.model.working_days import CalendarGap, WorkingCalendar

YEARS = range(2010, 2027)

#: working days of each year; counted with the package chinesecalendar 1.11.0, which agrees on all 6,209 days
WORKING_DAYS = {
    2010: 250, 2011: 250, 2012: 249, 2013: 250, 2014: 250, 2015: 249, 2016: 250, 2017: 249, 2018: 250,
    2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248,
}  # fmt: skip


def notice(year):
    return yaml.safe_load(files("zouxin.content").joinpath("calendars", f"cn-{year}.yml").read_text("utf-8"))


def spread(entry):
    return [entry["from"] + timedelta(days=n) for n in range((entry["to"] - entry["from"]).days + 1)]


@pytest.fixture(scope="module")
def calendar():
    kept = [notice(year) for year in YEARS]
    names = {day: entry["name"] for one in kept for entry in one["off"] for day in spread(entry)}
    work = frozenset(entry["day"] for one in kept for entry in one["work"])
    return WorkingCalendar(frozenset(names), work, frozenset(one["year"] for one in kept), names)


@pytest.mark.parametrize("year", YEARS)
def test_a_file_holds_its_own_year_and_says_by_what_right(year):
    kept = notice(year)
    assert kept["calendar"] == f"cn-{year}"
    assert kept["year"] == year
    rights = [kept, *kept.get("also", [])]
    for right in rights:
        assert right["title"]
        assert right["issuer"] in {"国务院办公厅", "国务院"}
        assert right["number"].startswith(f"{'国办发明电' if right['issuer'] == '国务院办公厅' else '国发明电'}〔{right['issued'].year}〕")
        assert right["grade"] in GRADES
    numbers = {right["number"] for right in rights}
    assert {entry["by"] for entry in kept["off"] + kept["work"] if "by" in entry} == numbers - {kept["number"]}


@pytest.mark.parametrize("year", YEARS)
def test_days_are_listed_once_and_only_weekends_are_worked(year):
    kept = notice(year)
    off = [day for entry in kept["off"] for day in spread(entry)]
    work = [entry["day"] for entry in kept["work"]]
    assert all(entry["from"] <= entry["to"] for entry in kept["off"])
    assert len(set(off + work)) == len(off) + len(work)
    assert {day.year for day in off + work} == {year}
    assert all(day.weekday() >= 5 for day in work)


def test_every_year_has_its_number_of_working_days(calendar):
    days = calendar.working_days()
    assert {year: sum(day.year == year for day in days) for year in YEARS} == WORKING_DAYS


@pytest.mark.parametrize(
    ("day", "works", "because"),
    [
        ("2010-02-13", False, "国办发明电〔2009〕27号: 13 to 19 February off"),
        ("2011-12-31", True, "国办发明电〔2011〕45号: Saturday 31 December 2011 worked for New Year 2012"),
        ("2012-01-02", False, "国办发明电〔2011〕45号: 1 to 3 January off"),
        ("2013-01-05", True, "国办发明电〔2012〕33号: Saturday 5 January worked"),
        ("2014-01-30", True, "国办发明电〔2013〕28号: the eve of Spring Festival was not given"),
        ("2014-04-07", False, "国办发明电〔2013〕28号: Monday 7 April made up"),
        ("2015-09-03", False, "国发明电〔2015〕1号: 3 to 5 September off"),
        ("2015-09-04", False, "国发明电〔2015〕1号: 3 to 5 September off"),
        ("2015-09-06", True, "国发明电〔2015〕1号: Sunday 6 September worked"),
        ("2016-05-02", False, "国办发明电〔2015〕18号: Monday 2 May made up"),
        ("2017-10-06", False, "国办发明电〔2016〕17号: 1 to 8 October off"),
        ("2018-12-29", True, "国办发明电〔2018〕15号: Saturday 29 December 2018 worked"),
        ("2018-12-31", False, "国办发明电〔2018〕15号: 30 December 2018 to 1 January 2019 off"),
        ("2019-05-02", False, "国办发明电〔2019〕3号: 1 to 4 May off instead of 1 May alone"),
        ("2019-05-05", True, "国办发明电〔2019〕3号: Sunday 5 May worked"),
        ("2020-01-31", False, "国办发明电〔2020〕1号: Spring Festival to 2 February"),
        ("2020-02-01", False, "国办发明电〔2020〕1号: the extension took back the worked Saturday of 国办发明电〔2019〕16号"),
        ("2020-02-03", True, "国办发明电〔2020〕1号: work from Monday 3 February"),
        ("2021-02-07", True, "国办发明电〔2020〕27号: Sunday 7 February worked"),
        ("2022-10-08", True, "国办发明电〔2021〕11号: Saturday 8 October worked"),
        ("2022-12-30", True, "国办发明电〔2022〕16号: New Year begins on Saturday 31 December 2022"),
        ("2023-01-02", False, "国办发明电〔2022〕16号: 31 December 2022 to 2 January 2023 off"),
        ("2023-09-29", False, "国办发明电〔2022〕16号: 29 September to 6 October off"),
        ("2024-02-04", True, "国办发明电〔2023〕7号: Sunday 4 February worked"),
        ("2024-02-09", True, "国办发明电〔2023〕7号: the eve was encouraged, not given; holiday from 10 February"),
        ("2024-02-18", True, "国办发明电〔2023〕7号: Sunday 18 February worked"),
        ("2025-01-28", False, "国办发明电〔2024〕12号: off from the eve, 28 January to 4 February"),
        ("2025-10-08", False, "国办发明电〔2024〕12号: 1 to 8 October off"),
        ("2026-01-02", False, "国办发明电〔2025〕7号: 1 to 3 January off"),
        ("2026-02-14", True, "国办发明电〔2025〕7号: Saturday 14 February worked"),
        ("2026-02-23", False, "国办发明电〔2025〕7号: 15 to 23 February off"),
        ("2026-09-20", True, "国办发明电〔2025〕7号: Sunday 20 September worked"),
    ],
)
def test_days_the_notices_name(calendar, day, works, because):
    assert calendar.is_working(date.fromisoformat(day)) is works, because


def test_three_working_days_over_new_year_2024(calendar):
    """Received Friday 29 December 2023: 2 to 4 January count, 1 January is off (国办发明电〔2023〕7号)."""
    assert calendar.add(date(2023, 12, 29), 3) == date(2024, 1, 4)
    assert calendar.why(date(2024, 1, 1)) == "元旦假期"


@pytest.mark.parametrize("day", [date(2009, 12, 31), date(2027, 1, 4)])
def test_a_year_that_is_not_kept_is_not_guessed(calendar, day):
    with pytest.raises(CalendarGap):
        calendar.is_working(day)
