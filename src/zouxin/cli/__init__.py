"""The command line: one file a verb, found by walking this folder."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import click

from zouxin import __version__
from zouxin.model.errors import ZouxinError


class _Verbs(click.Group):
    """Verbs are modules; errors end in one sentence and the exit code of their family."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(m.name.replace("_", "-") for m in iter_modules(__path__) if not m.name.startswith("_"))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        module = name.replace("-", "_")
        return getattr(import_module(f"{__name__}.{module}"), module) if name in self.list_commands(context) else None

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except ZouxinError as error:
            click.echo(f"走心：{error.sentence}", err=True)
            sys.exit(error.exit_code)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="zouxin %(version)s")
def main() -> None:
    """走心 Zouxin：政务新媒体与基层指尖负担的监督工具。"""
