"""What a check said of one subject."""

from zouxin.model.table import Column, Table

answer = Table(
    name="answer",
    doc="One check's answer about one subject in one run.",
    key=("run", "check", "source", "subject_id"),
    kind="record",
    columns=(
        Column(name="run", type="id", blank=False, doc="Which run."),
        Column(name="check", blank=False, doc="The check's code."),
        Column(name="trouble", blank=False, doc="The check's file name."),
        Column(name="tone", blank=False, doc="A trouble, a positive fact, or a case told apart.", allowed=("trouble", "fact", "apart")),
        Column(name="subject", blank=False, doc="Table of the subject."),
        Column(name="source", blank=False, doc="Source of the subject."),
        Column(name="subject_id", type="id", blank=False, doc="The source's own id."),
        Column(name="subject_name", doc="The name it is known by; for a post that of its platform."),
        Column(name="unit_id", type="id", doc="The unit that answers for it."),
        Column(name="month", doc="Year and month of the subject, YYYY-MM, where it is dated."),
        Column(name="found", type="bool", doc="Yes, no, or cannot tell."),
        Column(name="verdict", blank=False, doc="What follows.", allowed=("clean", "finding", "unobservable", "not_judged")),
        Column(name="because", doc="Why it cannot be told.",
               allowed=("unobserved", "unreadable", "undated", "no_judgement", "out_of_period")),
        Column(name="overruled", type="bool", doc="A person overruled it, with a reason that is kept."),
        Column(name="severity", doc="The rule's severity.", allowed=("veto", "fault", "advice", "private")),
        Column(name="evidence", type="json", doc="What was measured, as JSON."),
        Column(name="sentence", doc="The answer in words."),
        Column(name="mark", type="id", blank=False, doc="Stays the same from run to run."),
    ),
)  # fmt: skip
