"""Writes about notices: drafted here, sent by a job, and only where the deployment lets anything out."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin.model.errors import UsageError
from zouxin.site.components.queueing import queue
from zouxin.site.people.access import demand
from zouxin.site.people.log import record, write
from zouxin.site.rectification.models import Case, Notice
from zouxin.site.rectification.queries import deadline


@write
def draft(case: Case, to: str, *, by: Any) -> Notice:
    """A notice of a case. It says what, by when and where to look, nothing about persons and nothing of what citizens wrote."""
    demand(by, "rectification.open_case", case.unit)
    day = deadline(case)
    body = _("整改事项：%(label)s\n检查项：%(check)s\n状态：%(state)s\n答复期限：%(day)s\n详情请登录后查看：%(place)s") % {
        "label": case.label, "check": case.check_code, "state": case.get_state_display(), "day": day or _("放假安排公布后才能算出"), "place": reverse("rectification:case_view", args=[case.pk]),
    }  # fmt: skip
    made = Notice.objects.create(case=case, to=to, subject=_("整改事项：%(label)s") % {"label": case.label[:150]}, body=body)
    record(by, "notice.draft", made, label=made.subject, unit=case.unit)
    return made


@write
def send(notice: Notice, *, by: Any, outbound: bool) -> None:
    """Put a notice into the queue. Raises UsageError where nothing may leave this deployment."""
    demand(by, "rectification.open_case", notice.case.unit)
    if not outbound:
        raise UsageError(_("这里没有打开对外发送（设置 ZOUXIN_OUTBOUND），只能查看，不会发出"))
    if notice.state == "sent":
        return
    record(by, "notice.send", notice, label=notice.subject, unit=notice.case.unit)
    _enqueue(notice.pk)


def _enqueue(pk: int) -> None:
    from zouxin.site.jobs.notices import deliver  # a job imports actions, so they import it when it is put to work

    queue(deliver, pk)


@write
def delivered(notice: Notice, because: str, *, by: Any) -> None:
    """Record that a notice went out, or why it did not."""
    said = {"state": "failed", "because": because[:300]} if because else {"state": "sent", "sent_at": timezone.now(), "because": ""}
    Notice.objects.filter(pk=notice.pk).exclude(state="sent").update(**said)
    record(by, "notice.delivered" if not because else "notice.failed", notice, label=notice.subject, unit=notice.case.unit, because=because)
