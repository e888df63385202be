"""The site prober: visits the addresses of a list, as often as the rule on reachability asks, and brings its log.

`from:` names the list: a table with columns 平台编号 (or 网站标识码, platform_id) and 网址 (or 域名, url), and 内容 (of) where
an address is not a home page; or YAML, a list of {platform_id, url, of}. Each run visits what is due and writes it into a
log beside the list, so that it can be stopped and started at will; then the log's last days are the rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from filelock import FileLock, Timeout

from zouxin.connectors._probe.asking import AGENT, Network, plain
from zouxin.connectors._probe.plan import Address, Log, Plan, Visit
from zouxin.connectors._probe.robots import Robots
from zouxin.connectors._probe.rounds import Rounds, utc
from zouxin.connectors._probe.visiting import Visitor
from zouxin.connectors.batch import ROWS, Batch, batch_of
from zouxin.connectors.cells import strings
from zouxin.connectors.magic import detect
from zouxin.model.errors import SourceError

OF = ("home", "column", "item", "service", "app")
_HEADS = {
    "platform_id": ("platform_id", "平台编号", "网站标识码", "站点编号", "id"),
    "url": ("url", "网址", "域名", "首页网址", "访问地址", "地址"),
    "of": ("of", "内容"),
}
_VISIT = ("platform_id", "url", "visited_on", "of", "outcome", "detail", "status", "millis", "final_url", "tries")
_LOOK = ("platform_id", "of", "seen_on", "outcome", "covers", "detail")
_TRUE = ("true", "1", "yes", "是")


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of visits, or with `what: looks` of one look a platform and day.

    Options: what (visits, looks), visit (false: only read the log), hours (stay so long; default one round), per_day (24), needs (20),
    gap (30 min), seconds (15), tries (2), pause (2 s between two visits to one host), workers (8 hosts at a time), days (14 of
    the log), zone, state (folder of the log, inside the list's), allow_private, proxy (environment, none, or an address), agent.
    Raises SourceError for a list that cannot be read or a wrong option.
    """
    asked = _Options(options)
    addresses = addresses_of(place)
    state = Path(asked.text("state") or f"{place.stem}.probe")
    if state.is_absolute() or ".." in state.parts:
        raise SourceError(f"选项 state“{state}”在名单的文件夹外面，应是里面的文件夹名")
    folder = place.parent / state
    folder.mkdir(parents=True, exist_ok=True)
    plan = Plan(
        per_day=asked.whole("per_day", 24),
        needs=asked.whole("needs", 20),
        gap=asked.whole("gap", 30),
        zone=asked.text("zone") or "Asia/Shanghai",
    )
    log = Log(folder=folder, plan=plan)
    stated = ()
    if asked.text("what") != "looks" and asked.truth("visit", default=True):
        stated = (_probe(addresses, folder, log, asked),)
    visits = log.read(plan.day(utc()) - timedelta(days=asked.whole("days", 14)))
    rows, names = (list(plan.looks(visits)), _LOOK) if asked.text("what") == "looks" else ([_row(visit) for visit in visits], _VISIT)
    for first in range(0, max(1, len(rows)), ROWS):
        some = rows[first : first + ROWS]
        cells = [strings([None if row[name] in (None, "") else str(row[name]) for row in some]) for name in names]
        yield batch_of(cells, names=names, numbers=range(first + 1, first + len(some) + 1), file=place.name, stated=stated)
        stated = ()


def _row(visit: Visit) -> dict[str, object]:
    return {**vars(visit), "visited_on": visit.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def _probe(addresses: Sequence[Address], folder: Path, log: Log, asked: "_Options") -> str:
    """Visit what is due; one run at a time."""
    network = Network(
        allow_private=asked.truth("allow_private"), agent=asked.text("agent") or AGENT, proxy=asked.text("proxy") or "environment"
    )
    robots = Robots(network=network, path=folder / "robots.json")
    hosts = {(urlsplit(one.url).hostname or "").lower() for one in addresses}
    visitor = Visitor(
        network=network, hosts=hosts, allowed=robots.allowed, seconds=asked.number("seconds", 15), tries=asked.whole("tries", 2)
    )
    rounds = Rounds(
        plan=log.plan, log=log, visitor=visitor, robots=robots, pause=asked.number("pause", 2), workers=asked.whole("workers", 8)
    )
    try:
        with FileLock(folder / "lock", timeout=0):
            visited = rounds.stay(addresses, hours=asked.number("hours", 0, least=0))
            return f"共 {len(addresses)} 个网址，本次访问 {visited} 次"
    except Timeout:
        return "另一次探测还没有结束，这次只读记录"


def addresses_of(place: Path) -> list[Address]:
    """The addresses of a list, each once. Raises SourceError naming the row that is wrong."""
    rows = _yaml(place) if place.suffix.lower() in (".yml", ".yaml") else _table(place)
    found: dict[tuple[str, str], Address] = {}
    for number, row in rows:
        platform, url, of = (str(row.get(name) or "").strip() for name in ("platform_id", "url", "of"))
        url = url if "://" in url else f"http://{url}"
        if not platform or not _good(url) or of not in ("", *OF):
            raise SourceError(f"{place.name} 第 {number} 行：要有平台编号和 http(s) 网址（不带用户名），内容是 {'、'.join(OF)} 之一或不写")
        url = plain(url)
        found.setdefault((platform, url), Address(platform_id=platform, url=url, of=of or "home"))
    if not found:
        raise SourceError(f"{place.name}：名单里没有网址")
    return list(found.values())


def _good(url: str) -> bool:
    try:
        parts = urlsplit(plain(url))
        return bool(parts.hostname) and parts.scheme in ("http", "https") and urlsplit(url).username is None
    except ValueError:
        return False


def _table(place: Path) -> Iterator[tuple[int, dict[str, object]]]:
    for batch in import_module(f"zouxin.connectors.{detect(place)}").read(place, {}):
        heads = {name: next((h for h in batch.rows.schema.names if h.strip() in words), None) for name, words in _HEADS.items()}
        if heads["platform_id"] is None or heads["url"] is None:
            raise SourceError(f"{place.name}：要有“平台编号”和“网址”两列，现有 {'、'.join(batch.rows.schema.names)}")
        columns = {name: batch.rows.column(head).to_pylist() for name, head in heads.items() if head}
        for nth, number in enumerate(batch.row_numbers.to_pylist()):
            yield number, {name: values[nth] for name, values in columns.items()}


def _yaml(place: Path) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        rows = yaml.safe_load(place.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SourceError(f"{place.name}：读不出（{error}），应是 UTF-8 的 YAML 列表") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError(f"{place.name}：应是列表，每项写 platform_id、url")
    yield from enumerate(rows, start=1)


@dataclass(frozen=True)
class _Options:
    """Options of a source, read strictly."""

    given: Mapping[str, object]

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()

    def truth(self, name: str, *, default: bool = False) -> bool:
        return self.text(name).casefold() in _TRUE if self.text(name) else default

    def number(self, name: str, default: float, *, least: float = 0.1) -> float:
        try:
            value = float(self.text(name) or default)
        except ValueError:
            value = -1.0
        if value < least:
            raise SourceError(f"选项 {name}“{self.text(name)}”应是不小于 {least:g} 的数")
        return value

    def whole(self, name: str, default: int) -> int:
        return int(self.number(name, default, least=1))
