"""What a message of a work group is, without what it says: whom it calls, what it asks for, whom it names."""

import re
from dataclasses import dataclass
from functools import cache

from zouxin import content

_MENTION = re.compile(r"@([^\s@,，、:：;；。!！?？)）\u2005]{1,20})")
_LIST = re.compile(r"[:：]\s*([^。！!\n]+)")
_CLAUSE, _BETWEEN = re.compile(r"[，,;；]"), re.compile(r"[、,，;；\s]+")
_NAME = re.compile(r"(?![请尽抓务望速还都今未没])[\u4e00-\u9fff·]{2,4}$|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}$")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What stays of a message. `mentions` and `silent` are counts of people, `chars` the length of the text."""

    at_all: bool
    mentions: int
    demand: str
    silent: int
    chars: int


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """The patterns of content/words/group_demands.yml."""

    demands: tuple[tuple[str, re.Pattern[str]], ...]
    silent: re.Pattern[str]
    everybody: re.Pattern[str]
    robots: re.Pattern[str]
    system: re.Pattern[str]


@cache
def grammar() -> Grammar:
    """The grammar that comes with the package."""
    said = content.read(content.root() / "words" / "group_demands.yml")

    def one(patterns: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in patterns))

    demands = tuple((entry["is"], one(entry["any"])) for entry in said["demands"])
    return Grammar(demands=demands, **{key: one(said[key]) for key in ("silent", "everybody", "robots", "system")})


def measure(text: str) -> Measured:
    """What a message is; the text itself goes no further than this."""
    words = grammar()
    bare = text.strip()
    called = bool(words.everybody.search(bare))
    mentioned = set(_MENTION.findall(words.everybody.sub(" ", bare)))
    demand = next((is_ for is_, pattern in words.demands if pattern.search(bare)), "none")
    return Measured(at_all=called, mentions=len(mentioned), demand=demand, silent=_silent(bare, mentioned), chars=len(bare))


def _silent(text: str, mentioned: set[str]) -> int:
    """How many people are named as not having answered or done: those mentioned, or listed after a colon."""
    found = grammar().silent.search(text)
    if not found:
        return 0
    listed: set[str] = set()
    for said in _LIST.findall(text[found.start() :]):
        # where names stand between 、 a comma ends the list
        names = _CLAUSE.split(said)[0] if "、" in said else said
        listed |= {name for name in _BETWEEN.split(names) if _NAME.match(name)}
    return max(len(mentioned), len(listed))


def role_of(sender: str) -> str:
    """Role of a sender that a name alone gives away: robot, system or member."""
    words = grammar()
    return "system" if words.system.search(sender) else "robot" if words.robots.search(sender) else "member"
