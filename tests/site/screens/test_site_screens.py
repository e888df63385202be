"""Every screen in a real browser: whoever may see it finds it by links from the first page, at phone and desktop width, readable, without a slip.

Minutes long, so by its own verb: `make test-screens`. `ZOUXIN_SCREENS=folder` keeps a picture of each.
"""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, get_resolver, resolve

from zouxin.site.audit import queries
from zouxin.site.components.screens import Screen
from zouxin.site.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.screens, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

AXE = (Path(__file__).parents[2] / "browser" / "assets" / "axe.min.js").read_text("utf-8")
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"phone": (360, 800), "desktop": (1280, 900)}
#: the logins of the demo: a supervisor, a unit's head, who looks again
WHO = ("citizen", "duban", "fuzeren", "fucha")
#: reached by a link that is sent, after a form, or only in a state the demo is not in
UNLINKED = {
    "people:invitation_accept",
    "people:second_factor_ask",
    "people:second_factor_drop",
    "portal:report_sent",
    "mailbox:letter_receipt",
    "mailbox:passing_view",  # the demo sends nothing out
}
#: files and data, not screens
DATA = re.compile(
    r"_(json|csv)$|download|export|_feed$|file$|template|health|sitemap|robots|security|qr|openapi|_suggest$|_seek$|map_base$|attachment$|picture$"
)
WRONG = """() => {
  const wide = document.scrollingElement.scrollWidth - innerWidth;
  return {wide, empty: document.querySelector("main")?.innerText.trim().length < 2, h1: document.querySelectorAll("h1").length,
          lost: [...document.querySelectorAll("img")].filter((one) => !one.naturalWidth && !one.src.startsWith("data:")).length};
}"""
TEXT = "async () => { const found = await axe.run(document, {resultTypes: ['violations']}); return found.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')); }"


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the driver's loop runs in this thread, the site's queries too
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def route_of(address):
    """The name of the route an address leads to; blank where it is none of ours."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def links(page, base):
    """Addresses of the site that a page leads to."""
    for address in page.eval_on_selector_all("a[href]", "all => all.map((one) => new URL(one.getAttribute('href'), location).href)"):
        if address.startswith(base) and not DATA.search(route_of(address)):
            yield address.split("#")[0]


def crawl(page, base, *start):
    """Open one page of each route that links lead to, from the first page on; (route, address, what is wrong)."""
    waiting, seen = [base + one for one in start], set()
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if route in seen or not route:
            continue
        seen.add(route)
        slips = []

        def listen(said, slips=slips):
            if said.type == "error":
                slips.append(said.text)

        page.on("console", listen)
        answer = page.goto(address, wait_until="load")
        page.evaluate(AXE)
        said = page.evaluate(WRONG)
        wrong = [*slips, *page.evaluate(TEXT)]
        wrong += [f"status {answer.status}"] if answer.status >= 400 else []
        wrong += [f"{said['wide']} pixels wider than the screen"] if said["wide"] > 0 else []
        wrong += ["nothing on it"] if said["empty"] else []
        wrong += [f"{said['h1']} headings of the first order"] if said["h1"] != 1 else []
        wrong += ["a picture that did not load"] if said["lost"] else []
        page.remove_listener("console", listen)
        yield route, address, wrong
        waiting += list(links(page, base))


def picture(page, who, size, route):
    """Keep a picture where a folder was named for it."""
    if folder := os.environ.get("ZOUXIN_SCREENS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{route.replace(':', '-')}-{size}-{who}.png"), full_page=True)


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_found_by_links_is_sound(browser, live_server, filled, size):
    width, height = SIZES[size]
    found = {}
    for who in WHO:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        if who != "citizen":
            context.add_cookies([{"name": "sessionid", "value": filled(who), "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        mine = 0
        for route, address, wrong in crawl(page, live_server.url, *(("/",) if who == "citizen" else ("/desk/", *texts(who)))):
            picture(page, who, size, route)
            found.setdefault(route, []).extend(f"{who} {address}: {one}" for one in wrong)
            mine += 1
        context.close()
        print(f"{who} at {width} pixels: {mine} screens")
    missed = sorted(screens() - set(found))
    print(f"{size}: {len(found)} of {len(screens())} screens opened; not by links: {missed}")
    assert [one for wrong in found.values() for one in wrong] == []
    assert set(missed) <= UNLINKED


def texts(who):
    """The texts of a reply's finding within reach: the first finding links lead to is a platform's, which has none."""
    for one in queries.findings(User.objects.get(username=who)).filter(subject="reply")[:1]:
        yield f"/audit/findings/{one.mark}/texts/"


def screens():
    """Every route that shows a page."""
    views = {f"{app}:{one.name}": one.callback.view_class for app, one in named_routes() if not DATA.search(one.name)}
    return {name for name, view in views.items() if issubclass(view, Screen) and hasattr(view, "get") and "get" in view.http_method_names}


def named_routes(patterns=None, app=""):
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if hasattr(one, "url_patterns"):
            yield from named_routes(one.url_patterns, one.app_name or app)
        elif hasattr(one.callback, "view_class"):
            yield app, one
