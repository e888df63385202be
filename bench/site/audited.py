"""Known weaknesses of what a deployment installs: by pip-audit's own services, else, where those cannot be reached, by the advisories that come as a package
and by whether each pin is the newest release of its series."""

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from bench.results_io import ROOT

LOCK = ROOT / "requirements-server.lock"


def pins() -> dict[str, Version]:
    """Name -> version of everything the lock installs."""
    return {
        name.lower(): Version(version) for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK.read_text("utf-8"), re.M)
    }


def audited() -> dict[str, Any]:
    """`looked`: packages pip-audit could ask about, `known`: weaknesses it knows of them, by service; the first that answers for all."""
    best: dict[str, Any] = {"service": "", "looked": 0, "known": []}
    for service in ("pypi", "osv"):
        words = ["-r", str(LOCK), "--disable-pip", "--no-deps", "-f", "json", "-s", service, "--progress-spinner", "off"]
        said = subprocess.run([sys.executable, "-m", "pip_audit", *words], capture_output=True, text=True, timeout=600)
        try:
            rows = json.loads(said.stdout)["dependencies"]
        except (ValueError, KeyError):
            continue
        looked = [row for row in rows if "skip_reason" not in row]
        if len(looked) > best["looked"]:
            best = {
                "service": service,
                "looked": len(looked),
                "known": [f"{row['name']} {one['id']}" for row in looked for one in row["vulns"]],
            }
    return best


def listed() -> tuple[str, list[str]]:
    """The advisories that come as a package: of which version, and those a pin falls under."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-input", "safety-db", "-d", folder],
            check=True,
            capture_output=True,
        )
        [wheel] = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as packed:
            told = json.loads(packed.read("safety_db/insecure.json"))
        return wheel.name.split("-")[1], [
            f"{name} {version} {specs}"
            for name, version in pins().items()
            for specs in told.get(name, ())
            if version in SpecifierSet(specs)
        ]


def behind() -> Iterator[str]:
    """Pins that are not the newest release of their series (major and minor): a fix of a weakness comes as one."""
    with ThreadPoolExecutor(4) as pool:
        yield from filter(None, pool.map(_behind, pins().items()))


def _behind(pin: tuple[str, Version]) -> str | None:
    name, version = pin
    said = subprocess.run([sys.executable, "-m", "pip", "index", "versions", name], capture_output=True, text=True).stdout
    found = re.search(r"Available versions: (.*)", said)
    if not found:
        return f"{name} {version}: the index does not say which releases there are"
    same = [one for one in map(Version, found[1].split(", ")) if one.release[:2] == version.release[:2] and not one.is_prerelease]
    return f"{name} {version} < {max(same)}" if same and max(same) > version else None
