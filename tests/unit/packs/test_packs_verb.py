"""zouxin packs: list, diff, check."""

from pathlib import Path

from click.testing import CliRunner

from zouxin.cli import main


def test_packs_are_listed_with_their_rules() -> None:
    told = CliRunner().invoke(main, ["packs", "list"])
    assert told.exit_code == 0
    assert "national  全国基线" in told.output


def test_two_packs_are_compared_on_a_day() -> None:
    told = CliRunner().invoke(main, ["packs", "diff", "national", "shenyang-mailbox", "--as-of", "2024-01-01"])
    assert told.exit_code == 0
    assert "RPL008 来信没有答复：days 由 92 改为 10（days）（从严）" in told.output


def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text("pack: mine\ntitle: 试用\nlevel: county\nfollows: national\nrules:\n  - check: RPL999\n", "utf-8")
    told = CliRunner().invoke(main, ["packs", "check", str(tmp_path)])
    assert told.exit_code == 13
    assert "mine.yml:6: 没有编号为 RPL999 的检查" in told.output


def test_the_packs_that_come_with_it_are_right() -> None:
    told = CliRunner().invoke(main, ["packs", "check"])
    assert (told.exit_code, told.output.strip()) == (0, "没有发现问题")


def test_a_folder_without_packs_is_told(tmp_path: Path) -> None:
    import subprocess
    import sys

    verb = Path(sys.executable).with_name("zouxin")
    done = subprocess.run([verb, "packs", "check", tmp_path], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 11
    assert "没有规则包" in done.stderr
