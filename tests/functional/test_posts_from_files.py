"""A text or a page audited as one post: the evidence gives the text back to the character."""

import json
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
