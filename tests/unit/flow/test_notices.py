"""One notice a unit, told apart by source and id; none to nobody; no file over another."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from zouxin.bulletins.document import Block, Document, plain, write_html
from zouxin.flow.answering import register
from zouxin.flow.inspecting import documents
from zouxin.lake import Lake
from zouxin.model.citation import Citation
from zouxin.model.inspection import Heading, Inspection, Reason
from zouxin.model.ruled import Ruled
from zouxin.scores.inspection import inspection
from zouxin.scores.vetoes import ACCOUNTS, Answer, Listed, Veto
from zouxin.tables import all_tables, arrow_schema

HEADING = Heading(
    title="通报", issuer="某办", number="", to="", period="", moment=date(2021, 6, 30), issued_on=date(2021, 7, 5), due_on=None, run="r"
)
RULE = Ruled(check="PLT002", pack="national", asked=True, severity="veto", chosen="veto", because=Citation(title="检查指标"))


def told(*register: Listed) -> Inspection:
    """All of them failed."""
    answers = tuple(Answer(platform=one.key, found=True, because="", reason=_reason(one.name)) for one in register)
    return inspection(HEADING, register, [Veto(rule=RULE, title="不更新", kinds=ACCOUNTS, answers=answers)])


def _reason(name: str) -> Reason:
    return Reason(check="PLT002", title="不更新", sentence=f"{name}不更新。", citation="", mark=name)


def listed(name: str, unit: str, unit_id: str, source: str = "s") -> Listed:
    return Listed(key=(source, name), name=name, kind="wechat", unit=unit, unit_id=unit_id, level="county")


def test_units_of_one_name_get_a_notice_each() -> None:
    of = told(
        listed("甲县水利", "水利局", "u1"),
        listed("乙县水利", "水利局", "u2"),
        listed("丙县水利", "水利局", "u1", "t"),
        listed("城关", "城关镇", "u3"),
    )
    notices = {name: plain(document) for name, document in documents(of) if name.startswith("整改通知")}
    assert len(notices) == 4
    for name in ("甲县水利", "乙县水利", "丙县水利", "城关"):
        assert [text.count("不更新。") for text in notices.values() if f"{name}不更新。" in text] == [1]
    assert any("水利局（编号 u2，来源 s）：" in text for text in notices.values())
    assert any("城关镇：" in text for text in notices.values())


def test_no_notice_goes_to_nobody() -> None:
    of = told(listed("水利", "水利局", "u1"), listed("谁的", "未注明主办单位", ""), listed("查不到", "未能查明（单位编号 u9）", "", "t"))
    written = dict(documents(of))
    assert set(written) == {"通报", "整改通知001-水利局", "主办单位不明的平台"}
    text = plain(written["主办单位不明的平台"])
    assert "2 个平台" in text
    assert "没有发出整改通知" in text
    assert "谁的不更新。" in text
    assert "u9" in text


def test_names_of_files_never_collide() -> None:
    long = "某" * 80
    names = ["a/b", "a:b", "A:B", long, long + "甲", "..", "con."]
    files = [name.casefold() for name, _ in documents(told(*(listed(f"p{n}", name, f"u{n}") for n, name in enumerate(names))))]
    assert len(set(files)) == len(names) + 1
    assert max(len(f"{name}.html".encode()) for name in files) <= 255


def test_who_owns_a_platform_is_what_the_census_can_name(tmp_path: Path) -> None:
    rows = {
        "unit": [{"source": "s", "id": "u1", "name": "水利局", "level": "county"}, {"source": "s", "id": "u2", "level": "town"}],
        "platform": [{"source": source, "id": f"p{n}", "kind": "wechat", "status": "live", "unit_id": unit}
                     for n, (source, unit) in enumerate([("s", "u1"), ("s", "u2"), ("s", "u9"), ("s", None), ("t", "教育局")])],
    }  # fmt: skip
    with Lake(tmp_path) as lake:
        for source in ("s", "t"):
            some = {
                n: pa.RecordBatch.from_pylist([r for r in all_ if r["source"] == source], schema=arrow_schema(all_tables()[n]))
                for n, all_ in rows.items()
            }
            lake.land(source, [{name: batch for name, batch in some.items() if len(batch)}])
        found = {one.key[1]: (one.unit, one.unit_id, one.level) for one in register(lake, date(2021, 6, 30))}
    assert found == {
        "p0": ("水利局", "u1", "county"), "p1": ("未能查明（单位编号 u2）", "", "town"), "p2": ("未能查明（单位编号 u9）", "", ""),
        "p3": ("未注明主办单位", "", ""), "p4": ("教育局", "教育局", ""),
    }  # fmt: skip


def test_a_notice_does_not_bear_the_number_of_the_bulletin_but_names_it() -> None:
    of = replace(told(listed("水利", "水利局", "u1")), number="某办函〔2021〕3号")
    texts = dict(documents(of))
    assert [block.text for block in texts["通报"].blocks if block.kind == "number"] == ["某办函〔2021〕3号"]
    notice = texts["整改通知001-水利局"]
    assert [block for block in notice.blocks if block.kind == "number"] == []
    assert "（见《通报》，某办函〔2021〕3号）" in plain(notice)


def test_few_that_could_be_judged_do_not_stand_for_all() -> None:
    silent = Answer(platform=("s", "甲"), found=None, because="unobserved", reason=_reason("甲"))
    broken = Answer(platform=("s", "乙"), found=True, because="", reason=_reason("乙"))
    rule = Veto(rule=RULE, title="不更新", kinds=ACCOUNTS, answers=(silent, broken))
    of = inspection(HEADING, [listed("甲", "水利局", "u1"), listed("乙", "水利局", "u1")], [rule])
    text = plain(next(document for name, document in documents(of) if name == "通报"))
    assert "合格率 0.0%（0/1）" in text
    assert "合格率不低于 0.0%（0/2）、不高于 50.0%（1/2）" in text
    assert "附件：1．不合格政府网站名单" in text


def test_on_a_page_no_figure_breaks_over_lines(tmp_path: Path) -> None:
    rows = (("名称", "合格率", "编号"), ("某镇", "5.9%（1/17）", "6TIFWR2GJHZC4KKI"))
    write_html(Document(title="表", blocks=(Block(kind="table", rows=rows),), foot=""), tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert page.count('class="figure"') == 4
    assert '<td class="word">某镇</td>' in page
