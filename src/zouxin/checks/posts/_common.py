"""What several checks of posts ask alike. Expressions over post_reading; no check."""

import ibis
import ibis.expr.types as ir

from zouxin.model.citation import Citation

ACCOUNTS = Citation(
    title="Opinions on the sound and orderly development of government new media",
    number="国办发〔2018〕123号",
    clause="publishing: reviewed before it is published; no commercial advertisement and no link to one",
    issuer="国务院办公厅",
    level="nation",
    grade="A",
)
INDICATORS = Citation(
    title="Indicators for inspecting government websites and new media",
    number="国办秘函〔2019〕19号",
    clause="single vetoes: safety, leaks and other serious trouble",
    issuer="国务院办公厅秘书局",
    level="nation",
    grade="A-",
)


def read(t: object) -> ir.Table:
    """Posts with what reading them found; one row a post, its reading null where there is none."""
    posts = t.post.select("source", "id", "platform_id", "posted_on", "issued_on", "repost", "origin")  # type: ignore[attr-defined]
    reading = t.post_reading.rename(id="post_id")  # type: ignore[attr-defined]
    return posts.left_join(reading, ["source", "id"]).drop("source_right", "id_right")


def blind(r: ir.Table) -> ir.BooleanValue:
    """The post could not be read."""
    return r.chars.isnull() | r.unreadable.notnull()


def answer(r: ir.Table, found: ir.BooleanValue) -> ir.Table:
    """`found` where the post could be read, else null."""
    return r.mutate(found=ibis.cases((blind(r), ibis.null("boolean")), else_=found), because=ibis.cases((blind(r), "unreadable")))
