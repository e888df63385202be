#!/usr/bin/env python3
"""A live account whose WeChat interface returns an empty list: no finding, an alarm that the source dropped to zero.

A fake of the interface (tests/unit/connectors/fake_wechat.py, after its published description) is read by `zouxin audit`
in a process of its own, first with articles, then empty, then refusing; and once empty from the first day on.
"""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(1, str(Path(__file__).parents[2] / "tests/unit/connectors"))

import pyarrow.parquet as pq
from bench.lines import Line, finish
from bench.running import Ran, zouxin
from fake_wechat import APPID, SECRET, FakeWechat
from web_places import serving

AS_OF = "2026-03-31"
DAY = 1_772_000_000  # 2026-02-25 in Shanghai: over a month before the inspection
SOURCE = """source: chenghe-wechat
title: 澄禾发布（虚构）
brings: everything
parts:
  - from: census.csv
    reads: csv
    fills:
      platform: {{id: 账号名称, name: 账号名称, kind: {{value: wechat}}, status: {{column: 状态, map: {{正常: live}}}}, unit_id: 主办单位}}
  - from: {address}
    reads: wechat_api
    options: {{account: 澄禾发布, appid_env: WECHAT_APPID, secret_env: WECHAT_SECRET, allow_private: 是}}
    fills:
      post: {{id: 文章编号, platform_id: 账号名称, title: 文章标题, text: 正文, markup: 网页源码, url: 文章链接, posted_on: 发布时间, origin: 稿件来源}}
    ignores: [平台类型]
"""


def audit(folder: Path, fake: FakeWechat, out: Path) -> Ran:
    """One reading of the fake."""
    (folder / "census.csv").write_text("账号名称,状态,主办单位\n澄禾发布,正常,澄禾县人民政府办公室\n", "utf-8")
    with serving(fake) as address:
        (folder / "source.yml").write_text(SOURCE.format(address=address), "utf-8")
        return zouxin("audit", "--source-file", folder / "source.yml", "--as-of", AS_OF, "--out", out, "--answers", "all")


def state(out: Path) -> Mapping[str, Any]:
    """Posts and snapshots in the lake, findings of the last report, and its alarms."""
    posts = sum(pq.read_metadata(path).num_rows for path in (out / "lake/landed/post").glob("*.parquet"))
    found = out / "findings.parquet"
    page = (out / "report.html").read_text("utf-8") if (out / "report.html").exists() else ""
    return {"posts": posts, "snapshots": len(list((out / "lake/snapshots").glob("*.json"))), "alarms": page.count('class="alarm"'),
            "findings": pq.read_metadata(found).num_rows if found.exists() else 0}  # fmt: skip


os.environ |= {"WECHAT_APPID": APPID, "WECHAT_SECRET": SECRET}
articles = [(f"第 {n} 号便民通告", DAY + n * 3600) for n in range(23)]
with tempfile.TemporaryDirectory() as name:
    folder, out, fresh = Path(name), Path(name, "out"), Path(name, "fresh")
    first = audit(folder, FakeWechat(articles=articles), out)
    was = state(out)
    empty = audit(folder, FakeWechat(), out)
    now = state(out)
    refused = audit(folder, FakeWechat(articles=articles, fails=[45009]), out)
    kept = state(out)
    back = audit(folder, FakeWechat(articles=[*articles, ("恢复后的第一篇", DAY + 90 * 3600)]), out)
    healed = state(out)
    never = audit(folder, FakeWechat(), fresh)
    nothing = state(fresh)
    written = b"".join(path.read_bytes() for path in Path(name).rglob("*") if path.is_file())
    told = first.told + empty.told + refused.told + back.told + never.told

of = f"{len(articles)} articles read first, then an empty list for a live account"
lines = [
    Line("exit code of the first reading", first.code, of, "= 0"),
    Line("posts in the lake after the first reading", was["posts"], of, "= 23"),
    Line("exit code of the empty reading", empty.code, of, "= 0"),
    Line("alarms in the report of the empty reading", now["alarms"], of, "= 1"),
    Line("alarms on the terminal of the empty reading", empty.told.count("警报："), of, "= 1"),
    Line("findings of the empty reading", now["findings"], f"{was['findings']} findings before", "= 0"),
    Line("posts in the lake after the empty reading", now["posts"], of, "= 23"),
    Line("snapshots the empty reading added", now["snapshots"] - was["snapshots"], of, "= 0"),
    Line("exit code when the interface says its quota is used up (source error)", refused.code, of, "= 12"),
    Line("posts in the lake after that", kept["posts"], of, "= 23"),
    Line("alarms once the list is back", healed["alarms"], "24 articles", "= 0"),
    Line("posts in both landings once the list is back", healed["posts"], "23 + 24", "= 47"),
    Line("posts landed, findings made where the first reading ever is empty", nothing["posts"] + nothing["findings"], "one reading", "= 0"),
    Line(
        "files or messages that hold AppID, secret or token",
        sum(w.encode() in written or w in told for w in (APPID, SECRET, "TOKEN-1")),
        "3 words",
        "= 0",
    ),
]
finish(
    "wechat-zero", lines, figures={"first": was, "empty": now, "refused": kept, "back": healed, "never": nothing, "never_code": never.code}
)
