"""What one pass over the names of a platform found."""

from zouxin.model.table import Column, Table

platform_reading = Table(
    name="platform_reading",
    doc="The names of one platform beside those of its owner: whether they agree, whether they name a company, which network it is on.",
    key=("platform_id",),
    kind="derived",
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which platform."),
        Column(name="folded", doc="Its name in one shape: simplified, half width, without space and punctuation."),
        Column(name="owner_name", doc="Name of the unit that owns it, as its source writes it; blank where it is not known."),
        Column(name="owner_fit", allowed=("same", "part", "above", "other"),
               doc="How the certified name agrees with the owner's: the same, a part or a shorter form, the unit above's, another; blank where either is unknown."),
        Column(name="company", allowed=("name", "certified"), doc="Which of its own names is that of a company; blank where none is."),
        Column(name="owner_company", type="bool", doc="Whether its owner is a company itself."),
        Column(name="operator_company", type="bool", doc="Whether who runs it is a company."),
        Column(name="seat", doc="The government of county level or above that owns it, itself or by its office, or the central department; blank for any other owner."),
        Column(name="seat_key", doc="What is the same for that government and its office: the code of the division, else its name."),
        Column(name="network", doc="The network it is on; blank where neither kind nor address tells."),
    ),
)  # fmt: skip
