"""CSV and xlsx: Chinese intact, formulas harmless, numbers numbers, nothing cut without a word."""

import datetime

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from zouxin.bulletins.tables import CELL_CHARS, write_csv, write_sheets, write_xlsx

HOSTILE = ["=1+1", "+86 10", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A", "=cmd|'/c calc'!A0"]
PLAIN = ["您好，来信收悉", "a=1", "", '逗号,引号"换行\n第二行', "1-2", " =1"]


def _batch(**columns):
    return pa.RecordBatch.from_pydict(columns)


def test_csv_neutralises_texts_and_leaves_numbers(tmp_path):
    place = tmp_path / "a.csv"
    texts = HOSTILE + PLAIN
    batch = _batch(
        文字=texts, n=list(range(-5, len(texts) - 5)), 日=[datetime.date(2019, 3, 1)] * len(texts), ok=[True, None] * 8 + [False]
    )
    assert write_csv([batch, batch], place) == 2 * len(texts)
    assert place.read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(place, encoding="utf-8-sig", keep_default_na=False, lineterminator="\n")
    assert list(back["文字"])[: len(texts)] == ["'" + t for t in HOSTILE] + PLAIN
    assert back["n"].iloc[0] == -5
    assert back["日"].iloc[0] == "2019-03-01"
    assert list(back["ok"][:2]) == ["true", ""]


def test_csv_heads_and_nested_values_are_harmless(tmp_path):
    place = tmp_path / "a.csv"
    write_csv([_batch(**{"=head": [["=1", "二"]], "m": ["a\x00b"], "d": pa.array(["=x"]).dictionary_encode()})], place)
    assert place.read_text("utf-8-sig").splitlines() == ['"\'=head","m","d"', '"[""=1"", ""二""]","a\ufffdb","\'=x"']


def test_csv_of_no_rows_keeps_the_heads(tmp_path):
    place = tmp_path / "a.csv"
    assert write_csv(pa.RecordBatchReader.from_batches(pa.schema([("编号", pa.string())]), []), place) == 0
    assert place.read_text("utf-8-sig") == '"编号"\n'
    assert write_csv([], tmp_path / "b.csv") == 0


def _sheets(place):
    return openpyxl.load_workbook(place)


def test_xlsx_keeps_texts_as_texts_and_numbers_as_numbers(tmp_path):
    place = tmp_path / "a.xlsx"
    texts = HOSTILE + PLAIN
    batch = _batch(
        text=texts, n=[7] * len(texts), d=[datetime.date(2019, 3, 1)] * len(texts), f=[float("nan")] * len(texts), b=[True] * len(texts)
    )
    assert write_xlsx([batch], place, {"text": "文字", "n": "数"}) == len(texts)
    sheet = _sheets(place).active
    assert [c.value for c in sheet[1]] == ["文字", "数", "d", "f", "b"]
    column = [sheet.cell(row, 1) for row in range(2, len(texts) + 2)]
    assert [c.value or "" for c in column] == [t.replace("\r", "\n") for t in texts]
    assert not [c for c in column if c.data_type == "f" or c.hyperlink]
    assert sheet["B2"].value == 7
    assert sheet["C2"].value.date() == datetime.date(2019, 3, 1)
    assert sheet["D2"].value == "nan"
    assert sheet["E2"].value is True
    assert sheet.freeze_panes == "A2"


def test_xlsx_survives_what_xml_cannot_hold_and_numbers_too_long(tmp_path):
    place = tmp_path / "a.xlsx"
    write_xlsx([_batch(t=["a\x00\x0b\uffffb", "_x0041_", "https://a.b", "𠮷"], n=[2**60, 1, 2, None])], place, {})
    sheet = _sheets(place).active
    # openpyxl leaves the escape of an escape as it stands in the file
    assert [sheet.cell(r, 1).value for r in (2, 4, 5)] == ["a\ufffd\ufffd\ufffdb", "https://a.b", "𠮷"]
    assert sheet.cell(3, 1).value.endswith("x0041_")
    assert sheet["B2"].value == str(2**60)
    assert sheet["B5"].value is None


@pytest.mark.parametrize("character", ["长", "𠮷"])
def test_xlsx_says_where_the_rest_of_a_long_text_stands(tmp_path, character):
    place = tmp_path / "a.xlsx"
    long = "".join(f"{i}{character}" for i in range(20_000))
    fits = "x" * CELL_CHARS
    write_xlsx([_batch(id=["1", "2"], letter=[long, fits])], place, {"letter": "来信"})
    book = _sheets(place)
    cell = book["结果"]["B2"].value
    assert len(cell.encode("utf-16-le")) // 2 <= CELL_CHARS
    assert f"全文 {len(long)} 字" in cell
    rest = list(book["续文"].iter_rows(min_row=2, values_only=True))
    assert {row[:3] for row in rest} == {("结果", 2, "来信")}
    assert cell.split("〔未完")[0] + "".join(row[4] for row in rest) == long
    assert book["结果"]["B3"].value == fits


def test_xlsx_begins_a_new_sheet_when_one_is_full(tmp_path):
    place = tmp_path / "a.xlsx"
    write_xlsx([_batch(n=list(range(7)))], place, {"n": "数"}, sheet_rows=4)
    book = _sheets(place)
    assert book.sheetnames == ["结果", "结果2", "结果3"]
    assert [[c.value for c in row] for row in book["结果3"].iter_rows()] == [["数"], [6]]


def test_xlsx_of_no_rows_keeps_the_heads(tmp_path):
    place = tmp_path / "a.xlsx"
    assert write_xlsx([], place, {"a": "编号", "b": "结论"}) == 0
    assert [c.value for c in _sheets(place).active[1]] == ["编号", "结论"]


def test_a_document_as_sheets_cuts_no_evidence(tmp_path):
    place, text = tmp_path / "a.xlsx", "证" * (2 * CELL_CHARS + 5)
    write_sheets([("附件1", [("序号", "存在问题"), ("1", text), ("2", "短")])], place, foot="运行")
    book = _sheets(place)
    assert book.sheetnames == ["1 附件1", "续文", "出处"]
    cell = book["1 附件1"]["B2"].value
    assert cell.endswith(f"〔未完：全文 {len(text)} 字，余下见工作表“续文”〕")
    rows = [[c.value for c in row] for row in book["续文"].iter_rows(min_row=2)]
    assert [row[:4] for row in rows] == [["1 附件1", 2, "存在问题", 2], ["1 附件1", 2, "存在问题", 3]]
    assert cell.split("〔")[0] + "".join(row[4] for row in rows) == text


def test_a_document_as_sheets_goes_on_when_a_sheet_is_full(tmp_path):
    place = tmp_path / "a.xlsx"
    write_sheets([("名单", [("序号",), *((str(n),) for n in range(5))])], place, sheet_rows=4)
    book = _sheets(place)
    assert book.sheetnames == ["1 名单", "2 名单", "出处"]
    assert [c.value for name in book.sheetnames[:2] for c in book[name]["A"]] == ["序号", "0", "1", "2", "序号", "3", "4"]
