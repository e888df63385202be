"""The plan of visits: a day is cut into slots, each address is due once a slot; what was visited stands in a log, a file a day.

There is no other state: whatever stops the prober, it goes on from what the log says.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MINUTES = 1440


@dataclass(frozen=True, kw_only=True)
class Address:
    """One address of one platform, and what stands there: home, column, item, service, app."""

    platform_id: str
    url: str
    of: str = "home"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One visit as the log keeps it; `at` is UTC, ISO; `asked` are its requests."""

    platform_id: str
    url: str
    of: str
    at: str
    outcome: str
    detail: str = ""
    status: int | None = None
    millis: int = 0
    final_url: str = ""
    tries: int = 1
    asked: tuple[tuple[str, int, str, int], ...] = field(default=())

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`per_day` slots a day in `zone`; visits to one address are `gap` minutes apart at least; a day is whole with `needs` slots."""

    per_day: int = 24
    needs: int = 20
    gap: int = 30
    zone: str = "Asia/Shanghai"

    def day(self, moment: datetime) -> date:
        """The civil day of a moment."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def slot(self, moment: datetime) -> int:
        """Which slot of its day a moment falls in."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return (local.hour * 60 + local.minute) * self.per_day // MINUTES

    def due(self, addresses: Iterable[Address], logged: Iterable[Visit], now: datetime) -> list[Address]:
        """Addresses not visited in this slot, nor within the gap."""
        this = (self.day(now), self.slot(now))
        done: set[tuple[str, str]] = set()
        for visit in logged:
            near = abs(now - visit.moment) < timedelta(minutes=self.gap)
            if near or (self.day(visit.moment), self.slot(visit.moment)) == this:
                done.add((visit.platform_id, visit.url))
        return [one for one in addresses if (one.platform_id, one.url) not in done]

    def looks(self, logged: Iterable[Visit]) -> Iterator[dict[str, Any]]:
        """One look at the home page a platform and day: read where it opened once, covers all where enough slots were visited."""
        days: dict[tuple[str, date], list[Visit]] = {}
        for visit in logged:
            if visit.of == "home":
                days.setdefault((visit.platform_id, self.day(visit.moment)), []).append(visit)
        for (platform, day), visits in sorted(days.items()):
            outcomes = {visit.outcome for visit in visits}
            outcome = next(one for one in ("read", "empty", "failed", "refused") if one in outcomes)
            detail = "" if outcome == "read" else next(v.detail for v in reversed(visits) if v.outcome == outcome)
            slots = {self.slot(visit.moment) for visit in visits}
            covers = "all" if len(slots) >= self.needs else "part"
            yield {
                "platform_id": platform,
                "of": "home",
                "seen_on": day.isoformat(),
                "outcome": outcome,
                "covers": covers,
                "detail": detail,
            }


@dataclass(frozen=True, kw_only=True)
class Log:
    """The visits made, in `folder`, a file a day of JSON lines; a line a crash cut short is left out."""

    folder: Path
    plan: Plan

    def add(self, visits: Iterable[Visit]) -> None:
        """Write visits down."""
        by_day: dict[date, list[str]] = {}
        for visit in visits:
            by_day.setdefault(self.plan.day(visit.moment), []).append(json.dumps(asdict(visit), ensure_ascii=False))
        for day, lines in by_day.items():
            path = self._path(day)
            whole = not path.exists() or path.stat().st_size == 0 or path.read_bytes()[-1:] == b"\n"
            with path.open("a", encoding="utf-8") as file:
                file.write(("" if whole else "\n") + "\n".join(lines) + "\n")

    def read(self, since: date) -> list[Visit]:
        """Visits from a day on, in the order they were made."""
        found = []
        for path in sorted(self.folder.glob("visits-*.jsonl")):
            if path.stem.removeprefix("visits-") >= since.isoformat():
                found += [visit for line in path.read_text("utf-8").splitlines() if (visit := _visit(line))]
        return found

    def _path(self, day: date) -> Path:
        return self.folder / f"visits-{day.isoformat()}.jsonl"


def _visit(line: str) -> Visit | None:
    try:
        told = json.loads(line)
        visit = Visit(**{**told, "asked": tuple(tuple(one) for one in told["asked"])})
        return visit if visit.moment.tzinfo else None
    except (ValueError, TypeError, KeyError):
        return None
