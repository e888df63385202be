"""Posts read once: what was slipped in, and what else a post says; a post that did not change keeps its reading."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zouxin import content
from zouxin.derive import Workshop, derived, spread, table_of
from zouxin.functions import foreign, pages, post_kinds, privacy
from zouxin.functions.folding import fold
from zouxin.functions.hashing import among, digests, mix, text_hashes
from zouxin.tables import post_reading as readings

#: what is passed on as it landed
LANDED = ("platform_id", "posted_on", "issued_on", "repost", "origin")


@dataclass(frozen=True, eq=False)
class Instruments:
    """What every process needs to read."""

    foreign: foreign.Instrument
    kinds: post_kinds.Kinds


@derived(table=readings, reads=["post"], instrument={"suspect": foreign.SUSPECT, "enough": foreign.ENOUGH, "dense": foreign.DENSE,
         "why": "two strong words and a third sign, close together, never stood in 12,000 official texts but where the trade was warned of"}, by_landing=True)  # fmt: skip
def post_reading(shop: Workshop) -> Iterator[pa.Table]:
    """One row a post."""
    before = shop.before("post_reading")
    known = (
        np.sort(np.concatenate([b["key"].to_numpy() for b in shop.batches(before.select("key"), size=100_000)]))
        if before is not None
        else np.zeros(0, np.int64)
    )
    wanted: list[np.ndarray] = []
    for part in spread(read, _fresh(shop, known, wanted), instruments()):
        shop.said(len(part))
        yield part
    if before is not None and wanted:
        old = np.sort(np.concatenate(wanted))
        for batch in shop.batches(before):
            hold = among(batch["key"].to_numpy(), old)
            if hold.any():
                yield pa.Table.from_batches([batch.filter(pa.array(hold))])


def instruments() -> Instruments:
    """The instruments that come with the package."""
    return Instruments(foreign.instrument(content.post_words("foreign")), post_kinds.kinds(content.post_words("kinds")))


def _fresh(shop: Workshop, known: np.ndarray, wanted: list[np.ndarray]) -> Iterator[pa.RecordBatch]:
    """Posts not read before; the keys of those that were go into `wanted`."""
    for batch in shop.batches(shop.table("post").select("source", "id", "title", "text", "markup", *LANDED)):
        keys = np.zeros(len(batch), np.uint64)
        for name in ("id", "title", "text", "markup", *LANDED):
            keys = mix(keys, text_hashes(batch[name].cast(pa.string())))
        keys = keys.view(np.int64)
        old = among(keys, known)
        wanted.append(keys[old])
        if not old.all():
            yield batch.append_column("key", pa.array(keys)).filter(pa.array(~old))


def read(batch: pa.RecordBatch, with_: Instruments) -> pa.Table:
    """Readings of a batch of posts with their keys: rows of post_reading."""
    texts, seen = raw(batch)
    folded = fold(texts).flat
    columns = {
        "source": batch["source"],
        "post_id": batch["id"],
        "key": batch["key"],
        **{name: batch[name] for name in LANDED},
        "digest": digests(folded),
        "chars": pa.compute.utf8_length(texts),
    }
    empty = pa.compute.equal(pa.compute.utf8_length(pa.compute.utf8_trim_whitespace(texts)), 0)
    columns["unreadable"] = pa.compute.if_else(pa.compute.fill_null(empty, True), "empty", pa.scalar(None, pa.string()))
    whole = pa.compute.binary_join_element_wise(batch["title"].fill_null(""), texts.fill_null(""), "\n")
    points, adverts = post_kinds.scores(whole, with_.kinds)
    told = {kind: pa.array(of) for kind, of in points.items()} | {"adverts": _shifted(adverts, batch["title"])}
    told["topics"] = pa.compute.count_substring_regex(texts.fill_null(""), "#[^#\n]{2,40}#")
    return table_of(columns | _foreign(texts, seen, batch["title"], with_.foreign) | _private(texts) | told, readings)


def _shifted(spans: list[list[int] | None], titles: pa.Array) -> pa.Array:
    """Spans of title, line feed and text as spans of the text; what stands in the title is left out."""
    sizes = [len(title or "") + 1 for title in titles.to_pylist()]
    return pa.array(
        [[at - size for at in some if at >= size] or None if some else None for some, size in zip(spans, sizes, strict=True)],
        pa.list_(pa.int32()),
    )


def _private(texts: pa.Array) -> dict[str, pa.Array]:
    found = privacy.leaks(texts)
    counts = {name: pa.array([getattr(one, name) if one else 0 for one in found], pa.int64()) for name in ("ids", "mobiles", "cards")}
    return counts | {"private": pa.array([list(one.spans) if one else None for one in found], pa.list_(pa.int32())),
                     "private_shown": pa.array([" ".join(one.shown) if one else None for one in found], pa.string())}  # fmt: skip


def raw(batch: pa.RecordBatch) -> tuple[pa.Array, dict[int, pages.Read]]:
    """The raw text of each post (n), and the pages of those that came with their markup, by row."""
    markups = batch["markup"]
    if markups.null_count == len(markups):
        return batch["text"], {}
    seen = {int(row): pages.read(markups[int(row)].as_py()) for row in np.flatnonzero(markups.is_valid().to_numpy(zero_copy_only=False))}
    texts = batch["text"].to_pylist()
    return pa.array([seen[row].text if row in seen else text for row, text in enumerate(texts)], pa.string()), seen


def _foreign(texts: pa.Array, seen: dict[int, pages.Read], titles: pa.Array, by: foreign.Instrument) -> dict[str, pa.Array]:
    found = foreign.foreign(texts, by, seen=seen)
    rows = [(t, texts[row].as_py(), seen.get(row)) if t else None for row, t in enumerate(found)]
    heads = [f"{title or ''}\n{seen[row].head if row in seen else ''}" for row, title in enumerate(titles.to_pylist())]
    told = foreign.foreign(pa.array(heads, pa.string()), by)
    injected = [_injected(seen[row], by) if row in seen else 0 for row in range(len(texts))]
    # a page that leads away by its head or a frame alone: nothing of its text is foreign
    whole = [
        (foreign.Tampering(), texts[row].as_py() or "", seen.get(row)) if told[row] or injected[row] else None for row in range(len(texts))
    ]
    rows = [one or other for one, other in zip(rows, whole, strict=True)]
    return {
        "foreign_chars": pa.array([sum(b - a for a, b in r[0].spans) if r else 0 for r in rows], pa.int64()),
        "foreign": pa.array([[at for span in r[0].spans for at in span] if r else None for r in rows], pa.list_(pa.int32())),
        "foreign_kinds": pa.array([" ".join(r[0].kinds) or None if r else None for r in rows], pa.string()),
        "clean_text": pa.array([foreign.without(r[1], r[0].spans) if r else None for r in rows], pa.string()),
        "hidden": pa.array([_overlap(r[0].spans, r[2]) if r and r[2] else 0 for r in rows], pa.int64()),
        "head_kinds": pa.array([" ".join(t.kinds) if t else None for t in told], pa.string()),
        "injected": pa.array(injected, pa.int64()),
    }


def _overlap(spans: tuple[foreign.Span, ...], page: pages.Read) -> int:
    return sum(max(0, min(b, u.end) - max(a, u.start)) for a, b in spans for u in page.unseen)


def _injected(page: pages.Read, by: foreign.Instrument) -> int:
    return page.packed + sum(foreign.leads_away(place, by) for place in page.frames)
