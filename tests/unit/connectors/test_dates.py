"""Days in the many ways exports write them."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from zouxin.connectors.dates import read_dates


def one(text: str, zone: str = "Asia/Shanghai", **options: bool) -> tuple[date | None, datetime | None, bool]:
    found = read_dates(pa.array([text]), zone=zone, **options)
    return found.on[0].as_py(), found.at[0].as_py(), bool(found.bad[0])


@pytest.mark.parametrize(
    "text",
    ["2023-07-16", "2023/7/16", "2023.07.16", "2023年7月16日", "２０２３年７月１６日", "20230716", "2023-07-16 00:00:00", "45123", "45123.0", "07/16/2023",
     "16/07/2023", "2023-07-16 星期日", "Jul 16, 2023", "16 July 2023", "2023-07-15T16:00:00Z", "2023-07-16T00:00:00+08:00", "2023年 7月 16日"],
)  # fmt: skip
def test_a_day(text: str) -> None:
    assert one(text) == (date(2023, 7, 16), None, False)


@pytest.mark.parametrize(
    "text",
    ["2023-07-16 08:30:05", "2023-07-16T08:30:05", "2023-07-16T00:30:05Z", "2023/7/16 8:30:05.123", "2023年7月16日 8时30分5秒", "20230716083005",
     "1689467405", "1689467405000", "2023-07-16 08:30:05+08:00", "07/16/2023 08:30:05 AM", "2023-07-16 上午 8:30:05", "Sun Jul 16 08:30:05 CST 2023"],
)  # fmt: skip
def test_a_moment(text: str) -> None:
    assert one(text) == (date(2023, 7, 16), datetime(2023, 7, 16, 0, 30, 5, tzinfo=UTC), False)


@pytest.mark.parametrize(
    "text", ["昨天", "23-07-16", "2023-02-29", "2023-13-01", "2023-7", "03/04/2023", "2023", "12", "2023-07-16 25:00", "x" * 200]
)
def test_no_day(text: str) -> None:
    assert one(text) == (None, None, True)


@pytest.mark.parametrize("text", ["无", "-", "NULL", "0000-00-00 00:00:00", "nan"])
def test_nothing(text: str) -> None:
    assert one(text) == (None, None, False)


def test_the_column_shows_which_is_the_month() -> None:
    found = read_dates(pa.array(["03/04/2023", "03/25/2023", None]), zone="America/New_York")
    assert found.on.to_pylist() == [date(2023, 3, 4), date(2023, 3, 25), None]
    both = read_dates(pa.array(["25/03/2023", "03/25/2023", "04/04/2023"]), zone="UTC")
    assert both.bad.tolist() == [True, True, False]
    assert one("03/04/2023", day_first=True)[0] == date(2023, 4, 3)


def test_zone_of_the_source() -> None:
    assert one("2023-07-15T23:30:00Z")[0] == date(2023, 7, 16)
    assert one("2023-07-15T23:30:00Z", zone="America/New_York")[0] == date(2023, 7, 15)
