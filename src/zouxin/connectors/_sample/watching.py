"""Looks at the platforms of the sample county, visits to its sites, and what people wrote below its accounts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from zouxin.connectors._sample.prose import Scene, Writer
from zouxin.connectors._sample.publishing import Newsroom
from zouxin.connectors._sample.registry import Planted, Registry, drawn

Row = tuple[Any, ...]
_OF = {"移动客户端": ("应用",), "工作群": ("群消息",), "网站": ("首页", "服务"), "栏目": ("发布",)}
_APP_DAYS = (date(2019, 5, 8), date(2019, 5, 14), date(2019, 5, 20))
#: how a visit goes wrong, and its HTTP status
_BAD = (("失败", "timeout", "", 15000), ("失败", "http_5xx", 503, 900), ("已读取", "", 200, 19400))


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What somebody wrote below an account or in a column, and what came back; `reply` empty where nothing did."""

    id: str
    platform: str
    unit: str
    channel: str
    text: str
    on: date
    reply: str
    replied: date | None
    story: str


def looks(reg: Registry, planted: Iterable[Planted], days: Sequence[date]) -> Iterator[Row]:
    """平台编号, 查看内容, 查看日期, 结果, 范围, 说明; none where a story says that nobody looked."""
    ends = reg.register["looks"]
    for one in planted:
        how = one.plan.get("look", "whole")
        if how == "none" or one.row["status"] == "拟开设":
            continue
        for what in _OF.get(one.kind, ("发布",)):
            if what != "应用":
                yield from ((one.id, what, day, *ends[how]) for day in days)
        if "visits" in one.plan:
            yield from ((one.id, "首页", day, *ends[how]) for day in _week(reg, one))
        if one.kind == "移动客户端":
            told = one.plan.get("app_looks") or dict.fromkeys(_APP_DAYS, ends[how])
            yield from ((one.id, "应用", day, *(*end, "")[:3]) for day, end in told.items())
        if "comments" in one.plan or "letters" in one.plan:
            how = one.plan.get("comments", {}).get("look", how)
            yield from ((one.id, what, day, *ends[how]) for day in days for what in ("来信", "答复"))


def _week(reg: Registry, one: Planted) -> Iterator[date]:
    plan = reg.apps["visits"] | dict(one.plan["visits"])
    yield from (plan["from"] + timedelta(days=n) for n in range(plan["days"]))


def visits(reg: Registry, planted: Iterable[Planted], seed: int) -> Iterator[Row]:
    """平台编号, 访问地址, 访问时间, 访问内容, 结果, 说明, 状态码, 耗时, 尝试次数: spaced over the day."""
    for one in planted:
        if one.kind != "网站" or "visits" not in one.plan:
            continue
        plan, rng = reg.apps["visits"] | dict(one.plan["visits"]), one.rng(seed, "visits")
        for nth in range(plan["days"] * plan["a_day"]):
            day, at = divmod(nth, plan["a_day"])
            minute = at * (24 * 60 // plan["a_day"]) + rng.randint(1, 9)
            moment = datetime.combine(plan["from"] + timedelta(days=day), time(0)) + timedelta(minutes=minute)
            # evenly spread, so that a share is a share and not luck
            wrong = (nth * plan["bad"]) % 100 + plan["bad"] >= 100
            end = rng.choice(_BAD) if wrong else ("已读取", "", 200, rng.randint(180, 2600))
            outcome, detail, status, millis = end
            yield one.id, one.row["url"], moment, "首页", outcome, detail, status, millis, 3 if wrong else 1


def comments(reg: Registry, room: Newsroom, planted: Iterable[Planted], seed: int) -> Iterator[Comment]:
    """What was written below accounts and in the columns for questions."""
    nth = 0
    for one in planted:
        plan = one.plan.get("comments") or one.plan.get("letters")
        if not plan:
            continue
        rng = one.rng(seed, "comments")
        writer = Writer(reg.words, rng)
        for step in range(plan["n"]):
            nth += 1
            yield _comment(reg, room, writer, one, plan, step, f"PL{nth:05d}")


def _comment(reg: Registry, room: Newsroom, writer: Writer, one: Planted, plan: Mapping[str, Any], step: int, own_id: str) -> Comment:
    rng, frames = writer.rng, reg.posts["comments"]
    about = frames[(step + len(one.id)) % len(frames)]
    on = drawn(rng, list(plan.get("received", [date(2018, 9, 1), date(2019, 2, 10)])))
    scene: Scene = room.scene(rng, one, on)
    replied = on + timedelta(days=rng.randint(1, 4)) if step < plan["answered"] else None
    ask, answer = writer.say(about["ask"], scene), writer.say(about["answer"], scene) if replied else ""
    return Comment(id=own_id, platform=one.id, unit=one.unit, channel="微信" if one.kind != "栏目" else "网站", text=ask, on=on, reply=answer, replied=replied,
                   story=one.story)  # fmt: skip


def reach_rows(planted: Iterable[Planted], posted: Mapping[tuple[str, int], int], seed: int) -> Iterator[Row]:
    """平台编号, 统计日期, 统计起始日期, 粉丝数, 阅读总数, 访问量, 活跃用户数, 安装量: one row a month from March on."""
    spans = ((date(2019, 3, 1), date(2019, 3, 31)), (date(2019, 4, 1), date(2019, 4, 30)), (date(2019, 5, 1), date(2019, 5, 20)))
    for one in planted:
        rng = one.rng(seed, "reach")
        if one.kind in ("工作群", "栏目", "网站") or one.story == "above" or one.row["status"] in ("拟开设", "注销"):
            continue
        base = rng.randint(600, 9000)
        for nth, (first, last) in enumerate(spans):
            if one.plan.get("reads") == "unknown":
                yield one.id, last, first, "", "", "", "", ""
                continue
            if one.kind == "移动客户端":
                yield one.id, last, "", "", "", "", rng.randint(5, 400), base
                continue
            followers = one.plan["followers"][nth] if "followers" in one.plan else base + nth * rng.randint(5, 60)
            yield one.id, last, first, followers, posted.get((one.id, last.month), 0), "", "", ""
