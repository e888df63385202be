"""The worked examples print what their pages say, and at the figures of the report and the bulletin they are about."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "docs/examples"
#: what the report or the bulletin prints, as the run says it
PRINTED = {
    "zombies": ["PLT002 账号长期不更新：7 / 21（说不准 0，看不到 2）", "合格率 63.2%（12/19）"],
    "hosted": ["全部：59 个账号，2,895,000 元"],
    "clerk": ["安装应用 11 个，加入工作群 22 个，关注账号 20 个，编辑账号 2 个"],
    "ziyang": ["在用 31，检查 31，不合格 2，无法判定 0", "合格率 93.5%（29/31）"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PRINTED)
def test_the_page_says_what_the_run_says(name: str) -> None:
    done = subprocess.run([sys.executable, str(HERE / "keep.py"), name, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", PRINTED)
def test_the_figures_are_those_printed(name: str) -> None:
    blocks = "".join((HERE / f"{name}.md").read_text("utf-8").split("```")[1::2])
    assert [figure for figure in PRINTED[name] if figure not in blocks] == []


def test_every_page_with_commands_is_tested_and_listed() -> None:
    pages = {path.stem for path in HERE.glob("*.md") if "```console" in path.read_text("utf-8")}
    assert pages == set(PRINTED)
    assert [page for page in pages if f"({page}.md)" not in (HERE / "README.md").read_text("utf-8")] == []


def test_a_changed_figure_is_noticed(tmp_path: Path) -> None:
    """The keeper itself: a page whose output was edited by hand is stale."""
    sys.path.append(str(HERE))
    import keep

    page = "前\n\n```console\n$ echo 七个\n八个\n$ true\n```\n\n后\n"
    assert keep.run(page) == "前\n\n```console\n$ echo 七个\n七个\n$ true\n```\n\n后\n"
    with pytest.raises(RuntimeError, match="ended with 3"):
        keep.run("```console\n$ exit 3\n```\n")
