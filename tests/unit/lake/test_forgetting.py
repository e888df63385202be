"""What is given to an engine for one question is gone when it is given back."""

from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from zouxin.lake.duckdb import DuckDB


def test_a_table_given_back_is_gone_and_others_stay(tmp_path: Path) -> None:
    engine = DuckDB(tmp_path, memory=0.5)
    kept, gone = (engine.memory(pa.table({"a": [n]})) for n in (1, 2))
    engine.forget(gone)
    assert [row for batch in engine.batches(kept) for row in batch.to_pylist()] == [{"a": 1}]
    with pytest.raises(ibis.backends.duckdb.duckdb.CatalogException):
        next(iter(engine.batches(gone)))
    engine.close()


def test_many_small_questions_do_not_fill_the_engine(tmp_path: Path) -> None:
    engine = DuckDB(tmp_path, memory=0.1)
    for _ in range(40):
        rows = engine.memory(pa.table({"a": pa.array(range(1_000_000))}))
        engine.forget(rows)
    engine.close()
