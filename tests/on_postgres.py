"""Run pytest with the site on a PostgreSQL server of its own, started from a wheel in a folder that is gone afterwards.

The words after the script's name are pytest's.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pgserver


def main(words: list[str]) -> int:
    """pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="zouxin-pg-") as folder:
        server = pgserver.get_server(Path(folder) / "data")
        try:
            print(server.psql("select version()").splitlines()[2].strip())
            tools = str(Path(pgserver.__file__).parent / "pginstall" / "bin")  # pg_dump and pg_restore of the same version
            place = {"ZOUXIN_DATABASE": server.get_uri(), "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
            return subprocess.run([sys.executable, "-m", "pytest", *words], env={**os.environ, **place}, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
