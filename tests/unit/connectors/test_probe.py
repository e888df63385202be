"""The prober against servers that go wrong: each gives its own outcome, and the plan survives being stopped."""

import json
import ssl
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "fixtures"))
from loopback import certificate, servers

from zouxin.connectors import probe
from zouxin.connectors._probe.asking import Network, _why, plain
from zouxin.connectors._probe.pages import judge
from zouxin.connectors._probe.plan import Address, Log, Plan, Visit
from zouxin.connectors._probe.robots import Robots
from zouxin.connectors._probe.rounds import Rounds
from zouxin.connectors._probe.visiting import Came, Visitor
from zouxin.model.errors import SourceError

#: server -> outcome, detail, status
OUTCOMES = {
    "healthy": ("read", "", 200), "script": ("read", "", 200), "cookie": ("read", "", 200), "refresh": ("read", "", 200),
    "forbidden": ("refused", "http_4xx", 403), "wall": ("refused", "http_4xx", 412), "missing": ("failed", "http_4xx", 404), "broken": ("failed", "http_5xx", 500),
    "blank": ("empty", "blank_page", 200), "markup_only": ("empty", "blank_page", 200), "error_200": ("failed", "error_page", 200),
    "error_words": ("failed", "error_page", 200), "circle": ("failed", "redirects", 302), "outward": ("refused", "redirects", 302),
    "login": ("refused", "login", 302), "timeout": ("failed", "timeout", None), "drip": ("failed", "timeout", None), "reset": ("failed", "reset", None),
    "certificate": ("failed", "tls", None), "closed": ("refused", "robots", None),
}  # fmt: skip


def visitor(tmp_path: Path, **options) -> Visitor:
    network = Network(allow_private=True, proxy="none")
    robots = Robots(network=network, path=tmp_path / "robots.json", seconds=1)
    return Visitor(network=network, hosts={"127.0.0.1"}, allowed=robots.allowed, seconds=1.0, sleep=lambda _: None, **options)


@pytest.mark.parametrize("name", OUTCOMES)
def test_each_trouble_has_its_own_outcome(name: str, tmp_path: Path) -> None:
    with servers(name) as at:
        came = visitor(tmp_path).visit(at[name])
    outcome, detail, status = OUTCOMES[name]
    assert (came.outcome, came.detail) == (outcome, detail)
    if name != "login":
        assert came.status == status
    assert came.tries == (2 if detail in ("timeout", "reset", "http_5xx") else 1)
    assert came.millis < 4000


def test_a_name_that_is_none_and_a_port_nobody_answers(tmp_path: Path) -> None:
    one = visitor(tmp_path)
    assert one.visit("http://nowhere.invalid/").detail == "dns"
    with servers("healthy") as at:
        pass
    assert one.visit(at["healthy"]).detail == "reset"


def test_private_networks_are_left_alone_unless_allowed(tmp_path: Path) -> None:
    with servers("healthy") as at:
        careful = Visitor(network=Network(proxy="none"), hosts={"127.0.0.1"}, seconds=1)
        came = careful.visit(at["healthy"])
        assert (came.outcome, came.detail, came.status) == ("refused", "private_network", None)
        for inside in ("http://localhost/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/", "http://0.0.0.0/"):
            assert careful.visit(inside).detail == "private_network", inside


def test_a_proxy_is_gone_through(tmp_path: Path) -> None:
    with servers("healthy") as at:
        network = Network(allow_private=True, proxy=at["healthy"])
        assert network.ask("http://nowhere.invalid/", seconds=1).status == 200  # the proxy looks the name up
        assert Network(proxy=at["healthy"]).ask("http://10.0.0.1/", seconds=1).detail == "private_network"


@pytest.mark.parametrize(
    ("url", "wire"),
    [
        ("http://北京.政务/要闻?页=1#顶", "http://xn--1lq90i.xn--zfr164b/%E8%A6%81%E9%97%BB?%E9%A1%B5=1"),
        ("HTTP://WWW.A.Example:8080", "http://www.a.example:8080"),
        ("http://a/" + "要".encode().decode("latin-1"), "http://a/%E8%A6%81"),
        ("http://[::1]:80/a%20b", "http://[::1]:80/a%20b"),
    ],
)
def test_addresses_go_over_the_wire_in_ascii(url: str, wire: str) -> None:
    assert plain(url) == wire
    assert plain(wire) == wire


@given(body=st.binary(max_size=200), kind=st.sampled_from(["text/html", "text/html; charset=gbk", "text/html; charset=no", ""]))
def test_any_bytes_are_judged(body: bytes, kind: str) -> None:
    assert judge(b"<p><![" + body + b"<![unknown[", kind)[0] in ("", "blank_page", "error_page")


def test_one_address_of_a_name_that_answers_is_enough(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    with servers("healthy") as at:
        port = int(at["healthy"].rstrip("/").rpartition(":")[2])
        both = [(2, 1, 6, "", (address, port)) for address in ("127.0.0.2", "127.0.0.1")]
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: both)
        # nobody listens at the first address
        assert Network(allow_private=True, proxy="none").ask(f"http://two.example:{port}/", seconds=2).status == 200


def test_a_certificate_is_right_for_its_own_name_alone(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    trusting = ssl.create_default_context(cadata=certificate())
    with servers("certificate") as at:
        port = int(at["certificate"].rstrip("/").rpartition(":")[2])
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", port))])
        network = Network(allow_private=True, proxy="none", context=trusting)
        assert network.ask(f"https://other.example:{port}/", seconds=2).detail == "reset"  # the server hangs up after the handshake
        assert network.ask(f"https://another.example:{port}/", seconds=2).detail == "tls"


def test_robots_files(tmp_path: Path) -> None:
    with servers("closed", "healthy") as at:
        robots = Robots(network=Network(allow_private=True, proxy="none"), path=tmp_path / "robots.json")
        assert not robots.allowed(at["closed"])
        assert robots.allowed(at["healthy"])
        robots.keep()
    again = Robots(network=Network(allow_private=True, proxy="none"), path=tmp_path / "robots.json")
    assert not again.allowed(at["closed"])  # the server is gone, the file is remembered
    assert again.allowed("http://127.0.0.1:1/")  # nobody there: one visit may find out


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<title>某县人民政府</title><p>404 号文件解读</p>", ""),
        ("<p>" + "要闻 " * 300 + "页面不存在怎么办</p>", ""),
        ("<title>Welcome to nginx!</title>", "error_page"),
        ("<body>502 Bad Gateway</body>", "error_page"),
        ("<body>该网站暂时无法访问</body>", "error_page"),
        ("<frameset><frame src=a></frameset>", ""),
        ("<body><style>p{}</style><!-- x --></body>", "blank_page"),
        ("<body>服务器托管项目采购公告</body>", ""),
        ("<script>if (a < b) document.write('404 not found')</script><p>走进本县</p>", ""),
    ],
)
def test_pages_are_judged_by_what_a_reader_sees(body: str, told: str) -> None:
    assert judge(body.encode("gb18030"), "text/html; charset=gb2312")[0] == told


NOON = datetime(2026, 3, 31, 4, 0, tzinfo=UTC)  # noon in Shanghai


def made(at: datetime, platform: str = "s1", **told) -> Visit:
    return Visit(**{"platform_id": platform, "url": "http://a/", "of": "home", "at": at.isoformat(), "outcome": "read", **told})


def test_an_address_is_due_once_a_slot_and_not_in_a_hurry() -> None:
    plan, one = Plan(), Address(platform_id="s1", url="http://a/")
    assert plan.due([one], [], NOON) == [one]
    assert plan.due([one], [made(NOON)], NOON + timedelta(minutes=59)) == []
    assert plan.due([one], [made(NOON)], NOON + timedelta(minutes=60)) == [one]
    assert plan.due([one], [made(NOON - timedelta(minutes=10))], NOON) == []  # another slot, but too soon
    assert plan.due([one], [made(NOON, platform="s2")], NOON) == [one]


def test_a_day_is_whole_when_enough_slots_were_visited() -> None:
    plan = Plan()
    midnight = NOON - timedelta(hours=12)
    visits = [made(midnight + timedelta(hours=h), outcome="failed", detail="timeout") for h in range(20)]
    assert [(look["seen_on"], look["outcome"], look["covers"], look["detail"]) for look in plan.looks(visits)] == [
        ("2026-03-31", "failed", "all", "timeout")
    ]
    assert [look["covers"] for look in plan.looks(visits[:-1])] == ["part"]
    assert [look["covers"] for look in plan.looks([*visits[:-1], made(midnight + timedelta(minutes=3))])] == ["part"]  # the same slot twice


def test_the_log_survives_being_cut_off(tmp_path: Path) -> None:
    log = Log(folder=tmp_path, plan=Plan())
    log.add([made(NOON), made(NOON + timedelta(hours=1))])
    path = next(tmp_path.glob("visits-*.jsonl"))
    path.write_bytes(path.read_bytes()[:-40])
    log.add([made(NOON + timedelta(hours=2))])
    assert [visit.at for visit in log.read(NOON.date())] == [made(NOON).at, made(NOON + timedelta(hours=2)).at]


def rounds(tmp_path: Path, clock: list[datetime], hosts: set[str] | None = None) -> Rounds:
    network = Network(allow_private=True, proxy="none")
    robots = Robots(network=network, path=tmp_path / "robots.json", seconds=1)
    one = Visitor(network=network, hosts=hosts or {"127.0.0.1"}, allowed=robots.allowed, seconds=1, sleep=lambda _: None, tries=1)
    log = Log(folder=tmp_path, plan=Plan())

    def asleep(seconds: float) -> None:
        clock[0] += timedelta(seconds=seconds)

    return Rounds(plan=log.plan, log=log, visitor=one, robots=robots, now=lambda: clock[0], sleep=asleep)


def test_a_day_that_is_stopped_half_way_goes_on(tmp_path: Path) -> None:
    with servers("healthy") as at:
        addresses, clock = [Address(platform_id="s1", url=at["healthy"])], [NOON - timedelta(hours=12)]
        assert rounds(tmp_path, clock).stay(addresses, hours=10) == 11
        assert len(rounds(tmp_path, clock).log.read(NOON.date())) == 11
        assert rounds(tmp_path, clock).stay(addresses, hours=13.98) == 13
        visits = rounds(tmp_path, clock).log.read(NOON.date())
    assert len(visits) == 24
    assert [look["covers"] for look in Plan().looks(visits)] == ["all"]


def test_when_nobody_answers_the_network_here_is_blamed(tmp_path: Path) -> None:
    with servers("reset", "healthy") as at:
        clock = [NOON]
        rounds(tmp_path, clock).once([Address(platform_id="dead", url=at["reset"])])
        clock[0] += timedelta(hours=2)
        rounds(tmp_path, clock).once([Address(platform_id="dead", url=at["reset"]), Address(platform_id="control", url=at["healthy"])])
        told = {(v.platform_id, v.at[11:13]): v.detail for v in rounds(tmp_path, clock).log.read(NOON.date())}
    assert told == {("dead", "04"): "own_network", ("dead", "06"): "reset", ("control", "06"): ""}


class Told:
    """A visitor of hosts that answer, and of those in `silent`, which do not."""

    def __init__(self, silent: Callable[[str], bool]) -> None:
        self.silent = silent

    def visit(self, url: str) -> Came:
        return Came(outcome="failed", detail="dns") if self.silent(url) else Came(outcome="read", status=200)


def judged(tmp_path: Path, urls: list[str], silent: Callable[[str], bool]) -> dict[str, set[str]]:
    """What one round says of each address, by host."""
    tmp_path.mkdir(exist_ok=True)
    one = replace(rounds(tmp_path, [NOON]), visitor=Told(silent), pause=0)  # type: ignore[arg-type]
    assert one.once([Address(platform_id=url, url=url) for url in urls]) == len(urls)
    told: dict[str, set[str]] = {}
    for visit in one.log.read(NOON.date()):
        told.setdefault(visit.url.split("/")[2], set()).add(visit.detail)
    assert len(one.log.read(NOON.date())) == len(urls)
    return told


def test_a_dead_host_alone_in_its_chunk_is_dead(tmp_path: Path) -> None:
    healthy = [f"http://a{n:02d}.example/" for n in range(64)]
    for dead in ("dead.example", "0.example"):
        told = judged(tmp_path / dead, [*healthy, f"http://{dead}/"], lambda url, dead=dead: f"//{dead}/" in url)
        assert told.pop(dead) == {"dns"}
        assert set.union(*told.values()) == {""}


@pytest.mark.parametrize("dead", ["0.example", "dead.example"])
def test_a_dead_host_with_many_addresses_does_not_hide_itself(tmp_path: Path, dead: str) -> None:
    told = judged(tmp_path, ["http://b.example/", *(f"http://{dead}/{n}" for n in range(65))], lambda url: f"//{dead}/" in url)
    assert told == {"b.example": {""}, dead: {"dns"}}


def test_many_hosts_that_fall_silent_together_are_not_blamed(tmp_path: Path) -> None:
    urls = [f"http://{letter}{n:02d}.example/" for letter in "ab" for n in range(64)]
    told = judged(tmp_path / "some", urls, lambda url: "//b" in url)
    assert {host[0]: details for host, details in told.items()} == {"a": {""}, "b": {"own_network"}}
    told = judged(tmp_path / "all", urls, lambda url: True)
    assert set.union(*told.values()) == {"own_network"}


def test_reading_a_list_brings_visits_and_looks(tmp_path: Path) -> None:
    with servers("healthy", "forbidden") as at:
        place = tmp_path / "sites.csv"
        place.write_text(f"平台编号,网址,联系人\ns1,{at['healthy']},甲\ns2,{at['forbidden']},乙\ns1,{at['healthy']},甲\n", "utf-8")
        options = {"allow_private": "是", "proxy": "none", "pause": "0.1"}
        [visits] = list(probe.read(place, options))
        assert "本次访问 2 次" in visits.stated[0]
        assert sorted(zip(*(visits.rows.column(c).to_pylist() for c in ("platform_id", "outcome", "status")), strict=True)) == [
            ("s1", "read", "200"),
            ("s2", "refused", "403"),
        ]
        [again] = list(probe.read(place, options))
        assert "本次访问 0 次" in again.stated[0]
        assert again.rows == visits.rows
        [looks] = list(probe.read(place, options | {"what": "looks"}))
    assert looks.rows.column("covers").to_pylist() == ["part", "part"]
    kept = [json.loads(line) for path in (tmp_path / "sites.probe").glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert {tuple(one["asked"][0][1:3]) for one in kept} == {(200, ""), (403, "")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("平台编号,网址\ns1,ftp://a/\n", "第 2 行"), ("平台编号,网址\n,http://a/\n", "第 2 行"), ("平台编号,网址\ns1,http://u:p@a/\n", "第 2 行"),
        ("编号,名称\n1,2\n", "两列"), ("平台编号,网址\ns1,http://a:99999/\n", "第 2 行"), ("平台编号,网址,内容\ns1,http://a/,首页\n", "home"),
    ],
)  # fmt: skip
def test_a_wrong_list_is_refused(text: str, said: str, tmp_path: Path) -> None:
    place = tmp_path / "sites.csv"
    place.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=said):
        list(probe.read(place, {}))


def test_a_list_in_yaml_and_wrong_options(tmp_path: Path) -> None:
    place = tmp_path / "sites.yml"
    place.write_text("- {platform_id: s1, url: www.a.example}\n- {platform_id: c1, url: http://www.a.example/news, of: column}\n", "utf-8")
    assert [(one.platform_id, one.url, one.of) for one in probe.addresses_of(place)] == [
        ("s1", "http://www.a.example", "home"),
        ("c1", "http://www.a.example/news", "column"),
    ]
    for wrong in ({"per_day": "many"}, {"seconds": "-3"}, {"hours": "-1"}):
        with pytest.raises(SourceError, match="选项"):
            list(probe.read(place, wrong))
    place.write_text("sites: []", "utf-8")
    with pytest.raises(SourceError):
        probe.addresses_of(place)


def test_what_breaks_off_a_handshake_is_no_wrong_certificate() -> None:
    assert (_why(ssl.SSLEOFError()), _why(ssl.SSLCertVerificationError()), _why(TimeoutError())) == ("reset", "tls", "timeout")
