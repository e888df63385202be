"""What drafts of replies are compared with, worked out in the background once letters and replies have landed."""

from django.conf import settings
from django_tasks import task

from zouxin import flow
from zouxin.site.mailbox.landing import SOURCE


@task()
def keep() -> None:
    """Keep the mailbox as it stands in the lake; the same mailbox again costs nothing."""
    if (settings.DATA / "lake").is_dir():
        flow.keep_corpus(settings.DATA / "lake", SOURCE)
