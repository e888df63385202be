"""One export, nine formats, the same tables."""

import csv
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt

from zouxin.connectors import read_any
from zouxin.connectors.filling import fill
from zouxin.connectors.plan import plan_of
from zouxin.connectors.recognise import recognise

HEADS = ["编号", "来信标题", "来信内容", "来信时间", "答复单位", "答复内容", "答复时间", "备注"]
ROWS: list[list[object]] = [
    [1001, "路灯坏了", "小区门口的路灯坏了，\n晚上看不清路。", datetime(2023, 7, 16, 8, 30, 5), "市政局", "您好，已修复。\n感谢！", date(2023, 7, 18), None],
    [1002, '所谓"新规"', '他说"不行"，这是什么道理；请答复|解释', datetime(2023, 7, 16), "民政局", "已转有关部门\t处理", datetime(2023, 7, 20, 16, 0), "a"],
    [1003, "繁體來信", "請問臺灣居民如何辦理證件？𠮷𣲷㐂䶮", datetime(2023, 12, 31, 23, 59, 59), "出入境", "請持證件到窗口辦理 😀👍🏽", date(2024, 1, 3), None],
    [1004, "没有答复", "为什么没有人理我？", date(2023, 8, 1), "教育局", None, None, "b"],
    [1005, "空白多", "　 前后有空格 \xa0", date(2023, 8, 2), "教育局", " 已处理 ", date(2023, 8, 2), None],
    [1006, "回车", "第一行\r\n第二行\r第三行", date(2023, 8, 3), "卫健委", "行一\r\n行二", date(2023, 8, 9), None],
    [1007, "生僻字", "丂㑇䶵龦𫚭，镕堃喆", date(2023, 8, 4), "公安局", "ﬀ①㈱Ⅷ—…“引号”", date(2023, 8, 9), "c"],
    [1008, "NaN", "001", date(2023, 8, 5), "公安局", "=1+1", date(2023, 8, 9), None],
    [1009, "公式样", "@SUM(A1)", date(2023, 8, 6), "12345", "-1", date(2023, 8, 9), None],
]  # fmt: skip


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y/%m/%d %H:%M:%S")
    return "" if value is None else str(value)


def _delimited(codec: str, delimiter: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("w", encoding=codec, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([HEADS, *([_text(v) for v in row] for row in ROWS)])

    return write


def _xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    sheet = book.add_worksheet("来信")
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, "2023年领导信箱办理情况汇总表")
    day, moment = book.add_format({"num_format": "yyyy/m/d"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for r, row in enumerate([HEADS, *ROWS], start=2):
        for c, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(r, c, value, moment)
            elif isinstance(value, date):
                sheet.write_datetime(r, c, value, day)
            elif isinstance(value, str):
                sheet.write_string(r, c, value)
            elif value is not None:
                sheet.write(r, c, value)
    book.add_worksheet("空表")
    book.close()


def _xls(path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("来信")
    day, moment = xlwt.easyxf(num_format_str="YYYY-MM-DD"), xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM:SS")
    for r, row in enumerate([HEADS, *ROWS]):
        for c, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write(r, c, value, moment)
            elif isinstance(value, date):
                sheet.write(r, c, value, day)
            elif value is not None:
                sheet.write(r, c, value)
    book.save(str(path))


def _parquet(path: Path) -> None:
    kinds = [pa.int64(), pa.large_string(), pa.string(), pa.timestamp("us"), None, pa.string(), pa.timestamp("ns"), pa.string()]
    arrays = []
    for values, kind in zip(zip(*ROWS, strict=True), kinds, strict=True):
        cells = [datetime(v.year, v.month, v.day) if type(v) is date else v for v in values]
        arrays.append(pa.array(cells, kind) if kind else pa.array(cells).dictionary_encode())
    pq.write_table(pa.table(arrays, names=HEADS), path)


def _records() -> list[dict[str, object]]:
    rows = [{k: v if isinstance(v, int) else _text(v) or None for k, v in zip(HEADS, row, strict=True)} for row in ROWS]
    return [{k: v for k, v in row.items() if v is not None or k != "备注"} for row in rows]


def _json(path: Path) -> None:
    path.write_text(json.dumps(_records(), ensure_ascii=False, indent=1), encoding="utf-8")


def _jsonl(path: Path) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in _records()), encoding="utf-8")


FORMATS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "utf-8": ("a.csv", _delimited("utf-8", ",")),
    "utf-8-bom": ("a.csv", _delimited("utf-8-sig", ",")),
    "gb18030": ("a.csv", _delimited("gb18030", ",")),
    "gb18030 semicolon": ("a.txt", _delimited("gb18030", ";")),
    "utf-16": ("a.csv", _delimited("utf-16", "\t")),
    "pipes": ("a.csv", _delimited("utf-8", "|")),
    "tsv": ("a.tsv", _delimited("utf-8", "\t")),
    "csv called xls": ("a.xls", _delimited("gb18030", "\t")),
    "xlsx": ("a.xlsx", _xlsx),
    "xls": ("a.xls", _xls),
    "parquet": ("a.parquet", _parquet),
    "json": ("a.json", _json),
    "jsonl": ("a.jsonl", _jsonl),
}


def _filled(path: Path) -> dict[str, list[dict[str, object]]]:
    batches = list(read_any(path))
    mapping = recognise(batches[0].rows.schema.names, batches[0].rows).mapping
    tables: dict[str, list[dict[str, object]]] = {}
    for part in fill(batches, plan_of(mapping, source="box", latest=date(2024, 2, 1))):
        assert part.read == part.landed + part.quarantined
        assert part.quarantine.to_pylist() == []
        for name, rows in part.tables.items():
            tables.setdefault(name, []).extend(rows.to_pylist())
    return tables


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    path = tmp_path_factory.mktemp("expected") / "a.csv"
    FORMATS["utf-8"][1](path)
    return _filled(path)


@pytest.mark.parametrize("name", FORMATS)
def test_formats_agree(name: str, tmp_path: Path, expected: dict[str, list[dict[str, object]]]) -> None:
    file, write = FORMATS[name]
    write(tmp_path / file)
    assert _filled(tmp_path / file) == expected


def test_what_they_agree_on(expected: dict[str, list[dict[str, object]]]) -> None:
    letters = {row["id"]: row for row in expected["letter"]}
    assert len(letters) == len(ROWS)
    assert len(expected["reply"]) == len(ROWS) - 1
    assert letters["1006"]["text"] == "第一行\n第二行\n第三行"
    assert letters["1005"]["text"] == "前后有空格"
    assert letters["1003"]["received_on"] == date(2023, 12, 31)
    assert letters["1003"]["received_at"].isoformat() == "2023-12-31T15:59:59+00:00"
    assert letters["1002"]["received_at"] is None
    assert [row["name"] for row in expected["unit"]] == ["市政局", "民政局", "出入境", "教育局", "卫健委", "公安局", "12345"]
    assert [(row["of"], row["outcome"], row["covers"]) for row in expected["observation"]] == [
        ("letters", "read", "all"),
        ("replies", "read", "all"),
    ]
