"""zouxin compare: two runs side by side."""

from collections import Counter
from pathlib import Path

import click

from zouxin import flow

STATES = {
    "new": "新出现",
    "still": "仍存在",
    "gone": "已消除（再次查看并通过同一条规则）",
    "recurred": "再次出现",
    "overruled": "经核实改判",
    "cannot tell": "无法判定",
}


@click.command()
@click.argument("before", default="")
@click.argument("after", default="")
@click.option("--out", type=click.Path(path_type=Path), default=Path("zouxin-report"), show_default=True, help="审计的输出文件夹")
def compare(before: str, after: str, out: Path) -> None:
    """比较两次运行：新出现、仍存在、已消除、再次出现、无法判定。BEFORE、AFTER 是运行编号，默认最后两次。"""
    first, second, changes = flow.changes(out, before, after)
    click.echo(f"{first.id}（{first.moment}）→ {second.id}（{second.moment}）")
    counted = Counter((one.check, one.state) for one in changes)
    for state, title in STATES.items():
        told = "，".join(f"{check} {n:,}" for (check, its), n in sorted(counted.items()) if its == state)
        click.echo(f"{title}：{sum(n for (_, its), n in counted.items() if its == state):,}{f'（{told}）' if told else ''}")
    click.echo(f"逐条清单：{out / 'changes.csv'}")
