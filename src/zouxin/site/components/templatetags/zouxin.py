"""Small helps for templates."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zouxin import flow

register = template.Library()

TONES = {
    "finding": "bad", "clean": "good", "unobservable": "dim", "not_judged": "dim", "veto": "bad", "fault": "warn", "advice": "dim", "private": "dim",
    "live": "good", "closed": "dim", "frozen": "warn", "lost": "bad", "preparing": "dim", "closing": "warn", "warned": "warn", "mending": "warn",
    "filed": "good", "archived": "dim", "open": "bad", "done": "good",
}  # fmt: skip


@register.simple_tag
def badge(tone: str, text: Any) -> SafeString:
    """A word with a colour; the colour never says more than the word."""
    return format_html('<span class="badge {}">{}</span>', TONES.get(str(tone), str(tone) or "dim"), text)


CHANGES = {
    "new": _lazy("新发现"),
    "still": _lazy("仍在"),
    "gone": _lazy("已消除"),
    "recurred": _lazy("复发"),
    "cannot tell": _lazy("说不准"),
    "overruled": _lazy("已改判"),
}


@register.simple_tag
def change(state: str) -> Any:
    """What became of a finding, in words."""
    return CHANGES.get(state, state)


@register.filter
def known(value: Any) -> Any:
    """A value, or a word that nobody said it: unknown is not zero."""
    return _("未填") if value is None or value == "" else value


@register.filter
def of(total: Any, part: Any) -> str:
    """A part of a whole as a percentage with its denominator, blank where there is no whole."""
    return f"{100 * int(part) / int(total):.1f} %" if total else "—"


@register.filter
def item(table: Any, key: Any) -> Any:
    """What stands under a key."""
    return table.get(key) if hasattr(table, "get") else None


@register.simple_tag
def public(text: str) -> str:
    """A citizen's words as everybody may read them."""
    return flow.public_copy(text)
