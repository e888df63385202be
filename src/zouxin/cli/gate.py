"""zouxin gate: the checks put to one draft before it goes out."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from zouxin import flow
from zouxin.model.errors import UsageError

_SAID = {"BLOCK": "拦下", "REVIEW": "请人再看", "PASS": "没有发现问题", "NOT_JUDGED": "没有可看的内容"}
_SEVERITY = {"veto": "一票否决", "fault": "问题", "advice": "建议", "private": "只给本单位"}


@click.group()
def gate() -> None:
    """发出以前先看一遍：答复、推送，以及文件、通知要求的是不是不该要求的。"""


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """The options every kind of draft has."""
    for option in (
        click.option("--strict", is_flag=True, help="有任何一份不是 PASS 时退出码为 1，供自动检查用"),
        click.option("--json", "as_json", is_flag=True, help="每份一行 JSON"),
        click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的规则，默认今天"),
        click.option("--packs-folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="本地规则包所在文件夹"),
        click.option("--pack", "packs", multiple=True, default=("national",), show_default=True, help="规则包，可多次"),
        click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)),
    ):
        command = option(command)
    return command


@gate.command()
@_shared
def order(
    paths: tuple[Path, ...], packs: tuple[str, ...], packs_folder: Path | None, as_of: datetime | None, as_json: bool, strict: bool
) -> None:
    """看 PATHS（txt、docx、pdf、xlsx、网页；- 表示从标准输入读）里的通知、文件、群消息，有没有强制安装、打卡、排名、留痕一类的要求。"""
    _ask("order", [(path, flow.Draft(text=_text(path))) for path in paths], packs, packs_folder, as_of, as_json, strict)


@gate.command()
@_shared
@click.option("--letter", type=click.Path(path_type=Path), help="要答复的来信；不写就只看答复自己说了什么")
@click.option("--unit", help="答复的单位")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="与它里面的来信、答复比较：zouxin audit 写出结果的文件夹",
)
@click.option("--source", help="与其中哪个来源比较；只有一个来源有答复时不用写")
@click.option("--number", help="要答复的是其中哪一封来信（编号），代替 --letter")
def reply(
    paths: tuple[Path, ...],
    packs: tuple[str, ...],
    packs_folder: Path | None,
    as_of: datetime | None,
    as_json: bool,
    strict: bool,
    letter: Path | None,
    unit: str | None,
    corpus: Path | None,
    source: str | None,
    number: str | None,
) -> None:
    """看 PATHS 里的答复是不是照抄、只说转办、让人另找单位，有没有伤人的话；给出 --corpus 时，还看是不是同样的话答复了许多不同的信，是不是答错了信。"""
    if corpus is None and (source or number):
        raise UsageError("--source、--number 要和 --corpus 一起用")
    if number and letter:
        raise UsageError("--number 和 --letter 只能写一个：要答复的或者是其中的一封信，或者是另外一封")
    beside, name = flow.corpus_under(corpus, source) if corpus else (None, "")
    asked = flow.letter_under(corpus, name, number) if corpus and number else {"letter": _text(letter) if letter else None, "unit": unit}
    drafts = [(path, flow.Draft(text=_text(path), **asked)) for path in paths]
    _ask("reply", drafts, packs, packs_folder, as_of, as_json, strict, beside)


@gate.command()
@_shared
def post(
    paths: tuple[Path, ...], packs: tuple[str, ...], packs_folder: Path | None, as_of: datetime | None, as_json: bool, strict: bool
) -> None:
    """看 PATHS 里的推送有没有个人信息、广告、夹带的段落，是不是与职责无关。"""
    _ask("post", [(path, flow.Draft(text=_text(path))) for path in paths], packs, packs_folder, as_of, as_json, strict)


def _text(path: Path) -> str:
    return sys.stdin.read() if str(path) == "-" else flow.document_text(path)


def _ask(
    kind: str,
    drafts: list[tuple[Path, flow.Draft]],
    packs: tuple[str, ...],
    folder: Path | None,
    as_of: datetime | None,
    as_json: bool,
    strict: bool,
    beside: flow.Corpus | None = None,
) -> None:
    day, passed = as_of.date() if as_of else date.today(), True
    for path, draft in drafts:
        told = flow.gate(kind, draft, moment=day, asked=packs, folder=folder, corpus=beside)
        passed = passed and told.decision == "PASS"
        click.echo(
            json.dumps({"file": str(path), **asdict(told)}, ensure_ascii=False, default=str) if as_json else "\n".join(_lines(path, told))
        )
    if strict and not passed:
        sys.exit(1)


def _lines(path: Path, told: flow.Gated) -> list[str]:
    lines = [f"{path}：{told.decision} {_SAID[told.decision]}（问了 {told.asked} 项）"]
    for row in told.rows:
        lines += [f"  {row.check} {row.title}（{_SEVERITY[row.severity]}）", f"    {row.sentence}"]
        lines += [f"    第 {start + 1}–{end} 字：{text}" for start, end, text in row.places]
        lines += [f"    另看来信：{'、'.join(row.others)}"] if row.others else []
        lines += [f"    依据：{row.citation}（等级 {row.grade}）", f"    怎样改：{row.put_right}"]
    lines += [f"  没有问 {code}：{why}" for code, why in told.left]
    return lines
