"""Whatever is asked of the API within its description or beside it, it answers as it says it does, and never breaks."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from zouxin.site.api.actions import tokens
from zouxin.site.audit.models import Finding, Run
from zouxin.site.people import access
from zouxin.site.registry.models import Platform

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def secret(county, people):
    """A supervisor's key, and something to find."""
    run = Run.objects.create(
        moment=access.today(),
        by="tests",
        state="done",
        packs=["national"],
        totals={"PLT002": {"severity": "veto", "answers": {"finding": 1}}},
    )
    for nth, (kind, stage) in enumerate([("wechat", "live"), ("group", "live"), ("website", "lost"), ("app", "preparing")]):
        one = Platform.objects.create(
            key=f"k{nth}", name=f"平台{nth}", kind=kind, stage=stage, unit=county["north"], url="https://example.gov.cn/"
        )
        Finding.objects.create(mark=f"M{nth}", check_code="PLT002", subject="platform", source="registry", subject_id=one.key, unit=one.unit, severity="fault", sentence="句",
                               first_run=run, last_run=run, seen_run=run, first_on=access.today() - timedelta(days=9), last_on=access.today())  # fmt: skip
    return tokens.make("tests", access.today(), by=people["supervisor"])[1]


@pytest.fixture(autouse=True)
def connected():
    """A request's end leaves the test's own connection open, as it does with Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask_all(headers, examples):
    """Ask every operation of the description, read from the site as a web server would serve it, with cases within it and beside it."""
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers={"Host": "localhost"})
    operations = [found.ok() for found in api.get_all_operations()]
    for operation in operations:
        for mode in GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(
                max_examples=examples,
                deadline=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
                database=None,
            )
            def holds(case):
                case.headers = {key: value for key, value in (case.headers or {}).items() if key.lower() not in ("authorization", "cookie")}
                case.cookies = {}
                case.call_and_validate(headers={"Host": "localhost", **headers}, checks=CHECKS)

            holds()
    return {operation.path for operation in operations}


@pytest.mark.django_db
def test_a_key_gets_answers(secret):
    asked = ask_all({"Authorization": f"Bearer {secret}"}, 15)
    assert len(asked) == 12


def test_what_is_there_is_told_as_described(secret, client, county):
    """Cases made at random seldom name a row that is there."""
    head = {"Authorization": f"Bearer {secret}"}
    places = [f"platforms/{one.pk}" for one in Platform.objects.all()] + [f"findings/{one.mark}" for one in Finding.objects.all()]
    for place in [*places, f"units/{county['north'].pk}", f"runs/{Run.objects.get().pk}"]:
        assert client.get(f"/api/v1/{place}", headers=head).status_code == 200, place


@pytest.mark.django_db
def test_nobody_gets_answers(secret):
    ask_all({}, 8)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["%00", "%ff%fe", "a" * 200, "%25_%5C", "'%22;--", "%F0%9F%98%80", "%ED%A0%80", "."])
def test_strange_characters_break_nothing(client, asked, county):
    for place in (f"/api/v1/platforms?q={asked}", f"/api/v1/units?q={asked}", f"/directory/?q={asked}", f"/directory.json?q={asked}", f"/directory/?unit={asked}",
                  f"/directory/?page={asked}", f"/directory/?kind={asked}"):  # fmt: skip
        assert client.get(place).status_code in (200, 422), place
    assert client.get(f"/api/v1/findings/{asked}").status_code in (401, 404, 422)


@pytest.mark.django_db
def test_a_search_without_end_breaks_nothing(client, county):
    assert client.get("/directory/", {"q": "水" * 60_000}).status_code == 200
    assert client.get("/api/v1/platforms", {"q": "水" * 60_000}).status_code == 422
