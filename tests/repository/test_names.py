"""No file names the place it was written in, a machine's folder, a registry or a secret."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAIN = {".py", ".yml", ".yaml", ".md", ".toml", ".txt", ".js", ".css", ".j2", ".json", ".html", ".lock", ".cfg", ".sh", ""}
# spelled in two halves, so that this file does not name what it looks for
FORBIDDEN = {
    "a folder of this machine": re.compile("(?<![\\w.])/wo" + "rk/|/ro" + "ot/|/ho" + "me/[a-z]+/"),
    "the place it was written in": re.compile("anthro" + "pic|cla" + "ude|seed-[0-9a-f]{8}", re.IGNORECASE),
    "a package registry": re.compile(
        r"https?://[^\s\"')]*(artifact|nexus|devpi|pypi\.(?!org))|index-url\s*=|extra-index" + "-url", re.IGNORECASE
    ),
    "a secret": re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE"
        + r" KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}|(?i:password|secret|token)\s*[=:]\s*[\"'][^\"'{}\s]{8,}[\"']"
    ),
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git repository")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file() and (ROOT / name).suffix in PLAIN]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_names(what: str) -> None:
    found = []
    for path in tracked():
        if path.name.endswith(".min.js"):
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1):
            if FORBIDDEN[what].search(line):
                found.append(f"{path.relative_to(ROOT)}:{number} {line.strip()[:100]}")
    assert found == []
