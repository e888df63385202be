"""Package: rows a register gives out, as a data package (Frictionless Data, specification v1)."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from zouxin.flow.exporting import UNSAID, as_text, resource, slug
from zouxin.tables import all_tables


def package(to: Path, source: str, batches: Iterable[Mapping[str, pa.RecordBatch]], *, title: str, licence: str = "") -> Path:
    """Write batches (as `land_tables` takes them) to a data package in a folder of its own below `to`; its descriptor.

    Texts are written as they are: a spreadsheet may take one that begins with = for a formula.
    """
    folder = to / slug(source)
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, pyarrow.csv.CSVWriter] = {}
    try:
        for tables in batches:
            for name, rows in tables.items():
                table = all_tables()[name]
                schema = pa.schema([pa.field(column.name, pa.string()) for column in table.columns])
                if name not in writers:
                    writers[name] = pyarrow.csv.CSVWriter(folder / f"{name}.csv", schema)
                columns = [as_text(rows.column(column.name), column) for column in table.columns]
                writers[name].write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    finally:
        for writer in writers.values():
            writer.close()
    said = {
        "profile": "tabular-data-package", "name": folder.name, "title": title, "licenses": [{"name": licence} if licence else UNSAID],
        "sources": [{"title": source}], "resources": [resource(all_tables()[name], folder / f"{name}.csv") for name in writers],
    }  # fmt: skip
    path = folder / "datapackage.json"
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path
