"""What people type into this app."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.access import today
from zouxin.site.people.forms import Day
from zouxin.site.rectification.models import Case
from zouxin.site.rectification.moves import Step


class MoveForm(forms.Form):
    """One step of a case, with what it needs."""

    verb = forms.CharField(widget=forms.HiddenInput)
    cause = forms.ChoiceField(label=_("原因"), choices=Case.CAUSES)
    remedy = forms.ChoiceField(
        label=_("处理方式"),
        choices=Case.REMEDIES,
        widget=forms.RadioSelect,
        help_text=_("四种处理同样可取：改好、合并、关停，或者请规则的制定者看看规则本身"),
    )
    reason = forms.CharField(label=_("说明"), widget=forms.Textarea, required=False)
    file = forms.FileField(
        label=_("证据"), required=False, help_text=_("可以附一个文件：PDF、图片、docx 或 xlsx"),
        widget=forms.ClearableFileInput({"accept": ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"}),
    )  # fmt: skip

    def __init__(self, verb: str, step: Step, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=verb, **kwargs)
        self.step, self.initial["verb"] = step, verb
        self.fields["reason"].required = step.reason
        if verb not in ("dispute", "report", "fail", "pass", "dismiss", "uphold"):
            del self.fields["file"]
        if verb != "start":
            del self.fields["cause"], self.fields["remedy"]


class ExceptForm(forms.Form):
    """Leave until a day."""

    reason = forms.CharField(label=_("理由"), widget=forms.Textarea)
    until = forms.DateField(label=_("有效期至"), widget=Day())

    def clean_until(self) -> Any:
        if self.cleaned_data["until"] < today():
            raise forms.ValidationError(_("请写今天或以后的日期"))
        return self.cleaned_data["until"]


class NoticeForm(forms.Form):
    """To whom a notice would go."""

    to = forms.CharField(label=_("发给"), max_length=254, help_text=_("邮箱地址，或以 https:// 开头的接收地址"))

    def clean_to(self) -> str:
        to = str(self.cleaned_data["to"]).strip()
        if to.startswith("https://"):
            forms.URLField(assume_scheme="https").clean(to)
        else:
            forms.EmailField().clean(to)
        return to
