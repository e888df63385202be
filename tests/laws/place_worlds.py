"""Random sites, work groups and posts for the laws, with looks, readings and judgements that lie around the limits."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

Add = Callable[..., None]
STATES = ("live", "live", "live", "live", "live", "closed", None)
SECTIONS = ("home", "news", "notice", "policy", "other", None)
QUESTIONS = ("home_navigation_only", "serious_content", "consultation_channel", "must_offer_services")
#: what a post may say; the other counts of its reading are 0
STORIES = (
    {"foreign_chars": 9}, {"head_kinds": "x"}, {"injected": 1}, {"ids": 1}, {"mobiles": 2}, {"advert": 9}, {"advert": 9, "public": 4}, {"leisure": 5},
    {"leisure": 5, "topics": 1}, {"leisure": 5, "duty": 2}, {"filler": 6, "chars": 60}, {"filler": 6, "facts": 3, "chars": 60}, {"advert": 7}, {}, {}, {},
)  # fmt: skip
COUNTED = (
    "foreign_chars",
    "hidden",
    "injected",
    "ids",
    "mobiles",
    "cards",
    "advert",
    "public",
    "filler",
    "leisure",
    "duty",
    "facts",
    "topics",
)


def places(toss: Random, add: Add, source: str, prefix: str, moment: date, *, count: int, looks: bool) -> None:
    """Add `count` sites and twice as many groups of one source, and readings of posts; ids begin with `prefix`."""
    for nth in range(count):
        _site(toss, add, source, f"{prefix}w{nth}", moment, looks=looks)
    for nth in range(count):
        _account(toss, add, source, f"{prefix}z{nth}", moment, looks=looks, unit=f"{prefix}v{nth % 3}")
    groups = [f"{prefix}g{nth}" for nth in range(2 * count)]
    for nth, own in enumerate(groups):
        _group(toss, add, source, own, moment, looks=looks, unit=None if nth % 16 == 15 else f"{prefix}v{nth // 3}")
    for one, other in zip(groups, groups[1:] + groups[:1], strict=True):
        for a, b in ((one, other), (other, one)):
            add("group_overlap", source, platform_id=a, other_id=b, shared=toss.choice((0, 7, 8, 10)), either=toss.choice((10, 10, None)))
    for nth in range(2 * count):
        add("unit", source, id=f"{prefix}v{nth}", parent_id=None)


def _near(toss: Random, moment: date, limit: int, *, blank: float = 0.1) -> date | None:
    """A day around a limit before the moment, or none."""
    return (
        None if toss.random() < blank else moment - timedelta(days=toss.choice((0, 3, limit - 1, limit, limit + 1, limit + 9, 2 * limit)))
    )


def _looks(toss: Random, add: Add, source: str, own: str, of: str, moment: date) -> None:
    for back in sorted(toss.sample((-2, 0, 1, 2, 3, 5, 8, 33), toss.choice((0, 1, 2, 3, 3)))):
        add("observation", source, platform_id=own, of=of, seen_on=moment - timedelta(days=back), outcome=toss.choice(("read",) * 6 + ("failed", "empty")),
            covers=toss.choice(("all",) * 5 + ("part",)))  # fmt: skip


def _said(toss: Random, add: Add, source: str, table: str, own: str, question: str, moment: date) -> None:
    for _ in range(toss.choice((0, 1, 1, 1, 2))):
        add("judgement", source, subject_table=table, subject_source=source, subject_id=own, question=question, verdict=toss.choice(("yes", "no")),
            on=moment - timedelta(days=toss.choice((-3, 0, 9, 90))), until=toss.choice((None, None, moment - timedelta(days=1))), basis="b")  # fmt: skip


def _site(toss: Random, add: Add, source: str, own: str, moment: date, *, looks: bool) -> None:
    add("platform", source, id=own, kind="website", status=toss.choice(STATES), parent_id=None, unit_id=None, order_id=None)
    for question in QUESTIONS:
        _said(toss, add, source, "platform", own, question, moment)
    kept = toss.choice(("well", "well", "badly", "not", "not"))  # else none is ever cleared, or found
    for nth in range(toss.choice((0, 1, 8, 12))):
        _column(toss, add, source, own, f"{own}c{nth}", SECTIONS[nth % len(SECTIONS)], moment, kept=kept, looks=looks)
    if toss.random() < 0.4:
        _posts(toss, add, source, own, moment, 14, toss.choice((1, 2)))
    if looks:
        _looks(toss, add, source, own, "posts", moment)
        _looks(toss, add, source, own, "services", moment)
    for nth in range(toss.choice((0, 0, 1, 6))):
        add("service", source, id=f"{own}s{nth}", platform_id=own, missing=toss.choice((0, 3, 4, 8, None)))
    _box(toss, add, source, own, f"{own}m", moment, looks=looks)
    if toss.random() < 0.7:
        _visits(toss, add, source, own, moment, looks=looks)


def _column(toss: Random, add: Add, source: str, site: str, own: str, section: str | None, moment: date, *, kept: str, looks: bool) -> None:
    add("platform", source, id=own, kind="column", status="live" if toss.random() < 0.9 else toss.choice(("closed", None)), parent_id=site,
        section=section, unit_id=None, order_id=None)  # fmt: skip
    if kept != "badly":
        add("post", source, id=f"{own}t", platform_id=own, posted_on=moment - timedelta(days=2 if kept == "well" else 190))
    else:
        _posts(toss, add, source, own, moment, 184 if section in ("notice", "policy") else 14, toss.choice((0, 0, 1, 2)))
    for question in ("nothing_to_publish", "long_not_updated"):
        if toss.random() < 0.3:
            _said(toss, add, source, "platform", own, question, moment)
    if looks and toss.random() < 0.9:
        add(
            "observation",
            source,
            platform_id=own,
            of="posts",
            seen_on=moment - timedelta(days=toss.choice((0, 2))),
            outcome="read",
            covers="all",
        )
    if looks:
        _looks(toss, add, source, own, "posts", moment)


def _box(toss: Random, add: Add, source: str, site: str, own: str, moment: date, *, looks: bool) -> None:
    add("platform", source, id=own, kind="mailbox", status="live", parent_id=site, unit_id=None, order_id=None)
    if looks:
        _looks(toss, add, source, own, "replies", moment)
    for nth in range(toss.choice((0, 1, 1, 2))):
        letter = f"{own}l{nth}"
        add("letter", source, id=letter, platform_id=own, channel=toss.choice(("site", "site", "site", "petition", None)),
            kind=toss.choice(("咨询", "信访", None)), received_on=_near(toss, moment, 93))  # fmt: skip
        if toss.random() < 0.4:
            add("reply", source, id=f"{letter}r", letter_id=letter, replied_on=_near(toss, moment, 14))
        if toss.random() < 0.3:
            _said(toss, add, source, "letter", letter, "valid_message", moment)


def _visits(toss: Random, add: Add, source: str, own: str, moment: date, *, looks: bool) -> None:
    often, days = toss.choice((0.0, 0.05, 0.3)), toss.choice((6, 7, 9))
    for back in range(days):
        on = moment - timedelta(days=back)
        for half in range(21):
            add("visit_reading", source, platform_id=own, url="u", visited_on=on, visited_at=datetime(on.year, on.month, on.day, half), half_hour=half,
                of="home", says="shut" if toss.random() < often else toss.choice(("opened",) * 40 + ("own_side",)), millis=toss.choice((200, 14_999, 200)))  # fmt: skip
        if looks and toss.random() < 0.98:
            add("observation", source, platform_id=own, of="home", seen_on=on, outcome="read", covers="all")


def _account(toss: Random, add: Add, source: str, own: str, moment: date, *, looks: bool, unit: str) -> None:
    """An account with many posts: some of them reposts, copies of another's, or with figures that are odd."""
    add(
        "platform",
        source,
        id=own,
        kind="wechat",
        status=toss.choice(STATES),
        unit_id=toss.choice((unit, unit, unit, None)),
        order_id=None,
        parent_id=None,
    )
    if looks:
        _looks(toss, add, source, own, "posts", moment)
    copies, alike, lone = toss.random() < 0.6, toss.random() < 0.4, toss.random() < 0.2
    passes = lone or (not copies and toss.random() < 0.7)  # some pass on what they say they pass on
    for nth in range(toss.choice((0, 6, 20))):
        post = f"{own}t{nth}"
        add("post", source, id=post, platform_id=own, posted_on=moment - timedelta(days=nth + toss.choice((0, 40)) * (not copies and not passes)), issued_on=None,
            repost=passes if toss.random() < 0.96 else None, origin=None)  # fmt: skip
        _read(toss, add, source, post)
        if copies:
            first = f"{own}first{nth}"
            add("post", source, id=first, platform_id=own[:-1] + "0", posted_on=_near(toss, moment, 30), repost=False, origin=None)
            for one in (post, first):
                add("post_twin", source, post_id=one, twin=first, posts=2)
        likes = 44 if alike else toss.randint(0, 99)
        add("engagement", source, post_id=post, seen_on=moment - timedelta(days=nth), likes=likes, reads=toss.choice((None, 20, 900, 900)))
    followers = 1000
    for back in (90, 60, 30, 1):
        followers += toss.choice((0, 10, 4000))
        add(
            "reach",
            source,
            platform_id=own,
            seen_on=moment - timedelta(days=back),
            from_on=None,
            followers=toss.choice((followers, None, followers)),
        )


def _posts(toss: Random, add: Add, source: str, own: str, moment: date, limit: int, count: int) -> None:
    for nth in range(count):
        post, day = f"{own}t{nth}", _near(toss, moment, limit)
        add("post", source, id=post, platform_id=own, posted_on=day, issued_on=_near(toss, moment, limit, blank=0.5), repost=False)
        _read(toss, add, source, post)
        if toss.random() < 0.5:
            add("post_change", source, post_id=post, dates=toss.choice((0, 1, 2)), cloaked_chars=toss.choice((0, 0, 20)))


def _read(toss: Random, add: Add, source: str, post: str) -> None:
    if toss.random() < 0.9:
        said = {
            **dict.fromkeys(COUNTED, 0),
            "head_kinds": None,
            "chars": 300,
            "unreadable": toss.choice((None,) * 9 + ("empty",)),
            **toss.choice(STORIES),
        }
        add("post_reading", source, post_id=post, **said)


def _group(toss: Random, add: Add, source: str, own: str, moment: date, *, looks: bool, unit: str | None) -> None:
    add("platform", source, id=own, kind="group", status=toss.choice(STATES), unit_id=unit, campaign=toss.choice((True, False, None)), parent_id=None, order_id=None,
        task_ends_on=_near(toss, moment, 30, blank=0.4))  # fmt: skip
    if toss.random() < 0.9:
        add(
            "group_profile",
            source,
            platform_id=own,
            duty=toss.random() < 0.15,
            known=toss.choice((8, 10, 10, 10)),
            size=toss.choice((10, 10, 10, None)),
        )
    if looks:
        _looks(toss, add, source, own, "messages", moment)
    quiet, still = toss.choice((0, 0, 0, 89, 90, 91, 120)), toss.random() < 0.4
    for nth in range(toss.choice((0, 2, 4, 6))):
        asks = 0 if still else toss.choice((0, 1, 2, 3))
        add("group_reading", source, platform_id=own, sent_on=None if toss.random() < 0.05 else moment - timedelta(days=quiet + 2 * nth),
            half_hour=None if toss.random() < 0.1 else toss.choice((3, 20, 30, 44, 46)), messages=asks + 2, asks=asks, asks_form=asks, asks_checkin=0, asks_photo=0, asks_reply=0,
            unclear=toss.choice((0,) * 9 + (1,)), naming=0 if still else toss.choice((0, 0, 0, 1)), named=1, naming_unclear=toss.choice((0,) * 9 + (1,)))  # fmt: skip
