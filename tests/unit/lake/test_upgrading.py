"""A lake of an earlier version: tables have gained columns since, and what landed then is read with them blank."""

import pyarrow as pa
import pyarrow.parquet as pq

from zouxin.lake import Lake, store


def test_rows_that_landed_before_a_column_was_there_are_read_with_it_blank(tmp_path):
    said = {"id": pa.array(["a"]), "kind": pa.array(["wechat"]), "name": pa.array(["旧"]), "source": pa.array(["s"])}
    from zouxin.tables import all_tables, arrow_schema

    schema = arrow_schema(all_tables()["platform"])
    rows = pa.RecordBatch.from_arrays([said[f.name].cast(f.type) if f.name in said else pa.nulls(1, f.type) for f in schema], schema=schema)
    with Lake(tmp_path) as lake:
        lake.land("s", [{"platform": rows}])
        path = lake.store.files("platform")[0]
    old = pq.read_table(path).drop_columns(["members", "funded_until", "url"])
    pq.write_table(old, path)
    store._AS_NOW.clear()
    with Lake(tmp_path) as lake:
        table = pa.Table.from_batches(list(lake.engine.batches(lake.open("platform"))))
        lake.land("s", [{"platform": rows.slice(0, 1)}], brings="additions", said={"again": 1})
        assert pa.Table.from_batches(list(lake.engine.batches(lake.open("platform")))).num_rows == 1
    assert table.schema.names == schema.names
    assert table.to_pylist()[0]["name"] == "旧"
    assert table.to_pylist()[0]["members"] is None
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name]
