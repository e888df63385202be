"""Public pages: they need no session, say how long they may be kept, and are rendered once for each state of the database."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.cache import patch_cache_control, patch_vary_headers

from zouxin.site.components.context import came_in
from zouxin.site.components.screens import Screen


class Page(Screen):
    """A page for everybody."""

    public = True
    #: seconds a browser or a proxy may keep it
    keeps: ClassVar[int] = 60

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200:
            known = came_in(request)
            patch_cache_control(response, **({"private": True, "no_cache": True} if known else {"public": True, "max_age": self.keeps}))
            response.kept = not known
        patch_vary_headers(response, ["Cookie"])
        return response
