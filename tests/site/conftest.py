"""What tests of the site share: a county of units, people in every role, and clients that are logged in."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

sys.path.insert(0, str(Path(__file__).parents[1] / "functional"))  # small_county

PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
#: what everybody's password is here
WORD = "-".join(("a", "password", "of", "tests"))


@pytest.fixture(autouse=True, scope="session")
def emptied() -> None:
    """Tests empty the database between them; SQLite does so row by row, which the guards of published bulletins refuse."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    from django.db.backends.sqlite3.operations import DatabaseOperations

    from zouxin.site.publishing import guards

    flush = DatabaseOperations.sql_flush

    def without_guards(self: Any, *said: Any, **more: Any) -> list[str]:
        statements = flush(self, *said, **more)
        return [*guards.take("sqlite"), *statements, *guards.put("sqlite")] if statements else []

    DatabaseOperations.sql_flush = without_guards  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def apart(settings: Any, tmp_path: Path) -> None:
    """A data folder of its own for each test, no need to collect static files, and quick password hashes."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.STORAGES = {**PLAIN, "default": {**PLAIN["default"], "OPTIONS": {"location": settings.DATA / "uploads"}}}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    caches["default"].clear()  # counts of an earlier test's senders and keys
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def county(db: None) -> dict[str, Any]:
    """A county with two bureaus and three towns, one of which has a village below it; by short names."""
    from zouxin.site.people.actions import units

    top = units.add("澄禾县政府办公室", "county", by="tests", level="county", division_code="990100")
    below = {
        "health": units.add("澄禾县卫生健康局", "health", by="tests", above=top, level="county"),
        "water": units.add("澄禾县水务局", "water", by="tests", above=top, level="county"),
        "north": units.add("清水镇政府", "north", by="tests", above=top, level="town"),
        "south": units.add("柳林乡政府", "south", by="tests", above=top, level="town"),
        "east": units.add("东岭街道办事处", "east", by="tests", above=top, level="town"),
    }
    below["village"] = units.add("清水镇石桥村", "village", by="tests", above=below["north"], level="village")
    return {"top": top, **below}


@pytest.fixture
def people(county: dict[str, Any]) -> dict[str, Any]:
    """One person for each role: supervisor, auditor and rechecker of the county; head, operator and hosting company of the north town."""
    from datetime import timedelta

    from zouxin.site.people.access import today
    from zouxin.site.people.actions import users
    from zouxin.site.people.models import User

    places = {"supervisor": "top", "auditor": "top", "rechecker": "top", "head": "north", "operator": "north", "host": "north"}
    made = {}
    for role, place in places.items():
        made[role] = User.objects.create_user(role, WORD, label=role)
        users.appoint(made[role], county[place], role, by="tests", ends_on=today() + timedelta(days=30) if role == "host" else None)
    made["second"] = User.objects.create_user("second", WORD, label="second")
    users.appoint(made["second"], county["top"], "supervisor", by="tests")
    return made


@pytest.fixture
def client_of(people: dict[str, Any]) -> Callable[[str], Client]:
    """A client logged in as somebody."""

    def logged_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return logged_in


@pytest.fixture(scope="session")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str, list[Any]]]:
    """A small office's lake as it stood after one quarter and after two, with the id of the run asked then: accounts 1, 2, 3 silent in spring; 2, 4 in
    summer, and 3 could not be looked at."""
    import shutil

    from small_county import SPRING, SUMMER
    from small_county import county as written

    from zouxin import flow
    from zouxin.lake import Lake

    folder, out, kept = tmp_path_factory.mktemp("office"), tmp_path_factory.mktemp("lake"), {}
    for name, moment, silent, failed in (("spring", SPRING, {1, 2, 3}, set()), ("summer", SUMMER, {2, 4}, {3})):
        written(folder, moment, silent=silent, failed=failed)
        question = flow.Question(paths=(), out=out, today=moment, spec=folder / "source.yml", as_of=moment)
        with Lake(out / "lake") as lake:
            flow.land(question, lake)
        run = flow.inspect(flow.Question(paths=(), out=out, today=moment, as_of=moment))
        kept[name] = (
            tmp_path_factory.mktemp("kept") / "lake",
            run,
            list(flow.foretell(flow.Question(paths=(), out=out, today=moment), days=14)),
        )
        shutil.copytree(out / "lake", kept[name][0])
    return kept


@pytest.fixture
def office(
    quarters: dict[str, tuple[Path, str, list[Any]]], settings: Any, people: dict[str, Any], county: dict[str, Any], monkeypatch: Any
) -> Any:
    """An office whose units are those of the lake, and a function that inspects it in spring, then in summer; the engine asked once a session, or
    anew with `really`."""
    import shutil

    from small_county import SPRING, SUMMER

    from zouxin import flow
    from zouxin.site.audit.actions import runs
    from zouxin.site.people.actions import units

    made = {
        nth: units.add(f"第{nth}局", f"u{nth}", by="tests", above=county["north"] if nth in (1, 2) else county["top"], source="county")
        for nth in range(1, 32)
    }

    asks, foretells = flow.inspect, flow.foretell

    def inspect(season: str, *, really: bool = False, packs: tuple[str, ...] = ("national",)) -> Any:
        lake, known, soon = quarters[season]
        shutil.copytree(lake, settings.DATA / "lake", dirs_exist_ok=True)
        monkeypatch.setattr(flow, "inspect", asks if really else lambda question: known)
        monkeypatch.setattr(flow, "foretell", foretells if really else lambda question, days: soon)
        run = runs.ask({"spring": SPRING, "summer": SUMMER}[season], packs, by="tests")
        from zouxin.site.jobs.inspection import inspect as job

        if run.state == "queued":  # else the queue of the tests has done it at once
            job.call(run.pk)
        run.refresh_from_db()
        return run

    inspect.units = made  # type: ignore[attr-defined]
    return inspect
