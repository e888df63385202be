"""Reads of this app."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zouxin import flow
from zouxin.site.people.access import LAST, may, roots, today, within
from zouxin.site.people.models import Unit
from zouxin.site.registry.models import CensusImport, Contract, ContractPlatform, Opening, Order, Platform, Proposal

#: stages whose owner is asked to confirm what the register says
ASKED = ("filed", "live", "warned", "mending", "frozen", "lost", "closing", "")


def platforms(user: Any, permission: str = "registry.view_platform") -> QuerySet[Platform]:
    """Platforms within reach with their unit, by name."""
    return Platform.objects.filter(reach(user, permission)).select_related("unit").order_by("name", "id")


def reach(user: Any, permission: str, unit: str = "unit") -> Q:
    """`within`, without asking each row where there is but one tree and all of it is within reach."""
    tops = [root for root in roots(user, permission) if len(root) == Unit.steplen]
    if tops and not Unit.objects.filter(depth=1).exclude(path__in=tops).exists():
        return Q()
    return within(user, permission, unit)


def beside(platform: Platform) -> QuerySet[Platform]:
    """What its unit has of the same kind besides it, and has not closed."""
    rows = Platform.objects.filter(unit=platform.unit_id, kind=platform.kind).exclude(pk=platform.pk)
    return rows.exclude(stage__in=Platform.GONE).order_by("name") if platform.unit_id else rows.none()


def half_year(day: date) -> tuple[date, date]:
    """First and last day of a day's half-year."""
    return (date(day.year, 1, 1), date(day.year, 6, 30)) if day.month <= 6 else (date(day.year, 7, 1), date(day.year, 12, 31))


def to_confirm(user: Any) -> QuerySet[Platform]:
    """Platforms whose owner has not yet confirmed them in this half-year, within reach of who may."""
    return unconfirmed(platforms(user, "registry.confirm_platform"))


def unconfirmed(rows: QuerySet[Platform]) -> QuerySet[Platform]:
    """Of some platforms those that are still to be confirmed in this half-year."""
    since, _until = half_year(today())
    rows = rows.filter(stage__in=ASKED).exclude(kind="column")
    return rows.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=since))


def is_due(platform: Platform) -> bool:
    """Whether its owner has yet to confirm it in this half-year; the columns of a site are confirmed with the site."""
    since, _until = half_year(today())
    return platform.stage in ASKED and platform.kind != "column" and (platform.confirmed_on is None or platform.confirmed_on < since)


# ---- 国办发〔2018〕123号: a government of county level and above has an account


def seat_of(unit: Unit) -> str | None:
    """What a people's government of county level or above has in common with its office; None for every other unit."""
    return flow.seats([(unit.name, unit.level, unit.division_code)])[0]


def in_seat(unit: Unit) -> QuerySet[Platform]:
    """Accounts of the same government, its office's among them; none where the unit is no such government."""
    seat = seat_of(unit)
    if seat is None:
        return Platform.objects.none()
    above = unit.path[: -Unit.steplen]
    near = Unit.objects.filter(
        Q(path=above)
        | Q(path__gte=above, path__lt=above + LAST, depth=unit.depth)
        | Q(path__gte=unit.path, path__lt=unit.path + LAST, depth=unit.depth + 1)
    )
    near = list(near.filter(level__in=("", unit.level)))
    same = [
        one.pk for one, found in zip(near, flow.seats([(u.name, u.level, u.division_code) for u in near]), strict=True) if found == seat
    ]
    return Platform.objects.filter(unit__in=same, kind__in=Platform.ACCOUNTS)


def is_only_account(platform: Platform) -> bool:
    """Whether closing it would leave a government of county level or above without any account that is kept up."""
    if platform.kind not in Platform.ACCOUNTS or platform.unit is None or platform.stage in Platform.GONE or seat_of(platform.unit) is None:
        return False
    return not in_seat(platform.unit).filter(stage__in=Platform.STANDING).exclude(pk=platform.pk).exists()


# ---- orders, contracts, openings, proposals, imports


def orders(user: Any, permission: str = "registry.view_order") -> QuerySet[Order]:
    """Orders of units within reach with how many platforms exist because of each, the latest first."""
    return Order.objects.filter(reach(user, permission)).select_related("unit").order_by(F("issued_on").desc(nulls_last=True), "id")


def with_platforms(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with how many platforms name each as the reason they were opened, and how many of those are still there."""
    mine = Platform.objects.filter(order=OuterRef("pk")).order_by().values("order")
    left = mine.exclude(stage__in=Platform.GONE)
    count = Count("pk")
    return rows.annotate(
        opened=Coalesce(Subquery(mine.annotate(n=count).values("n")), 0), left=Coalesce(Subquery(left.annotate(n=count).values("n")), 0)
    )


def because_of(order: Order, user: Any) -> QuerySet[Platform]:
    """What exists only because of an order: platforms within reach that name it as their reason and are not closed."""
    return platforms(user).filter(order=order).exclude(stage__in=Platform.GONE)


def contracts(user: Any, permission: str = "registry.view_contract") -> QuerySet[Contract]:
    """Contracts of units within reach with how many platforms each pays for."""
    return Contract.objects.filter(reach(user, permission)).select_related("unit").order_by("title", "id")


def split(contract: Contract) -> list[tuple[ContractPlatform, Decimal | None, bool]]:
    """(platform of a contract, what it costs in yuan, whether the contract says so): shares as they are said, the rest in equal parts."""
    rows = list(contract.platforms.select_related("platform", "platform__unit").order_by("platform__name", "id"))
    said = sum((row.share for row in rows if row.share is not None), Decimal(0))
    silent = sum(row.share is None for row in rows)
    rest = max(Decimal(1) - said, Decimal(0)) / silent if silent else Decimal(0)
    yuan = contract.yuan
    return [
        (
            row,
            None if yuan is None else (yuan * (rest if row.share is None else row.share)).quantize(Decimal("0.01")),
            row.share is not None,
        )
        for row in rows
    ]


def costs(platform: Platform, user: Any) -> list[tuple[Contract, Decimal | None, bool]]:
    """What a platform costs: (contract within reach, yuan, whether the contract says so)."""
    rows = contracts(user).filter(platforms__platform=platform).prefetch_related("platforms")[:20]
    return [(one, yuan, said) for one in rows for part, yuan, said in split(one) if part.platform_id == platform.pk]


def openings(user: Any, permission: str = "registry.view_opening") -> QuerySet[Opening]:
    """Requests of units within reach, the latest first."""
    return Opening.objects.filter(reach(user, permission)).select_related("unit", "order", "user").order_by("-id")


def proposals(user: Any, permission: str = "registry.view_proposal") -> QuerySet[Proposal]:
    """What was proposed for platforms within reach, the latest first."""
    return (
        Proposal.objects.filter(reach(user, permission, "platform__unit"))
        .select_related("platform", "platform__unit", "user")
        .order_by("-id")
    )


def imports(user: Any) -> QuerySet[CensusImport]:
    """Censuses of units within reach, the latest first."""
    return CensusImport.objects.filter(within(user, "registry.import_census")).select_related("unit", "user").order_by("-id")


def allowed(user: Any, unit: Unit | None, *permissions: str) -> frozenset[str]:
    """Of some permissions those a user has for one unit; where there is none, those that reach the whole tree."""
    if unit is not None:
        return frozenset(name for name in permissions if may(user, name, unit))
    return frozenset(name for name in permissions if any(len(root) == Unit.steplen for root in roots(user, name)))


# ---- what a new platform would duplicate

#: how many neighbours are looked at, and how many shown
_LOOKED, _SHOWN = 2_000, 10


def would_duplicate(unit: Unit, kind: str, name: str, purpose: str, user: Any | None) -> list[tuple[Platform, list[str]]]:
    """Platforms near a unit (its own, of units above, beside and below it) that are not closed, with in what they are alike; the likest first.

    Those within a user's reach; all of them where nobody looks, and only whether there are any is told.
    """
    above = [unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)]
    side = above[-1] if above else unit.path
    near = Q(unit__path__in=above) | Q(unit__path__gte=side, unit__path__lt=side + LAST, unit__depth__lte=unit.depth + 1)
    every = platforms(user) if user is not None else Platform.objects.select_related("unit")
    rows = every.filter(near).exclude(stage__in=Platform.GONE).order_by("unit__depth", "id")[:_LOOKED]
    found = []
    for one in rows:
        same = [
            *(["own_kind"] if one.unit_id == unit.pk and one.kind == kind else []), *(["name"] if _alike(name, one.name) >= 0.5 else []),
            *(["purpose"] if purpose and _alike(purpose, one.purpose) >= 0.5 else []),
        ]  # fmt: skip
        if same:
            found.append((one, same))
    return sorted(found, key=lambda pair: -len(pair[1]))[:_SHOWN]


def _alike(one: str, other: str) -> float:
    """Shared pairs of characters as a share of the shorter text's, 0 to 1; only texts of more than two characters are likened."""
    a, b = _pairs(one), _pairs(other)
    return len(a & b) / min(len(a), len(b)) if min(len(a), len(b)) >= 2 else 0.0


def _pairs(text: str) -> set[str]:
    bare = flow.sought(text) if text else ""
    return {bare[at : at + 2] for at in range(len(bare) - 1)}
