"""What a source's columns fill: the plan that filling follows to the letter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from zouxin.content.sources import SourceSpec
from zouxin.model.errors import UsageError
from zouxin.tables import all_tables

#: a target that means: this column fills nothing
IGNORE = "ignore"


def fold_width(text: pa.Array) -> pa.Array:
    """NFKC without white space around: what an id of a letter that has none is worked out from."""
    return pc.utf8_trim_whitespace(pc.utf8_normalize(text, form="NFKC"))


@dataclass(frozen=True, kw_only=True)
class ColumnFill:
    """Where one column of a table comes from: a column of the file and, if given, the value for each of its values.

    `value` stands in every row where the column has nothing, or in every row where no column is named.
    """

    column: str = ""
    value: str = ""
    map: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FillPlan:
    """How the rows of one source become rows of tables.

    `fills`: table -> column -> ColumnFill. `strict`: a column neither filled nor ignored keeps its rows out.
    `given`: table -> column -> what every row has where the file says nothing, known from elsewhere (`--set`, a heading).
    `zone`: IANA name of the source's civil days. `latest`: day of the export; nothing may be dated later than
    the day after. `seen_on`: day of the look, default the last event. `covers`: all or part. `day_first`: settles 03/04/2023. `promises`: table -> (at least, at most).
    Raises UsageError for a table or column that does not exist.
    """

    source: str
    fills: Mapping[str, Mapping[str, ColumnFill]]
    ignores: Sequence[str] = ()
    given: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    strict: bool = False
    zone: str = "Asia/Shanghai"
    latest: date | None = None
    seen_on: date | None = None
    covers: str = "all"
    platform_name: str = ""
    day_first: bool | None = None
    promises: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    fold: Callable[[pa.Array], pa.Array] = fold_width

    def __post_init__(self) -> None:
        for table, columns in self.fills.items():
            for column in columns:
                known_column(f"{table}.{column}")

    @property
    def is_mailbox(self) -> bool:
        """Whether rows are letters or replies, so that a mailbox stands behind them."""
        return "letter" in self.fills or "reply" in self.fills

    @property
    def is_register(self) -> bool:
        """Whether rows are platforms themselves, and not what stands on them."""
        return "platform" in self.fills and not set(self.fills) - {"platform", "platform_alias", "unit"}

    def has(self, table: str, column: str) -> bool:
        """Whether the file brings this column."""
        return column in self.fills.get(table, {})

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the file that the plan needs, each once."""
        return tuple(dict.fromkeys(fill.column for columns in self.fills.values() for fill in columns.values() if fill.column))


def known_column(target: str) -> tuple[str, str]:
    """Table and column of "table.column". Raises UsageError naming what there is."""
    table, _, column = target.partition(".")
    landed = {name: t for name, t in all_tables().items() if t.kind == "landed"}
    if table not in landed:
        raise UsageError(f"“{target}”：没有叫“{table}”的表，有的是 {'、'.join(landed)}")
    if column not in landed[table].names:
        raise UsageError(f"“{target}”：表 {table} 没有“{column}”，有的是 {'、'.join(landed[table].names)}")
    return table, column


def plan_of(mapping: Sequence[tuple[str, str]], *, source: str, **options: object) -> FillPlan:
    """A plan out of pairs (column of the file, "table.column"), as `recognise` and `parse_map` give them.

    `options` are the other fields of FillPlan. Raises UsageError where two columns fill the same.
    """
    fills: dict[str, dict[str, ColumnFill]] = {}
    for column, target in mapping:
        if target == IGNORE:
            continue
        table, name = known_column(target)
        if name in fills.get(table, {}):
            raise UsageError(f"“{fills[table][name].column}”和“{column}”都指到了 {target}，请只留一个")
        fills.setdefault(table, {})[name] = ColumnFill(column=column)
    return FillPlan(source=source, fills=fills, **options)  # type: ignore[arg-type]


def plans_of(spec: SourceSpec, *, latest: date | None = None, seen_on: date | None = None) -> tuple[FillPlan, ...]:
    """A strict plan for each stream of a source.yml, in their order; the first one carries the promises."""
    return tuple(
        FillPlan(
            source=spec.source, strict=True, zone=spec.zone, latest=latest, seen_on=seen_on, covers=spec.covers if spec.brings == "everything" else "part",
            fills={t: {c: ColumnFill(column=s.column, map=s.map, value=s.value) for c, s in columns.items()} for t, columns in part.fills.items()},
            ignores=part.ignores, platform_name=spec.title, promises=spec.promises if nth == 0 else {},
        )
        for nth, part in enumerate(spec.parts)
    )  # fmt: skip
