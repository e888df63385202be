"""The method: by what questions platforms are judged, and by what right."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.actions.runs import packs_here
from zouxin.site.audit.models import Finding
from zouxin.site.people.access import today
from zouxin.site.portal import queries
from zouxin.site.portal.pages import Page

SUBJECTS = (
    ("PLT", _("账号、客户端、小程序")), ("SIT", _("网站")), ("PST", _("发布的内容")), ("GRP", _("工作群")), ("RPL", _("对来信的答复")), ("DMD", _("文件提出的要求")),
)  # fmt: skip
TONES = {"fact": _("做到的事"), "apart": _("分开看的情况")}


def asked() -> tuple[Any, ...]:
    """Every check in the reader's language."""
    return queries.method(packs_here(), settings.DATA / "packs", today())


class MethodView(Page):
    """Every check, rule, limit and citation in plain words."""

    title = _("检查办法")
    keeps = 600

    def get(self, request: HttpRequest) -> HttpResponse:
        checks, known = asked(), {code for code, _title in SUBJECTS}
        groups = [(title, [one for one in checks if one.code[:3] == code]) for code, title in SUBJECTS]
        groups.append((_("其他"), [one for one in checks if one.code[:3] not in known]))
        return self.show(
            groups=[(title, found) for title, found in groups if found], total=len(checks), severities=dict(Finding.SEVERITIES), tones=TONES
        )


class MethodJson(Page):
    """The same as JSON."""

    keeps = 600

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [asdict(one) for one in asked()]
        return JsonResponse(
            {"total": len(rows), "packs": list(packs_here()), "day": today(), "rows": rows}, json_dumps_params={"ensure_ascii": False}
        )
