"""What a quarter's export adds does not take the place of what the register said before."""

from datetime import date

from zouxin.flow import Question, land
from zouxin.lake import Lake

REGISTER = """source: office
title: 名册
publisher: 测试
brings: additions
reads: csv
parts:
  - from: units.csv
    fills: {unit: {id: 单位编号, name: 单位名称, level: 级别}}
  - from: platforms.csv
    fills: {platform: {id: 平台编号, name: 平台名称, kind: {column: 类型, map: {公众号: wechat}}, unit_id: 单位编号, status: {column: 状态, map: {在用: live}}}}
"""
QUARTER = """source: office
title: 一季度
publisher: 测试
brings: additions
reads: csv
parts:
  - from: posts.csv
    fills: {post: {id: 文章编号, platform_id: 平台编号, posted_on: 发布时间, text: 正文}}
  - from: letters.csv
    fills: {letter: {id: 编号, text: 来信内容, received_on: 来信时间, unit_id: 答复单位}, reply: {id: 编号, text: 答复内容, unit_id: 答复单位}}
"""


def _write(folder, spec, **files):
    folder.mkdir()
    (folder / "source.yml").write_text(spec, "utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder / "source.yml"


def rows(lake, name):
    return {row["id"]: row for batch in lake.engine.batches(lake.open(name)) for row in batch.to_pylist() if row["source"] == "office"}


def test_posts_and_letters_do_not_unsay_the_register(tmp_path):
    first = _write(
        tmp_path / "a",
        REGISTER,
        units="单位编号,单位名称,级别\nu1,清水镇,town\n",
        platforms="平台编号,平台名称,类型,单位编号,状态\np1,清水发布,公众号,u1,在用\n",
    )
    more = _write(tmp_path / "b", QUARTER, posts="文章编号,平台编号,发布时间,正文\nx1,p1,2026-01-02,通知\nx2,p9,2026-01-03,通知\n",
                  letters="编号,来信内容,来信时间,答复单位,答复内容\nl1,路灯坏了,2026-01-05,u1,已修好\n")  # fmt: skip
    with Lake(tmp_path / "lake") as lake:
        for spec in (first, more):
            land(Question(paths=(), out=tmp_path, today=date(2026, 4, 1), spec=spec), lake)
        platforms, units = rows(lake, "platform"), rows(lake, "unit")
    assert (platforms["p1"]["name"], platforms["p1"]["kind"], platforms["p1"]["unit_id"]) == ("清水发布", "wechat", "u1")
    assert platforms["p9"]["kind"] == "other"
    assert (units["u1"]["name"], units["u1"]["level"]) == ("清水镇", "town")
