"""Tables of letters: upload, what was read, what was kept out; their rows go into quarantine, not into the mailbox."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.mailbox import queries
from zouxin.site.mailbox.actions import intakes
from zouxin.site.mailbox.forms import ColumnsForm, IntakeForm, column_title
from zouxin.site.mailbox.models import Intake, IntakeProblem
from zouxin.site.people import queries as people

TONES = {"taken": "good", "failed": "bad", "preview": "warn", "reading": "warn", "taking": "warn"}


class IntakeList(Listing):
    """Tables of letters that were uploaded."""

    permission = "mailbox.import_letter"
    title = _("来信表格导入")
    search = lambda rows, asked: rows.filter(name__icontains=asked)  # noqa: E731
    filters = (Filter(name="state", title=_("进展"), choices=Intake.STATES), Filter(name="way", title=_("哪种表格"), choices=Intake.WAYS))
    columns = (
        Column(name="name", title=_("表格文件"), link=lambda row: reverse("mailbox:intake_view", args=[row.pk])),
        Column(name="source", title=_("来源名称")),
        Column(name="unit", title=_("范围"), value="unit.name"),
        Column(name="at", title=_("上传时间"), value=lambda row: row.at.astimezone().strftime("%Y-%m-%d %H:%M")),
        Column(name="user", title=_("谁"), value="user.label"),
        Column(name="state", title=_("进展"), value="get_state_display", badge=lambda row: TONES.get(row.state, "dim")),
        Column(name="read", title=_("读到"), number=True),
        Column(name="taken", title=_("可收"), number=True),
        Column(name="known", title=_("以前来过"), number=True),
        Column(name="quarantined", title=_("隔离"), number=True),
    )

    def rows(self) -> QuerySet[Intake]:
        return queries.intakes(self.request.user)


class IntakeUpload(Screen):
    """Upload a table of letters."""

    permission = "mailbox.import_letter"
    title = _("导入来信表格")

    def get(self, request: HttpRequest, form: IntakeForm | None = None) -> HttpResponse:
        return self.show(form=form or IntakeForm(units=people.units(request.user, self.permission)), most=settings.UPLOAD_BYTES)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = IntakeForm(request.POST, request.FILES, units=people.units(request.user, self.permission))
        if form.is_valid():
            said = form.cleaned_data
            try:
                if said["file"].size > settings.UPLOAD_BYTES:
                    raise ValidationError(now("文件太大，最多 %(n)s MiB；请分成几份") % {"n": settings.UPLOAD_BYTES >> 20})
                held = intakes.upload(said["unit"], said["file"], way=said["way"], source=said["source"], by=request.user)
                return redirect("mailbox:intake_view", pk=held.pk)
            except ValidationError as error:
                form.add_error("file", error)
        return self.get(request, form)


class IntakeView(Screen):
    """One table: what each column was taken for, counts, first rows; to be corrected, taken in or dropped."""

    permission = "mailbox.import_letter"

    def get(self, request: HttpRequest, pk: int, form: ColumnsForm | None = None) -> HttpResponse:
        one = get_object_or_404(queries.intakes(request.user), pk=pk)
        preview = one.state == "preview"
        sheets = [
            {**sheet, "pairs": [(column, dict(sheet["mapping"]).get(column, "")) for column in sheet["columns"]]} for sheet in one.mapping
        ]
        for sheet in sheets:
            sheet["pairs"] = [(column, column_title(target) if target else "") for column, target in sheet["pairs"]]
        return self.show(
            one=one, busy=one.state in Intake.BUSY, tone=TONES.get(one.state, "dim"), sheets=sheets, problems=one.problems.all()[:10],
            form=(form or ColumnsForm(sheets=one.mapping)) if preview and one.mapping else None,
            asks=[question for sheet in one.mapping for question in sheet["questions"]] if preview else [],
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.intakes(request.user), pk=pk)
        try:
            if "map" in request.POST:
                form = ColumnsForm(request.POST, sheets=one.mapping)
                if not form.is_valid():
                    return self.get(request, pk, form)
                intakes.correct(one, form.given(), by=request.user)
            elif "take" in request.POST:
                intakes.start(one, by=request.user)
            elif "drop" in request.POST:
                intakes.drop(one, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("mailbox:intake_view", pk=pk)


class IntakeProblemList(Listing):
    """What of a table was kept out, and why."""

    permission = "mailbox.import_letter"
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

    @cached_property
    def one(self) -> Intake:
        """The table."""
        return get_object_or_404(queries.intakes(self.request.user), pk=self.kwargs["pk"])

    def rows(self) -> QuerySet[IntakeProblem]:
        return self.one.problems.all()

    def more(self) -> dict[str, Any]:
        return {"one": self.one}
