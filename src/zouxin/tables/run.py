"""What was asked."""

from zouxin.model.table import Column, Table

run = Table(
    name="run",
    doc="One run: snapshot, packs, moment and versions. The same run gives the same findings.",
    key=("id",),
    kind="record",
    columns=(
        Column(name="id", type="id", blank=False, doc="sha256 of what follows but the rules and the last two, 16 characters."),
        Column(name="snapshot", blank=False, doc="Snapshots of all sources, one digest."),
        Column(name="packs", type="json", blank=False, doc="Packs and their digests."),
        Column(name="rules", type="json", blank=False,
               doc="Every rule of the packs: asked with which severity and citation, and how answered; or not asked, and why."),
        Column(name="moment", type="date", blank=False, doc="As of which day."),
        Column(name="version", blank=False, doc="Version of Zouxin."),
        Column(name="instruments", type="json", blank=False, doc="Parameters of the derived tables."),
        Column(name="engine", doc="Engine that answered."),
        Column(name="finished_at", type="timestamp", doc="When it was done."),
    ),
)  # fmt: skip
