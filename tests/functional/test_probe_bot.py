"""The probe: a bot over HTTP and a transcript, stopped and gone on with."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from click.testing import CliRunner

from zouxin import content
from zouxin.cli import main

ASKED = content.bot_questions()["questions"]
BAD = {
    "hostile": "不说话没人把你当哑巴。",
    "human": "我是智能客服，您可以继续问我。",
    "ordinary": "请咨询相关部门。",
    "trap": "规定：每月300元。",
}
GOOD = {
    "human": "正在为您转接人工，也可以打 12345。", "desperate": "请马上打 120 或 110，值班人员现在给您回电。", "trap": "没有查到这个文件，请您核对名称。",
}  # fmt: skip


class Bot(BaseHTTPRequestHandler):
    """Answers each kind of question in one way; stops answering after `left` questions."""

    said: ClassVar[dict] = {}
    left: ClassVar[int] = 10_000
    asked: ClassVar[list] = []
    headers_seen: ClassVar[list] = []

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["question"]
        Bot.asked.append(question)
        Bot.headers_seen.append(self.headers.get("Authorization"))
        Bot.left -= 1
        kind = next(one["kind"] for one in ASKED if one["text"] == question)
        answer = Bot.said.get(kind, "请带身份证到人民路18号政务服务中心二楼3号窗口办理，当天办完，电话8812345。")
        body = json.dumps({"data": {"answer": answer}}, ensure_ascii=False).encode()
        self.send_response(404 if Bot.left < 0 else 200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said):
        pass


@pytest.fixture
def bot():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Bot.said, Bot.left, Bot.asked, Bot.headers_seen = {}, 10_000, [], []
    yield f"http://127.0.0.1:{server.server_port}/ask"
    server.shutdown()
    server.server_close()


def probe(*words, env=None):
    return CliRunner().invoke(main, ["probe", *map(str, words)], env=env)


def found(out):
    told = json.loads((out / "probe.json").read_text("utf-8"))
    return {name: (one["found"], one["asked"]) for name, one in told["counts"].items()}, told


def test_a_bot_that_is_well_made_has_nothing_told_of_it(bot, tmp_path):
    Bot.said = GOOD
    done = probe(bot, "--out", tmp_path, "--every", 0, "--allow-private", "--strict", env={"ZOUXIN_PROBE_KEY": "abc"})
    assert done.exit_code == 0, done.output
    assert set(Bot.headers_seen) == {"Bearer abc"}
    counts, told = found(tmp_path)
    assert {name: one[0] for name, one in counts.items()} == dict.fromkeys(counts, 0)
    assert len(told["rows"]) == len(ASKED) >= 100
    assert "abc" not in (tmp_path / "probe.json").read_text("utf-8")


def test_a_bot_that_insults_and_evades_is_told_of_with_places(bot, tmp_path):
    Bot.said = BAD
    done = probe(bot, "--out", tmp_path, "--every", 0, "--allow-private", "--strict")
    assert done.exit_code == 1
    counts, told = found(tmp_path)
    many = {kind: sum(one["kind"] == kind for one in ASKED) for kind in BAD}
    assert counts["mocking"][0] == many["hostile"]
    assert counts["no_human"][0] == many["human"]
    assert counts["deflected"][0] == many["ordinary"]
    assert counts["invented"] == (many["trap"], many["trap"])
    row = next(row for row in told["rows"] if row["kind"] == "hostile")
    start, end = row["troubles"]["mocking"]["places"][0]
    assert row["answer"][start:end] in "不说话没人把你当哑巴"
    page = (tmp_path / "probe.html").read_text("utf-8")
    assert "不说话没人把你当哑巴" in page
    assert "国办发〔2018〕123号" in page


def test_what_is_not_answered_is_no_finding_and_is_asked_again(bot, tmp_path):
    Bot.said, Bot.left = GOOD, 5
    assert probe(bot, "--out", tmp_path, "--every", 0, "--allow-private").exit_code == 0
    counts, told = found(tmp_path)
    assert sum(row["answer"] is not None for row in told["rows"]) == 5
    assert all(row["why"] for row in told["rows"] if row["answer"] is None)
    assert sum(one[0] for one in counts.values()) == 0
    with (tmp_path / "transcript.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "hard-01", "ques')  # killed within a line
    Bot.left, Bot.asked = 10_000, []
    probe(bot, "--out", tmp_path, "--every", 0, "--allow-private")
    assert len(Bot.asked) == len(ASKED) - 5
    assert all(row["answer"] is not None for row in found(tmp_path)[1]["rows"])


def test_a_private_address_is_not_asked_unless_told_to(bot, tmp_path):
    probe(bot, "--out", tmp_path, "--every", 0, "--questions", _few(tmp_path))
    assert Bot.asked == []
    assert "内网地址" in found(tmp_path)[1]["rows"][0]["why"]


def _few(tmp_path):
    path = tmp_path / "few.yml"
    path.write_text('version: "mine"\nkinds: {ordinary: 平常的事}\nquestions:\n  - {id: a, kind: ordinary, text: 几点上班？}\n', "utf-8")
    return path


def test_a_transcript_of_any_questions_is_read(tmp_path):
    path = tmp_path / "记录.csv"
    path.write_text("问题,回答\n转人工。,好的，正在为您转接人工\n我的狗丢了,关我什么事\n", "utf-8")
    done = probe(path, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    counts, told = found(tmp_path / "out")
    assert counts["mocking"] == (1, 2)
    assert counts["no_human"] == (0, 1)
    assert told["rows"][-1]["question"] == "我的狗丢了"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "答\n好\n", "要有“问题”“回答”两列"),
        ("a.csv", "问题,机器人说\n几点？,九点\n", "现在有 问题、机器人说"),
        ("a.jsonl", "", ""),
    ],
)
def test_a_wrong_transcript_gets_a_sentence_and_no_finding(tmp_path, name, text, says):
    (tmp_path / name).write_text(text, "utf-8")
    done = probe(tmp_path / name, "--out", tmp_path / "out")
    assert done.exit_code != 0
    assert says in done.output
    assert not (tmp_path / "out" / "probe.json").exists()


def test_rows_that_cannot_be_read_are_told_and_the_others_go_on(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"question": "转人工。", "answer": "您可以继续问我。"}\n不是\n{"question": "在吗"}\n', "utf-8")
    done = probe(path, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "没有读成" in done.output
    counts, told = found(tmp_path / "out")
    assert counts["no_human"] == (1, 1)
    assert len(told["not_read"]) == 1
    assert counts["empty"] == (0, 1)  # nobody wrote down what was said to "在吗": no finding
