"""Verbs of the site: the command line hands them on by name and knows nothing of what they do."""

import os
import runpy
import sys
from pathlib import Path


def site(*words: str, data: Path | None = None, packs: str = "") -> None:
    """Run one command of the site in this process; `packs` where the environment names none."""
    if packs:
        os.environ.setdefault("ZOUXIN_PACKS", packs)
    if data is not None:
        os.environ["ZOUXIN_DATA"] = str(data)
    sys.argv = ["zouxin", *words]
    runpy.run_module("zouxin.site", run_name="__main__", alter_sys=False)
