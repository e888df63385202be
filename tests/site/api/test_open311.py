"""A client of GeoReport v2 that knows only the published specification: services, a request with media, its status, its updates, in JSON and XML."""

import io
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from zouxin.site.api.actions import tokens
from zouxin.site.mailbox.actions import answers, letters
from zouxin.site.mailbox.models import Contact, Letter
from zouxin.site.people.access import today

pytestmark = pytest.mark.django_db
BASE = "/api/open311/v2"
#: what the specification says each answer must hold
SERVICE = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}
REQUEST = {"service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice", "requested_datetime",
           "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url"}  # fmt: skip
ANSWER = "您好，路灯是线路老化造成的，11月20日已更换电缆并恢复照明，今后由清水镇政府每月巡查一次。"


class GeoReport:
    """The client: asks in one form and gives rows, whatever the form."""

    def __init__(self, form):
        self.form, self.web = form, Client(enforce_csrf_checks=True)

    def rows(self, told):
        if self.form == "json":
            return json.loads(told.content)
        return [{field.tag: field.text or "" for field in row} for row in ElementTree.fromstring(told.content)]

    def get(self, what, **said):
        return self.rows(self.web.get(f"{BASE}/{what}.{self.form}", said))

    def post(self, **said):
        return self.web.post(f"{BASE}/requests.{self.form}", said)


def photo():
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (10, 90, 10)).save(out, "JPEG")
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def key(people):
    return tokens.make("随手拍", today() + timedelta(days=30), by=people["head"])[1]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_lists_services_posts_with_media_and_reads_status_and_updates(form, key, people, county):
    client = GeoReport(form)
    services = client.get("services")
    assert all(set(row) == SERVICE for row in services)
    code = services[0]["service_code"]
    told = client.rows(client.post(api_key=key, service_code=code, lat="33.5", long="109.25", address_string="石桥村口", description="路灯坏了三个月\n我的电话13800138000",
                                   first_name="某", last_name="王", phone="13800138000", media=photo()))  # fmt: skip
    number = told[0]["service_request_id"]
    [one] = client.get(f"requests/{number}")
    assert set(one) == REQUEST
    assert (one["status"], one["description"]) == ("open", "")  # not public yet: its status alone
    assert client.get("requests") == []
    assert client.get(f"tokens/{number}")[0]["service_request_id"] == number
    letter = Letter.objects.get()
    assert (letter.channel, letter.files.count(), Contact.objects.get().name) == ("open311", 1, "王某")
    letter = letters.route(letter, county["north"], by=people["supervisor"])
    answers.release(answers.draft(letter, ANSWER, by=people["operator"]), by=people["operator"])
    [one] = client.get("requests", service_request_id=number)
    assert one["status"] == "closed"
    assert "13800138000" not in one["description"]
    assert float(one["lat"]) == 33.5
    assert Client().get(one["media_url"]).headers["Content-Type"] == "image/jpeg"
    assert [row["description"] for row in client.get("servicerequestupdates", service_request_id=number)] == [ANSWER]
    assert client.get("requests", status="open") == []
    assert len(client.get("requests", status="closed", service_code=code, start_date="2020-01-01T00:00:00Z")) == 1


@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_is_wrong_is_told_as_the_specification_wants(form, key):
    client = GeoReport(form)
    whole = {"api_key": key, "service_code": "help", "lat": "33.5", "long": "109.25", "description": "路灯坏了"}
    for change, status in (({"api_key": "x"}, 403), ({"service_code": "no"}, 400), ({"description": ""}, 400), ({"lat": "", "long": ""}, 400), ({"lat": "999"}, 400),
                           ({"lat": "nan"}, 400), ({"media": SimpleUploadedFile("a.svg", b"<svg/>")}, 400)):  # fmt: skip
        told = client.post(**(whole | change))
        assert told.status_code == status
        [wrong] = client.rows(told)
        assert set(wrong) == {"code", "description"}
        assert str(wrong["code"]) == str(status)
    assert Letter.objects.count() == 0
    assert client.web.get(f"{BASE}/requests/none.{form}").status_code == 404
    assert client.web.get(f"{BASE}/services.yaml").status_code == 404
    assert client.web.get(f"{BASE}/requests.{form}", {"start_date": "gestern"}).status_code == 400
