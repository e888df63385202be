"""What machines read: feeds, maps, the method."""

import json
from xml.etree import ElementTree

import pytest
from django.test import Client

from zouxin import flow
from zouxin.checks import all_checks

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_feeds_are_whole_and_say_one_thing(register):
    client = Client()
    atom = ElementTree.fromstring(client.get("/feeds/platforms.atom").content)
    rss = ElementTree.fromstring(client.get("/feeds/platforms.rss").content)
    told = client.get("/feeds/platforms.json").json()
    titles = [one.findtext(f"{ATOM}title") for one in atom.findall(f"{ATOM}entry")]
    assert titles == [one.findtext("title") for one in rss.iter("item")] == [one["title"] for one in told["items"]]
    assert set(titles) == {"澄禾水务：登记为在用", "清水镇政府网站：登记为在用", "东岭微报：已关停", "卫生之声：失控"}
    assert len({one["id"] for one in told["items"]}) == len(titles)
    assert told["items"][0]["url"].startswith("http://testserver/directory/")


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_a_feed_of_nothing_is_a_feed(form):
    for address in (f"/feeds/platforms.{form}", f"/feeds/published.{form}"):
        content = Client().get(address).content
        assert json.loads(content)["items"] == [] if form == "json" else ElementTree.fromstring(content) is not None
    assert Client().get("/feeds/platforms.exe").status_code == 404


def test_texts_for_robots(register, settings):
    settings.CONTACT = "mailto:safety@example.gov.cn"
    client = Client()
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    said = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:safety@example.gov.cn" in said
    assert "Expires: " in said
    maps = ElementTree.fromstring(client.get("/sitemap.xml").content)
    places = [one.text for one in maps.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://testserver/sitemap-platforms.xml" in places
    for place in places:
        assert ElementTree.fromstring(client.get(place).content) is not None
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_the_method_tells_every_check_of_every_pack():
    page, told = Client().get("/method/").content.decode(), Client().get("/method.json").json()
    assert told["total"] == len(all_checks()) == len(told["rows"])
    for code in all_checks():
        assert page.count(f'id="{code}"') == 1
    rules = {(row["code"], rule["pack"]) for row in told["rows"] for rule in row["rules"]}
    assert rules == {(rule.check.code, pack.name) for pack in flow.packs_known() for rule in pack.rules}
    for row in told["rows"]:
        for rule in row["rules"]:
            assert rule["citation"]
            assert rule["grade_means"]
            assert rule["asked"] or rule["why"]
            assert rule["here"] == (rule["pack"] == "national")


@pytest.mark.parametrize(
    ("language", "word"), [("zh-hans", "账号长期不更新"), ("zh-hant", "賬號長期不更新"), ("en", "The account has fallen silent")]
)
def test_the_method_speaks_the_readers_language(language, word):
    client = Client()
    client.cookies["django_language"] = language
    assert word in client.get("/method/").content.decode()


def test_a_local_pack_is_told_with_its_limit_and_paper(settings):
    (settings.DATA / "packs").mkdir()
    (settings.DATA / "packs" / "local.yml").write_text(PACK, "utf-8")
    settings.PACKS = ("local",)
    row = next(row for row in Client().get("/method.json").json()["rows"] if row["code"] == "PLT002")
    here = [rule for rule in row["rules"] if rule["here"]]
    assert [(rule["pack"], rule["citation"]) for rule in here] == [("local", "《本县办法》（澄府办〔2026〕9号）第六条")]
    assert next(limit for limit in here[0]["limits"] if limit["name"] == "silent") == {
        "name": "silent", "means": "最多多少天没有发布", "value": "7 天", "chosen": True,
    }  # fmt: skip


PACK = """pack: local
title: 本县办法
level: county
place: "990100"
follows: national
in_force: {from: 2026-01-01, to: }
rules:
  - check: PLT002
    severity: veto
    limits: {silent: 7}
    overrides: tighten
    reason: 本县要求更严
    because:
      title: 本县办法
      number: 澄府办〔2026〕9号
      clause: 第六条
      issuer: 澄禾县政府
      level: county
      in_force: {from: 2026-01-01, to: }
      grade: A
"""


def test_every_limit_is_told_in_chinese():
    from zouxin import content

    told = content.limit_words()
    for check in all_checks().values():
        assert set(told["limits"].get(check.code, {})) == set(check.limits), check.code
        for limit in check.limits.values():
            assert not limit.unit or limit.unit in told["units"]
            assert set(limit.choices) <= set(told["values"])
    assert set(told["limits"]) == {code for code, check in all_checks().items() if check.limits}
