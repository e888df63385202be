"""How well each reply fits its own letter and the other letters of its source.

Words. A text is its distinct pairs of neighbouring characters; a run of Latin letters or digits counts as one
character. A pair weighs by how few letters and how few replies hold it (inverse document frequency, Spärck Jones 1972), the
replies of its own unit counting first (a unit's usual phrases, its name and its streets tell nothing within the unit);
fit is the weighted cosine with pivoted norms (Singhal et al. 1996), so that neither a three-word letter nor a three-word
reply fits anything well by accident.

Days. A reply dated before a letter came cannot answer it; one that names the day a letter came speaks of it.

Odds. Natural log-odds that reply and letter changed places: how much better another letter fits than the reply's own, less how
well that other letter is answered where it stands, less half the log of how many letters it was
picked from (half: letters of one unit are alike, so they are fewer chances than they seem). The
coefficients below are rounded from the three development sets (bench/quality/matching.py measures them).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit

from zouxin.functions.code_points import Flat
from zouxin.functions.hashing import mix
from zouxin.functions.numbering import holders, number

GRAM = 2
MOST = 24_000_000  # pairs held at once; above it a fixed fraction of all pairs, chosen by hash, stands for all
POSTINGS = 300  # a pair in more letters than this finds no candidates; it still counts for the reply's own letter
USUAL_LETTER, USUAL_REPLY = 0.1, 0.05  # share of letters, of replies, above which a pair names nothing
SHRINK = 2.0  # replies the source counts for beside those of the unit
PIVOT = 60.0  # norm of a text of about 150 characters: shorter ones count as if they were that long, lest they fit by accident
CHANCE = 0.02  # fit two texts about different matters easily have
STEP = 6.0  # log-odds a fit gains each time it grows e-fold above chance
BEFORE, SOON, LATE, NAMED = -4.0, 1.5, -2.0, 3.0  # log-odds of the days: see _by_days
SHORT, ROOMY = 2.0, 40.0  # log-odds lost each time the norm of the own letter is e-fold below a roomy one's
ABROAD = 3.0  # log-odds against a letter of another unit: replies mostly go astray within one office
NONE = np.iinfo(np.int64).min  # no day known
TELLING = 0.05  # fit to some letter below which a reply is too general to be matched


@dataclass(frozen=True, eq=False)
class Matches:
    """For each reply (n): `own` and `best` float64, fit (0 to 100) to its letter and to the other letter that it most likely
    belongs to; `best_letter` int64, that letter, -1 where none; `odds` float64, natural log-odds that it stands in the wrong place, -inf
    where there is no other letter; `telling` bool, it takes up enough of some letter to be matched at all;
    `letters`: how many it was compared with."""

    own: np.ndarray
    best: np.ndarray
    best_letter: np.ndarray
    letters: int
    odds: np.ndarray
    telling: np.ndarray


@dataclass(frozen=True, eq=False)
class _Side:
    """Distinct pairs of n texts: `keys` uint64, hashes ascending within a text; `ids` int32, a small number for each hash; `at` int64 (n + 1);
    `weight` float32 of each; `norm` float64 (n)."""

    keys: np.ndarray
    ids: np.ndarray
    at: np.ndarray
    weight: np.ndarray
    norm: np.ndarray


def match(
    replies: Flat,
    letters: Flat,
    own: np.ndarray,
    twin: np.ndarray,
    same_reply: np.ndarray,
    *,
    unit: np.ndarray | None = None,
    received: np.ndarray | None = None,
) -> Matches:
    """Match n replies with m letters of one source.

    `letters`: give title, name of the unit and text as one, so that a reply that names its own unit fits there.
    `own` int64 (n): index of each reply's letter, -1 where it is not known; `twin` int64 (m): letters that say the same share a number and are
    never "another letter" to each other; `same_reply` int64 (n): equal replies share a number and count once; `unit` uint64 (m): who has
    to answer each letter; `received` int64 (m): day it came, days since 1970, NONE where not known.
    """
    m = len(letters)
    unit = np.zeros(m, np.uint64) if unit is None else unit
    received = np.full(m, NONE) if received is None else received
    at_home = np.append(unit, np.uint64(0))[own]
    said, asked, held = _weigh(replies, letters, at_home, twin, same_reply)
    days, day_at, signed = _dates(replies.points, replies.starts)
    dates = (days, day_at, signed, received)
    plain, mine = _own(said.keys, said.at, said.weight, said.norm, asked.keys, asked.at, asked.weight, asked.norm, own, *dates)
    answered = np.zeros(m)
    np.maximum.at(answered, own[own >= 0], np.maximum(mine, 0.0)[own >= 0])
    begins = np.concatenate([[0], np.cumsum(held)])
    holder, place = holders(asked.ids, asked.at, begins)
    postings = (holder, asked.weight[place], begins)
    crowd = np.unique(unit, return_inverse=True, return_counts=True)
    scope = (own, twin, crowd[1].astype(np.int64), 0.5 * np.log(crowd[2].astype(np.float64)), answered)

    def seek(part: tuple[int, int]) -> tuple[np.ndarray, ...]:
        return _best(*part, said.ids, said.at, said.weight, said.norm, *postings, asked.norm, plain, mine, *scope, *dates)

    cut = len(replies) // 2
    with ThreadPoolExecutor(2) as pool:
        halves = list(pool.map(seek, [(0, cut), (cut, len(replies))]))
    fit, best, which, odds, most = (np.concatenate(pair) for pair in zip(*halves, strict=True))
    return Matches(fit * 100, best * 100, which, m, odds, most >= TELLING)


def takes_up(replies: Flat, letters: Flat, own: np.ndarray, twin: np.ndarray, same_reply: np.ndarray) -> np.ndarray:
    """Fit of each reply to its own letter by what is rare in the whole source, float64 (n), 0 to 100; nan without a letter.

    What every letter of one unit is about counts here, so that one right answer to what many ask is seen to fit. Arguments as
    for `match`; give nearly equal replies one number in `same_reply`, lest a reply's copies make its words look common, and
    leave the unit's name out of the letters, lest a signature count as fitting.
    """
    said, asked, _ = _weigh(replies, letters, np.zeros(len(replies), np.uint64), twin, same_reply)
    days, day_at, signed = _dates(replies.points, replies.starts)
    undated = np.full(len(letters), NONE)
    sides = (said.keys, said.at, said.weight, said.norm, asked.keys, asked.at, asked.weight, asked.norm)
    fit, _ = _own(*sides, own, days, day_at, signed, undated)
    return np.where(own >= 0, fit * 100, np.nan)


def _weigh(replies: Flat, letters: Flat, unit: np.ndarray, twin: np.ndarray, same_reply: np.ndarray) -> tuple[_Side, _Side, np.ndarray]:
    """Both sides with weights, and in how many letters each pair stands, int64 (pairs)."""
    thin = max(1, -(-(len(letters.points) + len(replies.points)) // MOST))
    a, a_at = _pairs(replies.points, replies.starts, np.uint64(thin))
    b, b_at = _pairs(letters.points, letters.starts, np.uint64(thin))
    known, ids = number(np.concatenate([a, b]))
    a_id, b_id = ids[: len(a)], ids[len(a) :]
    said, asked = _first(mix(unit, same_reply.astype(np.uint64))), _first(twin)
    in_replies = np.bincount(a_id[np.repeat(said, np.diff(a_at))], minlength=known)
    in_letters = np.bincount(b_id[np.repeat(asked, np.diff(b_at))], minlength=known)
    share = (in_letters + 0.5) / (asked.sum() + 1)
    weight = np.where((share <= max(USUAL_LETTER, 4 / max(len(letters), 1))), -np.log(np.minimum(share, 1.0)), 0.0).astype(np.float32)
    by_reply = _unit_weight(a_id, a_at, unit, said, (in_replies + 0.5) / (said.sum() + 1))
    scale = np.float32(np.sqrt(thin))
    ours, theirs = _side(a, a_id, a_at, by_reply * scale), _side(b, b_id, b_at, weight[b_id] * scale)
    return ours, theirs, np.bincount(b_id, minlength=known)


def _side(keys: np.ndarray, ids: np.ndarray, at: np.ndarray, weight: np.ndarray) -> _Side:
    sums = np.concatenate([[0.0], np.cumsum(weight.astype(np.float64) ** 2)])
    return _Side(keys, ids, at, weight, np.sqrt(sums[at[1:]] - sums[at[:-1]]))


def _unit_weight(ids: np.ndarray, at: np.ndarray, unit: np.ndarray, once: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Weight of each pair of each reply, float32: rare among its unit's other replies, with the source's share for support."""
    texts = np.repeat(np.arange(len(unit), dtype=np.int32), np.diff(at))
    _, crowd, counts = np.unique(unit, return_inverse=True, return_counts=True)
    size = np.bincount(crowd[once], minlength=len(counts))
    others = np.maximum(size[crowd] - 1, 0)
    seen = np.zeros(len(ids), np.float32)
    if (others > 0).any() and len(counts) > 1:
        known, key = number(mix(unit[texts], ids.astype(np.uint64)))
        seen = np.maximum(np.bincount(key[once[texts]], minlength=known)[key] - 1, 0)
    where = others[texts]
    usual = share[ids]
    likely = (seen + SHRINK * usual) / (where + SHRINK) if len(counts) > 1 else usual
    floor = max(USUAL_REPLY, 4 / max(int(once.sum()), 1))
    return np.where(usual <= floor, -np.log(np.minimum(likely, 1.0)), 0.0).astype(np.float32)


def _first(names: np.ndarray) -> np.ndarray:
    """Mask of the first of each name, so that equal texts count once."""
    mask = np.zeros(len(names), bool)
    mask[np.unique(names, return_index=True)[1]] = True
    return mask


@njit(cache=True, nogil=True)
def _pairs(points, starts, thin):
    """Distinct hashes of neighbouring signs of each text, one in `thin`, ascending, and where each text's begin."""
    out = np.empty(len(points), np.uint64)
    at = np.zeros(len(starts), np.int64)
    k = 0
    for row in range(len(starts) - 1):
        begin = k
        before, i = np.uint64(0), starts[row]
        while i < starts[row + 1]:
            sign = np.uint64(points[i])
            i += 1
            if sign < 128:
                while i < starts[row + 1] and points[i] < 128:
                    sign = sign * np.uint64(131) + np.uint64(points[i])
                    i += 1
            value = (before * np.uint64(0x9E3779B97F4A7C15) + sign) * np.uint64(0xBF58476D1CE4E5B9)
            value ^= value >> np.uint64(31)
            if before != 0 and (value >> np.uint64(20)) % thin == 0:
                out[k] = value
                k += 1
            before = sign
        grams = np.sort(out[begin:k])
        k = begin
        for j in range(len(grams)):
            if j == 0 or grams[j] != grams[j - 1]:
                out[k] = grams[j]
                k += 1
        at[row + 1] = k
    return out[:k].copy(), at


@njit(cache=True, nogil=True)
def _number(points, i, end, most):
    """Number of at most `most` digits that begins at i, and where it ends; -1 where there is none."""
    value, k = 0, i
    while k < end and k - i < most and 48 <= points[k] <= 57:
        value = value * 10 + points[k] - 48
        k += 1
    return (value if k > i else -1), k


@njit(cache=True, nogil=True)
def _day(year, month, day):
    """Days since 1970 of a civil date (Hinnant, days_from_civil)."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@njit(cache=True, nogil=True)
def _dates(points, starts):
    """Days of every 年月日 of each text (int64, with where each text's begin) and the day it is signed, NONE without."""
    n = len(starts) - 1
    days = np.empty(len(points) // 7 + 1, np.int64)
    at, signed = np.zeros(n + 1, np.int64), np.full(n, NONE)
    k = 0
    for row in range(n):
        end = starts[row + 1]
        for i in range(starts[row] + 4, end):
            if points[i] != 0x5E74:
                continue
            year, four = _number(points, i - 4, i, 4)
            month, j = _number(points, i + 1, end, 2)
            if four != i or year < 1990 or year > 2100 or month < 1 or month > 12 or j >= end or points[j] != 0x6708:
                continue
            day, j = _number(points, j + 1, end, 2)
            if 1 <= day <= 31:
                days[k] = _day(year, month, day)
                if j >= end - 2:
                    signed[row] = days[k]
                k += 1
        at[row + 1] = k
    return days[:k].copy(), at, signed


@njit(cache=True, nogil=True)
def _by_days(row, letter, days, day_at, signed, received):
    """Log-odds of a reply's days against the day a letter came."""
    came = received[letter]
    if came == NONE:
        return 0.0
    odds = 0.0
    if signed[row] != NONE:
        gap = signed[row] - came
        odds = BEFORE if gap < 0 else SOON if gap <= 60 else 0.0 if gap <= 366 else LATE
    for i in range(day_at[row], day_at[row + 1]):
        if days[i] == came and days[i] != signed[row]:
            return odds + NAMED
    return odds


@njit(cache=True, nogil=True)
def _fit(shared, one, other):
    return shared / np.sqrt((one * one + PIVOT * PIVOT) * (other * other + PIVOT * PIVOT))


@njit(cache=True, nogil=True)
def _own(keys, at, weight, norm, b_keys, b_at, b_weight, b_norm, own, days, day_at, signed, received):
    """Fit of each reply to its own letter, and the log-odds of words and days that it belongs there."""
    n = len(at) - 1
    fit, odds = np.zeros(n), np.zeros(n)
    for row in range(n):
        letter = own[row]
        if letter < 0:
            continue
        i, j, shared = at[row], b_at[letter], 0.0
        while i < at[row + 1] and j < b_at[letter + 1]:
            if keys[i] == b_keys[j]:
                shared += weight[i] * b_weight[j]
                i += 1
                j += 1
            elif keys[i] < b_keys[j]:
                i += 1
            else:
                j += 1
        fit[row] = _fit(shared, norm[row], b_norm[letter])
        odds[row] = STEP * np.log1p(fit[row] / CHANCE) + _by_days(row, letter, days, day_at, signed, received)
    return fit, odds


@njit(cache=True, nogil=True)
def _gather(row, ids, at, weight, holder, b_weight, begins, score, touched):
    """Weights shared with every letter that holds one of a reply's rarer pairs; how many letters that is."""
    count = 0
    for i in range(at[row], at[row + 1]):
        gram = ids[i]
        if weight[i] <= 0.0 or begins[gram + 1] - begins[gram] > POSTINGS:
            continue
        for j in range(begins[gram], begins[gram + 1]):
            if b_weight[j] > 0.0:
                letter = holder[j]
                if score[letter] == 0.0:
                    touched[count] = letter
                    count += 1
                score[letter] += weight[i] * b_weight[j]
    return count


@njit(cache=True, nogil=True)
def _best(
    first, last, ids, at, weight, norm, holder, b_weight, begins, b_norm, plain, mine, own, twin, unit, crowd, answered,
    days, day_at, signed, received,
):  # fmt: skip
    """Of the replies first … last: fit to its own letter, to the best other, which, the odds, and the most it fits any letter."""
    n, m = last - first, len(b_norm)
    fit, best, which = plain[first:last].copy(), np.zeros(n), np.full(n, -1, np.int64)
    odds, most = np.full(n, -np.inf), plain[first:last].copy()
    score, touched = np.zeros(m), np.empty(m, np.int64)
    for row in range(first, last):
        k, here, home = row - first, mine[row], own[row]
        count = _gather(row, ids, at, weight, holder, b_weight, begins, score, touched)
        for i in range(count):
            letter = touched[i]
            close = _fit(score[letter], norm[row], b_norm[letter])
            score[letter] = 0.0
            most[k] = max(most[k], close)
            value = STEP * np.log1p(close / CHANCE) + _by_days(row, letter, days, day_at, signed, received)
            if home >= 0 and twin[letter] == twin[home]:
                here, fit[k] = max(here, value), max(fit[k], close)
                continue
            near = home >= 0 and unit[letter] == unit[home]
            value -= answered[letter] + (crowd[unit[letter]] if near else 0.5 * np.log(m) + ABROAD)
            if value > odds[k] or (value == odds[k] and letter < which[k]):
                odds[k], best[k], which[k] = value, close, letter
        odds[k] -= here
        if home >= 0:  # a letter of a few words fits little: what it does not share says little
            odds[k] += SHORT * min(0.5, np.log((b_norm[home] + 1.0) / ROOMY))
    return fit, best, which, odds, most
