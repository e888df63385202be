"""Only what is the public's business is on public pages, whatever the register holds."""

import json
import re

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zouxin import flow
from zouxin.site.audit.models import Finding, Run
from zouxin.site.people.access import today
from zouxin.site.people.actions import units
from zouxin.site.people.models import User
from zouxin.site.registry.models import Alias, Platform, Step

FORMS = ("/", "/directory/", "/directory.json", "/directory.csv", "/feeds/platforms.atom", "/feeds/platforms.rss", "/feeds/platforms.json", "/sitemap-platforms.xml",
         "/directory/?q=平台", "/directory/?status=live", "/directory/?kind=wechat")  # fmt: skip
PRIVATE = ("warned", "mending", "预警", "整改", "内部理由", "秘密人员", "不可公开的发现")


def body(response):
    return (b"".join(response) if response.streaming else response.content).decode()


class Public(TestCase):
    @given(
        made=st.lists(
            st.tuples(st.sampled_from([k for k, _ in Platform.KINDS]), st.sampled_from([s for s, _ in Platform.STAGES])), max_size=8
        )
    )
    @settings(max_examples=25, deadline=None)
    def test_nothing_private_is_shown(self, made):
        unit = units.add("某单位", "u", by="tests")
        User.objects.create(username="hidden", label="秘密人员")
        run = Run.objects.create(moment=today(), by="秘密人员")
        shown = {}
        for nth, (kind, stage) in enumerate(made):
            one = Platform.objects.create(
                key=f"k{nth}", name=f"平台〔{nth}〕", kind=kind, stage=stage, unit=unit, sought=flow.search_key(f"平台〔{nth}〕")
            )
            Step.objects.create(platform=one, before="preparing", after="live", on=today(), by="秘密人员", reason="内部理由")
            Step.objects.create(platform=one, before="live", after=stage, on=today(), by="秘密人员", reason="内部理由")
            Finding.objects.create(mark=f"M{nth}", check_code="PLT002", subject="platform", source="registry", subject_id=one.key, unit=unit, severity="private",
                                   sentence="不可公开的发现", first_run=run, last_run=run, seen_run=run, first_on=today(), last_on=today())  # fmt: skip
            shown[one.pk] = kind in Platform.PUBLIC and stage != "preparing"
        client, hidden = Client(), [f"平台〔{nth}〕" for nth, pk in enumerate(shown) if not shown[pk]]
        for form in FORMS:
            text = body(client.get(form))
            assert not [word for word in (*hidden, *PRIVATE) if word in re.sub(r"整改(回应|通知)", "", text)], form
        listed = {row["name"] for row in json.loads(body(client.get("/directory.json?size=1000")))["rows"]}
        assert listed == {f"平台〔{nth}〕" for nth, pk in enumerate(shown) if shown[pk]}
        for pk, public in shown.items():
            for form in (f"/directory/{pk}/", f"/directory/{pk}.json", f"/directory/{pk}/report/"):
                response = client.get(form)
                assert response.status_code == (200 if public else 404)
                assert not [word for word in PRIVATE if word in body(response)], form


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "asked", ["澄禾水务", "澄禾水務", "chengheshuiwu", "CHSW", "shuiwu", "禾苗润泽", "禾苗潤澤", "gh_water", "澄禾县水务局"]
)
def test_a_platform_is_found_however_it_is_typed(register, asked):
    rows = Client().get("/directory.json", {"q": asked}).json()["rows"]
    assert [row["name"] for row in rows] == ["澄禾水务"]


def test_a_web_address_finds_its_site_and_no_look_alike(register):
    found = lambda asked: [row["name"] for row in Client().get("/directory.json", {"q": asked}).json()["rows"]]
    assert found("https://qingshui.example.gov.cn/index.html") == ["清水镇政府网站"]
    assert found("qingshui.example.gov.cn") == ["清水镇政府网站"]
    assert found("https://qingshui.example.gov.cn.evil.example/") == []
    assert found("https://evil-qingshui.example.gov.cn/") == []


def test_a_page_answers_whether_it_is_official(register):
    page = lambda name: Client().get(f"/directory/{register[name].pk}/").content.decode()
    assert "是官方平台，正在使用" in page("water")
    assert "是官方平台，正在使用" in page("warned")
    assert "曾是官方平台，现已关停" in page("closed")
    assert "已经管不了它" in page("lost")
    assert "禾苗润泽" in page("water")


def test_a_dead_link_is_not_a_link(county, platform_of):
    lost = platform_of("旧站", "website", "lost", unit=county["north"], url="https://old.example.gov.cn/")
    assert 'href="https://old.example.gov.cn/"' not in Client().get(f"/directory/{lost.pk}/").content.decode()


def test_filters_narrow_and_a_unit_brings_what_is_below_it(county, register, platform_of):
    platform_of("石桥村便民", unit=county["village"])
    names = lambda **said: {row["name"] for row in Client().get("/directory.json", said).json()["rows"]}
    assert names(status="closed") == {"东岭微报"}
    assert names(kind="website") == {"清水镇政府网站"}
    assert names(unit=county["north"].pk) == {"清水镇政府网站", "石桥村便民"}
    assert names(unit=county["village"].pk) == {"石桥村便民"}
    assert names(unit="9" * 30) == names(unit="x") == names()


def test_public_pages_ask_little_and_touch_no_session(register, django_assert_max_num_queries, county):
    client = Client()
    client.get("/directory/?q=shuiwu")  # what is learned once
    for address in (
        f"/directory/{register['water'].pk}/",
        f"/directory/{register['closed'].pk}/",
        "/directory/?q=shuiwu",
        f"/directory/?unit={county['north'].pk}",
        "/",
    ):
        with django_assert_max_num_queries(3):
            response = client.get(address)
        assert response.status_code == 200
        assert not response.wsgi_request.session.accessed
        assert not response.cookies
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert "Cookie" in response.headers["Vary"]
        assert "csrfmiddlewaretoken" not in response.content.decode()


def test_whoever_is_logged_in_gets_a_page_of_their_own(register, client_of):
    response = client_of("head").get(f"/directory/{register['water'].pk}/")
    assert "private" in response.headers["Cache-Control"]
    assert "head" in response.content.decode()


def test_a_kept_page_ends_with_the_next_write(register, county, settings, django_assert_num_queries, monkeypatch):
    from zouxin.site.components import kept_pages
    from zouxin.site.people.log import record

    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}}
    client, address = Client(), f"/directory/{register['water'].pk}/"
    monkeypatch.setattr(kept_pages, "_state", (0.0, ""))
    first = client.get(address)
    with django_assert_num_queries(0):
        again = client.get(address)
    assert again.content == first.content
    assert dict(again.headers) == dict(first.headers)
    assert client.get(address, headers={"Accept-Language": "en"}).headers["Content-Language"] == "en"
    client.cookies["big"] = "1"
    assert b'class="big"' in client.get(address).content
    del client.cookies["big"]
    Platform.objects.filter(pk=register["water"].pk).update(stage="closed")
    with transaction.atomic():
        record("tests", "platform.close", register["water"])
    monkeypatch.setattr(kept_pages, "_state", (0.0, ""))
    assert "已关停" in client.get(address).content.decode()


def test_lists_do_not_ask_for_each_row(county, platform_of, django_assert_max_num_queries):
    for nth in range(60):
        platform_of(f"平台{nth}", unit=county["north"])
    Alias.objects.create(platform=Platform.objects.first(), name="旧名")
    Client().get("/directory/")
    for form, most in (
        ("/directory/", 3),
        ("/directory.json", 2),
        ("/directory.csv", 1),
        ("/feeds/platforms.atom", 1),
        ("/", 3),
        ("/sitemap-platforms.xml", 3),
    ):
        with django_assert_max_num_queries(most):
            body(Client().get(form))
