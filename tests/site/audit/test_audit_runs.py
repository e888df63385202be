"""Inspections: the index is worked out from the lake and equals itself; what is private stays with its owner; a killed run is done again."""

import pytest
from django.test.utils import CaptureQueriesContext

from zouxin.site.audit import queries
from zouxin.site.audit.actions import index, runs
from zouxin.site.audit.models import Finding, Run
from zouxin.site.people.actions import users
from zouxin.site.people.models import Event, User

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = ("mark", "check_code", "subject", "source", "subject_id", "subject_name", "unit_id", "unit_key", "severity", "sentence", "state", "first_run_id", "last_run_id",
          "seen_run_id", "first_on", "last_on", "sought")  # fmt: skip


def rows():
    return list(Finding.objects.order_by("mark").values_list(*FIELDS))


def states(check="PLT002"):
    return dict(Finding.objects.filter(check_code=check).values_list("subject_id", "state"))


def test_what_stood_is_gone_only_when_somebody_looked_and_it_was_well(office):
    spring = office("spring")
    assert spring.state == "done", spring.because
    assert states() == {"a1": "standing", "a2": "standing", "a3": "standing"}
    office("summer")
    assert states() == {"a1": "gone", "a2": "standing", "a3": "unsure", "a4": "standing"}
    a2 = Finding.objects.get(subject_id="a2", check_code="PLT002")
    assert (a2.first_on, a2.last_on) == (
        spring.moment,
        Run.objects.last().moment if Run.objects.last().moment > spring.moment else Run.objects.first().moment,
    )
    assert a2.unit == office.units[2]


def test_the_index_made_anew_equals_itself(office):
    office("spring"), office("summer")
    before = rows()
    assert before
    assert index.rebuild(by="tests") == len(before)
    assert rows() == before


def test_taking_a_run_in_twice_changes_nothing(office):
    run = office("spring")
    before = rows()
    index.refresh(run, by="tests")
    assert rows() == before
    again = office("spring", really=True)
    assert again.lake_run == run.lake_run, "the same data, packs and moment are the same run"
    assert [row[:11] for row in rows()] == [row[:11] for row in before]


def test_a_run_that_was_killed_is_done_again_and_one_that_is_done_stays(office):
    from zouxin.site.jobs.inspection import inspect

    run = office("spring")
    before, events = rows(), Event.objects.count()
    inspect.call(run.pk)
    assert Event.objects.count() == events
    Finding.objects.all().delete()
    Run.objects.filter(pk=run.pk).update(state="running", lake_run="", totals={})
    inspect.call(run.pk)
    assert rows() == before


def test_a_run_stops_when_it_is_asked_to_and_says_so(office, monkeypatch, people):
    monkeypatch.setattr(runs, "_enqueue", lambda run: None)
    from small_county import SPRING

    from zouxin.site.jobs.inspection import inspect

    run = runs.ask(SPRING, ("national",), by=people["supervisor"])
    runs.stop(run, by=people["supervisor"])
    inspect.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.lake_run) == ("stopped", "")
    assert not Finding.objects.exists()


def test_without_data_a_run_says_what_is_missing(people, monkeypatch, settings):
    monkeypatch.setattr(runs, "_enqueue", lambda run: None)
    from small_county import SPRING

    from zouxin.site.jobs.inspection import inspect

    run = runs.ask(SPRING, ("national",), by=people["supervisor"])
    inspect.call(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "还没有数据" in run.because


def test_private_findings_are_for_the_owner_unit_itself(office, people, client_of):
    office("spring")
    Finding.objects.filter(subject_id="a1").update(severity="private")
    owner = User.objects.create_user("owner", None, label="owner")
    users.appoint(owner, office.units[1], "operator", by="tests")
    marks = set(Finding.objects.filter(subject_id="a1").values_list("mark", flat=True))
    assert marks <= set(queries.findings(owner).values_list("mark", flat=True))
    for role in ("supervisor", "auditor", "head", "operator"):
        assert not marks & set(queries.findings(people[role]).values_list("mark", flat=True)), role
        assert client_of(role).get(f"/audit/findings/{min(marks)}/").status_code == 404


def test_counts_of_a_run_reconcile_and_stand_on_its_page(office, client_of):
    run = office("spring")
    one = next(row for row in queries.totals(run) if row["code"] == "PLT002")
    assert one["asked"] == 31 == one["finding"] + one["clean"] + one["unobservable"] + one["not_judged"] + one["overruled"]
    page = client_of("supervisor").get(f"/audit/runs/{run.pk}/").content.decode()
    assert "31（100.0 %）" in page


def test_a_finding_is_shown_with_what_was_measured_and_by_what_right(office, client_of):
    office("spring")
    mark = Finding.objects.get(subject_id="a2", check_code="PLT002").mark
    for role, status in (("supervisor", 200), ("head", 200), ("auditor", 200)):
        response = client_of(role).get(f"/audit/findings/{mark}/")
        assert response.status_code == status
        text = response.content.decode()
        assert "没有发布的天数" in text
        assert "days_silent" not in text
        assert "国办秘函〔2019〕19号" in text
    other = Finding.objects.get(subject_id="a3", check_code="PLT002").mark
    assert client_of("head").get(f"/audit/findings/{other}/").status_code == 404


def test_two_runs_are_compared_within_reach(office, client_of):
    office("spring")
    run = office("summer")
    text = client_of("supervisor").get(f"/audit/runs/{run.pk}/compare/").content.decode()
    assert "已消除" in text
    assert "新发现" in text
    narrow = client_of("head").get(f"/audit/runs/{run.pk}/compare/").content.decode()
    assert "4号" not in narrow


def test_lists_ask_the_same_number_of_queries_however_long(office, client_of):
    from django.db import connection

    office("spring")
    client = client_of("supervisor")
    client.get("/audit/findings/")
    with CaptureQueriesContext(connection) as few:
        client.get("/audit/findings/?q=a")
    with CaptureQueriesContext(connection) as many:
        client.get("/audit/findings/")
    assert len(many) <= len(few) + 3
