"""What checks of several subjects ask alike: by what right, the last whole look, and what people decided. Expressions; no check."""

from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from zouxin.model.citation import Citation


def opinions(clause: str) -> Citation:
    """国办发〔2018〕123号, read whole in the official text."""
    title = "Opinions on the sound and orderly development of government new media"
    return Citation(title=title, number="国办发〔2018〕123号", clause=clause, issuer="国务院办公厅", level="nation", grade="A")


def indicators(clause: str) -> Citation:
    """国办秘函〔2019〕19号: what fails a site or an account on its own; its text is known by what others printed of it."""
    title = "Indicators for inspecting government websites and new media"
    return Citation(title=title, number="国办秘函〔2019〕19号", clause=clause, issuer="国务院办公厅秘书局", level="nation", grade="A-")


def joined(left: ir.Table, right: ir.Table, on: list[object]) -> ir.Table:
    """A left join without the right side's copies of its keys."""
    both = left.left_join(right, on)
    return both.drop(*[name for name in both.columns if name.endswith("_right")])


def whole_looks(t: Any, of: str, moment: ir.DateValue) -> ir.Table:
    """source, platform_id, seen_on: the day up to which a platform was last seen whole; one after the moment saw the moment too."""
    looks = t.observation.filter((_.of == of) & (_.outcome == "read") & (_.covers == "all"))
    looks = looks.group_by(["source", "platform_id"]).agg(_last=_.seen_on.max())
    seen = ibis.cases((looks._last > moment, moment.cast("date")), else_=looks._last)
    return looks.select("source", "platform_id", seen_on=seen)


def looked(t: Any, rows: ir.Table, moment: ir.DateValue, *, of: str) -> ir.Table:
    """`rows` (source, id of a platform …) with `seen_on` of the last whole look at it."""
    return joined(rows, whole_looks(t, of, moment), ["source", ("id", "platform_id")]).drop("platform_id")


def strays(t: Any, rows: ir.Table, moment: ir.DateValue) -> ir.Table:
    """`rows` with what the source holds of posts of which it does not say where they stood, and which may be anybody's.

    `strays`: how many up to the moment, 0 where there are none; `stray_on`: the last day of one, the moment for one without a day.
    """
    lost = t.post.filter(_.platform_id.isnull() & (_.posted_on.isnull() | (_.posted_on <= moment)))
    lost = lost.mutate(_on=ibis.coalesce(lost.posted_on, moment.cast("date"))).group_by("source").agg(_lost=_.count(), stray_on=_._on.max())
    return _beside(rows, lost)


def strays_of(rows: ir.Table, spoke: ir.Table, moment: ir.DateValue) -> ir.Table:
    """The same out of posts up to the moment already counted by source and platform: `_posts`, `last_posted_on`, `undated`. Posts are many, and read once."""
    lost = spoke.filter(spoke.platform_id.isnull())
    on = ibis.cases((lost.undated > 0, moment.cast("date")), else_=lost.last_posted_on)
    return _beside(rows, lost.select("source", _lost=lost._posts, stray_on=on))


def _beside(rows: ir.Table, lost: ir.Table) -> ir.Table:
    rows = joined(rows, lost, ["source"])
    return rows.mutate(strays=rows._lost.fill_null(0)).drop("_lost")


def fresh(seen_on: ir.DateValue, moment: ir.DateValue, days: int) -> ir.BooleanValue:
    """Whether a day lies no more than `days` before the moment; false where there is none.

    A limit of such days is stricter neither way: a shorter one asks more of whoever looks, and accuses fewer.
    """
    return (moment.delta(seen_on, unit="day") <= days).fill_null(False)


def of_known_state(rows: ir.Table) -> ir.Table:
    """Answers about platforms whose owner says that they are live; of one whose state nobody gave nothing can be told."""
    stated = rows.status.notnull()
    return rows.mutate(found=ibis.cases((stated, rows.found)), because=ibis.cases((stated, rows.because), else_="unobserved"))


def judged(t: Any, rows: ir.Table, moment: ir.DateValue, *, question: str, name: str, table: str = "platform") -> ir.Table:
    """`rows` of a table with what people decided of a question and what holds at the moment: boolean `name`, `name`_basis, `name`_on.

    The decision of the last day stands; one without a day may be as late. `name` is null where nobody decided, or where those
    that stand differ.
    """
    said = t.judgement.filter((_.subject_table == table) & (_.question == question) & _.verdict.isin(["yes", "no"]))
    said = said.filter((_.on.isnull() | (_.on <= moment)) & (_.until.isnull() | (_.until >= moment)))
    said = said.select("subject_source", "verdict", "basis", "on", id="subject_id")
    own = rows.select("source", "id").inner_join(said, ["id"]).filter(_.subject_source.isnull() | (_.subject_source == _.source))
    own = own.mutate(_last=_.on.max().over(group_by=["source", "id"]))
    stands = own.filter(_.on.isnull() | (_.on == _._last)).group_by(["source", "id"])
    said = stands.agg(
        _yes=_.verdict.max() == "yes", _no=_.verdict.min() == "no", **{f"{name}_basis": _.basis.min(), f"{name}_on": _.on.max()}
    )
    rows = joined(rows, said, ["source", "id"])
    decided = ibis.cases((rows._yes & ~rows._no, True), (rows._no & ~rows._yes, False))
    # of those that differ none is the reason
    return rows.mutate(**{name: decided, f"{name}_basis": ibis.cases((decided.notnull(), rows[f"{name}_basis"]))}).drop("_yes", "_no")
