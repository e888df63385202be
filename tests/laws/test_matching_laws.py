"""Letters that are not weighed, because they cannot come among the likeliest, change no answer."""

from dataclasses import astuple

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zouxin.functions import exchange, matching, reply_days
from zouxin.functions.folding import fold

#: words of a town: few, so that most letters share some with every reply, and each reply more with its own
WORDS = [a + b for a in "路桥灯水电气车站楼道树井" for b in "坏停修漏断堵晚吵脏乱新旧高低"]
FIRST = 20_000  # days since 1970


def written(count, rng, like=None):
    """Texts of a few words; `like`, the texts that each keeps most words of."""
    rows = []
    for row in range(count):
        kept = [word for word in (like[row] if like else []) if rng.random() < 0.6]
        rows.append(kept + [WORDS[k] for k in rng.integers(0, len(WORDS), rng.integers(1, 12))])
    return rows


def flat(rows, signed=None):
    signed = signed or [""] * len(rows)
    return fold(pa.array(["，".join(words) + sign for words, sign in zip(rows, signed, strict=True)], pa.large_string())).flat


def world(seed, count):
    """What match asks for: letters, each with a reply that is mostly about it, some of which changed places, some of which say the same."""
    rng = np.random.default_rng(seed)
    letters = written(count, rng)
    replies = written(count, rng, letters)
    received = FIRST + rng.integers(0, 400, count)
    signed = [_date(day + rng.integers(-3, 90)) if rng.random() < 0.5 else "" for day in received]
    own = np.arange(count)
    strayed = rng.integers(0, count, 4)
    own[strayed] = np.roll(strayed, 1)
    own[rng.random(count) < 0.1] = -1
    twin = np.where(rng.random(count) < 0.1, rng.integers(0, count, count), np.arange(count))
    received = np.where(rng.random(count) < 0.1, reply_days.NONE, received)
    held = matching.hold(flat(replies, signed), flat(letters))
    return held, own, twin, np.arange(count), {"unit": rng.integers(0, 3, count).astype(np.uint64), "received": received}


def _date(day):
    year, month, day = str(np.datetime64(int(day), "D")).split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def answers(given, floors=None):
    """What match says; with `floors`, every letter is weighed and the floors that were not heeded are put there."""
    held, own, twin, same, known = given
    if floors is None:
        return matching.match(held, own, twin, same, **known)
    floor, seek = exchange._floor, exchange.seek

    def heeded(least):
        floors.append(floor(least))
        return 0.0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "_floor", heeded)
        patch.setattr(matching, "seek", seek.py_func)  # the same arithmetic: all it adds and weighs is compiled still
        return matching.match(held, own, twin, same, **known)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 60))
def test_letters_left_unweighed_change_no_answer(seed, count):
    given = world(seed, count)
    for pruned, whole in zip(astuple(answers(given)), astuple(answers(given, [])), strict=True):
        assert np.array_equal(pruned, whole)


def test_letters_are_left_unweighed():
    floors = []
    answers(world(1, 60), floors)
    assert np.any(np.array(floors) > 0)
