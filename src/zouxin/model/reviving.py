"""Frozen values back from JSON: what `dataclasses.asdict` and `str` made of them, made them again."""

from dataclasses import fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints


def revived(kind: Any, data: Any) -> Any:
    """A value of a type out of what JSON held: dataclasses, tuples of one type, dates, and what is None.

    Raises KeyError, TypeError or ValueError where the data are of another shape.
    """
    if data is None:
        return None
    if get_origin(kind) is UnionType:
        return revived(next(one for one in get_args(kind) if one is not type(None)), data)
    if get_origin(kind) is tuple:
        return tuple(revived(get_args(kind)[0], one) for one in data)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{one.name: revived(hints[one.name], data[one.name]) for one in fields(kind)})
    return date.fromisoformat(data) if kind is date else data
