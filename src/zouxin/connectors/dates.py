"""Days and moments out of text, in the many ways exports write them; whole columns at once.

Read without doubt: 2023-07-16, 2023/7/16, 2023.7.16, 2023年7月16日, 20230716, each with or without a time of day,
fractions and a zone (Z, +08:00); Excel's serial numbers (45123); seconds since 1970. 07/16/2023 only where the
column shows which number is the month. A year of two digits is never guessed.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_TIME = (
    r"(?:[T\s]*(?P<H>\d{1,2})\s*[:时点]\s*(?P<M>\d{1,2})\s*(?:[:分]\s*(?P<S>\d{1,2})?\s*秒?)?(?:[.,]\d+)?\s*(?P<half>[AaPp][Mm])?)?"
    r"\s*(?P<zone>Z|z|[+-]\d{2}:?\d{2})?$"
)
_YMD = r"^(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?" + _TIME
_MIXED = r"^(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})" + _TIME
_COMPACT = r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?)?$"
_SERIAL = r"^(?P<n>[2-7]\d{4}(?:\.\d+)?)$"
_EPOCH = r"^(?P<n>1\d{9})(?:\d{3})?$"
#: what stands in a cell where there is no day
_NONE = r"^(?i:-+|—+|/|无|暂无|null|none|nat|nan|n/a|0000-00-00(?: 00:00:00)?)$"
_WEEKDAY = re.compile(r"[((]?(?:星期|周)[一二三四五六日天][))]?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?,?|\b(?:CST|GMT|UTC)\b", re.I)
_FORMATS = (
    "%b %d %H:%M:%S %Y", "%b %d %Y", "%b %d %Y %H:%M:%S", "%b %d %Y %I:%M:%S %p", "%d %b %Y", "%d %b %Y %H:%M:%S",
    "%B %d %Y", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d",
)  # fmt: skip
_BAD = np.iinfo(np.int64).min


@dataclass(frozen=True, kw_only=True)
class Dates:
    """A column read as days: `on` date32 in the zone, `at` UTC timestamp or null where only a day is known,
    `bad` a mask of cells that hold something but no day."""

    on: pa.Array
    at: pa.Array
    bad: np.ndarray


def read_dates(column: pa.Array, *, zone: str, day_first: bool | None = None) -> Dates:
    """Days and moments of a string column; `day_first` settles 03/04/2023 where the column itself does not.

    A moment without a zone is local to `zone` (an IANA name); midnight counts as a day only.
    """
    local, bad = _local(column, zone=zone, day_first=day_first)
    on = local.cast(pa.date32(), safe=False)
    midnight = pc.equal(local, pc.floor_temporal(local, unit="day"))
    moment = pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="earliest")
    at = pc.if_else(midnight, pa.scalar(None, moment.type), moment).cast(pa.timestamp("us", tz="UTC"))
    return Dates(on=on, at=at, bad=bad)


def _local(column: pa.Array, *, zone: str, day_first: bool | None) -> tuple[pa.Array, np.ndarray]:
    try:
        moments = column.cast(pa.timestamp("us"))
        return pc.floor_temporal(moments, unit="second").cast(pa.timestamp("s")), np.zeros(len(column), dtype=bool)
    except pa.ArrowInvalid:
        pass  # not all of them are written the ISO way
    words = column.dictionary_encode()
    seconds, zoned = _seconds(pc.utf8_normalize(words.dictionary, form="NFKC"), day_first=day_first)
    seconds = np.where(zoned, _to_zone(seconds, zone), seconds)
    unread = seconds == _BAD
    nothing = pc.match_substring_regex(words.dictionary, _NONE).to_numpy(zero_copy_only=False)
    moments = pa.array(seconds, pa.timestamp("s"), mask=unread).take(words.indices)
    wrong = pa.array(unread & ~nothing, pa.bool_()).take(words.indices)
    return moments, pc.fill_null(wrong, False).to_numpy(zero_copy_only=False)


def _to_zone(seconds: np.ndarray, zone: str) -> np.ndarray:
    moments = pa.array(np.where(seconds == _BAD, 0, seconds), pa.timestamp("s", tz=zone))
    local = pc.local_timestamp(moments).cast(pa.int64()).to_numpy()
    return np.where(seconds == _BAD, _BAD, local)


def _seconds(text: pa.Array, *, day_first: bool | None) -> tuple[np.ndarray, np.ndarray]:
    """Seconds since 1970 of each text (UTC where it names a zone, local otherwise), and which name a zone."""
    seconds = np.full(len(text), _BAD, dtype=np.int64)
    zoned = np.zeros(len(text), dtype=bool)
    for pattern, reader in ((_YMD, _ymd), (_COMPACT, _ymd), (_MIXED, _mixed), (_SERIAL, _serial), (_EPOCH, _epoch)):
        left = np.flatnonzero(seconds == _BAD)
        if not len(left):
            break
        parts = pc.extract_regex(text.take(pa.array(left)), pattern)
        hit = parts.is_valid().to_numpy(zero_copy_only=False)
        if hit.any():
            seconds[left[hit]], zoned[left[hit]] = reader(parts.filter(pa.array(hit)), day_first)
    for index in np.flatnonzero(seconds == _BAD):
        seconds[index] = _odd(text[index].as_py())
    return seconds, zoned


def _ints(parts: pa.StructArray, name: str) -> np.ndarray:
    if parts.type.get_field_index(name) < 0:
        return np.zeros(len(parts), dtype=np.int64)
    field = parts.field(name)
    return pc.if_else(pc.equal(field, ""), "0", field).cast(pa.int64()).to_numpy(zero_copy_only=False)


def _ymd(parts: pa.StructArray, _: bool | None) -> tuple[np.ndarray, np.ndarray]:
    return _clock(parts, _day(_ints(parts, "y"), _ints(parts, "m"), _ints(parts, "d")))


def _mixed(parts: pa.StructArray, day_first: bool | None) -> tuple[np.ndarray, np.ndarray]:
    a, b = _ints(parts, "a"), _ints(parts, "b")
    shows_day_first, shows_month_first = bool((a > 12).any()), bool((b > 12).any())
    if shows_day_first != shows_month_first:
        day_first = shows_day_first
    if day_first is None or (shows_day_first and shows_month_first):
        same = a == b
        return _clock(parts, np.where(same, _day(_ints(parts, "y"), a, b), _BAD))
    month, day = (b, a) if day_first else (a, b)
    return _clock(parts, _day(_ints(parts, "y"), month, day))


def _day(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Seconds of the midnight that begins a day of the calendar; _BAD where there is no such day."""
    months = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    right = (month >= 1) & (month <= 12) & (day >= 1) & (days.astype("datetime64[M]") == months) & (year >= 1)
    return np.where(right, days.astype("datetime64[s]").astype(np.int64), _BAD)


def _clock(parts: pa.StructArray, midnight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    hour, minute, second = (_ints(parts, name) for name in "HMS")
    zoned = np.zeros(len(parts), dtype=bool)
    shift = np.zeros(len(parts), dtype=np.int64)
    if parts.type.get_field_index("zone") >= 0:
        half, zone = parts.field("half"), parts.field("zone")
        after = pc.equal(pc.utf8_lower(half), "pm").to_numpy(zero_copy_only=False)
        twelve = pc.not_equal(half, "").to_numpy(zero_copy_only=False)
        hour = np.where(twelve, hour % 12 + 12 * after, hour)
        zoned = pc.not_equal(zone, "").to_numpy(zero_copy_only=False)
        shift = _shift(zone) if zoned.any() else shift
    right = (midnight != _BAD) & (hour <= 24) & (minute < 60) & (second <= 60)
    return np.where(right, midnight + hour * 3600 + minute * 60 + second - shift, _BAD), zoned


def _shift(zone: pa.Array) -> np.ndarray:
    parts = pc.extract_regex(zone, r"^(?P<sign>[+-])(?P<H>\d{2}):?(?P<M>\d{2})$")
    given = parts.is_valid().to_numpy(zero_copy_only=False)
    shift = np.zeros(len(zone), dtype=np.int64)
    if given.any():
        some = parts.filter(pa.array(given))
        sign = np.where(pc.equal(some.field("sign"), "-").to_numpy(zero_copy_only=False), -1, 1)
        shift[given] = sign * (_ints(some, "H") * 3600 + _ints(some, "M") * 60)
    return shift


def _serial(parts: pa.StructArray, _: bool | None) -> tuple[np.ndarray, np.ndarray]:
    """Excel counts days from 1899-12-30."""
    days = parts.field("n").cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.round((days - 25569) * 86400).astype(np.int64), np.zeros(len(parts), dtype=bool)


def _epoch(parts: pa.StructArray, _: bool | None) -> tuple[np.ndarray, np.ndarray]:
    return parts.field("n").cast(pa.int64()).to_numpy(zero_copy_only=False), np.ones(len(parts), dtype=bool)


def _odd(text: str | None) -> int:
    """The rest, one by one: weekdays, 上午 and 下午, English names of months."""
    if text is None or len(text) > 60:
        return _BAD
    half = " PM" if re.search("下午|晚上", text) else " AM" if re.search("上午|凌晨|早上", text) else ""
    bare = re.sub("上午|下午|凌晨|早上|晚上", " ", _WEEKDAY.sub(" ", text)).replace(",", " ").replace("T", " ")
    bare = re.sub(r"(\d{4})[年/.](\d{1,2})[月/.](\d{1,2})日?", r"\1-\2-\3", bare)
    bare = " ".join(bare.split())
    if half and bare.count(":") == 1:
        bare += ":00"
    for form in _FORMATS:
        try:
            found = datetime.strptime(bare + half, form)
            return int((found - datetime(1970, 1, 1)).total_seconds())
        except ValueError:
            continue
    return _BAD
