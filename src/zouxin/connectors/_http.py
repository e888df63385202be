"""Asking the web for what a source needs: bounded in time, size, tries and redirects, never inside a private network.

The name is looked up once and the connection made to the address that was looked at, so that a name which changes its
address between the two (DNS rebinding) leads nowhere else. What is asked is logged without its query, which may hold
a token. Certificates are always verified.
"""

import gzip
import ipaddress
import json
import logging
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

from zouxin.connectors._probe.asking import closing, plain
from zouxin.model.errors import NotSent, SourceError

_LOG = logging.getLogger("zouxin.fetch")
_AGENT = "Zouxin (public information audit)"
_REDIRECTS = (301, 302, 303, 307, 308)
_AGAIN = (429, 500, 502, 503, 504)
_LONGEST_WAIT = 30.0
_SIGNED = re.compile(r"^(\w*://)[^/]*@")
_TRUE = ("true", "1", "yes", "是")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request: `url` without its query, `status` 0 where no answer came, `millis` until the body was whole."""

    method: str
    url: str
    status: int
    millis: int
    told: str = ""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What came back: the address after redirects, status, body (decompressed) and what the server calls it."""

    url: str
    status: int
    body: bytes
    kind: str = ""


@dataclass(kw_only=True)
class Fetcher:
    """Asks politely. `timeout` s for one request, `most` bytes of one body, `tries` of one request."""

    allow_private: bool = False
    timeout: float = 20.0
    most: int = 20 << 20
    tries: int = 3
    redirects: int = 5
    pause: float = 0.5
    sleep: Callable[[float], None] = time.sleep
    log: list[Asked] = field(default_factory=list)
    #: sent with what is posted, which never follows a redirect, so that a key goes to nobody else
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: whether anything of the last request left this machine
    begun: bool = field(default=False, init=False)

    def get(self, url: str) -> Fetched:
        """The body at an address, redirects followed. Raises SourceError with one sentence."""
        seen = [url]
        while True:
            answer, headers = self._asked("GET", seen[-1], None)
            there = headers.get("location", "")
            if answer.status not in _REDIRECTS or not there:
                return _good(answer)
            seen.append(_joined(seen[-1], there))
            if len(seen) > self.redirects + 1 or seen[-1] in seen[:-1]:
                raise SourceError(f"{_bare(url)}：一直在转向，跟了 {len(seen) - 1} 次仍没有到，请核对网址")

    def post(self, url: str, data: Mapping[str, object]) -> dict[str, object]:
        """The JSON object that answers a JSON object; redirects are not followed. Raises SourceError."""
        body = json.dumps(data, ensure_ascii=False).encode()
        answer = _good(self._asked("POST", url, body)[0])
        try:
            found = json.loads(answer.body.decode("utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise SourceError(f"{_bare(url)}：返回的不是 JSON，接口可能变了或被拦截，请核对网址") from error
        if not isinstance(found, dict):
            raise SourceError(f"{_bare(url)}：返回的 JSON 不是一个对象，接口可能变了")
        return found

    def look(self, url: str) -> Fetched:
        """What an address answers, whatever its status; redirects are not followed. Raises SourceError."""
        return self._asked("GET", url, None)[0]

    def send(self, url: str, body: bytes, kind: str) -> Fetched:
        """What answers a body of some content type, whatever its status: sent once, never again, redirects not followed.

        Raises NotSent where nothing left this machine, SourceError where nobody can tell whether it arrived.
        """
        self.begun = False
        try:
            return self._once("POST", url, body, {"Content-Type": kind})[0]
        except SourceError as error:
            raise error if self.begun else NotSent(error.sentence) from None
        except (urllib3.exceptions.HTTPError, HTTPException, OSError) as error:
            told = f"{_bare(url)}：{'送到一半断了' if self.begun else '打不开'}（{_why(error)}）"
            raise (SourceError if self.begun else NotSent)(told) from None

    def _asked(self, method: str, url: str, body: bytes | None) -> tuple[Fetched, Mapping[str, str]]:
        """The answer, asked again after a failure that may pass."""
        for nth in range(1, self.tries + 1):
            try:
                answer, headers = self._once(method, url, body)
            except (urllib3.exceptions.HTTPError, HTTPException, OSError) as error:
                if nth == self.tries:
                    raise SourceError(
                        f"{_bare(url)}：打不开（{_why(error)}），试了 {nth} 次；请检查网络和网址"
                    ) from None  # its text may hold the query
                self.sleep(self.pause * 2 ** (nth - 1))
                continue
            if answer.status not in _AGAIN or nth == self.tries:
                break
            told = headers.get("retry-after", "")
            self.sleep(min(float(told), _LONGEST_WAIT) if told.isdecimal() else self.pause * 2 ** (nth - 1))
        return answer, headers

    def _once(self, method: str, url: str, body: bytes | None, kind: Mapping[str, str] | None = None) -> tuple[Fetched, Mapping[str, str]]:
        parts = _checked(url)
        began, status, told, late = time.monotonic(), 0, "", threading.Event()
        try:
            connection = self._connection(parts)
            with closing(connection, late, began + self.timeout):
                headers = {"Host": parts.netloc, "User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate"}
                headers |= {"Content-Type": "application/json", **self.headers, **(kind or {})} if body is not None else {}
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                connection.connect()
                connection.sock.settimeout(max(0.1, began + self.timeout - time.monotonic()))
                self.begun = True
                connection.request(method, path, body=body, headers=headers, preload_content=False)
                answer = connection.getresponse()
                status = answer.status
                whole = self._whole(answer, url)
            if late.is_set():  # what was cut off by the clock may look whole
                raise TimeoutError("timed out")
            found = Fetched(url=url, status=status, body=whole, kind=answer.headers.get("content-type", ""))
            return found, {k.lower(): v for k, v in answer.headers.items()}
        except Exception as error:
            told = "TimeoutError" if late.is_set() else type(error).__name__
            if late.is_set() and not isinstance(error, SourceError):
                raise TimeoutError("timed out") from None
            raise
        finally:
            asked = Asked(method=method, url=_bare(url), status=status, millis=round((time.monotonic() - began) * 1000), told=told)
            self.log.append(asked)
            _LOG.info("%s %s %s %s ms %s", asked.method, asked.url, asked.status, asked.millis, asked.told)

    def _whole(self, answer: BaseHTTPResponse, url: str) -> bytes:
        whole = bytearray()
        for chunk in answer.stream(1 << 16, decode_content=True):
            whole += chunk
            if len(whole) > self.most:
                raise SourceError(f"{_bare(url)}：内容超过 {self.most >> 20} MB，没有读完；请换成更小的范围")
        return bytes(whole)

    def _connection(self, parts: SplitResult) -> HTTPConnection:
        logging.getLogger("urllib3").setLevel(logging.WARNING)  # at a finer level it writes whole addresses, tokens and all
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        address, timeout = self._address(host, port), min(self.timeout, 10.0)
        if parts.scheme == "https":
            return HTTPSConnection(address, port, timeout=timeout, ssl_context=ssl.create_default_context(), server_hostname=host)
        return HTTPConnection(address, port, timeout=timeout)

    def _address(self, host: str, port: int) -> str:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        inside = [a for a in found if not ipaddress.ip_address(a.split("%")[0]).is_global]
        if inside and not self.allow_private:
            raise SourceError(f"{host} 是内网地址（{inside[0]}），没有访问；确实要读内网的，在 options 里写 allow_private: 是")
        return found[0]


def fetcher(options: Mapping[str, object]) -> Fetcher:
    """A Fetcher as the options of a source say: allow_private, timeout (s), most_mb."""
    timeout, most = str(options.get("timeout") or 20), str(options.get("most_mb") or 20)
    if not timeout.isdecimal() or not most.isdecimal():
        raise SourceError(f"timeout“{timeout}”、most_mb“{most}”应是正整数（秒、MB）")
    return Fetcher(allow_private=str(options.get("allow_private", "")).casefold() in _TRUE, timeout=float(timeout), most=int(most) << 20)


def is_address(place: object) -> bool:
    """Whether a place is an address on the web rather than a file."""
    return str(place).startswith(("http://", "https://"))


def name_of(place: object) -> str:
    """What a place is called in a report: file name, or address without its query."""
    return _bare(str(place)) if is_address(place) else Path(str(place)).name


def body_of(place: object, options: Mapping[str, object], web: Fetcher) -> Fetched:
    """The bytes of a file or an address, a gzip within bounds opened. Raises SourceError."""
    if is_address(place):
        found = web.get(str(place))
        return (
            found
            if found.body[:2] != b"\x1f\x8b"
            else Fetched(url=found.url, status=found.status, body=_opened(found.body, web.most, place))
        )
    try:
        path = Path(str(place))
        if path.stat().st_size > web.most:
            raise SourceError(f"{path.name}：超过 {web.most >> 20} MB，没有读；确实这么大的，在 options 里写 most_mb")
        body = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{name_of(place)}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error
    return Fetched(url="", status=0, body=_opened(body, web.most, place) if body[:2] == b"\x1f\x8b" else body)


def _opened(body: bytes, most: int, place: object) -> bytes:
    whole = zlib.decompressobj(31)
    try:
        found = whole.decompress(body, most + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"{name_of(place)}：gzip 压缩内容已损坏，请重新取得") from error
    if len(found) > most:
        raise SourceError(f"{name_of(place)}：解压后超过 {most >> 20} MB，没有读")
    return found


def _checked(url: str) -> SplitResult:
    """The parts of an address as it goes over the wire, in ASCII. Raises SourceError; a user's name and password are never shown."""
    try:
        given = urlsplit(url)
        wire = urlsplit(plain(url))
        port = wire.port
        (wire.hostname or "").encode("idna")  # an empty part of the name, or one that is too long
    except ValueError as error:
        raise SourceError(f"网址“{_unsigned(url)[:80]}”写法不对") from error
    if wire.scheme not in ("http", "https") or not wire.hostname or "@" in given.netloc or (port is not None and not 0 < port < 65536):
        raise SourceError(f"网址“{_unsigned(url)[:80]}”应是 http:// 或 https:// 开头、不带用户名")
    return wire


def _joined(base: str, there: str) -> str:
    try:
        return urljoin(base, there)
    except ValueError as error:
        raise SourceError(f"{_bare(base)}：转向的网址写法不对") from error


def _good(answer: Fetched) -> Fetched:
    if answer.status != 200:
        raise SourceError(f"{_bare(answer.url)}：服务器返回 {answer.status}，没有读到内容；请核对网址和权限")
    return answer


def _bare(url: str) -> str:
    """An address without its query and without a user's name and password."""
    return _SIGNED.sub(r"\1", url.split("?")[0].split("#")[0])


def _unsigned(url: str) -> str:
    """The same of an address that is wrong, in which a password may hold anything."""
    scheme, found, rest = url.partition("://")
    return _bare(f"{scheme if found else ''}{found}{(rest if found else url).rpartition('@')[2]}")


def _why(error: Exception) -> str:
    text = f"{type(error).__name__} {error}".casefold()
    for word, told in (("timed out", "超时"), ("timeout", "超时"), ("certificate", "证书不对"), ("ssl", "加密连接不成"), ("getaddrinfo", "找不到这个域名"),
                       ("name or service", "找不到这个域名"), ("gaierror", "找不到这个域名"), ("refused", "拒绝连接"), ("reset", "连接被断开"),
                       ("protocolerror", "连接被断开"), ("remotedisconnected", "连接被断开"), ("badstatusline", "连接被断开")):  # fmt: skip
        if word in text:
            return told
    return "连接不成"
