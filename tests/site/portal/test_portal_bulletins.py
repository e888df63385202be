"""Published bulletins on public pages: those for the public, whole, with the files as they were published, and nothing before."""

from datetime import date

import pytest
from django.test import Client

from zouxin.site.publishing.actions import bulletins
from zouxin.site.publishing.queries import path_of

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"issuer": "澄禾县政府办公室", "number": "澄政办函〔2021〕8号", "issued_on": date(2021, 7, 5), "due_on": date(2021, 7, 20)}


@pytest.fixture
def drafted(office, people, county):
    return bulletins.draft("quarterly", county["top"], WORDS, by=people["supervisor"], run=office("spring"))


def test_a_bulletin_appears_when_it_is_published_and_not_before(drafted, people):
    client = Client()
    asked = (f"/published/{drafted.pk}/", f"/published/{drafted.pk}/document.pdf", f"/api/v1/bulletins/{drafted.pk}")
    assert [client.get(page).status_code for page in asked] == [404] * 3
    assert client.get("/published.json").json()["total"] == 0
    bulletins.review(drafted, by=people["second"])
    assert [client.get(page).status_code for page in asked] == [404] * 3
    one = bulletins.publish(drafted, by=people["supervisor"])
    assert [client.get(page).status_code for page in asked] == [200] * 3
    page = client.get(f"/published/{one.pk}/").content.decode()
    for block in one.document["blocks"]:
        assert not block["text"] or block["text"] in page.replace("&#x27;", "'").replace("&quot;", '"')
    for file in one.files.all():
        assert file.digest in page
        answer = client.get(f"/published/{one.pk}/document.{file.form}")
        assert b"".join(answer.streaming_content) == path_of(file).read_bytes()
    assert client.get(f"/published/{one.pk}/document.exe").status_code == 404
    assert [row["title"] for row in client.get("/published.json").json()["rows"]] == [one.title]
    for feed in ("atom", "rss", "json"):
        assert one.title in client.get(f"/feeds/published.{feed}").content.decode()
    assert one.title in client.get("/").content.decode()
    told = client.get("/api/v1/bulletins").json()["rows"][0]
    assert {file["form"]: file["sha256"] for file in told["files"]} == {file.form: file.digest for file in one.files.all()}


def test_a_notice_to_one_unit_is_not_the_publics(office, people, county):
    run = office("spring")
    unit = office.units[1]
    words = {key: WORDS[key] for key in ("issuer", "number", "issued_on", "due_on")}
    one = bulletins.draft("rectification_notice", county["top"], words, by=people["supervisor"], run=run, to_unit=unit)
    bulletins.review(one, by=people["second"])
    bulletins.publish(one, by=people["supervisor"])
    for page in (f"/published/{one.pk}/", f"/published/{one.pk}/document.pdf", f"/api/v1/bulletins/{one.pk}"):
        assert Client().get(page).status_code == 404
    assert one.title not in Client().get("/published/").content.decode() + Client().get("/feeds/published.atom").content.decode()
