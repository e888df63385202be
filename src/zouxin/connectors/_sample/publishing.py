"""What the accounts and columns of the sample county published, and how it was met."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from zouxin.connectors._sample.grammar import SOURCE
from zouxin.connectors._sample.prose import Scene, Writer
from zouxin.connectors._sample.registry import Planted, Registry, drawn

_NEWEST = date(2019, 5, 13), date(2019, 5, 19)
_READS = [150, 2600]
_TAG = re.compile(r"<[^>]+>")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FORMS = {"微信": "article", "微博": "short", "短视频": "video", "头条号": "article", "栏目": "page"}


@dataclass(frozen=True, kw_only=True)
class Post:
    """One post; `expect` by name of the check, `reads` None where nobody knows."""

    id: str
    platform: str
    story: str
    on: date | None
    title: str
    text: str
    form: str
    reads: int | None
    issued: date | None = None
    markup: str = ""
    repost: bool | None = False
    origin: str = ""
    seen_before: date | None = None
    expect: Mapping[str, bool | None] | None = None


class Newsroom:
    """Writes the posts of one county."""

    def __init__(self, reg: Registry, seed: int) -> None:
        self.reg, self.seed = reg, seed

    def all(self, planted: Iterable[Planted]) -> Iterator[Post]:
        """Ordinary posts of every platform, then what was planted among them."""
        known = {p.id: p for p in planted}
        for one in known.values():
            yield from self._ordinary(one)
        yield from self._special(known)
        yield from self._same(known)
        yield from self._copied(known)

    def scene(self, rng: Random, one: Planted, day: date) -> Scene:
        """Facts one post may name."""
        pick, places = rng.choice, self.reg.words.places
        facts: dict[str, Any] = {slot: pick(names) for slot, names in places.items()}
        facts |= {f"{slot}2": pick(places[slot]) for slot in ("street", "village", "surname")}
        if one.unit in self.reg.units and self.reg.units[one.unit]["level"] == "town":
            # a town tells of its own villages only
            town = self.reg.office(one.unit)
            facts |= {slot: town + facts[slot][3:] for slot in ("village", "village2")}
        told, month = day - timedelta(days=rng.randint(0, 3)), day - timedelta(days=rng.randint(20, 60))
        unit = self.reg.units.get(one.unit, {})
        facts |= {
            "day": f"{told.month}月{told.day}日", "month": f"{month.month}月", "year": rng.randint(1890, 1960), "year2": day.year,
            "office": self.reg.office(one.unit), "phone": unit.get("phone", "0100-7220000"), "money": rng.choice((480, 800, 1200, 3000, 6500, 18000)),
            "money2": rng.randint(24, 60) * 100, "wind": pick("东南西北"), "t": rng.randint(22, 33), "b": rng.randint(1, 18), "age": rng.randint(61, 90),
            "idcard": idcard(rng), "idcard2": idcard(rng), "mobile": f"1990000{rng.randint(1000, 9999)}", "mobile2": f"1990000{rng.randint(1000, 9999)}",
        }  # fmt: skip
        facts |= {f"foreign{n}": text for n, text in self.reg.posts["foreign"].items()}
        return Scene(rng, facts)

    def _theme(self, one: Planted) -> Mapping[str, Any]:
        posts = self.reg.posts
        name = self.reg.office(one.unit)
        theme = next((theme for word, theme in posts["of_unit"].items() if word in name), posts["otherwise"])
        found: Mapping[str, Any] = posts["themes"][theme]
        return found

    def _ordinary(self, one: Planted) -> Iterator[Post]:
        plan = {"every": 4, "n": 14} | dict(one.plan.get("posts", {}))
        rng = one.rng(self.seed, "posts")
        # groups and apps publish nothing
        if one.kind not in _FORMS or not plan["n"]:
            return
        writer, day = Writer(self.reg.words, rng), drawn(rng, plan.get("last", list(_NEWEST)))
        for nth in range(plan["n"]):
            if one.row["opened"] and day < one.row["opened"]:
                return
            repost = nth < plan.get("reposts", 0)
            yield self._written(writer, one, f"{one.id}-{plan['n'] - nth:03d}", day, repost)
            day -= timedelta(days=max(1, round(plan["every"] * rng.uniform(0.6, 1.4))))

    def _written(self, writer: Writer, one: Planted, own_id: str, day: date, repost: bool) -> Post:
        rng, theme, posts = writer.rng, self._theme(one), self.reg.posts
        scene = self.scene(rng, one, day)
        lines = rng.sample(theme["lines"], rng.randint(3, 4))
        # every line draws its own facts
        said = [writer.say(line, scene if not nth else self.scene(rng, one, day)) for nth, line in enumerate(lines)]
        text = writer.say(rng.choice(posts["openings"]), scene) + "".join(said) + writer.say(rng.choice(posts["closings"]), scene)
        reads = None if one.plan.get("reads") == "unknown" else drawn(rng, list(one.plan.get("posts", {}).get("reads", _READS)))
        return Post(id=own_id, platform=one.id, story=one.story, on=day, title=writer.say(rng.choice(theme["titles"]), scene), text=text, form=_FORMS[one.kind],
                    reads=reads, repost=repost, origin="澄禾县人民政府网站" if repost else "", expect=dict.fromkeys(posts["ordinary_no"], False))  # fmt: skip

    def _special(self, known: Mapping[str, Planted]) -> Iterator[Post]:
        """The planted posts of each trouble, on accounts that would publish such things, or on any healthy ones."""
        chasing = [p for p in known.values() if "publish" in p.plan]
        healthy = [p for p in known.values() if p.story in self.reg.posts["on"]]
        for trouble, kinds in self.reg.posts["special"].items():
            for answer, texts in kinds.items():
                homes = chasing if answer == "yes" and trouble in chasing[0].plan["publish"] else healthy
                rng = Random(f"{self.seed}/{trouble}/{answer}")
                for nth in range(len(texts) * self.reg.posts["times"][answer]):
                    one = homes[(nth * 7 + len(trouble)) % len(homes)] if homes is healthy else homes[nth % len(homes)]
                    yield self._planted(rng, one, trouble, answer, nth, texts[nth % len(texts)])

    def _planted(self, rng: Random, one: Planted, trouble: str, answer: str, nth: int, about: Mapping[str, Any]) -> Post:
        writer, day = Writer(self.reg.words, rng), drawn(rng, [date(2019, 4, 8), date(2019, 5, 18)])
        scene = self.scene(rng, one, day)
        text, title = writer.say(about["text"], scene), writer.say(about["title"], scene)
        markup = f"<html><body><h1>{title}</h1>{text}</body></html>" if _TAG.search(text) else ""
        issued = _issued(day, about)
        before = day - timedelta(days=about["redated"]) if "redated" in about else None
        found = {"yes": True, "no": False, "null": None}[answer]
        return Post(id=f"{one.id}-{trouble}-{answer}-{nth + 1}", platform=one.id, story=f"{trouble}_{answer}", on=None if about.get("undated") else day, title=title,
                    text=_TAG.sub("", text), markup=markup, form=_FORMS[one.kind], reads=drawn(rng, [90, 900]), issued=issued, seen_before=before,
                    expect={trouble: found})  # fmt: skip

    def _same(self, known: Mapping[str, Planted]) -> Iterator[Post]:
        """One text on several accounts: copied from nobody knows where, or rightly."""
        for kind in ("same", "same_rightly"):
            for nth, about in enumerate(self.reg.posts[kind], 1):
                for step, own_id in enumerate(about["at"]):
                    one = known[own_id]
                    yield Post(id=f"{own_id}-{kind}-{nth}", platform=own_id, story=kind, on=date(2019, 4, 22) + timedelta(days=nth + step), title=about["title"],
                               text=about["text"], form=_FORMS[one.kind], reads=300 + step, repost=bool(about.get("origin")), origin=about.get("origin", ""),
                               expect={})  # fmt: skip

    def _copied(self, known: Mapping[str, Planted]) -> Iterator[Post]:
        """What an account takes over, a day or two later, from an account of another unit, and names nobody."""
        about = self.reg.posts["copied"]
        first = [post for post in self._ordinary(known[about["from"]]) if post.on][: about["n"]]
        for late, own_id in enumerate(about["to"], 1):
            for nth, post in enumerate(first, 1):
                assert post.on
                yield replace(
                    post,
                    id=f"{own_id}-copied-{nth}",
                    platform=own_id,
                    story="copied",
                    on=post.on + timedelta(days=late),
                    reads=40 + nth,
                    expect={},
                )


def _issued(day: date, about: Mapping[str, Any]) -> date | None:
    if "issued_after" in about:
        return day + timedelta(days=about["issued_after"])
    return day - timedelta(days=about["issued_before"]) if "issued_before" in about else None


def idcard(rng: Random) -> str:
    """A number of the form of an identity number with a right last digit, of a division that does not exist."""
    digits = f"800726{rng.randint(1940, 2005)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(1, 999):03d}"
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def post_rows(posts: Iterable[Post]) -> list[tuple[Any, ...]]:
    """Rows of the part `posts`."""
    return [
        (p.id, p.platform, p.on, p.issued, p.title, p.text, p.markup, f"https://post.example/{p.id}", p.form, _yes(p.repost), p.origin)
        for p in posts
    ]  # fmt: skip


def version_rows(posts: Iterable[Post], day: date) -> list[tuple[Any, ...]]:
    """Looks at posts whose date was watched: what they said of their day before, and what they say now."""
    return [
        (p.id, seen, "reader", on, p.title, p.text)
        for p in posts if p.seen_before and p.on
        for seen, on in ((p.seen_before + timedelta(days=1), p.seen_before), (day, p.on))
    ]  # fmt: skip


def engagement_rows(posts: Iterable[Post], day: date, likes: Mapping[str, int]) -> list[tuple[Any, ...]]:
    """What every post was met with by a day; all blank where nobody knows. `likes` by story: bought, one number for every post."""
    rows = []
    for p in posts:
        if p.on is None:
            continue
        rng = Random(p.id)
        reads = p.reads
        counts = (
            ("", "", "", "")
            if reads is None
            else (
                reads,
                likes.get(p.story, reads * rng.randint(1, 4) // 100),
                reads * rng.randint(0, 2) // 200,
                reads * rng.randint(0, 3) // 150,
            )
        )
        rows.append((p.id, day, *counts))
    return rows


def truth_rows(posts: Iterable[Post]) -> list[tuple[str, str, str, bool | None, str]]:
    """source, check, post, expected answer and story."""
    return [(SOURCE, check, p.id, found, p.story) for p in posts for check, found in (p.expect or {}).items()]


def _yes(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"
