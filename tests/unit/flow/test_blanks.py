"""An empty table that comes back filled in is recognised, every column as what it was meant for."""

from datetime import date

import openpyxl
import pytest

from zouxin import flow
from zouxin.connectors.families import families
from zouxin.flow.blanks import TITLES, blank_columns

FAMILIES = {family.name: family for family in families()}
#: what somebody might write, by what the column wants
FILLED = {
    "日期，如 2026-03-31": "2026-03-31",
    "日期和时间，如 2026-03-31 09:30": "2026-03-31 09:30",
    "整数": "3",
    "数字": "1.5",
    "是 或 否": "否",
    "编号": "A1",
}


def test_every_title_is_of_a_kind_of_list():
    assert set(TITLES) <= set(FAMILIES)


@pytest.mark.parametrize("name", sorted(TITLES))
def test_what_comes_back_is_recognised(name, tmp_path):
    path = tmp_path / f"{name}.xlsx"
    flow.blank(name, path)
    columns = blank_columns(FAMILIES[name])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [column.heading for column in columns]
    for row in (2, 3):
        for nth, column in enumerate(columns, start=1):
            value = column.words[0] if column.words else FILLED.get(column.wants, f"写在这里的话{row}")
            sheet.cell(row, nth, f"A{row}" if column.wants == "编号" else value)
    book.save(path)
    reading = flow.read(flow.Question(paths=(path,), out=tmp_path / "out", today=date(2026, 6, 30)))
    filled = list(reading)
    [told] = reading.sheets
    assert told.questions == ()
    taken = dict(told.mapping)
    wrong = {
        column.heading: taken.get(column.heading)
        for column in columns
        if taken.get(column.heading, "").split(".")[0] not in FAMILIES[name].tables
    }
    assert wrong == {}
    assert sum(one.read for one in filled) == 2
    assert sum(one.quarantined for one in filled) == 0, [one.quarantine.to_pylist() for one in filled]
