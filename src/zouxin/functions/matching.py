"""How well each reply fits its own letter and the other letters of its source.

Words. A text is its distinct pairs of neighbouring characters; a run of Latin letters or digits counts as one
character. A pair weighs by how few letters and how few replies hold it (inverse document frequency, Spärck Jones 1972), the
replies of its own unit counting first (a unit's usual phrases, its name and its streets tell nothing within the unit);
fit is the weighted cosine with pivoted norms (Singhal et al. 1996), so that neither a three-word letter nor a three-word
reply fits anything well by accident.

Odds. Natural log-odds that reply and letter changed places, by words and days; functions.exchange says how they are worked out.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from zouxin.functions.code_points import Flat
from zouxin.functions.exchange import Alike, Claims, Days, Places, Postings, Side, own_fit, seek, settle
from zouxin.functions.hashing import mix
from zouxin.functions.kin import kin
from zouxin.functions.numbering import holders, number
from zouxin.functions.reply_days import NONE, dates

GRAM = 2
MOST = 24_000_000  # pairs held at once; above it a fixed fraction of all pairs, chosen by hash, stands for all
USUAL_LETTER, USUAL_REPLY = 0.1, 0.05  # share of letters, of replies, above which a pair names nothing
SHRINK = 2.0  # replies the source counts for beside those of the unit
TELLING = 0.05  # fit to some letter below which a reply is too general to be matched


@dataclass(frozen=True, eq=False)
class Matches:
    """For each reply (n): `own` and `best` float64, fit (0 to 100) to its letter and to the other letter that it most likely
    belongs to; `best_letter` int64, that letter, -1 where none; `back` float64, fit to its own letter of the reply that stands under that other
    one, 0 where none does; `odds` float64, natural log-odds that it stands in the wrong place, -inf where there is no other letter;
    `telling` bool, it takes up enough of some letter to be matched at all; `letters`: how many it was compared with."""

    own: np.ndarray
    best: np.ndarray
    best_letter: np.ndarray
    back: np.ndarray
    letters: int
    odds: np.ndarray
    telling: np.ndarray


@dataclass(frozen=True, eq=False)
class Held:
    """Distinct pairs of n replies and m letters, as hashes: `replies` and `letters` uint64, ascending within a text, `replies_at` and
    `letters_at` int64 (n + 1, m + 1) where each text's begin, `replies_id` and `letters_id` int32, a small number for each of `known` hashes;
    `in_text` bool, whether a letter's pair stands in its text, not in the unit's name only; `days`, those that replies name and are signed with
    (functions.reply_days.dates); one pair in `thin` is held."""

    replies: np.ndarray
    replies_at: np.ndarray
    replies_id: np.ndarray
    letters: np.ndarray
    letters_at: np.ndarray
    letters_id: np.ndarray
    in_text: np.ndarray
    known: int
    days: tuple[np.ndarray, np.ndarray, np.ndarray]
    thin: int


def hold(replies: Flat, letters: Flat, names: Flat | None = None, named: np.ndarray | None = None) -> Held:
    """Read n replies and m letters once for all that is asked of them; their texts are not needed again.

    `names`: names of units; `named` int64 (m): which of them has to answer each letter, -1 where it is not known.
    """
    thin = max(1, -(-(len(letters.points) + len(replies.points)) // MOST))
    said, said_at = pairs(replies.points, replies.starts, np.uint64(thin))
    asked, asked_at = pairs(letters.points, letters.starts, np.uint64(thin))
    in_text = np.ones(len(asked), bool)
    if names is not None and named is not None:
        name_pairs, name_at = pairs(names.points, names.starts, np.uint64(thin))
        asked, asked_at, in_text = beside(asked, asked_at, name_pairs, name_at, named)
    known, ids = number(np.concatenate([said, asked]))
    return Held(
        said, said_at, ids[: len(said)], asked, asked_at, ids[len(said) :], in_text, known, dates(replies.points, replies.starts), thin
    )


@dataclass(frozen=True, eq=False)
class Learnt:
    """What is known of a source once its replies are placed: both sides with weights and how their words are `spread`, and what functions.exchange
    asks; `top` and `values` are the likeliest other letters of each reply, `here` how likely it belongs where it stands, `plain` its fit there,
    `most` its best fit anywhere."""

    said: Side
    asked: Side
    spread: "Spread"
    days: Days
    places: Places
    postings: Postings
    alike: Alike
    claims: Claims
    top: np.ndarray
    values: np.ndarray
    here: np.ndarray
    plain: np.ndarray
    most: np.ndarray


def match(
    held: Held,
    own: np.ndarray,
    twin: np.ndarray,
    same_reply: np.ndarray,
    *,
    unit: np.ndarray | None = None,
    received: np.ndarray | None = None,
    first: tuple[int, int] | None = None,
) -> Matches:
    """Match n replies with m letters of one source.

    A letter's unit counts with its text, so that a reply that names its own unit fits there.
    `own` int64 (n): index of each reply's letter, -1 where it is not known; `twin` int64 (m): letters that say the same share a number and are
    never "another letter" to each other; `same_reply` int64 (n): equal replies share a number and count once; `unit` uint64 (m): who has
    to answer each letter; `received` int64 (m): day it came, days since 1970, NONE where not known. `first`: how many replies and letters are the
    source's, the others being drafts and theirs: only the source's teach what is rare, are letters to belong to, and claim any.
    """
    it = learn(held, own, twin, same_reply, unit=unit, received=received, first=first)
    fit, best, which, back, odds = _halves(
        len(own),
        lambda start, end: settle(start, end, it.said, it.asked, it.places, it.days, it.top, it.values, it.claims, it.here, it.plain),
    )
    return Matches(fit * 100, best * 100, which, back * 100, it.places.many, odds, it.most >= TELLING)


def learn(
    held: Held,
    own: np.ndarray,
    twin: np.ndarray,
    same_reply: np.ndarray,
    *,
    unit: np.ndarray | None = None,
    received: np.ndarray | None = None,
    first: tuple[int, int] | None = None,
) -> Learnt:
    """What `match` knows before it settles any reply; arguments are the same."""
    n, m = first or (len(own), len(twin))
    unit = np.zeros(len(twin), np.uint64) if unit is None else unit
    at_home = np.append(unit, np.uint64(0))[own]
    said, asked, spread = _weigh(held, at_home, twin, same_reply, (n, m))
    days = Days(*held.days, np.full(len(twin), NONE) if received is None else received)
    plain, mine = own_fit(said, asked, own, days)
    office = np.unique(unit, return_inverse=True)[1].astype(np.int64)
    size = np.maximum(np.bincount(office[:m], minlength=int(office.max(initial=0)) + 1), 1).astype(np.float64)
    answered, stands = _standing(own[:n], mine[:n], len(twin))
    group = np.unique(twin, return_inverse=True)[1].astype(np.int64)
    places = Places(own, group, office, size, answered, stands, spread.rarity, m)
    begins = np.concatenate([[0], np.cumsum(spread.holding)])
    holder, place = holders(asked.ids[: asked.at[m]], asked.at[: m + 1], begins)
    postings, alike = Postings(holder, asked.weight[place], begins), _alike(group)
    top, values, here, most = _halves(
        len(own), lambda start, end: seek(start, end, said, asked, postings, places, alike, days, mine, plain)
    )
    return Learnt(said, asked, spread, days, places, postings, alike, _claims(top[:n], own[:n], len(twin)), top, values, here, plain, most)


def _halves(n: int, work: Callable[[int, int], tuple[np.ndarray, ...]]) -> tuple[np.ndarray, ...]:
    """Work on the first and the second half of the rows at the same time."""
    with ThreadPoolExecutor(2) as pool:
        halves = list(pool.map(work, (0, n // 2), (n // 2, n)))
    return tuple(np.concatenate(pair) for pair in zip(*halves, strict=True))


def _alike(twin: np.ndarray) -> Alike:
    """Letters by their twin group; `twin` int64 (m), numbers from nought on."""
    return Alike(np.argsort(twin, kind="stable"), np.concatenate([[0], np.cumsum(np.bincount(twin))]))


def _standing(own: np.ndarray, mine: np.ndarray, m: int) -> tuple[np.ndarray, np.ndarray]:
    """Of each letter, how well the reply that fits it best of those under it does (0 where none does), and which that is (-1)."""
    order = np.lexsort((np.arange(len(own))[::-1], mine))  # ties: the first reply is written last, and stays
    order = order[own[order] >= 0]
    answered, stands = np.zeros(m), np.full(m, -1, np.int64)
    answered[own[order]] = np.maximum(mine[order], 0.0)
    stands[own[order]] = order
    return answered, stands


def _claims(top: np.ndarray, own: np.ndarray, m: int) -> Claims:
    """Of each letter, the letters whose replies claim it."""
    row, column = np.nonzero((top >= 0) & (own >= 0)[:, None])
    claimed = top[row, column]
    order = np.argsort(claimed, kind="stable")
    return Claims(own[row][order], np.concatenate([[0], np.cumsum(np.bincount(claimed, minlength=m))]))


@dataclass(frozen=True, eq=False)
class TakenUp:
    """For each reply (n), float64, 0 to 100: `fit` to its own letter, nan without one; `kin`, how far the letters that nearly the same
    reply stands under are about one matter (functions.kin), nan where there is but one."""

    fit: np.ndarray
    kin: np.ndarray


def takes_up(held: Held, own: np.ndarray, twin: np.ndarray, same_reply: np.ndarray, *, first: tuple[int, int] | None = None) -> TakenUp:
    """Fit of each reply to its own letter by what is rare in the whole source, and of the letters under equal replies to each other.

    What every letter of one unit is about counts here, so that one right answer to what many ask is seen to fit. A unit's name does not count,
    lest a signature count as fitting. Arguments as for `match`; give nearly equal replies one number in `same_reply`, lest a reply's copies make
    its words look common.
    """
    said, asked, _ = by_texts(held, len(own), twin, same_reply, first)
    fit, _ = own_fit(said, asked, own, Days(*held.days, np.full(len(twin), NONE)))
    return TakenUp(np.where(own >= 0, fit * 100, np.nan), kin(asked, own, twin, same_reply))


def _texts_only(held: Held) -> Held:
    """What is held less the names of units."""
    if held.in_text.all():
        return held
    before = np.concatenate([[0], np.cumsum(held.in_text)])
    kept = {"letters": held.letters[held.in_text], "letters_id": held.letters_id[held.in_text], "letters_at": before[held.letters_at]}
    return replace(held, **kept, in_text=np.ones(int(before[-1]), bool))


def by_texts(
    held: Held, replies: int, twin: np.ndarray, same_reply: np.ndarray, first: tuple[int, int] | None = None
) -> "tuple[Side, Side, Spread]":
    """Both sides weighed by what is rare in the texts of the whole source, whoever answers."""
    return _weigh(_texts_only(held), np.zeros(replies, np.uint64), twin, same_reply, first or (replies, len(twin)))


@dataclass(frozen=True, eq=False)
class Spread:
    """In how many texts each pair stands: `in_replies` and `in_letters` of those that count once, `holding` of all letters, int64; `rarity` in
    replies, float32; how many `replies` and `letters` count once, and of how many `of` in all; `once` bool, which replies do; `scale` of weights."""

    in_replies: np.ndarray
    in_letters: np.ndarray
    holding: np.ndarray
    rarity: np.ndarray
    replies: int
    letters: int
    of: int
    once: np.ndarray
    scale: np.float32

    def usual(self, seen: np.ndarray) -> np.ndarray:
        """Share of replies that hold a pair `seen` so often."""
        return (seen + 0.5) / (self.replies + 1)

    def by_letter(self, seen: np.ndarray) -> np.ndarray:
        """Weight in a letter of pairs `seen` in so many, float32."""
        share = (seen + 0.5) / (self.letters + 1)
        return np.where((share <= max(USUAL_LETTER, 4 / max(self.of, 1))), -np.log(np.minimum(share, 1.0)), 0.0).astype(np.float32)

    def by_reply(self, usual: np.ndarray, likely: np.ndarray) -> np.ndarray:
        """Weight of pairs in a reply, float32, which so large a share holds of all replies (`usual`) and of those like it (`likely`)."""
        floor = max(USUAL_REPLY, 4 / max(self.replies, 1))
        return np.where(usual <= floor, -np.log(np.minimum(likely, 1.0)), 0.0).astype(np.float32)


def _weigh(held: Held, unit: np.ndarray, twin: np.ndarray, same_reply: np.ndarray, first: tuple[int, int]) -> tuple[Side, Side, Spread]:
    """Both sides with weights, by how the first so many replies and letters spread their words."""
    a_id, a_at, b_id, b_at = held.replies_id, held.replies_at, held.letters_id, held.letters_at
    names = mix(unit, same_reply.astype(np.uint64))
    said, asked = _first(names, first[0]), _first(twin, first[1])
    in_replies = np.bincount(a_id[np.repeat(said, np.diff(a_at))], minlength=held.known)
    in_letters = np.bincount(b_id[np.repeat(asked, np.diff(b_at))], minlength=held.known)
    rarity = -np.log(np.minimum((in_replies + 0.5) / (said.sum() + 1), 1.0)).astype(np.float32)
    holding = np.bincount(b_id[: b_at[first[1]]], minlength=held.known)
    spread = Spread(
        in_replies, in_letters, holding, rarity, int(said.sum()), int(asked.sum()), first[1], said, np.float32(np.sqrt(held.thin))
    )
    by_reply = _unit_weight(a_id, a_at, unit, np.isin(names, names[: first[0]]), first[0], spread)
    ours, theirs = (
        side(held.replies, a_id, a_at, by_reply * spread.scale),
        side(held.letters, b_id, b_at, spread.by_letter(in_letters)[b_id] * spread.scale),
    )
    return ours, theirs, spread


def side(keys: np.ndarray, ids: np.ndarray, at: np.ndarray, weight: np.ndarray) -> Side:
    sums = np.concatenate([[0.0], np.cumsum(weight.astype(np.float64) ** 2)])
    return Side(keys, ids, at, weight, np.sqrt(sums[at[1:]] - sums[at[:-1]]))


def _unit_weight(ids: np.ndarray, at: np.ndarray, unit: np.ndarray, itself: np.ndarray, first: int, spread: Spread) -> np.ndarray:
    """Weight of each pair of each reply, float32: rare among its unit's other replies (it is no other where it is counted `itself`), with the
    source's share for support."""
    texts, usual = np.repeat(np.arange(len(unit), dtype=np.int32), np.diff(at)), spread.usual(spread.in_replies)[ids]
    _, crowd = np.unique(unit, return_inverse=True)
    if len(np.unique(unit[:first])) < 2:
        return spread.by_reply(usual, usual)
    others = np.maximum(np.bincount(crowd[spread.once], minlength=int(crowd.max(initial=0)) + 1)[crowd] - itself, 0)
    seen = np.zeros(len(ids), np.float32)
    if (others > 0).any():
        known, key = number(mix(unit[texts], ids.astype(np.uint64)))
        seen = np.maximum(np.bincount(key[spread.once[texts]], minlength=known)[key] - itself[texts], 0)
    return spread.by_reply(usual, likely(usual, seen, others[texts]))


def likely(usual: np.ndarray, seen: np.ndarray | float, others: np.ndarray | int) -> np.ndarray:
    """How likely a pair is in a reply of a unit where so many of the `others` were `seen` to hold it."""
    return (seen + SHRINK * usual) / (others + SHRINK)


def _first(names: np.ndarray, count: int) -> np.ndarray:
    """Mask of the first of each name, so that equal texts count once; those beyond the first `count` do not."""
    mask = np.zeros(len(names), bool)
    mask[np.unique(names[:count], return_index=True)[1]] = True
    return mask


@njit(cache=True, nogil=True)
def pairs(points, starts, thin):
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
def beside(keys, at, names, names_at, named):
    """Pairs of each text and of the name beside it, distinct and ascending; where each begin, and which stand in the text."""
    most = len(keys)
    for row in range(len(named)):
        if named[row] >= 0:
            most += names_at[named[row] + 1] - names_at[named[row]]
    out, out_at, in_text, k = np.empty(most, np.uint64), np.zeros(len(at), np.int64), np.empty(most, np.bool_), 0
    for row in range(len(named)):
        i, end = at[row], at[row + 1]
        j, last = (names_at[named[row]], names_at[named[row] + 1]) if named[row] >= 0 else (0, 0)
        while i < end or j < last:
            out[k] = keys[i] if j >= last or (i < end and keys[i] <= names[j]) else names[j]
            in_text[k] = i < end and keys[i] == out[k]
            i += i < end and keys[i] == out[k]
            j += j < last and names[j] == out[k]
            k += 1
        out_at[row + 1] = k
    return out[:k], out_at, in_text[:k]
