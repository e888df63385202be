"""Robots files: asked for once a day a host, and kept to."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from zouxin.connectors._html import decode
from zouxin.connectors._probe.asking import Network

NAME = "ZouxinProbe"
_DAY = 86_400
_REFUSES = "User-agent: *\nDisallow: /"
_HOPS = 3


@dataclass(kw_only=True)
class Robots:
    """Robots files by scheme and host, kept in `path` from run to run."""

    network: Network
    path: Path
    now: Callable[[], float] = time.time
    seconds: float = 10.0
    _known: dict[str, tuple[float, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        try:
            self._known = {site: (float(at), str(text)) for site, (at, text) in json.loads(self.path.read_text("utf-8")).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self._known = {}  # asked for anew

    def allowed(self, url: str) -> bool:
        """Whether the robots file of the host lets us ask for an address.

        No file (4xx) lets; a server error on it forbids (RFC 9309); where the host cannot be reached the question is the
        very one a visit asks, so that one request may go there.
        """
        return self._file(url).can_fetch(NAME, url)

    def pause(self, url: str) -> float:
        """Seconds the file asks to wait between two requests, 0 where it does not say; at most a minute."""
        return min(60.0, float(self._file(url).crawl_delay(NAME) or 0))

    def keep(self) -> None:
        """Write down what is known."""
        with self._lock:
            self.path.write_text(json.dumps(self._known, ensure_ascii=False), "utf-8")

    def _file(self, url: str) -> RobotFileParser:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._known.get(site)
        if known is None or self.now() - known[0] > _DAY:
            text = self._asked(site)
            known = (self.now(), text or "")
            if text not in (None, _REFUSES):  # a failure may be over by the next visit
                with self._lock:
                    self._known[site] = known
        file = RobotFileParser()
        file.parse(known[1].splitlines())
        return file

    def _asked(self, site: str) -> str | None:
        """The text of a host's file; None where it could not be asked for."""
        at = urljoin(site, "/robots.txt")
        for _ in range(_HOPS):
            answer = self.network.ask(at, seconds=self.seconds)
            if answer.status is None:
                return None
            there = urljoin(at, answer.headers.get("location", ""))
            if answer.status not in (301, 302, 307, 308) or urlsplit(there).hostname != urlsplit(site).hostname:
                break
            at = there
        if answer.status >= 500:
            return _REFUSES
        return decode(answer.body[: 1 << 19], "text/plain") if answer.status == 200 else ""
