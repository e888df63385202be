"""The register's fields and the lake's columns, told once for both directions."""

from datetime import date
from decimal import Decimal
from typing import Any

from zouxin.site.registry.models import Alias, Contract, ContractPlatform, Order, Platform

#: columns that are fields of the same name
SAME = {
    "platform": ("name", "kind", "operator", "operator_kind", "certified_name", "opened_on", "closed_on", "closure_notice_on", "filing_number",
                 "filed_on", "section", "campaign", "purpose", "task_ends_on", "url", "handle", "editors", "members", "funded_until"),
    "order": ("number", "title", "issued_on", "deadline_on", "demands", "kind", "assesses", "text"),
    "contract": ("vendor", "title", "yuan", "from_on", "until_on"),
    "alias": ("from_on", "until_on"), "share": ("share",), "unit": (),
}  # fmt: skip
#: fields that are another row's id
REFERS = {
    "platform": ("unit_id", "order_id", "parent_id"),
    "order": ("unit_id",),
    "contract": ("unit_id",),
    "alias": (),
    "share": (),
    "unit": (),
}
MODELS: dict[str, Any] = {"platform": Platform, "order": Order, "contract": Contract, "alias": Alias, "share": ContractPlatform}
#: stage of life -> state in the lake; what is warned or mended is still kept up, what is only filed is not yet there
STATUS = {
    "preparing": "preparing", "filed": "preparing", "live": "live", "warned": "live", "mending": "live", "frozen": "frozen", "closing": "closing",
    "closed": "closed", "moved": "closed", "archived": "closed", "lost": "lost",
}  # fmt: skip


def fields(kind: str) -> tuple[str, ...]:
    """Every field of a kind that a census may fill."""
    return (
        *SAME[kind],
        *REFERS[kind],
        *(("stage", "sought") if kind == "platform" else ("sought",) if kind in ("order", "contract") else ()),
    )


def kept(value: Any) -> Any:
    """A field's value as JSON keeps it."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def image(thing: Any, names: tuple[str, ...] | list[str]) -> dict[str, Any]:
    """Fields of a row as JSON keeps them, blank ones left out."""
    found = {name: kept(getattr(thing, name)) for name in names}
    return {name: value for name, value in found.items() if value not in (None, "")}


def value_of(kind: str, name: str, text: Any) -> Any:
    """A field's value out of what JSON kept; blank where nothing was kept."""
    about = MODELS[kind]._meta.get_field(name.removesuffix("_id") if name in REFERS[kind] else name)
    if text is None:
        return None if about.null else ""
    return text if name in REFERS[kind] else about.to_python(text)
