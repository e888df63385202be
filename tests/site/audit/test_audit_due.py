"""What comes to a limit soon is told to its owner alone, counted, and accuses nobody."""

from datetime import timedelta

import pytest

from zouxin.site.audit import queries
from zouxin.site.audit.models import Due, Finding
from zouxin.site.people.actions import users
from zouxin.site.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_clean_account_that_comes_to_its_limit_is_foretold_and_no_other(office):
    run = office("spring", really=True)
    # account i last posted i % 14 days before; 1, 2, 3 are silent and stand as findings
    assert run.state == "done", run.because
    rows = {row.subject_id: row for row in Due.objects.filter(run=run, check_code="PLT002")}
    assert set(rows) == {f"a{i}" for i in range(4, 32)}, "limit 14 days, looked 14 days ahead: all that are clean"
    for key, row in rows.items():
        assert row.since == run.moment - timedelta(days=int(key[1:]) % 14)
        assert row.due_on == row.since + timedelta(days=14)
    assert not Finding.objects.filter(subject_id__in=rows, check_code="PLT002").exists()


def test_only_the_owner_sees_which_and_others_see_how_many(office, people, client_of):
    run = office("spring", really=True)
    owner = User.objects.create_user("owner", None, label="owner")
    users.appoint(owner, office.units[5], "operator", by="tests")
    assert [row.subject_id for row in queries.due(owner)] == ["a5"]
    for role in ("supervisor", "second"):
        assert not queries.due(people[role]).exists()
    text = client_of("supervisor").get("/audit/due/").content.decode()
    assert "5号" not in text
    assert f"提醒 {Due.objects.filter(run=run).count()} 条" in text
    assert client_of("supervisor").get("/audit/due.json").json()["total"] == 0
    assert client_of("auditor").get("/audit/due/").status_code == 403


def test_the_same_run_again_gives_the_same_prompts(office):
    from zouxin.site.jobs.inspection import inspect

    run = office("spring", really=True)
    before = sorted(Due.objects.values_list("run", "subject_id", "due_on"))
    type(run).objects.filter(pk=run.pk).update(state="running", lake_run="", totals={})
    inspect.call(run.pk)
    assert sorted(Due.objects.values_list("run", "subject_id", "due_on")) == before
