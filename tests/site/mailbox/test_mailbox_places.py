"""A place beside a letter: kept with its datum, shown whole to who works on it, coarse to everybody and only where its writer wishes; units found by name."""

import json

import pytest
from django.test import Client
from mailbox_forms import ANSWER, fill, write

from zouxin.model.errors import UsageError
from zouxin.site.mailbox.actions import answers
from zouxin.site.mailbox.models import Letter
from zouxin.site.people.actions import units
from zouxin.site.setting import tiles, view

pytestmark = pytest.mark.django_db
POINT = {"latitude": "33.5123456", "longitude": "109.2543219"}
BASE = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[109, 33], [110, 33], [110, 34], [109, 33]]]}}]}  # fmt: skip


def published(letter, people):
    answers.release(answers.draft(letter, ANSWER, by=people["operator"]), by=people["operator"])
    return Client().get(f"/mailbox/public/{letter.number}/").content.decode()


def test_a_point_is_kept_with_its_datum_and_the_clerk_sees_it_whole(county, people, client_of):
    letter = write(Client(), unit=county["north"].pk, datum="GCJ-02", **POINT)
    assert (str(letter.latitude), str(letter.longitude), letter.datum, letter.place_wish) == ("33.512346", "109.254322", "GCJ-02", False)
    body = client_of("operator").get(f"/mailbox/letters/{letter.pk}/").content.decode()
    assert "33.512346, 109.254322（GCJ-02）" in body


def test_the_public_sees_no_place_where_its_writer_did_not_wish_it(county, people):
    letter = write(Client(), unit=county["north"].pk, place="石桥村口", **POINT)
    body = published(letter, people)
    assert "石桥村口的路灯" in body  # the letter's own words
    assert "大致位置" not in body
    assert "33.51" not in body
    assert "<dt>地点</dt>" not in body
    told = json.loads(Client().get(f"/api/open311/v2/requests/{letter.number}.json").content)[0]
    assert (told["lat"], told["long"], told["address"]) == (None, None, "")


def test_the_public_sees_about_a_hundred_metres_where_its_writer_wished(county, people):
    letter = write(Client(), unit=county["north"].pk, place="石桥村12号 13800138000", place_wish="on", datum="GCJ-02", **POINT)
    body = published(letter, people)
    assert "33.512, 109.254（GCJ-02，约一百米）" in body
    assert "33.5123" not in body
    assert "13800138000" not in body
    told = json.loads(Client().get(f"/api/open311/v2/requests/{letter.number}.json").content)[0]
    assert (told["lat"], told["long"]) == (33.514, 109.249)  # the interface speaks WGS-84: shifted back, and as coarse


@pytest.mark.parametrize(
    ("said", "told"),
    [({"latitude": "33.5"}, "一起填"), ({"longitude": "109"}, "一起填"), ({"latitude": "91", "longitude": "0"}, "90"), ({"latitude": "北纬33", "longitude": "1"}, "数字"),
     ({"latitude": "NaN", "longitude": "1"}, "数字"), ({"latitude": "33", "longitude": "109", "datum": "BD-09"}, "BD-09")],
)  # fmt: skip
def test_a_point_that_is_none_is_told_beside_its_field_and_nothing_typed_is_lost(said, told, county):
    page = Client().get("/mailbox/write/").content.decode()
    again = Client().post("/mailbox/write/", fill(page, **said))
    body = again.content.decode()
    assert again.status_code == 200
    assert told in body
    assert "路灯坏了" in body
    assert Letter.objects.count() == 0


def test_without_map_the_page_says_so_and_asks_no_other_host(county, settings):
    page = Client().get("/mailbox/write/")
    body = page.content.decode()
    assert "本站没有底图" in body
    assert "data-map" not in body
    assert "leaflet" not in body
    assert "img-src 'self' data:;" in page.headers["Content-Security-Policy"] + ";"
    assert Client().get("/mailbox/map.geojson").status_code == 404


def test_the_lines_of_the_deployment_are_a_map_without_any_tiles(county, settings):
    (settings.DATA / "map.geojson").write_text(json.dumps(BASE), "utf-8")
    body = Client().get("/mailbox/write/").content.decode()
    assert 'data-base="/mailbox/map.geojson"' in body
    assert 'data-tiles=""' in body
    found = Client().get("/mailbox/map.geojson")
    assert json.loads(b"".join(found.streaming_content)) == BASE


def test_only_pages_with_a_map_may_ask_the_tiles_that_were_set(county, settings):
    settings.MAP_TILES, settings.MAP_DATUM = "https://tiles.example.gov.cn/{z}/{x}/{y}.png", "GCJ-02"
    page = Client().get("/mailbox/write/")
    assert 'data-datum="GCJ-02"' in page.content.decode()
    assert "img-src 'self' data: https://tiles.example.gov.cn" in page.headers["Content-Security-Policy"]
    assert "tiles.example" not in Client().get("/mailbox/find/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("wrong", ["http://a/{z}/{x}/{y}.png", "//a/{z}/{x}/{y}.png", "https://a/{z}/{x}.png", "javascript:{z}{x}{y}"])
def test_tiles_that_cannot_be_asked_are_told_at_the_start(wrong):
    with pytest.raises(UsageError, match="ZOUXIN_MAP_TILES"):
        tiles("ZOUXIN_MAP_TILES", wrong)
    with pytest.raises(UsageError, match="纬度,经度,级别"):
        view("ZOUXIN_MAP_VIEW", "33.5")
    assert view("ZOUXIN_MAP_VIEW", "33.5,109.2,11") == (33.5, 109.2, 11.0)
    assert tiles("ZOUXIN_MAP_TILES", "/tiles/{z}/{x}/{y}.png")


def test_a_shredded_letter_forgets_where_it_was(county, people):
    from zouxin.site.mailbox.actions import shredding

    letter = write(Client(), unit=county["north"].pk, **POINT)
    shredding.shred(letter, "本人要求", by=people["supervisor"])
    letter.refresh_from_db()
    assert (letter.latitude, letter.longitude, letter.datum, letter.place) == (None, None, "", "")


# ---- units ----


def test_a_unit_deep_in_the_tree_is_found_without_script_and_nothing_typed_is_lost(county):
    client = Client()
    page = client.get("/mailbox/write/").content.decode()
    assert f'value="{county["village"].pk}"' not in page
    typed = fill(page, title="井盖", text="井盖不见了", unit_asked="石桥", seek="1", public_wish="on", kind="suggestion")
    found = client.post("/mailbox/write/", typed).content.decode()
    assert f'<option value="{county["village"].pk}">清水镇石桥村（清水镇政府）</option>' in found
    assert "井盖不见了" in found
    assert 'class="error"' not in found  # nothing was judged yet
    assert '<option value="">不清楚，请帮我转</option>' in found
    assert "selected" not in found.split('id="id_unit"')[1].split("</select>")[0]  # "I do not know" stays the choice
    letter = Letter.objects.first()
    assert letter is None
    client.post("/mailbox/write/", fill(found, unit=county["village"].pk, title="井盖", text="井盖不见了"))
    letter = Letter.objects.get()
    assert (letter.unit, letter.state) == (county["village"], "routed")


def test_the_search_is_by_script_too_by_pinyin_and_says_when_nothing_is_found(county):
    body = Client().get("/mailbox/units/", {"unit_asked": "shiqiao", "unit": ""}).content.decode()
    assert "清水镇石桥村（清水镇政府）" in body
    assert "<html" not in body
    body = Client().get("/mailbox/units/", {"unit_asked": "没有这种<b>", "unit": county["north"].pk}).content.decode()
    assert "没有查到名称里有“没有这种&lt;b&gt;”的单位" in body
    assert f'<option value="{county["north"].pk}" selected>' in body  # what was chosen stays chosen
    assert Client().get("/mailbox/units/", {"unit_asked": "\x00", "unit": "1e9"}).status_code == 200


def test_a_unit_chosen_from_deep_stays_chosen_when_the_form_comes_back(county):
    page = Client().get("/mailbox/write/").content.decode()
    again = Client().post("/mailbox/write/", fill(page, unit=county["village"].pk, answer="99")).content.decode()
    assert f'<option value="{county["village"].pk}" selected>清水镇石桥村</option>' in again


def test_files_that_a_search_could_not_keep_are_told(county):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = Client().get("/mailbox/write/").content.decode()
    typed = fill(page, unit_asked="石桥", seek="1", files=SimpleUploadedFile("a.txt", b"x"))
    assert "没有留下，请再选一次" in Client().post("/mailbox/write/", typed).content.decode()


def test_no_more_than_twenty_are_shown_and_it_is_said(county):
    for nth in range(25):
        units.add(f"石桥第{nth}组", f"g{nth}", by="tests", above=county["village"])
    body = Client().get("/mailbox/units/", {"unit_asked": "石桥"}).content.decode()
    assert "查到 20 个" in body
    assert "写得更具体" in body
