"""Text cells into the type of a table's column; what cannot be is told, not guessed."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.connectors.dates import Dates, read_dates
from zouxin.connectors.plan import ColumnFill, FillPlan
from zouxin.connectors.quarantine import Problems
from zouxin.model.table import Column
from zouxin.tables import arrow_type

_EARLIEST = date(1990, 1, 1)
_YES = ("true", "是", "有", "1", "y", "yes", "t", "√", "对")
_NO = ("false", "否", "无", "0", "n", "no", "f", "×", "错")


def convert(raw: pa.Array, *, column: Column, fill: ColumnFill, plan: FillPlan, problems: Problems) -> pa.Array:
    """A string array as the type of `column`, null where blank or wrong; what is wrong goes to `problems`."""
    if column.type in ("date", "timestamp"):
        dates = convert_dates(raw, fill=fill, plan=plan, problems=problems)
        return dates.on if column.type == "date" else dates.at
    if fill.map or column.allowed:
        raw = _mapped(raw, column=column, fill=fill, problems=problems)
    if column.type in ("int64", "float64"):
        return _number(raw, column=column, fill=fill, problems=problems)
    if column.type == "bool":
        return _truth(raw, fill=fill, problems=problems)
    return raw


def convert_dates(raw: pa.Array, *, fill: ColumnFill, plan: FillPlan, problems: Problems) -> Dates:
    """A string array as days and moments; unreadable days and impossible years go to `problems`."""
    dates = read_dates(raw, zone=plan.zone, day_first=plan.day_first)
    told = {"column": fill.column, "values": raw}
    problems.add(dates.bad, reason="日期读不懂", remedy="写成 2023-07-16 或 2023-07-16 08:30:00 这样的日期", **told)
    early = _mask(pc.less(dates.on, pa.scalar(_EARLIEST)))
    problems.add(early, reason="年份太早（1990 年以前），可能写错", remedy="核对并改正年份；没有日期就留空", **told)
    if plan.latest is not None:
        late = _mask(pc.greater(dates.on, pa.scalar(plan.latest + timedelta(days=1))))
        problems.add(late, reason=f"日期晚于导出日 {plan.latest}，可能写错", remedy="核对并改正年份；若导出日不对，改正导出日", **told)
    return dates


def _mask(array: pa.Array) -> np.ndarray:
    return pc.fill_null(array, False).to_numpy(zero_copy_only=False)


def _by_word(raw: pa.Array, of: Callable[[str], object], kind: pa.DataType) -> tuple[pa.Array, np.ndarray]:
    """`of` asked once of each different word; None is wrong. The array and the mask of wrong cells."""
    words = raw.dictionary_encode()
    answers = [of(word) for word in words.dictionary.to_pylist()]
    wrong = pa.array([answer is None for answer in answers], pa.bool_()).take(words.indices)
    return pa.array(answers, kind).take(words.indices), _mask(wrong)


def _mapped(raw: pa.Array, *, column: Column, fill: ColumnFill, problems: Problems) -> pa.Array:
    # a map a source gives is strict: only where it gives none are the usual words of exports understood
    def of(word: str) -> str | None:
        return fill.map.get(word, word if word in column.allowed else None) if fill.map else column.value(word)

    array, wrong = _by_word(raw, of, pa.string())
    words = fill.map or dict(column.spoken)
    right = "、".join((*words, *(a for a in column.allowed if a not in words.values())))[:200]
    problems.add(
        wrong, column=fill.column, values=raw, reason="值不在允许的范围里", remedy=f"应是其中之一：{right}；或在 source.yml 的 map 里补上"
    )
    return array


def _number(raw: pa.Array, *, column: Column, fill: ColumnFill, problems: Problems) -> pa.Array:
    kind = arrow_type(column)
    form = int if pa.types.is_integer(kind) else float

    def of(word: str) -> int | float | None:
        try:
            value = float(word.replace(",", "").replace("，", ""))
            return form(value) if np.isfinite(value) and abs(value) < 2**63 and (form is float or value.is_integer()) else None
        except ValueError:
            return None

    array, wrong = _by_word(raw, of, kind)
    right = "整数" if form is int else "数字"
    problems.add(wrong, column=fill.column, values=raw, reason=f"不是{right}", remedy=f"写成{right}，不带单位；不知道就留空")
    return array


def _truth(raw: pa.Array, *, fill: ColumnFill, problems: Problems) -> pa.Array:
    def of(word: str) -> bool | None:
        known = word.casefold()
        return True if known in _YES else False if known in _NO else None

    array, wrong = _by_word(raw, of, pa.bool_())
    problems.add(wrong, column=fill.column, values=raw, reason="不是“是”或“否”", remedy="写成 是 或 否；不知道就留空")
    return array
