"""Files somebody wants looked at: upload, what was read, the check, the report."""

import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.audit import queries
from zouxin.site.audit.actions import file_audits
from zouxin.site.audit.forms import Columns, FileForm
from zouxin.site.audit.models import FileAudit, FileProblem
from zouxin.site.components.listing import Column, Listing
from zouxin.site.components.screens import Screen

TONES = {"done": "good", "failed": "bad", "preview": "warn", "reading": "warn", "running": "warn"}
#: the report is a page of its own with script and style inside: it runs in a box of its own, apart from the site
REPORT_POLICY = "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:"


class FileAuditList(Listing):
    """Files this user had looked at."""

    permission = "audit.upload_file"
    title = _("检查一个文件")
    columns = (
        Column(name="name", title=_("文件"), link=lambda row: reverse("audit:file_audit_view", args=[row.pk])),
        Column(name="at", title=_("上传时间"), value=lambda row: row.at.astimezone().strftime("%Y-%m-%d %H:%M")),
        Column(name="state", title=_("进展"), value="get_state_display", badge=lambda row: TONES.get(row.state, "dim")),
        Column(name="read", title=_("读到"), number=True),
        Column(name="quarantined", title=_("隔离"), number=True),
        Column(name="findings", title=_("问题"), value=lambda row: found(row), number=True),
    )

    def rows(self) -> QuerySet[FileAudit]:
        return queries.file_audits(self.request.user)


def found(one: FileAudit) -> int | None:
    """How many troubles were found; None before it is done."""
    return sum(said["finding"] for said in one.totals.values()) if one.state == "done" else None


class FileAuditUpload(Screen):
    """Upload a file; nothing is checked until what was read has been looked at."""

    permission = "audit.upload_file"
    title = _("检查一个文件")

    def get(self, request: HttpRequest, form: FileForm | None = None) -> HttpResponse:
        return self.show(form=form or FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                said = form.cleaned_data
                held = file_audits.upload(said["file"], said["packs"], said["moment"], by=request.user)
                return redirect("audit:file_audit_view", pk=held.pk)
            except ValidationError as error:
                form.add_error("file", error)
        return self.get(request, form)


class FileAuditView(Screen):
    """One file: progress, what it took each column for, what was kept out; then what was found, and the report."""

    permission = "audit.upload_file"

    def get(self, request: HttpRequest, pk: int, form: Columns | None = None) -> HttpResponse:
        one = get_object_or_404(queries.file_audits(request.user), pk=pk)
        preview = one.state == "preview"
        taken = [{**sheet, "pairs": [(column, _titles(sheet).get(column, "")) for column in sheet["columns"]]} for sheet in one.mapping]
        rows = [
            {"code": code, "title": queries.title(code), **said}
            for code, said in sorted(one.totals.items(), key=lambda pair: (-pair[1]["finding"], pair[0]))
            if said["asked"]
        ]
        return self.show(
            one=one, busy=one.state in FileAudit.BUSY, tone=TONES.get(one.state, "dim"), sheets=taken, problems=one.problems.all()[:10], rows=rows, found=found(one),
            asks=[question for sheet in one.mapping for question in sheet["questions"]] if preview else [], files=_files(one) if one.state == "done" else [],
            form=(form or Columns(sheets=one.mapping, values=one.values)) if preview and one.mapping else None,
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.file_audits(request.user), pk=pk)
        form = Columns(request.POST, sheets=one.mapping, values=one.values) if "map" in request.POST else None
        if form and not form.is_valid():
            return self.get(request, pk, form)
        try:
            if form:
                file_audits.correct(one, form.given(), form.held(), by=request.user)
            elif "start" in request.POST:
                file_audits.start(one, by=request.user)
            elif "stop" in request.POST:
                file_audits.stop(one, by=request.user)
            elif "erase" in request.POST:
                file_audits.erase(one, by=request.user)
                messages.success(request, _("文件、数据和报告都已删除。"))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("audit:file_audit_view", pk=pk)


def _titles(sheet: dict[str, Any]) -> dict[str, str]:
    known = {target: heading for _table, columns in flow.fillable() for target, heading in columns}
    return {column: known.get(target, target) for column, target in sheet["mapping"]}


def _files(one: FileAudit) -> list[str]:
    """Names of the files beside the report."""
    place = file_audits.place(one)
    return sorted(path.name for path in place.iterdir() if path.is_file()) if place.is_dir() else []


class FileAuditReport(Screen):
    """The report of a file, as it stands, in a box of its own."""

    permission = "audit.upload_file"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.file_audits(request.user).filter(state="done"), pk=pk)
        response = HttpResponse((file_audits.place(one) / "report.html").read_bytes(), content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = REPORT_POLICY
        return response


class FileAuditExport(Screen):
    """Report and tables in one zip."""

    permission = "audit.upload_file"

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        one = get_object_or_404(queries.file_audits(request.user).filter(state="done"), pk=pk)
        names = _files(one)
        if not names:
            raise Http404
        file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in names:
                packed.write(file_audits.place(one) / name, name)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{Path(one.name).stem}.zip", content_type="application/zip")


class FileProblemList(Listing):
    """What of a file was kept out, and why."""

    permission = "audit.upload_file"
    title = _("隔离的行")
    columns = (
        Column(name="row", title=_("行号"), value=lambda row: row.row or "", number=True),
        Column(name="sheet", title=_("工作表")),
        Column(name="column", title=_("列")),
        Column(name="value", title=_("内容")),
        Column(name="reason", title=_("原因")),
        Column(name="remedy", title=_("怎样改")),
    )

    def rows(self) -> QuerySet[FileProblem]:
        return get_object_or_404(queries.file_audits(self.request.user), pk=self.kwargs["pk"]).problems.all()

    def more(self) -> dict[str, Any]:
        return {"one": get_object_or_404(queries.file_audits(self.request.user), pk=self.kwargs["pk"])}
