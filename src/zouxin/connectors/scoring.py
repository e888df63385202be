"""How strongly a heading claims to be a column of a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from zouxin.connectors.headings import fold
from zouxin.tables import all_tables

#: words that name the thing itself; a heading with one is surer than a general one (来信时间 before 受理时间)
_OWN = {
    "letter": ("来信", "留言", "信件", "写信", "提问", "咨询", "诉求", "反映", "投诉", "问题", "asked", "question", "created", "letter"),
    "reply": ("答复", "回复", "reply", "replied", "answer", "closed", "resolution"),
    "unit": ("单位", "部门", "机构", "unit", "agency"),
}
_OWN_UNIT = ("答复", "回复", "承办", "办理", "unit", "agency")
#: what follows makes it another thing: 答复状态 is no reply, 来信人 no letter
_ANOTHER = re.compile(
    r"状态|期限|截止|限期|时限|满意|评价|评分|电话|联系|姓名|人$|人员|次数|是否|附件|链接|网址|地址|方式|渠道|时长|天数|用时|字数|摘要|类型|类别|分类|级别|数量|数$|量$|编码"
    r"|status|state|type|kind|count|url|link|flag|score|label|phone|name$|days|hours|deadline|due|level"
)
_TIME = re.compile(r"时间|日期|时刻|(?:at|on|date|time)$")
_UNIT = re.compile(r"单位|部门|机构|科室|unit|agency|department|organi[sz]ation")
_ID = re.compile(r"编号|序号|单号|号$|id$|code$|key$")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A column of the file that may be a target "table.column", and how surely: 1 is beyond doubt."""

    column: str
    target: str
    score: float


def claims(columns: Sequence[str], *, tables: Sequence[str]) -> list[Claim]:
    """Every claim the headings make, unsure ones too."""
    found = []
    for column in columns:
        heading = fold(column)
        for target, says in _listening(tuple(tables)):
            score = _score(heading, target, says)
            if score > 0:
                found.append(Claim(column=column, target=target, score=score))
    return found


@cache
def _listening(tables: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    def all_targets() -> Iterator[tuple[str, tuple[str, ...]]]:
        for table in tables:
            for column in all_tables()[table].columns:
                if column.says:
                    yield f"{table}.{column.name}", tuple(dict.fromkeys(map(fold, column.says)))

    return tuple(all_targets())


def _score(heading: str, target: str, says: Sequence[str]) -> float:
    table, column = target.split(".")
    if heading in says:
        own = _OWN_UNIT if column == "unit_id" else _OWN.get(table, ())
        return 1.0 if any(word in heading for word in own) else 0.85
    held = max((say for say in says if _within(say, heading)), key=len, default="")
    if not held or not _same_kind(heading.replace(held, "", 1), heading, held):
        return 0.0
    return 0.5 + 0.3 * len(held) / len(heading)


def _within(say: str, heading: str) -> bool:
    """Part of a heading counts in Chinese from two characters on, in English from a whole long word on."""
    return say in heading and (len(say) >= 8 if say.isascii() else len(say) >= 2)


def _same_kind(rest: str, heading: str, held: str) -> bool:
    """Whether what is left beside the known word leaves its meaning: 市民来信内容 yes, 来信人 or 答复内容字数 no."""
    if _ANOTHER.search(rest):
        return False
    return all(bool(p.search(heading)) == bool(p.search(held)) for p in (_TIME, _UNIT, _ID))


def may_be_prose(column: str) -> bool:
    """Whether nothing in a heading says that it is a state, a day, a name, a number or a link."""
    heading = fold(column)
    return not any(pattern.search(heading) for pattern in (_ANOTHER, _TIME, _UNIT, _ID))
