"""Rows kept out, with the reason and what would be right; the first reason of a row is the one it is told."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.connectors.batch import Batch, Broken

SCHEMA = pa.schema(
    [("file", pa.string()), ("sheet", pa.string()), ("row", pa.int64()), ("column", pa.string()), ("value", pa.string()),
     ("reason", pa.string()), ("remedy", pa.string())]
)  # fmt: skip
_SHOWN = 200


class Problems:
    """What is wrong with the rows of one batch."""

    def __init__(self, size: int) -> None:
        self._nth = np.zeros(size, dtype=np.int32)
        self._told: list[tuple[str, pa.Array | None, str, str]] = []

    @property
    def out(self) -> np.ndarray:
        """Mask of rows that have a problem."""
        return self._nth > 0

    def add(self, mask: np.ndarray, *, column: str, values: pa.Array | None, reason: str, remedy: str) -> None:
        """Sets aside the rows of a mask that are not yet; `values` is the whole column the reason is about."""
        mask = mask & (self._nth == 0)
        if mask.any():
            self._told.append((column, values, reason, remedy))
            self._nth[mask] = len(self._told)

    def rows(self, batch: Batch) -> pa.RecordBatch:
        """The quarantine rows: those of the mask in their order, after the rows the reader could not read."""
        parts = [_broken(batch, batch.broken)] if batch.broken else []
        numbers = batch.row_numbers
        for nth, (column, values, reason, remedy) in enumerate(self._told, start=1):
            at = pa.array(np.flatnonzero(self._nth == nth))
            shown = pc.utf8_slice_codeunits(values.take(at), 0, _SHOWN) if values is not None else pa.nulls(len(at), pa.string())
            parts.append(_rows(batch, numbers.take(at), column=column, values=shown, reason=reason, remedy=remedy))
        if not parts:
            return pa.RecordBatch.from_arrays([pa.array([], f.type) for f in SCHEMA], schema=SCHEMA)
        return pa.Table.from_batches(parts).sort_by("row").combine_chunks().to_batches()[0]


def _rows(batch: Batch, numbers: pa.Array, *, column: str, values: pa.Array, reason: str, remedy: str) -> pa.RecordBatch:
    size = len(numbers)
    texts = [pa.repeat(pa.scalar(text, pa.string()), size) for text in (batch.file, batch.sheet, column, reason, remedy)]
    file, sheet, column_, reason_, remedy_ = texts
    return pa.RecordBatch.from_arrays([file, sheet, numbers, column_, values.cast(pa.string()), reason_, remedy_], schema=SCHEMA)


def _broken(batch: Batch, broken: Iterable[Broken]) -> pa.RecordBatch:
    rows = [
        {
            "file": batch.file,
            "sheet": batch.sheet,
            "row": b.row,
            "column": b.column,
            "value": b.value[:_SHOWN],
            "reason": b.reason,
            "remedy": b.remedy,
        }
        for b in broken
    ]
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)
