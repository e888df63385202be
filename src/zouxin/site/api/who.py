"""Who asks: a program by its key, somebody logged in, or nobody."""

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from zouxin.site.api import queries
from zouxin.site.components.screens import second_factor


class Bearer(HttpBearer):
    """A key made on the account page. One that does not hold is refused, not taken for nobody."""

    def __call__(self, request: HttpRequest) -> Any:
        said = request.headers.get("Authorization", "")
        if not said:
            return None
        scheme, _blank, secret = said.partition(" ")
        user = queries.bearer(secret.strip()) if scheme.lower() == "bearer" else None
        if user is None:
            raise HttpError(401, _("密钥不对、已撤销或已过期，请在“我的账户”里重新创建"))
        return user

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never asked: the call above answers."""


class Session(APIKeyCookie):
    """Somebody logged in with the browser, the second factor asked."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)  # nothing is written here

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The user of the session."""
        if not key or not request.user.is_authenticated:
            return None
        if second_factor(request):
            raise HttpError(403, _("请先在网页上完成第二道验证"))
        return request.user


def nobody(request: HttpRequest) -> Literal[True]:
    """Everybody may ask for what is public."""
    return True


def asking(request: HttpRequest) -> Any:
    """The user who asks; None for nobody."""
    found = request.auth  # type: ignore[attr-defined]
    return None if found is True else found


KNOWN = [Bearer(), Session()]
ANYBODY = [*KNOWN, nobody]
