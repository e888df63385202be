"""The registry of the sample county: units, and every platform with the story it is planted for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from zouxin.connectors._sample.grammar import Grammar, grammar, read_part

PREFIX = {"微信": "wx", "微博": "wb", "短视频": "sv", "头条号": "tt", "小程序": "mp", "移动客户端": "app", "网站": "web", "栏目": "col"}
#: what a story may say of a platform's row, and the column it stands in
COLUMNS = {
    "name": "平台名称", "kind": "类别", "unit": "主办单位", "operator": "运营单位", "operator_kind": "运营方式", "certified": "认证主体",
    "status": "状态", "opened": "开通日期", "closed": "关停日期", "notice": "关停公告日期", "filing": "备案编号", "filed": "备案日期",
    "order": "要求文件", "parent": "所属平台", "section": "栏目类型", "campaign": "是否专项工作", "purpose": "功能定位", "task": "任务截止日期",
    "url": "网址", "handle": "账号id", "editors": "运维人数", "members": "群人数", "funded": "经费截止日期",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One platform: its row by the names of COLUMNS, the story it is planted for and what the story says besides."""

    id: str
    unit: str
    story: str
    row: Mapping[str, Any]
    plan: Mapping[str, Any]
    expect: Mapping[str, bool | None] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.row["kind"])

    def rng(self, seed: int, what: str) -> Random:
        """A stream of random numbers of its own, so that one platform does not move another."""
        return Random(f"{seed}/{what}/{self.id}")


@dataclass(frozen=True, kw_only=True)
class Registry:
    """What registry.yml, apps.yml, chats.yml and posts.yml say; `units` are those of grammar.yml, these and the villages."""

    words: Grammar
    units: Mapping[str, Mapping[str, Any]]
    register: Mapping[str, Any]
    apps: Mapping[str, Any]
    chats: Mapping[str, Any]
    posts: Mapping[str, Any]

    def office(self, unit: str) -> str:
        """What people of the county call a unit; the county where there is none."""
        if not unit:
            return str(self.words.county["name"])
        name = str(self.units[unit]["name"])
        if self.units[unit]["level"] == "town":
            return name.removeprefix(self.words.county["name"]).removesuffix("人民政府")
        return name.replace(self.words.county["name"], "县")


@cache
def registry() -> Registry:
    """The one registry, read once."""
    words, register = grammar(), read_part("registry")
    units = words.units | {u["id"]: u for u in register["units"]} | dict(_villages(words, register["towns"]))
    return Registry(words=words, units=units, register=register, apps=read_part("apps"), chats=read_part("chats"), posts=read_part("posts"))


def _villages(words: Grammar, towns: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A unit for each village of the grammar, coded below its town."""
    for nth, place in enumerate(words.places["village"], 1):
        town, village = towns[place[:3]], place[3:]
        code = f"{words.units[town]['code']}{200 + nth}"
        name = f"{words.county['name']}{place[:3]}{village}民委员会"
        yield f"ch-v{nth:03d}", {"id": f"ch-v{nth:03d}", "name": name, "parent": town, "level": "village", "code": code}


def drawn(rng: Random, value: Any) -> Any:
    """A day or a whole number between two bounds; anything else as it is."""
    if not isinstance(value, list):
        return value
    first, last = value
    return first + timedelta(days=rng.randint(0, (last - first).days)) if isinstance(first, date) else rng.randint(first, last)


def platforms(reg: Registry, seed: int) -> Iterator[Planted]:
    """Every account, app, website and column; work groups are in chats.py."""
    used: dict[str, int] = {}
    for story, plan in reg.register["stories"].items():
        yield from _of_story(reg, seed, used, story, plan, reg.register["innocent"])
    for story, plan in reg.apps["apps"].items():
        yield from _of_story(reg, seed, used, story, plan, reg.apps["innocent_app"])
    for story, plan in reg.apps["sites"].items():
        for site in _of_story(reg, seed, used, story, plan, reg.apps["innocent_site"]):
            yield site
            yield from _columns(reg, site)


def _of_story(reg: Registry, seed: int, used: dict[str, int], story: str, plan: Mapping[str, Any],
              innocent: Mapping[str, bool | None]) -> Iterator[Planted]:  # fmt: skip
    for entry in plan["at"]:
        text, own = (entry, {}) if isinstance(entry, str) else entry
        unit, kind, name = text.split(" ", 2)
        stem = f"{PREFIX[kind]}-{unit}"
        used[stem] = used.get(stem, 0) + 1
        own_id = stem if used[stem] == 1 else f"{stem}-{used[stem]}"
        says = dict(plan.get("is", {})) | {k: v for k, v in own.items() if k in COLUMNS}
        row = _row(reg, Random(f"{seed}/register/{own_id}"), own_id, {"name": name, "kind": kind, "unit": unit} | says)
        merged = dict(plan) | {k: v for k, v in own.items() if k not in COLUMNS}
        said = expected(plan, innocent) | dict(own.get("expect", {}))
        yield Planted(id=own_id, unit=row["unit"], story=story, row=row, plan=merged, expect=said)


def expected(plan: Mapping[str, Any], innocent: Mapping[str, bool | None]) -> dict[str, bool | None]:
    """What the checks should say: no, unless the story says otherwise or leaves it open."""
    kept = {check: no for check, no in innocent.items() if check in plan.get("only", innocent) and check not in plan.get("skip", ())}
    return kept | dict(plan.get("expect", {}))


def _row(reg: Registry, rng: Random, own_id: str, says: Mapping[str, Any]) -> dict[str, Any]:
    usual = reg.register["ordinary"]
    row = {k: drawn(rng, usual[k]) for k in ("status", "operator_kind", "campaign", "editors", "funded", "opened")}
    row |= {"certified": reg.units[says["unit"]]["name"] if says["unit"] else "", "filing": f"99{rng.randrange(10**8):08d}"}
    row |= {"url": f"https://{own_id}.example/", "handle": own_id.replace("-", "_")}
    row |= {name: drawn(rng, value) for name, value in says.items()}
    if "filed" not in says:
        row["filed"] = row["opened"] + timedelta(days=usual["filed_after"]) if row["opened"] and row["filing"] else ""
    return row


def _columns(reg: Registry, site: Planted) -> Iterator[Planted]:
    for nth, (name, section, every, count) in enumerate(reg.apps["columns"], 1):
        if name in site.plan.get("without", ()):
            continue
        row = {"name": name, "kind": "栏目", "unit": site.unit, "status": "正常", "opened": site.row["opened"], "parent": site.id, "section": section,
               "url": f"{site.row['url']}c{nth}/"}  # fmt: skip
        posts: dict[str, Any] = {"every": every, "n": 0 if name in site.plan.get("empty", ()) else count}
        if name in site.plan.get("stale", ()):
            posts["last"] = site.plan["last"]
        plan = {"posts": posts, "look": site.plan.get("look", "whole"), "section": section}
        if section == "咨询建言":
            plan["letters"] = site.plan.get("letters", {"n": 2, "answered": 2})
        yield Planted(id=f"{site.id.replace('web', 'col', 1)}-{nth}", unit=site.unit, story=site.story, row=row, plan=plan)
