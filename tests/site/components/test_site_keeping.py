"""Backup and restore: what comes back is what was kept, and a damaged backup restores nothing."""

import tarfile

import pytest
from django.core.management import call_command

from zouxin.model.errors import UsageError
from zouxin.site.components import keeping
from zouxin.site.components.keeping import bring_back, digest, keep
from zouxin.site.people import log
from zouxin.site.people.actions import units
from zouxin.site.people.models import Event, Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(settings, tmp_path):
    top = units.add("澄禾县政府办公室", "top", by="tests")
    units.add("清水镇政府", "north", by="tests", above=top)
    for name, text in {
        "lake/landed/post/a.parquet": "rows",
        "packs/local.yml": "pack: local",
        "uploads/x.csv": "a,b",
        "secret": "key",
        "lake/scratch/t": "t",
    }.items():
        path = settings.DATA / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    place = tmp_path / "backup.tar.gz"
    return place, keep(place), list(Event.objects.values_list("number", "digest"))


def test_what_comes_back_is_what_was_kept(kept, settings, tmp_path):
    place, manifest, events = kept
    before = {name: digest(settings.DATA / name) for name in ("lake/landed/post/a.parquet", "packs/local.yml", "uploads/x.csv")}
    settings.DATA = tmp_path / "another"
    call_command("flush", interactive=False, verbosity=0)
    assert not Unit.objects.exists()
    bring_back(place)
    assert {name: digest(settings.DATA / name) for name in before} == before
    assert list(Event.objects.values_list("number", "digest")) == events
    assert list(log.wrong()) == []
    assert not (settings.DATA / "secret").exists()
    assert not (settings.DATA / "lake" / "scratch").exists()
    assert set(manifest["files"]) == {"database", *(f"data/{name}" for name in before)}


def test_a_backup_never_overwrites(kept):
    with pytest.raises(UsageError, match="已经存在"):
        keep(kept[0])


def test_nothing_is_restored_over_data(kept):
    with pytest.raises(UsageError, match="已经有数据"):
        bring_back(kept[0])


@pytest.mark.parametrize("how", ["cut", "changed", "not one"])
def test_a_damaged_backup_restores_nothing(kept, settings, tmp_path, how):
    place = tmp_path / "damaged.tar.gz"
    if how == "cut":
        place.write_bytes(kept[0].read_bytes()[:-200])
    elif how == "not one":
        place.write_text("hello", "ascii")
    else:
        with tarfile.open(kept[0]) as tar:
            keeping.unpack(tar, tmp_path / "open")
        (tmp_path / "open" / "data" / "packs" / "local.yml").write_text("pack: other", "utf-8")
        with tarfile.open(place, "w:gz") as tar:
            tar.add(tmp_path / "open", "")
    settings.DATA = tmp_path / "another"
    with pytest.raises(UsageError):
        bring_back(place)
    assert [path for path in settings.DATA.rglob("*") if path.is_file()] == []
    assert Unit.objects.count() == 2
