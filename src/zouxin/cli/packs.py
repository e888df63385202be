"""zouxin packs: which rule packs there are, whether they are right, where two of them differ."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from zouxin import flow
from zouxin.model.errors import ContentError

_LEVELS = {"nation": "全国", "province": "省", "city": "市", "county": "县"}
_FOLDER = click.option(
    "--packs-folder", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="本地规则包所在文件夹"
)


@click.group()
def packs() -> None:
    """规则包：有哪些、写得对不对、两个之间差在哪里。"""


@packs.command(name="list")
@_FOLDER
def listed(folder: Path | None) -> None:
    """列出规则包：层级、名称、启用的规则数。"""
    for pack in flow.packs_known(folder):
        asked = sum(rule.on and rule.because.on_by_default for rule in pack.rules)
        after = f"，随 {pack.follows}" if pack.follows else ""
        scored = f"，另有计分（{pack.scoring.points} 分，加分 {pack.scoring.bonus}）" if pack.scoring else ""
        click.echo(f"{_LEVELS[pack.level]}  {pack.name}  {pack.title}：{len(pack.rules)} 条规则，启用 {asked} 条{after}{scored}")


@packs.command()
@click.argument("places", nargs=-1, type=click.Path(path_type=Path))
def check(places: tuple[Path, ...]) -> None:
    """检查规则包的写法。PLACES 是文件或文件夹，不写则检查随软件附的。"""
    found = flow.packs_wrong(places)
    for problem in found:
        click.echo(f"{problem.file}:{problem.line}: {problem.sentence}")
    click.echo(f"有 {len(found)} 处要改" if found else "没有发现问题")
    if found:
        sys.exit(ContentError.exit_code)


@packs.command()
@click.argument("first")
@click.argument("second")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的规则比，默认今天")
@_FOLDER
def diff(first: str, second: str, as_of: datetime | None, folder: Path | None) -> None:
    """比较两个规则包（连同它们所随的）：SECOND 与 FIRST 差在哪里。"""
    moment = as_of.date() if as_of else date.today()
    found = flow.packs_differ(first, second, moment=moment, folder=folder)
    click.echo(f"截至 {moment}，{second} 与 {first} 相比，{f'有 {len(found)} 处不同' if found else '没有不同'}")
    ways = {True: "从严", False: "放宽", None: "改变"}
    for one in found:
        click.echo(f"  {one.check} {flow.title_of(one.check)}：{one.what}（{ways[one.stricter]}）  依据 {one.because}")
