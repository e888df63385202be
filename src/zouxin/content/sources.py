"""Reads `sources/<name>/source.yml`: one place data come from. Errors name file and line and what would be right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from zouxin.model.errors import ContentError, SourceError
from zouxin.model.table import Table
from zouxin.tables import all_tables

_BRINGS = ("everything", "additions")
_COVERS = ("all", "part")
_KEYS = (
    "source",
    "title",
    "publisher",
    "reads",
    "from",
    "every",
    "brings",
    "covers",
    "zone",
    "fills",
    "ignores",
    "promises",
    "parts",
    "options",
)
_PART_KEYS = ("from", "reads", "fills", "ignores", "options")
_FILL_KEYS = ("column", "map", "value")


@dataclass(frozen=True, kw_only=True)
class ColumnSpec:
    """A column of the file and, if given, the table's value for each of the file's values.

    `value` stands in every row where the column has nothing; with a value no column need be named.
    """

    column: str = ""
    value: str = ""
    map: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StreamSpec:
    """One stream of a source: where it stands, what it fills (table -> column -> ColumnSpec), what it ignores."""

    place: str
    reads: str
    fills: Mapping[str, Mapping[str, ColumnSpec]]
    ignores: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SourceSpec:
    """One source. `brings`: everything (a landing replaces) or additions. `covers`: all or part. `zone`: IANA name.

    `promises`: table -> (at least, at most) rows, None where unbounded. `drops`: table -> the greatest share by which its
    rows may be fewer than in the last snapshot. `reads` is a connector's name, empty
    where the content decides. `parts` are its streams, one at least; `folder` is where its source.yml stands.
    """

    source: str
    title: str
    publisher: str
    parts: tuple[StreamSpec, ...]
    folder: Path
    every: str = ""
    brings: str = "everything"
    covers: str = "all"
    zone: str = "Asia/Shanghai"
    promises: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    drops: Mapping[str, float] = field(default_factory=dict)

    def keep_promises(self, rows: Mapping[str, int]) -> None:
        """Raises SourceError where a table has fewer or more rows than promised; `rows`: table -> count."""
        for table, (least, most) in self.promises.items():
            count = rows.get(table, 0)
            if (least is not None and count < least) or (most is not None and count > most):
                bounds = "，".join(f"{word} {n:,} 行" for word, n in (("至少", least), ("至多", most)) if n is not None)
                raise SourceError(f"{self.source}：{table} 有 {count:,} 行，约定{bounds}；请核对导出是否完整，没有载入任何数据")


def read_source(path: Path) -> SourceSpec:
    """The source that a source.yml describes. Raises ContentError with file:line."""
    return _Reader(path).spec()


def read_sources(folder: Path) -> dict[str, SourceSpec]:
    """Every source of a content folder by name: each folder in it that holds a source.yml."""
    found = (read_source(path) for path in sorted(folder.glob("*/source.yml")))
    return {spec.source: spec for spec in found}


class _Reader:
    """Walks the YAML nodes, which know their lines."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def spec(self) -> SourceSpec:
        top = self._mapping(self._compose(), "整个文件", _KEYS)
        name = self._text(top, "source")
        if not name:
            raise self._wrong(None, "缺少 source，应写来源的名字，如 source: county-mailbox")
        reads = self._text(top, "reads")
        return SourceSpec(
            source=name, title=self._text(top, "title") or name, publisher=self._text(top, "publisher"), folder=self.path.parent,
            every=self._text(top, "every"), brings=self._choice(top, "brings", _BRINGS), covers=self._choice(top, "covers", _COVERS),
            zone=self._zone(top), promises=self._promises(top.get("promises")), drops=self._drops(top.get("promises")), parts=self._parts(top, reads),
        )  # fmt: skip

    def _compose(self) -> yaml.Node:
        try:
            node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ContentError(f"YAML 写法不对（{error.problem}），请检查缩进和冒号后的空格", where=f"{self.path}:{line}") from error
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise ContentError(f"读不出（{error}），应是 UTF-8 编码的 YAML", where=str(self.path)) from error
        if node is None:
            raise ContentError("文件是空的，应写 source、reads、from、fills", where=f"{self.path}:1")
        return node

    def _wrong(self, node: yaml.Node | None, sentence: str) -> ContentError:
        line = node.start_mark.line + 1 if node is not None else 1
        return ContentError(sentence, where=f"{self.path}:{line}")

    def _mapping(self, node: yaml.Node, what: str, keys: tuple[str, ...] = ()) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(node, f"{what}应是“键: 值”的形式")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if keys and name not in keys:
                raise self._wrong(key, f"没有“{name}”这个键，可以写的是 {'、'.join(keys)}")
            if name in found:
                raise self._wrong(key, f"“{name}”写了两次，请只留一个")
            found[name] = value
        return found

    def _text(self, top: Mapping[str, yaml.Node], key: str) -> str:
        node = top.get(key)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            raise self._wrong(node, f"{key} 应是一个值，不是列表或映射")
        return "" if node.tag.endswith(":null") else str(node.value)

    def _choice(self, top: Mapping[str, yaml.Node], key: str, choices: tuple[str, ...]) -> str:
        value = self._text(top, key) or choices[0]
        if value not in choices:
            raise self._wrong(top[key], f"{key} 是“{value}”，应是 {' 或 '.join(choices)}")
        return value

    def _zone(self, top: Mapping[str, yaml.Node]) -> str:
        name = self._text(top, "zone") or "Asia/Shanghai"
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise self._wrong(top["zone"], f"没有叫“{name}”的时区，应是 IANA 名称，如 Asia/Shanghai") from error
        return name

    def _list(self, node: yaml.Node | None, what: str) -> list[yaml.Node]:
        if node is None or (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")):
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self._wrong(node, f"{what} 应是列表，如 [a, b]")
        nodes: list[yaml.Node] = node.value
        return nodes

    def _parts(self, top: Mapping[str, yaml.Node], reads: str) -> tuple[StreamSpec, ...]:
        nodes = self._list(top.get("parts"), "parts")
        if nodes and ("fills" in top or "from" in top):
            raise self._wrong(top.get("fills", top.get("from")), "有 parts 时 from、fills 应写在每一部分里，不写在外面")
        if nodes:
            return tuple(self._stream(node, self._mapping(node, "parts 的每一项", _PART_KEYS), reads) for node in nodes)
        return (self._stream(None, top, reads),)

    def _stream(self, node: yaml.Node | None, keys: Mapping[str, yaml.Node], reads: str) -> StreamSpec:
        place = self._text(keys, "from")
        for key, right in (("from", "应写文件名，如 from: letters.csv"), ("fills", "应写表和列的来处，如 fills: {letter: {id: 编号}}")):
            if key not in keys or (key == "from" and not place):
                raise self._wrong(keys.get(key, node), f"缺少 {key}，{right}")
        if Path(place).is_absolute() or ".." in Path(place).parts:
            raise self._wrong(keys["from"], f"from “{place}”在来源的文件夹外面，应是文件夹里的文件名")
        ignores = tuple(str(item.value) for item in self._list(keys.get("ignores"), "ignores"))
        options = {k: self._text({k: v}, k) for k, v in self._mapping(keys["options"], "options").items()} if "options" in keys else {}
        return StreamSpec(
            place=place,
            reads=self._text(keys, "reads") or reads,
            fills=self._fills(keys["fills"], ignores),
            ignores=ignores,
            options=options,
        )

    def _fills(self, node: yaml.Node, ignores: tuple[str, ...]) -> dict[str, dict[str, ColumnSpec]]:
        landed = {name: table for name, table in all_tables().items() if table.kind == "landed"}
        fills: dict[str, dict[str, ColumnSpec]] = {}
        for name, columns in self._mapping(node, "fills").items():
            if name not in landed:
                raise self._wrong(columns, f"没有叫“{name}”的表，有的是 {'、'.join(landed)}")
            fills[name] = {key: self._column(value, landed[name], key, ignores) for key, value in self._mapping(columns, name).items()}
        if not any(fills.values()):
            raise self._wrong(node, "fills 是空的，应写表和列的来处，如 letter: {id: 编号}")
        return fills

    def _column(self, node: yaml.Node, table: Table, name: str, ignores: tuple[str, ...]) -> ColumnSpec:
        if name not in table.names:
            raise self._wrong(node, f"表 {table.name} 没有列“{name}”，有的是 {'、'.join(table.names)}")
        if isinstance(node, yaml.ScalarNode):
            spec = ColumnSpec(column=str(node.value))
        else:
            keys = self._mapping(node, f"{table.name}.{name}", _FILL_KEYS)
            pairs = self._mapping(keys["map"], "map") if "map" in keys else {}
            spec = ColumnSpec(
                column=self._text(keys, "column"), map={k: self._text({k: v}, k) for k, v in pairs.items()}, value=self._text(keys, "value")
            )
            self._allowed({**pairs, **({spec.value: keys["value"]} if spec.value else {})}, spec, table, name)
        if not spec.column and not spec.value:
            raise self._wrong(node, f"{table.name}.{name} 没有写来自哪一列，应是 {name}: 列名")
        if spec.column in ignores:
            raise self._wrong(node, f"列“{spec.column}”既在 fills 又在 ignores，请只留一处")
        return spec

    def _allowed(self, pairs: Mapping[str, yaml.Node], spec: ColumnSpec, table: Table, name: str) -> None:
        allowed = table.column(name).allowed
        for key, value in (*spec.map.items(), *([(spec.value, spec.value)] if spec.value else [])):
            if allowed and value not in allowed:
                raise self._wrong(pairs[key], f"{table.name}.{name} 不能是“{value}”，应是 {'、'.join(allowed)}")

    def _promises(self, node: yaml.Node | None) -> dict[str, tuple[int | None, int | None]]:
        found: dict[str, tuple[int | None, int | None]] = {}
        for name, bounds in (self._mapping(node, "promises") if node is not None else {}).items():
            if name not in all_tables():
                raise self._wrong(bounds, f"没有叫“{name}”的表，有的是 {'、'.join(all_tables())}")
            keys = self._mapping(bounds, f"promises.{name}", ("at_least", "at_most", "at_most_drop"))
            found[name] = (self._count(keys, "at_least"), self._count(keys, "at_most"))
            least, most = found[name]
            if least is not None and most is not None and least > most:
                raise self._wrong(bounds, f"at_least {least} 大于 at_most {most}，应不大于它")
        return found

    def _drops(self, node: yaml.Node | None) -> dict[str, float]:
        found: dict[str, float] = {}
        for name, bounds in (self._mapping(node, "promises") if node is not None else {}).items():
            keys = self._mapping(bounds, f"promises.{name}")
            text = self._text(keys, "at_most_drop")
            if not text:
                continue
            number = text.removesuffix("%").strip()
            if not text.endswith("%") or not number.isdecimal() or int(number) > 100:
                raise self._wrong(keys["at_most_drop"], f"at_most_drop 是“{text}”，应是百分数，如 50 %")
            found[name] = int(number) / 100
        return found

    def _count(self, keys: Mapping[str, yaml.Node], key: str) -> int | None:
        text = self._text(keys, key)
        if not text:
            return None
        if not text.isdecimal():
            raise self._wrong(keys[key], f"{key} 是“{text}”，应是不小于 0 的整数")
        return int(text)
