"""What one pass over a letter found."""

from zouxin.model.table import Column, Table

letter_reading = Table(
    name="letter_reading",
    doc="Counts of one letter: whether it could be read, how long it is, whether it only praises, which letters are its twins.",
    key=("letter_id",),
    kind="derived",
    columns=(
        Column(name="letter_id", type="id", blank=False, doc="Which letter."),
        Column(name="digest", doc="sha256 of the folded text; equal for letters that say the same."),
        Column(
            name="unreadable", doc="Why it cannot be judged; blank where it can.", allowed=("empty", "scan", "minority_script", "foreign")
        ),
        Column(name="chars", type="int64", unit="characters", doc="Folded characters: no space, no punctuation."),
        Column(name="praises", type="bool", doc="It thanks or praises and asks for nothing."),
        Column(
            name="twin",
            type="id",
            doc="Least id among the letters of its source that say nearly the same; in a large source that grew, the least by the time the group was told.",
        ),
        Column(name="twins", type="int64", unit="letters", doc="How many letters say nearly the same, itself counted."),
    ),
)
