"""Censuses: upload, what was read, what was kept out, what it changes, import, undo; and the register as a data package."""

import tempfile
import zipfile
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import permissions, today
from zouxin.site.registry import landing, queries
from zouxin.site.registry.actions import census
from zouxin.site.registry.forms import Mapping, Upload, targets
from zouxin.site.registry.models import CensusChange, CensusImport, CensusProblem
from zouxin.site.registry.views import wrong

TONES = {"landed": "good", "failed": "bad", "preview": "warn", "reading": "warn", "landing": "warn"}


class CensusList(Listing):
    """Censuses that were uploaded."""

    permission = "registry.import_census"
    title = _("清单导入")
    search = lambda rows, asked: rows.filter(name__icontains=asked)  # noqa: E731
    filters = (Filter(name="state", title=_("进展"), choices=CensusImport.STATES),)
    columns = (
        Column(name="name", title=_("文件"), link=lambda row: reverse("registry:census_view", args=[row.pk])),
        Column(name="unit", title=_("清单范围"), value="unit.name"),
        Column(name="at", title=_("上传时间"), value=lambda row: row.at.astimezone().strftime("%Y-%m-%d %H:%M")),
        Column(name="user", title=_("谁"), value="user.label"),
        Column(name="state", title=_("进展"), value="get_state_display", badge=lambda row: TONES.get(row.state, "dim")),
        Column(name="read", title=_("读到"), number=True),
        Column(name="fresh", title=_("新增"), number=True),
        Column(name="changed", title=_("变更"), number=True),
        Column(name="quarantined", title=_("隔离"), number=True),
    )

    def rows(self) -> QuerySet[CensusImport]:
        return queries.imports(self.request.user)


class CensusUpload(Screen):
    """Upload a census; nothing changes until what was read has been looked at."""

    permission = "registry.import_census"
    title = _("导入平台清单")

    def get(self, request: HttpRequest, form: Upload | None = None) -> HttpResponse:
        return self.show(form=form or Upload(by=request.user), most=settings.UPLOAD_BYTES)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Upload(request.POST, request.FILES, by=request.user)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                if file.size > settings.UPLOAD_BYTES:
                    raise ValidationError({"file": now("文件太大，最多 %(n)s MiB；请分成几份") % {"n": settings.UPLOAD_BYTES >> 20}})
                held = census.upload(form.cleaned_data["unit"], file, by=request.user)
                return redirect("registry:census_view", pk=held.pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, form)


class CensusView(Screen):
    """One census: progress, what it took each column for, counts, first rows; to be corrected, imported, dropped or undone."""

    permission = "registry.import_census"

    def get(self, request: HttpRequest, pk: int, form: Mapping | None = None) -> HttpResponse:
        one = _mine(request, pk)
        preview = one.state == "preview"
        return self.show(
            one=one, form=(form or Mapping(sheets=one.mapping, values=one.values)) if preview and one.mapping else None, busy=one.state in CensusImport.BUSY,
            sheets=[{**sheet, "pairs": [(column, _titles(sheet).get(column, "")) for column in sheet["columns"]]} for sheet in one.mapping],
            units=one.changes.filter(kind="unit")[:50], tone=TONES.get(one.state, "dim"), problems=one.problems.all()[:10],
            asks=[question for sheet in one.mapping for question in sheet["questions"]] if preview else [],
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = _mine(request, pk)
        if "map" in request.POST:
            form = Mapping(request.POST, sheets=one.mapping, values=one.values)
            if not form.is_valid():
                return self.get(request, pk, form)
            self._do(lambda: census.correct(one, by=request.user, given=form.given(), values=form.held()))
        elif "land" in request.POST:
            self._do(lambda: census.start(one, by=request.user))
        elif "drop" in request.POST:
            self._do(lambda: census.drop(one, by=request.user))
        elif "undo" in request.POST:
            self._do(lambda: census.undo(one, by=request.user))
        return redirect("registry:census_view", pk=pk)

    def _do(self, act: Any) -> None:
        try:
            act()
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))


def _titles(sheet: dict[str, Any]) -> dict[str, str]:
    known = dict(targets())
    return {column: known.get(target, target) for column, target in sheet["mapping"]}


class _Of(Listing):
    """Rows of one census."""

    permission = "registry.import_census"

    @cached_property
    def one(self) -> CensusImport:
        """The census."""
        return _mine(self.request, self.kwargs["pk"])

    def more(self) -> dict[str, Any]:
        return {"one": self.one}


class ProblemList(_Of):
    """What of a census was kept out, and why."""

    title = _("隔离的行")
    search = lambda rows, asked: rows.filter(reason__icontains=asked)  # noqa: E731
    columns = (
        Column(name="row", title=_("行号"), value=lambda row: row.row or "", number=True),
        Column(name="sheet", title=_("工作表")),
        Column(name="column", title=_("列")),
        Column(name="value", title=_("内容")),
        Column(name="reason", title=_("原因")),
        Column(name="remedy", title=_("怎样改")),
    )

    def rows(self) -> QuerySet[CensusProblem]:
        return self.one.problems.all()


class ChangeList(_Of):
    """What a census makes or changes, row by row."""

    title = _("逐条变化")
    search = lambda rows, asked: rows.filter(name__icontains=asked)  # noqa: E731
    filters = (
        Filter(name="kind", title=_("哪类"), choices=CensusChange.KINDS),
        Filter(name="what", title=_("怎样"), choices=CensusChange.WHATS),
    )
    columns = (
        Column(name="name", title=_("名称")),
        Column(name="kind", title=_("哪类"), value="get_kind_display"),
        Column(name="what", title=_("怎样"), value="get_what_display", badge=lambda row: "good" if row.what == "new" else "warn"),
        Column(
            name="shown",
            title=_("变化"),
            value=lambda row: "；".join(f"{title}：{before or now('空')} → {after}" for title, before, after in row.shown),
        ),
        Column(name="key", title=_("编号")),
        Column(name="row", title=_("行号"), value=lambda row: row.row or "", number=True),
    )

    def rows(self) -> QuerySet[CensusChange]:
        return self.one.changes.all()


class PlatformExport(Screen):
    """The register within reach as a zip of data packages (Frictionless Data), one for each source."""

    permission = "registry.view_platform"

    def get(self, request: HttpRequest) -> FileResponse:
        reach = queries.reach(request.user, "registry.view_platform")
        file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for source in landing.sources():
                parts = ({n: rows for n, rows in some.items() if n in self._tables()} for some in landing.batches(source, reach=reach))
                flow.package(
                    Path(folder), source, (some for some in parts if some), title=now("平台名册（%(source)s）") % {"source": source}
                )
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file() and (path.parent / "platform.csv").exists():
                    packed.write(path, path.relative_to(folder))
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"platforms-{today():%Y%m%d}.zip", content_type="application/zip")

    def _tables(self) -> frozenset[str]:
        tables = {"platform", "platform_alias", "unit"}
        held = permissions(self.request.user)
        tables |= {"order"} if "registry.view_order" in held else set()
        return frozenset(tables | ({"contract", "contract_platform"} if "registry.view_contract" in held else set()))


def _mine(request: HttpRequest, pk: int) -> CensusImport:
    return get_object_or_404(queries.imports(request.user), pk=pk)
