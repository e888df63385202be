"""A few inspections and what they found."""

from datetime import timedelta

import pytest

from zouxin import flow
from zouxin.site.audit.models import Finding, Run
from zouxin.site.people.access import today
from zouxin.site.registry.models import Platform


@pytest.fixture
def inspected(county):
    """Two inspections; findings of four units, one of them private."""
    runs = [
        Run.objects.create(moment=today() - timedelta(days=days), by="tests", state="done", lake_run=f"r{days}", totals={
            code: {"asked": True, "severity": severity, "why": "", "answers": {"finding": found, "clean": 5, "unobservable": 2}}
            for code, severity, found in (("PLT002", "veto", 3), ("RPL101", "advice", 900), ("PLT013", "private", 700))
        })
        for days in (40, 2)
    ]  # fmt: skip
    made = {}
    for nth, (place, severity, first) in enumerate(
        [("north", "veto", 1), ("north", "private", 1), ("village", "fault", 0), ("south", "fault", 1), ("top", "advice", 0)]
    ):
        one = Platform.objects.create(
            key=f"p{nth}", name=f"平台〔{place}{nth}〕", kind="wechat", unit=county[place], sought=flow.search_key(place)
        )
        made[place, severity] = Finding.objects.create(
            mark=f"M{nth}", check_code="PLT002", subject="platform", source="registry", subject_id=one.key, subject_name=one.name, unit=county[place], severity=severity,
            sentence=f"句子{nth}", first_run=runs[first], last_run=runs[1], seen_run=runs[1], first_on=runs[first].moment, last_on=today(),
        )  # fmt: skip
    return made
