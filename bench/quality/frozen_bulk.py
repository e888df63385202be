"""What the audit's own path says of many drafts beside a source whose statistics are frozen: all replies and letters, the drafts and theirs behind
them, are held, matched and grouped at once, through Arrow tables and the checks' expressions; only the source's rows teach what is rare.

The gate goes another way: a kept corpus, one draft at a time, a compiled question. Both must say the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import numpy as np
import pyarrow as pa

from zouxin import content, packs
from zouxin.derive import reply_reading, table_of
from zouxin.derive.letter_match import asked_letters, codes, folded, rows_of
from zouxin.findings.asking import Asked, choose
from zouxin.flow import Draft
from zouxin.flow.deriving import Bench, derive
from zouxin.functions import acts, matching, near
from zouxin.functions.code_points import Flat, arranged
from zouxin.functions.folding import fold
from zouxin.functions.hashing import mix, stretch_hashes, text_hashes
from zouxin.functions.joining import MOST_KIN
from zouxin.functions.kin import kin
from zouxin.functions.pasted import group_letters
from zouxin.functions.reply_days import NONE
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

CODES = ("RPL004", "RPL005")


@dataclass(frozen=True, eq=False)
class Source:
    """A source's rows, folded: replies and letters with their groups."""

    said: pa.Table
    replies: Flat
    asked: pa.Table
    letters: Flat
    names: dict[str, str]
    near_same: np.ndarray
    twin: np.ndarray
    signed: tuple[near.Signatures, near.Signatures]
    phrases: reply_reading.Phrases


def source_of(lake: Lake, name: str) -> Source:
    """Read a source of a lake."""
    bench = Bench(derive(lake), name)
    said, replies = folded(bench, bench.table("reply").select("id", "letter_id", "text"))
    asked, letters = folded(bench, asked_letters(bench))
    names = {row["id"]: row["name"] for batch in bench.batches(bench.table("unit").select("id", "name")) for row in batch.to_pylist()}
    return Source(
        said,
        replies,
        asked,
        letters,
        names,
        _groups(replies),
        _groups(letters),
        (near.signatures(replies), near.signatures(letters)),
        reply_reading.learnt(bench),
    )


def _exact(texts: Flat) -> np.ndarray:
    return stretch_hashes(texts.points, texts.starts)


def _groups(texts: Flat) -> np.ndarray:
    return near.groups(near.signatures(texts), np.zeros(len(texts), np.uint64), _exact(texts))


def joined(texts: Flat, group: np.ndarray, one: Flat, signed: near.Signatures | None = None) -> np.ndarray:
    """Groups that one more text joins when it comes last of all: what near.groups puts beside it. `signed`: signatures of `texts`, where they are known."""
    exact, mine, zero = _exact(texts), _exact(one), np.zeros(1, np.uint64)
    if mine[0] in exact:
        return group[exact == mine[0]][:1]
    last = np.max(mix(np.zeros(len(exact), np.uint64), exact), initial=np.uint64(0))
    while mix(zero, mine)[0] <= last:  # texts are taken by their hash: another hash, which nobody has, comes last
        mine = mine + np.uint64(0x9E3779B97F4A7C15)
    theirs, its = signed or near.signatures(texts), near.signatures(one)
    both = near.Signatures(np.concatenate([theirs.rows, its.rows]), np.append(theirs.usable, its.usable))
    every = near.groups(both, np.zeros(len(texts) + 1, np.uint64), np.append(exact, mine))
    return np.unique(group[every[:-1] == every[-1]])


def told(lake: Lake, name: str, drafts: Sequence[Draft], moment: date) -> list[dict[str, bool | None]]:
    """What the two checks say of each draft."""
    if not drafts:
        return []
    it = source_of(lake, name)
    new = [k for k, draft in enumerate(drafts) if draft.letter_id not in set(it.asked["id"].to_pylist())]
    letters = [fold(pa.array([f"{drafts[k].title or ''}\n{drafts[k].letter or ''}"])).flat for k in new]
    twins = [joined(it.letters, it.twin, one, it.signed[1]) for one in letters]
    # a letter that says the same as letters which are not one group makes them one: then nothing else is asked beside it
    alone = [k for k, some in zip(new, twins, strict=True) if len(some) > 1 and len(drafts) > 1]
    if alone:
        rest = [k for k in range(len(drafts)) if k not in alone]
        found = dict(zip(rest, told(lake, name, [drafts[k] for k in rest], moment), strict=True))
        return [found[k] if k in found else told(lake, name, [drafts[k]], moment)[0] for k in range(len(drafts))]
    tables = _tables(it, name, drafts, new, letters, twins)
    return _asked(lake, tables, moment, len(drafts))


def _tables(
    it: Source, name: str, drafts: Sequence[Draft], new: list[int], letters: list[Flat], twins: list[np.ndarray]
) -> dict[str, pa.Table]:
    n, m = len(it.said), len(it.asked)
    texts = fold(pa.array([draft.text for draft in drafts], pa.string())).flat
    place = {letter: k for k, letter in enumerate(it.asked["id"].to_pylist())}
    behind = {k: m + nth for nth, k in enumerate(new)}
    own = np.array([place.get(letter, -1) for letter in it.said["letter_id"].to_pylist()]
                   + [behind.get(k, place.get(draft.letter_id, -1)) for k, draft in enumerate(drafts)], np.int64)  # fmt: skip
    twin = np.concatenate([it.twin, *([m + nth] for nth in range(len(new)))]).astype(np.int64)
    for nth, some in enumerate(twins):
        twin[np.isin(twin, some)] = m + nth if len(some) > 1 else -1
        twin[m + nth] = some[0] if len(some) == 1 else m + nth
        twin[twin == -1] = some[0] if len(some) else 0
    every = pa.concat_tables([it.asked.select(["id", "unit_id", "unit"]), pa.table({
        "id": [f"new {k}" for k in new], "unit_id": pa.array([drafts[k].unit for k in new], pa.string()),
        "unit": pa.array([it.names.get(drafts[k].unit) for k in new], pa.string()),
    }).cast(it.asked.select(["id", "unit_id", "unit"]).schema)])  # fmt: skip
    received = np.append(_days(it.asked["received_on"]), _days(pa.array([drafts[k].received for k in new], pa.date32())))
    units = every["unit"].combine_chunks().dictionary_encode()
    held = matching.hold(arranged([it.replies, texts], np.arange(n + len(drafts))), arranged([it.letters, *letters], np.arange(m + len(new))),
                         fold(units.dictionary).flat, codes(units))  # fmt: skip
    same = np.unique(np.append(_exact(it.replies), _exact(texts)), return_inverse=True)[1].astype(np.int64)
    found = matching.match(held, own, twin, same, unit=text_hashes(every["unit_id"].combine_chunks()), received=received, first=(n, m))
    apart = np.append(it.near_same, n + np.arange(len(drafts)))
    taken = matching.takes_up(held, own, twin, apart, first=(n, m))
    asked = matching.by_texts(held, len(own), twin, apart, (n, m))[1]
    rows = rows_of(name, every, pa.table({"id": pa.array([*it.said["id"].to_pylist(), *_ids(drafts)])}), found, taken).slice(n)
    return {
        "letter_match": rows,
        "reply_twin": _twins(it, name, texts, own, twin, np.round(taken.fit, 2), asked),
        **_readings(it, name, drafts),
    }


def _days(days: pa.Array) -> np.ndarray:
    return np.array(days.cast(pa.int32()).cast(pa.int64()).fill_null(NONE))


def _ids(drafts: Sequence[Draft]) -> list[str]:
    return [f"draft {k:05d}" for k in range(len(drafts))]


def _twins(it: Source, name: str, texts: Flat, own: np.ndarray, twin: np.ndarray, fit: np.ndarray, asked: matching.Side) -> pa.Table:
    """Rows of reply_twin for the drafts, each alone among the source's replies."""
    n, rows = len(it.said), []
    letter = np.where(own >= 0, twin[own], -1)
    for k in range(len(texts)):
        one = Flat(texts.points[texts.starts[k] : texts.starts[k + 1]], np.array([0, texts.starts[k + 1] - texts.starts[k]]))
        met = joined(it.replies, it.near_same, one, it.signed[0])
        name_of = int(met[0]) if len(met) else n
        group = np.append(np.where(np.isin(it.near_same, met), name_of, it.near_same), name_of)
        some = np.append(np.arange(n), n + k)
        found = group_letters(group, letter[some], fit[some])
        mine = some[group == name_of]
        among = mine[:-1] if len(np.unique(letter[mine[:-1]][letter[mine[:-1]] >= 0])) > MOST_KIN else mine
        like = kin(asked, own[among], twin, np.zeros(len(among), np.int64))
        known = like[~np.isnan(like)]
        rows.append({"source": name, "reply_id": f"draft {k:05d}", "twin": it.said["id"][name_of].as_py() if name_of < n else f"draft {k:05d}",
                     "replies": int(found.replies[-1]), "letters": int(found.letters[-1]), "strangers": int(found.strangers[-1]), "stranger": bool(found.stranger[-1]),
                     "kin": round(float(known[0]), 2) if len(known) else None})  # fmt: skip
    return pa.Table.from_pylist(rows, schema=arrow_schema(all_tables()["reply_twin"]))


def _readings(it: Source, name: str, drafts: Sequence[Draft]) -> dict[str, pa.Table]:
    whole = [f"{one.title or ''}\n{one.letter or ''}" if one.title is not None or one.letter is not None else None for one in drafts]
    ids = pa.array(_ids(drafts))
    columns = {"source": pa.array([name] * len(drafts)), "id": ids, "letter_id": ids, "unit_id": pa.array([one.unit for one in drafts], pa.string()),
               "reply": pa.array([one.text for one in drafts], pa.string()), "letter": pa.array(whole, pa.string()), "key": pa.array(range(len(drafts)), pa.int64())}  # fmt: skip
    with_ = reply_reading.Instruments(acts.grammar(content.reply_acts()), reply_reading.weights(), it.phrases)
    read = reply_reading.read(pa.RecordBatch.from_pydict(columns), with_)
    return {
        "reply_reading": read,
        "reply": table_of({"source": columns["source"], "id": ids, "letter_id": ids, "text": columns["reply"]}, all_tables()["reply"]),
    }


def rules(moment: date) -> list[Asked]:
    """The two rules as an audit of that day asks them."""
    return [one for one in choose(packs.rules(packs.layered(("national",)), moment), moment)[0] if one.check.code in CODES]


def _asked(lake: Lake, tables: dict[str, pa.Table], moment: date, many: int) -> list[dict[str, bool | None]]:
    opened = {name: lake.engine.memory(table) for name, table in tables.items()}
    said: list[dict[str, bool | None]] = [{} for _ in range(many)]
    for one in rules(moment):
        answers = one.check.ask(opened, one.rule.limits, ibis.date(moment.year, moment.month, moment.day))
        for batch in lake.engine.batches(answers.select("id", "found")):
            for row in batch.to_pylist():
                said[int(row["id"].split()[1])][one.check.code] = row["found"]
    return said
