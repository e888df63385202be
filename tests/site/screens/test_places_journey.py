"""A point on a map, a unit deep in the tree and a letter passed on, in a real browser: at a phone's width and a desk's, with script and without.

`ZOUXIN_SCREENS=folder` keeps a picture of each page.
"""

import json
import os
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from zouxin.model.datum import GCJ02, WGS84, Point
from zouxin.site.jobs.passing import follow
from zouxin.site.mailbox.actions import endpoints
from zouxin.site.mailbox.models import Letter, Passing

sys.path.insert(0, str(Path(__file__).parents[1] / "mailbox"))
from other_city import KEY, other_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
wait = playwright.expect
AXE = (Path(__file__).parents[2] / "browser" / "assets" / "axe.min.js").read_text("utf-8")
JUDGE = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | '))"
DIGITS = "零一二三四五六七八九"
#: where the browser of these tests is, as its receiver says
HERE = (33.5155, 109.2540)
BASE = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[109.1, 33.4], [109.4, 33.42], [109.42, 33.6], [109.2, 33.65], [109.1, 33.4]]]}},
    {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[109.1, 33.5], [109.25, 33.52], [109.4, 33.5]]}}]}  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page_of(browser, live_server):
    """A page of a width; what it asked of other hosts and what its console said stand in `page.slips`."""
    made = []

    def page_of(width=1280, *, script=True, here=True, user=None):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script,
                                      geolocation={"latitude": HERE[0], "longitude": HERE[1], "accuracy": 12}, permissions=["geolocation"] if here else [])  # fmt: skip
        if user is not None:
            from django.conf import settings
            from django.test import Client

            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
        page = context.new_page()
        page.slips = []
        page.on("console", lambda said: page.slips.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda asked: page.slips.append(asked.url) if urlsplit(asked.url).netloc != urlsplit(live_server.url).netloc else None,
        )
        page.on("dialog", lambda dialog: dialog.accept())
        made.append(context)
        return page

    yield page_of
    for context in made:
        context.close()


def look(page, name):
    """No slip, nothing wider than the screen, nothing axe calls serious; a picture where one is wanted."""
    if folder := os.environ.get("ZOUXIN_SCREENS"):
        page.screenshot(path=str(Path(folder) / f"{name}-{page.viewport_size['width']}.png"), full_page=True)
    assert page.slips == []
    if page.evaluate("() => typeof htmx !== 'undefined'"):
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
        page.evaluate(AXE)
        assert page.evaluate(JUDGE) == []


def fill(page, **said):
    one, other = (DIGITS.index(sign) for sign in page.locator("label[for=id_answer]").inner_text()[:3].split("加"))
    page.check("[name=kind][value=help]")
    for name, value in {
        "title": "村口路灯坏了",
        "text": "石桥村口的路灯坏了三个月，请尽快维修。",
        "answer": str(one + other),
        **said,
    }.items():
        page.fill(f"[name={name}]", value)


def send(page):
    page.locator("main form p.acts button.main").last.click()
    page.wait_for_url("**/mailbox/mine/*/*/")
    return Letter.objects.latest("pk")


def point(page):
    return tuple(page.input_value(f"[name={name}]") for name in ("latitude", "longitude", "datum"))


@pytest.mark.parametrize("width", [360, 1280])
def test_a_point_is_picked_on_the_lines_of_the_deployment(width, page_of, live_server, people, county, settings):
    (settings.DATA / "map.geojson").write_text(json.dumps(BASE), "utf-8")
    settings.MAP_CREDIT = "澄禾县自然资源局"
    page = page_of(width)
    page.goto(f"{live_server.url}/mailbox/write/")
    assert not page.locator("[data-map]").is_visible()  # nothing is asked before it is opened
    assert point(page) == ("", "", WGS84)
    page.click("details.point summary")
    page.wait_for_selector("[data-map] path.leaflet-interactive, [data-map] svg path")
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.locator("[data-map]").click(position={"x": 150, "y": 120})
    latitude, longitude, datum = point(page)
    assert 33.3 < float(latitude) < 33.75
    assert 108.8 < float(longitude) < 109.7
    assert datum == WGS84
    page.click("[data-place=none]")
    assert point(page)[:2] == ("", "")
    page.locator("[data-place=centre]").focus()
    page.keyboard.press("Enter")  # without a mouse
    assert point(page)[0] != ""
    page.click("[data-place=here]")
    wait(page.locator("[name=latitude]")).to_have_value(re.compile("^33.5155"))
    assert "12" in page.inner_text("[data-place-said]")
    look(page, "write-map")
    fill(page, place="石桥村口")
    page.check("[name=place_wish]")
    letter = send(page)
    assert (float(letter.latitude), float(letter.longitude), letter.datum) == (*HERE, WGS84)
    look(page, "receipt-map")
    clerk = page_of(width, user=people["supervisor"])
    clerk.goto(f"{live_server.url}/mailbox/letters/{letter.pk}/")
    clerk.wait_for_selector("[data-map] svg path")
    look(clerk, "letter-map")


def test_a_position_is_shown_shifted_on_a_shifted_map_and_kept_as_it_was_measured(page_of, live_server, county, settings):
    (settings.DATA / "map.geojson").write_text(json.dumps(BASE), "utf-8")
    settings.MAP_DATUM = GCJ02
    page = page_of()
    page.goto(f"{live_server.url}/mailbox/write/")
    page.click("details.point summary")
    page.click("[data-place=here]")
    wait(page.locator("[name=latitude]")).to_have_value(re.compile("^33.5155"))
    assert point(page)[2] == WGS84
    page.wait_for_timeout(600)  # the map has come to rest
    page.click("[data-place=centre]")  # it stands where the mark is shown
    latitude, longitude, datum = point(page)
    there = Point(*HERE).within(GCJ02)
    assert datum == GCJ02
    assert (float(latitude), float(longitude)) == pytest.approx((there.latitude, there.longitude), abs=2e-4)


def test_who_refuses_their_position_is_told_and_writes_on(page_of, live_server, county):
    page = page_of(360, here=False)
    page.goto(f"{live_server.url}/mailbox/write/")
    page.click("details.point summary")
    assert "本站没有底图" in page.inner_text("details.point")
    page.click("[data-place=here]")
    wait(page.locator("[data-place-said]")).to_contain_text("没有得到位置")
    look(page, "write-no-map")
    fill(page, place="石桥村口")
    assert send(page).latitude is None


@pytest.mark.parametrize("width", [360, 1280])
def test_without_script_degrees_are_typed_and_a_village_is_found(width, page_of, live_server, county):
    page = page_of(width, script=False)
    page.goto(f"{live_server.url}/mailbox/write/")
    page.locator("summary", has_text="按名称查").click()
    page.fill("[name=title]", "村口路灯坏了")
    page.fill("[name=unit_asked]", "石桥")
    page.click("button[name=seek]")
    assert page.input_value("[name=title]") == "村口路灯坏了"
    assert page.input_value("[name=unit]") == ""
    look(page, "write-seek")
    page.select_option("[name=unit]", str(county["village"].pk))
    page.locator("details.point summary").click()
    fill(page, latitude="33.5155", longitude="109.254")
    assert not page.locator("[data-places]").is_visible()
    letter = send(page)
    assert (letter.unit, float(letter.latitude)) == (county["village"], 33.5155)


def test_with_script_units_come_while_one_types_and_enter_sends_the_letter(page_of, live_server, county):
    page = page_of()
    page.goto(f"{live_server.url}/mailbox/write/")
    page.locator("summary", has_text="按名称查").click()
    page.locator("[name=unit_asked]").press_sequentially("shiqiao")
    page.wait_for_selector(f"#id_unit option[value='{county['village'].pk}']", state="attached")
    assert page.input_value("[name=unit]") == ""
    page.select_option("[name=unit]", str(county["village"].pk))
    page.locator("[name=unit_asked]").fill("没有这种")
    wait(page.locator("#units")).to_contain_text("没有查到")
    assert page.input_value("[name=unit]") == str(county["village"].pk)
    look(page, "write-units")
    fill(page)
    page.press("[name=title]", "Enter")  # sends, and does not search
    page.wait_for_url("**/mailbox/mine/*/*/")
    assert Letter.objects.get().unit == county["village"]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_letter_is_looked_at_passed_on_and_followed(width, page_of, live_server, people, county, settings):
    settings.OUTBOUND = True
    (settings.DATA / "open311").mkdir()
    (settings.DATA / "open311" / "city").write_text(KEY, "utf-8")
    with other_city() as city:
        admin = page_of(width, user=people["supervisor"])
        admin.goto(f"{live_server.url}/mailbox/systems/add/")
        admin.fill("[name=name]", "市12345")
        admin.fill("[name=url]", city.url)
        admin.fill("[name=key_file]", "city")
        look(admin, "endpoint-add")
        admin.locator("main form.sheet button.main").click()
        admin.wait_for_url("**/mailbox/systems/*/")
        look(admin, "endpoint")
        admin.goto(f"{live_server.url}/mailbox/systems/")
        look(admin, "endpoints")
        citizen = page_of(width)
        citizen.goto(f"{live_server.url}/mailbox/write/")
        citizen.select_option("[name=unit]", str(county["north"].pk))
        fill(citizen, place="石桥村口", name="王女士", phone="13900139000")
        letter, receipt = send(citizen), citizen.url
        clerk = page_of(width, user=people["head"])
        clerk.goto(f"{live_server.url}/mailbox/letters/{letter.pk}/")
        clerk.click("text=选系统，看要送出的内容")
        clerk.select_option("[name=to]", label="路灯")
        clerk.click("text=看一看要送出的内容")
        clerk.wait_for_selector("#leaves")
        look(clerk, "passing-make")
        assert city.taken == []
        clerk.click("text=就这样转去")
        clerk.wait_for_url("**/mailbox/passed/*/")
        look(clerk, "passing")
        city.status = ("closed", "灯已换新")
        Passing.objects.update(next_at="2026-01-01T00:00:00Z")
        follow()
        clerk.goto(f"{live_server.url}/mailbox/letters/{letter.pk}/")
        look(clerk, "letter-passed")
        clerk.goto(f"{live_server.url}/mailbox/passed/")
        look(clerk, "passings")
        citizen.goto(receipt)
        told = citizen.inner_text("main")
        assert "转给了 市12345，编号 C-1，对方已办结" in told
        assert "还没有答复" in told
        look(citizen, "receipt-passed")
        Passing.objects.update(state="unsure", why="送的时候程序被中断，不知道对方收到没有")
        clerk.goto(f"{live_server.url}/mailbox/passed/{Passing.objects.get().pk}/")
        look(clerk, "passing-unsure")
        assert len(city.taken) == 1
        assert endpoints.Endpoint.objects.count() == 1
