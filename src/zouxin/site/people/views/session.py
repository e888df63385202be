"""Coming in and going out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import translate_url
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from zouxin.site.components.screens import Screen
from zouxin.site.people.actions import users
from zouxin.site.people.forms import Accept, ChangePassword, Login


def onward(request: HttpRequest) -> str:
    """Where to go next: the address asked for, where it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else resolve_url("desk:home_view")


class SessionOpen(Screen):
    """Log in."""

    public = True
    title = _("登录")

    def get(self, request: HttpRequest, form: Login | None = None) -> HttpResponse:
        return self.show(form=form or Login(request), next=request.GET.get("next", ""), single_sign_on=bool(settings.OIDC_ISSUER))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Login(request, request.POST)
        if not form.is_valid():
            return self.get(request, form)
        login(request, form.get_user())
        return redirect(onward(request))


class SessionClose(Screen):
    """Log out."""

    public = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return redirect("/")


class InvitationAccept(Screen):
    """The page of an invitation's link."""

    public = True
    title = _("接受邀请")

    def get(self, request: HttpRequest, token: str, form: Accept | None = None) -> HttpResponse:
        held = users.invitation_of(token)
        return self.show(status=200 if held else 410, held=held, form=form or Accept())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = Accept(request.POST)
        if not form.is_valid():
            return self.get(request, token, form)
        user = users.accept(token, form.cleaned_data["username"], form.cleaned_data["password"])
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("desk:home_view")


class AccountView(Screen):
    """One's own page: appointments, second factor, password."""

    known = True
    title = _("我的账户")

    def get(self, request: HttpRequest, form: ChangePassword | None = None) -> HttpResponse:
        user: Any = request.user
        device = user.totpdevice_set.filter(confirmed=True).exists()
        return self.show(form=form or ChangePassword(user=user), device=device)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChangePassword(request.POST, user=request.user)  # type: ignore[arg-type]
        if not form.is_valid():
            return self.get(request, form)
        users.change_password(request.user, form.cleaned_data["password"])  # type: ignore[arg-type]
        update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
        messages.success(request, _("密码已经改好，别处的登录都已退出。"))
        return redirect("people:account_view")


@method_decorator(csrf_exempt, name="dispatch")  # a page without a form need not carry a token, so that it may be kept and shown to all
class DisplayChange(Screen):
    """Big type and language: two cookies, no account needed."""

    public = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        back, language = onward(request), request.POST.get("language", "")
        known = language in dict(settings.LANGUAGES)
        response = redirect(translate_url(back, language) if known else back)
        kept: Any = {"max_age": 31_536_000, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE, "httponly": True}
        if known:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **kept)
        if request.POST.get("big") in ("0", "1"):
            response.set_cookie("big", request.POST["big"], **kept)
        return response


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords."""
    return render(request, "people/session_locked.html", status=429)
