"""The second factor: set one up, be asked for it, take it away."""

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django_otp import login as verified
from django_otp import match_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from zouxin.site.components.screens import Screen
from zouxin.site.people.actions import second_factor
from zouxin.site.people.forms import Code
from zouxin.site.people.views.session import onward


class _Mine(Screen):
    """Only for somebody logged in, before the code was asked."""

    public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs) if request.user.is_authenticated else redirect("people:session_open")


class SecondFactorAsk(_Mine):
    """Ask for the code."""

    title = _("输入验证码")

    def get(self, request: HttpRequest, form: Code | None = None) -> HttpResponse:
        return self.show(form=form or Code(), next=request.GET.get("next", ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Code(request.POST)
        if form.is_valid():
            if device := match_token(request.user, form.cleaned_data["code"]):
                verified(request, device)
                return redirect(onward(request))
            form.add_error("code", _("验证码不对，或者刚刚用过；请用验证器现在显示的数字"))
        return self.get(request, form)


class SecondFactorMake(_Mine):
    """Set up an authenticator: scan, then prove it works."""

    title = _("设置验证器")

    def get(self, request: HttpRequest, form: Code | None = None) -> HttpResponse:
        if _held(request):
            return redirect("people:account_view")
        device = second_factor.begin(by=request.user)
        picture = segno.make(device.config_url).svg_data_uri(scale=5)
        return self.show(form=form or Code(), picture=picture, address=device.config_url)

    def post(self, request: HttpRequest) -> HttpResponse:
        form, user = Code(request.POST), request.user
        device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
        if not form.is_valid() or device is None or _held(request):
            return self.get(request, form)
        if not device.verify_token(form.cleaned_data["code"]):
            form.add_error("code", _("验证码不对；请确认手机时间准确，再输一次"))
            return self.get(request, form)
        spare = second_factor.confirm(device, by=user)
        verified(request, device)
        return self.show(spare=spare)


class SecondFactorDrop(_Mine):
    """Take the authenticator away; the code is asked once more."""

    title = _("取消验证器")

    def get(self, request: HttpRequest, form: Code | None = None) -> HttpResponse:
        return self.show(form=form or Code())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, user = Code(request.POST), request.user
        if not form.is_valid() or not match_token(user, form.cleaned_data["code"]):
            form.add_error("code", _("验证码不对"))
            return self.get(request, form)
        second_factor.drop(by=user)
        messages.success(request, _("验证器已取消。"))
        return redirect("people:account_view")


def _held(request: HttpRequest) -> bool:
    return TOTPDevice.objects.filter(user=request.user, confirmed=True).exists()
