"""What people type into this app."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Day(forms.DateInput):
    """A date as browsers ask for it."""

    input_type = "date"


class TokenForm(forms.Form):
    """What a key is for and until when."""

    label = forms.CharField(label=_("用途"), max_length=60, help_text=_("给哪个程序用的，例如“县数据中台每日同步”"))
    until = forms.DateField(label=_("最后一天"), widget=Day(), help_text=_("一年以内"))
