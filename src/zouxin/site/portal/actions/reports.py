"""Writes about usability reports: a citizen sends one, the owner's people mark it."""

from typing import Any

from django.utils import timezone

from zouxin.site.people.access import demand, named
from zouxin.site.people.log import record, write
from zouxin.site.portal.models import ReportContact, UsabilityReport
from zouxin.site.registry.models import Platform


@write
def send(platform: Platform, trouble: str, text: str, *, by: str, contact: str = "") -> UsabilityReport:
    """Keep a report for the platform's owner. `by` is a word: the log says neither who sent it nor what it says."""
    report = UsabilityReport.objects.create(platform=platform, unit=platform.unit, trouble=trouble, text=text)
    if contact:
        ReportContact.objects.create(report=report, text=contact)
    record(by, "report.send", report, label=platform.name, unit=platform.unit, trouble=trouble)
    return report


@write
def read(report: UsabilityReport, *, by: Any) -> None:
    """Mark a report as read; one that is stays as it is."""
    demand(by, "portal.read_report", report.unit)
    fresh = {"state": "read", "read_by": named(by), "read_at": timezone.now()}
    if UsabilityReport.objects.filter(pk=report.pk, state="new").update(**fresh):
        record(by, "report.read", report, label=report.platform.name, unit=report.unit)


@write
def answer(report: UsabilityReport, how: str, *, by: Any) -> None:
    """Mark a report as dealt with, saying how; the sender's contact is dropped."""
    demand(by, "portal.read_report", report.unit)
    now, name = timezone.now(), named(by)
    fresh = {"state": "answered", "answer": how, "answered_by": name, "answered_at": now}
    if report.read_at is None:
        fresh |= {"read_by": name, "read_at": now}
    if UsabilityReport.objects.filter(pk=report.pk).exclude(state="answered").update(**fresh):
        dropped, _rows = ReportContact.objects.filter(report=report).delete()
        record(by, "report.answer", report, label=report.platform.name, unit=report.unit, how=how, contact_dropped=bool(dropped))
