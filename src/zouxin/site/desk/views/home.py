"""The first page after logging in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.queries import last_run
from zouxin.site.components.screens import Screen
from zouxin.site.desk.needs import needs


class HomeView(Screen):
    """What needs me today."""

    permission = "desk.view_home"
    title = _("今天")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(needs=needs(request.user), run=last_run())
