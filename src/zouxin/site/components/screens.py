"""What every screen is made of: it names its permission or says that it is public."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from zouxin.site.people.access import may


class Screen(View):
    """One page. `permission` names what its user must be allowed to do somewhere; `public` says that anybody may look; `known` that anybody
    logged in may. The template is `<app>/<noun>_<verb>.html`, after the class's own name.
    """

    permission: ClassVar[str] = ""
    public: ClassVar[bool] = False
    known: ClassVar[bool] = False
    template: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.public:
            return super().dispatch(request, *args, **kwargs)
        if not (self.permission or self.known):
            raise ImproperlyConfigured(f"{type(self).__name__} names no permission and is not marked public")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if asked := second_factor(request):
            return redirect(asked)
        if self.permission and not may(request.user, self.permission):
            raise PermissionDenied(self.permission)
        return super().dispatch(request, *args, **kwargs)

    def show(self, status: int = 200, **said: Any) -> HttpResponse:
        """The screen's template, filled."""
        return render(self.request, self.template_name(), {"screen": self, **said}, status=status)

    @classmethod
    def template_name(cls) -> str:
        """`<app>/<noun>_<verb>.html`, after the class."""
        app = cls.__module__.split(".")[2]
        return cls.template or f"{app}/{snake(cls.__name__)}.html"


def has_device(user: Any) -> bool:
    """Whether a user has set up a second factor; asked once a request."""
    if not hasattr(user, "_has_device"):
        user._has_device = user.totpdevice_set.filter(confirmed=True).exists()
    return bool(user._has_device)


def second_factor(request: HttpRequest) -> str:
    """Where to go first: to type the code, or to set up a device where one is required; nowhere when it is done."""
    user: Any = request.user
    if user.is_verified():
        return ""
    if has_device(user):
        return "people:second_factor_ask"
    return "people:second_factor_make" if settings.SECOND_FACTOR == "required" else ""


def snake(name: str) -> str:
    """CamelCase as snake_case."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
