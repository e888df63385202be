"""zouxin demo: audit the sample county, fill the site with it, and open the site."""

from datetime import date
from pathlib import Path

import click

from zouxin import flow
from zouxin.cli._progress import progress
from zouxin.cli._site import site
from zouxin.cli.audit import say_all

QUARTER = 91


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True, help="输出文件夹，也是站点的数据文件夹"
)
@click.option("--serve/--no-serve", default=True, envvar="DEMO_SERVE", help="做完以后打开站点")
@click.option("--port", default=8765, show_default=True)
def demo(out: Path, serve: bool, port: int) -> None:
    """载入样板县（虚构），检查，把站点装满，打开站点。"""
    with progress() as say:
        told = flow.demo(flow.Question(paths=(), out=out, today=date.today(), everything=True, say=say), earlier=QUARTER)
    say_all(told, out)
    site("demo", data=out, packs=flow.DEMO_PACK)
    if serve:
        site("serve", "--port", str(port), data=out, packs=flow.DEMO_PACK)
