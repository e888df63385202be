"""The register lands in the lake and is filled from it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from site_registry import whole, xlsx

from zouxin import content, flow
from zouxin.flow.landing import land
from zouxin.lake import Lake
from zouxin.site.people.models import Unit
from zouxin.site.registry import landing
from zouxin.site.registry.actions import census, contracts, platforms
from zouxin.site.registry.models import Contract, Order, Platform

TABLES = ("unit", "order", "platform", "platform_alias", "contract", "contract_platform")


def rows(folder: Path, source: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    for name, batch in flow.rows_of(folder, source, TABLES):
        found[name] += batch.to_pylist()
    return {name: sorted(some, key=str) for name, some in found.items()}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of the sample county."""
    out = tmp_path_factory.mktemp("county")
    question = flow.Question(paths=(), out=out, today=date(2026, 4, 1), spec=content.root() / "sources" / "sample-county" / "source.yml")
    with Lake(out / "lake") as lake:
        land(question, lake)
    return out / "lake"


def test_the_register_lands_and_the_same_again_lands_nothing(imported, county, people, settings) -> None:
    imported(xlsx())
    one = contracts.add(county["top"], "代运营", by=people["supervisor"], yuan=Decimal("90000.50"))
    contracts.cover(one, Platform.objects.get(key="A-1"), by=people["supervisor"], share=Decimal("0.25"))
    lake = settings.DATA / "lake"
    first = landing.land(lake)
    assert landing.land(lake) == first
    found = rows(lake, "registry")
    by = {row["id"]: row for row in found["platform"]}
    assert (by["A-3"]["status"], by["A-3"]["editors"], by["A-6"]["status"], by["A-6"]["editors"]) == ("frozen", 0, None, None)
    assert by["A-5"]["parent_id"] == "A-4"
    assert by["A-2"]["order_id"] == "澄府办发〔2017〕12号"
    assert {row["id"]: row["parent_id"] for row in found["unit"]}["澄禾县林业局"] == "county"
    assert found["contract"][0]["yuan"] == 90000.5
    assert found["contract_platform"][0]["share"] == 0.25
    platforms.step(Platform.objects.get(key="A-4"), "mending", by=people["supervisor"], on=date(2026, 1, 1), reason="首页过期")
    platforms.change(Platform.objects.get(key="A-4"), by=people["supervisor"], editors=1)
    assert landing.land(lake) != first
    assert {row["id"]: (row["status"], row["editors"]) for row in rows(lake, "registry")["platform"]}["A-4"] == ("live", 1)


def test_the_sample_county_fills_the_register_and_again_changes_nothing(db, sample) -> None:
    said = census.fill_from_lake("sample-county", sample, by="demo")
    assert (said["unit_new"], said["platform_new"], said["order_new"], said["contract_new"], said["refused"]) == (203, 866, 9, 10, 0)
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert Order.objects.count() == 9
    assert Contract.objects.filter(platforms__isnull=False).exists()
    before = whole()
    again = census.fill_from_lake("sample-county", sample, by="demo")
    assert not any(again.values())
    assert whole() == before


def test_what_came_out_of_the_lake_lands_back_as_it_was(db, sample, settings) -> None:
    census.fill_from_lake("sample-county", sample, by="demo")
    was = rows(sample, "sample-county")
    landing.land(settings.DATA / "lake")
    now = rows(settings.DATA / "lake", "sample-county")
    assert {name: len(some) for name, some in was.items()} == {name: len(some) for name, some in now.items()}
    for name in TABLES:
        assert now[name] == was[name], name
