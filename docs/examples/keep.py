"""Runs the commands of the worked examples and writes what they print below them: `python docs/examples/keep.py [PAGE …] [--check]`.

In a fenced block of kind `console` a line that begins with "$ " is a command; the lines below it are what it prints on standard output.
Commands run in an empty folder that holds `docs`, in the order of the page. With --check nothing is written, and a page that says
something else than the run is an error.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pages() -> dict[str, Path]:
    """Every page with commands, by its name."""
    return {path.stem: path for path in sorted(HERE.glob("*.md")) if BLOCK.search(path.read_text("utf-8"))}


def told(command: str, folder: Path) -> str:
    """What a command prints. Raises RuntimeError with its complaint where it fails."""
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = os.environ | {"PATH": paths, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment
    )
    if done.returncode:
        raise RuntimeError(f"$ {command}\nended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout.strip("\n")


def run(text: str) -> str:
    """A page with everything its commands print today."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "docs").symlink_to(HERE.parent, target_is_directory=True)

        def block(found: re.Match[str]) -> str:
            commands = [line.removeprefix("$ ") for line in found[1].splitlines() if line.startswith("$ ")]
            parts = [part for command in commands for part in (f"$ {command}", told(command, folder)) if part]
            return "```console\n" + "\n".join(parts) + "\n```"

        return BLOCK.sub(block, text)


def main(words: list[str]) -> int:
    """Bring pages up to date, or with --check show where they are not."""
    asked, check = [word for word in words if word != "--check"], "--check" in words
    stale = 0
    for name in asked or pages():
        path = pages()[name]
        old = path.read_text("utf-8")
        new = run(old)
        if new != old and check:
            stale += 1
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"docs/examples/{name}.md", "the run"))
        elif new != old:
            path.write_text(new, "utf-8")
            print(f"wrote docs/examples/{name}.md")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
