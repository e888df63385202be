"""Work groups of the sample county: who owns them, who is in them, and when they ring. No text is ever made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import Any

from zouxin.connectors._sample.registry import Planted, Registry, drawn, expected

Row = tuple[Any, ...]
#: how many of ten people two groups share that are not doubles
_APART = 2


def groups(reg: Registry, seed: int) -> Iterator[Planted]:
    """Every work group of the county, story by story; units of a story in turn."""
    chats, rng, nth = reg.chats, Random(f"{seed}/groups"), 0
    for story, plan in chats["groups"].items():
        units = cycle(plan.get("at") or (chats["alone"] if plan.get("alone") else chats["units"]))
        for _ in range(plan["n"]):
            nth += 1
            yield _group(reg, rng, f"gr-{nth:03d}", story, plan, next(units))


def _group(reg: Registry, rng: Random, own_id: str, story: str, plan: Mapping[str, Any], unit: str) -> Planted:
    chats = reg.chats
    about, task = rng.choice(plan.get("called") or chats["names"]), drawn(rng, plan.get("task", ""))
    known = plan.get("twice") or plan.get("apart")
    row = {
        "name": f"{reg.office(unit)}{about}群", "kind": "工作群", "unit": unit, "status": plan.get("status", "正常"), "purpose": rng.choice(chats["purposes"]),
        "campaign": plan.get("campaign", "是" if task else "否"), "task": task, "members": 10 if known else drawn(rng, chats["members"]),
        "opened": task - timedelta(days=rng.randint(60, 300)) if task else drawn(rng, chats["opened"]),
    }  # fmt: skip
    if known:
        row["purpose"] = chats["purposes"][0]
    return Planted(id=own_id, unit=unit, story=story, row=row, plan=plan, expect=expected(plan, chats["innocent"]))


def messages(reg: Registry, planted: Iterable[Planted], seed: int) -> Iterator[Row]:
    """群编号, 消息编号, 发送时间, 时刻（分）, 发送人角色, 发送人, @所有人, 点名人数, 要求类型, 未回复人数, 字数."""
    for group in planted:
        rng, plan = group.rng(seed, "messages"), group.plan
        last = group.row["task"] if plan["last"] == "task" else drawn(rng, plan["last"])
        said = sorted(_said(rng, plan, last, reg.chats["holidays"]))
        naming = set(rng.sample(range(len(said)), min(len(said), plan.get("names", 0) * 4)))
        for nth, moment in enumerate(said, 1):
            yield _message(reg, rng, group, nth, moment, named=rng.randint(1, 6) if nth - 1 in naming else 0)


def _said(rng: Random, plan: Mapping[str, Any], last: date, off: Sequence[date]) -> Iterator[datetime]:
    """Moments at which something was said, back from the last day."""
    day, first, after = last, *plan["hours"]
    for nth in range(plan["days"]):
        for _ in range(drawn(rng, list(plan["a_day"]))):
            yield datetime.combine(day, time(rng.randint(first, after - 1), rng.randint(1, 59)))
        day -= timedelta(days=1 if plan["a_day"][1] > 5 else 1 + nth % 2)
        while (day.weekday() > 4 or day in off) and not plan.get("weekend"):
            day -= timedelta(days=1)


def _message(reg: Registry, rng: Random, group: Planted, nth: int, moment: datetime, *, named: int) -> Row:
    asks = rng.random() * 100 < group.plan["asks"]
    demand = _demand(reg, rng, group.row["name"]) if asks else rng.choice(("none", "notice"))
    role = "owner" if asks and rng.random() < 0.6 else rng.choice(("member", "manager", "member"))
    on = "" if group.plan.get("undated") else moment.strftime("%Y-%m-%d %H:%M:00")
    minute = "" if group.plan.get("undated") else moment.hour * 60 + moment.minute
    everybody = "是" if asks and rng.random() < 0.5 else "否"
    return (
        group.id,
        f"{group.id}-{nth:05d}",
        on,
        minute,
        role,
        f"s{rng.randint(1, 12)}",
        everybody,
        rng.randint(0, 2),
        demand,
        named,
        rng.randint(4, 140),
    )


def _demand(reg: Registry, rng: Random, name: str) -> str:
    """What a group asks for: mostly what its name says, now and then an answer from everybody."""
    fits = [demand for word, demand in reg.chats["demands"].items() if word in name]
    return rng.choice((fits[0], fits[0], fits[0], "reply")) if fits else rng.choice(("reply", "form", "photo", "study", "checkin"))


def holders(reg: Registry) -> Iterator[Row]:
    """岗位编号, 所在单位, 岗位: those of the YAML, and the members of groups whose members are known."""
    yield from ((h["id"], h["unit"], h["role"]) for h in reg.chats["holders"])
    for plan in reg.chats["groups"].values():
        if plan.get("twice") or plan.get("apart"):
            yield from ((f"post-{unit}-{n:02d}", unit, "职员") for unit in plan["at"] for n in range(1, 20))


def memberships(reg: Registry, planted: Sequence[Planted]) -> Iterator[Row]:
    """岗位编号, 平台编号, 使用方式, 要求文件, 加入日期."""
    of_story: dict[str, list[Planted]] = {}
    for one in planted:
        of_story.setdefault(one.story, []).append(one)
    apps = [p.id for p in planted if p.kind == "移动客户端"]
    for holder in reg.chats["holders"]:
        yield from _carried(reg, holder, of_story, apps)
    yield from _inside(planted)


def _carried(reg: Registry, holder: Mapping[str, Any], of_story: Mapping[str, list[Planted]], apps: Sequence[str]) -> Iterator[Row]:
    own_id, required, since = holder["id"], reg.chats["required"], date(2018, 9, 3)
    for nth, app in enumerate(apps[: holder.get("installs", 0)]):
        yield own_id, app, "安装", required["installed"][nth % 2] if nth < 4 else "", since
    for story, count in holder["joins"].items():
        yield from ((own_id, group.id, "加入", required["joined"], max(since, group.row["opened"])) for group in of_story[story][:count])
    for story, count in holder["follows"].items():
        yield from ((own_id, p.id, "关注", required["follows"].get(story, ""), since) for p in of_story[story][:count])
    yield from ((own_id, platform, "编辑", required["edits"], since) for platform in holder["edits"])


def _inside(planted: Iterable[Planted]) -> Iterator[Row]:
    """Members of known groups: ten people; doubles have the same ten, the others share two."""
    nth: dict[str, int] = {}
    for group in planted:
        if not (group.plan.get("twice") or group.plan.get("apart")) or group.kind != "工作群":
            continue
        nth[group.unit] = nth.get(group.unit, -1) + 1
        first = 1 + nth[group.unit] * (10 - _APART) if group.plan.get("apart") else 1
        yield from ((f"post-{group.unit}-{n:02d}", group.id, "加入", "", group.row["opened"]) for n in range(first, first + 10))


def limit_truth(planted: Iterable[Planted], units: Iterable[str]) -> Iterator[tuple[str, bool | None]]:
    """Unit and whether it has more than one live work group; duty groups are not counted."""
    live: dict[str, int] = {}
    dark: dict[str, int] = {}
    for group in planted:
        if group.kind == "工作群" and group.story != "duty":
            counts = live if group.row["status"] == "正常" else dark
            counts[group.unit] = counts.get(group.unit, 0) + 1
    for unit in units:
        yield unit, True if live.get(unit, 0) > 1 else None if live.get(unit, 0) + dark.get(unit, 0) > 1 else False
