"""A client of Open311 GeoReport v2: what another system takes, a request sent to it once, and what became of it, in JSON or XML.

Specification: https://wiki.open311.org/GeoReport_v2/. A request is sent once and never again by itself: where nobody can tell whether it arrived, that is
the answer (`unsure`), and a person decides. What comes back is read by what it is, for servers often call JSON "text/html"; a page is never taken for an answer.
"""

import ipaddress
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from defusedxml import DefusedXmlException, ElementTree
from urllib3.filepost import encode_multipart_formdata

from zouxin.connectors._http import Fetched, Fetcher
from zouxin.model.errors import NotSent, SourceError, UsageError

#: bytes of one answer, seconds of one question, characters of one field that are kept
MOST, SECONDS, LONGEST = 4 << 20, 20.0, 2000
Row = dict[str, str]
File = tuple[str, bytes, str]


@dataclass(frozen=True)
class Service:
    """One thing another system takes."""

    code: str
    name: str
    group: str = ""
    asks_more: bool = False


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of a request: `number` or `token` where it was taken, else `outcome` refused, unsent or unsure, and why."""

    outcome: str
    number: str = ""
    token: str = ""
    notice: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the other side says it is."""

    status: str
    notes: str = ""
    agency: str = ""
    updated: str = ""


def base_address(url: str) -> str:
    """The address of an endpoint without its last slash. Raises UsageError for what is not encrypted and leaves this machine, or carries a name or a query."""
    bare = url.strip().rstrip("/")
    try:
        parts = urlsplit(bare)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or parts.query or parts.fragment or "@" in parts.netloc or parts.scheme not in ("http", "https"):
        raise UsageError(f"网址“{bare[:80]}”应是 https:// 开头、不带用户名和问号，例如 https://311.example.gov.cn/open311/v2")
    if parts.scheme == "http" and not _here(host):
        raise UsageError("网址要用 https://：来信不能不加密送出去（本机的除外）")
    return bare


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, kw_only=True)
class GeoReport:
    """An endpoint. `form`: json or xml; `key`: its api_key, which goes into the body of a request and nowhere else."""

    url: str
    form: str = "json"
    jurisdiction: str = ""
    key: str = field(default="", repr=False)
    seconds: float = SECONDS

    def services(self) -> tuple[Service, ...]:
        """What it takes. Raises SourceError."""
        found = [
            Service(
                row["service_code"],
                row.get("service_name") or row["service_code"],
                row.get("group", ""),
                row.get("metadata", "").lower() == "true",
            )
            for row in self._rows(self._got("services"))
            if row.get("service_code")
        ]
        if not found:
            raise SourceError(f"{self.url}：没有读到一种服务，请核对网址、jurisdiction_id 和格式")
        return tuple(dict.fromkeys(found))

    def required(self, code: str) -> tuple[str, ...]:
        """Names of what a service wants to know besides. Raises SourceError."""
        answer = self._got(f"services/{quote(code, safe='')}")
        return tuple(
            row.get("description") or row.get("code", "")
            for row in attributes(answer.body, self.url)
            if row.get("required", "").lower() == "true"
        )

    def send(self, fields: Mapping[str, str], files: Sequence[File] = ()) -> Sent:
        """Send one request, once. Never raises for what the other side or the line does: that is the outcome."""
        said = {
            **fields,
            **({"jurisdiction_id": self.jurisdiction} if self.jurisdiction else {}),
            **({"api_key": self.key} if self.key else {}),
        }
        body, kind = urlencode(said).encode(), "application/x-www-form-urlencoded"
        if files:
            body, kind = encode_multipart_formdata([*said.items(), *(("media", one) for one in files)])
        try:
            answer = self._web(1).send(f"{self.url}/requests.{self.form}", body, kind)
        except NotSent as error:
            return Sent(outcome="unsent", why=self._hushed(error.sentence))
        except SourceError as error:
            return Sent(outcome="unsure", why=self._hushed(error.sentence))
        return self._taken(answer)

    def number(self, token: str) -> str:
        """The number a token has become; blank while there is none. Raises SourceError."""
        answer = self._got(f"tokens/{quote(token, safe='')}", missing=True)
        rows = self._rows(answer) if answer.status == 200 else []
        return next((row["service_request_id"] for row in rows if row.get("service_request_id")), "")

    def progress(self, number: str) -> Progress:
        """How far a request is. Raises SourceError, also where the other side does not know the number."""
        for row in self._rows(self._got(f"requests/{quote(number, safe='')}")):
            if row.get("service_request_id", number) == number and row.get("status"):
                return Progress(status=row["status"].lower(), notes=row.get("status_notes", ""), agency=row.get("agency_responsible", ""), updated=row.get("updated_datetime", ""))  # fmt: skip
        raise SourceError(f"{self.url}：回答里没有编号 {number} 的状态")

    def _web(self, tries: int) -> Fetcher:
        return Fetcher(allow_private=_here(urlsplit(self.url).hostname or ""), timeout=self.seconds, most=MOST, tries=tries)

    def _got(self, what: str, *, missing: bool = False) -> Fetched:
        query = f"?{urlencode({'jurisdiction_id': self.jurisdiction})}" if self.jurisdiction else ""
        answer = self._web(2).look(f"{self.url}/{what}.{self.form}{query}")
        if answer.status == 200 or (missing and answer.status == 404):
            return answer
        raise SourceError(f"{self.url}/{what}：对方回答 {answer.status}{self._reason(answer)}")

    def _rows(self, answer: Fetched) -> list[Row]:
        return rows(answer.body, self.url)

    def _taken(self, answer: Fetched) -> Sent:
        if 400 <= answer.status < 500 and answer.status != 408:
            return Sent(outcome="refused", why=f"对方没有收（{answer.status}）{self._reason(answer)}")
        if answer.status not in (200, 201, 202):
            return Sent(outcome="unsure", why=f"对方回答 {answer.status}，不知道收到没有{self._reason(answer)}")
        try:
            first = next((row for row in self._rows(answer) if row.get("service_request_id") or row.get("token")), {})
        except SourceError as error:
            return Sent(outcome="unsure", why=self._hushed(error.sentence))
        notice = self._hushed(first.get("service_notice", ""))
        if first.get("service_request_id"):
            return Sent(outcome="accepted", number=first["service_request_id"][:200], notice=notice)
        if first.get("token"):
            return Sent(outcome="token", token=first["token"][:200], notice=notice)
        return Sent(outcome="unsure", why="对方说收到了，却没有给编号")

    def _reason(self, answer: Fetched) -> str:
        """What the other side says is wrong, where it says so as the specification wants."""
        try:
            said = "；".join(row["description"] for row in self._rows(answer) if row.get("description"))
        except SourceError:
            return ""
        return self._hushed(f"：{said[:300]}") if said else ""

    def _hushed(self, text: str) -> str:
        """A text of the other side without the key, should it repeat it."""
        return text.replace(self.key, "…") if self.key else text


def rows(body: bytes, name: str) -> list[Row]:
    """The rows of an answer, JSON or XML by what it is. Raises SourceError for a page, for what is cut off or makes no rows."""
    told = _read(body, name)
    if isinstance(told, list):
        return [_row(one.items()) for one in told if isinstance(one, dict)]
    return [_row((field.tag, field.text) for field in one) for one in told]


def attributes(body: bytes, name: str) -> list[Row]:
    """What a service asks besides: the rows of `attributes` in its definition. Raises SourceError as `rows`."""
    told = _read(body, name)
    if not isinstance(told, list):
        return [_row((field.tag, field.text) for field in one) for one in told.iter("attribute")]
    found = told[0].get("attributes") if told and isinstance(told[0], dict) else None
    return [_row(one.items()) for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _read(body: bytes, name: str) -> Any:
    """A list of what JSON says, or the root of XML, by how the body begins."""
    try:
        if body.lstrip()[:1] in (b"[", b"{"):
            told = json.loads(body.decode("utf-8"))
            return told if isinstance(told, list) else [told]
        root = ElementTree.fromstring(body)
    except (ValueError, RecursionError, ElementTree.ParseError, DefusedXmlException) as error:
        raise SourceError(f"{name}：对方给的既不是完整的 JSON 也不是 XML（也许是一个网页），没有读") from error
    if root.tag.rpartition("}")[2].lower() == "html":
        raise SourceError(f"{name}：对方给的是一个网页，不是数据；请核对网址")
    return root


def _row(fields: Any) -> Row:
    """A row of plain texts: neither control characters nor what has no end."""
    return {
        str(name): "".join(sign for sign in _text(value)[:LONGEST] if sign.isprintable() or sign in "\n\t").strip()
        for name, value in fields
    }


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
