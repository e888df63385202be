"""A reply read before it goes out, beside the mailbox an audit has read, by the command line."""

import csv
import json
from datetime import date

import pytest
from click.testing import CliRunner

from zouxin import flow
from zouxin.cli import main

STREETS = [a + b for a in "东西南北中长安永和平" for b in ("湖路", "桥街")]
MATTERS = ["夜间施工噪音扰民无法入睡", "下水道堵塞污水横流", "消防通道被私家车堵住", "楼道堆放杂物有火灾隐患"]
PASTED = "近年来我们坚持以人民为中心的发展思想，持续推动各项民生工作再上新台阶，不断增强群众的获得感、幸福感、安全感。"
OWN = "您反映的东湖路一带下水道堵塞一事，市政队6月9日已清掏疏通，污水不再外溢。"


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    """Twenty letters, every third answered with the same words; the last has no answer yet."""
    folder = tmp_path_factory.mktemp("office")
    with (folder / "信箱.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["编号", "来信标题", "来信内容", "来信时间", "答复内容", "答复时间", "答复单位"])
        for nth, street in enumerate(STREETS):
            matter = MATTERS[nth % 4]
            answer = "" if nth == 19 else PASTED if nth % 3 == 0 else f"您反映的{street}{matter}一事，{street}社区已到现场处理。"
            rows.writerow([f"L{nth:02d}", street, f"{street}一带{matter}，请派人查看。", "2026-06-01", answer, "2026-06-10", "市长信箱"])
    day = date(2026, 6, 30)
    flow.audit(flow.Question(paths=(folder / "信箱.csv",), out=folder / "out", today=day, as_of=day))
    return folder / "out"


def gate(*words, said=PASTED):
    done = CliRunner().invoke(main, ["gate", "reply", "-", "--as-of", "2026-06-30", *map(str, words)], input=said)
    return done.exit_code, done.output


def test_words_that_others_were_told_are_found_beside_a_corpus(audited):
    code, said = gate("--corpus", audited, "--number", "L19", "--json")
    told = json.loads(said)
    [row] = [one for one in told["rows"] if one["check"] == "RPL004"]
    assert code == 0
    assert "共 8 条" in row["sentence"]  # seven, and this one
    assert "4 封不同的来信" in row["sentence"]  # those about one matter say nearly the same, whatever their street
    assert set(row["others"]) <= {f"L{nth:02d}" for nth in range(0, 19, 3)}
    assert told["corpus"]
    assert told["left"] == []


def test_an_answer_of_its_own_is_left_alone_and_a_letter_from_outside_will_do(audited, tmp_path):
    letter = tmp_path / "来信.txt"
    letter.write_text("东湖路一带下水道堵塞，污水流到路上，请疏通。", "utf-8")
    told = json.loads(gate("--corpus", audited, "--letter", letter, "--json", said=OWN)[1])
    assert {row["check"] for row in told["rows"]} & {"RPL004", "RPL005"} == set()


def test_what_stands_already_is_not_asked_without_a_corpus():
    _code, said = gate()
    assert "没有问 RPL004" in said
    assert "没有问 RPL005" in said


@pytest.mark.parametrize(
    ("words", "why"),
    [(["--number", "L19"], "--corpus"), (["--corpus", "OUT", "--number", "没有"], "没有编号为 没有 的来信"), (["--corpus", "OUT", "--source", "别处"], "有答复的来源是"),
     (["--corpus", "TMP"], "没有数据湖"), (["--corpus", "OUT", "--number", "L19", "--letter", "TMP"], "只能写一个")],
)  # fmt: skip
def test_what_is_wrong_gets_a_sentence(audited, tmp_path, words, why):
    code, said = gate(*({"OUT": audited, "TMP": tmp_path}.get(word, word) for word in words))
    assert code not in (0, 1), said
    assert why in said
    assert "Traceback" not in said


def test_the_corpus_is_kept_and_opened_again_until_something_else_lands(audited):
    first, source = flow.corpus_under(audited)
    assert flow.kept_corpus(audited / "lake", source) is first
    assert flow.kept_corpus(audited / "lake", "别处") is None
