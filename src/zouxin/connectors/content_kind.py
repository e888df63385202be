"""Whether what stands in a column can be what its heading claims."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.connectors.dates import read_dates
from zouxin.connectors.scoring import Claim
from zouxin.tables import all_tables

_LOOKED_AT = 2_000


def fits(claim: Claim, sample: pa.RecordBatch) -> bool:
    """Whether the cells of a column may be what is claimed. A column without a single cell fits nothing,
    in a sample without rows every claim fits."""
    if sample.num_rows == 0:
        return True
    cells = sample.column(claim.column).slice(0, _LOOKED_AT).drop_null()
    if not len(cells):
        return False
    table, name = claim.target.split(".")
    column = all_tables()[table].column(name)
    if claim.target == "contract.yuan" and "万" in claim.column:
        return False  # ten thousands of yuan read as yuan would be a wrong figure in silence
    if column.allowed:
        known = [column.value(word) is not None for word in pc.unique(cells).to_pylist()]
        # under its own heading one unknown word among known ones sends its rows to quarantine, not the column
        return all(known) or (bool(column.spoken) and claim.score >= 0.85 and sum(known) * 2 >= len(known))
    if column.type == "date":
        # under its own heading a column of days stays one though many cells are wrong: those rows go to quarantine;
        # in a mailbox a general heading (发布时间) is not yet one's own
        return _dated(cells) >= (0.2 if claim.score >= (0.95 if table in ("letter", "reply") else 0.85) else 0.8)
    if column.type == "text":
        if table == "post" and claim.score >= 0.85:
            return _prose(cells, title=True)
        return (name == "title" and claim.score >= 0.95) or _prose(cells, title=name == "title")
    if name == "id" and table in ("letter", "reply", "platform", "post"):
        return _identifies(cells, sample.num_rows)
    if name in ("unit_id", "name"):
        return _named(cells)
    return True


def _dated(cells: pa.Array) -> float:
    return 1.0 - float(read_dates(cells, zone="UTC", day_first=True).bad.mean())


def _prose(cells: pa.Array, *, title: bool) -> bool:
    sizes = pc.utf8_length(cells).to_numpy(zero_copy_only=False)
    if sizes.mean() < (3 if title else 5):
        return False
    digits = pc.match_substring_regex(cells, r"^[\d\s.,:/%+\-年月日时分秒TZ]*$").to_numpy(zero_copy_only=False)
    links = pc.match_substring_regex(cells, r"^\s*https?://\S+$").to_numpy(zero_copy_only=False)
    # a state (已办结, 未答复) is one of a few short words
    few = len(pc.unique(cells)) <= max(3, len(cells) // 50) and np.quantile(sizes, 0.9) <= 8 and len(cells) > 5
    return digits.mean() < 0.5 and links.mean() < 0.5 and not few


def _identifies(cells: pa.Array, rows: int) -> bool:
    longest = pc.max(pc.utf8_length(cells)).as_py()
    return longest <= 128 and len(pc.unique(cells)) >= 0.9 * len(cells) and len(cells) >= 0.5 * min(rows, _LOOKED_AT)


def _named(cells: pa.Array) -> bool:
    sizes = pc.utf8_length(cells).to_numpy(zero_copy_only=False)
    return float(np.quantile(sizes, 0.95)) <= 60 and not (len(cells) > 5 and _dated(cells) > 0.8)


def is_long(column: pa.Array) -> bool:
    """Whether a column holds sentences rather than words: 15 characters on average, and no links or numbers."""
    cells = column.slice(0, _LOOKED_AT).drop_null()
    return len(cells) > 0 and _prose(cells, title=False) and pc.mean(pc.utf8_length(cells)).as_py() >= 15
