"""A notice read before it is issued, by the command line: what is demanded, by what right it may not be, and what would do."""

import json

import docx
from click.testing import CliRunner

from zouxin.cli import main

NOTICE = "各单位要组织全体干部职工下载安装“云上清水”APP，安装率要达到95%，每周通报。"


def gate(*words, stdin=None):
    done = CliRunner().invoke(main, ["gate", "order", "--as-of", "2026-06-30", *words], input=stdin)
    return done.exit_code, done.output


def test_a_word_file_and_its_tables_are_read(tmp_path):
    paper = docx.Document()
    paper.add_paragraph("关于推广应用的通知")
    paper.add_table(rows=1, cols=2).rows[0].cells[1].text = NOTICE
    paper.save(tmp_path / "通知.docx")
    code, said = gate(str(tmp_path / "通知.docx"), "--json", "--strict")
    told = json.loads(said)
    assert code == 1
    assert told["decision"] == "REVIEW"
    assert {row["check"] for row in told["rows"]} == {"DMD001", "DMD002"}
    assert all(row["citation"] and row["put_right"] and row["places"] for row in told["rows"])


def test_what_forbids_it_passes(tmp_path):
    code, said = gate("-", "--strict", stdin="严禁强制要求干部群众下载安装应用，不得考核安装率。")
    assert code == 0
    assert "PASS" in said


def test_before_the_rule_it_is_only_advice():
    done = CliRunner().invoke(main, ["gate", "order", "--as-of", "2019-05-20", "-"], input=NOTICE)
    assert "建议" in done.output
    assert "（问题）" not in done.output


def test_what_cannot_be_read_gets_a_sentence(tmp_path):
    (tmp_path / "通知.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    for name, why in (("通知.pdf", "PDF"), ("坏.docx", "坏.docx"), ("没有.txt", "打不开")):
        code, said = gate(str(tmp_path / name))
        assert code not in (0, 1), said
        assert why in said
        assert "Traceback" not in said
