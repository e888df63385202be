"""The command line as a person and a script meet it: files written, exit codes, one sentence instead of a traceback."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
import small_mailbox

import zouxin

ZOUXIN = Path(sys.executable).with_name("zouxin")
ANSWER = ["check", "trouble", "subject", "subject_id", "found", "verdict", "because", "evidence", "sentence", "mark"]


def run(*words: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ZOUXIN, *map(str, words)], cwd=folder, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What went wrong, when it was said in one line and without a traceback."""
    assert "Traceback" not in done.stdout + done.stderr
    [line] = done.stderr.splitlines()
    return line


def audit(file: Path, out: Path) -> subprocess.CompletedProcess[str]:
    done = run("audit", file, "--out", out, "--answers", "all")
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory):
    """(the file, the folder an audit of it wrote, what the audit said)"""
    folder = tmp_path_factory.mktemp("mailbox")
    file, out = small_mailbox.write(folder / "letters.csv"), folder / "out"
    return file, out, audit(file, out)


def found(out: Path) -> set[tuple[str, str]]:
    rows = pq.read_table(out / "findings.parquet").to_pylist()
    return {(row["trouble"], row["subject_id"]) for row in rows if row["tone"] == "trouble"}


def test_version():
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"zouxin {zouxin.__version__}\n")


def test_what_an_audit_writes(mailbox):
    _, out, _ = mailbox
    assert {"report.html", "findings.parquet", "findings.csv", "findings.xlsx", "answers.parquet"} <= {path.name for path in out.iterdir()}
    assert found(out) == {("echoed", "1"), ("only_acknowledged", "2")}


def test_the_tables_hold_the_same_findings(mailbox):
    _, out, _ = mailbox
    marks = pq.read_table(out / "findings.parquet")["mark"].to_pylist()
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        in_csv = [row["mark"] for row in csv.DictReader(file)]
    book = openpyxl.load_workbook(out / "findings.xlsx", read_only=True)
    cells = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert marks
    assert len(set(marks)) == len(marks)
    assert in_csv == marks
    assert set(marks) <= cells
    page = (out / "report.html").read_text("utf-8")
    assert all(mark in page for mark in marks)


def test_all_answers_are_one_row_a_check_and_subject(mailbox):
    _, out, _ = mailbox
    rows = pq.read_table(out / "answers.parquet").select(ANSWER).to_pylist()
    replies = [row for row in rows if row["trouble"] == "echoed"]
    assert sorted(row["subject_id"] for row in replies) == sorted(str(number) for number in range(1, 11))
    assert len({(row["check"], row["subject"], row["subject_id"]) for row in rows}) == len(rows)
    verdict = {True: {"finding"}, False: {"clean"}, None: {"unobservable", "not_judged"}}
    assert all(row["verdict"] in verdict[row["found"]] for row in rows)
    assert all(row["because"] for row in rows if row["found"] is None)
    assert all(json.loads(row["evidence"]) for row in rows if row["found"])


def test_it_says_what_it_read_and_how(mailbox):
    _, _, done = mailbox
    assert "读到 10 行 = 载入 10 + 隔离 0" in done.stdout
    assert "来信内容→letter.text" in done.stdout
    assert "答复内容→reply.text" in done.stdout
    assert done.stderr == ""  # nobody watches, so there is no progress


def test_explain(mailbox):
    _, out, _ = mailbox
    [row] = [row for row in pq.read_table(out / "findings.parquet").to_pylist() if row["trouble"] == "echoed"]
    done = run("explain", row["mark"], "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{row['mark']}  {row['check']} ")
    assert f"【{small_mailbox.COPIED[:20]}" in done.stdout
    unknown = run("explain", "AAAAAAAAAAAAAAAA", "--out", out)
    assert unknown.returncode == 11
    assert "AAAAAAAAAAAAAAAA" in one_sentence(unknown)


def stamps(out: Path, *folders: str) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for folder in folders for path in (out / "lake" / folder).rglob("*.*")}


def test_a_second_run_computes_nothing_and_says_the_same(mailbox):
    file, out, first = mailbox
    made, marks = stamps(out, "derived", "landed", "snapshots"), pq.read_table(out / "findings.parquet")["mark"].to_pylist()
    again = audit(file, out)
    assert made
    assert stamps(out, "derived", "landed", "snapshots") == made
    assert pq.read_table(out / "findings.parquet")["mark"].to_pylist() == marks
    assert again.stdout == first.stdout


def test_gb18030_gives_the_same_marks(mailbox, tmp_path):
    _, out, _ = mailbox
    (tmp_path / out.parent.name).mkdir()  # the default name of a source is folder/stem
    file = small_mailbox.write(tmp_path / out.parent.name / "letters.csv", "gb18030")
    audit(file, tmp_path / "out")
    assert (
        pq.read_table(tmp_path / "out" / "findings.parquet")["mark"].to_pylist()
        == pq.read_table(out / "findings.parquet")["mark"].to_pylist()
    )


def heads_nobody_knows(folder: Path) -> Path:
    path = folder / "ab.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    return path


def torn_workbook(folder: Path) -> Path:
    path = folder / "torn.xlsx"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    return path


def absent(folder: Path) -> Path:
    return folder / "absent.csv"


@pytest.mark.parametrize(
    ("place", "options", "code", "names"),
    [
        (heads_nobody_knows, (), 11, "ab.csv"),
        (heads_nobody_knows, ("--map", "a=letter.nothing"), 11, "letter.nothing"),
        (torn_workbook, (), 12, "torn.xlsx"),
        (absent, (), 12, "absent.csv"),
    ],
)  # fmt: skip
def test_what_goes_wrong_ends_in_one_sentence(place, options, code, names, tmp_path):
    done = run("audit", place(tmp_path), "--out", tmp_path / "out", *options)
    assert done.returncode == code
    assert names in one_sentence(done)


def test_a_pack_nobody_wrote_is_told_with_those_there_are(mailbox, tmp_path):
    done = run("audit", mailbox[0], "--out", tmp_path / "out", "--pack", "nowhere")
    assert done.returncode == 11
    assert "nowhere" in one_sentence(done)
    assert "national" in done.stderr
