"""What people type into this app."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.audit.actions.runs import local_packs
from zouxin.site.people.access import today
from zouxin.site.people.forms import Day


class RunForm(forms.Form):
    """Moment and packs of an inspection."""

    moment = forms.DateField(label=_("检查时点"), widget=Day(), help_text=_("按这一天的情况和这一天有效的规则判断"))
    packs = forms.MultipleChoiceField(
        label=_("规则包"), widget=forms.CheckboxSelectMultiple, help_text=_("可以多选；下级的规则叠加在全国规则之上")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["packs"].choices = [(pack.name, pack.title) for pack in flow.packs_known(local_packs())]  # type: ignore[attr-defined]
        self.initial.setdefault("moment", today())
        self.initial.setdefault("packs", list(settings.PACKS))

    def clean_moment(self) -> Any:
        if self.cleaned_data["moment"] > today():
            raise forms.ValidationError(_("检查时点不能在今天以后"))
        return self.cleaned_data["moment"]
