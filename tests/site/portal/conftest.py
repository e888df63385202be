"""A register to look things up in."""

from datetime import date

import pytest
from django.core.cache import cache

from zouxin import flow
from zouxin.site.registry.models import Alias, Platform, Step


@pytest.fixture(autouse=True)
def fresh_counts():
    """Nobody has sent anything yet."""
    cache.clear()


@pytest.fixture
def platform_of():
    """Makes a platform with the step that brought it where it is."""

    def make(name, kind="wechat", stage="live", unit=None, before="preparing", **said):
        one = Platform.objects.create(
            key=f"k{Platform.objects.count()}", name=name, kind=kind, stage=stage, unit=unit, sought=flow.search_key(name), **said
        )
        Step.objects.create(platform=one, before=before, after=stage, on=date(2026, 3, 1), by="tests", reason="内部理由")
        return one

    return make


@pytest.fixture
def register(county, platform_of):
    """Platforms of the county, public and not."""
    made = {
        "water": platform_of("澄禾水务", unit=county["water"], handle="gh_water", opened_on=date(2019, 5, 1)),
        "site": platform_of("清水镇政府网站", "website", unit=county["north"], url="https://qingshui.example.gov.cn/"),
        "warned": platform_of("柳林发布", "weibo", "warned", unit=county["south"], before="live"),
        "closed": platform_of("东岭微报", stage="closed", unit=county["east"], before="live", closed_on=date(2026, 3, 1)),
        "lost": platform_of("卫生之声", stage="lost", unit=county["health"], before="live"),
        "group": platform_of("清水镇值班群", "group", unit=county["north"]),
        "planned": platform_of("清水镇新号", stage="preparing", unit=county["north"], before=""),
    }
    Alias.objects.create(platform=made["water"], name="禾苗润泽", until_on=date(2020, 1, 1))
    return made
