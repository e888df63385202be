"""A text or a page audited as one post: the evidence gives the text back to the character."""

import json
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
from click.testing import CliRunner

from zouxin.cli import main

HOST = '各县：\r\n　　现将有关事项通知如下。"引号"与\\反斜\t制表。\r\n　　特此通知。\r\n'
SPAM = "北京赛车pk10开奖直播 时时彩平台 六合彩特码 www.abc888.example"


def test_the_clean_text_comes_back_exactly(tmp_path: Path) -> None:
    lines = HOST.split("\r\n")
    (tmp_path / "a.txt").write_bytes("\r\n".join([*lines[:2], SPAM, *lines[2:]]).encode("gb18030"))
    told = CliRunner().invoke(main, ["audit", str(tmp_path / "a.txt"), "--as", "post", "--out", str(tmp_path / "out"), "--answers", "all"])
    assert told.exit_code == 0, told.output
    rows = [r for r in pq.read_table(tmp_path / "out/answers.parquet").to_pylist() if r["check"] == "PST001"]
    evidence = json.loads(rows[0]["evidence"])
    assert rows[0]["verdict"] == "finding"
    assert evidence["clean_text"] == HOST
    start, end = evidence["foreign"]
    raw = (tmp_path / "a.txt").read_bytes().decode("gb18030")
    assert raw[:start] + raw[end:] == HOST


def test_what_is_shared_holds_no_private_number_and_no_private_rule(tmp_path: Path) -> None:
    number = "11010519491231002X"
    text = f"各县：\r\n　　申请人身份证号{number}，办理结果请本人查收。\r\n　　特此通知。\r\n"
    (tmp_path / "a.txt").write_bytes(f"{SPAM}\r\n{text}".encode())
    told = CliRunner().invoke(main, ["audit", str(tmp_path / "a.txt"), "--as", "post", "--out", str(tmp_path / "out"), "--answers", "all"])
    assert told.exit_code == 0, told.output
    shared = {path.name: path for path in (tmp_path / "out").iterdir() if path.is_file()}
    tables = {name: pq.read_table(shared[name]).to_pylist() for name in ("findings.parquet", "answers.parquet")}
    for rows in tables.values():
        [evidence] = [json.loads(row["evidence"]) for row in rows if row["check"] == "PST001"]
        assert evidence["clean_text"] == text.replace(number, "1101**********002X")
    assert all(number not in str(rows) for rows in tables.values())
    for name in ("findings.csv", "report.html"):
        assert number not in shared[name].read_text("utf-8-sig"), name
    with zipfile.ZipFile(shared["findings.xlsx"]) as book:
        assert all(number.encode() not in book.read(name) for name in book.namelist())
    assert {row["severity"] for row in tables["answers.parquet"]} <= {"veto", "fault", "advice"}
    assert {row["severity"] for row in pq.read_table(tmp_path / "out/private/answers.parquet").to_pylist()} == {"private"}
