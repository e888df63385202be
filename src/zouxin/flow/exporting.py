"""Export: what landed as data packages (Frictionless Data, specification v1), one for each source."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from zouxin.flow.landing import HOLIDAYS
from zouxin.flow.publishing import whole
from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.model.table import Column, Table
from zouxin.tables import all_tables, arrow_schema

_TYPES = {"date": "date", "timestamp": "datetime", "int64": "integer", "float64": "number", "bool": "boolean"}
UNSAID = {"name": "other-closed", "title": "未声明许可：使用前请征得数据发布者同意"}


def export(out: Path, to: Path, *, licence: str = "") -> tuple[Path, ...]:
    """Writes each source that landed in an audit's folder to a data package below `to`; their descriptors.

    `licence`: an id such as CC-BY-4.0, which only who publishes the data can give. Texts are written as they are:
    a spreadsheet may take one that begins with = for a formula. Raises UsageError where nothing has landed.
    """
    if not (out / "lake").is_dir():
        raise UsageError(f"{out} 里没有 lake；请先运行 zouxin audit，或指明它的输出文件夹")
    with Lake(out / "lake") as lake:
        last = {s.source: s.id for s in lake.snapshots() if s.source != HOLIDAYS}
        if not last:
            raise UsageError(f"{out} 里还没有载入任何数据")
        return tuple(_package(lake, source, snapshot, to / slug(source), licence) for source, snapshot in last.items())


def slug(source: str) -> str:
    bare = re.sub(r"[^a-z0-9._-]+", "-", source.lower()).strip("-.")
    return f"{bare or 'source'}-{sha256(source.encode()).hexdigest()[:6]}"


def _package(lake: Lake, source: str, snapshot: str, folder: Path, licence: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, table in all_tables().items():
        if table.kind != "landed" or not any(s.rows.get(name) for s in lake.snapshots() if s.source == source):
            continue
        rows = lake.open(name).filter(ibis._.source == source).drop("source")
        whole(folder / f"{name}.csv", lambda path, rows=rows, table=table: _csv(lake, rows, table, path))
        resources.append(resource(table, folder / f"{name}.csv"))
    said = {
        "profile": "tabular-data-package", "name": folder.name, "title": source, "version": snapshot,
        "licenses": [{"name": licence} if licence else UNSAID], "sources": [{"title": source}], "resources": resources,
    }  # fmt: skip
    path = folder / "datapackage.json"
    whole(path, lambda fresh: fresh.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8"))
    return path


def _csv(lake: Lake, rows: ibis.expr.types.Table, table: Table, path: Path) -> None:
    schema = pa.schema([pa.field(c.name, pa.string()) for c in table.columns])
    with pa.csv.CSVWriter(path, schema) as writer:
        for batch in lake.engine.batches(rows.order_by(list(table.key))):
            columns = [as_text(batch.column(c.name).cast(arrow_schema(table, source=False).field(c.name).type), c) for c in table.columns]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def as_text(column: pa.Array, about: Column) -> pa.Array:
    if about.type == "timestamp":
        return pc.strftime(pc.cast(column, pa.timestamp("s", tz="UTC"), safe=False), format="%Y-%m-%dT%H:%M:%SZ")
    return column.cast(pa.string())


def resource(table: Table, file: Path) -> Mapping[str, object]:
    return {
        "profile": "tabular-data-resource", "name": table.name, "path": file.name, "description": table.doc, "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "bytes": file.stat().st_size, "hash": f"sha256:{sha256(file.read_bytes()).hexdigest()}",
        "schema": {"fields": [_field(column) for column in table.columns], "primaryKey": list(table.key), "missingValues": [""]},
    }  # fmt: skip


def _field(column: Column) -> Mapping[str, object]:
    bounds = {**({} if column.blank else {"required": True}), **({"enum": list(column.allowed)} if column.allowed else {})}
    return {
        "name": column.name,
        "type": _TYPES.get(column.type, "string"),
        "description": column.doc,
        **({"constraints": bounds} if bounds else {}),
    }
