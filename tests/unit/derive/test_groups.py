"""Work groups read: what rang and when, what a group is for, and who is in two of them."""

import sys
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from derive_bench import Bench

from zouxin.derive.group_overlap import group_overlap
from zouxin.derive.group_profile import group_profile
from zouxin.derive.group_reading import group_reading
from zouxin.functions.alike_sets import alike
from zouxin.lake.engine import Engine

MESSAGES = """
    id | platform_id | sent_on    | minute | role   | demand  | at_all | names_silent
    m1 | g1          | 2026-03-20 | 509    | owner  | checkin | yes    | 0
    m2 | g1          | 2026-03-20 | 480    | robot  | form    |        | 3
    m3 | g1          | 2026-03-20 | 510    | member | none    | no     | 0
    m4 | g1          | 2026-03-20 | 500    | system | none    | no     | 0
    m5 | g1          | 2026-03-20 | 485    |        | notice  | yes    |
    m6 | g1          |            |        | owner  |         |        | 1
    m7 | g2          | 2026-03-21 | 1439   | owner  | other   | no     | 0
"""


def test_messages_are_counted_by_half_hour(duckdb_engine: Engine) -> None:
    rows = Bench(duckdb_engine, {"group_message": MESSAGES}).make(group_reading)
    names = ("platform_id", "half_hour", "messages", "asks", "asks_form", "unclear", "at_all", "naming", "named", "naming_unclear")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("g1", 16, 3, 2, 1, 0, 2, 1, 3, 1),
        ("g1", 17, 1, 0, 0, 0, 0, 0, 0, 0),
        ("g1", None, 1, 0, 0, 1, 0, 1, 1, 0),
        ("g2", 47, 1, 1, 0, 0, 0, 0, 0, 0),
    ]


PLATFORMS = """
    id | name           | kind   | status | unit_id | purpose  | members
    g1 | 河东镇防汛值守群 | group  | live   | town    |          | 3
    g2 | 河东镇工作群     | group  | live   | town    | 日常工作 | 4
    g3 | 河东镇干部群     | group  | live   | town    | 日常工作。| 4
    g4 | 河东镇旧群       | group  | closed | town    | 日常工作 | 4
    g5 | 河西镇工作群     | group  | live   | other   | 日常工作 | 4
    g6 | 河东镇扶贫群     | group  | live   | town    | 扶貧     |
    a1 | 河东发布         | wechat | live   | town    |          |
"""
MEMBERS = "holder_id | platform_id | kind\n" + "\n".join(
    f"{holder} | {group} | joined"
    for group, holders in {"g1": "abcx", "g2": "abcd", "g3": "abcd", "g4": "abcd", "g5": "abcd", "g6": "abc"}.items()
    for holder in holders
)


def test_what_groups_are_for_and_who_shares_them(duckdb_engine: Engine) -> None:
    bench = Bench(duckdb_engine, {"platform": PLATFORMS, "membership": MEMBERS + "\nz | g2 | follows"})
    told = {row["platform_id"]: (row["duty"], row["purpose"], row["known"], row["size"]) for row in bench.make(group_profile)}
    assert told == {
        "g1": (True, None, 4, 4), "g2": (False, "日常工作", 4, 4), "g3": (False, "日常工作", 4, 4), "g4": (False, "日常工作", 4, 4),
        "g5": (False, "日常工作", 4, 4), "g6": (False, "扶贫", 3, None),
    }  # fmt: skip
    pairs = [tuple(row[name] for name in ("platform_id", "other_id", "shared", "either", "purposes")) for row in bench.make(group_overlap)]
    once = [
        ("g1", "g2", 3, 5, "unstated"), ("g1", "g3", 3, 5, "unstated"), ("g1", "g6", 3, None, "unstated"), ("g2", "g3", 4, 4, "same"),
        ("g2", "g6", 3, None, "differ"), ("g3", "g6", 3, None, "differ"),
    ]  # fmt: skip
    assert pairs == sorted(once + [(other, one, *rest) for one, other, *rest in once])


def test_a_pair_for_duty_does_not_hide_the_pair_that_is_a_duplicate(duckdb_engine: Engine) -> None:
    groups = """
        id | name       | kind  | status | unit_id | members
        a  | 镇工作群   | group | live   | town    | 10
        b  | 镇值守群   | group | live   | town    | 10
        c  | 镇通知群   | group |        | town    | 10
    """
    joined = [(holder, group) for group, last in (("a", 10), ("b", 10), ("c", 9)) for holder in range(last)]
    bench = Bench(
        duckdb_engine,
        {"platform": groups, "membership": "holder_id | platform_id | kind\n" + "\n".join(f"h{h} | {g} | joined" for h, g in joined)},
    )
    bench.make(group_profile)
    pairs = [(row["platform_id"], row["other_id"]) for row in bench.make(group_overlap)]
    assert pairs == [("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "b")]


SETS = st.dictionaries(st.text("gh", min_size=1, max_size=3), st.frozensets(st.integers(0, 9), max_size=8), max_size=9)


@given(
    sets=SETS,
    more=st.lists(st.integers(0, 3), min_size=9, max_size=9),
    floor=st.sampled_from([Fraction(1, 3), Fraction(3, 5), Fraction(1)]),
)
def test_those_alike_are_what_comparing_all_pairs_finds(sets, more, floor) -> None:  # type: ignore[no-untyped-def]
    sizes = {name: len(members) + extra for (name, members), extra in zip(sets.items(), more, strict=False)}
    expected = []
    for one, other in combinations(sorted(sets), 2):
        shared = len(sets[one] & sets[other])
        if shared and Fraction(shared, sizes[one] + sizes[other] - shared) >= floor:
            expected.append((one, other, shared))
    assert alike(sets, sizes, floor) == expected
