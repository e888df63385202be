"""Ways of reading places, one file each: a connector exists because its file has a `read`."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from zouxin.connectors.batch import Batch, Broken
from zouxin.connectors.magic import detect
from zouxin.model.errors import UsageError

__all__ = ["Batch", "Broken", "connector", "connectors", "detect", "read_any"]

Read = Callable[[Path, Mapping[str, object]], Iterator[Batch]]


@cache
def connectors() -> tuple[str, ...]:
    """Names of all connectors, found by walking this folder."""
    return tuple(m.name for m in iter_modules(__path__) if hasattr(import_module(f"{__name__}.{m.name}"), "read"))


def connector(name: str) -> Read:
    """The `read(place, options)` of a connector. Raises UsageError naming those there are."""
    if name not in connectors():
        raise UsageError(f"没有叫“{name}”的读取方式，有的是 {'、'.join(connectors())}")
    return import_module(f"{__name__}.{name}").read


def read_any(place: Path, options: Mapping[str, object] | None = None) -> Iterator[Batch]:
    """Batches of a file or folder, by the connector its content asks for."""
    return connector(detect(place))(place, options or {})
