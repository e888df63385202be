"""What did not work for a citizen: sent without a name, read by the owner's people, slowed down where one sends too much."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from zouxin.site.people.models import Event
from zouxin.site.portal import pace
from zouxin.site.portal.actions import reports
from zouxin.site.portal.models import ReportContact, UsabilityReport

pytestmark = pytest.mark.django_db


def send(register, name="site", client=None, **said):
    return (client or Client()).post(f"/directory/{register[name].pk}/report/", {"trouble": "wrong", "text": "电话打不通", **said})


def test_a_report_reaches_the_owner_and_names_nobody(register, county):
    response = send(register, contact="座机 0000-1234")
    assert response.headers["Location"] == "/directory/report/sent/"
    one = UsabilityReport.objects.get()
    assert (one.unit, one.trouble, one.text, one.state, one.contact.text) == (
        county["north"],
        "wrong",
        "电话打不通",
        "new",
        "座机 0000-1234",
    )
    event = Event.objects.first()
    assert (event.verb, event.by) == ("report.send", "群众（未登录）")
    assert "电话打不通" not in str(event.detail)
    assert "0000" not in str(event.detail)
    assert not {field.name for field in UsabilityReport._meta.fields} & {"address", "ip", "user", "sender", "name"}


def test_numbers_of_people_are_struck_out(register):
    send(register, text="我的号码13800138000，身份证11010119900307123X，单号 202611230001")
    assert UsabilityReport.objects.get().text == "我的号码●●●●●●●●●●●，身份证●●●●●●●●●●●●●●●●●●，单号 202611230001"


def test_a_machine_is_thanked_and_nothing_is_kept(register):
    assert send(register, nickname="bot").headers["Location"] == "/directory/report/sent/"
    assert not UsabilityReport.objects.exists()


def test_what_is_not_public_takes_no_report(register):
    assert send(register, "group").status_code == send(register, "planned").status_code == 404
    assert send(register, trouble="nonsense").status_code == 200
    assert send(register, text="字" * 1001).status_code == 200
    assert not UsabilityReport.objects.exists()


def test_a_form_without_its_token_is_refused(register):
    assert send(register, client=Client(enforce_csrf_checks=True)).status_code == 403


def test_one_address_is_slowed_down_and_another_is_not(register):
    for _ in range(pace.EACH):
        assert send(register).status_code == 302
    late = send(register)
    assert late.status_code == 429
    assert "电话打不通" in late.content.decode()
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert send(register, client=other).status_code == 302
    assert UsabilityReport.objects.count() == pace.EACH + 1


def test_behind_a_proxy_the_visitor_counts_not_the_proxy(register, settings, rf):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7, 192.0.2.9")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert pace.address(request) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert pace.address(request) == "192.0.2.9"


def test_owners_people_read_and_answer_theirs_alone(register, client_of, people):
    send(register, contact="座机 0000-1234")
    send(register, "water", text="别的单位的")
    mine = UsabilityReport.objects.get(platform=register["site"])
    client = client_of("operator")
    shown = client.get("/reports/").content.decode()
    assert "清水镇政府网站" in shown
    assert "澄禾水务" not in shown
    other = UsabilityReport.objects.get(platform=register["water"])
    assert client.get(f"/reports/{other.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        reports.read(other, by=people["operator"])
    client.post(f"/reports/{mine.pk}/", {"read": "1"})
    mine.refresh_from_db()
    assert (mine.state, mine.read_by) == ("read", "operator（operator）")
    assert "0000-1234" in client.get(f"/reports/{mine.pk}/").content.decode()
    client.post(f"/reports/{mine.pk}/", {"how": "已改正电话"})
    mine.refresh_from_db()
    assert (mine.state, mine.answer) == ("answered", "已改正电话")
    assert not ReportContact.objects.exists()
    assert [event.verb for event in Event.objects.all()[:2]] == ["report.answer", "report.read"]


@pytest.mark.parametrize("role", ["rechecker", "auditor", "host"])
def test_others_read_none(register, client_of, role):
    send(register)
    assert client_of(role).get("/reports/").status_code == 403
    assert client_of(role).get("/reports.csv").status_code == 403


def test_a_supervisor_reads_all_without_a_query_a_row(register, client_of, django_assert_max_num_queries):
    for _ in range(4):
        send(register)
    client = client_of("supervisor")
    client.get("/reports/")
    with django_assert_max_num_queries(8):
        assert client.get("/reports/?state=new").content.decode().count("清水镇政府网站") == 4


def test_a_mark_has_who_and_when(register):
    send(register)
    with pytest.raises(IntegrityError), transaction.atomic():
        UsabilityReport.objects.update(read_by="somebody")
