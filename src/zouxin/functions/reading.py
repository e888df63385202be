"""One pass over replies and their letters: what is copied, formal, usual and new, and what each clause does."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cpdist

from zouxin.functions import acts
from zouxin.functions.clauses import Clauses, split
from zouxin.functions.code_points import Flat, flatten, to_strings
from zouxin.functions.copied import GRAM, copied_both, spans
from zouxin.functions.folding import Folded, fold
from zouxin.functions.hashing import among, digests, mix, stretch_hashes
from zouxin.functions.legible import unreadable

OWN = 4  # characters of its own from which a clause says something new, whatever noise the copying left
QUOTED = 6  # characters of one clause, or in one go, that stand in the letter before they count as quoted
GIVEN = ("cites", "dates", "contacts")
SLACK = 1  # characters a copied clause may differ by and still say nothing new
TELLS = ("acknowledges", "forwards", "promises", "offline", "refers", "asks_information", "names_duplicate", "thanks_for_praise")


@dataclass(frozen=True, eq=False)
class Read:
    """Replies split and classed beside their letters; arrays a clause (m) unless said otherwise.

    `copied` bool (folded characters of the replies), `in_reply` bool (those of the letters); `kind` int8: class
    number of each clause; `bare` bool: the clause is a copy and no more; `usual` bool: a phrase under many letters.
    """

    clauses: Clauses
    letters: Folded
    copied: np.ndarray
    in_reply: np.ndarray
    kind: np.ndarray
    tells: Mapping[str, np.ndarray]
    bare: np.ndarray
    usual: np.ndarray
    grammar: acts.Grammar

    @property
    def speaks(self) -> np.ndarray:
        """Clauses that say something themselves, bool (m)."""
        return (self.kind == self.grammar.substance) & ~self.bare


def read(replies: pa.Array, letters: pa.Array, *, grammar: acts.Grammar, scope: np.ndarray, phrases: np.ndarray) -> Read:
    """Read n replies beside n letters. `scope` uint64 (n) and `phrases` (sorted uint64) say which clauses are usual."""
    clauses, folded = split(replies), fold(letters)
    mask, back = copied_both(clauses.folded.flat, folded.flat)
    _whole(mask, back, clauses.folded, folded)
    kind, tells = classify(clauses, grammar)
    share = clauses.count(mask)
    bare = (clauses.lengths - share <= SLACK) & (share > 0)
    keys = mix(scope[clauses.of], stretch_hashes(clauses.folded.flat.points, clauses.starts))
    usual = among(keys, phrases)
    return Read(clauses, folded, mask, back, kind, tells, bare, usual, grammar)


def _whole(mask: np.ndarray, back: np.ndarray, replies: Folded, letters: Folded) -> None:
    """A letter too short for a gram is copied where it stands whole in the reply."""
    for row in np.flatnonzero((letters.flat.lengths < GRAM) & (letters.flat.lengths > 0)):
        mine = replies.flat.points[replies.flat.starts[row] : replies.flat.starts[row + 1]].tolist()
        theirs = letters.flat.points[letters.flat.starts[row] : letters.flat.starts[row + 1]].tolist()
        for at in range(len(mine) - len(theirs) + 1):
            if mine[at : at + len(theirs)] == theirs:
                mask[replies.flat.starts[row] + at : replies.flat.starts[row] + at + len(theirs)] = True
                back[letters.flat.starts[row] : letters.flat.starts[row + 1]] = True


def classify(clauses: Clauses, grammar: acts.Grammar) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Class of each clause, int8 (m), and each flag, bool (m)."""
    distinct, index = clauses.words.dictionary, clauses.words.indices.to_numpy()
    kind = acts.classes(distinct, grammar)[index]
    names = list(grammar.names)
    # "if you have further questions, call …" is courtesy, not a referral
    after = np.zeros(len(kind), bool)
    after[1:] = (kind[:-1] == names.index("condition")) & (clauses.of[1:] == clauses.of[:-1])
    kind[after & (kind == names.index("refer"))] = names.index("contact_line")
    return kind, {name: mask[index] for name, mask in acts.flags(distinct, grammar).items()}


def counts(read: Read) -> dict[str, np.ndarray]:
    """Characters and clauses of each reply, int64 (n), by column of reply_reading."""
    clauses = read.clauses
    total = clauses.sum_by_text
    own = clauses.lengths - clauses.count(read.copied)
    formal = np.isin(read.kind, [k for k, act in enumerate(read.grammar.classes) if act.kind == acts.FORMAL])
    speaks = read.speaks
    out = {
        "chars": clauses.folded.flat.lengths, "letter_chars": read.letters.flat.lengths,
        "copied": total(clauses.lengths - own), "letter_copied": _per_text(read.in_reply, read.letters),
        "formal": total(own * formal), "phrase": total(own * (read.usual & ~formal)), "novel": total(own * ~(formal | read.usual)),
        "substance": total(own * speaks),
    }  # fmt: skip
    mine = 2 * own >= clauses.lengths  # a clause that is mostly the letter's tells what the citizen did
    for number, act in enumerate(read.grammar.classes):
        if act.tells:
            out[act.tells] = out.get(act.tells, 0) + total((read.kind == number) & mine)
    fresh = speaks & ((own >= OWN) | (own == clauses.lengths))
    out["states"] = total(fresh & (read.tells["acts"] | read.tells["finds"]))
    # a rule, a day or a telephone number counts wherever the reply gives it, but for salutation, signature and copies
    given = ~formal & ~read.bare & (read.kind != list(read.grammar.names).index("offline"))
    return out | {name: total(mask & (given if name in GIVEN else speaks)) for name, mask in read.tells.items()}


def _per_text(mask: np.ndarray, folded: Folded) -> np.ndarray:
    sums = np.concatenate([[0], np.cumsum(mask)])
    return sums[folded.flat.starts[1:]] - sums[folded.flat.starts[:-1]]


def marks(read: Read) -> dict[str, pa.Array]:
    """Spans for showing, list<int32> (n), by column of reply_reading."""
    clauses, flat = read.clauses, read.clauses.folded.flat
    formal = np.isin(read.kind, [k for k, act in enumerate(read.grammar.classes) if act.kind == acts.FORMAL])
    new = np.repeat(~(formal | read.usual), clauses.lengths) & ~read.copied
    named = read.kind != read.grammar.substance
    rows = np.column_stack([clauses.raw[named], read.kind[named].astype(np.int32)]).astype(np.int32)
    begins = np.concatenate([[0], np.cumsum(3 * np.bincount(clauses.of[named], minlength=len(flat)))]).astype(np.int32)
    return {
        "copied_spans": _lists(*spans(read.copied, flat, clauses.folded.position)),
        "letter_spans": _lists(*spans(read.in_reply, read.letters.flat, read.letters.position)),
        "novel_spans": _lists(*spans(new, flat, clauses.folded.position)),
        "acts_spans": _lists(rows.ravel(), begins),
    }


def _lists(values: np.ndarray, begins: np.ndarray) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array(begins, pa.int32()), pa.array(values, pa.int32()))


def ordered(read: Read) -> np.ndarray:
    """How many folded characters of each reply stand in its letter in the same order (longest common subsequence), int64 (n).

    A copy with characters dropped anywhere is wholly in order, whatever is left between them.
    """
    ours, theirs = to_strings(read.clauses.folded.flat).to_pylist(), to_strings(read.letters.flat).to_pylist()
    return cpdist(ours, theirs, scorer=LCSseq.similarity, dtype=np.int64)


def texts(read: Read, replies: pa.Array, letters: pa.Array) -> dict[str, pa.Array]:
    """Digest and legibility of each reply, string (n), by column of reply_reading."""
    lost = pc.if_else(pc.is_null(letters), "missing", unreadable(letters, read.letters.flat))
    return {
        "digest": digests(read.clauses.folded.flat),
        "unreadable": unreadable(replies, read.clauses.folded.flat),
        "letter_unreadable": lost,
    }


def without_copies(read: Read, replies: pa.Array) -> pa.Array:
    """The raw replies with full stops where the letter is quoted: what the unit says in its own words, large_string (n)."""
    raw = flatten(replies)
    points = raw.points.copy()
    flat = read.clauses.folded.flat
    at = read.clauses.folded.position.astype(np.int64) + np.repeat(raw.starts[:-1], flat.lengths)
    # short stretches are shared words, not quotations; a quotation runs on over the stops between its clauses
    edge = np.zeros(len(read.copied), bool)
    edge[flat.starts[:-1][flat.lengths > 0]] = True
    edge[1:] |= read.copied[1:] != read.copied[:-1]
    run = np.cumsum(edge) - 1
    clause = np.repeat(read.clauses.count(read.copied) >= QUOTED, read.clauses.lengths)
    long = (clause | (np.bincount(run, minlength=1)[run] >= QUOTED)) & read.copied
    points[at[long]] = ord("。")
    return to_strings(Flat(points, raw.starts))
