"""Blanks: empty tables for every kind of list an office may bring, with headings that are recognised when they come back."""

from pathlib import Path

from zouxin.bulletins.blank import BlankColumn, write_blank
from zouxin.connectors.excel import NOTES
from zouxin.connectors.families import Family, families
from zouxin.model.table import Column
from zouxin.tables import all_tables

#: what each kind of list is called; those that only programs bring have no empty table
TITLES = {
    "mailbox": "来信与答复", "register": "平台清单", "posts": "发布的内容", "reach": "关注和使用情况", "app_release": "客户端版本", "download_channel": "下载渠道",
    "contract": "合同和经费", "order": "要求开设的文件", "membership": "谁在用哪些平台", 
    "post_holder": "岗位", "service": "服务事项", "group_message": "群消息（不含内容）",
}  # fmt: skip
_WANTS = {
    "date": "日期，如 2026-03-31",
    "timestamp": "日期和时间，如 2026-03-31 09:30",
    "int64": "整数",
    "float64": "数字",
    "bool": "是 或 否",
    "text": "原文",
    "id": "编号",
}


def blanks() -> tuple[tuple[str, str], ...]:
    """(name, title) of every empty table."""
    return tuple((family.name, TITLES[family.name]) for family in families() if family.name in TITLES)


def blank(name: str, path: Path) -> None:
    """Write the empty table of a kind of list. Raises KeyError for a kind there is none of."""
    family = next(one for one in families() if one.name == name)
    write_blank(path, TITLES[name], blank_columns(family), notes_title=NOTES)


def blank_columns(family: Family) -> list[BlankColumn]:
    """The columns of a kind of list, each under a heading no other has; those it needs first."""
    found, taken = list[BlankColumn](), set[str]()
    needed = {group[0] for group in family.needs}
    for target in sorted(family.targets, key=lambda target: target not in needed):
        table, column = target.split(".", 1)
        said = all_tables()[table].column(column)
        if not taken & set(said.says):  # two tables that say the same of a row are filled from one column
            must = target in needed or (table == family.tables[0] and not said.blank and column not in all_tables()[table].key)
            found.append(_column(said.says[0], said, must))
            taken |= set(said.says)
    return found


def _column(heading: str, said: Column, must: bool) -> BlankColumn:
    words: dict[str, str] = {}
    for word, value in said.spoken:
        words.setdefault(value, word)
    words = words or {value: value for value in said.allowed}
    wants = _WANTS.get(said.type, "文字")
    if words:
        wants = "选一个：" + "、".join(words.values())
    return BlankColumn(heading=heading, must=must, wants=wants, words=tuple(words.values()), is_date=said.type == "date")
