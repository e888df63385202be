"""Names of platforms beside their owners', and names like them, from landed rows to derived tables."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from zouxin.flow.deriving import derive
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

UNITS = [
    {"id": "gov", "name": "澄河县人民政府", "level": "county"},
    {"id": "edu", "name": "澄河县教育局", "level": "county", "parent_id": "gov"},
    {"id": "sui", "name": "随昌县人民政府", "level": "county"},
    {"id": "sui2", "name": "遂昌县人民政府", "level": "county"},
]
PLATFORMS = [
    {"id": "1", "name": "澄河发布", "kind": "wechat", "unit_id": "gov", "certified_name": "澄河县人民政府办公室"},
    {"id": "2", "name": "澄河教育", "kind": "weibo", "unit_id": "edu", "certified_name": "澄河云上传媒有限公司", "operator": "云上传媒"},
    {"id": "3", "name": "澄河教育", "kind": "wechat", "unit_id": "edu", "certified_name": "澄河县人民政府"},
    {"id": "4", "name": "橙河发布", "kind": "wechat"},
    {"id": "5", "name": "澄河發布", "kind": "weibo", "certified_name": "澄河县人民政府"},
    {"id": "6", "name": "澄河发布", "kind": "short_video", "url": "https://www.douyin.com/user/1", "certified_name": "快乐贸易商行"},
    {"id": "7", "name": "随昌发布", "kind": "wechat", "unit_id": "sui", "certified_name": "随昌县人民政府"},
    {"id": "8", "name": "澄河发布", "kind": "group"},
    {"id": "9", "name": "澄河教冇", "kind": "wechat", "status": "closed"},
    {"id": "10", "name": "澄河发布", "kind": "other"},
    {"id": "11", "kind": "other", "unit_id": "gone"},
    {"id": "12", "name": "遂昌发布", "kind": "wechat", "unit_id": "sui2", "certified_name": "遂昌县人民政府"},
    {"id": "13", "name": "绥昌发布", "kind": "weibo", "unit_id": "edu", "certified_name": "澄河县教育局"},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[dict]]]:
    with Lake(Path(tmp_path_factory.mktemp("lake")), memory=1.0) as lake:
        rows = {"unit": UNITS, "platform": PLATFORMS}
        filled = {name: _batch([{"source": "a", **row} for row in some], name) for name, some in rows.items()}
        lake.land("a", [filled])
        shop = derive(lake)
        yield {n: [r for b in lake.engine.batches(shop.table(n)) for r in b.to_pylist()] for n in ("platform_reading", "look_alike")}


def _batch(rows: list[dict], name: str) -> pa.RecordBatch:
    return pa.Table.from_pylist(rows, schema=arrow_schema(all_tables()[name])).combine_chunks().to_batches()[0]


def test_readings(made: dict[str, list[dict]]) -> None:
    read = {row["platform_id"]: row for row in made["platform_reading"]}
    assert {k: row["owner_fit"] for k, row in read.items()} == {
        "1": "part", "2": "other", "3": "above", "4": None, "5": None, "6": None, "7": "same", "8": None, "9": None, "10": None, "11": None, "12": "same", "13": "same",
    }  # fmt: skip
    assert {k: row["company"] for k, row in read.items() if row["company"]} == {"2": "certified"}
    assert {k: row["seat"] for k, row in read.items() if row["seat"]} == {"1": "澄河县政府", "7": "随昌县政府", "12": "遂昌县政府"}
    assert read["2"]["operator_company"] is True
    assert read["6"]["network"] == "douyin"
    assert read["11"]["owner_company"] is None
    assert read["5"]["folded"] == "澄河发布"


def test_look_alikes(made: dict[str, list[dict]]) -> None:
    found = {(row["platform_id"], row["other_id"]): (row["how"], row["doubt"]) for row in made["look_alike"]}
    # the same name certified to a stranger; the same sound of nobody known. The owner's own forgotten account, the
    # same name of nobody known, groups and closed ones are nobody's copy; nor is a neighbour whose name sounds alike but is its own
    assert found == {
        ("1", "6"): ("same", "other"),
        ("1", "4"): ("pinyin", "unknown"),
        ("7", "13"): ("pinyin", "unit"),
        ("12", "13"): ("pinyin", "unit"),
    }


def test_a_name_of_many_owners_is_said_to_be_compared_with_none(tmp_path: Path) -> None:
    units = [{"id": f"u{n}", "name": f"第{n}中学"} for n in range(21)]
    platforms = [{"id": f"p{n}", "name": "智慧校园", "kind": "wechat", "unit_id": f"u{n}"} for n in range(21)]
    platforms += [{"id": "x", "name": "智慧校园", "kind": "wechat", "certified_name": "某科技有限公司"}]
    with Lake(tmp_path, memory=1.0) as lake:
        filled = {
            name: _batch([{"source": "a", **row} for row in some], name) for name, some in {"unit": units, "platform": platforms}.items()
        }
        lake.land("a", [filled])
        rows = [row for batch in lake.engine.batches(derive(lake).table("look_alike")) for row in batch.to_pylist()]
    assert {(row["platform_id"], row["other_id"], row["how"]) for row in rows} == {(f"p{n}", f"p{n}", "crowd") for n in range(21)}
