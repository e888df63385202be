"""Two quarters of a county's census: the bulletin adds up, the re-check believes only what was seen again, the documents agree."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from small_county import SPRING, SUMMER, audit, county, published

from zouxin import flow
from zouxin.cli import main
from zouxin.model.errors import RenderError, UsageError


@pytest.fixture(scope="module")
def two_quarters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place, out = tmp_path_factory.mktemp("county"), tmp_path_factory.mktemp("out")
    county(place, SPRING, silent={4, 9})
    audit(place, out, SPRING)
    published(out, date(2021, 7, 5))
    county(place, SUMMER, silent={12}, failed={9}, closed={5})
    audit(place, out, SUMMER)
    published(out, date(2021, 10, 8))
    return out


def test_the_bulletin_of_a_quarter_adds_up(two_quarters: Path) -> None:
    first = flow.changes(two_quarters)[0]
    told, written = published(two_quarters, date(2021, 7, 5), first.id)
    assert (told.accounts.register, told.accounts.checked, told.accounts.failed, told.accounts.unknown) == (31, 31, 2, 0)
    page = next(path for path in written if path.name == "通报.html").read_text("utf-8")
    assert "93.5%（29/31）" in page
    assert "“4号”" in page
    assert "“9号”" in page
    assert told.checksum in page
    assert first.id in page


def test_the_three_forms_say_the_same(two_quarters: Path) -> None:
    told, written = published(two_quarters, date(2021, 10, 8))
    docx, xlsx, html = (next(p for p in written if p.name == f"通报.{form}") for form in ("docx", "xlsx", "html"))
    words = "".join(p.text for p in Document(docx).paragraphs)
    cells = {str(cell) for sheet in openpyxl.load_workbook(xlsx) for row in sheet.iter_rows(values_only=True) for cell in row}
    for sentence in ("合格率 96.6%（28/29）", "另有 1 个未能完整查看或缺少材料，无法判定"):
        assert sentence in words
        assert sentence in html.read_text("utf-8")
    named = [row.cells[1].text for table in Document(docx).tables for row in table.rows]
    assert "12号" in named
    assert "12号" in cells
    assert any(told.checksum in cell for cell in cells)


def test_what_was_not_seen_again_is_not_mended(two_quarters: Path) -> None:
    _, _, changes = flow.changes(two_quarters)
    state = {one.subject_id: (one.state, one.because) for one in changes if one.check == "PLT002"}
    assert state == {"a4": ("gone", ""), "a9": ("cannot tell", "unobserved"), "a12": ("new", "")}
    told, _ = published(two_quarters, date(2021, 10, 8))
    assert {r.platform.name: r.state for r in told.rechecks} == {"4号": "gone", "9号": "cannot tell"}
    assert told.accounts.change == pytest.approx(100 * 28 / 29 - 100 * 29 / 31)
    # the register of today no longer holds 5号; the figures of spring are those that were published then
    assert (told.accounts.register, told.accounts.earlier_checked, told.accounts.earlier_failed) == (30, 31, 2)


def test_what_comes_back_is_told_with_its_past(two_quarters: Path, tmp_path: Path) -> None:
    winter = date(2021, 12, 31)
    county(tmp_path, winter, silent={4})
    audit(tmp_path, two_quarters, winter)
    _, _, changes = flow.changes(two_quarters)
    # nobody could look at a9 in autumn, so what was found in spring stood until winter saw it mended
    assert {one.subject_id: one.state for one in changes if one.check == "PLT002"} == {"a4": "recurred", "a12": "gone", "a9": "gone"}


def test_an_old_run_is_printed_again_as_it_was_and_never_made_up(tmp_path: Path) -> None:
    place, out = tmp_path / "in", tmp_path / "out"
    county(place, SPRING, silent={4})
    audit(place, out, SPRING)
    county(place, date(2021, 7, 15), silent={9})
    audit(place, out, date(2021, 7, 15))
    first, second, _ = flow.changes(out)
    told, _ = published(out, date(2021, 7, 20))
    assert (told.earlier_run, told.accounts.change) == ("", None)
    assert told.uncompared == "此前的检查没有出过通报，没有存下的数字，本次不作比较。"
    with pytest.raises(UsageError, match=f"{first.snapshot}.*{second.snapshot}.*重新运行 zouxin audit"):
        published(out, date(2021, 7, 20), first.id)
    county(place, SUMMER, silent=set(), closed={9})
    audit(place, out, SUMMER)
    again, written = flow.quarterly(flow.Order(out=out, run=second.id, number="补印1号", issued_on=date(2021, 10, 9)))
    assert again == replace(told, number="补印1号", issued_on=date(2021, 10, 9))
    assert "补印1号" in written[0].read_text("utf-8")
    third, written = published(out, date(2021, 10, 10))
    assert [(r.platform.name, r.platform.unit, r.state, r.because) for r in third.rechecks] == [
        ("9号", "第9局", "closed", "名册记载已关停")
    ]
    page = written[0].read_text("utf-8")
    assert "上次通报（检查时点 2021年7月15日）的 1 项问题中，已关停 1 项" in page
    assert "no longer" not in page


def test_a_bulletin_whose_annex_contradicts_it_is_not_made(two_quarters: Path) -> None:
    told, _ = published(two_quarters, date(2021, 10, 8))
    with pytest.raises(RenderError, match="附件"):
        replace(told, failed=told.failed[1:])
    with pytest.raises(RenderError, match="按平台类型的检查数"):
        replace(told, by_kind=(replace(told.by_kind[0], checked=told.by_kind[0].checked - 1), *told.by_kind[1:]))


def test_the_command_line_publishes_and_compares(two_quarters: Path) -> None:
    done = CliRunner().invoke(main, ["publish", "--out", str(two_quarters), "--issuer", "甲县人民政府办公室", "--due", "2022-01-20"])
    assert done.exit_code == 0
    assert "校验码" in done.output
    done = CliRunner().invoke(main, ["compare", "--out", str(two_quarters)])
    assert done.exit_code == 0
    assert "已消除" in done.output
    assert (two_quarters / "changes.csv").exists()


def test_a_folder_without_an_audit_gets_a_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["publish", "--out", str(tmp_path)])
    assert done.exit_code == 11
    assert "请先运行 zouxin audit" in done.output
