"""zouxin probe: questions put to a chat bot, and what its answers do."""

import os
import sys
from datetime import date
from pathlib import Path

import click

from zouxin import flow
from zouxin.cli._progress import progress
from zouxin.model.errors import UsageError


@click.command()
@click.argument("target")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("zouxin-probe"),
    show_default=True,
    help="输出文件夹；停下以后再运行，从停下的地方接着问",
)
@click.option(
    "--questions", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="自己的题目（YAML，写法同自带的 bot_questions.yml）"
)
@click.option("--field", default="question", show_default=True, help="问题在请求 JSON 里叫什么")
@click.option("--answer", default="", help="回答在返回 JSON 的哪一项，如 data.answer；不写就在常见的几处找")
@click.option("--every", type=click.FloatRange(0, 600), default=1.0, show_default=True, help="两问之间隔多少秒")
@click.option("--allow-private", is_flag=True, help="允许访问内网地址")
@click.option("--strict", is_flag=True, help="发现任何一处问题时退出码为 1，供自动检查用")
def probe(target: str, out: Path, questions: Path | None, field: str, answer: str, every: float, allow_private: bool, strict: bool) -> None:
    """把一套群众会问的话问给机器人，看有没有伤人、嘲讽、空话、推开、编造规定、找不到人。

    TARGET 是机器人的网址（POST JSON），或者对话记录文件（csv、xlsx、每行一个 JSON 等，要有“问题”“回答”两列）。要密钥的，放在环境变量 ZOUXIN_PROBE_KEY 里。
    """
    out.mkdir(parents=True, exist_ok=True)
    failed, wrong = {}, list[str]()
    if flow.is_address(target):
        bot = flow.Bot(url=target, field=field, answer=answer, key=os.environ.get("ZOUXIN_PROBE_KEY", ""), allow_private=allow_private)
        kept = out / "transcript.jsonl"
        with progress() as say:
            lines = flow.asked_of(bot, flow.bot_questions(questions)["questions"], kept, every=every, say=say)
        failed, target = flow.failures(kept), flow.name_of(target)
    elif Path(target).is_file():
        (lines, wrong), target = flow.transcript(Path(target)), flow.name_of(target)
    else:
        raise UsageError(f"{target} 不是网址，也没有这个文件")
    told = flow.probe(target, lines, moment=date.today(), questions=questions, failed=failed, wrong=wrong)
    flow.write_probe(told, out)
    click.echo(f"问了 {len(told.rows)} 个，得到回答 {told.answered} 个，没有得到回答 {len(told.rows) - told.answered} 个")
    for sentence in wrong:
        click.echo(f"  没有读成：{sentence}")
    for title, found, asked, dark in flow.probe_lines(told):
        click.echo(f"  {title}：{found} / {asked}" + (f"（另有 {dark} 个看不出或不适用）" if dark else ""))
    click.echo(f"报告在 {out / 'probe.html'}")
    if strict and any(found for found, _asked, _dark in told.counts().values()):
        sys.exit(1)
