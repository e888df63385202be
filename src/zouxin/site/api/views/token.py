"""One's own keys."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from zouxin.site.api import queries
from zouxin.site.api.actions import tokens
from zouxin.site.api.forms import TokenForm
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import today


class TokenList(Screen):
    """Make a key, see which there are, revoke one."""

    known = True
    title = _("接口密钥")

    def get(self, request: HttpRequest, form: TokenForm | None = None, secret: str = "") -> HttpResponse:
        response = self.show(form=form or TokenForm(), secret=secret, rows=queries.tokens(request.user), today=today())
        response.headers["Cache-Control"] = "no-store"
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        if "revoke" in request.POST:
            key = request.POST["revoke"]
            tokens.revoke(
                get_object_or_404(queries.tokens(request.user), pk=int(key) if key.isascii() and key.isdigit() else 0), by=request.user
            )
            messages.success(request, _("密钥已撤销，立即失效。"))
            return redirect("api:token_list")
        form = TokenForm(request.POST)
        if not form.is_valid():
            return self.get(request, form)
        try:
            _token, secret = tokens.make(form.cleaned_data["label"], form.cleaned_data["until"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.get(request, form)
        return self.get(request, secret=secret)
