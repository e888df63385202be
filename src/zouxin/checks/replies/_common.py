"""What several checks of replies ask alike. Expressions over reply_reading; no check."""

import ibis
import ibis.expr.types as ir

from zouxin.checks._shared import opinions
from zouxin.model.citation import Citation

NATIONAL = opinions("interaction: replies are lawful and sincere, not beside the question, empty or cold")
#: positive facts and cases told apart accuse nobody; they are read off the reply itself
PLAIN = Citation(title="Zouxin method page", clause="facts of a reply", grade="A")


def blind(r: ir.Table) -> ir.BooleanValue:
    """The reply, or the letter it answers, could not be read."""
    return r.chars.isnull() | r.unreadable.notnull() | r.letter_unreadable.notnull()


def empty(r: ir.Table, limit: int) -> ir.BooleanValue:
    """The reply says nothing itself: no more than `limit` characters of substance, no act, no finding."""
    return (r.substance <= limit) & (r.acts == 0) & (r.finds == 0)


def apart(r: ir.Table) -> ir.BooleanValue:
    """A proper reply of another kind: it asks for what is missing, points to an earlier answer, or passes praise on."""
    return (r.asks_information + r.names_duplicate + r.thanks_for_praise) > 0


def copies(r: ir.Table, share: int = 80, letter_share: int = 50, novel: int = 6, noise: int = 10) -> ir.BooleanValue:
    """All but `novel` characters, or `noise` for a hundred copied, come from the letter, and a good part of it is there."""
    own = r.copied + r.phrase + r.novel
    mostly = (r.copied > 0) & (r.copied * 100 >= own * share) & (r.letter_copied * 100 >= r.letter_chars * letter_share)
    alike = mostly & ((r.novel <= novel) | (r.novel * 100 <= r.copied * noise)) & (r.states == 0)
    # with characters dropped here and there nothing is left but what the letter says, in its order
    rest = r.chars - r.formal - r.phrase
    thinned = (r.ordered >= r.chars) | ((r.ordered >= rest) & (r.formal * 2 <= rest) & (r.copied * 2 >= rest))
    return alike | (thinned & (rest > 0) & (r.ordered * 100 >= r.letter_chars * letter_share))


def read(t: object) -> ir.Table:
    """Replies with what reading them found; one row a reply, its reading null where there is none."""
    replies = t.reply.select("source", "id")  # type: ignore[attr-defined]
    reading = t.reply_reading.rename(id="reply_id")  # type: ignore[attr-defined]
    return replies.left_join(reading, ["source", "id"]).drop("source_right", "id_right")


def answer(
    r: ir.Table, found: ir.BooleanValue, *, unseen: ir.BooleanValue | None = None, unsure: ir.BooleanValue | None = None
) -> ir.Table:
    """`found` where the texts could be read, else null with its reason; `unseen` adds "unobserved", `unsure` "no_judgement"."""
    hidden = ibis.literal(False) if unseen is None else unseen
    open_ = ibis.literal(False) if unsure is None else unsure
    dark = blind(r)
    return r.mutate(
        found=ibis.cases((dark, ibis.null("boolean")), (hidden | open_, ibis.null("boolean")), else_=found),
        because=ibis.cases((dark, "unreadable"), (hidden, "unobserved"), (open_, "no_judgement")),
    )


def elapsed(t: object, r: ir.Table, start: str, end: str, counts: str) -> ir.Table:
    """`r` with `days` from `start` (not counted) to `end` (counted), working or calendar; null beyond the known years."""
    if counts == "calendar":
        return r.mutate(days=r[end].delta(r[start], unit="day").cast("int64"))
    days = t.calendar_day.select("day", "nth")  # type: ignore[attr-defined]
    first, last = days.rename(_from="day", _nth_from="nth"), days.rename(_to="day", _nth_to="nth")
    r = r.left_join(first, [(start, "_from")]).left_join(last, [(end, "_to")])
    return r.mutate(days=r._nth_to - r._nth_from).drop("_from", "_to", "_nth_from", "_nth_to")
