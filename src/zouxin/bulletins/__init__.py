"""Documents made of finished values, one folder each; a bulletin exists because its folder does."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from zouxin.model.errors import UsageError


def names() -> tuple[str, ...]:
    """Names of all bulletins, sorted."""
    return tuple(sorted(found.name for found in iter_modules(__path__) if found.ispkg))


def bulletin(name: str) -> ModuleType:
    """The bulletin of that name: a module with `render(values, out)` or `compose(values)`. Raises UsageError for a name nobody has."""
    if name not in names():
        raise UsageError(f"There is no bulletin {name!r}; there are: {', '.join(names())}.")
    return import_module(f"{__name__}.{name}")
