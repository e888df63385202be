"""Units, platforms and looks of one province, with what is planted and what only looks like it.

Stories of a platform and the share that has each (the truth of every row is written beside it):

dormant          silent for 15 to 200 days at a complete look: a finding
edge             last posted exactly as many days ago as are allowed, or fewer: an innocent
failed, part, stale, unseen   silent as well, but the look failed, saw a part, is too old, or there is none: cannot tell
frozen           silent, and its owner says so: left alone
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.nation.divisions import Division

MOMENT = date(2025, 12, 31)
YEAR = 364  # days before the moment on which posts begin
SILENT, STALE = 14, 7  # the national limits of PLT002: the truth is told by them
STORIES = {"alive": 0.885, "dormant": 0.03, "edge": 0.03, "failed": 0.01, "part": 0.01, "stale": 0.01, "unseen": 0.01, "frozen": 0.015}
BUREAUS = ("人民政府办公室", "公安局", "教育局", "卫生健康委员会", "民政局", "交通运输局", "应急管理局", "文化和旅游局", "市场监督管理局", "人力资源和社会保障局",
           "生态环境局", "住房和城乡建设局", "农业农村局", "水利局", "司法局", "税务局", "气象局", "消防救援大队", "融媒体中心", "行政审批局")  # fmt: skip
#: units of a division of each level; that makes some 500,000 units in the nation, as many as had WeChat accounts in 2018
UNITS = {"province": 60, "city": 50, "county": 44, "town": 8}
WEIBO = 0.34
OTHERS = {"unregistered": 0.01, "company_name": 0.002, "special_campaign": 0.004, "unpublished_closure": 0.002, "closed_and_told": 0.004}


@dataclass(frozen=True, kw_only=True, eq=False)
class Province:
    """`units`, `platforms`, `observations` as tables of a census; `truth`: platform_id, story, dormant (yes, no or blank); `last`: days before
    the moment of each platform's last post, int64; `names`: what each platform calls its unit."""

    units: pa.Table
    platforms: pa.Table
    observations: pa.Table
    truth: pa.Table
    last: np.ndarray
    names: pa.Array


def province(some: tuple[Division, ...], *, scale: float, rng: np.random.Generator) -> Province:
    """One province; with a `scale` below 1 an even share of its units."""
    code, name = _units(some, scale, rng)
    weibo = rng.random(len(code)) < WEIBO
    unit = np.concatenate([np.arange(len(code)), np.flatnonzero(weibo)])
    wechat = np.arange(len(unit)) < len(code)
    ids = pc.binary_join_element_wise(pa.array(np.where(wechat, "X", "B")), pa.array(code[unit]), "")
    story = rng.choice(len(STORIES), len(unit), p=np.array(list(STORIES.values())) / sum(STORIES.values()))
    names = pa.array(name[unit])
    extra = {trouble: rng.random(len(unit)) < share for trouble, share in OTHERS.items()}
    last = _last(story, rng)
    return Province(
        units=pa.table({"单位编号": code, "单位名称": name}), platforms=_census(ids, unit, wechat, code, names, story, extra),
        observations=_looks(ids, story, rng), truth=_truth(ids, story, extra), last=last, names=names,
    )  # fmt: skip


def _units(some: tuple[Division, ...], scale: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    codes, names = [], []
    for division in some:
        for k in range(UNITS[division.level]):
            bureau = BUREAUS[k % len(BUREAUS)] + ("" if k < len(BUREAUS) else f"第{k // len(BUREAUS) + 1}服务中心")
            codes.append(f"{division.code}{k:02d}")
            names.append(f"{division.name}{bureau}")
    kept = rng.random(len(codes)) < scale if scale < 1 else np.ones(len(codes), bool)
    kept[0] = True
    return np.array(codes)[kept], np.array(names)[kept]


def _is(story: np.ndarray, *names: str) -> np.ndarray:
    return np.isin(story, [list(STORIES).index(name) for name in names])


def _last(story: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Days before the look on which each platform last posted; looks of stale ones were earlier, see _looks."""
    n = len(story)
    alive, silent = rng.integers(0, SILENT - 3, n), rng.integers(SILENT + 1, 200, n)
    edge = rng.choice([SILENT - 1, SILENT], n)
    return np.where(_is(story, "alive"), alive, np.where(_is(story, "edge"), edge, silent))


def _census(
    ids: pa.Array, unit: np.ndarray, wechat: np.ndarray, code: np.ndarray, names: pa.Array, story: np.ndarray, extra: dict[str, np.ndarray]
) -> pa.Table:
    # as many again were closed and told the public so: in a register without any day of notice a blank one says nothing
    told = extra["closed_and_told"]
    closed = extra["unpublished_closure"] | told
    shown = pc.if_else(pa.array(extra["company_name"]), "宏图文化传媒有限公司", names)
    return pa.table({
        "平台编号": ids, "平台名称": pc.binary_join_element_wise(shown, pa.array(np.where(wechat, "发布", "微博")), ""),
        "平台类型": pa.array(np.where(wechat, "微信公众号", "微博")), "主办单位": code[unit], "认证主体": names,
        "状态": pa.array(np.where(closed, "已关停", np.where(_is(story, "frozen"), "暂停", "正常"))),
        "开通日期": pa.repeat(pa.scalar("2018-06-01"), len(unit)), "关停日期": pc.if_else(pa.array(closed), "2025-10-15", None),
        "关停公告日期": pc.if_else(pa.array(told), "2025-10-10", None),
        "备案编号": pc.if_else(pa.array(extra["unregistered"]), None, pc.binary_join_element_wise("XMT", ids, "")),
        "是否专项工作": pa.array(np.where(extra["special_campaign"], "是", "否")),
    })  # fmt: skip


def _looks(ids: pa.Array, story: np.ndarray, rng: np.random.Generator) -> pa.Table:
    """One look a platform, on the day of the moment; a stale one is from more days before than a look may be old."""
    seen = ~_is(story, "unseen")
    ago = np.where(_is(story, "stale"), rng.integers(STALE + 1, STALE + 30, len(story)), 0)
    days = pa.array((np.datetime64(MOMENT) - ago.astype("timedelta64[D]")).astype("datetime64[D]")).cast(pa.string())
    table = pa.table({
        "平台编号": ids, "查看内容": pa.repeat(pa.scalar("posts"), len(story)), "查看日期": days,
        "结果": pa.array(np.where(_is(story, "failed"), "failed", "read")), "范围": pa.array(np.where(_is(story, "part"), "part", "all")),
    })  # fmt: skip
    return table.filter(pa.array(seen))


def _truth(ids: pa.Array, story: np.ndarray, extra: dict[str, np.ndarray]) -> pa.Table:
    blind = _is(story, "failed", "part", "stale", "unseen")
    live = ~_is(story, "frozen") & ~extra["unpublished_closure"] & ~extra["closed_and_told"]
    dormant = np.where(~live, "left alone", np.where(blind, "cannot tell", np.where(_is(story, "dormant"), "yes", "no")))
    told = {trouble: pa.array(np.where(mask, "yes", "no")) for trouble, mask in extra.items()}
    told["unpublished_closure"] = pa.array(np.where(extra["unpublished_closure"] & ~extra["closed_and_told"], "yes", "no"))
    told["unregistered"] = pa.array(np.where(extra["unregistered"] & live, "yes", "no"))
    return pa.table({"platform_id": ids, "story": pa.array(list(STORIES)).take(pa.array(story)), "dormant": pa.array(dormant), **told})
