"""What one pass over a reply and its letter found."""

from zouxin.model.table import Column, Table


def _chars(name: str, doc: str) -> Column:
    return Column(name=name, type="int64", unit="characters", doc=doc)


def _clauses(name: str, doc: str) -> Column:
    return Column(name=name, type="int64", unit="clauses", doc=doc)


reply_reading = Table(
    name="reply_reading",
    doc="Counts and spans of one reply read beside its letter. Characters are folded ones: no space, no punctuation.",
    key=("reply_id",),
    kind="derived",
    columns=(
        Column(name="reply_id", type="id", blank=False, doc="Which reply."),
        Column(name="letter_id", type="id", doc="The letter it answers."),
        Column(name="key", type="int64", doc="Digest of the reply's id, the two texts and the phrases they were read with."),
        Column(name="digest", doc="sha256 of the folded reply."),
        Column(
            name="unreadable",
            doc="Why the reply cannot be judged; blank where it can.",
            allowed=("empty", "scan", "minority_script", "foreign"),
        ),
        Column(
            name="letter_unreadable",
            doc="Why the letter cannot be judged.",
            allowed=("empty", "scan", "minority_script", "foreign", "missing"),
        ),
        _chars("chars", "Length of the reply."),
        _chars("letter_chars", "Length of the letter, title counted."),
        _chars("copied", "Of the reply, copied from the letter."),
        _chars("letter_copied", "Of the letter, found again in the reply."),
        _chars("ordered", "Of the reply, found in the letter in the same order, other characters between."),
        _chars("formal", "Salutation, receipt, thanks, closing, signature, date."),
        _chars("phrase", "In clauses the unit or its source writes under many letters."),
        _chars("novel", "What is left: not copied, not formal, not phrase."),
        _chars("substance", "In clauses that are neither copied nor formal nor a forward, a promise or a referral."),
        _clauses("acknowledges", "Says it was received."),
        _clauses("forwards", "Says it was passed on."),
        _clauses("promises", "Will study, consider, look into, answer later."),
        _clauses("offline", "Says the answer was given by telephone or in person."),
        _clauses("refers", "Sends the citizen to somebody else."),
        _clauses("asks_information", "Asks the citizen for what is missing."),
        _clauses("names_duplicate", "Says it was answered or taken up before."),
        _clauses("thanks_for_praise", "Passes praise on."),
        _clauses("refuses", "Declines, or says that it cannot be."),
        _clauses("reasons", "Gives a reason."),
        _clauses("cites", "Names a law, rule or document."),
        _clauses("acts", "Says what was done or decided."),
        _clauses("finds", "Says what was found or is the case."),
        _clauses("states", "Says an act or a finding in words that are not the letter's."),
        _clauses("dates", "Gives a day, month or deadline, the signature's not counted."),
        _clauses("contacts", "Gives a telephone, address, link or person."),
        Column(name="rude", type="float64", doc="Highest rudeness of a sentence, 0 to 1."),
        Column(name="phrase_scope", doc="Where the phrases were learnt: unit, source or none.", allowed=("unit", "source", "none")),
        Column(name="copied_spans", type="spans", doc="Start, end, start, end … in the raw reply of what is copied."),
        Column(name="letter_spans", type="spans", doc="The same in the raw letter (title, line feed, text)."),
        Column(name="novel_spans", type="spans", doc="Start, end … in the raw reply of what is novel."),
        Column(name="acts_spans", type="spans", doc="Start, end, act … in the raw reply; act is the number of the clause's class."),
        Column(
            name="stages",
            type="spans",
            doc="Start, end, kind (0 receipt, 1 forward, 2 answer), day since 1970-01-01 or -1 … of each stage.",
        ),
        Column(name="rude_spans", type="spans", doc="Start, end … in the raw reply of the sentences found rude."),
    ),
)
