"""The sample county: invented, documented and seeded, a source like any other.

Names, sentences and what is planted stand in content/sources/sample-county/; docs/explanation/sample-county.md
says which figure of the report each planted row shows.
"""

from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import PurePath

import pyarrow as pa

from zouxin.connectors._sample.county import PLACES, county
from zouxin.connectors.batch import ROWS, Batch
from zouxin.model.errors import SourceError

SEED = 20190524  # the day of the report


def read(place: str | PathLike[str], options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of one part of the county, one of PLACES: units, platforms, letters, replies, posts, messages, looks and more.

    Options: seed. Raises SourceError for a part there is not. Row 1 is the first record.
    """
    name = PurePath(place).stem
    if name not in PLACES:
        raise SourceError(f"样板县没有 {name} 这一部分；有 {'、'.join(PLACES)}")
    seed = int(str(options.get("seed", SEED)))
    stated: tuple[str, ...] = (f"样板县是虚构的，种子 {seed}",) if name == PLACES[0] else ()
    row = 1
    for rows in county(seed).tables[name].to_batches(max_chunksize=ROWS):
        yield Batch(rows=rows, first_row=row, file=f"sample-county/{name}", stated=stated)
        row, stated = row + rows.num_rows, ()


def truth(*, seed: int = SEED) -> pa.Table:
    """What a careful reader would say of every planted letter, reply, platform, post, unit and order.

    Columns, all strings: source, trouble (name of the check), subject_id (of a letter also its reply's), expect (yes, no,
    null = cannot tell), story. A pair of check and subject that is not there is left open, because people differ on it or
    a limit decides.
    """
    return county(seed).truth
