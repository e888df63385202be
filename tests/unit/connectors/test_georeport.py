"""The client of GeoReport v2 against a server that speaks it, and one that does not."""

import logging
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "site" / "mailbox"))
from other_city import KEY, other_city

from zouxin.connectors.open311 import GeoReport, Service, base_address, rows
from zouxin.model.errors import SourceError, UsageError

LAMP = {"service_code": "lamp", "description": "路灯坏了 & 摔了人", "address_string": "石桥村口"}


@pytest.fixture
def city():
    with other_city() as found:
        yield found


@pytest.fixture(params=["json", "xml"])
def client(city, request):
    return GeoReport(url=city.url, form=request.param, jurisdiction="city.gov", key=KEY, seconds=1.0)


def test_it_reads_services_sends_a_request_and_reads_its_status(client, city):
    assert client.services() == (
        Service("lamp", "路灯", "市政", False),
        Service("well", "井盖", "市政", True),
        Service("tree", "树木", "园林", True),
    )
    sent = client.send(LAMP)
    assert (sent.outcome, sent.number, sent.notice) == ("accepted", "C-1", "三天内到场")
    assert city.taken == [({**LAMP, "jurisdiction_id": "city.gov", "api_key": KEY}, [])]
    found = client.progress("C-1")
    assert (found.status, found.agency) == ("open", "市城管局")
    assert all("jurisdiction_id=city.gov" in one for one in city.asked if "requests." not in one)
    assert all(KEY not in one for one in city.asked)


def test_pictures_go_along(client, city):
    assert client.send(LAMP, [("photo-1.jpg", b"\xff\xd8\xffx", "image/jpeg")]).outcome == "accepted"
    [(said, files)] = city.taken
    assert said["description"] == LAMP["description"]
    assert files == [("photo-1.jpg", b"\xff\xd8\xffx")]


def test_a_token_becomes_a_number(client, city):
    city.gives = "token"
    sent = client.send(LAMP)
    assert (sent.outcome, sent.token) == ("token", "t/1")
    assert client.number("t/1") == ""  # not yet
    city.tokens.clear()
    assert client.number("t/1") == ""  # unknown so far is not yet, either
    city.tokens["t%2F1"] = "C-9"
    assert client.number("t/1") == "C-9"


def test_what_a_service_requires_besides_is_read(city):
    client = GeoReport(url=city.url, key=KEY)
    assert client.required("well") == ("井盖直径",)
    assert client.required("tree") == ()
    with pytest.raises(SourceError, match="404"):
        client.required("lamp")


@pytest.mark.parametrize(
    ("mood", "outcome"),
    [("500", "unsure"), ("503", "unsure"), ("slow", "unsure"), ("cut", "unsure"), ("page", "unsure"), ("bomb", "unsure"), ("301", "unsure"), ("408", "unsure"),
     ("400", "refused"), ("403", "refused"), ("429", "refused")],
)  # fmt: skip
def test_it_never_sends_twice_and_says_what_it_knows(client, city, mood, outcome):
    city.mood = mood
    sent = client.send(LAMP)
    assert (sent.outcome, sent.number, sent.token) == (outcome, "", "")
    assert len(city.taken) == 1
    assert sent.why
    assert KEY not in sent.why


def test_what_is_taken_without_a_number_is_unsure(client, city):
    city.gives = "nothing"
    assert client.send(LAMP).outcome == "unsure"


def test_what_did_not_leave_is_unsent(city):
    city.shutdown()
    city.server_close()
    sent = GeoReport(url=city.url, key=KEY).send(LAMP)
    assert sent.outcome == "unsent"
    assert "拒绝连接" in sent.why


@pytest.mark.parametrize("mood", ["500", "page", "cut", "bomb", "404", "301", "slow"])
def test_questions_that_fail_say_so(client, city, mood):
    city.mood = mood
    for ask in (client.services, lambda: client.progress("C-1")):
        with pytest.raises(SourceError) as told:
            ask()
        assert KEY not in told.value.sentence
    assert not any("169.254" in one for one in city.asked)


def test_what_is_called_by_a_wrong_content_type_is_read_by_what_it_is(city):
    city.kind = "text/html"
    assert GeoReport(url=city.url, key=KEY).send(LAMP).number == "C-1"


def test_a_json_endpoint_that_answers_xml_is_read(city):
    assert rows(b"<service_requests><request><token>a</token></request></service_requests>", "x") == [{"token": "a"}]
    assert rows(b'{"code": 400, "description": "no\\u0000\\u0007"}', "x") == [{"code": "400", "description": "no"}]
    with pytest.raises(SourceError):
        rows(b"", "x")
    with pytest.raises(SourceError):
        rows(b"[" * 100_000, "x")


def test_the_key_is_in_no_log_and_no_repr(client, city, caplog):
    caplog.set_level(logging.DEBUG)
    client.send(LAMP)
    client.services()
    assert KEY not in caplog.text
    assert KEY not in repr(client)


@pytest.mark.parametrize(
    "url",
    ["http://311.example.gov.cn/v2", "ftp://a/v2", "https://u:p@a/v2", "https://a/v2?x=1", "https://", "a/v2", "http://10.0.0.1/v2", "http://localhost.example.com/v2", "http://[::1"],
)  # fmt: skip
def test_an_address_that_is_not_encrypted_or_holds_a_secret_is_refused(url):
    with pytest.raises(UsageError):
        base_address(url)


def test_the_network_inside_is_not_reached():
    sent = GeoReport(url="https://10.0.0.1/v2", key=KEY).send(LAMP)
    assert sent.outcome == "unsent"
    assert "内网" in sent.why
    assert base_address("https://311.example.gov.cn/v2/ ") == "https://311.example.gov.cn/v2"
    assert base_address("http://127.0.0.1:8000/api/open311/v2/") == "http://127.0.0.1:8000/api/open311/v2"
