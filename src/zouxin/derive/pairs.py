"""Replies beside the letters they answer: what several derived tables read."""

import ibis
import ibis.expr.types as ir

from zouxin.derive import Follows, Workshop
from zouxin.derive.letter_reading import LANDED, whole_text

#: tables about single replies
ALONE = Follows(landed=LANDED, rows=0, of="reply")


def pairs(shop: Workshop) -> ir.Table:
    """source, id, letter_id, unit_id, reply, letter; one row a reply, `letter` null where there is none."""
    letters = shop.table("letter")
    letters = letters.select("source", letter_id="id", letter=whole_text(letters), letter_unit="unit_id")
    replies = shop.table("reply").select("source", "id", "letter_id", "unit_id", reply="text")
    both = replies.left_join(letters, ["source", "letter_id"])
    return both.select(
        "source", "id", "letter_id", unit_id=ibis.coalesce(both.unit_id, both.letter_unit), reply=both.reply, letter=both.letter
    )
