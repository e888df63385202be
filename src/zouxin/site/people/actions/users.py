"""Writes about people: invite, accept, appoint, end, passwords."""

from datetime import date, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin.site.people.access import demand, standing, today
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Appointment, Invitation, Unit, User
from zouxin.site.people.roles import ROLES

VALID = timedelta(days=7)


def grantable(by: Any) -> frozenset[str]:
    """The roles somebody may give."""
    return frozenset().union(*(ROLES[one.role].grants for one in standing(by)))


def _grants(by: Any, role: str, unit: Unit) -> None:
    held = {one.role for one in standing(by) if unit.path.startswith(one.unit.path)}
    if not any(role in ROLES[name].grants for name in held):
        raise ValidationError(_("您的角色不能授予“%(role)s”") % {"role": ROLES[role].title})


@write
def invite(label: str, unit: Unit, role: str, *, by: Any, ends_on: date | None = None) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which is shown once and kept nowhere. Raises ValidationError for a company without an end."""
    demand(by, "people.manage_user", unit)
    _grants(by, role, unit)
    if role == "host" and ends_on is None:
        raise ValidationError(_("代运营公司的任职必须写明最后一天"))
    token = Invitation.token()
    made = Invitation.objects.create(
        label=label, unit=unit, role=role, ends_on=ends_on, digest=Invitation.hashed(token), until=timezone.now() + VALID
    )
    record(by, "user.invite", made, label=label, unit=unit, role=role, ends_on=ends_on)
    return made, token


def invitation_of(token: str) -> Invitation | None:
    """The open invitation of a link."""
    rows = Invitation.objects.select_related("unit").filter(
        digest=Invitation.hashed(token), accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    return rows.filter(until__gt=timezone.now()).first()


@write
def accept(token: str, username: str, password: str) -> User:
    """Make the invited person's login; the link is used up. Raises ValidationError where it no longer holds."""
    held = Invitation.objects.select_for_update().filter(pk=getattr(invitation_of(token), "pk", None)).first()
    if held is None or held.accepted_at:
        raise ValidationError(_("这个邀请链接已经用过、撤回或过期，请让邀请人重新发一个"))
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": _("这个登录名已经有人用了")})
    user = User.objects.create_user(username, password, label=held.label)
    held.accepted_at = timezone.now()
    held.save(update_fields=["accepted_at"])
    Appointment.objects.create(user=user, unit=held.unit, role=held.role, starts_on=today(), ends_on=held.ends_on)
    record(user, "user.accept", user, label=user.label, unit=held.unit, role=held.role)
    return user


@write
def withdraw(invitation: Invitation, *, by: Any) -> None:
    """Take an invitation back."""
    demand(by, "people.manage_user", invitation.unit)
    if Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
        record(by, "user.withdraw", invitation, label=invitation.label, unit=invitation.unit)


@write
def appoint(user: User, unit: Unit, role: str, *, by: Any, ends_on: date | None = None) -> Appointment:
    """Give somebody a role at a unit; one that already holds it keeps it, with the new end."""
    if not isinstance(by, str):
        demand(by, "people.manage_user", unit)
        _grants(by, role, unit)
    if role == "host" and ends_on is None:
        raise ValidationError(_("代运营公司的任职必须写明最后一天"))
    made, _new = Appointment.objects.update_or_create(
        user=user,
        unit=unit,
        role=role,
        ended_at=None,
        defaults={"ends_on": ends_on},
        create_defaults={"ends_on": ends_on, "starts_on": today()},
    )
    record(by, "user.appoint", user, label=user.label, unit=unit, role=role, ends_on=ends_on)
    return made


@write
def end(appointment: Appointment, *, by: Any) -> None:
    """End an appointment now. Who holds no other can no longer log in, and is logged out everywhere."""
    demand(by, "people.manage_user", appointment.unit)
    if not Appointment.objects.filter(pk=appointment.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        return
    user, left = appointment.user, Appointment.objects.filter(user=appointment.user, ended_at__isnull=True).exists()
    if not left:
        User.objects.filter(pk=user.pk).update(is_active=False)
        _log_out(user)
    record(by, "user.end", user, label=user.label, unit=appointment.unit, role=appointment.role, may_log_in=left)


@write
def change_password(user: User, password: str) -> None:
    """A new password chosen by the user; every other session of theirs ends."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(user, "user.password", user, label=user.label)


def _log_out(user: User) -> None:
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
