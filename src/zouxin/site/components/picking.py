"""Choosing one of many rows: a text field that suggests while one types, and that understands a name typed without script."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

KEY = re.compile(r"〔(\d+)〕\s*$|^\s*(\d+)\s*$")
MOST = 20


def written(row: Any) -> str:
    """A row as the field holds it: its name, and its number, which settles two of one name."""
    return f"{row}〔{row.pk}〕"


def options(rows: Iterable[Any]) -> SafeString:
    """Suggestions, for a datalist."""
    return format_html_join("", '<option value="{}"></option>', ((written(row),) for row in rows))


class PickWidget(forms.TextInput):
    """A text input with suggestions from an address that answers with options."""

    def __init__(self, suggest: str) -> None:
        super().__init__({"autocomplete": "off"})
        self.suggest = suggest

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        names = f"{(attrs or {}).get('id', name)}_options"
        said = {
            **(attrs or {}),
            "list": names,
            "hx-get": reverse_lazy(self.suggest),
            "hx-trigger": "focus once, input changed delay:150ms",
            "hx-target": f"#{names}",
        }
        return format_html('{}<datalist id="{}"></datalist>', super().render(name, value, said, renderer), names)


class Pick(forms.CharField):
    """One row of `rows()`, by a suggestion, a number or its whole name. `suggest` names the route that suggests."""

    def __init__(self, rows: Callable[[], QuerySet[Any]] | None = None, *, suggest: str, by: str = "name", **said: Any) -> None:
        said.setdefault("help_text", _("输入名称的一部分、拼音或首字母，从提示里选"))
        super().__init__(widget=PickWidget(suggest), **said)
        self.rows, self.by = rows, by

    def prepare_value(self, value: Any) -> Any:
        if value and self.rows is not None and str(value).isdigit():
            row = self.rows().filter(pk=value).first()
            return written(row) if row else value
        return written(value) if hasattr(value, "pk") else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        assert self.rows is not None
        found = KEY.search(text)
        rows = self.rows().filter(pk=found[1] or found[2]) if found else self.rows().filter(**{self.by: text.strip()})
        several = list(rows[:2])
        if not several:
            raise forms.ValidationError(_("您的范围内没有叫“%(text)s”的；请输入一部分，从提示里选"), params={"text": text})
        if len(several) > 1:
            raise forms.ValidationError(_("有几个都叫“%(text)s”，请从提示里选一个"), params={"text": text})
        return several[0]
