"""Invented rows in numbers: units, platforms of every kind, runs, findings. Seeded; names are made of common words and belong to nobody."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

PLACES = [
    "清水",
    "柳林",
    "东岭",
    "石桥",
    "白塔",
    "高台",
    "南湖",
    "永安",
    "长宁",
    "太平",
    "双河",
    "金沙",
    "平原",
    "新丰",
    "大石",
    "青山",
    "红星",
    "和平",
    "向阳",
    "光明",
]
OFFICES = [
    "卫生健康局",
    "水务局",
    "教育局",
    "公安局",
    "民政局",
    "交通运输局",
    "农业农村局",
    "文化和旅游局",
    "市场监督管理局",
    "应急管理局",
    "住房和城乡建设局",
    "司法局",
]
KINDS = ("wechat", "weibo", "short_video", "app", "mini_program", "website", "column", "mailbox", "hotline", "group", "bot", "other")
STAGES = ("live",) * 8 + ("closed", "frozen", "mending", "preparing")
CHECKS = ("PLT002", "PLT005", "PST001", "RPL001", "RPL004", "SIT001", "GRP002")
STEPS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
T = TypeVar("T")


def in_chunks(rows: Iterator[T], size: int = 5_000) -> Iterator[list[T]]:
    """Lists of up to `size` rows."""
    while chunk := list(islice(rows, size)):
        yield chunk


def step(number: int) -> str:
    """One step of a unit's path: four digits of base 36."""
    out = ""
    for _ in range(4):
        number, rest = divmod(number, 36)
        out = STEPS[rest] + out
    return out


def units(towns: int) -> list[Any]:
    """A city, its 20 counties and their towns and bureaus, as a tree."""
    from zouxin.site.people.models import Unit

    top = Unit(path=step(1), depth=1, numchild=20, name="澄禾市政府办公室", key="u0", level="city")
    made = [top]
    for c in range(20):
        made.append(
            Unit(path=top.path + step(c + 1), depth=2, numchild=towns, name=f"{PLACES[c]}县政府办公室", key=f"u{c + 1}", level="county")
        )
        for t in range(towns):
            name = f"{PLACES[c]}县{OFFICES[t % len(OFFICES)]}" if t % 2 else f"{PLACES[c]}县{PLACES[t % 20]}{t}镇政府"
            made.append(Unit(path=made[-1 - t].path + step(t + 1), depth=3, name=name, key=f"u{c + 1}-{t}", level="town"))
    for chunk in in_chunks(iter(made)):
        Unit.objects.bulk_create(chunk)
    return list(Unit.objects.all())


def platforms(count: int, owners: list[Any], dice: random.Random) -> None:
    """Platforms spread over the units."""
    from zouxin import flow
    from zouxin.site.registry.models import Platform

    def rows() -> Iterator[Any]:
        for start in range(0, count, 5_000):
            many = range(start, min(start + 5_000, count))
            owned = [dice.choice(owners) for _ in many]
            names = [f"{unit.name.removesuffix('政府办公室').removesuffix('政府')}发布{nth}" for nth, unit in zip(many, owned, strict=True)]
            for nth, unit, name, sought in zip(many, owned, names, flow.search_keys(names), strict=True):
                day = date(2014, 1, 1) + timedelta(days=dice.randrange(4_000))
                yield Platform(key=f"p{nth}", name=name, kind=KINDS[nth % len(KINDS)], unit=unit, stage=dice.choice(STAGES), opened_on=day,
                               url=f"https://example.org/{nth}", handle=f"gh_{nth}", sought=sought)  # fmt: skip

    for chunk in in_chunks(rows()):
        Platform.objects.bulk_create(chunk)


def findings(count: int, dice: random.Random) -> None:
    """Findings about platforms, of two runs."""
    from zouxin.site.audit.models import Finding, Run
    from zouxin.site.registry.models import Platform

    runs = [Run.objects.create(moment=day, state="done", by="bench", packs=["national"]) for day in (date(2026, 6, 30), date(2026, 9, 30))]
    known = list(Platform.objects.values_list("key", "name", "unit_id", "sought"))

    def rows() -> Iterator[Any]:
        for nth in range(count):
            key, name, unit, sought = known[dice.randrange(len(known))]
            state = dice.choice(("standing", "standing", "gone", "unsure"))
            yield Finding(mark=f"{nth:016d}", check_code=dice.choice(CHECKS), subject="platform", source="registry", subject_id=key, subject_name=name, unit_id=unit,
                          severity=dice.choice(("veto", "fault", "advice")), sentence=f"{name}：截至检查日已 {dice.randrange(15, 400)} 天没有发布内容", state=state,
                          first_run=runs[0], last_run=runs[1], seen_run=runs[1], first_on=runs[0].moment, last_on=runs[1].moment, sought=sought)  # fmt: skip

    for chunk in in_chunks(rows()):
        Finding.objects.bulk_create(chunk)


def questions(dice: random.Random) -> None:
    """What the last run left to people and foretold: a question for each platform that is live, a prompt for one in ten, some answers."""
    from zouxin.site.audit.models import Due, Judgement, Run, Undecided
    from zouxin.site.people.models import User
    from zouxin.site.registry.models import Platform

    run, user = Run.objects.latest("id"), User.objects.get(username="bench")
    known = list(Platform.objects.filter(stage="live").values_list("key", "name", "unit_id", "sought"))
    said = [
        (
            key,
            {"check_code": "PLT006", "subject": "platform", "source": "registry", "subject_id": key, "subject_name": name, "unit_id": unit},
            sought,
        )
        for key, name, unit, sought in known
    ]
    for chunk in in_chunks(Undecided(run=run, mark=f"Q{key}", question="PLT006", sought=sought, **one) for key, one, sought in said):
        Undecided.objects.bulk_create(chunk)
    for chunk in in_chunks(
        Due(run=run, since=run.moment, due_on=run.moment + timedelta(days=dice.randrange(14)), **(one | {"check_code": "PLT002"}))
        for _key, one, _sought in said[::10]
    ):
        Due.objects.bulk_create(chunk)
    for chunk in in_chunks(
        Judgement(
            question="PLT006",
            verdict=dice.choice(("yes", "no")),
            basis="打开看过",
            on=run.moment,
            by="bench",
            user=user,
            sought=sought,
            **one,
        )
        for _key, one, sought in said[::20]
    ):
        Judgement.objects.bulk_create(chunk)


def people() -> str:
    """A supervisor of the whole city, logged in; the session's key."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY as BACKEND
    from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY

    from zouxin.site.people.actions import users
    from zouxin.site.people.models import Unit, User

    user = User.objects.create_user("bench", None, label="bench")
    users.appoint(user, Unit.objects.get(depth=1), "supervisor", by="bench")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND], session[HASH_SESSION_KEY] = (
        str(user.pk),
        "django.contrib.auth.backends.ModelBackend",
        user.get_session_auth_hash(),
    )
    session.save()
    return str(session.session_key)


def fill(*, platforms_: int, findings_: int, towns: int = 60, seed: int = 1) -> str:
    """Everything; the key of a supervisor's session."""
    dice = random.Random(seed)
    platforms(platforms_, units(towns), dice)
    findings(findings_, dice)
    key = people()
    questions(dice)
    return key
