"""The sample county as tables: what its places bring, and the truth about every planted row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa

from zouxin.connectors._sample import chats, papers, publishing, watching
from zouxin.connectors._sample.grammar import SOURCE, Grammar, grammar
from zouxin.connectors._sample.heads import HEADS
from zouxin.connectors._sample.registry import COLUMNS, Planted, Registry, platforms, registry
from zouxin.connectors._sample.stories import Written, tell

_LEVELS = {"province": "省", "city": "市", "county": "县", "town": "乡镇", "village": "村"}
#: checks that read the text of a reply, and so cannot tell where it cannot be read
_READS_TEXT = ("echoed", "only_acknowledged", "handed_off", "pasted", "wrong_letter", "rude", "dated_by_forwarding", "answered")

PLACES = tuple(HEADS)
Rows = dict[str, list[tuple[Any, ...]]]
#: source, check, subject, answer (of a letter or post: yes, no, or null where it cannot be told), story
Truth = tuple[str, str, str, Any, str]
_LONG_AGO = date(2019, 2, 11)


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
    boxes, census = _mailboxes(words, named), _census(registry(), seed)
    rows = boxes | census.rows | {place: boxes[place] + census.rows[place] for place in ("platforms", "judgements", "observations")}
    return County(
        tables={place: _table(HEADS[place], rows[place]) for place in PLACES}, truth=_truth_table([*_truth(words, named), *census.truth])
    )


def _mailboxes(words: Grammar, named: list[tuple[str, Written]]) -> Rows:
    return {
        "platforms": _boxes(words), "letters": _letters(words, named), "replies": _replies(words, named),
        "reply_versions": _versions(named), "judgements": _judgements(words, named), "observations": _observations(words),
    }  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Census:
    """What is planted besides letters: rows by place, and the truth about them."""

    rows: Rows
    truth: list[Truth]


def _census(reg: Registry, seed: int) -> Census:
    """Platforms, groups, posts, papers and looks, and what a careful reader would say of each."""
    days = reg.words.looks["on"]
    groups = list(chats.groups(reg, seed))
    planted = [*platforms(reg, seed), *groups]
    room = publishing.Newsroom(reg, seed)
    posts = list(room.all(planted))
    said = list(watching.comments(reg, room, planted, seed))
    rows = {
        "units": [(u["id"], u["name"], u["parent"], _LEVELS[u["level"]], u["code"]) for u in reg.units.values()],
        "platforms": [(p.id, *(p.row.get(name, "") for name in COLUMNS)) for p in planted],
        "judgements": papers.judgements(reg), "observations": list(watching.looks(reg, planted, days)),
        "comments": [(c.id, c.platform, c.unit, c.channel, c.text, c.on) for c in said],
        "comment_replies": [(c.id, c.unit, c.reply, c.replied) for c in said if c.replied],
        "aliases": reg.apps["aliases"], "orders": papers.orders(reg), "contracts": papers.contracts(reg),
        "contract_platforms": list(papers.shares(reg, planted)), "services": list(papers.services(reg, planted)),
        "releases": list(papers.releases(reg, planted)), "channels": list(papers.channels(reg, planted, days[-1])),
        "posts": publishing.post_rows(posts), "post_versions": publishing.version_rows(posts, days[-1]),
        "engagement": publishing.engagement_rows(posts, days[-1], reg.posts["likes"]), "reach": list(watching.reach_rows(planted, _read_by_month(posts), seed)),
        "holders": list(chats.holders(reg)), "memberships": list(chats.memberships(reg, planted)),
        "messages": list(chats.messages(reg, groups, seed)), "visits": list(watching.visits(reg, planted, seed)),
    }  # fmt: skip
    return Census(rows=rows, truth=_census_truth(reg, planted, posts, said))


def _read_by_month(posts: Iterable[publishing.Post]) -> dict[tuple[str, int], int]:
    """Reads of a platform's posts by month of 2019."""
    found: dict[tuple[str, int], int] = {}
    for post in posts:
        if post.on and post.on.year == 2019:
            found[post.platform, post.on.month] = found.get((post.platform, post.on.month), 0) + (post.reads or 0)
    return found


def _census_truth(reg: Registry, planted: list[Planted], posts: list[publishing.Post], said: list[watching.Comment]) -> list[Truth]:
    """Source, check, subject, answer and story of what is not a letter of the mailboxes."""
    rows: list[Truth] = [(SOURCE, check, p.id, found, p.story) for p in planted for check, found in p.expect.items()]
    judged = {"PLT006": "no_interaction", "serious_content": "serious_content"}
    rows += [
        (SOURCE, judged[j["question"]], j["id"], j["verdict"] == "成立", "judged")
        for j in reg.register["judgements"]
        if j["question"] in judged
    ]
    rows += [(SOURCE, "only_because_ordered", o["id"], o["shell"], "order") for o in reg.register["orders"]]
    rows += [
        (SOURCE, trouble, o["id"], None if o["makes"] is None else trouble in o["makes"], "demand")
        for o in reg.register["orders"]
        for trouble in reg.register["banned"]
    ]
    rows += [(SOURCE, "above_unit_limit", unit, found, "groups_of_unit") for unit, found in chats.limit_truth(planted, reg.units)]
    rows += publishing.truth_rows(posts)
    # below an account or in a column: unanswered for more than three months, or answered
    rows += [
        (SOURCE, "unanswered", c.id, c.replied is None, c.story)
        for c in said
        if c.replied or (c.on < _LONG_AGO and c.story != "comments_unseen")
    ]
    return [
        (source, check, own_id, None if found is None else "yes" if found else "no", story) for source, check, own_id, found, story in rows
    ]


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> pa.Table:
    columns = list(zip(*rows, strict=True))
    cells = [[None if value is None or value == "" else str(value) for value in column] for column in columns]
    return pa.table({head: pa.array(column, pa.string()) for head, column in zip(heads, cells, strict=True)})


def _boxes(words: Grammar) -> list[tuple[Any, ...]]:
    """The mailboxes and the robot of the letters; a company runs the robot."""
    robot = {"kind": "机器人", "operator": "智汀信息技术公司", "operator_kind": "委托运营", "parent": "wx-ch-huanjing"}
    rows = []
    for p in words.platforms.values():
        row = {"name": p["name"], "kind": p["kind"], "unit": p["unit"], "status": "正常", "opened": p["opened"]} | (
            robot if p["kind"] == "微信" else {}
        )
        rows.append((p["id"], *(row.get(name, "") for name in COLUMNS)))
    return rows


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


def _truth(words: Grammar, named: list[tuple[str, Written]]) -> list[Truth]:
    known = {name: _expected(words, story) for name, story in words.stories.items()}
    return [
        (SOURCE, check, own_id, expect, w.story)
        for own_id, w in named
        for check, expect in _of(known[w.story], w).items()
    ]  # fmt: skip


def _truth_table(rows: list[Truth]) -> pa.Table:
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
