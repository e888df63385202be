"""zouxin audit-log: prove that nobody changed the site's log."""

from pathlib import Path

import click

from zouxin.cli._data import data_option
from zouxin.cli._site import site


@click.group()
def audit_log() -> None:
    """站点的操作记录。"""


@audit_log.command()
@data_option
def verify(data: Path) -> None:
    """核对操作记录有没有被改过、删过、插过；有就逐条说出来并以 1 结束。"""
    site("audit_log", "verify", data=data)
