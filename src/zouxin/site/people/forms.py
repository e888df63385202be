"""What people type into this app."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.picking import Pick
from zouxin.site.people import queries
from zouxin.site.people.models import Unit, User
from zouxin.site.people.roles import CHOICES


class Login(AuthenticationForm):
    """Login name and password."""

    error_messages = {
        "invalid_login": _("登录名或密码不对。连续输错五次以后要等一刻钟。"),
        "inactive": _("这个登录名已经停用，请联系本单位负责人。"),
    }


class Code(forms.Form):
    """The six digits of a second factor, or a spare code."""

    code = forms.CharField(label=_("验证码"), max_length=16, widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "text"}),
                           help_text=_("验证器显示的 6 位数字；手机不在身边时，用一个备用码"))  # fmt: skip

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "")


class NewPassword(forms.Form):
    """A password, twice."""

    password = forms.CharField(label=_("新密码"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}))
    again = forms.CharField(label=_("再输一遍"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = " ".join(str(text) for text in password_validators_help_texts())

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", _("两次输入的密码不一样"))
        elif said.get("password"):
            validate_password(said["password"], self.user)
        return said


class ChangePassword(NewPassword):
    """The old password, and a new one twice."""

    old = forms.CharField(label=_("现在的密码"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}))
    field_order = ("old", "password", "again")

    def clean_old(self) -> str:
        if not self.user or not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("现在的密码不对"))
        return str(self.cleaned_data["old"])


class Accept(NewPassword):
    """What an invited person chooses."""

    username = forms.CharField(label=_("登录名"), max_length=60, help_text=_("字母、数字和 . @ + - _"), widget=forms.TextInput({"autocomplete": "username"}),
                               validators=User._meta.get_field("username").validators)  # fmt: skip
    field_order = ("username", "password", "again")


class Day(forms.DateInput):
    """A date as browsers ask for it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Post(forms.Form):
    """A role at a unit within reach."""

    unit = Pick(label=_("单位"), suggest="people:unit_suggest")
    role = forms.ChoiceField(label=_("角色"), choices=CHOICES)
    ends_on = forms.DateField(label=_("最后一天"), required=False, widget=Day(), help_text=_("代运营公司必填；其他人不填就是没有期限"))

    def __init__(self, *args: Any, by: Any, grants: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].rows = lambda: queries.units(by, "people.manage_user")  # type: ignore[attr-defined]
        self.fields["role"].choices = [pair for pair in CHOICES if pair[0] in grants]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        if said.get("role") == "host" and not said.get("ends_on"):
            self.add_error("ends_on", _("代运营公司的任职必须写明最后一天"))
        return said


class Invite(Post):
    """Whom to invite."""

    label = forms.CharField(label=_("称呼"), max_length=60, help_text=_("同事看到的称呼，可以是岗位名，不必是真名"))
    field_order = ("label", "unit", "role", "ends_on")


class UnitForm(forms.Form):
    """A unit's name and codes."""

    name = forms.CharField(label=_("单位名称"), max_length=200)
    level = forms.ChoiceField(label=_("层级"), choices=[("", "—"), *Unit.LEVELS], required=False)
    division_code = forms.CharField(label=_("行政区划代码"), max_length=20, required=False)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=20, required=False)
