"""Logging in, the second factor, invitations, leaving."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from zouxin.site.people import access
from zouxin.site.people.actions import users
from zouxin.site.people.models import Appointment, Event, Invitation, User

WORD = "-".join(("a", "password", "of", "tests"))  # as the fixture `people` gives it

pytestmark = pytest.mark.django_db


def log_in(client, name, word=WORD, **said):
    return client.post("/login/", {"username": name, "password": word, **said})


def test_a_person_comes_in_by_name_and_password_and_goes_out(people):
    client = Client()
    assert client.get("/units/").status_code == 302
    assert log_in(client, "HEAD", next="/units/").headers["Location"] == "/units/"
    assert client.get("/units/").status_code == 200
    client.post("/logout/")
    assert client.get("/units/").status_code == 302


def test_nobody_is_sent_to_another_site(people):
    assert log_in(Client(), "head", next="https://evil.example/x").headers["Location"] == "/desk/"


def test_five_wrong_passwords_rest_that_name_and_no_other(people):
    client = Client()
    assert [log_in(client, "head", "wrong-word").status_code for _ in range(4)] == [200] * 4
    assert log_in(client, "head", "wrong-word").status_code == 429
    assert log_in(client, "head").status_code == 429
    assert log_in(Client(), "operator").status_code == 302


def code_of(device, drift=0):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift + drift)
    return f"{totp.token():06d}"


def test_a_second_factor_is_set_up_asked_and_dropped(people, client_of):
    client = client_of("head")
    assert "data:image/svg" in client.get("/account/code/make/").content.decode()
    device = TOTPDevice.objects.get(user=people["head"])
    assert not device.confirmed
    assert client.post("/account/code/make/", {"code": "000000"}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    shown = client.post("/account/code/make/", {"code": code_of(device)}).content.decode()
    assert shown.count("<code>") == 8
    assert client.get("/units/").status_code == 200

    again = Client()
    log_in(again, "head")
    assert again.get("/units/").headers["Location"] == "/account/code/"
    spare = shown.split("<code>")[1].split("</code>")[0]
    assert again.post("/account/code/", {"code": spare, "next": "/units/"}).headers["Location"] == "/units/"
    assert again.get("/units/").status_code == 200

    third = Client()
    log_in(third, "head")
    assert third.post("/account/code/", {"code": spare}).status_code == 200, "a spare code is good once"
    assert third.get("/units/").status_code == 302


def test_where_a_second_factor_is_required_nobody_works_without(settings, client_of):
    settings.SECOND_FACTOR = "required"
    assert client_of("head").get("/units/").headers["Location"] == "/account/code/make/"


def test_an_invitation_lets_one_person_in_once(county, people, client_of):
    page = client_of("head").post("/people/invite/", {"label": "新编辑", "unit": county["north"].pk, "role": "operator"}).content.decode()
    link = page.split("<code>")[1].split("</code>")[0].removeprefix("http://testserver")
    assert Invitation.hashed(link.split("/")[-2]) == Invitation.objects.get().digest, "only a hash is kept"
    guest = Client()
    assert guest.get(link).status_code == 200
    chosen = {"username": "newcomer", "password": WORD, "again": WORD}
    assert guest.post(link, chosen).headers["Location"] == "/desk/"
    assert access.may(User.objects.get(username="newcomer"), "registry.view_platform", county["north"])
    assert Client().get(link).status_code == 410
    with pytest.raises(ValidationError):
        users.accept(link.split("/")[-2], "another", WORD)
    said = str(list(Event.objects.values_list("detail", "label", "thing")))
    assert link.split("/")[-2] not in said


def test_an_invitation_ends_and_can_be_withdrawn(county, people):
    held, token = users.invite("某人", county["north"], "operator", by=people["head"])
    Invitation.objects.filter(pk=held.pk).update(until=timezone.now() - timedelta(seconds=1))
    assert users.invitation_of(token) is None
    held, token = users.invite("某人", county["north"], "operator", by=people["head"])
    users.withdraw(held, by=people["head"])
    assert users.invitation_of(token) is None


def test_a_hosting_company_needs_an_end_and_nobody_gives_more_than_they_may(county, people):
    with pytest.raises(ValidationError):
        users.invite("公司", county["north"], "host", by=people["head"])
    for role in ("supervisor", "auditor", "rechecker"):
        with pytest.raises(ValidationError):
            users.invite("某人", county["north"], role, by=people["head"])


def test_who_holds_nothing_any_more_is_logged_out_everywhere(people):
    client = Client()
    log_in(client, "operator")
    assert client.get("/units/").status_code == 200
    users.end(Appointment.objects.get(user=people["operator"]), by=people["head"])
    assert client.get("/units/").status_code == 302
    assert log_in(Client(), "operator").status_code == 200
    assert Event.objects.filter(verb="user.end").count() == 1


def test_a_weak_or_mistyped_password_is_refused_and_a_changed_one_ends_other_sessions(people):
    one, other = Client(), Client()
    log_in(one, "head"), log_in(other, "head")
    fresh = "quite-another-word-7"
    assert one.post("/account/", {"old": "wrong", "password": fresh, "again": fresh}).status_code == 200
    assert one.post("/account/", {"old": WORD, "password": "12345", "again": "12345"}).status_code == 200
    assert one.post("/account/", {"old": WORD, "password": fresh, "again": fresh}).status_code == 302
    assert one.get("/units/").status_code == 200
    assert other.get("/units/").status_code == 302
