"""The nouns of this app."""

from zouxin.site.people.models.appointment import Appointment, Invitation
from zouxin.site.people.models.event import Event, EventHead
from zouxin.site.people.models.unit import Unit
from zouxin.site.people.models.user import User

__all__ = ["Appointment", "Event", "EventHead", "Invitation", "Unit", "User"]
