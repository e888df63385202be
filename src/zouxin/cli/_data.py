"""The option that says where a deployment's data stand."""

from pathlib import Path

import click

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="ZOUXIN_DATA",
    default=Path("data"),
    show_default=True,
    help="数据文件夹",
)
