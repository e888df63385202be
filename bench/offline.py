"""Install a bundle where no network is and open the site from it: python bench/offline.py dist/bundle

The network is cut by a namespace of its own (`unshare`), where the system allows that; else pip is only told to use no index, which is said.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CUT = ["unshare", "--net", "--map-root-user"]


def cut() -> list[str]:
    """The words before a command that take its network away; none where that is not allowed."""
    tried = shutil.which("unshare") and subprocess.run([*CUT, "true"], capture_output=True, check=False).returncode == 0
    print("network cut by a namespace of its own" if tried else "NOT CUT: this system allows no namespace; pip uses no index")
    return CUT if tried else []


def main(bundle: Path) -> int:
    """0 when it installed and the site answered."""
    before = cut()
    with tempfile.TemporaryDirectory(prefix="zouxin-offline-") as folder:
        place, home = Path(folder) / "zouxin", Path(folder) / "home"
        home.mkdir()
        env = {
            "HOME": str(home),
            "PATH": f"{Path(sys.executable).resolve().parent}:/usr/bin:/bin",
            "PIP_NO_INDEX": "1",
            "LANG": "C.UTF-8",
            "PYTHON": sys.base_prefix + "/bin/python3",
        }
        began = time.perf_counter()
        subprocess.run([*before, "sh", str(bundle / "install.sh"), str(place)], env=env, check=True)
        print(f"installed in {time.perf_counter() - began:.0f} s")
        data = Path(folder) / "data"
        tried = "import sys, urllib.request as u\ntry: u.urlopen('https://pypi.org', timeout=3)\nexcept Exception: sys.exit(0)\nsys.exit(1)"
        if before and subprocess.run([*before, str(place / "bin" / "python"), "-c", tried], env=env, check=False).returncode:
            print("the network was not cut")
            return 1
        asked = (
            "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'zouxin.site.settings'; django.setup();"
            "from django.conf import settings; from django.test import Client; settings.ALLOWED_HOSTS.append('testserver');"
            "print([(p, Client().get(p).status_code) for p in ('/health/', '/login/')])"
        )
        env["ZOUXIN_DATA"] = str(data)
        subprocess.run([*before, str(place / "bin" / "zouxin"), "manage", "prepare"], env=env, check=True)
        said = subprocess.run(
            [*before, str(place / "bin" / "python"), "-c", asked], env=env, check=True, capture_output=True, text=True
        ).stdout
        print(said.strip().splitlines()[-1])
        return 0 if said.count("200)") == 2 else 1


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(Path(sys.argv[1]).absolute()))
