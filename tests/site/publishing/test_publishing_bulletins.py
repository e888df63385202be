"""Bulletins: made from a run, signed by a second person, and unchanged for good."""

import subprocess
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from zouxin.model.errors import LakeError, UsageError
from zouxin.site.people.models import Event
from zouxin.site.publishing import queries
from zouxin.site.publishing.actions import bulletins
from zouxin.site.publishing.models import Bulletin

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"issuer": "澄禾县政府办公室", "number": "澄政办函〔2021〕8号", "issued_on": date(2021, 7, 5), "due_on": date(2021, 7, 20)}


@pytest.fixture
def drafted(office, people, county):
    return bulletins.draft("quarterly", county["top"], WORDS, by=people["supervisor"], run=office("spring"))


@pytest.fixture
def published(drafted, people):
    bulletins.review(drafted, by=people["second"])
    return bulletins.publish(drafted, by=people["supervisor"])


def test_a_second_person_reviews_and_only_then_it_is_published(drafted, people):
    with pytest.raises(UsageError, match="复核"):
        bulletins.publish(drafted, by=people["supervisor"])
    with pytest.raises(PermissionDenied):
        bulletins.review(drafted, by=people["supervisor"])
    for role in ("head", "operator", "auditor", "rechecker", "host"):
        with pytest.raises(PermissionDenied):
            bulletins.review(drafted, by=people[role])
    bulletins.review(drafted, by=people["second"])
    bulletins.publish(drafted, by=people["supervisor"])
    assert queries.published().get() == drafted
    assert set(Event.objects.filter(verb__startswith="bulletin").values_list("verb", flat=True)) == {
        "bulletin.draft",
        "bulletin.review",
        "bulletin.publish",
    }


def test_it_says_what_the_run_counted(drafted):
    text = "\n".join(block["text"] for block in drafted.document["blocks"])
    assert "31" in text
    assert "28" in text, "31 accounts, 3 silent"
    names = str([block["rows"] for block in drafted.document["blocks"]])
    assert all(f"{nth}号" in names for nth in (1, 2, 3))


def test_every_form_is_written_and_its_chinese_can_be_read(published, tmp_path):
    assert {file.form for file in published.files.all()} == {"html", "docx", "xlsx", "pdf"}
    pdf = queries.path_of(published.files.get(form="pdf"))
    assert pdf.read_bytes().startswith(b"%PDF-")
    shown = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=False) if _has("pdftotext") else None
    if shown:
        assert "澄禾县政府办公室" in shown.stdout.replace("\n", "")


def _has(tool):
    import shutil

    return shutil.which(tool)


def test_what_is_published_never_changes(published, people, client_of):
    published.title = "改过的标题"
    with pytest.raises(ValidationError):
        published.save()
    for act in (bulletins.review, bulletins.publish, bulletins.drop):
        with pytest.raises(UsageError):
            act(published, by=people["second"])
    file = published.files.get(form="docx")
    page = f"/bulletins/{published.pk}/document.docx"
    assert client_of("auditor").get(page).status_code == 200
    path = queries.path_of(file)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(LakeError):
        queries.path_of(file)
    assert client_of("auditor").get(page).status_code == 500


def test_a_correction_is_a_new_one_that_names_the_old(published, people, county):
    other = bulletins.draft(
        "quarterly", county["top"], {**WORDS, "number": "澄政办函〔2021〕9号"}, by=people["second"], run=published.run, corrects=published
    )
    bulletins.review(other, by=people["supervisor"])
    bulletins.publish(other, by=people["second"])
    assert list(published.corrections.all()) == [other]


def test_a_notice_goes_to_a_unit_that_has_something_to_mend(office, people, county):
    run = office("spring")
    assert {name for _, name in queries.units_to_tell(run)} == {"第1局", "第2局", "第3局"}
    notice = bulletins.draft("rectification_notice", county["top"], WORDS, by=people["supervisor"], run=run, to_unit=office.units[2])
    assert "2号" in str(notice.document)
    assert "1号" not in str([b["rows"] for b in notice.document["blocks"]])
    with pytest.raises(UsageError, match="没有要整改"):
        bulletins.draft("rectification_notice", county["top"], WORDS, by=people["supervisor"], run=run, to_unit=office.units[9])
    bulletins.review(notice, by=people["second"])
    bulletins.publish(notice, by=people["supervisor"])
    assert notice not in queries.published(), "a notice is for its unit"
    assert notice in queries.bulletins(people["head"])


def test_a_closing_notice_must_say_where_people_go_instead(people, county):
    said = {"account_name": "清水发布", "account_kind": "微信公众号", "account_unit": "清水镇政府", "stops_on": date(2026, 12, 1)}
    with pytest.raises(UsageError):
        bulletins.draft("closing_notice", county["top"], said, by=people["supervisor"])
    made = bulletins.draft("closing_notice", county["top"], {**said, "account_instead": "“澄禾发布”公众号"}, by=people["supervisor"])
    assert made.title == "关于关停“清水发布”的公告"


def test_drafts_are_for_who_drafts_and_pages_work(drafted, client_of):
    page = f"/bulletins/{drafted.pk}/"
    assert client_of("head").get(page).status_code == 404
    assert "等另一个人复核" in client_of("supervisor").get(page).content.decode()
    second = client_of("second")
    assert "复核无误" in second.get(page).content.decode()
    second.post(page, {"act": "review"})
    second.post(page, {"act": "publish"})
    assert Bulletin.objects.get().state == "published"
    assert client_of("head").get(page).status_code == 200
    for kind in ("quarterly", "rectification_notice", "closing_notice"):
        assert second.get(f"/bulletins/draft/{kind}/").status_code == 200
    assert second.get("/bulletins/draft/nothing/").status_code == 404


def test_the_database_itself_refuses_a_change_of_what_is_published(published):
    from django.db import DatabaseError, connection, transaction

    for statement in (
        "UPDATE publishing_bulletin SET title = 'x' WHERE id = %s",
        "DELETE FROM publishing_bulletin WHERE id = %s",
        "UPDATE publishing_file SET digest = 'x' WHERE bulletin_id = %s",
        "DELETE FROM publishing_file WHERE bulletin_id = %s",
        "INSERT INTO publishing_file (bulletin_id, form, name, digest, size) VALUES (%s, 'txt', 'x', 'x', 1)",
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [published.pk])
