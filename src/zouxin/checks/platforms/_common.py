"""What several checks of platforms ask alike. Expressions; no check."""

import ibis
import ibis.expr.types as ir

from zouxin.model.citation import Citation

OPINIONS = "Opinions on the sound and orderly development of government new media"
INDICATORS = "Indicators for inspecting government websites and new media"
#: kinds with checks of their own; what is left are accounts, apps and mini-programs
ELSEWHERE = ("group", "column", "website", "mailbox", "hotline", "bot")
ACCOUNTS = ("wechat", "weibo", "short_video", "app", "mini_program", "other")


def opinions(clause: str) -> Citation:
    """国办发〔2018〕123号, read whole in the official text."""
    return Citation(title=OPINIONS, number="国办发〔2018〕123号", clause=clause, issuer="国务院办公厅", level="nation", grade="A")


def indicators(clause: str, grade: str) -> Citation:
    """国办秘函〔2019〕19号, part 1: what fails an account on its own."""
    return Citation(
        title=INDICATORS, number="国办秘函〔2019〕19号", clause=clause, issuer="国务院办公厅秘书局", level="nation", grade=grade
    )


def accounts(t: object) -> ir.Table:
    """Platforms that publish or serve under a name of their own."""
    p = t.platform  # type: ignore[attr-defined]
    return p.filter(p.kind.isnull() | p.kind.notin(ELSEWHERE))


def live(t: object) -> ir.Table:
    """Accounts their owner calls live, and those of which nobody said whether they are."""
    p = accounts(t)
    return p.filter(p.status.isnull() | (p.status == "live"))


def joined(left: ir.Table, right: ir.Table, on: list[object]) -> ir.Table:
    """A left join without the right side's copies of its keys."""
    both = left.left_join(right, on)
    return both.drop(*[name for name in both.columns if name.endswith("_right")])


def whole_looks(t: object, of: str, moment: ir.DateValue, *, name: str = "seen_on") -> ir.Table:
    """source, platform_id and the day of the last complete, successful look; one after the moment saw the moment too."""
    o = t.observation  # type: ignore[attr-defined]
    looks = (
        o.filter((o.of == of) & (o.outcome == "read") & (o.covers == "all")).group_by(["source", "platform_id"]).agg(_last=o.seen_on.max())
    )
    seen = ibis.cases((looks._last > moment, moment.cast("date")), else_=looks._last)
    return looks.select("source", "platform_id", **{name: seen})


def fresh(seen_on: ir.DateValue, moment: ir.DateValue, days: int) -> ir.BooleanValue:
    """Whether a day lies no more than `days` before the moment; false where there is none."""
    return (moment.delta(seen_on, unit="day") <= days).fill_null(False)


def answer(r: ir.Table, found: ir.BooleanValue, *reasons: tuple[ir.BooleanValue, str]) -> ir.Table:
    """`found`, and where it is null the first reason that holds; "unobserved" where none does."""
    unknown = ibis.cases(*reasons, else_="unobserved") if reasons else ibis.literal("unobserved")
    return r.mutate(found=found, because=ibis.cases((found.isnull(), unknown)))


def told(r: ir.Table, known: ir.BooleanValue, found: ir.BooleanValue) -> ir.BooleanValue:
    """`found` where it is known, else null."""
    return ibis.cases((known.fill_null(False), found))


def judged(t: object, r: ir.Table, table: str, question: str, moment: ir.DateValue) -> ir.Table:
    """`r` with verdict (yes, no), basis and judged_on of what people decided on each subject and what holds at the moment."""
    j = t.judgement  # type: ignore[attr-defined]
    j = j.filter((j.subject_table == table) & (j.question == question) & j.verdict.isin(("yes", "no")))
    j = j.filter((j.until.isnull() | (j.until >= moment)) & (j.on.isnull() | (j.on <= moment)))
    # two people may have judged on one day: then the milder word stands
    window = ibis.window(group_by=["subject_source", "subject_id"], order_by=[j.on.desc(nulls_first=False), j.verdict, j.basis])
    j = (
        j.mutate(_nth=ibis.row_number().over(window))
        .filter(ibis._._nth == 0)
        .select("subject_source", "subject_id", "verdict", "basis", "on")
    )
    here = j.filter(j.subject_source.notnull()).select(source="subject_source", id="subject_id", _v="verdict", _b="basis", _on="on")
    anywhere = j.filter(j.subject_source.isnull()).select(id="subject_id", _va="verdict", _ba="basis", _ona="on")
    both = joined(joined(r, here, ["source", "id"]), anywhere, ["id"])
    own = both._v.notnull()
    both = both.mutate(
        verdict=ibis.coalesce(both._v, both._va),
        basis=ibis.cases((own, both._b), else_=both._ba),
        judged_on=ibis.cases((own, both._on), else_=both._ona),
    )
    return both.drop("_v", "_b", "_on", "_va", "_ba", "_ona")


def part(of: ir.NumericValue, whole: ir.NumericValue) -> ir.NumericValue:
    """A part of a whole; null where there is no whole."""
    return of / whole.nullif(0)


def days_of(first: ir.DateValue, last: ir.DateValue) -> ir.IntegerValue:
    """Days from the first to the last, both counted."""
    return last.delta(first, unit="day") + 1
