"""Findings: the list, and one with all it stands on."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.audit import queries
from zouxin.site.audit.models import Finding
from zouxin.site.audit.spans import marked
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen


def _search(rows: QuerySet[Finding], asked: str) -> QuerySet[Finding]:
    wanted = flow.sought(asked)
    return rows.filter(Q(sought__contains=wanted) | Q(mark=asked.upper())) if wanted else rows.filter(mark=asked.upper())


def _checks() -> list[tuple[str, str]]:
    run = queries.last_run()
    return [(code, f"{code} {queries.title(code)}") for code, said in sorted(run.totals.items()) if said["asked"]] if run else []


class FindingList(Listing):
    """Findings within reach."""

    permission = "audit.view_finding"
    title = _("问题")
    search = _search
    filters = (
        Filter(name="state", title=_("现状"), choices=Finding.STATES),
        Filter(name="severity", title=_("轻重"), choices=Finding.SEVERITIES),
        Filter(name="new", title=_("新旧"), choices=(("yes", _("最近一次检查新发现的")),), narrow=lambda rows, _yes: queries.fresh(rows)),
        Filter(name="check", title=_("检查项"), choices=_checks, field="check_code"),
        Filter(
            name="subject",
            title=_("对象"),
            choices=(("platform", _("平台")), ("post", _("发布的内容")), ("reply", _("答复")), ("letter", _("来信")), ("unit", _("单位"))),
        ),
    )
    columns = (
        Column(name="mark", title=_("标记"), link=lambda row: reverse("audit:finding_view", args=[row.mark])),
        Column(name="subject_name", title=_("对象名称")),
        Column(name="check_code", title=_("检查项"), value=lambda row: queries.title(row.check_code)),
        Column(name="severity", title=_("轻重"), value="get_severity_display", badge=lambda row: row.severity),
        Column(
            name="state",
            title=_("现状"),
            value="get_state_display",
            badge=lambda row: {"standing": "bad", "gone": "good"}.get(row.state, "dim"),
        ),
        Column(name="unit", title=_("单位"), value="unit.name"),
        Column(name="sentence", title=_("说明")),
        Column(name="first_on", title=_("首次发现日")),
        Column(name="last_on", title=_("最近发现日")),
    )

    def rows(self) -> QuerySet[Finding]:
        return queries.findings(self.request.user)


class FindingView(Screen):
    """One finding: what was measured, by what right, and what would put it right. Its texts follow, out of the lake."""

    permission = "audit.view_finding"

    def get(self, request: HttpRequest, mark: str) -> HttpResponse:
        finding = get_object_or_404(queries.findings(request.user), mark=mark)
        found = queries.evidence(finding, texts=False)
        view, words = found or (None, queries.words(finding.check_code))
        return self.show(finding=finding, view=view, words=words, evidence=queries.measured(view.evidence) if view else [])


class FindingTexts(Screen):
    """Letter and reply side by side, the post, the days one by one: read from the lake when they are looked at."""

    permission = "audit.view_finding"

    def get(self, request: HttpRequest, mark: str) -> HttpResponse:
        finding = get_object_or_404(queries.findings(request.user), mark=mark)
        found = queries.evidence(finding, texts=True)
        view: Any = found[0] if found else None
        texts = [(title, text.on, text.title, marked(text)) for title, text in _texts(view)] if view else []
        said = {
            "screen": self,
            "finding": finding,
            "texts": texts,
            "days": _numbered(view.days) if view else [],
            "part": bool(request.headers.get("HX-Request")),
        }
        return render(request, self.template_name(), said)


def _texts(view: Any) -> list[tuple[Any, Any]]:
    titled = [
        (_("来信"), view.letter),
        (_("答复"), view.reply),
        (_("发布的内容"), view.post),
        *((_("另一封来信"), other) for other in view.others),
    ]
    return [(title, text) for title, text in titled if text is not None]


def _numbered(days: Any) -> list[tuple[int, Any, bool, str]]:
    """Days with how many working days have passed at each."""
    out, count = [], 0
    for day, works, why in days:
        count += works
        out.append((count, day, works, why))
    return out
