"""zouxin backup: the deployment in one file."""

from pathlib import Path

import click

from zouxin.cli._data import data_option
from zouxin.cli._site import site


@click.command()
@data_option
@click.argument("place", type=click.Path(path_type=Path, dir_okay=False, resolve_path=True))
def backup(data: Path, place: Path) -> None:
    """把站点备份成一个文件。"""
    site("backup", str(place), data=data)
