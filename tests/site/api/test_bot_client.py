"""The reference client and its webhook beside a site that runs: what a bot says in the end."""

import importlib.util
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from zouxin.site.audit.actions import gates
from zouxin.site.audit.models import GateKey
from zouxin.site.people.access import today

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = Path(__file__).parents[3] / "docs" / "examples" / "bot_gate.py"
spec = importlib.util.spec_from_file_location("bot_gate", PLACE)
bot_gate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bot_gate)
ASKED = "工地晚上还在施工，没有人管吗？"
GOOD = "您好，您反映的工地夜间施工我们已到现场查看，责令其22时后停工，联系电话见网站。"


@pytest.fixture
def key(people, county):
    return gates.make_key(county["north"], "某公司的智能客服", today() + timedelta(days=30), by=people["head"], automatic=True)


@pytest.fixture
def gate(live_server, key):
    return bot_gate.Gate(live_server.url, key[1], timeout=20)


def hook(gate, body):
    said = {}

    def start(status, _headers):
        said["status"] = status

    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    [answer] = bot_gate.webhook(gate)({"CONTENT_LENGTH": str(len(raw)), "wsgi.input": io.BytesIO(raw)}, start)
    return said["status"], json.loads(answer)


def test_a_good_answer_goes_out_and_an_insult_hands_over(gate):
    assert hook(gate, {"question": ASKED, "answer": GOOD}) == ("200 OK", {"send": True, "answer": GOOD, "why": []})
    _, told = hook(gate, {"question": ASKED, "answer": "不说话没人把你当哑巴"})
    assert (told["send"], told["answer"]) == (False, bot_gate.HAND_OVER)
    assert told["why"]


def test_a_key_that_was_switched_off_lets_nothing_out_even_when_it_fails_open(gate, key):
    GateKey.objects.filter(pk=key[0].pk).update(fails="open")
    assert hook(gate, {"answer": GOOD})[1]["send"] is True
    assert gate.fails == "open"
    GateKey.objects.filter(pk=key[0].pk).update(until=today() - timedelta(days=1))
    assert hook(gate, {"answer": GOOD})[1]["send"] is False


@pytest.mark.parametrize(("fails", "send"), [("open", True), ("closed", False)])
def test_when_the_gate_cannot_be_asked_its_owner_has_chosen(fails, send):
    gone = bot_gate.Gate("http://127.0.0.1:1", "zxg_x", timeout=1, fails=fails)
    _, told = hook(gone, {"answer": GOOD})
    assert told["send"] is send
    assert "问不到闸口" in told["why"][0]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"answer"', b"1"])
def test_a_wrong_request_gets_a_sentence(body):
    assert hook(bot_gate.Gate("http://127.0.0.1:1", "x"), body)[0] == "400 Bad Request"
