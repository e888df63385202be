"""Texts with their stretches marked."""

from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

NAMES = {
    "copied": _("照抄"), "novel": _("新内容"), "rude": _("不文明"), "formal": _("称呼落款"), "forward": _("转办"), "promise": _("承诺"), "refer": _("指引"),
    "foreign": _("外来"), "advert": _("广告"), "private": _("个人信息"),
}  # fmt: skip


def marked(view: Any) -> SafeString:
    """A text view as HTML: each stretch in a <mark> of its kind, which says the kind to who cannot see the colour. Stretches may overlap: the first wins."""
    out, at = [], 0
    for span in sorted(view.spans, key=lambda one: (one.start, -one.end)):
        start, end = max(span.start, at), min(span.end, len(view.text))
        if start >= end:
            continue
        out.append(escape(view.text[at:start]))
        out.append(format_html('<mark class="{}" title="{}">{}</mark>', span.kind, NAMES.get(span.kind, span.kind), view.text[start:end]))
        at = end
    return mark_safe("".join([*out, escape(view.text[at:])]))  # every piece is escaped above
