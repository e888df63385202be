"""Platforms whose names are easily taken for one another."""

from zouxin.model.table import Column, Table

look_alike = Table(
    name="look_alike",
    doc="A platform with a known owner, and another one of its source that is not its owner's and whose name may be taken for it. An indicator.",
    key=("platform_id", "other_id"),
    kind="derived",
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="The platform that may be imitated."),
        Column(name="other_id", type="id", blank=False, doc="The one with the name like it."),
        Column(name="how", blank=False, allowed=("same", "glyph", "pinyin", "near", "crowd"),
               doc="Same name, characters that look alike, characters that sound alike, or one character apart; crowd: more than twenty owners have its name, so that it was compared with none and stands beside itself."),
        Column(name="doubt", blank=False, allowed=("unknown", "other", "company", "unit"),
               doc="Whose the other is: nobody known, certified to another, certified to a company, another unit's."),
    ),
)  # fmt: skip
