"""One finding from the census to the public, by people in a real browser: import, inspection, case, dispute, re-check by another person, bulletin, portal."""

import csv
import io
import os
import shutil
from datetime import timedelta

import pyarrow as pa
import pytest

from zouxin import flow
from zouxin.site.audit.models import Finding, Run
from zouxin.site.people.access import today
from zouxin.site.publishing.models import Bulletin
from zouxin.site.rectification.models import Case
from zouxin.site.registry.models import Platform
from zouxin.tables import all_tables, arrow_schema

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
WORD = "-".join(("a", "password", "of", "journeys"))
SIZE = {"width": 1280, "height": 900}


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
def come_in(browser, live_server, people):
    """A page of somebody who came in by name and password; of a citizen without."""
    opened = {}

    def page_of(who):
        if who not in opened:
            context = browser.new_context(viewport=SIZE, locale="zh-CN")
            context.set_default_timeout(30_000)
            page = opened[who] = context.new_page()
            page.on("dialog", lambda dialog: dialog.accept())
            if who != "citizen":
                people[who].set_password(WORD)
                people[who].save()
                page.goto(f"{live_server.url}/login/")
                page.fill("[name=username]", who)
                page.fill("[name=password]", WORD)
                page.click("main form button")
                page.wait_for_url(lambda url: "/login/" not in url)
        return opened[who]

    yield page_of
    for page in opened.values():
        page.context.close()


def census():
    """A list of accounts as a town office would send it, one row of which names a kind there is not."""
    file = io.StringIO()
    rows = [("账号编号", "账号名称", "平台类型", "主办单位", "状态", "备案编号"), ("A-1", "清水镇之声", "微信公众号", "清水镇政府", "正常", "X1"),
            ("A-2", "清水镇党建", "微博", "清水镇政府", "正常", "X2"), ("A-3", "清水镇贴吧", "贴吧", "清水镇政府", "正常", "")]  # fmt: skip
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def looked(folder, posts):
    """A complete look of today at every account; (post id, platform, day) of what was seen."""
    day = today()
    looks = [
        {"source": "registry", "platform_id": key, "of": "posts", "seen_on": day, "outcome": "read", "covers": "all"}
        for key in ("A-1", "A-2")
    ]
    seen = [{"source": "registry", "id": post, "platform_id": key, "posted_on": on} for post, key, on in posts]
    tables = {
        name: pa.RecordBatch.from_pylist(rows, schema=arrow_schema(all_tables()[name]))
        for name, rows in (("observation", looks), ("post", seen))
    }
    flow.land_tables(folder, "registry", [tables])


def inspect(page, base):
    """Ask for an inspection of today and wait until it is done; the run."""
    page.goto(f"{base}/audit/runs/start/")
    page.click("main form button.main")
    page.wait_for_url("**/audit/runs/*/")
    page.get_by_role("heading", name="已完成").wait_for()
    return Run.objects.get(pk=int(page.url.rstrip("/").rsplit("/", 1)[-1]))


def step(page, base, case, title, *, file=None, reason="", more=None):
    """Make one move of a case on its page."""
    page.goto(f"{base}/cases/{case.pk}/")
    form = page.locator("form.sheet", has=page.get_by_role("heading", name=title, exact=True))
    if reason:
        form.locator("textarea").fill(reason)
    for select, value in (more or {}).items():
        field = form.locator(f"[name$='-{select}']")
        field.select_option(value) if select == "cause" else form.locator(f"[name$='-{select}'][value={value}]").check()
    if file:
        form.locator("input[type=file]").set_input_files(files=[file])
    form.locator("button.main").click()
    page.wait_for_load_state("load")
    case.refresh_from_db()
    return case


def test_a_finding_from_the_census_to_the_public(come_in, live_server, settings, county):
    base, lake, day = live_server.url, settings.DATA / "lake", today()
    supervisor, head, rechecker, second, citizen = (come_in(who) for who in ("supervisor", "head", "rechecker", "second", "citizen"))

    # the census: what was read is shown, one row is kept out with its reason, then it is imported
    supervisor.goto(f"{base}/registry/censuses/add/")
    supervisor.set_input_files("[name=file]", files=[{"name": "清水镇账号.csv", "mimeType": "text/csv", "buffer": census()}])
    supervisor.click("main form button.main")
    supervisor.get_by_text("贴吧").first.wait_for()
    assert not Platform.objects.exists()
    supervisor.click("button[name=land]")
    supervisor.get_by_role("button", name="撤销这次导入").wait_for()
    assert set(Platform.objects.values_list("key", flat=True)) == {"A-1", "A-2"}

    # the inspection: one account is silent for 20 days, the other is alive
    looked(lake, [("p1", "A-1", day - timedelta(days=20)), ("p2", "A-2", day)])
    run = inspect(supervisor, base)
    [found] = Finding.objects.filter(check_code="PLT002", state="standing")
    assert found.subject_id == "A-1"
    supervisor.goto(f"{base}/audit/findings/{found.mark}/")
    assert "20" in supervisor.locator("main").inner_text()

    # the case: opened, disputed with evidence, the dispute is not upheld, mended, reported
    supervisor.goto(f"{base}/cases/open/?check=PLT002")
    supervisor.check(f"[name=mark][value='{found.mark}']")
    supervisor.get_by_role("button", name="立案").click()
    supervisor.wait_for_url("**/cases/list/")
    case = Case.objects.get()
    proof = {"name": "截图.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n proof"}
    assert step(head, base, case, "提出异议", reason="上周发过一条，被平台删了", file=proof).state == "disputed"
    assert "截图.png" in head.locator("main").inner_text()
    assert step(supervisor, base, case, "异议不成立", reason="完整查看没有看到，也没有别的凭据").state == "confirmed"
    assert step(head, base, case, "开始整改", more={"cause": "no_staff", "remedy": "fix"}).state == "mending"
    assert step(head, base, case, "报告完成", reason="已恢复更新").state == "reported"

    # the re-check: not before somebody has looked again, and by another person
    assert step(rechecker, base, case, "复查通过").state == "reported"
    assert "还没有新的检查" in rechecker.locator("main").inner_text()
    looked(lake, [("p3", "A-1", day)])
    later = inspect(supervisor, base)
    assert later.pk > run.pk
    assert step(rechecker, base, case, "复查通过").state == "passed"

    # the bulletin: drafted from the run, reviewed by a second person, published
    supervisor.goto(f"{base}/bulletins/draft/quarterly/")
    supervisor.fill("[name=issuer]", "澄禾县政府办公室")
    supervisor.select_option("[name=run]", str(later.pk))
    unit = supervisor.locator("[name=unit]")
    unit.fill("澄禾县政府办公室") if unit.evaluate("one => one.tagName") == "INPUT" else unit.select_option(label="澄禾县政府办公室")
    supervisor.click("main form button.main")
    supervisor.wait_for_url("**/bulletins/*/")
    bulletin = Bulletin.objects.get()
    second.goto(f"{base}/bulletins/{bulletin.pk}/")
    second.get_by_role("button", name="复核无误").click()
    second.wait_for_load_state("load")
    supervisor.goto(f"{base}/bulletins/{bulletin.pk}/")
    supervisor.get_by_role("button", name="发布", exact=True).click()
    supervisor.get_by_text("已发布").first.wait_for()

    # the public: the bulletin with its files, and what is official
    citizen.goto(f"{base}/published/")
    citizen.get_by_role("link", name=bulletin.title).first.click()
    citizen.wait_for_url("**/published/*/")
    assert "澄禾县政府办公室" in citizen.locator("main").inner_text()
    assert citizen.request.get(f"{base}/published/{bulletin.pk}/document.pdf").body()[:4] == b"%PDF"
    citizen.goto(f"{base}/directory/?q=qingshui")
    names = citizen.locator("main").inner_text()
    assert "清水镇之声" in names
    assert "清水镇党建" in names
    assert "清水镇贴吧" not in names
