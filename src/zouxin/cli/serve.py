"""zouxin serve: the whole site by one command."""

from pathlib import Path

import click

from zouxin.cli._data import data_option
from zouxin.cli._site import site


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址；0.0.0.0 表示别的电脑也能访问，须先设 ZOUXIN_HOSTS")
@click.option("--port", type=int, default=8000, show_default=True)
def serve(data: Path, host: str, port: int) -> None:
    """打开站点：名册、检查、整改、通报和公众页面。"""
    site("serve", "--host", host, "--port", str(port), data=data)
