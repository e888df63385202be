"""The data of the worked examples: `python docs/examples/make.py EXAMPLE FOLDER` writes small CSV files; the same seed gives the same bytes.

Figures and names that a report or a bulletin prints are real; which day an account posted, which account a company ran and who
said what in a group is not printed anywhere and is drawn at random here. No answer of the program is written down in this file.
"""

import csv
import sys
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

SEED = 20190524  # the day of the report
#: 中国纪检监察报 2019-05-24: accounts with a zombie tendency, as a city's evaluation of 2018 names them
NAMED = {
    "微信公众号": ["市教育局", "市卫计局", "紫阳县司法局", "紫阳县交警大队", "紫阳县招商局"],
    "微博": ["市科技局", "市住房公积金管理中心"],
}
REPORT_DAY = date(2019, 5, 24)
#: 长兴, same report: accounts run by third parties, and what they cost in a year
HOSTED, YUAN = 59, 2_895_000
#: a town clerk's phone, same report: apps, groups, and "20 and more" accounts
APPS, GROUPS, FOLLOWED = 11, 22, 20
#: days off by the holiday notice of 2019 on which offices are closed
OFF = {date(2019, 5, day) for day in (1, 2, 3, 4)}
#: 紫阳县, second quarter of 2021: accounts checked, and those not updated for two weeks
CHECKED, STALE, QUARTER = 31, 2, date(2021, 6, 30)


def write(path: Path, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A CSV file as an office would export it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def posts(account: str, kind: str, last: date, n: int, rng: Random) -> list[tuple[object, ...]]:
    """`n` posts of an account up to its last one, every two to nine days."""
    rows, day = [], last
    for nth in range(n, 0, -1):
        rows.append((account, kind, f"第{nth}期便民提示", day))
        day -= timedelta(days=rng.randint(2, 9))
    return rows


def published(folder: Path, silent: dict[tuple[str, str, str], range], day: date, rng: Random) -> None:
    """A list of accounts (name, kind, unit) and an export of what they published; `silent`: days since the last post, drawn from a range."""
    register = [(name, kind, unit, "正常", f"备{nth:04d}") for nth, (name, kind, unit) in enumerate(silent, 1)]
    write(folder / "账号清单.csv", ["账号名称", "平台类型", "主办单位", "状态", "备案编号"], register)
    rows = [
        row for (name, kind, _), days in silent.items() if days for row in posts(name, kind, day - timedelta(days=rng.choice(days)), 6, rng)
    ]
    write(folder / "发布内容.csv", ["账号名称", "平台", "文章标题", "发布时间"], rows)


def zombies(folder: Path, rng: Random) -> None:
    """Seven accounts long silent, and beside them innocents: alive, on the last allowed day, and two nobody looked at."""
    accounts = {(name, kind, name): range(60, 200) for kind, names in NAMED.items() for name in names}
    accounts |= {(f"示例{n}局", "微信公众号" if n % 2 else "微博", f"示例{n}局"): range(12) for n in range(1, 10)}
    accounts |= {(f"末日{n}局", "微信公众号", f"末日{n}局"): range(14, 15) for n in range(1, 4)}
    accounts |= {(f"未看{n}局", "微博", f"未看{n}局"): range(0) for n in range(1, 3)}
    published(folder, accounts, REPORT_DAY, rng)


def ziyang(folder: Path, rng: Random) -> None:
    """31 accounts of a county, two of them silent for more than two weeks."""
    stale = set(rng.sample(range(1, CHECKED + 1), STALE))
    kinds = ("微信公众号", "微信公众号", "微博")
    accounts = {
        (f"紫阳账号{n:02d}", kinds[n % 3], f"紫阳单位{n:02d}"): range(15, 60) if n in stale else range(15) for n in range(1, CHECKED + 1)
    }
    published(folder, accounts, QUARTER, rng)


def hosted(folder: Path, rng: Random) -> None:
    """59 accounts run under four contracts of 2018, each with its share of the money, and what was read of each in that year."""
    kinds = ["微信公众号"] * 29 + ["微博"] * 18 + ["头条号"] * 12
    weight = {"微信公众号": 3, "微博": 2, "头条号": 1}
    accounts = [(f"长兴账号{n:02d}", kind, n % 4) for n, kind in enumerate(kinds, 1)]
    assert len(accounts) == HOSTED
    lots = [sum(weight[kind] for _, kind, lot in accounts if lot == own) for own in range(4)]
    yuan = [YUAN * lot // sum(lots) for lot in lots[:3]]
    yuan.append(YUAN - sum(yuan))
    units = [f"长兴单位{kinds[:n].count(kind) + 1:02d}" for n, kind in enumerate(kinds)]
    register = [(name, kind, units[n], "正常", "委托运营", f"备{n:04d}") for n, (name, kind, _) in enumerate(accounts)]
    write(folder / "账号清单.csv", ["账号名称", "平台类型", "主办单位", "状态", "运营方式", "备案编号"], register)
    paid = [
        (f"合同{lot + 1}", f"政务新媒体代运营第{lot + 1}标段", "长兴单位01", f"公司{'甲乙丙丁'[lot]}", yuan[lot], "2018-01-01", "2018-12-31",
         name, kind, f"{weight[kind] / lots[lot]:.9f}")
        for name, kind, lot in accounts
    ]  # fmt: skip
    heads = ["合同编号", "合同名称", "采购单位", "供应商", "合同金额", "服务开始日期", "服务结束日期", "账号名称", "平台类型", "分摊比例"]
    write(folder / "合同.csv", heads, paid)
    read = [(name, kind, "2018-01-01", "2018-12-31", round(10 ** rng.uniform(3.3, 5.6))) for name, kind, _ in accounts]
    write(folder / "阅读.csv", ["账号名称", "平台类型", "统计起始日期", "统计日期", "阅读总数"], read)


def clerk(folder: Path, rng: Random) -> None:
    """What one town clerk carries, and when the 22 groups on her phone rang in the last 40 days."""
    apps, groups = ([f"{what}{n:02d}" for n in range(1, count + 1)] for what, count in (("应用", APPS), ("工作群", GROUPS)))
    followed = [f"关注账号{n:02d}" for n in range(1, FOLLOWED + 1)]
    edits = [("本镇微信", "微信公众号"), ("本镇微博", "微博")]
    carried = (
        [(a, "移动客户端", "安装") for a in apps] + [(g, "工作群", "加入") for g in groups] + [(f, "微信公众号", "关注") for f in followed]
    )
    carried += [(name, kind, "编辑") for name, kind in edits]
    write(folder / "岗位与平台.csv", ["岗位编号", "岗位", "所在单位", "平台名称", "平台类型", "使用方式"],
          [("岗位01", "宣传干事", "某镇人民政府", *one) for one in carried])  # fmt: skip
    write(folder / "群名单.csv", ["群名称", "群主单位", "建群时间", "群人数", "状态"],
          [(g, f"上级单位{n % 9 + 1}" if n % 3 else "某镇人民政府", "2018-03-01", rng.randint(15, 200), "正常") for n, g in enumerate(groups)])  # fmt: skip
    rings = [row for nth, group in enumerate(groups) for row in ringing(group, nth, rng)]
    heads = ["消息编号", "群编号", "发送时间", "发送时刻分钟数", "发送人角色", "是否@所有人", "要求类型", "字数", "点名人数"]
    write(folder / "群消息.csv", heads, [(f"m{n:05d}", *row) for n, row in enumerate(rings, 1)])


def ringing(group: str, nth: int, rng: Random) -> Iterable[tuple[object, ...]]:
    """Messages of a group: the first four ring from early to late, the next four have been silent since winter, the others keep office hours."""
    early_to_late, silent = nth < 4, 4 <= nth < 8
    last = date(2019, 1, 18) if silent else REPORT_DAY
    for back in range(40):
        day = last - timedelta(days=back)
        if not early_to_late and (day.weekday() >= 5 or day in OFF):
            continue
        for _ in range(rng.randint(4, 9) if early_to_late else rng.randint(0, 2)):
            minute = rng.randint(6 * 60, 23 * 60) if early_to_late else rng.choice([*range(540, 700), *range(870, 1020)])
            demand = rng.choice(["checkin", "study", "forward", "photo", "form", ""])
            yield (
                f"group:{group}",
                day,
                minute,
                "群主",
                rng.choice("是否"),
                demand,
                rng.randint(8, 90),
                1 if early_to_late and rng.random() < 0.1 else 0,
            )


EXAMPLES: dict[str, Callable[[Path, Random], None]] = {"zombies": zombies, "hosted": hosted, "clerk": clerk, "ziyang": ziyang}


def main(words: list[str]) -> int:
    """Write the files of one example."""
    if len(words) != 2 or words[0] not in EXAMPLES:
        print(f"用法：python docs/examples/make.py {{{'|'.join(EXAMPLES)}}} 文件夹", file=sys.stderr)
        return 2
    folder = Path(words[1])
    EXAMPLES[words[0]](folder, Random(f"{SEED}/{words[0]}"))
    for path in sorted(folder.glob("*.csv")):
        print(f"{path}：{len(path.read_text('utf-8').splitlines()) - 1} 行")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
