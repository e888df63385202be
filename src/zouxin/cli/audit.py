"""zouxin audit: look at mailbox exports and write the report."""

import os
from datetime import date, datetime
from pathlib import Path

import click

from zouxin import flow
from zouxin.cli._progress import progress
from zouxin.model.report import Report


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("zouxin-report"), show_default=True, help="输出文件夹")
@click.option("--map", "mapped", multiple=True, metavar="列=表.列", help="认不准的列，如 --map 办理结果=reply.text")
@click.option("--set", "fixed", multiple=True, metavar="表.列=值", help="每一行都一样的值，如 --set platform.kind=wechat")
@click.option("--source", default="", help="来源的名字，默认 文件夹/文件名")
@click.option("--source-file", "spec", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="source.yml：来源的完整说明")
@click.option(
    "--as",
    "as_",
    type=click.Choice(["auto", "post"]),
    default="auto",
    show_default=True,
    help="post：每个 txt、html 文件当作一篇发布的内容",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="检查时点，默认数据里最后一天")
@click.option("--seen-on", type=click.DateTime(["%Y-%m-%d"]), help="导出日，即看到数据的那天；默认检查时点，没有就是数据里最后一天")
@click.option("--pack", "packs", multiple=True, default=("national",), show_default=True, help="规则包，可多次")
@click.option("--packs-folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="本地规则包所在文件夹")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="计算引擎")
@click.option("--memory", type=float, default=2.0, show_default=True, help="引擎可用内存（GiB）")
@click.option("--answers", type=click.Choice(["findings", "all"]), default="findings", show_default=True, help="all：另写每一条回答")
def audit(paths: tuple[Path, ...], out: Path, mapped: tuple[str, ...], fixed: tuple[str, ...], source: str, spec: Path | None, as_: str, as_of: datetime | None,
          seen_on: datetime | None, packs: tuple[str, ...], packs_folder: Path | None, engine: str, memory: float, answers: str) -> None:  # fmt: skip
    """看 PATHS（csv、xlsx、xls、parquet、json、网页或文件夹）里的来信与答复、平台清单、发布内容等，写出报告。"""
    with progress() as say:
        question = flow.Question(
            paths=paths, out=out, today=date.today(), source=source, given=flow.parse_map(mapped), values=flow.parse_set(fixed),
            as_of=as_of.date() if as_of else None, seen_on=seen_on.date() if seen_on else None, packs=packs, packs_folder=packs_folder, engine=engine, memory=memory, everything=answers == "all", spec=spec, as_=as_, say=say,
            environment=os.environ,
        )  # fmt: skip
        told = flow.audit(question)
    say_all(told, out)


def say_all(told: Report, out: Path) -> None:
    """What was read, which columns were taken for what, and what was found."""
    for source in told.sources:
        held = f" + 因警报没有载入 {source.held:,}" if source.held else ""
        click.echo(f"{source.name}：读到 {source.read:,} 行 = 载入 {source.landed:,} + 隔离 {source.quarantined:,}{held}")
        for alarm in source.alarms:
            click.echo(f"  ⚠ 警报：{alarm}")
        for word in source.stated:
            click.echo(f"  {word}")
        if source.mapping:
            click.echo("  列的对应：" + "，".join(f"{column}→{target}" for column, target in source.mapping))
        if source.ignored:
            click.echo("  没有用到的列：" + "、".join(source.ignored))
        if source.quarantine_file:
            click.echo(f"  隔离的行及原因：{out / source.quarantine_file}")
    click.echo(
        f"检查时点 {told.moment}（{'指定' if told.moment_given else '数据里最后一天'}），来信 {told.letters:,}，答复 {told.replies:,}"
    )
    views = {check.code: check for check in told.checks}
    for tally in told.totals:
        if views[tally.check].tone == "trouble" and views[tally.check].severity != "private":
            title = views[tally.check].words["zh-Hans"]["title"]
            click.echo(
                f"  {tally.check} {title}：{tally.finding:,} / {tally.asked:,}（说不准 {tally.not_judged:,}，看不到 {tally.unobservable:,}）"
            )
    for code, why in told.not_asked:
        click.echo(f"  {code} 没有问：{why}")
    click.echo(f"报告：{out / 'report.html'}")
