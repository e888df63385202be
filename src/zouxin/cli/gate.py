"""zouxin gate: the checks put to one draft before it goes out."""

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from zouxin import flow

_SAID = {"BLOCK": "拦下", "REVIEW": "请人再看", "PASS": "没有发现问题", "NOT_JUDGED": "没有可看的内容"}
_SEVERITY = {"veto": "一票否决", "fault": "问题", "advice": "建议", "private": "只给本单位"}


@click.group()
def gate() -> None:
    """发出以前先看一遍：文件、通知要求的是不是不该要求的。"""


@gate.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--pack", "packs", multiple=True, default=("national",), show_default=True, help="规则包，可多次")
@click.option("--packs-folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="本地规则包所在文件夹")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的规则，默认今天")
@click.option("--json", "as_json", is_flag=True, help="每份文件一行 JSON")
@click.option("--strict", is_flag=True, help="有任何一份不是 PASS 时退出码为 1，供自动检查用")
def order(
    paths: tuple[Path, ...], packs: tuple[str, ...], packs_folder: Path | None, as_of: datetime | None, as_json: bool, strict: bool
) -> None:
    """看 PATHS（txt、docx、xlsx、网页；- 表示从标准输入读）里的通知、文件、群消息，有没有强制安装、打卡、排名、留痕一类的要求。"""
    day, passed = as_of.date() if as_of else date.today(), True
    for path in paths:
        text = sys.stdin.read() if str(path) == "-" else flow.document_text(path)
        told = flow.gate_order(text, moment=day, asked=packs, folder=packs_folder)
        passed = passed and told.decision == "PASS"
        click.echo(
            json.dumps({"file": str(path), **asdict(told)}, ensure_ascii=False, default=str) if as_json else "\n".join(_lines(path, told))
        )
    if strict and not passed:
        sys.exit(1)


def _lines(path: Path, told: flow.Gated) -> list[str]:
    lines = [f"{path}：{told.decision} {_SAID[told.decision]}（问了 {told.asked} 项）"]
    for row in told.rows:
        lines.append(f"  {row.check} {row.title}（{_SEVERITY[row.severity]}）")
        lines += [f"    第 {start + 1}–{end} 字：{text}" for start, end, text in row.places]
        lines += [f"    依据：{row.citation}（等级 {row.grade}）", f"    怎样改：{row.put_right}"]
    return lines
