"""Parquet files, a batch of rows at a time."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zouxin.connectors.batch import ROWS, Batch, batch_of
from zouxin.connectors.cells import text_of
from zouxin.model.errors import SourceError


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of at most 50,000 rows; row 1 is the first record. Nested and binary columns are left out and said so.

    Raises SourceError where the file is damaged.
    """
    row = 1
    try:
        with pq.ParquetFile(place, pre_buffer=False, buffer_size=1 << 20) as file:
            kept, stated = _columns(file.schema_arrow, place)
            for rows in file.iter_batches(batch_size=ROWS, columns=kept):
                yield _batch(rows, row=row, place=place, stated=stated if row == 1 else ())
                row += rows.num_rows
            if row == 1:
                yield batch_of([pa.array([], pa.string())] * len(kept), names=kept, numbers=[], file=place.name, stated=stated)
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        after = f"第 {row - 1} 行之后" if row > 1 else ""
        raise SourceError(f"{place.name}：Parquet 文件{after}已损坏或不完整，请重新导出这个文件") from error


def _columns(schema: pa.Schema, place: Path) -> tuple[list[str], tuple[str, ...]]:
    flat = [f.name for f in schema if text_of(pa.array([], f.type)) is not None]
    twice = sorted({name for name in flat if flat.count(name) > 1})
    if twice:
        raise SourceError(f"{place.name}：列名“{twice[0]}”重复，请让每个列名只出现一次")
    if not flat:
        raise SourceError(f"{place.name}：没有一列是普通的文字、数字或日期，请导出成一行一信的表")
    nested = [name for name in schema.names if name not in flat]
    return flat, tuple(f"列“{name}”是嵌套值或二进制，未读" for name in nested)


def _batch(rows: pa.RecordBatch, *, row: int, place: Path, stated: tuple[str, ...]) -> Batch:
    columns = [text_of(column) for column in rows.columns]
    numbers = np.arange(row, row + rows.num_rows)
    return batch_of(columns, names=rows.schema.names, numbers=numbers, file=place.name, stated=stated)
