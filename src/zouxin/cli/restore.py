"""zouxin restore: a backup into an empty deployment."""

from pathlib import Path

import click

from zouxin.cli._data import data_option
from zouxin.cli._site import site


@click.command()
@data_option
@click.argument("place", type=click.Path(path_type=Path, dir_okay=False, exists=True, resolve_path=True))
def restore(data: Path, place: Path) -> None:
    """把备份恢复到空的数据文件夹。"""
    site("restore", str(place), data=data)
