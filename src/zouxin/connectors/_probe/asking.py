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
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from urllib.parse import SplitResult, urlsplit
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
        parts = urlsplit(url)
        headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": self.agent, **_LANGUAGE}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        late = threading.Event()
        try:
            answer = self._asked(url, parts, headers, late, began + seconds)
        except (OSError, urllib3.exceptions.HTTPError, HTTPException, Private, ValueError) as error:
            answer = Answer(url=url, detail="timeout" if late.is_set() else _why(error))
        if late.is_set() and not answer.detail:  # what was cut off by the clock may look whole
            answer = Answer(url=url, detail="timeout", status=answer.status)
        return replace(answer, millis=round((time.monotonic() - began) * 1000))

    def _asked(self, url: str, parts: SplitResult, headers: Mapping[str, str], late: threading.Event, until: float) -> Answer:
        connection, target = self._connection(parts, until)
        with _closing(connection, late, until):
            connection.request("GET", target, headers=dict(headers), preload_content=False)
            answer = connection.getresponse()
            whole = bytearray()
            for chunk in answer.stream(1 << 14, decode_content=True):
                whole += chunk
                if len(whole) > self.most:
                    break
            return Answer(url=url, status=answer.status, headers={k.lower(): v for k, v in answer.headers.items()}, body=bytes(whole[: self.most]),
                          cookies=tuple(answer.headers.getlist("set-cookie")))  # fmt: skip

    def _connection(self, parts: SplitResult, until: float) -> tuple[HTTPConnection, str]:
        """A connection and what to ask it for."""
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        proxy = self._proxy(parts.scheme, host)
        address = self._address(host, port, needed=not proxy)
        left = max(0.1, until - time.monotonic())
        if proxy:
            through = urlsplit(proxy)
            where = {"host": through.hostname or "", "port": through.port or 80, "timeout": left}
            if not secure:
                return HTTPConnection(**where), parts._replace(fragment="").geturl()
            tunnel = HTTPSConnection(**where, ssl_context=self.context)
            tunnel.set_tunnel(host, port)
            return tunnel, path
        if secure:
            return HTTPSConnection(address, port, timeout=left, ssl_context=self.context, server_hostname=host, assert_hostname=host), path
        return HTTPConnection(address, port, timeout=left), path

    def _proxy(self, scheme: str, host: str) -> str:
        if self.proxy != "environment":
            return "" if self.proxy == "none" else self.proxy
        return "" if proxy_bypass(host) else getproxies().get(scheme, "")

    def _address(self, host: str, port: int, *, needed: bool) -> str:
        """The first address of a name. Raises Private, and gaierror where the name has none and one is needed."""
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except socket.gaierror:
            if needed:
                raise
            return host  # the proxy looks it up
        if not self.allow_private and not all(ipaddress.ip_address(a.split("%")[0]).is_global for a in found):
            raise Private(host)
        return found[0]


@contextmanager
def _closing(connection: HTTPConnection, late: threading.Event, until: float) -> Iterator[None]:
    """Close the connection at the end, and cut it off at `until`: a server that drips a byte a second never times out by itself."""

    def cut() -> None:
        late.set()
        if connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it is gone already

    clock = threading.Timer(max(0.1, until - time.monotonic()), cut)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        connection.close()


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
