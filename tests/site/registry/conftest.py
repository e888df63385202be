"""What tests of the register share: platforms of the county, and the way of a census."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def imported(people: dict[str, Any], county: dict[str, Any]) -> Callable[..., Any]:
    """Reads a census of the county and imports it, as the page does."""

    def run(file: Any, *, land: bool = True, place: str = "top", who: str = "supervisor") -> Any:
        from zouxin.site.jobs import census as jobs
        from zouxin.site.registry.actions import census

        held = census.upload(county[place], file, by=people[who])
        jobs.read.func(held.pk)
        held.refresh_from_db()
        if land and held.landed and not any(sheet["questions"] for sheet in held.mapping):
            census.start(held, by=people[who])
            jobs.land.func(held.pk)
            held.refresh_from_db()
        return held

    return run


@pytest.fixture
def account(county: dict[str, Any], people: dict[str, Any]) -> Callable[..., Any]:
    """Registers a platform."""

    def make(place: str = "north", name: str = "清水发布", kind: str = "wechat", **said: Any) -> Any:
        from zouxin.site.registry.actions import platforms

        return platforms.register(county[place], name, kind, by=people["supervisor"], **said)

    return make
