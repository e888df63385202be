"""What the API answers with."""

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from ninja import Field, Query, Schema

from zouxin.site.audit.models import Finding, Run
from zouxin.site.rectification.models import Case
from zouxin.site.registry.models import Platform
from zouxin.site.registry.public import STANDINGS

#: largest number any database takes as a key
LARGEST = 2**53
Kind = Literal[tuple(name for name, _title in Platform.KINDS)]  # type: ignore[valid-type]
Stage = Literal[("", *(name for name, _title in Platform.STAGES))]  # type: ignore[valid-type]
Status = Literal[("", *STANDINGS)]  # type: ignore[valid-type]
Severity = Literal[tuple(name for name, _title in Finding.SEVERITIES)]  # type: ignore[valid-type]
FindingState = Literal[tuple(name for name, _title in Finding.STATES)]  # type: ignore[valid-type]
CaseState = Literal[tuple(name for name, _title in Case.STATES)]  # type: ignore[valid-type]
RunState = Literal[tuple(name for name, _title in Run.STATES)]  # type: ignore[valid-type]
Row = TypeVar("Row")


class Problem(Schema):
    """What went wrong, in one sentence."""

    detail: str
    wrong: list[str] = Field([], description="不合规定的参数")


class Page(Schema, Generic[Row]):
    """One page of rows."""

    total: int
    page: int
    pages: int
    rows: list[Row]


class Paging(Schema):
    """Which page, and how many rows on it."""

    page: int = Query(1, ge=1, le=10_000_000, description="第几页，从 1 起")
    size: int = Query(50, ge=1, le=200, description="每页几条")


class UnitRef(Schema):
    """A unit by its name."""

    id: int
    name: str


class UnitOut(UnitRef):
    """A unit; `above` is the id of the one above it, null at the top."""

    level: str
    division_code: str
    above: int | None


class PlatformPublic(Schema):
    """A platform as everybody may see it."""

    full: Literal[False] = False
    id: int
    name: str
    kind: Kind
    unit: UnitRef | None
    status: Status = Field(description="公开的状态")
    opened_on: date | None
    closed_on: date | None
    url: str
    handle: str


class PlatformFull(PlatformPublic):
    """A platform within reach."""

    full: Literal[True] = True  # type: ignore[assignment]
    source: str
    key: str
    stage: Stage
    operator: str
    operator_kind: str
    certified_name: str
    purpose: str
    filing_number: str
    filed_on: date | None
    closure_notice_on: date | None
    task_ends_on: date | None
    funded_until: date | None
    editors: int | None
    members: int | None


class FindingOut(Schema):
    """A finding; its mark stays the same from run to run."""

    mark: str
    check: str
    check_title: str
    subject: str
    subject_name: str
    source: str
    subject_id: str
    unit: UnitRef | None
    severity: Severity
    sentence: str
    state: FindingState
    first_on: date
    last_on: date


class RunOut(Schema):
    """An inspection. `totals` (check → verdict → how many) are for those whose reach is the whole tree, else null."""

    id: int
    lake_run: str
    moment: date
    packs: list[str]
    state: RunState
    asked_at: datetime
    finished_at: datetime | None
    totals: dict[str, Any] | None


class CaseOut(Schema):
    """A finding being put right. `excepted`: somebody gave leave to leave it as it is for now."""

    id: int
    mark: str
    check: str
    label: str
    unit: UnitRef | None
    severity: Severity
    state: CaseState
    cause: str
    remedy: str
    opened_on: date
    recurrences: int
    excepted: bool


class FileOut(Schema):
    """One form of a published document."""

    form: str
    size: int
    sha256: str


class BulletinOut(Schema):
    """A published bulletin; `corrects` is the id of the one it corrects."""

    id: int
    kind: str
    title: str
    unit: UnitRef | None
    published_at: datetime
    corrects: int | None
    files: list[FileOut]
