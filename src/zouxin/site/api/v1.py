"""Version 1: what may be asked, and what is answered."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zouxin import flow
from zouxin.model.errors import ZouxinError
from zouxin.site.api import queries, shapes
from zouxin.site.api.who import ANYBODY, KNOWN, asking
from zouxin.site.audit.models import Finding, Run
from zouxin.site.audit.queries import findings, sees_all
from zouxin.site.people.access import demand
from zouxin.site.people.models import Unit
from zouxin.site.publishing.models import Bulletin
from zouxin.site.publishing.queries import published
from zouxin.site.rectification.models import Case
from zouxin.site.rectification.queries import cases
from zouxin.site.registry.models import Platform
from zouxin.site.registry.public import OVER, STANDINGS, by_asking, standing_of

M = TypeVar("M", bound=Model)
api = NinjaAPI(
    title="走心", version="1", urls_namespace="api-v1", openapi_url="", docs_url=None,
    description="只读接口。不带密钥只能读公开的内容；带密钥（Authorization: Bearer …）或登录以后，读到的是本人权限范围内的内容。密钥在“我的账户”里创建。",
)  # fmt: skip
PROBLEMS = dict.fromkeys((401, 403, 404, 422), shapes.Problem)
Key = Path(..., ge=1, le=shapes.LARGEST)
Asked = Query("", max_length=200, description="查找：名称、主办单位、拼音、首字母、账号 ID 或网址")
UnitKey = Query(None, ge=1, le=shapes.LARGEST, description="单位编号，连同下级")


# ---- what goes wrong is told in one sentence ----


def _problem(request: HttpRequest, status: int, sentence: str, wrong: Sequence[str] = ()) -> HttpResponse:
    return api.create_response(request, {"detail": sentence, "wrong": list(wrong)}, status=status)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [str(one["loc"][-1]) for one in error.errors]
    return _problem(request, 422, _("这些参数不合规定：%(names)s") % {"names": "、".join(wrong)}, wrong)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _problem(request, 401, _("请带上密钥，或者先登录"))


@api.exception_handler(PermissionDenied)
def _refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _problem(request, 403, _("您的角色不能读这一类内容"))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(request, 404, _("没有这一条，或者不在您的权限范围内"))


@api.exception_handler(HttpError)
def _told(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, error.status_code, str(error))


@api.exception_handler(ZouxinError)
def _sentence(request: HttpRequest, error: ZouxinError) -> HttpResponse:
    return _problem(request, error.http_status, error.sentence)


def _page(rows: QuerySet[M], paging: shapes.Paging, tell: Callable[[Sequence[M]], list[Any]]) -> dict[str, Any]:
    """One page of rows; past the last one there are none."""
    found = Paginator(rows, paging.size)
    some = list(found.page(paging.page).object_list) if paging.page <= found.num_pages else []
    return {"total": found.count, "page": paging.page, "pages": found.num_pages, "rows": tell(some)}


def _below(rows: QuerySet[M], unit: int | None, user: Any, field: str) -> QuerySet[M]:
    """Rows of a unit and of all below it."""
    if unit is None:
        return rows
    path = get_object_or_404(queries.units(user), pk=unit).path
    return rows.filter(**{f"{field}__gte": path, f"{field}__startswith": path})


def _clean(asked: str) -> str:
    return asked.replace("\x00", "").strip()


# ---- units ----


@api.get("/units", auth=ANYBODY, response={200: shapes.Page[shapes.UnitOut], **PROBLEMS}, summary="单位")
def units(request: HttpRequest, paging: Query[shapes.Paging], q: str = Asked) -> Any:
    """Units that own something public, and those within reach."""
    rows, wanted = queries.units(asking(request)), _clean(q)
    if wanted:
        rows = rows.filter(sought__contains=flow.sought(wanted) or wanted)
    return _page(rows, paging, _units)


@api.get("/units/{int:pk}", auth=ANYBODY, response={200: shapes.UnitOut, **PROBLEMS}, summary="一个单位")
def unit(request: HttpRequest, pk: int = Key) -> Any:
    """One unit."""
    return _units([get_object_or_404(queries.units(asking(request)), pk=pk)])[0]


def _units(rows: Sequence[Unit]) -> list[dict[str, Any]]:
    above = dict(Unit.objects.filter(path__in={one.path[: -Unit.steplen] for one in rows}).values_list("path", "pk"))
    return [
        {"id": one.pk, "name": one.name, "level": one.level, "division_code": one.division_code, "above": above.get(one.path[: -Unit.steplen])} for one in rows
    ]  # fmt: skip


def _ref(one: Unit | None) -> dict[str, Any] | None:
    return {"id": one.pk, "name": one.name} if one else None


# ---- platforms ----


@api.get("/platforms", auth=ANYBODY, response={200: shapes.Page[shapes.PlatformFull | shapes.PlatformPublic], **PROBLEMS}, summary="平台")
def platforms(
    request: HttpRequest,
    paging: Query[shapes.Paging],
    q: str = Asked,
    kind: shapes.Kind | None = None,
    status: shapes.Status | None = None,
    unit: int | None = UnitKey,
) -> Any:
    """Public platforms; for whoever logged in also all of what is within reach, and more of it."""
    user = asking(request)
    rows, wanted = _below(queries.platforms(user), unit, user, "unit__path"), _clean(q)
    if kind:
        rows = rows.filter(kind=kind)
    if status:
        rows = rows.filter(stage__in=STANDINGS[status].stages)
    return _page(by_asking(rows, wanted) if wanted else rows, paging, lambda some: [_platform(one, user) for one in some])


@api.get("/platforms/{int:pk}", auth=ANYBODY, response={200: shapes.PlatformFull | shapes.PlatformPublic, **PROBLEMS}, summary="一个平台")
def platform(request: HttpRequest, pk: int = Key) -> Any:
    """One platform."""
    user = asking(request)
    return _platform(get_object_or_404(queries.platforms(user), pk=pk), user)


def _platform(one: Platform, user: Any) -> dict[str, Any]:
    name = standing_of(one.stage)
    said = {"full": False, "id": one.pk, "name": one.name, "kind": one.kind, "unit": _ref(one.unit), "status": name, "opened_on": one.opened_on,
            "closed_on": one.closed_on if name in OVER else None, "url": one.url, "handle": one.handle}  # fmt: skip
    if not queries.near(user, one):
        return said
    more = {key: getattr(one, key) for key in shapes.PlatformFull.model_fields if key not in shapes.PlatformPublic.model_fields}
    return {**said, **more, "full": True, "closed_on": one.closed_on}


# ---- inspections and what they found ----


@api.get("/findings", auth=KNOWN, response={200: shapes.Page[shapes.FindingOut], **PROBLEMS}, summary="问题")
def finding_list(
    request: HttpRequest, paging: Query[shapes.Paging], check: str | None = Query(None, pattern=r"^[A-Z]{3}\d{3}$"), severity: shapes.Severity | None = None,
    state: shapes.FindingState | None = None, unit: int | None = UnitKey,
) -> Any:  # fmt: skip
    """Findings within reach, the latest first."""
    user = asking(request)
    demand(user, "audit.view_finding")
    rows = _below(findings(user), unit, user, "unit__path")
    asked = {"check_code": check, "severity": severity, "state": state}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    return _page(rows.select_related("unit").order_by("-last_on", "-id"), paging, lambda some: [_finding(one) for one in some])


@api.get("/findings/{mark}", auth=KNOWN, response={200: shapes.FindingOut, **PROBLEMS}, summary="一个问题")
def finding(request: HttpRequest, mark: str = Path(..., pattern=r"^[0-9A-Z]{1,16}$")) -> Any:
    """One finding by its mark."""
    user = asking(request)
    demand(user, "audit.view_finding")
    return _finding(get_object_or_404(findings(user).select_related("unit"), mark=mark))


def _finding(one: Finding) -> dict[str, Any]:
    same = ("mark", "subject", "subject_name", "source", "subject_id", "severity", "sentence", "state", "first_on", "last_on")
    said = {name: getattr(one, name) for name in same}
    return {**said, "check": one.check_code, "check_title": flow.title_of(one.check_code), "unit": _ref(one.unit)}


@api.get("/runs", auth=KNOWN, response={200: shapes.Page[shapes.RunOut], **PROBLEMS}, summary="检查")
def runs(request: HttpRequest, paging: Query[shapes.Paging], state: shapes.RunState | None = None) -> Any:
    """Inspections, the latest first."""
    user = asking(request)
    demand(user, "audit.view_run")
    rows, whole = Run.objects.order_by("-id"), sees_all(user)
    return _page(rows.filter(state=state) if state else rows, paging, lambda some: [_run(one, whole) for one in some])


@api.get("/runs/{int:pk}", auth=KNOWN, response={200: shapes.RunOut, **PROBLEMS}, summary="一次检查")
def run(request: HttpRequest, pk: int = Key) -> Any:
    """One inspection."""
    user = asking(request)
    demand(user, "audit.view_run")
    return _run(get_object_or_404(Run, pk=pk), sees_all(user))


def _run(one: Run, whole: bool) -> dict[str, Any]:
    same = ("lake_run", "moment", "packs", "state", "asked_at", "finished_at")
    told = {code: said for code, said in one.totals.items() if said["severity"] != "private"}
    return {"id": one.pk, **{name: getattr(one, name) for name in same}, "totals": told if whole else None}


# ---- what followed ----


@api.get("/cases", auth=KNOWN, response={200: shapes.Page[shapes.CaseOut], **PROBLEMS}, summary="整改")
def case_list(request: HttpRequest, paging: Query[shapes.Paging], state: shapes.CaseState | None = None, unit: int | None = UnitKey) -> Any:
    """Cases within reach, the latest first."""
    user = asking(request)
    demand(user, "rectification.view_case")
    rows = _below(cases(user), unit, user, "unit__path")
    return _page(rows.filter(state=state) if state else rows, paging, lambda some: [_case(one) for one in some])


@api.get("/cases/{int:pk}", auth=KNOWN, response={200: shapes.CaseOut, **PROBLEMS}, summary="一件整改")
def case(request: HttpRequest, pk: int = Key) -> Any:
    """One case."""
    user = asking(request)
    demand(user, "rectification.view_case")
    return _case(get_object_or_404(cases(user), pk=pk))


def _case(one: Case) -> dict[str, Any]:
    same = ("mark", "label", "severity", "state", "cause", "remedy", "opened_on", "recurrences")
    said = {name: getattr(one, name) for name in same}
    return {**said, "id": one.pk, "check": one.check_code, "unit": _ref(one.unit), "excepted": one.excepted}  # type: ignore[attr-defined]


@api.get("/bulletins", auth=ANYBODY, response={200: shapes.Page[shapes.BulletinOut], **PROBLEMS}, summary="通报")
def bulletin_list(request: HttpRequest, paging: Query[shapes.Paging]) -> Any:
    """Published bulletins, the latest first."""
    return _page(published().prefetch_related("files"), paging, lambda some: [_bulletin(one) for one in some])


@api.get("/bulletins/{int:pk}", auth=ANYBODY, response={200: shapes.BulletinOut, **PROBLEMS}, summary="一份通报")
def bulletin(request: HttpRequest, pk: int = Key) -> Any:
    """One published bulletin."""
    return _bulletin(get_object_or_404(published().prefetch_related("files"), pk=pk))


def _bulletin(one: Bulletin) -> dict[str, Any]:
    files = [{"form": file.form, "size": file.size, "sha256": file.digest} for file in one.files.all()]
    return {
        "id": one.pk,
        "kind": one.kind,
        "title": one.title,
        "unit": _ref(one.unit),
        "published_at": one.published_at,
        "corrects": one.corrects_id,
        "files": files,
    }
