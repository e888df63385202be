"""Entries in the log for letters that came: written after them, one after the other, so that nobody who writes a letter waits for the log."""

import logging

from django_tasks import task

from zouxin.site.components.pace import forget, one_more
from zouxin.site.mailbox.actions import letters

BY = "后台"
#: seconds within which one entry of all letters is asked for
EVERY = 20
log = logging.getLogger("zouxin.site")


@task()
def enter() -> None:
    """Enter every letter that is not in the log yet."""
    while letters.enter(by=BY):
        pass


def soon() -> None:
    """Ask for the entry of letters that came. A letter that stands is acknowledged though the queue cannot be reached: the next one asks again, and so does a worker when it starts."""
    if one_more("receipts", EVERY, cache="pages") > 1:
        return
    try:
        enter.enqueue()
    except letters.AWAY as error:
        forget("receipts", cache="pages")
        log.warning("the entry of letters could not be asked for", extra={"said": {"error": type(error).__name__}})
