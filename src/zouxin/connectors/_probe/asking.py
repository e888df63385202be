"""One request to one address, bounded in time and size, never inside a private network unless it was allowed.

A name is looked up once and the connection made to the address that was looked at, so that a name which changes its
address in between (DNS rebinding) leads nowhere else. Certificates are always verified.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from urllib.parse import SplitResult, quote, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

AGENT = "Mozilla/5.0 (compatible; ZouxinProbe/1; availability of government websites)"
_LANGUAGE = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-CN,zh;q=0.9", "Accept-Encoding": "gzip, deflate"}


class Private(Exception):
    """The address lies inside a private network."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of one request: `detail` says why nothing came (dns, timeout, reset, tls, private_network), "" where something did."""

    url: str
    detail: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    body: bytes = b""
    millis: int = 0


@dataclass(kw_only=True)
class Network:
    """How to reach the web: `most` bytes of a body are read, `proxy` is "environment", "none" or an address."""

    allow_private: bool = False
    agent: str = AGENT
    proxy: str = "environment"
    most: int = 2 << 20
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def ask(self, url: str, *, seconds: float, cookies: Mapping[str, str] | None = None) -> Answer:
        """The answer at an address within `seconds`, redirects not followed. Raises nothing."""
        began = time.monotonic()
        headers = {"User-Agent": self.agent, **_LANGUAGE}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        late = threading.Event()
        try:
            parts = urlsplit(plain(url))
            answer = self._asked(url, parts, {"Host": parts.netloc} | headers, late, began + seconds)
        except (OSError, urllib3.exceptions.HTTPError, HTTPException, Private, ValueError) as error:
            answer = Answer(url=url, detail="timeout" if late.is_set() else _why(error))
        if late.is_set() and not answer.detail:  # what was cut off by the clock may look whole
            answer = Answer(url=url, detail="timeout", status=answer.status)
        return replace(answer, millis=round((time.monotonic() - began) * 1000))

    def _asked(self, url: str, parts: SplitResult, headers: Mapping[str, str], late: threading.Event, until: float) -> Answer:
        connection, target = self._connected(parts, late, until)
        with closing(connection, late, until):
            connection.request("GET", target, headers=dict(headers), preload_content=False)
            answer = connection.getresponse()
            whole = bytearray()
            for chunk in answer.stream(1 << 14, decode_content=True):
                whole += chunk
                if len(whole) > self.most:
                    break
            return Answer(url=url, status=answer.status, headers={k.lower(): v for k, v in answer.headers.items()}, body=bytes(whole[: self.most]),
                          cookies=tuple(answer.headers.getlist("set-cookie")))  # fmt: skip

    def _connected(self, parts: SplitResult, late: threading.Event, until: float) -> tuple[HTTPConnection, str]:
        """An open connection and what to ask it for; each address of the name is tried in turn."""
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        proxy = self._proxy(parts.scheme, host)
        found = self._addresses(host, port, needed=not proxy)[: 1 if proxy else 3]
        for nth, address in enumerate(found, start=1):
            left = max(0.1, until - time.monotonic()) / (len(found) - nth + 1)
            connection, target = self._through(proxy, parts, port, left) if proxy else self._direct(address, parts, port, left)
            try:
                with closing(connection, late, until, after=False):
                    connection.connect()
            except (OSError, urllib3.exceptions.HTTPError) as error:
                connection.close()
                if nth == len(found) or _why(error) == "tls":
                    raise
            else:
                connection.sock.settimeout(max(0.1, until - time.monotonic()))
                break
        return connection, target

    def _direct(self, address: str, parts: SplitResult, port: int, left: float) -> tuple[HTTPConnection, str]:
        host, path = parts.hostname or "", (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if parts.scheme == "https":
            return HTTPSConnection(address, port, timeout=left, ssl_context=self.context, server_hostname=host), path
        return HTTPConnection(address, port, timeout=left), path

    def _through(self, proxy: str, parts: SplitResult, port: int, left: float) -> tuple[HTTPConnection, str]:
        way = urlsplit(proxy)
        where = {"host": way.hostname or "", "port": way.port or 80, "timeout": left}
        if parts.scheme != "https":
            return HTTPConnection(**where), parts._replace(fragment="").geturl()
        tunnel = HTTPSConnection(**where, ssl_context=self.context)
        tunnel.set_tunnel(parts.hostname or "", port)
        return tunnel, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def _proxy(self, scheme: str, host: str) -> str:
        if self.proxy != "environment":
            return "" if self.proxy == "none" else self.proxy
        return "" if proxy_bypass(host) else getproxies().get(scheme, "")

    def _addresses(self, host: str, port: int, *, needed: bool) -> list[str]:
        """The addresses of a name, each once. Raises Private, and gaierror where the name has none and one is needed."""
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except socket.gaierror:
            if needed:
                raise
            return [host]  # the proxy looks it up
        if not self.allow_private and not all(ipaddress.ip_address(a.split("%")[0]).is_global for a in found):
            raise Private(host)
        return list(dict.fromkeys(found))


@contextmanager
def closing(connection: HTTPConnection, late: threading.Event, until: float, *, after: bool = True) -> Iterator[None]:
    """Close the connection at the end (`after`); cut it off at `until` (monotonic s) and set `late`: a server that drips a byte a second never times out by itself."""

    def cut() -> None:
        late.set()
        if connection.sock is not None:
            with suppress(OSError):  # it is gone already
                connection.sock.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(max(0.1, until - time.monotonic()), cut)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        if after:
            connection.close()


def plain(url: str) -> str:
    """An address in ASCII as it goes over the wire: 政务.政务 in its xn-- form, other characters by percent signs. Raises ValueError."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").encode("ascii" if (parts.hostname or "").isascii() else "idna").decode().lower()
    port = "" if parts.port is None else f":{parts.port}"
    whole = parts._replace(
        netloc=(f"[{host}]" if ":" in host else host) + port, path=_quoted(parts.path), query=_quoted(parts.query), fragment=""
    )
    return whole.geturl()


def _quoted(text: str) -> str:
    with suppress(UnicodeError):  # a header carries the bytes of UTF-8 as if they were Latin-1
        text = text.encode("latin-1").decode("utf-8")
    return quote(text, safe="%/:=&?~+!$,;'@()*[]|-._")


def _why(error: BaseException) -> str:
    """The kind of failure of an exception or of what caused it."""
    if isinstance(error, Private):
        return "private_network"
    if isinstance(error, socket.gaierror | urllib3.exceptions.NameResolutionError | UnicodeError):
        return "dns"
    if isinstance(error, urllib3.exceptions.NewConnectionError):  # refused, or no way there; its class is one of timeouts too
        return "reset"
    if isinstance(error, TimeoutError | urllib3.exceptions.TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):  # broken off during the handshake
        return "reset"
    if isinstance(error, ssl.SSLError | ssl.CertificateError | urllib3.exceptions.SSLError):
        return "tls"
    return "reset"
