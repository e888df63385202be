"""The sample county as tables: what its places bring, and the truth about every planted row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa

from zouxin.connectors._sample.grammar import SOURCE, Grammar, grammar
from zouxin.connectors._sample.stories import Written, tell

_LEVELS = {"province": "省", "city": "市", "county": "县", "town": "乡镇"}
#: checks that read the text of a reply, and so cannot tell where it cannot be read
_READS_TEXT = ("echoed", "only_acknowledged", "handed_off", "pasted", "wrong_letter", "rude", "dated_by_forwarding", "answered")

_HEADS = {
    "units": ("单位编号", "单位名称", "上级单位", "层级", "行政区划代码"),
    "platforms": ("平台编号", "平台名称", "类别", "主办单位", "状态", "开通日期"),
    "letters": ("编号", "信箱", "办理单位", "来源", "来信标题", "来信内容", "来信时间", "来信类型"),
    "replies": ("编号", "答复单位", "答复内容", "答复时间"),
    "reply_versions": ("编号", "版次", "版本内容", "答复时间", "发现日期", "修改说明"),
    "judgements": ("对象表", "对象编号", "规则编号", "结论", "依据", "判定角色", "判定日期", "有效期至"),
    "observations": ("平台编号", "查看内容", "查看日期", "结果", "范围", "说明"),
}
PLACES = tuple(_HEADS)


@dataclass(frozen=True, kw_only=True, eq=False)
class County:
    """`tables`: by place, all columns strings, null where blank; `truth`: see connectors/sample.py."""

    tables: dict[str, pa.Table]
    truth: pa.Table


@lru_cache(maxsize=2)
def county(seed: int) -> County:
    """The county of a seed."""
    words = grammar()
    order = {platform: i for i, platform in enumerate(words.platforms)}
    written = sorted(tell(words, seed), key=lambda w: (w.received_on, order[w.platform]))
    named = [(f"CH{i:06d}", w) for i, w in enumerate(written, 1)]
    rows = {
        "units": _units(words), "platforms": _platforms(words), "letters": _letters(words, named), "replies": _replies(words, named),
        "reply_versions": _versions(named), "judgements": _judgements(words, named), "observations": _observations(words),
    }  # fmt: skip
    return County(tables={place: _table(_HEADS[place], rows[place]) for place in PLACES}, truth=_truth(words, named))


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> pa.Table:
    columns = list(zip(*rows, strict=True))
    cells = [[None if value is None or value == "" else str(value) for value in column] for column in columns]
    return pa.table({head: pa.array(column, pa.string()) for head, column in zip(heads, cells, strict=True)})


def _units(words: Grammar) -> list[tuple[Any, ...]]:
    return [(u["id"], u["name"], u["parent"], _LEVELS[u["level"]], u["code"]) for u in words.units.values()]


def _platforms(words: Grammar) -> list[tuple[Any, ...]]:
    return [(p["id"], p["name"], p["kind"], p["unit"], "正常", p["opened"]) for p in words.platforms.values()]


def _letters(words: Grammar, named: list[tuple[str, Written]]) -> list[tuple[Any, ...]]:
    found = ((own_id, w, words.platforms[w.platform]) for own_id, w in named)
    return [(own_id, w.platform, p["unit"], p["kind"], w.title, w.letter, w.received_on, w.kind) for own_id, w, p in found]


def _replies(words: Grammar, named: list[tuple[str, Written]]) -> list[tuple[Any, ...]]:
    return [(own_id, words.platforms[w.platform]["unit"], w.reply, w.replied_on) for own_id, w in named if w.reply is not None]


def _versions(named: list[tuple[str, Written]]) -> list[tuple[Any, ...]]:
    return [
        (own_id, nth, v.text, v.replied_on, v.seen_on, v.note)
        for own_id, w in named
        for nth, v in enumerate(w.versions, 1)
    ]  # fmt: skip


def _judgements(words: Grammar, named: list[tuple[str, Written]]) -> list[tuple[Any, ...]]:
    ids = {(w.story, w.nth): own_id for own_id, w in named}
    return [
        ("reply", ids[j["story"], j["nth"]], j["question"], j["verdict"], j["basis"], j["role"], j["on"], j["until"])
        for j in words.judgements
    ]  # fmt: skip


def _observations(words: Grammar) -> list[tuple[Any, ...]]:
    looks = words.looks
    rows: list[tuple[Any, ...]] = []
    for day in looks["on"]:
        for platform in words.platforms:
            failed = platform in looks["failed"]
            end = ("失败", "部分", looks["detail"]) if failed else ("已读取", "全部", "")
            rows += [(platform, what, day, *end) for what in ("来信", "答复")]
    return rows


def _truth(words: Grammar, named: list[tuple[str, Written]]) -> pa.Table:
    known = {name: _expected(words, story) for name, story in words.stories.items()}
    rows = [
        (SOURCE, check, own_id, expect, w.story)
        for own_id, w in named
        for check, expect in _of(known[w.story], w).items()
    ]  # fmt: skip
    source, check, subject, expect, story = zip(*rows, strict=True)
    text = {"source": source, "trouble": check, "subject_id": subject, "expect": expect, "story": story}
    return pa.table({name: pa.array(values, pa.string()) for name, values in text.items()})


def _expected(words: Grammar, story: dict[str, Any]) -> dict[str, str | None]:
    """What every check should say of a letter of a story; a check left out is one people may differ on."""
    expect: dict[str, bool | None] = dict.fromkeys(words.checks, False) | story.get("expect", {})
    if story.get("unreadable"):
        expect |= dict.fromkeys(_READS_TEXT)
    if story.get("text") == "none":
        expect = {"unanswered": expect["unanswered"]}
    return {c: None if e is None else "yes" if e else "no" for c, e in expect.items() if c not in story.get("skip", ())}


def _of(expected: dict[str, str | None], written: Written) -> dict[str, str | None]:
    """Of two letters that say the same, only the second is the repeated one."""
    if written.story != "duplicate":
        return expected
    return expected | {"duplicate_letter": "yes" if written.nth % 2 else "no"}
