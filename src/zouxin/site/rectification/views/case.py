"""Cases on screen."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.audit import queries as audit
from zouxin.site.components.kept_sums import kept
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import may
from zouxin.site.rectification import queries
from zouxin.site.rectification.actions import cases
from zouxin.site.rectification.forms import ExceptForm, MoveForm
from zouxin.site.rectification.models import Case, Except, Move


def _search(rows: QuerySet[Case], asked: str) -> QuerySet[Case]:
    wanted = flow.sought(asked)
    return rows.filter(Q(sought__contains=wanted) | Q(mark=asked.upper())) if wanted else rows.filter(mark=asked.upper())


TONES = {"passed": "good", "unfounded": "dim", "reported": "warn", "mending": "warn"}


class CaseList(Listing):
    """Cases within reach."""

    permission = "rectification.view_case"
    title = _("整改事项")
    search = _search
    filters = (
        Filter(name="mine", title=_("轮到谁"), choices=(("1", _("等我办")),), narrow=lambda rows, _value: rows),
        Filter(name="state", title=_("状态"), choices=Case.STATES),
        Filter(name="cause", title=_("原因"), choices=Case.CAUSES),
        Filter(name="due", title=_("期限"), choices=(("late", _("已过期限")), ("excepted", _("例外中"))),
               narrow=lambda rows, value: queries.overdue(rows) if value == "late" else rows.filter(excepted=True)),
    )  # fmt: skip
    columns = (
        Column(name="label", title=_("对象名称"), link=lambda row: reverse("rectification:case_view", args=[row.pk])),
        Column(name="check", title=_("检查项"), value=lambda row: audit.title(row.check_code)),
        Column(name="state", title=_("状态"), value="get_state_display", badge=lambda row: TONES.get(row.state, "bad")),
        Column(name="severity", title=_("轻重"), value="get_severity_display"),
        Column(name="unit", title=_("单位"), value="unit.name"),
        Column(name="cause", title=_("原因"), value="get_cause_display"),
        Column(name="opened_on", title=_("立案日期")),
        Column(name="deadline", title=_("答复期限"), value=queries.deadline),
        Column(name="recurrences", title=_("复发次数"), number=True),
    )

    def rows(self) -> QuerySet[Case]:
        return queries.awaiting(self.request.user) if self.request.GET.get("mine") == "1" else queries.cases(self.request.user)


class CaseView(Screen):
    """One case: where it stands, how it came there, and what this user may do now."""

    permission = "rectification.view_case"

    def get(self, request: HttpRequest, pk: int, form: MoveForm | None = None, leave: ExceptForm | None = None) -> HttpResponse:
        case = get_object_or_404(queries.cases(request.user), pk=pk)
        forms = [
            form if form and form.prefix == verb else MoveForm(verb, step) for verb, step in queries.steps_for(case, request.user).items()
        ]
        finding = audit.findings(request.user).filter(mark=case.mark).first()
        excepts = may(request.user, "rectification.except_case", case.unit) and case.state not in Case.ENDED
        return self.show(case=case, forms=forms, finding=finding, title=audit.title(case.check_code), moves=case.moves.select_related("run"), deadline=queries.deadline(case),
                         days=list(queries.counted_days(case)), exceptions=case.exceptions.all(), leave=(leave or ExceptForm()) if excepts else None,
                         tells=may(request.user, "rectification.open_case", case.unit))  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        case = get_object_or_404(queries.cases(request.user), pk=pk)
        return self._leave(request, case) if "until" in request.POST else self._move(request, case)

    def _move(self, request: HttpRequest, case: Case) -> HttpResponse:
        steps = queries.steps_for(case, request.user)
        verb = request.POST.get("step", "")
        if verb not in steps:
            raise PermissionDenied(verb)
        form = MoveForm(verb, steps[verb], request.POST, request.FILES)
        if not form.is_valid():
            return self.get(request, case.pk, form)
        said = {name: form.cleaned_data.get(name, "") for name in ("reason", "cause", "remedy")}
        cases.move(case, verb, by=request.user, file=form.cleaned_data.get("file"), **said)
        messages.success(request, _("已记下：%(verb)s。") % {"verb": steps[verb].title})
        return redirect("rectification:case_view", pk=case.pk)

    def _leave(self, request: HttpRequest, case: Case) -> HttpResponse:
        leave = ExceptForm(request.POST)
        if not leave.is_valid():
            return self.get(request, case.pk, leave=leave)
        cases.allow(case, leave.cleaned_data["reason"], leave.cleaned_data["until"], by=request.user)
        return redirect("rectification:case_view", pk=case.pk)


class MoveFile(Screen):
    """The evidence of one step, as a file to keep."""

    permission = "rectification.view_case"

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        one = get_object_or_404(Move.objects.filter(case__in=queries.cases(request.user)).exclude(file=""), pk=pk)
        return FileResponse(one.file.open("rb"), as_attachment=True, filename=one.file_name, content_type="application/octet-stream")


class CaseOpen(Screen):
    """Findings that stand and have no case: choose, and open."""

    permission = "rectification.open_case"
    title = _("立案")

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        rows = audit.shared(request.user).filter(state="standing").exclude(mark__in=Case.objects.values("mark"))
        check = request.GET.get("check", "")
        return rows.filter(check_code=check) if check else rows

    def get(self, request: HttpRequest) -> HttpResponse:
        counts = kept("open cases", request.user, lambda: audit.counted(request.user, "check_code"))
        checks = [(code, audit.title(code)) for code in sorted(counts) if counts[code].get("standing")]
        rows, chosen = self.rows(request), request.GET.get("check", "")
        total = (
            kept(f"open cases {chosen if chosen in counts else ''}", request.user, rows.count)
            if not chosen or chosen in counts
            else rows.count()
        )
        return self.show(rows=rows[:100], total=total, checks=checks, chosen=chosen)

    def post(self, request: HttpRequest) -> HttpResponse:
        made = cases.open_for(list(self.rows(request).filter(mark__in=request.POST.getlist("mark"))), by=request.user)
        messages.success(request, _("已立案 %(n)s 件。") % {"n": len(made)})
        return redirect("rectification:case_list")


class ExceptEnd(Screen):
    """Take leave back."""

    permission = "rectification.except_case"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reach = queries.cases(request.user)
        one = get_object_or_404(Except.objects.filter(case__in=reach), pk=pk)
        cases.withdraw(one, by=request.user)
        return redirect("rectification:case_view", pk=one.case_id)
