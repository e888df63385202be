"""A small census of platforms from landing to sentences: every trouble of platforms said once, in Chinese, with its evidence."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zouxin.flow.checking import check
from zouxin.flow.deriving import derive
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

MOMENT, COUNTY = date(2026, 3, 31), "澄河县"


def day(text: str) -> date:
    return date.fromisoformat(text)


def _platform(own: str, name: str, kind: str = "wechat", unit: str | None = "edu", **more: object) -> dict[str, object]:
    return {"id": own, "name": name, "kind": kind, "unit_id": unit, "status": "live", "filing_number": f"备{own}", **more}


CENSUS: dict[str, list[dict[str, object]]] = {
    "unit": [
        {"id": "gov", "name": "澄河县人民政府", "level": "county"},
        {"id": "edu", "name": "澄河县教育局", "level": "county", "parent_id": "gov"},
        {"id": "wat", "name": "澄河县水利局", "level": "county", "parent_id": "gov"},
    ],
    "order": [{"id": "o1", "number": "澄政办〔2016〕8号", "title": "关于全面开通政务微信的通知", "unit_id": "gov", "issued_on": day("2016-03-01"),
               "deadline_on": day("2016-06-30"), "demands": "open", "assesses": "opened"}],
    "platform": [
        _platform("gov1", "澄河发布", unit="gov", certified_name="澄河县人民政府办公室", editors=2, funded_until=day("2028-12-31")),
        _platform("edu1", "澄河教育", order_id="o1", certified_name="澄河县教育局"),
        _platform("edu2", "澄河教育资讯", certified_name="澄河云上传媒有限公司", operator="澄河云上传媒有限公司"),
        _platform("wat1", "澄河水利", unit="wat", certified_name="汉溪县水利局", editors=0, filing_number=None),
        _platform("app1", "澄河通", "app", "gov"),
        _platform("app2", "澄河学堂", "app", "edu"),
        _platform("lost", "水利澄河", "weibo", "wat", status="lost"),
        _platform("shut", "澄河教研", status="closed", closed_on=day("2025-12-01")),
        _platform("told", "澄河电教", status="closed", closed_on=day("2025-11-01"), closure_notice_on=day("2025-10-20")),
        {"id": "fake", "name": "橙河发布", "kind": "wechat", "certified_name": "快乐贸易商行"},
    ],
    "observation": [
        *({"platform_id": p, "of": of, "seen_on": MOMENT, "outcome": "read", "covers": "all"} for p, of in
          (("gov1", "posts"), ("edu1", "posts"), ("wat1", "replies"), ("app1", "app"))),
        *({"platform_id": "app2", "of": "app", "seen_on": day(f"2026-03-{d}"), "outcome": "failed", "covers": "all", "detail": "gone"} for d in (29, 30, 31)),
        *({"platform_id": "gov1", "of": "home", "seen_on": day(f"2026-03-{d}"), "outcome": "read", "covers": "all"} for d in (29, 30, 31)),
    ],
    "post": [{"id": "t1", "platform_id": "gov1", "posted_on": day("2026-03-30"), "text": "今天全县召开春耕工作会议"},
             {"id": "t2", "platform_id": "edu1", "posted_on": day("2026-01-05"), "text": "致全县家长的一封信"}],
    "letter": [{"id": f"l{n}", "platform_id": "wat1", "channel": "comment", "received_on": day("2025-09-01"), "text": f"河堤第{n}段什么时候能修好，一直没有人管"} for n in range(4)],
    "app_release": [{"platform_id": "app1", "version": "1.0", "system": "android", "released_on": day("2021-05-01"), "target": 25}],
    "download_channel": [{"platform_id": "app1", "channel": "应用商店", "url": "a", "official": True, "version": "1.0", "seen_on": MOMENT},
                         {"platform_id": "app1", "channel": "软件下载站", "url": "b", "official": False, "version": "0.9", "seen_on": MOMENT}],
    "service": [{"id": f"{p}{n}", "platform_id": p, "name": f"事项{n}", "item_code": f"i{n}"} for p in ("app1", "app2") for n in range(4)],
    "contract": [{"id": "c1", "unit_id": "edu", "yuan": 60000.0, "from_on": day("2025-04-01"), "until_on": day("2026-03-31"), "vendor": "澄河云上传媒有限公司"}],
    "contract_platform": [{"contract_id": "c1", "platform_id": "edu1"}, {"contract_id": "c1", "platform_id": "edu2"}],
    "reach": [{"platform_id": "edu1", "from_on": day("2025-04-01"), "seen_on": MOMENT, "reads": 8000}],
    "judgement": [{"subject_table": "platform", "subject_source": "census", "subject_id": "edu2", "question": "PLT006", "verdict": "yes",
                   "basis": "没有留言、私信和菜单", "by_role": "县政府办督查员", "on": day("2026-03-20")}],
}  # fmt: skip
EXPECTED = {
    "PLT001": {"wat1"}, "PLT002": {"edu1"}, "PLT003": {"app2"}, "PLT004": {"app1"}, "PLT005": {"app1"}, "PLT006": {"edu2"}, "PLT007": {"edu1", "edu2"},
    "PLT008": {"app2"}, "PLT009": {"wat1"}, "PLT011": {"wat1"}, "PLT012": {"edu2"}, "PLT013": {"wat1"}, "PLT014": {"edu1", "edu2"}, "PLT015": {"shut"},
    "PLT016": {"gov1"}, "PLT017": {"edu1"}, "PLT018": {"o1"}, "PLT019": {"lost"}, "PLT201": set(),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict]]:
    with Lake(Path(tmp_path_factory.mktemp("census")), memory=1.0) as lake:
        tables = {name: arrow_schema(all_tables()[name]) for name in CENSUS}
        rows = {n: pa.Table.from_pylist([{"source": "census", **row} for row in some], schema=tables[n]) for n, some in CENSUS.items()}
        lake.land("census", [{name: some.combine_chunks().to_batches()[0] for name, some in rows.items()}])
        said = check(lake, derive(lake), moment=MOMENT, asked=("national",), everything=True)
        yield [row for kept in said.kept if kept.asked.check.code.startswith("PLT") for row in pq.read_table(kept.path).to_pylist()]


def test_each_trouble_is_found_where_it_is_and_nowhere_else(answers: list[dict]) -> None:
    found: dict[str, set[str]] = {code: set() for code in EXPECTED}
    for row in answers:
        if row["found"]:
            found[row["check"]].add(row["subject_id"])
    # what is the government's only account depends on its app, which is live beside it
    assert found == EXPECTED


def test_every_sentence_is_whole(answers: list[dict]) -> None:
    for row in answers:
        assert "{" not in row["sentence"]
        assert not (
            row["found"]
            and any(word in row["sentence"] for word in ("equal", "stated", "glyph", "pinyin", "unknown", "gone", "certified", "wechat"))
        ), row
        print(row["check"], row["subject_id"], row["verdict"], row["severity"], row["sentence"])
