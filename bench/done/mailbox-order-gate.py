#!/usr/bin/env python3
"""The order gate on the untouched part of its labelled sentences, hand by hand and together, and on the text of the rules themselves."""

import sys
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish, share
from bench.results_io import ROOT

from zouxin.derive.order_reading import instruments
from zouxin.functions.order_bans import demands

PLACE, READ = ROOT / "bench" / "quality" / "orders", instruments()
PRECISION, RECALL = 0.95, 0.85


def rows(name: str) -> list[tuple[set[str], str]]:
    """(what a sentence demands, the sentence)."""
    told = (line.rstrip("\n").split("\t") for line in (PLACE / name).open(encoding="utf-8"))
    return [(set() if label == "-" else set(label.split(",")), sentence) for label, sentence in told]


def untouched(sentence: str) -> bool:
    """Whether a sentence is of the half that was not looked at while the patterns were written."""
    return int(sha256(sentence.encode()).hexdigest(), 16) % 2 == 1


def lines(name: str, some: list[tuple[set[str], str]], precision: float | None, recall: float | None) -> list[Line]:
    """Precision and recall of accusing a sentence at all, and of every single ban."""
    said = [(wanted, {one.kind for one in demands(sentence, READ.by, READ.weights)}) for wanted, sentence in some]
    hit, accused, guilty = sum(bool(w and g) for w, g in said), sum(bool(g) for _, g in said), sum(bool(w) for w, _ in said)
    kinds, told, wanted = sum(len(w & g) for w, g in said), sum(len(g) for _, g in said), sum(len(w) for w, _ in said)
    goal = (f">= {precision}" if precision else "", f">= {recall}" if recall else "")
    return [
        Line(f"{name}: precision of accusing", share(hit, accused), f"{accused} accused of {len(said)} sentences", goal[0]),
        Line(f"{name}: recall of accusing", share(hit, guilty), f"{guilty} that demand something", goal[1]),
        Line(f"{name}: precision of each ban", share(kinds, told), f"{told} bans told"),
        Line(f"{name}: recall of each ban", share(kinds, wanted), f"{wanted} bans in them"),
    ]


hands = {
    "our own, untouched half": [row for row in rows("sentences.tsv") if untouched(row[1])],
    "another hand, untouched half": [row for row in rows("independent.tsv") if untouched(row[1])],
    "a fourth hand, whole": rows("fourth.tsv"),
}
found = lines("untouched, all hands", [row for some in hands.values() for row in some], PRECISION, RECALL)
for name, some in hands.items():
    found += lines(name, some, PRECISION, RECALL)
rules = (PLACE / "rules.txt").read_text("utf-8")
found.append(
    Line(
        "accusations on the text of the rules",
        len(demands(rules, READ.by, READ.weights)),
        f"{len(rules.splitlines())} paragraphs, whole",
        "= 0",
    )
)
finish("mailbox-order-gate", found)
