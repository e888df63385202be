"""What the lake may hold and what it means."""

from dataclasses import dataclass

#: type -> Arrow type name; "text" is prose a person wrote: only derive reads it
TYPES = {
    "id": "string",
    "string": "string",
    "text": "string",
    "date": "date32",
    "timestamp": "timestamp",
    "int64": "int64",
    "float64": "float64",
    "bool": "bool",
    "spans": "list<int32>",
    "json": "string",
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: what it means, its type, its unit, whether it may be blank, allowed values.

    `says` are the headings under which Chinese and English exports bring it; `spoken` the words they write for an
    allowed value, as pairs (word, value).
    """

    name: str
    doc: str
    type: str = "string"
    unit: str = ""
    blank: bool = True
    allowed: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"column {self.name}: type {self.type!r} is none of {', '.join(TYPES)}")
        if strange := {value for _, value in self.spoken} - set(self.allowed):
            raise ValueError(f"column {self.name}: spoken values {strange} are not allowed")

    def value(self, word: str) -> str | None:
        """The allowed value a word of an export stands for; None where it is none."""
        known = word.strip()
        return known if known in self.allowed else dict(self.spoken).get(known)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: name, what one row is, key columns, and its columns.

    `kind` is "landed" (from a source), "derived" (worked out by derive/) or "record" (what a run wrote).
    Every landed and derived table also has a column `source`; a key is unique within a source.
    """

    name: str
    doc: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    kind: str = "landed"

    def __post_init__(self) -> None:
        missing = set(self.key) - set(self.names)
        if missing:
            raise ValueError(f"table {self.name}: key {', '.join(sorted(missing))} is no column")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns in their order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError naming the columns there are."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name!r}; it has {', '.join(self.names)}")
