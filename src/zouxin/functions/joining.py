"""The group of nearly equal replies that one draft joins, its source as it stands: how many letters it went to, and how far they are about one matter."""

from dataclasses import dataclass

import numpy as np

from zouxin.functions.exchange import Side
from zouxin.functions.kin import kin
from zouxin.functions.pasted import one_group
from zouxin.functions.placing import Frozen, NewLetter, both, new_letter, some

MOST_KIN = 400  # letters of a group beyond which one more is not compared with them: it moves a median of so many by next to nothing
_NO = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Group:
    """The group of nearly equal replies a draft joins: `first` of its rows, -1 for none, how many `replies` with the draft, of how many different
    `letters`, how many of them `strangers`, whether the draft's is a `stranger`, their `kin`; `others`: a letter of each of some other ones."""

    first: int
    replies: int
    letters: int
    strangers: int
    stranger: bool
    kin: float
    others: np.ndarray


def group(it: Frozen, joined: np.ndarray, letter: "int | NewLetter", fit: float, replaces: int = -1) -> Group:
    """The group a draft joins: `joined` int64, names of groups as near_frozen.joins gives them; `fit` to its own letter, 0 to 100."""
    at = np.searchsorted(it.groups, joined)
    rows = np.sort(np.concatenate([np.zeros(0, np.int64), *(it.members[it.begins[k] : it.begins[k + 1]] for k in at)]))
    rows = rows[rows != replaces]
    same = it.places.twin[letter.twins] if isinstance(letter, NewLetter) else it.places.twin[letter : letter + 1] if letter >= 0 else _NO
    mine = (
        len(it.alike.begins) - 1 if isinstance(letter, NewLetter) or letter >= 0 else -1
    )  # all that say the same as the draft's letter are one
    own = it.places.own[rows]
    twins = np.where(own >= 0, it.places.twin[own] if len(it.places.twin) else -1, -1)
    twins = np.where(np.isin(twins, same), mine, twins)
    letters, strange = one_group(np.append(twins, mine), np.append(it.fit[rows], np.round(fit, 2)))
    first = np.array([own[twins == one][0] for one in letters[strange & (letters != mine)][:3]], np.int64)
    stranger = bool(strange[letters == mine].any()) if mine >= 0 else False
    return Group(
        int(joined[0]) if len(joined) else -1,
        len(rows) + 1,
        len(letters),
        int(strange.sum()),
        stranger,
        _kin(it, rows, twins, letter, mine, at),
        first,
    )


def _kin(it: Frozen, rows: np.ndarray, twins: np.ndarray, letter: "int | NewLetter", mine: int, at: np.ndarray) -> float:
    """How far the letters of the draft's group are about one matter: as it stands where the draft's letter is among them or they are very many."""
    known = twins >= 0
    stands = float(it.kin[rows[known][0]]) if known.any() else float("nan")
    found, first = np.unique(twins[known], return_index=True)
    if mine < 0 or (len(at) < 2 and mine in found) or len(found) > MOST_KIN:
        return stands
    own = it.places.own[rows][known][first]
    old = own if mine in found or isinstance(letter, NewLetter) else np.append(own, letter)
    side = some(Side(it.asked.keys, _NO, it.asked.at, it.text_weight, it.text_norm), np.sort(old))
    if isinstance(letter, NewLetter) and mine not in found:
        side = both(side, new_letter(it, letter)[1])
    many = len(side.norm)
    return float(np.round(kin(side, np.arange(many), np.arange(many), np.zeros(many, np.int64))[0], 2))
