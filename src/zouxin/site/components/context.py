"""What every page's template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.access import permissions, standing

#: places in the head of a page: route, name, permission
PLACES = (
    ("desk:home_view", _("今天"), "desk.view_home"),
    ("mailbox:letter_list", _("信箱"), "mailbox.view_letter"),
    ("registry:platform_list", _("平台名册"), "registry.view_platform"),
    ("audit:finding_list", _("检查"), "audit.view_finding"),
    ("rectification:case_list", _("整改"), "rectification.view_case"),
    ("publishing:bulletin_list", _("通报"), "publishing.view_bulletin"),
    ("portal:report_list", _("群众反映"), "portal.read_report"),
    ("people:unit_list", _("单位与人员"), "people.view_unit"),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """The office's name, the places this user may go, and whether big type is asked for."""
    someone = came_in(request)
    held = permissions(request.user) if someone else frozenset()
    here = request.resolver_match.app_name if request.resolver_match else ""
    return {
        "office": settings.OFFICE,
        "places": [
            (found, title, route.split(":")[0] == here) for route, title, needs in PLACES if needs in held and (found := _reversed(route))
        ],
        "someone": someone and request.user.is_authenticated,
        "told": someone or _told(request),
        "may": held,
        "roles_held": standing(request.user) if held else (),
        "languages": settings.LANGUAGES,
        "big": request.COOKIES.get("big") == "1",
    }


def came_in(request: HttpRequest) -> bool:
    """Whether the visitor may be somebody who logged in. Who brought no session is nobody: their page asks neither session nor database."""
    return hasattr(request, "user") and settings.SESSION_COOKIE_NAME in request.COOKIES


def _told(request: HttpRequest) -> bool:
    """Whether a visitor without a session has something to be told."""
    return "messages" in request.COOKIES or getattr(getattr(request, "_messages", None), "added_new", False)


def _reversed(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
