"""docs/reference is written from the code, is current, and leaves nothing out."""

import subprocess
import sys
from pathlib import Path

import pytest

from zouxin.checks import all_checks
from zouxin.cli import main
from zouxin.model import errors
from zouxin.tables import all_tables

DOCS = Path(__file__).parents[2] / "docs"


def test_the_pages_are_current() -> None:
    done = subprocess.run([sys.executable, str(DOCS / "generate.py"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def names() -> dict[str, list[str]]:
    mine = [name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, errors.ZouxinError)]
    return {"checks": list(all_checks()), "tables": list(all_tables()), "verbs": main.list_commands(None), "errors": mine}  # type: ignore[arg-type]


@pytest.mark.parametrize("page", ["checks", "tables", "verbs", "errors"])
def test_every_one_is_there(page: str) -> None:
    text = (DOCS / "reference" / f"{page}.md").read_text("utf-8")
    assert [name for name in names()[page] if name not in text] == []
