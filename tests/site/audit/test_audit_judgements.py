"""What only a person can answer: asked with its evidence, answered with a basis, and from the next inspection on it holds; withdrawn it does not."""

import pytest
from django.core.exceptions import PermissionDenied

from zouxin.model.errors import UsageError
from zouxin.site.audit import queries
from zouxin.site.audit.actions import judgements
from zouxin.site.audit.models import Finding, Judgement, Undecided
from zouxin.site.people.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_list_is_what_the_run_could_not_tell_for_want_of_a_judgement(office, people):
    run = office("spring", really=True)
    asked = run.totals["PLT006"]["answers"]
    assert Undecided.objects.filter(check_code="PLT006").count() == asked["not_judged"] == 31
    assert {row.subject_id for row in queries.undecided(people["supervisor"])} == {f"a{i}" for i in range(1, 32)}
    assert not queries.undecided(people["operator"]).exists()


def test_an_answer_holds_from_the_next_inspection_and_ends_when_it_is_withdrawn(office, people):
    office("spring", really=True)
    one = Undecided.objects.get(subject_id="a5")
    made = judgements.judge(one, "yes", "2021-06-30 打开公众号，没有留言入口，截图存档 1 号", by=people["supervisor"])
    assert not queries.undecided(people["supervisor"]).filter(subject_id="a5").exists(), "it is answered"
    office("spring", really=True)
    assert not Finding.objects.filter(check_code="PLT006").exists(), "an answer of today says nothing of a day before it"
    Judgement.objects.update(on="2021-06-30")
    office("spring", really=True)
    assert [one.subject_id for one in Finding.objects.filter(check_code="PLT006", state="standing")] == ["a5"]
    judgements.withdraw(made, "看错了账号", by=people["supervisor"])
    office("spring", really=True)
    assert Finding.objects.get(check_code="PLT006").state == "unsure"
    assert queries.undecided(people["supervisor"]).filter(subject_id="a5").exists(), "the question is open again"
    assert Event.objects.filter(verb__startswith="judgement.").count() == 2


def test_without_a_basis_there_is_no_answer_and_a_second_one_takes_the_place_of_the_first(office, people):
    office("spring", really=True)
    one = Undecided.objects.get(subject_id="a6")
    with pytest.raises(UsageError):
        judgements.judge(one, "yes", " ", by=people["supervisor"])
    with pytest.raises(PermissionDenied):
        judgements.judge(one, "yes", "看过", by=people["operator"])
    judgements.judge(one, "yes", "没有入口", by=people["supervisor"])
    judgements.judge(one, "no", "菜单第二栏有留言", by=people["rechecker"])
    assert list(Judgement.objects.filter(withdrawn_at__isnull=True).values_list("verdict", flat=True)) == ["no"]
    assert Judgement.objects.count() == 2


def test_the_page_shows_the_question_and_takes_an_answer(office, client_of):
    office("spring", really=True)
    one = Undecided.objects.get(subject_id="a7")
    client = client_of("supervisor")
    page = client.get(f"/audit/undecided/{one.mark}/").content.decode()
    assert "有没有提供有效的互动功能" in page
    assert client.post(f"/audit/undecided/{one.mark}/", {"verdict": "no"}).status_code == 200, "no basis: asked again"
    assert client.post(f"/audit/undecided/{one.mark}/", {"verdict": "no", "basis": "首页有留言板"}).status_code == 302
    assert Judgement.objects.get().verdict == "no"
    assert "首页有留言板" in client.get("/audit/judgements/").content.decode()
    assert client.get(f"/audit/undecided/{one.mark}/").status_code == 404
    assert client_of("head").get("/audit/undecided/").status_code == 403
