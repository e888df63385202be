"""Canonical text of a cell, so that one export gives the same cells in every format.

Line ends are LF, `_x000D_` (Excel's escape of CR) is a line end, control characters but LF and TAB are
dropped, white space around the cell is stripped, blank is null. Whole numbers never end in ".0", days are
YYYY-MM-DD when the time is midnight and YYYY-MM-DD HH:MM:SS otherwise, truth is true or false.
"""

from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_DROPPED = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\u0080-\u009f\ufeff]"
_LARGEST = float(1 << 63)
_LOOK = 1 << 18


def clean(column: pa.Array) -> pa.Array:
    """The same strings in canonical form; null where nothing is left. Any Arrow string type, gives string."""
    column = _readable(column)
    if _odd(column):
        column = pc.replace_substring_regex(column, "\r\n?|_x000[dD]_\n?", "\n")
        column = pc.replace_substring_regex(column, _DROPPED, "")
    column = pc.utf8_trim_whitespace(column)
    empty = pc.equal(pc.binary_length(column), 0)
    return pc.if_else(empty, pa.scalar(None, pa.string()), column) if pc.any(empty).as_py() else column


def _odd(column: pa.Array) -> bool:
    """Whether there is anything to drop: asked of the raw bytes, many times faster than of each string."""
    data = column.buffers()[2]
    if data is None:
        return False
    array = np.frombuffer(data, dtype=np.uint8)
    return any(_odd_bytes(array[start : start + _LOOK + 8]) for start in range(0, len(array), _LOOK))


def _odd_bytes(array: np.ndarray) -> bool:
    if ((array < 32) & (array != 10) & (array != 9)).any() or (array == 127).any():
        return True
    latin = np.flatnonzero(array == 0xC2)
    after = array[np.minimum(latin + 1, len(array) - 1)]
    raw = array.tobytes()
    return bool((after < 0xA0).any()) or b"\xef\xbb\xbf" in raw or b"_x000" in raw


def _readable(column: pa.Array) -> pa.Array:
    try:
        column = column.cast(pa.string())
        column.validate(full=True)
        return column
    except pa.ArrowInvalid:
        raw = column.cast(pa.large_binary()).to_pylist()
        return pa.array([None if b is None else _decode(b) for b in raw], pa.string())


def _decode(value: bytes) -> str:
    for codec in ("utf-8", "gb18030"):
        try:
            return value.decode(codec)
        except UnicodeDecodeError:
            continue
    return value.decode("utf-8", "replace")


def text_of(column: pa.Array) -> pa.Array | None:
    """A column of any flat Arrow type as canonical strings; None for nested and binary types."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return text_of(column.cast(kind.value_type))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return clean(column)
    if pa.types.is_timestamp(kind):
        return _moments(column)
    if pa.types.is_floating(kind):
        return _numbers(column.cast(pa.float64()))
    if pa.types.is_decimal(kind):
        return pc.replace_substring_regex(column.cast(pa.string()), r"(\.\d*?)0+$", r"\1").cast(pa.string())
    if pa.types.is_null(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_date32(kind):
        return column.cast(pa.string())
    if pa.types.is_date64(kind):
        return column.cast(pa.date32()).cast(pa.string())
    if pa.types.is_time(kind):
        return pc.utf8_slice_codeunits(column.cast(pa.string()), 0, 8)
    return None


def _moments(column: pa.Array) -> pa.Array:
    zoned = column.type.tz is not None
    whole = pc.floor_temporal(column.cast(pa.timestamp(column.type.unit)) if zoned else column, unit="second")
    whole = whole.cast(pa.timestamp("s"), safe=False)
    text = whole.cast(pa.string())
    if zoned:
        return pc.binary_join_element_wise(pc.utf8_replace_slice(text, 10, 11, "T"), "Z", "")
    midnight = pc.equal(whole, pc.floor_temporal(whole, unit="day"))
    return pc.if_else(midnight, pc.utf8_slice_codeunits(text, 0, 10), text)


def _numbers(column: pa.Array) -> pa.Array:
    whole = pc.and_(pc.equal(column, pc.floor(column)), pc.less(pc.abs(column), _LARGEST))
    whole = pc.fill_null(whole, False)
    integers = pc.if_else(whole, column, 0.0).cast(pa.int64(), safe=False).cast(pa.string())
    text = pc.if_else(whole, integers, column.cast(pa.string()))
    return pc.if_else(pc.fill_null(pc.is_finite(column), False), text, pa.scalar(None, pa.string()))


def text_of_value(value: object) -> str | None:
    """One Python value of a spreadsheet or of JSON as text, by the same rules; None where blank."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        # a serial number of Excel misses a whole second by a hair
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).split(".")[0] if isinstance(value, time | timedelta) else str(value)


def _number(value: float) -> str | None:
    if value.is_integer() and abs(value) < _LARGEST:
        return str(int(value))
    return _numbers(pa.array([value]))[0].as_py()


def strings(values: list[str | None]) -> pa.Array:
    """A string array; a lone half of a surrogate pair, which no UTF-8 holds, becomes U+FFFD."""
    try:
        return pa.array(values, pa.string())
    except (UnicodeEncodeError, pa.ArrowInvalid):
        fixed = [None if v is None else v.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for v in values]
        return pa.array(fixed, pa.string())
