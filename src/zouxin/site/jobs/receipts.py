"""Entries in the log for letters that came: written after them, one after the other, so that nobody who writes a letter waits for the log."""

from django_tasks import task

from zouxin.site.mailbox.actions import letters

BY = "后台"


@task()
def enter() -> None:
    """Enter every letter that is not in the log yet."""
    while letters.enter(by=BY):
        pass
