"""Posts of one province, chunk by chunk, with what is planted in them."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.nation.platforms import MOMENT, YEAR, Province
from bench.nation.text import coded, texts

CHUNK = 400_000
COMMON = 0.25  # posts that say what many say; the rest differ, so that 60 % or more of all texts do
SHARES = {"tampered": 0.0004, "advert": 0.0004, "leaks_privacy": 0.0002, "forged_date": 0.0004}
PLANTED = {"tampered": "foreign", "advert": "advert", "leaks_privacy": "private"}


def dated(of: Province, *, code: str, each: float, rng: np.random.Generator) -> Iterator[tuple[pa.Array, pa.Array, pa.Array]]:
    """Ids, platforms and days of the posts of a province, chunk by chunk: as many as `posts` has, without their texts."""
    for who, begin in _chunks(of, each, rng):
        yield _ids(code, begin, len(who)), of.platforms["平台编号"].combine_chunks().take(pa.array(who)), pa.array(_days(of, who, rng))


def _chunks(of: Province, each: float, rng: np.random.Generator) -> Iterator[tuple[np.ndarray, int]]:
    """The platform of each post, and the number of the first post, of each chunk."""
    count = np.maximum(rng.poisson(rng.gamma(1.2, each / 1.2, len(of.last))), 1)
    at = np.concatenate([[0], np.cumsum(count)])
    first = 0
    while first < len(count):
        last = max(first + 1, int(np.searchsorted(at, at[first] + CHUNK, "right")) - 1)
        yield np.repeat(np.arange(first, last), count[first:last]), int(at[first])
        first = last


def _days(of: Province, who: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    newest = np.concatenate([[True], who[1:] != who[:-1]])  # the first post of each platform here is its last in time
    ago = np.where(newest, of.last[who], rng.integers(of.last[who], YEAR + 1))
    return (np.datetime64(MOMENT) - ago.astype("timedelta64[D]")).astype("datetime64[D]")


def _ids(code: str, begin: int, count: int) -> pa.Array:
    numbers = pc.utf8_lpad(pa.array(np.arange(begin, begin + count)).cast(pa.string()), 9, "0")
    return pc.binary_join_element_wise("P", code, numbers, "")


def posts(of: Province, *, code: str, each: float, rng: np.random.Generator, seed: int) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Tables of posts and their truth (post_id, story; only rows that are planted). `each`: mean posts a platform and year."""
    for who, begin in _chunks(of, each, rng):
        yield _chunk(of, who, begin, code, rng, seed)


def _chunk(of: Province, who: np.ndarray, begin: int, code: str, rng: np.random.Generator, seed: int) -> tuple[pa.Table, pa.Table]:
    n = len(who)
    day = _days(of, who, rng)
    days = pa.array(day)
    names = of.names.take(pa.array(who))
    common = rng.random(n) < COMMON
    text = texts(names, pc.strftime(days, format="%m月%d日"), rng, seed=seed, common=common)
    story = rng.choice(len(SHARES) + 1, n, p=[1 - sum(SHARES.values()), *SHARES.values()])
    text = _planted(text, story, rng)
    issued = pc.if_else(pa.array(story == 1 + list(SHARES).index("forged_date")), pa.array((day + 5).astype("datetime64[D]")), None)
    ids = _ids(code, begin, n)
    table = pa.table({"文章编号": ids, "平台编号": of.platforms["平台编号"].combine_chunks().take(pa.array(who)), "发布时间": days.cast(pa.string()),
                      "成文日期": issued.cast(pa.string()), "正文": text})  # fmt: skip
    told = pa.array(story > 0)
    names_of = pa.array(["", *SHARES])
    return table, pa.table({"post_id": ids.filter(told), "story": names_of.take(pa.array(story)).filter(told)})


def _planted(text: pa.Array, story: np.ndarray, rng: np.random.Generator) -> pa.Array:
    """Foreign paragraphs stand behind the text, adverts and private data in it."""
    for number, name in enumerate(SHARES, 1):
        rows = np.flatnonzero(story == number)
        if name not in PLANTED or not len(rows):
            continue
        tail = np.full(len(text), "", object)
        tail[rows] = coded(PLANTED[name], len(rows), rng).to_pylist()
        text = pc.binary_join_element_wise(text, pa.array(tail, pa.string()), "")
    return text
