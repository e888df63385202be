"""The lake's typed tables, one file each; a table exists because its file does."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import pyarrow as pa

from zouxin.model.table import TYPES, Column, Table

_ARROW = {
    "string": pa.string(), "date32": pa.date32(), "timestamp": pa.timestamp("us", tz="UTC"), "int64": pa.int64(),
    "float64": pa.float64(), "bool": pa.bool_(), "list<int32>": pa.list_(pa.int32()),
}  # fmt: skip


@cache
def all_tables() -> dict[str, Table]:
    """Every table by name, found by walking this folder."""
    found = (getattr(import_module(f"{__name__}.{m.name}"), m.name, None) for m in iter_modules(__path__))
    return {table.name: table for table in found if isinstance(table, Table)}


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type of a column."""
    return _ARROW[TYPES[column.type]]


def arrow_schema(table: Table, *, source: bool = True) -> pa.Schema:
    """The Arrow schema of a table; `source` puts the source's name first."""
    fields = [pa.field("source", pa.string())] if source and table.kind != "record" else []
    return pa.schema(fields + [pa.field(c.name, arrow_type(c)) for c in table.columns])


# `from zouxin.tables import letter` means the table, not the module that holds it
globals().update(all_tables())
