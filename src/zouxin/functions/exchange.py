"""Natural log-odds that two replies changed places, by words and days; the arithmetic behind functions.matching.

One way. Another letter explains the reply better than its own does, and is itself not well answered by the reply under it.
And back. The reply under that other letter fits this one: both halves of an exchange speak for each other, so that a reply
which says nothing particular is found by its partner's words. Less the log of how many letters the other was picked from, times
CROWD (letters of one unit are alike, so they are fewer chances than they seem).

Nobody is accused where it would make no difference: letters that say the same are one letter, and two replies that say the same
may stand in each other's place.

Every reply keeps its few likeliest letters; a second pass asks those and the letters whose replies claim its own letter.
Numbers are rounded; they were chosen on one half of the rows of three public sets and measured on the other (bench/quality/matching.py).
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from zouxin.functions.reply_days import by_days, most_by_days

POSTINGS = 300  # a pair in more letters than this finds no candidates; it still counts once a candidate is found
KEPT = 5  # likeliest letters a reply keeps for the second pass
PIVOT = 60.0  # norm of a text of about 150 characters: shorter ones count as if they were that long, lest they fit by accident
CHANCE = 0.02  # fit two texts about different matters easily have
STEP = 6.0  # log-odds a fit gains each time it grows e-fold above chance …
FULL = 10.0  # … up to this: a reply that quotes a like letter word for word belongs there no more surely than one that fits well
BACK = 1.0  # log-odds the other reply's fit must pass before it counts: some letter near by fits it by chance
SHORT, ROOMY = 2.0, 40.0  # log-odds lost each time the norm of the own letter is e-fold below a roomy one's
CROWD = 0.35  # log-odds against a letter each time its unit has e times as many
ABROAD = 3.0  # log-odds against a letter of another unit where the own unit has more: replies mostly go astray within one office
SLACK = 1e-9  # more than any rounding of a fit, relative
SAME = 0.5  # share of rare wording from which two replies say the same


class Side(NamedTuple):
    """Distinct pairs of n texts: `keys` uint64, hashes ascending within a text; `ids` int32, a small number for each hash; `at` int64 (n + 1);
    `weight` float32 of each; `norm` float64 (n)."""

    keys: np.ndarray
    ids: np.ndarray
    at: np.ndarray
    weight: np.ndarray
    norm: np.ndarray


class Days(NamedTuple):
    """int64: `days` a reply names, `at` where each reply's begin (n + 1), day it is `signed` (n), day each letter was `received` (m)."""

    days: np.ndarray
    at: np.ndarray
    signed: np.ndarray
    received: np.ndarray


class Postings(NamedTuple):
    """Letters that hold each pair: `holder` int32 and `weight` float32, `begins` int64 (pairs + 1)."""

    holder: np.ndarray
    weight: np.ndarray
    begins: np.ndarray


class Alike(NamedTuple):
    """Letters by what they say: `letters` int64, and where those of each twin group begin, int64 (groups + 1)."""

    letters: np.ndarray
    begins: np.ndarray


class Claims(NamedTuple):
    """`claimant` int64, letters whose replies may belong to another one; `begins` int64 (m + 1) of each such other letter's."""

    claimant: np.ndarray
    begins: np.ndarray


class Places(NamedTuple):
    """`own` letter of each reply, int64; of each letter its `twin` group and `unit`, int64, how well it is `answered` where it stands,
    float64, and by which reply it `stands`, int64, -1 where none; `size` float64, letters of each unit; `rarity` float32, of each pair in replies;
    `many`, how many letters another one is picked from."""

    own: np.ndarray
    twin: np.ndarray
    unit: np.ndarray
    size: np.ndarray
    answered: np.ndarray
    stands: np.ndarray
    rarity: np.ndarray
    many: int


@njit(cache=True, nogil=True)
def _fit(shared, one, other):
    return shared / np.sqrt((one * one + PIVOT * PIVOT) * (other * other + PIVOT * PIVOT))


@njit(cache=True, nogil=True)
def _words(fit):
    return STEP * np.log1p(fit / CHANCE)


@njit(cache=True, nogil=True)
def _belongs(fit, row, letter, days):
    """Log-odds of words and days that a reply belongs to a letter."""
    return FULL * np.tanh(_words(fit) / FULL) + by_days(row, letter, days.days, days.at, days.signed, days.received)


@njit(cache=True, nogil=True)
def _beyond(fit):
    """What FULL keeps from counting: it accuses nobody, but says which of two letters that both fit well is meant."""
    return _words(fit) - FULL * np.tanh(_words(fit) / FULL)


@njit(cache=True, nogil=True)
def _close(row, letter, said, asked):
    """Fit of a reply to a letter by all they share."""
    i, j, shared = said.at[row], asked.at[letter], 0.0
    end, last = said.at[row + 1], asked.at[letter + 1]
    while i < end and j < last:  # no branch: which side is behind cannot be foreseen, and a wrong guess costs more than the sum
        one, other = said.keys[i], asked.keys[j]
        shared += said.weight[i] * asked.weight[j] * np.float32(one == other)
        i += one <= other
        j += other <= one
    return _fit(shared, said.norm[row], asked.norm[letter])


@njit(cache=True, nogil=True)
def _say_the_same(one, other, said, rarity):
    """Two replies share most of their wording, each pair counted by its rarity in the source (weighted Jaccard)."""
    i, j, shared, every = said.at[one], said.at[other], 0.0, 0.0
    while i < said.at[one + 1] or j < said.at[other + 1]:
        first = i < said.at[one + 1] and (j >= said.at[other + 1] or said.keys[i] <= said.keys[j])
        second = j < said.at[other + 1] and (i >= said.at[one + 1] or said.keys[j] <= said.keys[i])
        rare = rarity[said.ids[i] if first else said.ids[j]]
        every += rare
        if first and second:
            shared += rare
        i += first
        j += second
    return shared >= SAME * every


@njit(cache=True, nogil=True)
def own_fit(said, asked, own, days):
    """Fit of each reply to its own letter, and the log-odds of words and days that it belongs there."""
    n = len(own)
    fit, odds = np.zeros(n), np.zeros(n)
    for row in range(n):
        if own[row] >= 0:
            fit[row] = _close(row, own[row], said, asked)
            odds[row] = _belongs(fit[row], row, own[row], days)
    return fit, odds


@njit(cache=True, nogil=True)
def _gather(row, said, postings, score, touched):
    """Weights shared with every letter that holds one of a reply's rarer pairs; how many letters that is."""
    count = 0
    for i in range(said.at[row], said.at[row + 1]):
        begin, end = postings.begins[said.ids[i]], postings.begins[said.ids[i] + 1]
        if said.weight[i] <= 0.0 or end - begin > POSTINGS:
            continue
        for j in range(begin, end):
            if postings.weight[j] > 0.0:
                letter = postings.holder[j]
                if score[letter] == 0.0:
                    touched[count] = letter
                    count += 1
                score[letter] += said.weight[i] * postings.weight[j]
    return count


@njit(cache=True, nogil=True)
def _against_all(home, places):
    """Log-odds against every letter of the own unit, and against every other one."""
    lonely = home >= 0 and places.size[places.unit[home]] == 1.0
    far = CROWD * np.log(places.many) + (0.0 if lonely else ABROAD)
    return (CROWD * np.log(places.size[places.unit[home]]) if home >= 0 else far), far


@njit(cache=True, nogil=True)
def _against(home, letter, places):
    """Log-odds against a letter before anything is read: how many it was picked from, whether it is another office's."""
    near, far = _against_all(home, places)
    return near if home >= 0 and places.unit[letter] == places.unit[home] else far


@njit(cache=True, nogil=True)
def _keep(letters, values, letter, value):
    """Put a letter among the likeliest, most likely first, the lower number first among equals."""
    k = len(letters) - 1
    if letters[k] >= 0 and (value < values[k] or (value == values[k] and letter > letters[k])):
        return
    while k > 0 and (letters[k - 1] < 0 or value > values[k - 1] or (value == values[k - 1] and letter < letters[k - 1])):
        letters[k], values[k] = letters[k - 1], values[k - 1]
        k -= 1
    letters[k], values[k] = letter, value


@njit(cache=True, nogil=True)
def _floor(least):
    """The least fit whose words alone may reach so many log-odds; what fits less by more than rounding cannot."""
    if least <= 0.0:
        return 0.0
    if least >= FULL:
        return np.inf
    return CHANCE * np.expm1(FULL * np.arctanh(least / FULL) / STEP) * (1.0 - SLACK)


@njit(cache=True, nogil=True)
def _here(row, count, said, asked, places, alike, days, score, touched):
    """The most log-odds that a reply belongs to a letter it shares something with that says the same as its own; -inf where there is none."""
    home, most = places.own[row], -np.inf
    twin = places.twin[home]
    begin, end = alike.begins[twin], alike.begins[twin + 1]
    few = end - begin <= count
    for i in range(end - begin if few else count):
        letter = alike.letters[begin + i] if few else touched[i]
        if score[letter] > 0.0 and places.twin[letter] == twin:
            most = max(most, _belongs(_fit(score[letter], said.norm[row], asked.norm[letter]), row, letter, days))
    return most


@njit(cache=True, nogil=True)
def seek(first, last, said, asked, postings, places, alike, days, mine, plain):
    """Of the replies first … last: the likeliest other letters (KEPT columns, -1 where fewer) and how likely, the log-odds that it belongs
    to its own letter or one that says the same, and the most it fits any letter.

    A letter that cannot come among the likeliest, whatever its day, is not weighed: most share a few usual words only.
    """
    n, m = last - first, len(asked.norm)
    top, values = np.full((n, KEPT), -1, np.int64), np.full((n, KEPT), -np.inf)
    here, most = mine[first:last].copy(), plain[first:last].copy()
    score, touched, pull = np.zeros(m), np.empty(m, np.int64), 1.0 / np.sqrt(asked.norm * asked.norm + PIVOT * PIVOT)
    for k in range(n):
        row, home, floor = first + k, places.own[first + k], 0.0
        count = _gather(row, said, postings, score, touched)
        if home >= 0:
            here[k] = max(here[k], _here(row, count, said, asked, places, alike, days, score, touched))
        near, far = _against_all(home, places)
        swing = most_by_days(row, days.at, days.signed)
        own = 1.0 / np.sqrt(said.norm[row] * said.norm[row] + PIVOT * PIVOT)
        for i in range(count):
            letter = touched[i]
            rough, shared = score[letter] * own * pull[letter], score[letter]
            score[letter] = 0.0
            if rough < floor and rough < most[k] * (1.0 - SLACK):
                continue
            close = _fit(shared, said.norm[row], asked.norm[letter])
            most[k] = max(most[k], close)
            if rough < floor or (home >= 0 and places.twin[letter] == places.twin[home]):
                continue
            against = near if home >= 0 and places.unit[letter] == places.unit[home] else far
            _keep(top[k], values[k], letter, _belongs(close, row, letter, days) - places.answered[letter] - against)
            if top[k, KEPT - 1] >= 0:
                floor = _floor(values[k, KEPT - 1] + min(near, far) - swing)
        for i in range(KEPT):
            if top[k, i] >= 0:
                value, close = _goes(row, top[k, i], said, asked, places, days)
                values[k, i] = value + _beyond(close)
    return top, values, here, most


@njit(cache=True, nogil=True)
def _goes(row, letter, said, asked, places, days):
    """Log-odds that a reply belongs to another letter, whatever stands at its own; its fit there."""
    close = _close(row, letter, said, asked)
    return _belongs(close, row, letter, days) - places.answered[letter] - _against(places.own[row], letter, places), close


@njit(cache=True, nogil=True)
def _comes_back(other, home, said, asked, places, days, top, values):
    """Log-odds that the reply under the other letter belongs to this one and to no third; its fit here."""
    value, close = _goes(other, home, said, asked, places, days)
    third = -np.inf
    for i in range(KEPT):
        if top[other, i] >= 0 and places.twin[top[other, i]] != places.twin[home]:
            third = max(third, values[other, i])
    return _belongs(close, other, home, days) - BACK - max(third - value - _beyond(close), 0.0), close


@njit(cache=True, nogil=True)
def _weigh_up(row, letter, said, asked, places, days, top, values):
    """Log-odds that a reply belongs to another letter, its fit there, and the fit of the reply that stands there to its own letter."""
    home, other = places.own[row], places.stands[letter]
    if home >= 0 and places.twin[letter] == places.twin[home]:
        return -np.inf, 0.0, 0.0
    value, close = _goes(row, letter, said, asked, places, days)
    if home < 0 or other < 0:
        return value, close, 0.0
    gain, back = _comes_back(other, home, said, asked, places, days, top, values)
    return value + max(gain, 0.0), close, back


@njit(cache=True, nogil=True)
def settle(first, last, said, asked, places, days, top, values, claims, here, plain):
    """Of the replies first … last: fit to its own letter, to the best other, which, the fit back, and the odds."""
    n = last - first
    best, which, back, odds = np.zeros(n), np.full(n, -1, np.int64), np.zeros(n), np.full(n, -np.inf)
    for row in range(first, last):
        k, home = row - first, places.own[row]
        begin, end = (claims.begins[home], claims.begins[home + 1]) if home >= 0 else (0, 0)
        for i in range(KEPT + end - begin):
            letter = top[row, i] if i < KEPT else claims.claimant[begin + i - KEPT]
            if letter < 0:
                continue
            value, close, returned = _weigh_up(row, letter, said, asked, places, days, top, values)
            other = places.stands[letter]
            better = value > odds[k] or (value == odds[k] and letter < which[k])
            if better and not (home >= 0 and other >= 0 and _say_the_same(row, other, said, places.rarity)):
                odds[k], best[k], which[k], back[k] = value, close, letter, returned
        odds[k] -= here[row]
        if home >= 0:  # a letter of a few words fits little: what it does not share says little
            odds[k] += SHORT * min(0.5, np.log((asked.norm[home] + 1.0) / ROOMY))
    return plain[first:last].copy(), best, which, back, odds
