"""zouxin export: what landed, as data packages."""

from pathlib import Path

import click

from zouxin import flow


@click.command()
@click.argument("to", type=click.Path(path_type=Path, file_okay=False))
@click.option("--out", type=click.Path(path_type=Path), default=Path("zouxin-report"), show_default=True, help="审计的输出文件夹")
@click.option("--licence", default="", help="数据的许可，如 CC-BY-4.0；不写就是未声明")
def export(to: Path, out: Path, licence: str) -> None:
    """把载入的数据写成数据包（datapackage.json 和 csv），每个来源一个，放进文件夹 TO。"""
    for path in flow.export(out, to, licence=licence):
        click.echo(path)
