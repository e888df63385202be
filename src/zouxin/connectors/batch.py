"""What every connector yields: rows of text, with the numbers a person sees beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.connectors.cells import clean

ROWS = 50_000
#: bytes of one cell; Excel itself holds 32,767 characters, so this is far beyond any letter
LONGEST = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One row (row 0: a whole sheet or file) that could not be read, why, and what would be right."""

    row: int
    reason: str
    remedy: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Rows as they stand in a file, every column a string, null where blank.

    `first_row` is the number of the first row as a person sees it in the file (csv and Excel: the
    header's row counts; Parquet and JSON: 1 is the first record, JSON Lines: the line).
    `numbers` (int64, as long as `rows`) is given where the rows do not follow one another without
    gaps. `stated` are things found out and to be told: encoding, delimiter, header row.
    `broken` are rows kept out. `sparse`: a column may be missing because JSON leaves it out. `whole` is false where
    the way of reading shows but part of what there is (a feed, an interface that leaves things out). `table`: the
    columns are named as that table names them.
    """

    rows: pa.RecordBatch
    first_row: int
    file: str
    sheet: str = ""
    stated: tuple[str, ...] = ()
    numbers: pa.Int64Array | None = None
    broken: tuple[Broken, ...] = ()
    sparse: bool = False
    whole: bool = True
    table: str = ""

    @property
    def row_numbers(self) -> pa.Int64Array:
        """The number of each row as a person sees it, int64."""
        if self.numbers is not None:
            return self.numbers
        return pa.array(np.arange(self.first_row, self.first_row + self.rows.num_rows, dtype=np.int64))


def batch_of(
    columns: Sequence[pa.Array],
    *,
    names: Sequence[str],
    numbers: Sequence[int] | np.ndarray,
    file: str,
    sheet: str = "",
    stated: tuple[str, ...] = (),
    broken: Sequence[Broken] = (),
    sparse: bool = False,
) -> Batch:
    """A batch out of string columns: cells cleaned, blank rows dropped, rows with an endless cell set aside.

    `columns` are string arrays of one length; `numbers` the row number of each.
    """
    numbers = np.asarray(numbers, dtype=np.int64)
    arrays = [clean(column) for column in columns]
    keep, found = _too_long(arrays, names=names, numbers=numbers)
    blank = np.logical_and.reduce([a.is_null().to_numpy(zero_copy_only=False) for a in arrays]) if arrays else ~keep
    rows = pa.RecordBatch.from_arrays(arrays, names=list(names))
    keep &= ~blank
    if not keep.all():
        rows, numbers = rows.filter(pa.array(keep)), numbers[keep]
    first = int(numbers[0]) if len(numbers) else 0
    gaps = len(numbers) > 0 and int(numbers[-1]) - first + 1 != len(numbers)
    return Batch(
        rows=rows, first_row=first, file=file, sheet=sheet, stated=stated, broken=(*broken, *found), sparse=sparse,
        numbers=pa.array(numbers) if gaps else None,
    )  # fmt: skip


def _too_long(arrays: list[pa.Array], *, names: Sequence[str], numbers: np.ndarray) -> tuple[np.ndarray, list[Broken]]:
    keep, found = np.ones(len(numbers), dtype=bool), []
    for name, array in zip(names, arrays, strict=True):
        size = pc.max(pc.binary_length(array)).as_py()
        if size is None or size <= LONGEST:
            continue
        over = pc.fill_null(pc.greater(pc.binary_length(array), LONGEST), False).to_numpy(zero_copy_only=False) & keep
        keep &= ~over
        found += [too_long(int(numbers[i]), name, array[i].as_py()) for i in np.flatnonzero(over)]
    return keep, found


def too_long(row: int, column: str, value: str) -> Broken:
    """A cell longer than any letter."""
    reason = f"单元格有 {len(value):,} 个字符，超过上限 {LONGEST >> 20} MB"
    return Broken(row=row, column=column, value=value[:40], reason=reason, remedy="把正文以外的内容（如附件的编码）移出这一格")
