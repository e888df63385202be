"""POST /api/gate/{reply|post|order|platform}: a draft judged before it goes out, for programs of others and of our own."""

from datetime import timedelta
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from zouxin import flow
from zouxin.model.errors import ZouxinError
from zouxin.site.api import queries
from zouxin.site.audit import corpora
from zouxin.site.audit.actions import gates
from zouxin.site.audit.models import GateDecision, GateKey
from zouxin.site.mailbox.landing import SOURCE
from zouxin.site.people.access import may, standing
from zouxin.site.registry.proposed import asks

LONGEST = 100_000
api = NinjaAPI(title="走心闸口", version="1", urls_namespace="api-gate", openapi_url="", docs_url=None)


class Bearer(HttpBearer):
    """A key of the gate, or a key of somebody who works here."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The key, or the user; None where it holds no longer."""
        return queries.gate_key(token) or queries.bearer(token)


class DraftIn(Schema):
    """What is about to be sent. Nothing of it is kept but a hash."""

    text: str = Field("", max_length=LONGEST, description="要发的内容")
    title: str | None = Field(None, max_length=1000, description="来信的标题，或者推送的标题")
    letter: str | None = Field(None, max_length=LONGEST, description="要答复的来信；没有就不写，只看答复自己说了什么")
    unit: str | None = Field(None, max_length=200, description="答复的单位")
    markup: str | None = Field(None, max_length=4 * LONGEST, description="推送的网页源码，有就写")
    asked: dict[str, Any] | None = Field(None, description="只用于 platform：对闸口问题的回答")


class PlaceOut(Schema):
    """Where in the raw text, in characters from nought."""

    start: int
    end: int
    text: str


class RowOut(Schema):
    """One rule the draft falls under."""

    check: str
    title: str
    severity: str
    sentence: str
    citation: str
    grade: str
    note: str
    put_right: str
    places: list[PlaceOut]


class GateOut(Schema):
    """`send`: whether it may go out with no other person. `fails`: what the owner of the key chose for when the gate cannot be asked."""

    decision: Literal["BLOCK", "REVIEW", "PASS", "NOT_JUDGED"]
    send: bool
    id: int
    asked: int
    moment: str
    corpus: str
    fails: str
    rows: list[RowOut]
    undecided: list[dict[str, str]]
    not_asked: list[dict[str, str]]
    questions: list[dict[str, str]]


def _problem(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    return api.create_response(request, {"detail": sentence}, status=status)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _problem(request, 401, _("密钥不对、已停用或已过期；请向发给您密钥的单位要新的"))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _problem(request, 422, _("这些参数不合规定：%(names)s") % {"names": "、".join(str(one["loc"][-1]) for one in error.errors)})


@api.exception_handler(HttpError)
def _told(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, error.status_code, str(error))


@api.exception_handler(ZouxinError)
def _sentence(request: HttpRequest, error: ZouxinError) -> HttpResponse:
    return _problem(request, error.http_status, error.sentence)


@api.post("/{kind}", auth=Bearer(), response=GateOut, summary="发出以前看一遍")
def gate(request: HttpRequest, kind: Literal["reply", "post", "order", "platform"], draft: DraftIn) -> Any:
    """What the rules say of a draft: BLOCK, REVIEW, PASS or NOT_JUDGED, with the places in it, the rule, and what to change."""
    by: Any = request.auth  # type: ignore[attr-defined]
    key = by if isinstance(by, GateKey) else None
    unit = key.unit if key else _unit(by)
    _pace(by, key)
    if kind == "platform":
        return _platform(draft.asked or {}, by, unit, key)
    said = flow.Draft(text=draft.text.replace("\x00", ""), title=draft.title, letter=draft.letter, unit=draft.unit, markup=draft.markup)
    corpus = corpora.beside(SOURCE) if kind == "reply" else None
    told, kept = gates.judge(kind, said, by=by, unit=unit, key=key, corpus=corpus)
    return {
        "decision": told.decision, "send": told.decision == "PASS", "id": kept.pk, "asked": told.asked, "moment": str(told.moment), "corpus": told.corpus,
        "fails": key.fails if key else "closed",
        # who asks over HTTP may hear that another letter fits, never which, nor how well: it is another citizen's
        "rows": [{**vars(row), "sentence": row.plain, "places": [{"start": a, "end": b, "text": piece} for a, b, piece in row.places]} for row in told.rows],
        "undecided": [{"check": code, "title": title, "because": why} for code, title, why in told.undecided],
        "not_asked": [{"check": code, "why": why} for code, why in told.left], "questions": [],
    }  # fmt: skip


def _unit(by: Any) -> Any:
    if not may(by, "audit.view_gate"):
        raise HttpError(403, _("您的角色不能问闸口"))
    return standing(by)[0].unit


def _pace(by: Any, key: GateKey | None) -> None:
    """Raises HttpError where the limits are reached: what was answered in the last minute and day is counted, whichever process answered."""
    minute, day = (key.per_minute, key.per_day) if key else (120, 20_000)
    answered = key.decisions.all() if key else GateDecision.objects.filter(user=by, key=None)
    for most, span in ((minute, timedelta(minutes=1)), (day, timedelta(days=1))):
        if answered.filter(at__gt=timezone.now() - span).count() >= most:
            raise HttpError(429, _("这个密钥问得太多：每分钟最多 %(minute)s 次，每天最多 %(day)s 次") % {"minute": minute, "day": day})


def _platform(said: dict[str, Any], by: Any, unit: Any, key: GateKey | None) -> dict[str, Any]:
    """The platform gate: a question for everything a proposal leaves open, and what stands that does the same."""
    questions = asks(said, unit)
    decision = "REVIEW" if questions else "PASS"
    kept = gates.keep(
        "platform", decision, [(one["field"], "advice") for one in questions], str(sorted(said.items())), by=by, unit=unit, key=key
    )
    return {"decision": decision, "send": not questions, "id": kept.pk, "asked": len(asks({}, None)), "moment": str(kept.moment), "corpus": "", "fails": key.fails if key else "closed",
            "rows": [], "undecided": [], "not_asked": [], "questions": questions}  # fmt: skip
