"""What people type into this app."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zouxin.site.portal.models import UsabilityReport

#: identity numbers and mobile numbers: nobody needs them here
_NUMBERS = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?![\dXx])")


class Report(forms.Form):
    """What did not work. `nickname` is for machines alone: people do not see it."""

    trouble = forms.ChoiceField(label=_("遇到了什么情况"), choices=UsabilityReport.TROUBLES, widget=forms.RadioSelect)
    text = forms.CharField(label=_("具体说明"), required=False, max_length=1000, widget=forms.Textarea({"rows": 4}),
                           help_text=_("选填。想办什么事，到哪一步不行。请不要写姓名、身份证号、手机号。"))  # fmt: skip
    contact = forms.CharField(label=_("联系方式"), required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
                              help_text=_("选填。想知道结果才需要留；与反映的内容分开保存，处理完就删除。"))  # fmt: skip
    nickname = forms.CharField(required=False, label=_("这一格请留空"), widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def clean_text(self) -> str:
        """Numbers of people are struck out before anything is kept."""
        return _NUMBERS.sub(lambda found: "●" * len(found[0]), str(self.cleaned_data["text"]).strip())

    def by_machine(self) -> bool:
        """Whether the field that people do not see was filled."""
        return bool(self.data.get("nickname"))


class Answer(forms.Form):
    """How a report was dealt with."""

    how = forms.CharField(label=_("怎样处理的"), max_length=500, widget=forms.Textarea({"rows": 3}),
                          help_text=_("写改了什么，或者为什么不用改；填了联系方式的，先告诉对方再提交。"))  # fmt: skip

    def clean_how(self) -> Any:
        return str(self.cleaned_data["how"]).strip()
