"""Published bulletins."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from zouxin.site.portal import elsewhere
from zouxin.site.portal.pages import Page
from zouxin.site.publishing import queries
from zouxin.site.publishing.models import File


class BulletinList(Page):
    """Every published bulletin."""

    title = _("已发布的通报")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(bulletins=elsewhere.bulletins())


class BulletinJson(Page):
    """The same as JSON."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [{"id": one.pk, "title": one.title, "number": one.number, "on": one.on, "sha256": one.digest} for one in elsewhere.bulletins()]
        return JsonResponse({"total": len(rows), "rows": rows}, json_dumps_params={"ensure_ascii": False})


class BulletinView(Page):
    """One bulletin."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = elsewhere.bulletin(pk)
        if one is None:
            raise Http404
        return self.show(one=one)


class BulletinFile(Page):
    """A published file, as it was published."""

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        file = get_object_or_404(File, bulletin__in=queries.published(), bulletin=pk, form=form)
        return FileResponse(queries.path_of(file).open("rb"), as_attachment=True, filename=file.name)
