"""A week of visits to servers on this machine, each wrong in one way, landed and audited after each stage.

The hours are played by a clock of our own; every visit is a real request. The limit of 15 seconds is shortened to
`SECONDS`, or the week would take days.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq

from bench.results_io import ROOT
from zouxin import flow
from zouxin.connectors._probe.asking import Network
from zouxin.connectors._probe.plan import Address, Log, Plan
from zouxin.connectors._probe.robots import Robots
from zouxin.connectors._probe.rounds import Rounds
from zouxin.connectors._probe.visiting import Visitor

sys.path.insert(0, str(ROOT / "tests" / "fixtures"))
from loopback import flaky, servers

SECONDS = 0.25
#: server -> how one visit ends, and what the week says of its site: yes, no, or "" for cannot tell
EXPECTED: Mapping[str, tuple[str, str, str]] = {
    "healthy": ("read", "", "no"), "script": ("read", "", "no"), "cookie": ("read", "", "no"), "refresh": ("read", "", "no"),
    "timeout": ("failed", "timeout", "yes"), "drip": ("failed", "timeout", "yes"), "reset": ("failed", "reset", "yes"), "circle": ("failed", "redirects", "yes"),
    "missing": ("failed", "http_4xx", "yes"), "broken": ("failed", "http_5xx", "yes"), "blank": ("empty", "blank_page", "yes"), "error_200": ("failed", "error_page", "yes"),
    "certificate": ("failed", "tls", ""), "forbidden": ("refused", "http_4xx", ""), "wall": ("refused", "http_4xx", ""), "login": ("refused", "login", ""),
    "closed": ("refused", "robots", ""), "outward": ("refused", "redirects", ""),
}  # fmt: skip
FLAKY = {
    "flaky_8": ({20 * k for k in range(1, 9)}, "no"),
    "flaky_9": ({18 * k for k in range(1, 10)}, "yes"),
}  # of 168 visits: 4.8 % and 5.4 %
SOURCE = """source: loopback
reads: csv
parts:
  - from: sites.csv
    fills:
      platform: {id: 平台编号, name: 网站名称, kind: 类别, status: 状态, url: 网址}
  - from: sites.csv
    reads: probe
    options: {visit: "false", state: log}
    fills:
      visit: {platform_id: platform_id, url: url, visited_on: visited_on, of: of, outcome: outcome, detail: detail, status: status, millis: millis, final_url: final_url, tries: tries}
  - from: sites.csv
    reads: probe
    options: {what: looks, state: log}
    fills:
      observation: {platform_id: platform_id, of: of, seen_on: seen_on, outcome: outcome, covers: covers, detail: detail}
"""
Stage = dict[str, Any]


def measure() -> dict[str, Any]:
    """How each visit ended, and what SIT002 said after one round, six days, seven days, and seven with one cut short."""
    with tempfile.TemporaryDirectory() as name, servers(*EXPECTED) as at, flaky({k: times for k, (times, _) in FLAKY.items()}) as more:
        folder, addresses = Path(name), at | more
        _list(folder, addresses)
        first = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=0, minute=5, second=0, microsecond=0) - timedelta(days=8)
        clock = [first.astimezone(UTC)]
        rounds = _rounds(folder / "log", clock)
        listed = [Address(platform_id=site, url=url) for site, url in addresses.items()]
        rounds.once(listed)
        ended = {visit.platform_id: (visit.outcome, visit.detail) for visit in rounds.log.read(first.date())}
        stages: dict[str, Stage] = {"one round": _asked(folder, first)}
        for days in (6, 7):
            _until(rounds, listed, clock, first + timedelta(days=days))
            stages[f"{days} days"] = _asked(folder, first + timedelta(days=days - 1))
        _cut(folder / "log", (first + timedelta(days=3)).date().isoformat())
        stages["a day cut short"] = _asked(folder, first + timedelta(days=6))
        return {
            "outcomes": {site: "/".join(filter(None, told)) for site, told in ended.items()},
            "stages": stages,
            "visits": 7 * 24 * len(listed),
            "sites": len(listed),
        }


def expected() -> dict[str, str]:
    """What the week must say of each site."""
    return {site: says for site, (_, _, says) in EXPECTED.items()} | {site: says for site, (_, says) in FLAKY.items()}


def _list(folder: Path, addresses: Mapping[str, str]) -> None:
    lines = ["平台编号,网站名称,类别,状态,网址", *(f"{site},{site},网站,正常,{url}" for site, url in addresses.items())]
    (folder / "sites.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "source.yml").write_text(SOURCE, "utf-8")
    (folder / "log").mkdir()


def _rounds(folder: Path, clock: list[datetime]) -> Rounds:
    network = Network(allow_private=True, proxy="none")
    robots = Robots(network=network, path=folder / "robots.json", seconds=SECONDS, now=lambda: clock[0].timestamp())
    visitor = Visitor(network=network, hosts={"127.0.0.1"}, allowed=robots.allowed, seconds=SECONDS, tries=1)
    plan = Plan()
    return Rounds(
        plan=plan, log=Log(folder=folder, plan=plan), visitor=visitor, robots=robots, pause=0, now=lambda: clock[0], sleep=lambda _: None
    )


def _until(rounds: Rounds, listed: list[Address], clock: list[datetime], end: datetime) -> None:
    for hour in _hours(clock[0], end):
        clock[0] = hour
        rounds.once(listed)


def _hours(start: datetime, end: datetime) -> Iterator[datetime]:
    at = start + timedelta(hours=1)
    while at < end:
        yield at
        at += timedelta(hours=1)


def _cut(folder: Path, day: str) -> None:
    """Leave 19 hours of one day."""
    path = folder / f"visits-{day}.jsonl"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[: len(lines) * 19 // 24]) + "\n", "utf-8")


def _asked(folder: Path, day: datetime) -> Stage:
    """What SIT002 says of each site at the end of a day: yes, no or "" for cannot tell; and how many findings other checks have."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        flow.audit(
            flow.Question(paths=(), out=out, today=datetime.now(UTC).date(), as_of=day.date(), spec=folder / "source.yml", everything=True)
        )
        rows = [row for path in (out / "lake" / "runs").glob("*/*.parquet") for row in pq.read_table(path).to_pylist()]
    said = {row["subject_id"]: {True: "yes", False: "no", None: ""}[row["found"]] for row in rows if row.get("check") == "SIT002"}
    return {"said": said, "others": sum(bool(row.get("found")) for row in rows if row.get("check") != "SIT002")}
