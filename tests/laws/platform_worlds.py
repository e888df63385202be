"""Random platforms for the laws: accounts and apps with looks, posts, questions, releases, services, contracts and readings."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from zouxin.tables.order_reading import KINDS as DEMANDS

KINDS = ("wechat", "wechat", "weibo", "short_video", "app", "app", "mini_program", "group")
STATES = ("live", "live", "live", "live", "closed", "lost", None)
FAULTS = ("gone", "http_4xx", "cannot_start", "timeout", None)
ITEMS = ("i1", "i2", "i3", "i4", None)
NETWORKS = {"wechat": "wechat", "weibo": "weibo", "app": "app", "mini_program": None, "short_video": "douyin", "group": None}
Add = Callable[..., None]


def platforms(toss: Random, add: Add, source: str, prefix: str, moment: date, *, count: int, looks: bool) -> None:
    """Add `count` platforms of one source and all that is known of them; ids begin with `prefix`."""
    units = [f"{prefix}u{n}" for n in range(3)]
    for nth, unit in enumerate(units):
        add("unit", source, id=unit, parent_id=units[0] if nth else None)
    orders = [f"{prefix}o{n}" for n in range(8)]
    for own in orders:
        add(
            "order",
            source,
            id=own,
            demands=toss.choice(("open", "open", "report", None)),
            assesses=toss.choice(("opened", "opened", "content", None)),
        )
        if toss.random() < 0.8:  # the others came without their text
            add(
                "order_reading",
                source,
                order_id=own,
                unreadable=toss.choice((None, None, None, "empty")),
                **{kind: toss.choice((0, 0, 1, 2)) for kind in DEMANDS},
            )
    contracts = [f"{prefix}c{n}" for n in range(9)]
    for own in contracts:
        add(
            "contract",
            source,
            id=own,
            yuan=toss.choice((None, 1000.0, 9000.0)),
            from_on=_ago(toss, moment, 400, 200),
            until_on=_ago(toss, moment, 100, -100),
        )
    for nth in range(count):
        kind = toss.choice(KINDS)
        own = f"{prefix}p{nth}"
        add("platform", source, id=own, kind=kind, status=toss.choice(STATES), unit_id=toss.choice((*units, *units, None)), name=f"n{nth}",
            order_id=toss.choice((*orders, None, None)), parent_id=None, opened_on=None, closed_on=_ago(toss, moment, 500, 1),
            editors=toss.choice((0, 0, 1, 3, None)), funded_until=_ago(toss, moment, 90, -90))  # fmt: skip
        add("platform_reading", source, platform_id=own, network=NETWORKS[kind], **dict.fromkeys(("seat", "seat_key"), toss.choice((None, f"s{nth % 20}"))), folded=toss.choice((None, "xyz", "xyzxyz")),
            owner_name=toss.choice((None, "u", "u")), owner_fit=toss.choice((None, "same", "other", "other")), company=toss.choice((None, None, "name", "certified")),
            owner_company=toss.choice((None, False, False, True)))  # fmt: skip
        _known(toss, add, source, own, contracts, moment)
        if looks:
            _looks(toss, add, source, own, moment)
        add("look_alike", source, platform_id=own, other_id=f"{prefix}p{(nth + 1) % count}") if toss.random() < 0.2 else None


def _known(toss: Random, add: Add, source: str, own: str, contracts: list[str], moment: date) -> None:
    quiet = toss.choice((0, 5, 13, 14, 15, 16, 40))
    for n in range(toss.choice((0, 1, 3, 4))):
        add(
            "post",
            source,
            id=f"{own}t{n}",
            platform_id=own,
            posted_on=None if toss.random() < 0.1 else moment - timedelta(days=quiet + 9 * n - (3 if toss.random() < 0.1 else 0)),
        )
    for n in range(toss.choice((0, 1, 4, 5, 6))):
        letter = f"{own}l{n}"
        add("letter", source, id=letter, platform_id=own, channel="comment", received_on=_ago(toss, moment, 210, 60))
        add("letter_reading", source, letter_id=letter, chars=toss.choice((5, 20, 20, 20)), praises=toss.random() < 0.1, unreadable=None)
        if toss.random() < 0.15:
            add("reply", source, id=f"{letter}r", letter_id=letter, replied_on=_ago(toss, moment, 90, -5))
    for n in range(toss.randint(0, 3)):
        add(
            "app_release",
            source,
            platform_id=own,
            version=str(n),
            system=toss.choice(("android", "ios", "harmony")),
            released_on=_ago(toss, moment, 1200, 1),
            target=toss.choice((None, 11, 20, 26, 30)),
        )
        add(
            "download_channel",
            source,
            platform_id=own,
            channel=f"k{n}",
            url=f"x{n}",
            official=toss.choice((True, True, False, None)),
            version=str(n % 2),
            seen_on=_ago(toss, moment, 120, -2),
        )
    for n in range(toss.randint(0, 5)):
        add("service", source, id=f"{own}s{n}", platform_id=own, item_code=toss.choice(ITEMS))
    for one in toss.sample(contracts, toss.randint(0, 2)):
        add("contract_platform", source, contract_id=one, platform_id=own, share=toss.choice((None, 0.2)))
    for n in range(toss.randint(0, 2)):
        add(
            "reach",
            source,
            platform_id=own,
            seen_on=moment - timedelta(days=30 * n),
            from_on=toss.choice((None, moment - timedelta(days=30 * n + 29))),
            reads=toss.choice((None, 0, 40, 90_000)),
        )
    if toss.random() < 0.5:
        add("judgement", source, subject_table="platform", subject_source=source, subject_id=own, question="PLT006",
            verdict=toss.choice(("yes", "no", "overruled")), on=moment - timedelta(days=9), until=None, basis="b")  # fmt: skip


def _looks(toss: Random, add: Add, source: str, own: str, moment: date) -> None:
    for of in ("posts", "replies", "app"):
        for back in sorted(toss.sample(range(-2, 12), toss.choice((0, 2, 4, 9)))):
            outcome = toss.choice(("read", "read", "failed", "refused") if of != "app" else ("failed", "failed", "failed", "read"))
            add("observation", source, platform_id=own, of=of, seen_on=moment - timedelta(days=back), outcome=outcome,
                covers=toss.choice(("all", "all", "part")), detail=toss.choice(FAULTS) if outcome == "failed" else None)  # fmt: skip


def _ago(toss: Random, moment: date, most: int, least: int) -> Any:
    return None if toss.random() < 0.1 else moment - timedelta(days=toss.randint(least, most))
