"""No combination of missing looks accuses: what a check of groups or sites finds is true of the whole world on the day it names.

A world has a true history and looks at it; a complete look brings all there was by its day, a partial one some of it, a
failed one nothing. Then any looks are taken away, with what only they had brought.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from golden_cases import ask, neutral
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from zouxin.checks import all_checks
from zouxin.lake.engine import Engine
from zouxin.tables import all_tables

MOMENT = date(2026, 3, 31)
FIRST = MOMENT - timedelta(days=200)
few = settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
seeds = st.integers(0, 2**32)
Rows = dict[str, list[dict[str, Any]]]


def row(name: str, **told: Any) -> dict[str, Any]:
    return neutral(all_tables()[name]) | told


def day(toss: Random, first: int = 0, last: int = 203) -> date:
    return FIRST + timedelta(days=toss.randint(first, last))


def looks(toss: Random, late: bool = True) -> list[tuple[date, str, str]]:
    """(day, outcome, covers) of the looks that are left: a few, some of them recent."""
    days = {day(toss, 150 if toss.random() < 0.7 else 0) for _ in range(toss.randint(0, 4))}
    return [(d, toss.choice(("read", "read", "read", "failed", "empty")), toss.choice(("all", "all", "part"))) for d in sorted(days)]


def brought(toss: Random, history: Iterable[date], kept: Iterable[tuple[date, str, str]]) -> list[date]:
    """What the looks that are left have shown of a history."""
    shown: set[date] = set()
    for seen_on, outcome, covers in kept:
        by_then = [d for d in history if d <= seen_on] if outcome == "read" else []
        shown |= set(by_then if covers == "all" else [d for d in by_then if toss.random() < 0.5])
    return sorted(shown)


def history(toss: Random, gap: int) -> list[date]:
    """Days on which something happened, with gaps around a limit."""
    found, at = [], day(toss, 0, 60)
    while at <= MOMENT + timedelta(days=3):
        found.append(at)
        at += timedelta(days=toss.choice((1, 3, gap - 1, gap, gap + 1, 2 * gap)))
        if toss.random() < 0.1:
            break
    return found


def observed(world: Rows, platform: str, of: str, kept: Iterable[tuple[date, str, str]]) -> None:
    world.setdefault("observation", []).extend(
        row("observation", platform_id=platform, of=of, seen_on=d, outcome=o, covers=c) for d, o, c in kept
    )


def asked(engine: Engine, code: str, world: Rows, **limits: Any) -> list[dict[str, Any]]:
    return [one for one in ask(engine, all_checks()[code], world, moment=MOMENT, limits=limits) if one["found"]]


def quiet(days: Iterable[date], seen_on: date, limit: int) -> bool:
    """Whether nothing happened in the `limit` days up to a day, that day among them."""
    return not any(seen_on - timedelta(days=limit) <= d <= seen_on for d in days)


@few
@given(seed=seeds)
def test_no_group_is_idle_that_was_not(seed: int, duckdb_engine: Engine) -> None:
    toss, truth, world = Random(seed), {}, {"platform": [], "group_reading": []}
    for n in range(60):
        name = f"g{n}"
        truth[name], kept = history(toss, 90), looks(toss)
        world["platform"].append(row("platform", id=name, kind="group", status="live"))
        world["group_reading"] += [row("group_reading", platform_id=name, sent_on=d, messages=1) for d in brought(toss, truth[name], kept)]
        observed(world, name, "messages", kept)
    for one in asked(duckdb_engine, "GRP001", world):
        assert quiet(truth[one["id"]], one["seen_on"], 90), one


def site(toss: Random, world: Rows, name: str, gap: int) -> dict[str, list[date]]:
    """A site with a home column and others, each with its own history and its own looks; the true history of each part."""
    world.setdefault("platform", []).append(row("platform", id=name, kind="website", status="live"))
    parts = {name: history(toss, gap) if toss.random() < 0.3 else []}
    for nth, section in enumerate(("home", "news", "notice", "news", "other")):
        parts[f"{name}{section}{nth}"] = history(toss, gap)
        world["platform"].append(row("platform", id=f"{name}{section}{nth}", kind="column", status="live", parent_id=name, section=section))
    for part, happened in parts.items():
        kept = looks(toss)
        world.setdefault("post", []).extend(
            row("post", id=f"{part}{d}", platform_id=part, posted_on=d) for d in brought(toss, happened, kept)
        )
        observed(world, part, "posts", kept)
    return parts


@few
@given(seed=seeds, undated=st.sampled_from(["cannot_tell", "not_updated"]))
def test_no_home_page_is_stale_that_was_not(seed: int, undated: str, duckdb_engine: Engine) -> None:
    toss, truth, world = Random(seed), {}, {}
    navigation = set()
    for n in range(50):
        truth[f"s{n}"] = site(toss, world, f"s{n}", 14)
        if toss.random() < 0.3:
            navigation.add(f"s{n}")
            said = row(
                "judgement", subject_table="platform", subject_id=f"s{n}", question="home_navigation_only", verdict="yes", basis="seen"
            )
            world.setdefault("judgement", []).append(said)
    for one in asked(duckdb_engine, "SIT003", world, undated=undated):
        assert one["days_silent"] is None or one["days_silent"] > 14
        for part, happened in truth[one["id"]].items():
            # of the site itself only what a look at it showed is known, when its home column was the one looked at
            if part != one["id"] and ("home" in part or one["id"] in navigation):
                assert quiet(happened, one["seen_on"], 14), (one, part)


@few
@given(seed=seeds)
def test_no_site_has_stale_columns_that_has_not(seed: int, duckdb_engine: Engine) -> None:
    toss, truth, world = Random(seed), {}, {}
    for n in range(50):
        truth[f"s{n}"] = site(toss, world, f"s{n}", 14)
    last = {}
    for look in world["observation"]:
        if look["outcome"] == "read" and look["covers"] == "all":
            last[look["platform_id"]] = max(last.get(look["platform_id"], FIRST), min(look["seen_on"], MOMENT))
    for one in asked(duckdb_engine, "SIT004", world, stale_columns=2, long_columns=9, empty_columns=2):
        seen = {p: happened for p, happened in truth[one["id"]].items() if p in last and p != one["id"] and "home" not in p}
        stale = [
            p
            for p, happened in seen.items()
            if any(d <= last[p] for d in happened) and quiet(happened, last[p], 184 if "notice" in p else 14) and "other" not in p
        ]
        empty = [p for p, happened in seen.items() if not any(d <= last[p] for d in happened)]
        assert one["stale"] <= len(stale), one
        assert one["empty"] <= len(empty), one


@few
@given(seed=seeds)
def test_no_letter_waits_that_was_answered(seed: int, duckdb_engine: Engine) -> None:
    toss, world = Random(seed), {"platform": [], "letter": [], "reply": []}
    waiting: dict[str, int] = {}
    for n in range(60):
        name = f"s{n}"
        world["platform"] += [
            row("platform", id=name, kind="website", status="live"),
            row("platform", id=f"q{n}", kind="mailbox", status="live", parent_id=name),
        ]
        kept = looks(toss)
        whole = [min(d, MOMENT) for d, outcome, covers in kept if outcome == "read" and covers == "all"]
        observed(world, f"q{n}", "replies", kept)
        for k in range(3):
            came = day(toss, 0, 200)
            answered = came + timedelta(days=toss.choice((3, 60, 92, 93, 150, 999)))
            world["letter"].append(row("letter", id=f"{name}l{k}", platform_id=f"q{n}", received_on=came))
            if brought(toss, [answered], kept):
                world["reply"].append(row("reply", id=f"{name}r{k}", letter_id=f"{name}l{k}", replied_on=answered))
            if whole and answered > max(whole) and (max(whole) - came).days > 92:
                waiting[name] = waiting.get(name, 0) + 1
    for one in asked(duckdb_engine, "SIT005", world):
        assert one["waiting"] <= waiting.get(one["id"], 0), one


@few
@given(seed=seeds)
def test_no_site_is_shut_that_was_not(seed: int, duckdb_engine: Engine) -> None:
    toss, truth, world = Random(seed), {}, {"platform": [], "visit_reading": [], "observation": []}
    for n in range(40):
        name, often = f"s{n}", toss.choice((0.0, 0.04, 0.06, 0.5, 1.0))
        world["platform"].append(row("platform", id=name, kind="website", status="live"))
        truth[name] = {MOMENT - timedelta(days=back): [toss.random() < often for _ in range(22)] for back in range(12)}
        for when, shut in truth[name].items():
            fate = toss.choice(
                ("kept",) * 12 + ("gone", "part", "untold")
            )  # the day is there, is gone, was visited in part, or nobody says
            if fate == "gone":
                continue
            made = shut if fate != "part" else [s for s in shut if toss.random() < 0.7]
            world["visit_reading"] += [
                row("visit_reading", platform_id=name, url="u", visited_on=when, half_hour=k, of="home", says="shut" if s else "opened",
                    visited_at=datetime(when.year, when.month, when.day)) for k, s in enumerate(made)
            ]  # fmt: skip
            if fate != "untold":
                observed(world, name, "home", [(when, "read", "all" if fate == "kept" else "part")])
    found = asked(duckdb_engine, "SIT002", world)
    for one in found:
        week = [s for back in range(7) for s in truth[one["id"]][one["until"] - timedelta(days=back)]]
        assert sum(week) * 100 >= len(week) * 5, one
        assert (one["visits"], one["shut"]) == (len(week), sum(week))
