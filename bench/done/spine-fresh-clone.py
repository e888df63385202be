#!/usr/bin/env python3
"""`make demo` and `make test` in a fresh clone in a new empty HOME, nothing preinstalled but Python, pip, make and git.

What is not committed is not in the clone; how many files that is, is printed. `--demo-only` leaves `make test` out (it then counts as missed);
`--python /usr/bin/python3` says which one. Settings of pip and of certificates are handed on (where a machine has its own index), nothing else is.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.results_io import ROOT

KEPT = ("PIP_", "SSL_", "REQUESTS_CA_", "CURL_CA_", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
VERBS = {"demo": ["out/demo/report.html", "out/demo/findings.parquet", "out/demo/findings.csv", "out/demo/findings.xlsx"], "test": []}


def surroundings(home: Path, python: str) -> dict[str, str]:
    """A bare environment: an empty HOME, the system's own PATH, no virtual environment."""
    passed = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
    print(f"handed on: {', '.join(sorted(passed)) or 'nothing'}")
    return {
        **passed,
        "HOME": str(home),
        "PATH": f"{Path(python).parent}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "DEMO_SERVE": "0",
        "TMPDIR": tempfile.gettempdir(),
    }


def make(verb: str, clone: Path, env: dict[str, str], log: Path) -> tuple[int, float]:
    began = time.perf_counter()
    with log.open("w") as file:
        code = subprocess.run(
            ["make", verb], cwd=clone, env=env, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False
        ).returncode
    print(f"---- make {verb}, last lines\n" + "\n".join(log.read_text(errors="replace").splitlines()[-12:]))
    return code, round(time.perf_counter() - began, 1)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--demo-only", action="store_true")
parser.add_argument(
    "--python", default=os.path.realpath("/usr/bin/python3") if Path("/usr/bin/python3").exists() else sys.base_prefix + "/bin/python3"
)
words = parser.parse_args()
changed = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
lines, figures = [Line("files that are not committed, so not in the clone", len(changed), "files of the working tree")], {}
with tempfile.TemporaryDirectory(prefix="zouxin-clone-") as place:
    home, clone = Path(place) / "home", Path(place) / "main"
    home.mkdir()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    env = surroundings(home, words.python)
    for verb, files in VERBS.items():
        if verb == "test" and words.demo_only:
            lines.append(Line("make test: exit code", None, "left out by --demo-only", "= 0"))
            continue
        code, seconds = make(verb, clone, env, Path(place) / f"{verb}.log")
        missing = [name for name in files if not (clone / name).exists()]
        figures[verb] = {"exit_code": code, "seconds": seconds, "missing": missing}
        lines.append(Line(f"make {verb}: exit code", code, "one run", "= 0"))
        lines.append(Line(f"make {verb}: seconds, with installing", seconds, "one run"))
        if files:
            lines.append(Line(f"make {verb}: files it should have written and did not", len(missing), f"{len(files)} files", "= 0"))
finish("fresh-clone-trial" if words.demo_only else "fresh-clone", lines, figures=figures)
