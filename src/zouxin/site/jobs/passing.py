"""Letters on their way to other systems: each sent once, and asked after until the other side is done."""

from django.utils import timezone
from django_tasks import task

from zouxin import flow
from zouxin.model.errors import ZouxinError
from zouxin.site.mailbox.actions import passings
from zouxin.site.mailbox.models import Passing
from zouxin.site.mailbox.outgoing import client, contact_of, pictures

BY = "后台"


@task()
def deliver(pk: int) -> None:
    """Send one. The intent stands before anything leaves; what is being sent when this is killed is asked about, not sent again."""
    held = passings.begin(pk, by=BY)
    if held is None:
        return
    try:
        files = pictures(held.letter, held.files)
        fields = held.sent | (contact_of(held.letter) if held.with_contact else {})
        web = client(held.endpoint)
    except (ZouxinError, OSError) as error:
        said = error.sentence if isinstance(error, ZouxinError) else type(error).__name__
        passings.told(pk, flow.Sent(outcome="unsent", why=said), by=BY)
        return
    passings.told(pk, web.send(fields, files), by=BY)


def follow() -> tuple[int, int]:
    """Send what waits and ask after what is due; how many were asked about, and how many could not be."""
    passings.interrupted(by=BY)
    for pk in Passing.objects.filter(state="intended").order_by("pk").values_list("pk", flat=True):
        deliver.call(pk)
    asked = failed = 0
    due = Passing.objects.filter(state__in=Passing.FOLLOWED, next_at__lte=timezone.now()).select_related("endpoint").order_by("next_at")
    for one in due:
        asked += 1
        try:
            _ask(one)
        except ZouxinError as error:
            failed += 1
            passings.missed(one, error.sentence)
    return asked, failed


def _ask(one: Passing) -> None:
    web = client(one.endpoint)
    if one.state == "token":
        passings.numbered(one.pk, web.number(one.token), by=BY)
    else:
        passings.progressed(one.pk, web.progress(one.number), by=BY)
