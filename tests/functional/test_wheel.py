"""The wheel carries everything running needs: built, installed into an empty environment, and put to work there."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
import small_mailbox

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def call(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*map(str, words)], cwd=folder, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    [path] = folder.glob("zouxin-*.whl")
    return path


def shipped() -> set[str]:
    """Every file of the package that is no code: content, weights, templates, assets."""
    package = ROOT / "src" / "zouxin"
    files = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".py")
    return {path.relative_to(package.parent).as_posix() for path in files}


def test_it_carries_what_is_no_code(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = shipped()
    assert {"zouxin/content/packs/national.yml", "zouxin/content/words/reply_acts.yml", "zouxin/content/weights/rude.npz"} <= wanted
    assert any(name.startswith("zouxin/bulletins/assets/") and name.endswith(".js") for name in wanted)
    assert any(name.startswith("zouxin/bulletins/report/pages/") for name in wanted)
    assert wanted - inside == set()
    licences = {Path(name).name for name in inside if ".dist-info/licenses/" in name}
    assert {"LICENSE", "NOTICE"} <= licences


def test_it_audits_a_file_in_an_empty_environment(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=False)  # Debian's python3 cannot put pip into one; ours installs from outside
    python = tmp_path / "env" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    call(*pip, "install", "--quiet", "--require-hashes", "-r", ROOT / "requirements.lock", folder=tmp_path)
    call(*pip, "install", "--quiet", "--no-deps", wheel, folder=tmp_path)
    call(*pip, "check", folder=tmp_path)
    file = small_mailbox.write(tmp_path / "letters.csv")
    done = call(python.with_name("zouxin"), "audit", file, "--out", tmp_path / "out", folder=tmp_path)
    assert "RPL001 答复照抄来信：1 / 10" in done.stdout
    assert (tmp_path / "out" / "report.html").stat().st_size > 100_000
    here = call(python, "-c", "import zouxin; print(zouxin.__file__)", folder=tmp_path).stdout
    assert here.startswith(str(tmp_path / "env"))
