"""Rounds of visits: hosts side by side, one host never more than one request at a time and never in a hurry."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from zouxin.connectors._probe.plan import Address, Log, Plan, Visit
from zouxin.connectors._probe.robots import Robots
from zouxin.connectors._probe.visiting import Visitor

_LOG = logging.getLogger("zouxin.probe")
CHUNK = 64  # addresses written down together
#: failures in which nothing came back
SILENT = ("dns", "timeout", "reset")
#: so many hosts that fall silent side by side have not all died: the network here has
TOGETHER = 16


def utc() -> datetime:
    """Now."""
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """Visits what is due. `pause` s between two visits to one host; `workers` hosts at a time."""

    plan: Plan
    log: Log
    visitor: Visitor
    robots: Robots
    pause: float = 2.0
    workers: int = 8
    now: Callable[[], datetime] = utc
    sleep: Callable[[float], None] = time.sleep

    def once(self, addresses: Sequence[Address]) -> int:
        """Visit every address that is due, and write it down; how many were visited."""
        now = self.now()
        due = self.plan.due(addresses, self.log.read(self.plan.day(now - timedelta(days=1))), now)
        due.sort(key=_host)
        held: list[Visit] = []  # nobody answered so far: whose silence it is shows only later in the round
        answered = False
        for first in range(0, len(due), CHUNK):
            visits = self._visited(due[first : first + CHUNK])
            here = any(visit.status is not None or visit.detail == "tls" for visit in visits)
            answered = answered or here
            if not here and _silent_hosts(visits) >= TOGETHER:
                self.log.add(_own_side(visits))
            else:
                held += visits
            if answered:
                self.log.add(held)
                held = []
            self.robots.keep()
        self.log.add(_own_side(held))
        return len(due)

    def stay(self, addresses: Sequence[Address], *, hours: float) -> int:
        """Visit what is due until so many hours are over; how many visits were made."""
        visited = 0
        until = self.now() + timedelta(hours=hours)
        while True:
            visited += self.once(addresses)
            if self.now() + timedelta(minutes=1) > until:
                return visited
            self.sleep(60)

    def _visited(self, addresses: Iterable[Address]) -> list[Visit]:
        hosts = [list(some) for _, some in groupby(addresses, _host)]
        with ThreadPoolExecutor(self.workers) as pool:
            return [visit for visits in pool.map(self._host, hosts) for visit in visits]

    def _host(self, addresses: list[Address]) -> list[Visit]:
        visits = []
        for nth, one in enumerate(addresses):
            if nth:
                self.sleep(max(self.pause, self.robots.pause(one.url)))
            at = self.now().astimezone(UTC).replace(microsecond=0).isoformat()
            came = self.visitor.visit(one.url)
            for url, status, detail, millis in came.asked:
                _LOG.info("%s %s %s %s ms", url.split("?")[0], status or "-", detail or "-", millis)
            visits.append(Visit(platform_id=one.platform_id, url=one.url, of=one.of, at=at, **vars(came)))
        return visits


def _host(one: Address) -> str:
    return (urlsplit(one.url).hostname or "").lower()


def _silent_hosts(visits: Iterable[Visit]) -> int:
    return len({(urlsplit(visit.url).hostname or "").lower() for visit in visits if visit.detail in SILENT})


def _own_side(visits: list[Visit]) -> list[Visit]:
    """What was silent while no host answered: the network here is the likelier cause."""
    return [replace(visit, detail="own_network") if visit.outcome == "failed" and visit.detail in SILENT else visit for visit in visits]
