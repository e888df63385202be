"""What people type into this app."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.models import Run
from zouxin.site.components.picking import Pick
from zouxin.site.people import queries as people
from zouxin.site.people.access import today
from zouxin.site.people.forms import Day
from zouxin.site.people.models import Unit


class _Form(forms.Form):
    unit = Pick(label=_("发文单位"), suggest="people:unit_suggest")

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].rows = lambda: people.units(by, "publishing.draft_bulletin")  # type: ignore[attr-defined]


class QuarterlyForm(_Form):
    """The words of a bulletin that nothing can compute."""

    run = forms.ModelChoiceField(Run.objects.filter(state="done"), label=_("检查"))
    issuer = forms.CharField(label=_("发文机关"), max_length=100)
    number = forms.CharField(label=_("文号"), max_length=100, required=False)
    to = forms.CharField(label=_("主送"), max_length=300, required=False)
    period = forms.CharField(label=_("时段"), max_length=60, required=False, help_text=_("如 2026年第三季度；不填就按检查时点"))
    issued_on = forms.DateField(label=_("成文日期"), widget=Day(), initial=today)
    due_on = forms.DateField(label=_("整改期限"), widget=Day(), required=False)


class NoticeForm(QuarterlyForm):
    """A notice to one unit."""

    to_unit = Pick(Unit.objects.all, label=_("发给"), suggest="people:unit_suggest", help_text=_("这次检查里有平台要整改的单位"))
    to = None  # type: ignore[assignment]


class ClosingForm(_Form):
    """The words of a closing notice."""

    account_name = forms.CharField(label=_("账号名称"), max_length=200)
    account_kind = forms.CharField(label=_("平台类型"), max_length=40, help_text=_("如 微信公众号"))
    account_unit = forms.CharField(label=_("主办单位"), max_length=200)
    stops_on = forms.DateField(label=_("停止日期"), widget=Day())
    account_instead = forms.CharField(label=_("以后到哪里看、到哪里办"), max_length=300, help_text=_("必须写明，否则群众找不到"))
    account_basis = forms.CharField(label=_("依据"), max_length=300, required=False)
    account_contact = forms.CharField(label=_("联系方式"), max_length=200, required=False)
