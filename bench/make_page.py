"""docs/reference/benchmarks.md out of bench/results/*.json: python -m bench.make_page [--check]"""

import json
import sys
from pathlib import Path
from typing import Any

from bench.results_io import RESULTS, ROOT

PAGE = ROOT / "docs/reference/benchmarks.md"
HEAD = """<!-- Written by bench/make_page.py from bench/results. Do not edit. -->

# 实测 Measurements

Each table was measured in one run of one script of `bench/`; every figure stands with its denominator and the goal it is held to. A figure
without a goal is only stated. `make done FOR=spine` measures all of them again, and the page is written by `python -m bench.make_page`.
"""
TITLES = {
    "fresh-clone": "A fresh clone", "three-mailboxes": "Three real mailboxes in three formats", "gold": "The gold set", "echoes": "Planted echoes",
    "pasted-wrong": "Pasted replies and replies to the wrong letter", "rude": "Rudeness", "scale": "Scale and speed",
    "engines": "DuckDB and Spark", "hostile": "Broken inputs and kill -9",
}  # fmt: skip


def page() -> str:
    """The page, one section for each result that has lines and is no trial, in the order of TITLES."""
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(RESULTS.glob("*.json"))}
    told = [
        name for name in (*TITLES, *sorted(found.keys() - TITLES.keys())) if "lines" in found.get(name, {}) and not name.endswith("-trial")
    ]
    missing = [title for name, title in TITLES.items() if name not in found]
    rest = f"\nNot measured yet: {', '.join(missing)}.\n" if missing else ""
    return HEAD + rest + "".join(section(TITLES.get(name, name), found[name]) for name in told)


def section(title: str, one: dict[str, Any]) -> str:
    """One result: a table of its lines, and what it was measured on."""
    rows = "".join(
        f"| {_cell(r['name'])} | {_figure(r['figure'])} | {_cell(r['of'])} | {_cell(r['goal'])} | {_met(r)} |\n" for r in one["lines"]
    )
    head = "| what | figure | of | goal | |\n| --- | --- | --- | --- | --- |\n"
    return f"\n## {title}\n\n{head}{rows}\n{_measured(one)}\n"


def _measured(one: dict[str, Any]) -> str:
    machine, versions = one["machine"], ", ".join(f"{name} {number}" for name, number in one["versions"].items())
    commit = one["commit"].replace("+changes", " with changes not committed")
    seed = "" if one["seed"] is None else f", seed {one['seed']}"
    return (f"Measured {one['measured_at'][:10]}, commit {commit}{seed}; {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
            f"load {machine['load']} when it ended; {versions}.")  # fmt: skip


def _met(row: dict[str, Any]) -> str:
    return "" if not row["goal"] else "met" if row["met"] else "**missed**"


def _figure(value: float | None) -> str:
    return "not measured" if value is None else f"{value:,.5g}" if isinstance(value, float) else f"{value:,}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace(">=", "≥").replace("<=", "≤")


def main() -> None:
    fresh = page()
    if "--check" in sys.argv:
        stale = not PAGE.exists() or PAGE.read_text("utf-8") != fresh
        sys.exit(f"{PAGE.relative_to(ROOT)} is stale: python -m bench.make_page" if stale else 0)
    Path(PAGE).write_text(fresh, "utf-8")
    print(PAGE.relative_to(ROOT))


if __name__ == "__main__":
    main()
