"""When a work group rang and what for, counted."""

from zouxin.model.table import Column, Table

KINDS = ("form", "checkin", "photo", "study", "vote", "forward", "reply", "meeting", "other")
_ASKS = tuple(Column(name=f"asks_{kind}", type="int64", blank=False, unit="messages", doc=f"How many ask for: {kind}.") for kind in KINDS)

group_reading = Table(
    name="group_reading",
    doc="One half hour of one day of one work group: how many messages came and what they asked for. Notices of the system are not counted.",
    key=("platform_id", "sent_on", "half_hour"),
    kind="derived",
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which group."),
        Column(name="sent_on", type="date", doc="Civil day; blank for messages without one."),
        Column(
            name="half_hour", type="int64", unit="half hours after local midnight", doc="0 to 47; blank where the time of day is not known."
        ),
        Column(name="messages", type="int64", blank=False, unit="messages", doc="All of them."),
        Column(name="asks", type="int64", blank=False, unit="messages", doc="How many ask members to do something; a notice does not."),
        Column(name="unclear", type="int64", blank=False, unit="messages", doc="Of how many it is not known whether they ask."),
        *_ASKS,
        Column(name="at_all", type="int64", blank=False, unit="messages", doc="How many call everybody."),
        Column(name="naming", type="int64", blank=False, unit="messages", doc="How many name somebody as not having answered or done."),
        Column(name="named", type="int64", blank=False, unit="people", doc="How many people they name so, added up."),
        Column(
            name="naming_unclear", type="int64", blank=False, unit="messages", doc="Of how many it is not known whether they name anybody."
        ),
    ),
)
