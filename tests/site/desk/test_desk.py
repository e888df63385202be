"""The desk counts what its user may see, and nothing else; every chart and the map have their table and their CSV."""

import csv
import io
import json
import re

import pytest

from zouxin import flow
from zouxin.site.desk import charts, queries, shapes
from zouxin.site.desk.needs import needs

pytestmark = pytest.mark.django_db


def body(response):
    return (b"".join(response) if response.streaming else response.content).decode()


def told(people, role):
    user = people[role]
    return {str(one.title): one.count for one in needs(type(user).objects.get(pk=user.pk))}


def test_each_role_is_told_what_waits_for_it(people, inspected):
    head, supervisor, rechecker = told(people, "head"), told(people, "supervisor"), told(people, "rechecker")
    assert head["最近一次检查新发现的问题"] == 2
    assert head["一票否决的问题仍在"] == 1
    assert head["平台本半年还没有确认登记情况"] == 3
    assert head["任职一个月内到期"] == 1
    assert supervisor["最近一次检查新发现的问题"] == 2  # the private one of another unit is not told
    assert "平台本半年还没有确认登记情况" not in supervisor
    assert "任职一个月内到期" not in rechecker
    assert "登录还没有第二道验证" in rechecker


def test_a_private_finding_is_for_its_unit_alone(people, inspected):
    sees = lambda role: inspected["north", "private"] in queries.standing_findings(people[role])  # noqa: E731
    assert {role: sees(role) for role in people} == dict.fromkeys(("head", "operator", "host"), True) | dict.fromkeys(
        ("supervisor", "second", "auditor", "rechecker"), False
    )


def test_the_first_page_leads_on(client_of, inspected):
    page = client_of("supervisor").get("/desk/").content.decode()
    assert "一票否决的问题仍在" in page
    assert 'href="/account/code/make/"' in page
    assert page.index("一票否决") < page.index("第二道验证")


def test_a_report_of_a_citizen_is_counted_for_its_owner(client_of, inspected, people):
    from zouxin.site.portal.actions import reports
    from zouxin.site.registry.models import Platform

    reports.send(Platform.objects.get(key="p0"), "wrong", "", by="tests")
    assert told(people, "operator")["群众反映未读"] == 1
    assert told(people, "supervisor")["群众反映未读"] == 1
    assert "群众反映未读" not in told(people, "auditor")
    assert 'href="/reports/?state=new"' in client_of("operator").get("/desk/").content.decode()


def test_every_chart_has_its_table_and_its_csv(client_of, inspected, settings):
    folder = settings.DATA / "lake" / "runs" / "r2"
    folder.mkdir(parents=True)
    months = {
        "RPL101": {"2026-01": {"finding": 3, "clean": 1, "not_judged": 5}, "2026-02": {"not_judged": 2}},
        "RPL001": {"2026-01": {"finding": 1, "clean": 3}},
    }
    (folder / "months.json").write_text(json.dumps(months), "utf-8")
    client = client_of("supervisor")
    page = client.get("/desk/charts/").content.decode()
    names = re.findall(r'data-chart="d-(\w+)"', page)
    assert names == list(charts.ALL)
    for name in names:
        drawn = json.loads(re.search(rf'<script id="d-{name}" type="application/json">(.*?)</script>', page, re.DOTALL)[1])
        rows = list(csv.reader(io.StringIO(body(client.get(f"/desk/charts/{name}.csv")).removeprefix("\ufeff"))))
        assert [row[0] for row in rows[1:]] == drawn["labels"]
        for series in drawn["series"]:
            at = rows[0].index(series["name"])
            assert [row[at] for row in rows[1:]] == ["" if value is None else str(value) for value in series["values"]]
    verdicts = body(client.get("/desk/charts/verdicts.csv"))
    assert ",3,5,2,0" in verdicts
    assert "900" not in verdicts  # a positive fact is no trouble
    assert "700" not in verdicts  # what is private is in no sum
    assert "2026-01,3,4,75.0,1,4,25.0,0,0,\r\n2026-02,0,0," in body(client.get("/desk/charts/replies.csv"))


def test_sums_of_the_whole_are_for_those_who_see_the_whole(client_of, inspected):
    client = client_of("head")
    page = client.get("/desk/charts/").content.decode()
    assert "c-ages" in page
    for name in ("verdicts", "coverage", "replies"):
        assert f"c-{name}" not in page
        assert client.get(f"/desk/charts/{name}.csv").status_code == 404
    assert client.get("/desk/charts/nothing.csv").status_code == 404
    assert sum(map(int, re.findall(r",(\d+)(?=[,\r])", body(client.get("/desk/charts/ages.csv"))))) == 3


def test_the_map_counts_what_is_below_and_shows_nothing_out_of_reach(client_of, county, inspected):
    rows = lambda role, **said: list(csv.reader(io.StringIO(body(client_of(role).get("/desk/map.csv", said)).removeprefix("\ufeff"))))[1:]  # noqa: E731
    assert ["清水镇政府", "3", "2", "1"] in rows("supervisor")
    assert ["清水镇政府", "2", "2", "1"] in rows("head")
    assert {row[0] for row in rows("head")} == {"清水镇政府", "清水镇石桥村"}
    assert ["清水镇石桥村", "1", "1", "0"] in rows("head", unit=county["village"].pk)
    assert client_of("head").get("/desk/map/", {"unit": county["south"].pk}).status_code == 404
    page = client_of("head").get("/desk/map/").content.decode()
    assert "柳林乡政府" not in page
    assert "澄禾县政府办公室" not in page.split("<main")[1]
    assert page.count('<svg class="tiles') == 2


def test_pages_ask_no_more_for_more_units(client_of, county, inspected, django_assert_max_num_queries):
    from zouxin.site.people.actions import units

    for nth in range(30):
        units.add(f"村{nth}", f"v{nth}", by="tests", above=county["north"])
    client = client_of("supervisor")
    for address, most in (("/desk/", 25), ("/desk/charts/", 14), ("/desk/map/", 14)):
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(("findings", "expected"), [(0, 0), (1, 1), (5, 1), (6, 2), (20, 2), (21, 3), (100, 3), (101, 4), (10**6, 4)])
def test_shades_have_plain_edges(findings, expected):
    assert shapes.shade(findings) == expected


def test_tiles_never_overlap():
    for columns in (1, 2, 6):
        places = [shapes.place(nth, columns) for nth in range(20)]
        wide, high = shapes.size(20, columns)
        assert len({(one["x"], one["y"]) for one in places}) == 20
        assert max(one["x"] for one in places) + shapes.WIDE <= wide
        assert max(one["y"] for one in places) + shapes.HIGH <= high
    assert "".join(shapes.lines("澄禾县人力资源和社会保障局")) == "澄禾县人力资源和社会保障局"


def test_tones_are_known_for_every_check():
    assert set(flow.tones().values()) == {"trouble", "fact", "apart"}


@pytest.mark.django_db(transaction=True)
def test_charts_are_drawn_from_what_a_real_inspection_kept(office, client_of, people):
    run = office("spring")
    verdicts = body(client_of("supervisor").get("/desk/charts/verdicts.csv")).splitlines()
    tones, sums = flow.tones(), {"finding": 0, "clean": 0}
    for code, said in run.totals.items():
        if tones[code] == "trouble" and said["severity"] != "private":
            for name in sums:
                sums[name] += said["answers"].get(name, 0)
    assert sums["finding"] > 0
    assert verdicts[1].startswith(f"{run.moment:%Y-%m-%d},{sums['finding']},{sums['clean']},")
    told_ = {str(one.title): one.count for one in needs(people["supervisor"])}
    assert told_["最近一次检查新发现的问题"] == queries.standing_findings(people["supervisor"]).count() > 0
    fresh = client_of("supervisor").get("/audit/findings.json?new=yes").json()["total"]
    assert fresh == told_["最近一次检查新发现的问题"]


def test_what_is_kept_ends_with_the_next_write(client_of, inspected, people):
    from zouxin.site.audit.models import Finding
    from zouxin.site.people.log import record, write

    client = client_of("supervisor")
    before = body(client.get("/desk/charts/ages.csv"))
    Finding.objects.update(state="gone")
    assert body(client.get("/desk/charts/ages.csv")) == before
    write(lambda: record("tests", "index.rebuild", "index"))()
    assert body(client.get("/desk/charts/ages.csv")) != before
