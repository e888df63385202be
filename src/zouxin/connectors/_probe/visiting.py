"""One visit to one address: asked again after a failure that may pass, redirects followed among the hosts that were listed."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urljoin, urlsplit

from zouxin.connectors._probe.asking import Answer, Network, plain
from zouxin.connectors._probe.pages import asks_to_log_in, judge

REDIRECTS = (301, 302, 303, 307, 308)
#: a server that answers so turns this visitor away, often by a firewall that takes it for a robot (412 and 521 among them); others may get in
TURNED_AWAY = (401, 403, 407, 412, 418, 429, 451, 521)
AGAIN = ("dns", "timeout", "reset", "http_5xx")
HOPS = 10


@dataclass(frozen=True, kw_only=True)
class Came:
    """How a visit ended; `asked` are its requests: (address, status or 0, detail, ms)."""

    outcome: str
    detail: str = ""
    status: int | None = None
    millis: int = 0
    final_url: str = ""
    tries: int = 1
    asked: tuple[tuple[str, int, str, int], ...] = ()


@dataclass(kw_only=True)
class Visitor:
    """Visits addresses of `hosts`. `seconds` for one try, all its redirects among them; `allowed` asks the robots files."""

    network: Network
    hosts: Collection[str]
    allowed: Callable[[str], bool] = lambda url: True
    seconds: float = 15.0
    tries: int = 2
    backoff: float = 2.0
    sleep: Callable[[float], None] = time.sleep
    _asked: list[tuple[str, int, str, int]] = field(default_factory=list)

    def visit(self, url: str) -> Came:
        """Go there. Raises nothing."""
        asked: list[tuple[str, int, str, int]] = []
        for nth in range(1, self.tries + 1):
            came = self._once(url, asked)
            if came.detail not in AGAIN or nth == self.tries:
                break
            self.sleep(self.backoff * 2 ** (nth - 1))
        return Came(**{**vars(came), "tries": nth, "asked": tuple(asked)})

    def _once(self, url: str, asked: list[tuple[str, int, str, int]]) -> Came:
        began, at = time.monotonic(), url
        cookies: dict[str, str] = {}
        for _ in range(HOPS + 1):
            if not self.allowed(at):
                return self._ended("refused", "robots", None, began, at)
            answer = self.network.ask(at, seconds=max(0.1, self.seconds - (time.monotonic() - began)), cookies=cookies)
            asked.append((at, answer.status or 0, answer.detail, answer.millis))
            _keep(cookies, answer)
            outcome, detail, there = told(answer)
            if not there:
                return self._ended(outcome, detail, answer.status, began, at)
            at = _next(at, there)
            if asks_to_log_in(at) or not self._listed(at):
                return self._ended("refused", "login" if asks_to_log_in(at) else "redirects", answer.status, began, at)
        return self._ended("failed", "redirects", answer.status, began, at)

    def _listed(self, url: str) -> bool:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        return parts.scheme in ("http", "https") and any(h in self.hosts for h in (host, f"www.{host}", host.removeprefix("www.")))

    @staticmethod
    def _ended(outcome: str, detail: str, status: int | None, began: float, at: str) -> Came:
        return Came(outcome=outcome, detail=detail, status=status, millis=round((time.monotonic() - began) * 1000), final_url=at)


def _next(at: str, there: str) -> str:
    try:
        return plain(urljoin(at, there))
    except ValueError:
        return ""  # leads nowhere, so nowhere that is listed


def told(answer: Answer) -> tuple[str, str, str]:
    """(outcome, detail, where it leads) of one answer; where it leads is "" but for a redirect."""
    status = answer.status
    if answer.detail or status is None:
        return ("refused" if answer.detail == "private_network" else "failed"), answer.detail or "reset", ""
    if status in REDIRECTS and answer.headers.get("location"):
        return "", "", answer.headers["location"]
    if status == 401:
        return "refused", "login", ""
    if status in TURNED_AWAY:
        return "refused", "http_4xx" if status < 500 else "http_5xx", ""
    if status >= 400:
        return "failed", "http_4xx" if status < 500 else "http_5xx", ""
    detail, refresh = judge(answer.body, answer.headers.get("content-type", ""))
    return {"": "read", "blank_page": "empty"}.get(detail, "failed"), detail, refresh


def _keep(cookies: dict[str, str], answer: Answer) -> None:
    """Cookies are kept within one visit: many sites set one and send the reader back to where he was."""
    for line in answer.cookies:
        try:
            cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        except CookieError:
            continue
