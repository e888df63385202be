"""A source's letters and replies as they stand, kept beside its derived tables: what one more reply is compared with.

A folder of arrays, each in numpy's own format, mapped when it is opened: it is there in moments, whoever reads it shares its memory, and of its
pages only those that are asked for are read. What is worked out of a draft are rows of the tables that the same checks read.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zouxin.derive import Workshop, table_of
from zouxin.derive.letter_match import asked_letters, codes, folded, rows_of
from zouxin.derive.reply_reading import Phrases, learnt
from zouxin.functions import joining, matching, near, near_frozen, placing, reply_days
from zouxin.functions.code_points import Flat
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes, text_hashes
from zouxin.tables import reply_twin as twins

SOME = 3  # other letters named beside a draft


@dataclass(frozen=True, eq=False)
class Arrays:
    """All that is kept as arrays: the texts' statistics and places, groups of nearly equal letters and replies, the units' phrases."""

    placed: placing.Frozen
    letters: near_frozen.Stars
    replies: near_frozen.Stars
    phrases: Phrases


@dataclass(frozen=True, eq=False)
class Standing:
    """A source as it stands: `arrays`, the ids of its `letters` and `replies` in their order, and the `names` of its units."""

    arrays: Arrays
    letters: pa.ChunkedArray
    replies: pa.ChunkedArray
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A reply about to be sent: its `text`, the source's letter it answers (`letter_id`) or the text of one the source does not hold (`letter`, with
    who has to answer it and when it came), and the id of the reply whose place it takes."""

    id: str
    source: str
    text: str | None
    letter_id: str | None = None
    letter: str | None = None
    unit: str | None = None
    received: date | None = None
    replaces: str | None = None


def stand(shop: Workshop) -> Standing | None:
    """Work a source's standing out of its tables; None where it has no replies. Texts are held folded while their pairs are read."""
    said, replies = folded(shop, shop.table("reply").select("id", "letter_id", "text"))
    if not len(said):
        return None
    asked, letters = folded(shop, asked_letters(shop))
    signed, exact = near.signatures(replies), stretch_hashes(replies.points, replies.starts)
    near_same = near.groups(signed, np.zeros(len(exact), np.uint64), exact)
    like = near_frozen.stars(near.signatures(letters), stretch_hashes(letters.points, letters.starts), _rows(asked["twin"], asked["id"]))
    units = asked["unit"].combine_chunks().dictionary_encode()
    held = matching.hold(replies, letters, fold(units.dictionary).flat, codes(units))
    del replies, letters
    own, twin = _rows(said["letter_id"], asked["id"]), codes(asked["twin"].combine_chunks().dictionary_encode())
    unit, same = text_hashes(asked["unit_id"].combine_chunks()), np.unique(exact, return_inverse=True)[1].astype(np.int64)
    received = asked["received_on"].cast(pa.int32()).cast(pa.int64()).fill_null(reply_days.NONE).combine_chunks().to_numpy()
    it = matching.learn(held, own, twin, same, unit=unit, received=received)
    names = {row["id"]: row["name"] for batch in shop.batches(shop.table("unit").select("id", "name")) for row in batch.to_pylist()}
    arrays = Arrays(placing.freeze(held, it, unit, exact, twin, near_same), like, near_frozen.stars(signed, exact, near_same), learnt(shop))
    return Standing(arrays, asked["id"], said["id"], names)


def _rows(some: pa.ChunkedArray, ids: pa.ChunkedArray) -> np.ndarray:
    """The row of each of `some` ids, int64 (n), -1 where there is none."""
    found = pc.index_in(some.combine_chunks(), value_set=ids.combine_chunks(), skip_nulls=True)
    return np.asarray(found.fill_null(-1)).astype(np.int64)


def save(it: Standing, folder: Path, about: Mapping[str, Any]) -> None:
    """Write a standing into a new folder, with what is said `about` it."""
    folder.mkdir()
    for name, array in _packed("", it.arrays):
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    for name, ids in (("letters", it.letters), ("replies", it.replies)):
        pq.write_table(pa.table({"id": ids}), folder / f"{name}.parquet", compression="zstd")
    (folder / "about.json").write_text(json.dumps({**about, "names": dict(it.names)}, ensure_ascii=False), "utf-8")


def said_about(folder: Path) -> dict[str, Any]:
    """What was said about a standing when it was saved."""
    return dict(json.loads((folder / "about.json").read_text("utf-8")))


def load(folder: Path) -> Standing:
    """Open what `save` wrote."""
    arrays = _unpacked(Arrays, "", lambda name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="c", allow_pickle=False)))
    letters, replies = (pq.read_table(folder / f"{name}.parquet")["id"] for name in ("letters", "replies"))
    return Standing(arrays, letters, replies, said_about(folder)["names"])


def _packed(name: str, value: Any) -> Iterator[tuple[str, np.ndarray]]:
    """Every array of nested values, by its path."""
    inner = [f.name for f in fields(value)] if is_dataclass(value) else getattr(value, "_fields", None)
    if inner is None:
        yield name, np.asarray(value)
    else:
        for one in inner:
            yield from _packed(f"{name}.{one}" if name else one, getattr(value, one))


def _unpacked(kind: Any, name: str, read: Callable[[str], np.ndarray]) -> Any:
    """Nested values again; a number is one of the kind that was kept."""
    if kind is np.ndarray:
        return read(name)
    if kind in (int, np.float32):
        return kind(read(name))
    hints = get_type_hints(kind)
    return kind(**{one: _unpacked(hint, f"{name}.{one}" if name else one, read) for one, hint in hints.items()})


def beside(it: Standing, answer: Answer) -> tuple[dict[str, pa.Table], dict[str, tuple[str, ...]]]:
    """Rows of letter_match and reply_twin for a reply about to be sent, and of each the other letters it is about: which it fits, which it went to."""
    flat, frozen = fold(pa.array([answer.text], pa.string())).flat, it.arrays.placed
    letter, replaces = _letter(it, answer), _replaced(it, answer)
    found, fit = placing.place(frozen, flat, letter, replaces)
    joined = near_frozen.joins(it.arrays.replies, near.signatures(flat, workers=1), stretch_hashes(flat.points, flat.starts)[0])
    group = joining.group(frozen, joined, letter, fit, replaces)
    ids = it.letters.combine_chunks()
    match = rows_of(answer.source, pa.table({"id": ids}), pa.table({"id": pa.chunked_array([[answer.id]])}), found,
                    matching.TakenUp(np.array([fit]), np.array([group.kin])))  # fmt: skip
    twin = table_of({
        "source": [answer.source], "reply_id": [answer.id], "twin": [it.replies[group.first].as_py() if group.first >= 0 else answer.id], "replies": [group.replies],
        "letters": [group.letters], "strangers": [group.strangers], "stranger": [group.stranger], "kin": pa.array(np.array([group.kin]), mask=np.isnan([group.kin])),
    }, twins)  # fmt: skip
    best = match["best_letter_id"].to_pylist()[0]
    others = {"letter_match": (best,) if best else (), "reply_twin": tuple(ids.take(pa.array(group.others[:SOME])).to_pylist())}
    return {"letter_match": match, "reply_twin": twin}, others


def _letter(it: Standing, answer: Answer) -> int | placing.NewLetter:
    """The row of the letter that is answered, or the letter where the source does not hold it; -1 for none."""
    row = pc.index(it.letters, pa.scalar(answer.letter_id, pa.string())).as_py() if answer.letter_id is not None else -1
    if row >= 0 or answer.letter is None:
        return int(row)
    flat = fold(pa.array([answer.letter], pa.string())).flat
    twins = near_frozen.joins(it.arrays.letters, near.signatures(flat, workers=1), stretch_hashes(flat.points, flat.starts)[0])
    came = reply_days.NONE if answer.received is None else (answer.received - date(1970, 1, 1)).days
    return placing.NewLetter(flat, np.uint64(text_hashes(pa.array([answer.unit], pa.string()))[0]), _name(it, answer.unit), came, twins)


def _name(it: Standing, unit: str | None) -> Flat:
    """The name of a unit, folded; empty where it is not known."""
    return fold(pa.array([it.names.get(unit) if unit else None], pa.string())).flat


def _replaced(it: Standing, answer: Answer) -> int:
    """The row of the reply whose place is taken, -1 for none: it must stand under the letter that is answered."""
    if answer.replaces is None or answer.letter_id is None:
        return -1
    row = int(pc.index(it.replies, pa.scalar(answer.replaces, pa.string())).as_py())
    own = int(it.arrays.placed.places.own[row]) if row >= 0 else -1
    return row if own >= 0 and it.letters[own].as_py() == answer.letter_id else -1
