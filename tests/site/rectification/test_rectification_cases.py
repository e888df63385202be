"""Cases: the whole table of moves, who may make them, and that only a new look by another person ends one."""

import itertools
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from zouxin.model.errors import UsageError
from zouxin.site.audit.models import Finding, Run
from zouxin.site.people.access import today
from zouxin.site.people.models import Event
from zouxin.site.rectification import queries
from zouxin.site.rectification.actions import cases
from zouxin.site.rectification.landing import judgements
from zouxin.site.rectification.models import Case, Move
from zouxin.site.rectification.moves import STEPS

pytestmark = pytest.mark.django_db
MENDING = {"cause": "no_staff", "remedy": "fix"}


def run(moment=None):
    return Run.objects.create(moment=moment or today(), state="done", lake_run="x", snapshot=uuid4().hex[:16], by="tests")


def finding(unit, of, mark="AAAA", **said):
    first = {"first_run": of, "last_run": of, "seen_run": of, "first_on": of.moment, "last_on": of.moment}
    return Finding.objects.create(mark=mark, check_code="PLT002", subject="platform", source="county", subject_id="a1", subject_name="清水发布", unit=unit,
                                  sentence="20 天没有发布", **{"severity": "veto", **first, **said})  # fmt: skip


@pytest.fixture
def case(county, people):
    return cases.open_for([finding(county["north"], run())], by=people["supervisor"])[0]


def looked(state="gone"):
    """A new inspection looked again."""
    Finding.objects.update(seen_run=run(), state=state)


def to(case, *verbs, people, role=None):
    who = {
        "confirm": "supervisor",
        "uphold": "supervisor",
        "dismiss": "supervisor",
        "discard": "supervisor",
        "pass": "rechecker",
        "fail": "rechecker",
    }
    for verb in verbs:
        if verb in ("pass", "fail"):
            looked("gone" if verb == "pass" else "standing")
        case = cases.move(case, verb, by=people[role or who.get(verb, "head")], reason="理由", **(MENDING if verb == "start" else {}))
    return case


WAYS = {
    "open": (), "confirmed": ("confirm",), "disputed": ("dispute",), "unfounded": ("dispute", "uphold"), "mending": ("confirm", "start"),
    "reported": ("confirm", "start", "report"), "failed": ("confirm", "start", "report", "fail"), "passed": ("confirm", "start", "report", "pass"),
}  # fmt: skip


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(WAYS, STEPS)))
def test_every_move_from_every_state(case, people, state, verb):
    case = to(case, *WAYS[state], people=people)
    assert case.state == state
    moves, events = case.moves.count(), Event.objects.count()
    if state in STEPS[verb].before:
        assert to(case, verb, people=people).state == STEPS[verb].after
        assert (case.moves.count(), Event.objects.count()) == (moves + 1, events + 1)
    else:
        with pytest.raises(UsageError):
            to(case, verb, people=people)
        assert (case.moves.count(), Event.objects.count()) == (moves, events)


@pytest.mark.parametrize("role", ["auditor", "host", "rechecker", "supervisor", "head", "operator"])
@pytest.mark.parametrize("verb", STEPS)
def test_who_may_not_make_a_move_is_refused(case, people, role, verb):
    from zouxin.site.people.roles import ROLES

    case = to(case, *WAYS[STEPS[verb].before[0]], people=people)
    if STEPS[verb].permission in ROLES[role].may:
        to(case, verb, people=people, role=role)
    else:
        with pytest.raises(PermissionDenied):
            to(case, verb, people=people, role=role)


def test_another_unit_cannot_touch_it(county, people):
    far = cases.open_for([finding(county["south"], run(), mark="BBBB")], by=people["supervisor"])[0]
    with pytest.raises(PermissionDenied):
        cases.move(far, "accept", by=people["head"])


def test_nothing_passes_without_a_new_look_that_found_it_well(case, people):
    case = to(case, "confirm", "start", "report", people=people)
    with pytest.raises(UsageError, match="还没有新的检查"):
        cases.move(case, "pass", by=people["rechecker"])
    looked("unsure")
    with pytest.raises(UsageError, match="不能算通过"):
        cases.move(case, "pass", by=people["rechecker"])
    looked("standing")
    with pytest.raises(UsageError, match="不能算通过"):
        cases.move(case, "pass", by=people["rechecker"])
    looked("gone")
    assert cases.move(case, "pass", by=people["rechecker"]).state == "passed"
    assert case.moves.last().run == Run.objects.first()


def test_who_reported_or_opened_it_does_not_look_again(case, county, people):
    from zouxin.site.people.actions import users

    for role in ("head", "supervisor"):
        users.appoint(people[role], county["top"], "rechecker", by="tests")
        people[role].__dict__.pop("_standing", None)
    case = to(case, "confirm", "start", "report", people=people)
    looked("gone")
    for role in ("head", "supervisor"):
        with pytest.raises(PermissionDenied):
            cases.move(case, "pass", by=people[role])


def test_identical_data_change_no_case_and_a_finding_that_stands_again_reopens_its_own(case, people):
    case = to(case, "confirm", "start", "report", "pass", people=people)
    same = Run.objects.first()
    assert cases.follow(same, by="后台") == 0
    newer = run()
    Finding.objects.update(state="standing", last_run=newer, seen_run=newer)
    events = Event.objects.count()
    assert [cases.follow(newer, by="后台") for _ in range(3)] == [1, 0, 0]
    case.refresh_from_db()
    assert (case.state, case.recurrences, case.opened_on) == ("recurred", 1, today())
    Case.objects.update(state="passed", opened_on="2026-01-05", counted_from="2026-01-05")
    newest = run()
    Finding.objects.update(state="standing", last_run=newest, seen_run=newest)
    assert cases.follow(newest, by="后台") == 1
    case.refresh_from_db()
    assert (str(case.opened_on), case.counted_from) == ("2026-01-05", today()), "its age stays, its time to mend begins anew"
    assert case not in queries.overdue(queries.cases(people["supervisor"]))
    events += 1
    assert Event.objects.count() == events + 1


def test_one_case_a_finding_and_none_for_what_is_private_or_gone(county, people):
    at = run()
    one, private, gone = (
        finding(county["north"], at),
        finding(county["north"], at, "PPPP", severity="private"),
        finding(county["north"], at, "GGGG", state="gone"),
    )
    assert len(cases.open_for([one, private, gone], by=people["supervisor"])) == 1
    assert cases.open_for([one], by=people["supervisor"]) == []
    assert Case.objects.count() == 1


def test_deadlines_are_counted_by_working_days_and_explained(case, people):
    Case.objects.update(counted_from="2026-09-30", respond_within=3)
    case.refresh_from_db()
    assert str(queries.deadline(case)) == "2026-10-10"
    days = list(queries.counted_days(case))
    assert (len(days), days[-1][0], sum(works for _, _, works, _ in days)) == (10, 3, 3)
    assert case in queries.overdue(queries.cases(people["supervisor"]))
    Case.objects.update(counted_from=today())
    assert case not in queries.overdue(queries.cases(people["supervisor"]))


def test_an_exception_ends_by_itself(case, people):
    cases.allow(case, "设备维修", today(), by=people["supervisor"])
    assert queries.cases(people["supervisor"]).get().excepted
    case.exceptions.update(granted_on=today() - timedelta(days=9), until=today() - timedelta(days=1))
    assert not queries.cases(people["supervisor"]).get().excepted
    with pytest.raises(UsageError):
        cases.allow(case, "理由", today() - timedelta(days=1), by=people["supervisor"])
    with pytest.raises(PermissionDenied):
        cases.allow(case, "理由", today(), by=people["head"])


def test_an_upheld_dispute_is_a_judgement_for_the_lake(case, people):
    assert list(judgements()) == []
    to(case, "dispute", "uphold", people=people)
    row = next(judgements()).to_pylist()[0]
    assert (row["question"], row["subject_id"], row["verdict"], row["basis"]) == ("PLT002", "a1", "overruled", "理由")


def test_a_case_is_worked_through_on_screen(county, people, client_of):
    finding(county["north"], run())
    supervisor, head, rechecker = client_of("supervisor"), client_of("head"), client_of("rechecker")
    assert "清水发布" in supervisor.get("/cases/open/").content.decode()
    supervisor.post("/cases/open/", {"mark": ["AAAA"]})
    case = Case.objects.get()
    page = f"/cases/{case.pk}/"
    assert "清水发布" in head.get("/cases/list/?mine=1").content.decode()
    head.post(page, {"step": "accept", "accept-verb": "accept"})
    assert head.post(page, {"step": "start", "start-verb": "start"}).status_code == 200, "cause and remedy are asked for"
    head.post(page, {"step": "start", "start-verb": "start", "start-cause": "no_staff", "start-remedy": "close"})
    head.post(page, {"step": "report", "report-verb": "report", "report-reason": "已经关停"})
    assert head.post(page, {"step": "pass", "pass-verb": "pass"}).status_code == 403
    assert "还没有新的检查" in rechecker.post(page, {"step": "pass", "pass-verb": "pass"}).content.decode()
    looked("gone")
    rechecker.post(page, {"step": "pass", "pass-verb": "pass"})
    case.refresh_from_db()
    assert (case.state, case.remedy) == ("passed", "close")


class Walk(RuleBasedStateMachine):
    """Whatever people try in whatever order: every step is in the log once, and nothing passes without a look after the report."""

    def __init__(self):
        super().__init__()
        from zouxin.site.people.actions import units, users
        from zouxin.site.people.models import User

        top = units.add("县政府", f"k{id(self)}", by="tests")
        self.people = {}
        for role in ("supervisor", "head", "rechecker"):
            self.people[role] = User.objects.create(username=f"{role}{id(self)}", label=role)
            users.appoint(self.people[role], top, role, by="tests")
        self.case = cases.open_for([finding(top, run(), mark=f"{id(self)}"[-16:])], by=self.people["supervisor"])[0]
        self.looked_since = False

    @rule(
        verb=st.sampled_from(sorted(STEPS)), who=st.sampled_from(["supervisor", "head", "rechecker"]), reason=st.sampled_from(["", "理由"])
    )
    def attempt(self, verb, who, reason):
        before = Case.objects.get(pk=self.case.pk).state
        try:
            cases.move(self.case, verb, by=self.people[who], reason=reason, **(MENDING if verb == "start" else {}))
        except (UsageError, PermissionDenied):
            assert Case.objects.get(pk=self.case.pk).state == before
            return
        if verb == "report":
            self.looked_since = False
        if verb == "pass":
            assert self.looked_since

    @rule(state=st.sampled_from(["gone", "standing", "unsure"]))
    def look(self, state):
        Finding.objects.filter(mark=self.case.mark).update(seen_run=run(), state=state)
        self.looked_since = state == "gone"

    @invariant()
    def moves_are_a_chain_and_each_is_in_the_log(self):
        moves = list(Move.objects.filter(case=self.case))
        assert all(one.after == two.before for one, two in itertools.pairwise(moves))
        assert moves[-1].after == Case.objects.get(pk=self.case.pk).state
        assert Event.objects.filter(verb__startswith="case.", thing=f"case:{self.case.pk}").count() == len(moves)


class TestWalk(TestCase):
    def test_walks(self):
        from hypothesis import settings
        from hypothesis.stateful import run_state_machine_as_test

        run_state_machine_as_test(Walk, settings=settings(max_examples=15, stateful_step_count=20, deadline=None))


def test_asking_old_data_again_is_no_new_look(case, people):
    case = to(case, "confirm", "start", "report", people=people)
    before = Run.objects.first()
    same = run()
    Run.objects.filter(pk=same.pk).update(snapshot=before.snapshot)
    Finding.objects.update(seen_run=same, state="gone")
    with pytest.raises(UsageError, match="同样的数据"):
        cases.move(case, "pass", by=people["rechecker"])
    Finding.objects.update(seen_run=run(), state="gone", looked_on=today() - timedelta(days=1))
    with pytest.raises(UsageError, match="早于报告完成"):
        cases.move(case, "pass", by=people["rechecker"])
    Finding.objects.update(looked_on=today())
    assert cases.move(case, "pass", by=people["rechecker"]).state == "passed"


def test_a_dispute_brings_its_evidence_and_only_who_sees_the_case_gets_it(case, people, client_of, settings):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = f"/cases/{case.pk}/"
    said = {"step": "dispute", "dispute-verb": "dispute", "dispute-reason": "账号上月已迁移"}
    wrong = client_of("head").post(page, {**said, "dispute-file": SimpleUploadedFile("证明.pdf", b"MZ not a pdf")})
    assert "内容要与文件名一致" in wrong.content.decode()
    case.refresh_from_db()
    assert case.state == "open"
    assert client_of("head").post(page, {**said, "dispute-file": SimpleUploadedFile("迁移证明.pdf", b"%PDF-1.7 proof")}).status_code == 302
    move = case.moves.last()
    assert (move.file_name, len(move.file_digest)) == ("迁移证明.pdf", 64)
    assert Event.objects.get(verb="case.dispute").detail["file"] == move.file_digest
    got = client_of("supervisor").get(f"/cases/evidence/{move.pk}/")
    assert b"".join(got.streaming_content) == b"%PDF-1.7 proof"
    assert "attachment" in got.headers["Content-Disposition"]
    from zouxin.site.people.actions import users
    from zouxin.site.people.models import Unit, User

    far = User.objects.create_user("far", None, label="far")
    users.appoint(far, Unit.objects.get(key="south"), "head", by="tests")
    from django.test import Client

    other = Client()
    other.force_login(far, backend="django.contrib.auth.backends.ModelBackend")
    assert other.get(f"/cases/evidence/{move.pk}/").status_code == 404
