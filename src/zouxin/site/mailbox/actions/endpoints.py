"""Writes about other systems letters may be passed on to."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.mailbox.models import Endpoint
from zouxin.site.mailbox.outgoing import client
from zouxin.site.people.access import leads, named
from zouxin.site.people.log import record, write

RIGHT = "mailbox.manage_endpoint"


def _led(by: Any) -> None:
    """Where letters of everybody may go is decided above everybody. Raises PermissionDenied."""
    if not leads(by, RIGHT):
        raise PermissionDenied(RIGHT)


@write
def add(name: str, url: str, *, by: Any, jurisdiction: str = "", form: str = "json", key_file: str = "") -> Endpoint:
    """A system letters may be passed on to. Raises UsageError for an address that is not encrypted, or a name that is taken."""
    _led(by)
    if Endpoint.objects.filter(name=name).exists():
        raise UsageError(_("已经有一个叫“%(name)s”的系统") % {"name": name})
    made = Endpoint.objects.create(
        name=name, url=flow.base_address(url), jurisdiction=jurisdiction, form=form, key_file=key_file, by=named(by)
    )
    record(by, "endpoint.add", made, label=name, url=made.url, jurisdiction=jurisdiction, form=form, key_file=key_file)
    return made


def read(endpoint: Endpoint, *, by: Any) -> int:
    """Ask what it takes; how many services. Raises SourceError where it cannot be asked: what was read before stays."""
    _led(by)
    return _keep(endpoint, client(endpoint).services(), by=by)


@write
def _keep(endpoint: Endpoint, found: tuple[flow.Service, ...], *, by: Any) -> int:
    said = [[one.code, one.name, one.group, one.asks_more] for one in found]
    Endpoint.objects.filter(pk=endpoint.pk).update(services=said, services_at=timezone.now())
    record(by, "endpoint.read", endpoint, label=endpoint.name, services=len(said))
    return len(said)


@write
def switch_off(endpoint: Endpoint, *, by: Any) -> None:
    """Nothing more is passed on to it; what was is still followed."""
    _led(by)
    if Endpoint.objects.filter(pk=endpoint.pk, off_at__isnull=True).update(off_at=timezone.now()):
        record(by, "endpoint.off", endpoint, label=endpoint.name)
