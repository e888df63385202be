"""The API shows a user what the screens show, and nobody else's rows; a key reads what its owner may, until it ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zouxin.site.api.actions import tokens
from zouxin.site.api.models import ApiToken
from zouxin.site.audit.models import Finding, Run
from zouxin.site.people import access
from zouxin.site.people.actions import units, users
from zouxin.site.people.models import Event, User
from zouxin.site.people.roles import ROLES
from zouxin.site.registry.models import Platform

KINDS = [name for name, _title in Platform.KINDS]
STAGES = [name for name, _title in Platform.STAGES]


@st.composite
def worlds(draw):
    """A tree as the place of each unit's parent, appointments as (unit, role), platforms as (unit, kind, stage), findings as (unit, severity)."""
    size = draw(st.integers(2, 7))
    place = st.integers(0, size - 1)
    return (
        [-1, *(draw(st.integers(-1, i - 1)) for i in range(1, size))],
        draw(st.lists(st.tuples(place, st.sampled_from(sorted(ROLES))), max_size=3)),
        draw(st.lists(st.tuples(st.one_of(st.none(), place), st.sampled_from(KINDS), st.sampled_from(STAGES)), max_size=8)),
        draw(st.lists(st.tuples(place, st.sampled_from(["veto", "fault", "private"])), max_size=6)),
    )


class Reach(TestCase):
    @given(world=worlds(), keyed=st.booleans())
    @settings(max_examples=40, deadline=None)
    def test_nothing_out_of_reach_is_told(self, world, keyed):
        parents, held, owned, found = world
        made = []
        for nth, above in enumerate(parents):
            made.append(units.add(f"单位〔{nth}〕", f"u{nth}", by="tests", above=made[above] if above >= 0 else None))
        user = User.objects.create(username="me", label="我")
        for place, role in held:
            users.appoint(user, made[place], role, by="tests", ends_on=access.today())
        for nth, (place, kind, stage) in enumerate(owned):
            Platform.objects.create(
                key=f"k{nth}", name=f"p{nth}", kind=kind, stage=stage, unit=None if place is None else made[place], members=nth
            )
        run = Run.objects.create(
            moment=access.today(), by="tests", state="done", totals={"PLT002": {"severity": "veto", "answers": {"finding": 1}}}
        )
        for nth, (place, severity) in enumerate(found):
            Finding.objects.create(mark=f"M{nth}", check_code="PLT002", subject="platform", source="registry", subject_id=f"k{nth}", unit=made[place], severity=severity,
                                   sentence=f"f{nth}", first_run=run, last_run=run, seen_run=run, first_on=access.today(), last_on=access.today())  # fmt: skip

        def under(nth, permission):
            tops = {place for place, role in held if permission in ROLES[role].may}
            while nth is not None and nth != -1:
                if nth in tops:
                    return True
                nth = parents[nth]
            return False

        def reach(place, permission):
            if place is None:
                return any(parents[at] == -1 for at, role in held if permission in ROLES[role].may)
            return under(place, permission)

        client = Client()
        if keyed and held:
            head = {"Authorization": f"Bearer {tokens.make('tests', access.today(), by=User.objects.get(pk=user.pk))[1]}"}
        else:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            head = {}
        rows = {row["name"]: row for row in client.get("/api/v1/platforms?size=200", headers=head).json()["rows"]}
        near = {f"p{nth}" for nth, (place, *_rest) in enumerate(owned) if reach(place, "registry.view_platform")}
        public = {
            f"p{nth}"
            for nth, (_place, kind, stage) in enumerate(owned)
            if kind in Platform.PUBLIC and stage != "preparing" and _place is not None
        }
        assert set(rows) == near | public
        for name, row in rows.items():
            assert row["full"] == (name in near)
            assert ("members" in row) == ("stage" in row) == (name in near)
        nobody = {row["name"]: row for row in Client().get("/api/v1/platforms?size=200").json()["rows"]}
        assert set(nobody) == public
        assert not [row for row in nobody.values() if row["full"] or "stage" in row or row["status"] in ("warned", "mending")]
        answer = client.get("/api/v1/findings?size=200", headers=head)
        may = any("audit.view_finding" in ROLES[role].may for _place, role in held)
        assert answer.status_code == (200 if may else 403)
        own = {place for place, role in held if role in ("head", "operator", "host")}
        seen = {
            f"f{nth}"
            for nth, (place, severity) in enumerate(found)
            if under(place, "audit.view_finding") and (severity != "private" or place in own)
        }
        assert {row["sentence"] for row in answer.json().get("rows", [])} == seen
        for nth in range(len(found)):
            assert client.get(f"/api/v1/findings/M{nth}", headers=head).status_code == (
                403 if not may else 200 if f"f{nth}" in seen else 404
            )
        listed = {row["name"] for row in client.get("/api/v1/units?size=200", headers=head).json()["rows"]}
        owners = {f"单位〔{place}〕" for nth, (place, *_rest) in enumerate(owned) if f"p{nth}" in public and place is not None}
        assert listed == owners | {f"单位〔{nth}〕" for nth in range(len(made)) if under(nth, "people.view_unit")}
        told = client.get("/api/v1/runs", headers=head).json()
        whole = any(parents[place] == -1 for place, role in held if "audit.view_run" in ROLES[role].may)
        assert all((row["totals"] is not None) == whole for row in told.get("rows", []))


pytestmark = pytest.mark.django_db


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_what_is_not_public_asks_who_you_are(county):
    for place in ("findings", "findings/M1", "runs", "runs/1", "cases", "cases/1"):
        answer = Client().get(f"/api/v1/{place}")
        assert answer.status_code == 401
        assert answer.json()["detail"] == "请带上密钥，或者先登录"
    for place in ("units", "platforms", "bulletins"):
        assert Client().get(f"/api/v1/{place}").status_code == 200


def test_a_key_lives_until_its_day_or_its_end(people):
    user = people["head"]
    token, secret = tokens.make("同步", access.today(), by=user)
    ask = lambda: Client().get("/api/v1/findings", headers=bearer(secret)).status_code
    assert ask() == 200
    ApiToken.objects.update(until=access.today() - timedelta(days=1))
    assert ask() == 401
    ApiToken.objects.update(until=access.today())
    tokens.revoke(token, by=user)
    assert ask() == 401
    assert [event.verb for event in Event.objects.all()[:2]] == ["token.revoke", "token.make"]
    assert secret not in str(list(ApiToken.objects.values()))
    assert secret not in str([event.detail for event in Event.objects.all()])


def test_a_key_ends_with_its_owners_login(people):
    secret = tokens.make("同步", access.today(), by=people["operator"])[1]
    User.objects.filter(username="operator").update(is_active=False)
    assert Client().get("/api/v1/platforms", headers=bearer(secret)).status_code == 401


@pytest.mark.parametrize("said", ["Bearer nonsense", "Bearer ", "Basic aGVhZDpoZWFk", "zx_nothing"])
def test_a_wrong_key_is_refused_and_not_taken_for_nobody(people, said):
    answer = Client().get("/api/v1/platforms", headers={"Authorization": said})
    assert answer.status_code == 401
    assert "密钥" in answer.json()["detail"]


def test_keys_are_made_for_oneself_within_a_year(people):
    for until in (access.today() - timedelta(days=1), access.today() + timedelta(days=367)):
        with pytest.raises(ValidationError):
            tokens.make("x", until, by=people["head"])
    for _ in range(tokens.MOST):
        token, _secret = tokens.make("x", access.today(), by=people["head"])
    with pytest.raises(ValidationError):
        tokens.make("x", access.today(), by=people["head"])
    with pytest.raises(PermissionDenied):
        tokens.revoke(token, by=people["operator"])
    with pytest.raises(PermissionDenied):
        tokens.make("x", access.today(), by=User.objects.create(username="idle", label="x"))


def test_a_key_is_made_shown_once_and_revoked_on_screen(client_of, people):
    client = client_of("head")
    assert "接口密钥" in client.get("/account/").content.decode()
    page = client.post("/api/tokens/", {"label": "县数据中台", "until": access.today().isoformat()})
    assert page.headers["Cache-Control"] == "no-store"
    assert page.content.decode().count("zx_") == 1
    assert "zx_" not in client.get("/api/tokens/").content.decode()
    token = ApiToken.objects.get()
    assert client_of("operator").post("/api/tokens/", {"revoke": token.pk}).status_code == 404
    assert client.post("/api/tokens/", {"revoke": token.pk}).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at
    assert client.post("/api/tokens/", {"revoke": "x"}).status_code == 404
    assert client.post("/api/tokens/", {"label": "x", "until": "1999-01-01"}).status_code == 200
    assert Client().get("/api/tokens/").status_code == 302


def test_a_session_without_its_second_factor_is_refused(client_of, people):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    TOTPDevice.objects.create(user=people["head"], confirmed=True, name="app")
    answer = client_of("head").get("/api/v1/findings")
    assert answer.status_code == 403
    assert "第二道验证" in answer.json()["detail"]


def test_errors_are_sentences(client_of, county):
    client = client_of("head")
    told = lambda place: (client.get(f"/api/v1/{place}").status_code, client.get(f"/api/v1/{place}").json()["detail"])
    assert told("platforms?page=0") == (422, "这些参数不合规定：page")
    assert told("platforms?kind=nonsense&size=9999")[0] == 422
    assert told("platforms/999999") == (404, "没有这一条，或者不在您的权限范围内")
    assert told("nothing/at/all")[0] == 404
    assert told("")[0] == 404
    assert told("cases/1")[0] == 404
    assert client.post("/api/v1/platforms").status_code == 405


def test_pages_and_filters(client_of, county):
    for nth in range(7):
        Platform.objects.create(key=f"k{nth}", name=f"平台{nth}", kind="wechat" if nth % 2 else "website", stage="closed" if nth == 6 else "live",
                                unit=county["north" if nth < 4 else "village"])  # fmt: skip
    get = lambda **said: Client().get("/api/v1/platforms", said).json()
    first, last, past = get(size=3), get(size=3, page=3), get(size=3, page=4)
    assert (first["total"], first["pages"], len(first["rows"]), len(last["rows"]), past["rows"]) == (7, 3, 3, 1, [])
    assert {row["name"] for row in get(kind="website", status="live")["rows"]} == {"平台0", "平台2", "平台4"}
    assert get(unit=county["north"].pk)["total"] == 7
    assert get(unit=county["village"].pk)["total"] == 3
    assert Client().get("/api/v1/platforms", {"unit": 10**12}).status_code == 404
    unit = Client().get("/api/v1/units").json()["rows"]
    assert {row["name"]: row["above"] for row in unit}["清水镇石桥村"] == county["north"].pk


def test_lists_ask_no_more_for_more_rows(client_of, county, django_assert_max_num_queries):
    for nth in range(30):
        Platform.objects.create(key=f"k{nth}", name=f"平台{nth}", kind="wechat", unit=county["village"])
    client = client_of("supervisor")
    for place, most in (("platforms", 7), ("units", 8), ("findings", 7), ("runs", 7)):
        client.get(f"/api/v1/{place}")
        with django_assert_max_num_queries(most):
            assert client.get(f"/api/v1/{place}?size=100").status_code == 200


def test_the_page_about_it_names_every_address(client_of):
    page = Client().get("/api/").content.decode()
    for place in Client().get("/api/v1/openapi.json").json()["paths"]:
        assert f"GET {place}" in page
