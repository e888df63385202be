"""How many different letters one reply stands under, and how many of them it has nothing to do with."""

from dataclasses import dataclass

import numpy as np

FITS = 1.5  # fit (0 to 100, functions.matching.takes_up) from which a reply takes up something of its letter


@dataclass(frozen=True, eq=False)
class Pasted:
    """For each reply (n), int64: `replies` in its group, different `letters` the group answers, `strangers` among them;
    `stranger` bool: its own letter is one."""

    replies: np.ndarray
    letters: np.ndarray
    strangers: np.ndarray
    stranger: np.ndarray


def group_letters(group: np.ndarray, letter_twin: np.ndarray, fit: np.ndarray, *, fits: float = FITS) -> Pasted:
    """Count letters and strangers of groups of nearly equal replies.

    `group` int64 (n): equal for replies that say the same; `letter_twin` int64 (n): equal for letters that say the same, -1
    where the letter is not known; `fit` float64 (n): fit of each reply to its own letter, 0 to 100, nan where it was not
    measured. A letter is a stranger when no reply of the group takes up anything of it or of its twins; a letter
    that is not known or not measured is none.
    """
    _, name = np.unique(group, return_inverse=True)
    size = int(name.max()) + 1 if len(name) else 0
    known = letter_twin >= 0
    _, pair, inverse = np.unique(np.stack([name[known], letter_twin[known]]), axis=1, return_index=True, return_inverse=True)
    most = np.full(len(pair), -np.inf)
    np.maximum.at(most, inverse, np.nan_to_num(fit[known], nan=np.inf))
    of = name[known][pair]
    stranger = np.zeros(len(name), bool)
    stranger[known] = (most < fits)[inverse]
    letters, strangers = np.bincount(of, minlength=size), np.bincount(of[most < fits], minlength=size)
    return Pasted(np.bincount(name, minlength=size)[name], letters[name], strangers[name], stranger)


def one_group(letter_twin: np.ndarray, fit: np.ndarray, *, fits: float = FITS) -> tuple[np.ndarray, np.ndarray]:
    """Different letters of one group of replies, int64 ascending, and which of them are strangers, bool; arguments as for `group_letters`."""
    known = letter_twin >= 0
    letters, at = np.unique(letter_twin[known], return_inverse=True)
    most = np.full(len(letters), -np.inf)
    np.maximum.at(most, at, np.nan_to_num(fit[known], nan=np.inf))
    return letters, most < fits
