"""Open311 GeoReport v2, in JSON and XML, with the extension of updates: letters written and followed by apps that know nothing of this site.

Specification: https://wiki.open311.org/GeoReport_v2/ and https://wiki.open311.org/Service_Request_Updates_Extension/. What is not public yet shows its status alone.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree import ElementTree

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from zouxin.model.datum import WGS84
from zouxin.model.errors import UsageError
from zouxin.site.api import queries
from zouxin.site.components.pace import one_more, sender
from zouxin.site.components.screens import Screen
from zouxin.site.mailbox.actions import letters
from zouxin.site.mailbox.files import COUNT, checked
from zouxin.site.mailbox.models import Letter, MailReply
from zouxin.site.mailbox.models.letter import KINDS
from zouxin.site.mailbox.queries import due, public, public_text

MOST, HOUR, EACH = 500, 3600, 60
CLOSED = ("answered", "solved", "merged", "shredded")
Rows = list[dict[str, Any]]


class Wrong(Exception):
    """What the specification answers with: a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Open311(Screen):
    """One resource of the interface."""

    public = True
    root = ("service_requests", "request")

    def dispatch(self, request: HttpRequest, *args: Any, form: str = "json", **kwargs: Any) -> HttpResponse:
        try:
            if form not in ("json", "xml"):
                raise Wrong(404, "只有 json 和 xml 两种格式")
            status, rows, (whole, one) = 200, super().dispatch(request, *args, **kwargs), self.root
            if isinstance(rows, HttpResponse):
                return rows
        except Wrong as wrong:
            status, rows, (whole, one) = wrong.status, [{"code": wrong.status, "description": wrong.sentence}], ("errors", "error")
        except Http404:
            status, rows, (whole, one) = 404, [{"code": 404, "description": "没有这一条"}], ("errors", "error")
        except UsageError as error:
            status, rows, (whole, one) = 400, [{"code": 400, "description": error.sentence}], ("errors", "error")
        if form == "xml":
            return HttpResponse(_xml(rows, whole, one), status=status, content_type="text/xml; charset=utf-8")
        return JsonResponse(rows, safe=False, status=status, json_dumps_params={"ensure_ascii": False})


def _xml(rows: Iterable[Mapping[str, Any]], whole: str, one: str) -> bytes:
    root = ElementTree.Element(whole)
    for row in rows:
        element = ElementTree.SubElement(root, one)
        for name, value in row.items():
            ElementTree.SubElement(element, name).text = (
                "" if value is None else "".join(sign for sign in str(value) if sign.isprintable() or sign in "\n\t")
            )
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


class ServiceJson(Open311):
    """What may be asked for: the kinds of letter."""

    root = ("services", "service")

    def get(self, request: HttpRequest) -> Rows:
        return [{"service_code": code, "service_name": str(title), "description": str(title), "metadata": "false", "type": "realtime", "keywords": "", "group": "信箱"} for code, title in KINDS]  # fmt: skip


@method_decorator(csrf_exempt, name="dispatch")  # a program with a key in the request, not a browser with a cookie
class RequestJson(Open311):
    """Requests: listed where they are public, made with a key."""

    def get(self, request: HttpRequest) -> Rows:
        said = request.GET
        rows: QuerySet[Letter] = public()
        if said.get("service_request_id"):
            rows = rows.filter(number__in=said["service_request_id"].split(",")[:100])
        if said.get("service_code"):
            rows = rows.filter(kind__in=said["service_code"].split(","))
        for name, way in (("start_date", "gte"), ("end_date", "lte")):
            if said.get(name):
                rows = rows.filter(**{f"received_at__{way}": _moment(said[name])})
        if said.get("status"):
            wanted = said["status"].split(",")
            rows = rows.filter(state__in=[state for state, _title in Letter.STATES if ("closed" if state in CLOSED else "open") in wanted])
        return [_told(request, one, whole=True) for one in rows[:MOST]]

    def post(self, request: HttpRequest) -> Rows:
        said = request.POST
        user = queries.bearer(said.get("api_key", "")) if said.get("api_key") else None
        if user is None:
            raise Wrong(403, "api_key 不对或没有写；请用“我的账户”里的接口密钥")
        if one_more(f"open311:{sender(request)}", HOUR, cache="pages") > EACH:
            raise Wrong(429, f"这个网络地址一小时内最多写 {EACH} 封")
        if said.get("service_code") not in dict(KINDS):
            raise Wrong(400, f"service_code 应是 {'、'.join(dict(KINDS))} 之一")
        text = said.get("description", "").replace("\x00", "").strip()
        if not text or len(text) > 10_000:
            raise Wrong(400, "description 要写，最多一万字")
        if not (said.get("lat") and said.get("long")) and not said.get("address_string") and not said.get("address_id"):
            raise Wrong(400, "lat 和 long，或者 address_string，要写一样")
        if bool(said.get("lat")) != bool(said.get("long")):
            raise Wrong(400, "lat 和 long 要一起写")
        files = [checked(one.name or "", one.read()) for one in request.FILES.getlist("media")[:COUNT]]
        if said.get("media_url"):
            text += f"\n照片网址：{said['media_url'][:500]}"
        made = letters.receive(text.splitlines()[0][:40], text, channel="open311", kind=said["service_code"], place=(said.get("address_string") or said.get("address_id") or "")[:200],
                               latitude=_degrees(said.get("lat"), 90), longitude=_degrees(said.get("long"), 180), datum=WGS84 if said.get("lat") else "", place_wish=True, files=files, contact=_contact(said))  # fmt: skip
        return [
            {
                "service_request_id": made.number,
                "service_notice": request.build_absolute_uri(f"/mailbox/mine/{made.number}/{made.secret}/"),
                "account_id": "",
            }
        ]


def _contact(said: Mapping[str, str]) -> dict[str, str]:
    name = f"{said.get('last_name', '')}{said.get('first_name', '')}"
    return {
        "name": name[:60],
        "phone": said.get("phone", "")[:30],
        "email": said.get("email", "")[:254] if "@" in said.get("email", "") else "",
    }


def _degrees(said: str | None, most: int) -> Decimal | None:
    if not said:
        return None
    try:
        value = Decimal(said)
    except InvalidOperation as error:
        raise Wrong(400, "lat 和 long 应是 WGS-84 的度数") from error
    if not value.is_finite() or abs(value) > most:
        raise Wrong(400, "lat 和 long 应是 WGS-84 的度数")
    return round(value, 6)


def _moment(said: str) -> datetime:
    try:
        found = parse_datetime(said.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None:
        raise Wrong(400, "日期应写成 2026-01-31T00:00:00Z")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class RequestOneJson(Open311):
    """One request: its status for whoever has the number, its words where it is public."""

    def get(self, request: HttpRequest, number: str) -> Rows:
        one = Letter.objects.select_related("unit", "merged_into").filter(number=number).first()
        if one is None:
            raise Wrong(404, "没有这个 service_request_id")
        return [_told(request, one, whole=public().filter(pk=one.pk).exists())]


class TokenJson(Open311):
    """A token is the number itself: nothing is made later."""

    def get(self, request: HttpRequest, token: str) -> Rows:
        if not Letter.objects.filter(number=token).exists():
            raise Wrong(404, "没有这个 token")
        return [{"service_request_id": token, "token": token}]


class UpdateJson(Open311):
    """What was answered to public requests, as the extension of updates tells it."""

    root = ("service_requests_updates", "request_update")

    def get(self, request: HttpRequest) -> Rows:
        rows = MailReply.objects.filter(state="released", letter__in=public().order_by()).select_related("letter").order_by("released_at")
        if wanted := request.GET.get("service_request_id"):
            rows = rows.filter(letter__number__in=wanted.split(",")[:100])
        for name, way in (("start_date", "gte"), ("end_date", "lte")):
            if request.GET.get(name):
                rows = rows.filter(**{f"released_at__{way}": _moment(request.GET[name])})
        return [{"update_id": str(one.pk), "service_request_id": one.letter.number, "status": "closed" if one.stage == "final" else "open", "description": public_text(one.text),
                 "updated_datetime": one.released_at.isoformat() if one.released_at else "", "media_url": ""} for one in rows[:MOST]]  # fmt: skip


def _told(request: HttpRequest, one: Letter, *, whole: bool) -> dict[str, Any]:
    last, pictures = due(one), [file for file in one.files.all() if file.public] if whole else []
    point = one.public_point.within(WGS84).coarse() if whole and one.public_point else None
    updated = one.verdict_at or one.answered_at or one.received_at
    return {
        "service_request_id": one.number, "status": "closed" if one.state in CLOSED else "open", "status_notes": str(one.get_state_display()), "service_name": str(one.get_kind_display()),
        "service_code": one.kind, "description": public_text(f"{one.title}\n{one.text}") if whole else "", "agency_responsible": one.unit.name if one.unit else "", "service_notice": "",
        "requested_datetime": one.received_at.isoformat(), "updated_datetime": updated.isoformat(), "expected_datetime": last.isoformat() if last else "",
        "address": public_text(one.place) if whole and one.place_wish else "", "address_id": "", "zipcode": "", "lat": point.latitude if point else None, "long": point.longitude if point else None,
        "media_url": request.build_absolute_uri(f"/mailbox/public/picture/{pictures[0].pk}.jpg") if pictures else "",
    }  # fmt: skip
