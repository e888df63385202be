"""The report in a real browser, opened from a file: languages, anchors, pages, filters, downloads, accessibility."""

import csv
import re
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))
pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

AXE = Path(__file__).parent / "assets" / "axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"phone": (360, 800), "desktop": (1280, 900)}


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A small report whose findings travel plain, and a large one whose findings travel packed."""
    from report_example import example

    from zouxin.bulletins import bulletin

    out = tmp_path_factory.mktemp("report")
    return {n: bulletin("report").render(example(times=n), out / f"report-{n}.html") for n in (1, 20)}


@pytest.fixture(params=SIZES)
def page(request, browser, files):
    yield from _opened(browser, files[1], request.param)


@pytest.fixture
def large(browser, files):
    yield from _opened(browser, files[20], "desktop")


def _opened(browser, file, size):
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(15_000)
    trouble = []
    page.on("console", lambda said: trouble.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda asked: trouble.append(asked.url) if asked.url.split(":")[0] not in ("file", "blob") else None)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")
    yield page
    assert trouble == []
    assert page.evaluate("window.hacked") is None
    context.close()


def _marks(page, code):
    return page.evaluate(
        """code => {
          const index = JSON.parse(document.getElementById('index').textContent);
          const check = index.checks.findIndex((one) => one.code === code);
          return index.rows.filter((row) => row[1] === check).map((row) => [row[0], row[4]]);
        }""",
        code,
    )


def test_the_page_fits_its_screen_and_charts_are_drawn(page):
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.locator(".canvas canvas").count() == 4


def test_languages(page):
    assert page.locator("h1").inner_text() == "检查报告"
    page.click("[data-language=en]")
    assert page.locator("h1").inner_text() == "Inspection report"
    assert page.get_attribute("html", "lang") == "en"
    playwright.expect(page.locator("#findings-list .card").first).to_contain_text("characters")
    page.click("[data-language=zh-Hant]")
    assert page.locator("h1").inner_text() == "檢查報告"
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.get_attribute("html", "lang") == "zh-Hant"


def test_an_anchor_opens_its_finding_on_a_later_page(page):
    mark, _ = _marks(page, "RPL007")[-1]
    page.evaluate("mark => { location.hash = mark }", mark)
    card = page.locator(f"[id='{mark}']")
    card.locator(".words").first.wait_for()
    assert card.evaluate("one => one.open")
    assert page.evaluate("document.activeElement.closest('.card').id") == mark
    card.locator("summary", has_text="逐日计数").click()
    assert "第 1 天" in card.inner_text()


def test_an_anchor_opens_an_overruled_finding_apart(page):
    mark = next(mark for mark, overruled in _marks(page, "RPL006") if overruled)
    page.evaluate("mark => { location.hash = mark }", mark)
    page.locator(f"#overruled-list [id='{mark}'] .words").first.wait_for()


def test_copied_stretches_are_marked_in_both_texts(page):
    mark = next(mark for mark, overruled in _marks(page, "RPL001") if not overruled)
    page.evaluate("mark => { location.hash = mark }", mark)
    card = page.locator(f"[id='{mark}']")
    card.locator(".words").first.wait_for()
    letter, reply = (card.locator(".words").nth(n) for n in (0, 1))
    copied = [letter.locator("mark.k-copied").all_inner_texts(), reply.locator("mark.k-copied").all_inner_texts()]
    assert "".join(copied[0]) == "".join(copied[1]) != ""
    assert "underline" in letter.locator("mark.k-copied").first.evaluate("one => getComputedStyle(one).textDecorationLine")


def test_paging_shows_every_finding_once(page):
    seen = []
    while True:
        seen += page.locator("#findings-list .card").evaluate_all("all => all.map((one) => one.id)")
        here = page.locator("#findings-list .pages [aria-current=page]")
        following = here.locator("xpath=following-sibling::button[1]")
        if not following.count():
            break
        number = following.inner_text()
        following.click()
        playwright.expect(here).to_have_text(number)
    assert len(seen) == len(set(seen)) == 231


def test_filters(page):
    shown = page.locator("#findings-list .shown")
    page.select_option("#filter [name=check]", label="答复语气生硬")
    playwright.expect(shown).to_contain_text(" 3 条")
    assert page.locator("#findings-list .card").count() == 3
    page.click("#filter [type=reset]")
    playwright.expect(shown).to_contain_text("231 条")
    page.fill("#filter [name=text]", "onerror=")
    playwright.expect(shown).not_to_contain_text(re.compile("231|查找"))
    assert page.locator("#findings-list .card").count() > 0
    page.fill("#filter [name=text]", "没有人会写的一句话")
    playwright.expect(shown).to_contain_text("没有符合")


@pytest.mark.parametrize("of", ["checks", "units", "months", "novel"])
def test_every_chart_gives_its_numbers(page, of, tmp_path):
    with page.expect_download() as got:
        page.click(f"[data-csv={of}]")
    got.value.save_as(tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert len(data.decode("utf-8-sig").splitlines()) > 5


def test_filtered_findings_as_csv_are_harmless(page, tmp_path):
    with page.expect_download() as got:
        page.click("#findings-list [data-do=csv]")
    got.value.save_as(tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").open(encoding="utf-8-sig", newline="")))
    assert len(rows) == 1 + 231
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]


def test_keyboard_reaches_the_content_and_opens_a_finding(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("#findings-list .card summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("#findings-list .card[open] .words").first.wait_for()


def test_packed_findings_open_page_search_and_anchor(large):
    assert large.locator("script[data-form=gzip]").count() > 10
    mark, _ = _marks(large, "RPL008")[-1]
    large.evaluate("mark => { location.hash = mark }", mark)
    large.locator(f"[id='{mark}'] .body").wait_for()
    large.fill("#filter [name=text]", mark)
    playwright.expect(large.locator("#findings-list .card")).to_have_count(1)


def test_without_scripts_the_tables_stand_and_say_where_findings_are(browser, files):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(files[1].as_uri())
    assert "findings.csv" in page.locator("noscript").inner_text()
    assert page.locator("#units table tbody tr").count() == 13
    assert not page.locator("#filter").is_visible()
    context.close()


def test_accessibility(page):
    mark, _ = _marks(page, "RPL007")[0]
    page.evaluate("mark => { location.hash = mark }", mark)
    page.locator(f"[id='{mark}'] .body").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.wait_for_timeout(500)
    page.evaluate(AXE.read_text("utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("rules => axe.run(document, { runOnly: rules })", rules)
    assert [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
