"""One draft placed among the replies of a source as they stand: what functions.matching says of a reply, without placing the others again.

Frozen are how rare each pair of characters is, by which letters each is held, what every letter is answered by and how well, and where every
reply would sooner belong. The draft and, where the source does not hold it, its letter are weighed by these and placed by the kernels that placed the others:
its likeliest letters are sought among all; then it is settled in a small world of those letters, the replies under them, and itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from zouxin.functions import matching
from zouxin.functions.code_points import Flat
from zouxin.functions.exchange import POSTINGS, Alike, Claims, Days, Places, Postings, Side, own_fit, seek, settle
from zouxin.functions.hashing import mix, stretch_hashes
from zouxin.functions.matching import Learnt, Matches, Spread
from zouxin.functions.reply_days import NONE, dates

_NO = np.zeros(0, np.int32)


@dataclass(frozen=True, eq=False)
class Offices:
    """Replies by who has to answer: `homes` uint64, ascending, `begins`, and `rows` int64, replies of each that count once. `texts` uint64,
    ascending, what each office wrote, with the `row` that counts and how `often` it stands. `letters` uint64, ascending: offices letters are for."""

    homes: np.ndarray
    begins: np.ndarray
    rows: np.ndarray
    texts: np.ndarray
    row: np.ndarray
    often: np.ndarray
    letters: np.ndarray


@dataclass(frozen=True, eq=False)
class Frozen:
    """What a source's replies and letters teach. `hashes` uint64, ascending, of all pairs, `ids` int32 of each; `spread` by office and
    `in_texts` by texts alone; `text_weight`, `text_norm` of letters by the latter, in the places of `asked`; of replies `fit` to their letter by
    texts, `group` of nearly equal ones and how far its letters are `kin`, `exact` hashes; of letters, `twin` of nearly equal ones (rows of
    the first); `thin`, one pair in so many is held."""

    said: Side
    asked: Side
    days: Days
    places: Places
    postings: Postings
    alike: Alike
    claims: Claims
    top: np.ndarray
    values: np.ndarray
    spread: Spread
    in_texts: Spread
    text_weight: np.ndarray
    text_norm: np.ndarray
    hashes: np.ndarray
    ids: np.ndarray
    offices: Offices
    fit: np.ndarray
    kin: np.ndarray
    exact: np.ndarray
    members: np.ndarray
    groups: np.ndarray
    begins: np.ndarray
    thin: int

    @cached_property
    def _counted(self) -> Callable[[int], tuple[np.ndarray, np.ndarray]]:
        return lru_cache(maxsize=64)(self._count)

    def seen(self, home: int, ids: np.ndarray) -> np.ndarray:
        """How many replies of an office, counted once, hold each of some pairs, int64."""
        known, counts = self._counted(home)
        at = np.minimum(np.searchsorted(known, ids), max(len(known) - 1, 0))
        return np.where(known[at] == ids, counts[at], 0) if len(known) else np.zeros(len(ids), np.int64)

    def _count(self, home: int) -> tuple[np.ndarray, np.ndarray]:
        rows = self.offices.rows[self.offices.begins[home] : self.offices.begins[home + 1]]
        counts = np.bincount(_pick(self.said.ids, self.said.at, rows)[0])
        known = np.flatnonzero(counts)
        return known, counts[known]


@dataclass(frozen=True, eq=False)
class NewLetter:
    """A letter the source does not hold: its folded text (one), who has to answer it (hash, and the pairs of its name), when it came, and the `twins`,
    letters of the source that say nearly the same, one of each group, int64."""

    text: Flat
    unit: np.uint64
    name: Flat
    received: int
    twins: np.ndarray


def freeze(held: matching.Held, it: Learnt, unit: np.ndarray, exact: np.ndarray, twin: np.ndarray, near_same: np.ndarray) -> Frozen:
    """Keep what matching.learn knows of n replies and m letters. `unit` uint64 (m): who has to answer; `exact` uint64 (n): hash of each folded
    reply; `twin` and `near_same` int64, (m) and (n), of nearly equal letters and replies, as matching.takes_up has them."""
    own, at_home = it.places.own, np.append(unit, np.uint64(0))[it.places.own]
    _, theirs, in_texts = matching.by_texts(held, len(own), twin, near_same)
    taken = matching.takes_up(held, own, twin, near_same)
    weight = np.zeros(len(held.letters), np.float32)
    weight[held.in_text] = theirs.weight
    order = np.argsort(_by_hash(held))
    members = np.argsort(near_same, kind="stable")
    groups, begins = np.unique(near_same[members], return_index=True)
    return Frozen(
        said=it.said, asked=it.asked._replace(ids=_NO), days=it.days, places=it.places._replace(rarity=it.places.rarity[:0]), postings=_asked_of(it.postings), alike=it.alike, claims=it.claims, top=it.top,
        values=it.values, spread=_lookup(it.spread), in_texts=_lookup(in_texts), text_weight=weight, text_norm=theirs.norm,
        hashes=_by_hash(held)[order], ids=order.astype(np.int32), offices=_offices(at_home, exact, it.spread.once, unit),
        fit=np.round(taken.fit, 2), kin=np.round(taken.kin, 2), exact=exact, members=members, groups=groups, begins=np.append(begins, len(members)), thin=held.thin,
    )  # fmt: skip


def _by_hash(held: matching.Held) -> np.ndarray:
    """The hash of each id, uint64."""
    hashes = np.zeros(held.known, np.uint64)
    hashes[held.replies_id], hashes[held.letters_id] = held.replies, held.letters
    return hashes


def _lookup(spread: Spread) -> Spread:
    """Room at the end for the id of pairs never seen."""
    one = np.zeros(1, np.int32)
    unknown = -np.log(np.minimum(0.5 / (spread.replies + 1), 1.0)).astype(np.float32)
    return Spread(np.append(spread.in_replies.astype(np.int32), one), np.append(spread.in_letters.astype(np.int32), one), _NO, np.append(spread.rarity, unknown),
                  spread.replies, spread.letters, spread.of, _NO, spread.scale)  # fmt: skip


def _asked_of(postings: Postings) -> Postings:
    """Postings without those too common to find anybody, and a place for pairs never seen."""
    counts = np.diff(postings.begins)
    rare = counts <= POSTINGS
    kept = np.repeat(rare, counts)
    begins = np.concatenate([[0], np.cumsum(np.where(rare, counts, 0))])
    return Postings(postings.holder[kept], postings.weight[kept], np.append(begins, begins[-1]))


def _offices(at_home: np.ndarray, exact: np.ndarray, once: np.ndarray, unit: np.ndarray) -> Offices:
    rows = np.flatnonzero(once)
    rows = rows[np.argsort(at_home[rows], kind="stable")]
    homes, begins = np.unique(at_home[rows], return_index=True)
    texts, row, often = np.unique(mix(at_home, exact), return_index=True, return_counts=True)
    return Offices(homes, np.append(begins, len(rows)), rows, texts, row, often, np.unique(unit))


def place(it: Frozen, text: Flat, letter: "int | NewLetter", replaces: int = -1) -> tuple[Matches, float]:
    """Place a draft (`text`, folded, one) under a letter of the source (its row; -1 for none) or a new one; `replaces`: the reply whose place it takes.

    Gives what matching.match says of a reply, and how far it takes its letter up, 0 to 100, as matching.takes_up does; nan without one.
    """
    world = _World(it, text, letter, replaces)
    plain, mine = own_fit(world.said, world.letter, world.own_here, world.days_here) if world.answers else (np.zeros(1), np.zeros(1))
    top, values, here, most = seek(0, 1, world.said, it.asked, it.postings, world.places, world.alike, world.days, mine, plain)
    fit, best, which, back, odds = world.settled(top, values, here, plain)
    return Matches(fit * 100, best * 100, which, back * 100, it.places.many, odds, most >= matching.TELLING), world.takes_up()


class _World:
    """A draft and its letter, weighed, beside the source."""

    def __init__(self, it: Frozen, text: Flat, letter: "int | NewLetter", replaces: int) -> None:
        self.it, self.new = it, letter if isinstance(letter, NewLetter) else None
        self.home = len(it.asked.norm) if self.new else int(letter)  # type: ignore[arg-type]
        self.answers = self.home >= 0
        keys, _ = matching.pairs(text.points, text.starts, np.uint64(it.thin))
        self.ids = _named(it, keys)
        unit = self.new.unit if self.new else it.offices.letters[it.places.unit[self.home]] if self.answers else np.uint64(0)
        weight = self._by_office(_wrote(unit, stretch_hashes(text.points, text.starts)), unit, replaces)
        self.said = _one(keys, self.ids, weight)
        days, at, signed = dates(text.points, text.starts)
        self.named = days, at, signed
        self.places, self.alike = self._places(unit)
        self.days = Days(*self.named, it.days.received)
        self.letter, self.text_letter = self._letter() if self.answers else (self.said, self.said)
        self.own_here = np.zeros(1, np.int64)
        self.days_here = Days(*self.named, np.array([self._received], np.int64))

    @property
    def _received(self) -> int:
        return self.new.received if self.new else int(self.it.days.received[self.home]) if self.answers else NONE

    def _by_office(self, text: np.uint64, unit: np.uint64, replaces: int) -> np.ndarray:
        """Weight of the draft's pairs: rare among the other replies of its office. What says the same, or what it takes the place of, is no other."""
        it, usual = self.it, self.it.spread.usual(self.it.spread.in_replies[self.ids])
        if len(it.offices.homes) < 2:
            return it.spread.by_reply(usual, usual) * it.spread.scale
        home = _at(it.offices.homes, unit)
        if home < 0:
            return it.spread.by_reply(usual, matching.likely(usual, 0.0, 0)) * it.spread.scale
        seen, itself = it.seen(home, self.ids), self._itself(text, replaces, unit)
        for row in itself:
            seen = seen - np.isin(self.ids, it.said.ids[it.said.at[row] : it.said.at[row + 1]])
        others = max(int(it.offices.begins[home + 1] - it.offices.begins[home]) - len(itself), 0)
        return it.spread.by_reply(usual, matching.likely(usual, np.maximum(seen, 0), others)) * it.spread.scale

    def _itself(self, text: np.uint64, replaces: int, unit: np.uint64) -> set[int]:
        wrote, found = self.it.offices, set()
        if (at := _at(wrote.texts, text)) >= 0:
            found.add(int(wrote.row[at]))
        if replaces >= 0:
            at = _at(wrote.texts, _wrote(unit, self.it.exact[replaces : replaces + 1]))
            if at >= 0 and wrote.often[at] == 1:
                found.add(int(wrote.row[at]))
        return found

    def _places(self, unit: np.uint64) -> tuple[Places, Alike]:
        """Where the draft stands among the source's letters; a new letter stands behind them, one with those that say the same."""
        it, own = self.it, np.array([self.home], np.int64)
        if self.new is None:
            return it.places._replace(own=own, rarity=it.spread.rarity), it.alike
        office = _at(it.offices.letters, unit)
        size = it.places.size if office >= 0 else np.append(it.places.size, 1.0)
        group = len(it.alike.begins) - 1
        same = [it.alike.letters[it.alike.begins[g] : it.alike.begins[g + 1]] for g in it.places.twin[self.new.twins]]
        twin = np.append(it.places.twin, group)
        for letters in same:
            twin[letters] = group
        grown = Alike(np.concatenate([it.alike.letters, *same]), np.append(it.alike.begins, len(it.alike.letters) + sum(map(len, same))))
        return it.places._replace(own=own, twin=twin, unit=np.append(it.places.unit, office if office >= 0 else len(size) - 1), size=size, rarity=it.spread.rarity,
                                  answered=np.append(it.places.answered, 0.0), stands=np.append(it.places.stands, -1)), grown  # fmt: skip

    def _letter(self) -> tuple[Side, Side]:
        """The draft's letter alone: as an office's, and by its text."""
        it = self.it
        if self.new is None:
            alone = some(it.asked, [self.home])
            first, last = it.asked.at[self.home : self.home + 2]
            return alone, alone._replace(weight=it.text_weight[first:last], norm=it.text_norm[self.home : self.home + 1])
        return new_letter(it, self.new)

    def takes_up(self) -> float:
        """Fit to its letter by texts alone, 0 to 100; nan without a letter."""
        if not self.answers:
            return float("nan")
        usual = self.it.in_texts.usual(self.it.in_texts.in_replies[self.ids])
        side = _one(self.said.keys, self.ids, self.it.in_texts.by_reply(usual, usual) * self.it.in_texts.scale)
        nameless = Days(*self.named, np.full(1, NONE))
        return float(own_fit(side, self.text_letter, self.own_here, nameless)[0][0] * 100)

    def settled(self, top: np.ndarray, values: np.ndarray, here: np.ndarray, plain: np.ndarray) -> tuple[np.ndarray, ...]:
        """Fit, best, which, back and odds of the draft, in the small world of the letters it may belong to."""
        it, claimed = self.it, self._claimed()
        may = np.unique(np.concatenate([top[0][top[0] >= 0], claimed]))
        others = np.unique(it.places.stands[may][it.places.stands[may] >= 0])
        thirds = it.top[others]
        letters = np.unique(np.concatenate([may, thirds[thirds >= 0], [self.home] if self.answers else []]).astype(np.int64))
        names = _Names(letters)
        places = self._small(letters, others, names, may)
        old = letters[letters < len(it.asked.norm)]
        asked = some(it.asked, old)
        asked = both(asked, self.letter) if self.new else asked
        said = both(some(it.said, others), self.said)
        begins = np.zeros(len(letters) + 1, np.int64)
        if self.answers:
            begins[names(np.array([self.home]))[0] + 1 :] = len(claimed)
        n = len(others)
        done = settle(n, n + 1, said, asked, places, self._named_days(others, letters), names(np.concatenate([thirds, top])), np.concatenate([it.values[others], values]),
                      Claims(names(claimed), begins), np.append(np.zeros(n), here), np.append(np.zeros(n), plain))  # fmt: skip
        fit, best, which, back, odds = done
        return fit, best, np.append(letters, -1)[which], back, odds

    def _claimed(self) -> np.ndarray:
        """Letters whose replies may belong to the draft's, int64."""
        if self.new or not self.answers:
            return np.zeros(0, np.int64)
        return self.it.claims.claimant[self.it.claims.begins[self.home] : self.it.claims.begins[self.home + 1]]

    def _small(self, letters: np.ndarray, others: np.ndarray, names: "_Names", may: np.ndarray) -> Places:
        row = _Names(others)
        stands = np.where(np.isin(letters, may), row(self.places.stands[letters]), -1)
        own = np.append(names(self.it.places.own[others]), names(np.array([self.home])))
        return self.places._replace(
            own=own, twin=self.places.twin[letters], unit=self.places.unit[letters], answered=self.places.answered[letters], stands=stands
        )

    def _named_days(self, others: np.ndarray, letters: np.ndarray) -> Days:
        days, at = _pick(self.it.days.days, self.it.days.at, others)
        received = np.append(self.it.days.received, self._received) if self.new else self.it.days.received
        return Days(
            np.concatenate([days, self.named[0]]),
            np.append(at, at[-1] + len(self.named[0])),
            np.append(self.it.days.signed[others], self.named[2]),
            received[letters],
        )


class _Names:
    """Small numbers for some rows (ascending), -1 for what is none of them; order stays."""

    def __init__(self, rows: np.ndarray) -> None:
        self.rows = rows

    def __call__(self, some: np.ndarray) -> np.ndarray:
        at = np.searchsorted(self.rows, some)
        known = np.append(self.rows, -1)[at] == some
        return np.where(known & (some >= 0), at, -1)


def _at(values: np.ndarray, value: np.uint64) -> int:
    """Where a value stands among ascending ones, -1 where it does not."""
    at = int(np.searchsorted(values, value))
    return at if at < len(values) and values[at] == value else -1


def _wrote(unit: np.uint64, exact: np.ndarray) -> np.uint64:
    """A text of an office."""
    return np.uint64(mix(np.array([unit], np.uint64), exact)[0])


def _named(it: Frozen, keys: np.ndarray) -> np.ndarray:
    """The id of each pair, int32; that behind all for one never seen."""
    at = np.minimum(np.searchsorted(it.hashes, keys), max(len(it.hashes) - 1, 0))
    if not len(it.hashes):
        return np.zeros(len(keys), np.int32)
    return np.where(it.hashes[at] == keys, it.ids[at], len(it.hashes)).astype(np.int32)


def _one(keys: np.ndarray, ids: np.ndarray, weight: np.ndarray) -> Side:
    """One text as a side."""
    return matching.side(keys, ids, np.array([0, len(keys)], np.int64), weight)


def new_letter(it: Frozen, letter: NewLetter) -> tuple[Side, Side]:
    """A new letter alone: as an office's, its name beside it, and by its text."""
    keys, at = matching.pairs(letter.text.points, letter.text.starts, np.uint64(it.thin))
    names, names_at = matching.pairs(letter.name.points, letter.name.starts, np.uint64(it.thin))
    keys, _, in_text = matching.beside(keys, at, names, names_at, np.zeros(1, np.int64))
    ids = _named(it, keys)
    weight = it.spread.by_letter(it.spread.in_letters[ids]) * it.spread.scale
    by_text = np.where(in_text, it.in_texts.by_letter(it.in_texts.in_letters[ids]) * it.in_texts.scale, np.float32(0))
    return _one(keys, ids, weight), _one(keys, ids, by_text)


def _pick(values: np.ndarray, at: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The stretches of some rows laid end to end, and where each begins."""
    sizes = at[rows + 1] - at[rows]
    begins = np.concatenate([[0], np.cumsum(sizes)])
    where = np.repeat(at[rows] - begins[:-1], sizes) + np.arange(begins[-1])
    return values[where], begins


def some(side: Side, rows: "np.ndarray | list[int]") -> Side:
    """Some rows of a side."""
    rows = np.asarray(rows, np.int64)
    keys, at = _pick(side.keys, side.at, rows)
    ids = _pick(side.ids, side.at, rows)[0] if len(side.ids) else np.zeros(len(keys), np.int32)
    return Side(keys, ids, at, _pick(side.weight, side.at, rows)[0], side.norm[rows])


def both(one: Side, other: Side) -> Side:
    """The rows of one side, then those of another."""
    keys, ids = np.concatenate([one.keys, other.keys]), np.concatenate([one.ids, other.ids])
    return Side(
        keys,
        ids,
        np.append(one.at, one.at[-1] + other.at[1:]),
        np.concatenate([one.weight, other.weight]),
        np.concatenate([one.norm, other.norm]),
    )
