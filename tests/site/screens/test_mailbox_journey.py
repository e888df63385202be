"""Two journeys in a real browser: a letter whose first answer was empty, to the public record; and a robot whose two lines never left."""

import json
import os
import shutil
import urllib.request
from datetime import timedelta

import pytest

from zouxin.site.audit.actions import gates
from zouxin.site.audit.models import GateDecision
from zouxin.site.mailbox.models import Letter, MailReply
from zouxin.site.people.access import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
WORD = "-".join(("a", "password", "of", "letters"))
DIGITS = "零一二三四五六七八九"
EMPTY = "您好，您反映的问题已收悉，我们已转交有关部门处理，感谢您的关注和支持！"
REAL = "您好，石桥村口的路灯是线路老化造成的，11月20日已更换电缆并恢复照明，以后由镇政府每月巡查一次。"
AGAIN = "您好，11月23日复查发现控制器损坏，当晚已换新，现在三盏灯都亮了，值班电话0990-1234567。"


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


def someone(browser, base, *, script=True, width=1280):
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def come_in(page, base, user):
    user.set_password(WORD)
    user.save()
    page.goto(f"{base}/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", WORD)
    page.click("main form button")
    page.wait_for_url(lambda url: "/login/" not in url)


def press(page, name):
    page.locator(f"main button:has-text('{name}')").first.click()
    page.wait_for_load_state("load")


def answer(page, base, letter, text):
    """Write a reply to a letter and stand on its page."""
    page.goto(f"{base}/mailbox/letters/{letter.pk}/reply/")
    page.fill("[name=text]", text)
    press(page, "保存草稿")
    return MailReply.objects.latest("pk")


def judge(page, link, verdict, text=""):
    page.goto(link)
    page.check(f"[name=verdict][value={verdict}]")
    page.fill("[name=text]", text)
    press(page, "提交评价")


def test_a_letter_from_an_empty_answer_to_the_public_record(browser, live_server, people, county):
    base, north = live_server.url, county["north"]
    citizen = someone(browser, base, script=False, width=360)  # a phone, and no script
    citizen.goto(f"{base}/mailbox/write/")
    one, other = (DIGITS.index(sign) for sign in citizen.locator("label[for=id_answer]").inner_text()[:3].split("加"))
    citizen.check("[name=kind][value=complaint]")
    citizen.select_option("[name=unit]", str(north.pk))
    citizen.fill("[name=title]", "村口路灯坏了")
    citizen.fill("[name=text]", "石桥村口的路灯坏了三个月，晚上老人摔倒过，请尽快维修。我的电话13800138000，身份证11010519491231002X。")
    citizen.fill("[name=name]", "王女士")
    citizen.fill("[name=answer]", str(one + other))
    press(citizen, "提交")
    citizen.wait_for_url("**/mailbox/mine/*/*/")
    link, letter = citizen.url, Letter.objects.get()
    assert letter.number in citizen.inner_text("main")

    clerk = someone(browser, base)
    come_in(clerk, base, people["operator"])
    held = answer(clerk, base, letter, EMPTY)
    told = clerk.inner_text("main")
    assert "RPL002" in told
    assert "怎样改" in told
    assert clerk.locator("button[value=release]").count() == 0  # the gate stops it
    clerk.fill("[name=text]", REAL)
    press(clerk, "改好，再看一遍")
    clerk.click("button[value=release]")
    clerk.wait_for_load_state("load")
    held.refresh_from_db()
    assert held.state == "released"

    judge(citizen, link, "not", "昨晚还是不亮，13900139000")
    letter.refresh_from_db()
    assert letter.state == "reopened"
    answer(clerk, base, letter, AGAIN)
    clerk.click("button[value=release]")
    clerk.wait_for_load_state("load")
    judge(citizen, link, "solved")
    letter.refresh_from_db()
    assert (letter.state, letter.verdict) == ("solved", "solved")

    citizen.goto(f"{base}/mailbox/public/{letter.number}/")
    shown = citizen.inner_text("main")
    assert REAL in shown
    assert AGAIN in shown
    for private in ("13800138000", "13900139000", "11010519491231002X", "王女士"):
        assert private not in shown
    for page in (citizen, clerk):
        page.context.close()


def test_a_robots_two_lines_never_leave(live_server, people, county):
    _key, secret = gates.make_key(county["north"], "某公司的智能客服", today() + timedelta(days=30), by=people["head"], automatic=True)
    for line in ("不说话没人把你当哑巴", "面子是别人给的，脸是自己丢的"):
        said = json.dumps({"text": line, "letter": "工地扬尘大，没有人管吗？"}).encode()
        asked = urllib.request.Request(
            f"{live_server.url}/api/gate/reply", said, {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        )
        told = json.loads(urllib.request.urlopen(asked, timeout=30).read())
        assert (told["decision"], told["send"]) == ("BLOCK", False)
    assert GateDecision.objects.filter(decision="BLOCK").count() == 2
