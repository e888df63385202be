"""zouxin manage: commands of the site for whoever runs it."""

from pathlib import Path

import click

from zouxin.cli._data import data_option
from zouxin.cli._site import site


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@data_option
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(data: Path, words: tuple[str, ...]) -> None:
    """站点的管理命令，如 prepare、worker、check --deploy；不写命令就列出全部。"""
    site(*(words or ("help",)), data=data)
