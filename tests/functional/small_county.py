"""31 accounts of a county, as many as the bulletin of 紫阳县 for the second quarter of 2021 counts; audited by the command line."""

import csv
from collections.abc import Set
from datetime import date, timedelta
from pathlib import Path

from click.testing import CliRunner

from zouxin import flow
from zouxin.cli import main
from zouxin.model.inspection import Inspection

SPRING, SUMMER = date(2021, 6, 30), date(2021, 9, 30)
SOURCE = """source: county
title: 名册
publisher: 甲县
brings: everything
reads: csv
parts:
  - from: units.csv
    fills: {unit: {id: 单位编号, name: 单位名称, level: 层级}}
  - from: platforms.csv
    fills: {platform: {id: 平台编号, name: 平台名称, kind: 平台类型, unit_id: 主办单位, status: 状态, opened_on: 开通日期, filing_number: 备案编号}}
  - from: looks.csv
    fills: {observation: {platform_id: 平台编号, of: 查看内容, seen_on: 查看日期, outcome: 结果, covers: 范围}}
  - from: posts.csv
    fills: {post: {id: 文章编号, platform_id: 平台编号, posted_on: 发布时间}}
"""


def write(path: Path, head: list[str], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def county(place: Path, moment: date, *, silent: Set[int], failed: Set[int] = frozenset(), closed: Set[int] = frozenset()) -> None:
    """31 accounts, as many as the bulletin of 紫阳县 for the second quarter of 2021 counts; `silent` ones last posted 20 days before; `closed` ones the register
    calls closed, on no day."""
    place.mkdir(exist_ok=True)
    every = range(1, 32)
    write(place / "units.csv", ["单位编号", "单位名称", "层级"], [(f"u{i}", f"第{i}局", "county" if i < 20 else "town") for i in every])
    heads = ["平台编号", "平台名称", "平台类型", "主办单位", "状态", "开通日期", "备案编号"]
    write(
        place / "platforms.csv",
        heads,
        [
            (f"a{i}", f"{i}号", "微信公众号" if i % 3 else "微博", f"u{i}", "注销" if i in closed else "正常", "2019-05-01", f"X{i}")
            for i in every
        ],
    )
    looks = [(f"a{i}", "posts", moment, "failed" if i in failed else "read", "all") for i in every]
    write(place / "looks.csv", ["平台编号", "查看内容", "查看日期", "结果", "范围"], looks)
    days = [(f"{moment}-{i}", f"a{i}", moment - timedelta(days=20 if i in silent or i in failed else i % 14)) for i in every]
    write(place / "posts.csv", ["文章编号", "平台编号", "发布时间"], days)
    (place / "source.yml").write_text(SOURCE, "utf-8")


def audit(place: Path, out: Path, moment: date, *more: str) -> None:
    done = CliRunner().invoke(main, ["audit", "--source-file", str(place / "source.yml"), "--as-of", str(moment), "--out", str(out), *more])
    assert done.exit_code == 0, done.output


def published(out: Path, day: date, run: str = "") -> tuple[Inspection, tuple[Path, ...]]:
    """The bulletin of a run, by default the last, and its files."""
    return flow.quarterly(flow.Order(out=out, run=run, issuer="甲县人民政府办公室", issued_on=day))
