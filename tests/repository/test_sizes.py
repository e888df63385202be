"""A function has 40 lines at most (its docstring not counted), a file 400, a check 80 with its prose."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "zouxin"
#: migrations are written by Django and never edited
FILES = sorted(path for path in SRC.rglob("*.py") if path.parent.name != "migrations")
FUNCTION, FILE, CHECK = 40, 400, 80
Found = list[tuple[int, str]]


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions() -> Found:
    """Length and place of every function."""
    found = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                prose = node.body[0] if ast.get_docstring(node) is not None else None
                said = prose.end_lineno - prose.lineno + 1 if prose else 0
                found.append((node.end_lineno - node.lineno + 1 - said, f"{path.relative_to(SRC)}:{node.lineno} {node.name}"))
    return sorted(found, reverse=True)


def files() -> Found:
    return sorted(((lines(path), str(path.relative_to(SRC))) for path in FILES), reverse=True)


def checks() -> Found:
    every = (p for p in (SRC / "checks").glob("*/*.py") if not p.name.startswith("_"))
    return sorted(((lines(path), str(path.relative_to(SRC))) for path in every), reverse=True)


@pytest.mark.parametrize(("measure", "most"), [(functions, FUNCTION), (files, FILE), (checks, CHECK)], ids=["function", "file", "check"])
def test_none_is_too_long(measure, most: int) -> None:  # type: ignore[no-untyped-def]
    found = measure()
    print(*(f"\n{size:4d}  {place}" for size, place in found[:5]))
    assert [f"{place} has {size} lines, {most} is most" for size, place in found if size > most] == []
