"""An inspection as finished values: what the quarterly bulletin, the notices to units and their annexes are made of."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256

from zouxin.model.errors import RenderError


@dataclass(frozen=True, kw_only=True)
class Count:
    """Platforms of one kind or owner: on the `register`, `checked` of them, `failed` of those; `unknown`: could not be judged.

    `earlier_checked` and `earlier_failed`: the same of the inspection before; None where there was none.
    """

    label: str
    register: int
    checked: int
    failed: int
    unknown: int
    earlier_checked: int | None = None
    earlier_failed: int | None = None

    @property
    def passed(self) -> int:
        return self.checked - self.failed

    @property
    def change(self) -> float | None:
        """Percentage points by which the pass rate rose since the inspection before; None where it cannot be said."""
        if not self.checked or not self.earlier_checked or self.earlier_failed is None:
            return None
        return 100 * self.passed / self.checked - 100 * (self.earlier_checked - self.earlier_failed) / self.earlier_checked


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a platform failed: a rule, its clause, and the finding in words."""

    check: str
    title: str
    sentence: str
    citation: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class Named:
    """One platform in an annex; `unit_id` is "" where nobody can say which unit it is of, and `unit` then says what is known."""

    source: str
    id: str
    name: str
    kind: str
    unit: str
    reasons: tuple[Reason, ...] = ()
    seen_on: date | None = None
    note: str = ""
    unit_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """A unit that gets a notice: its source and its id there; two of one name are told apart by what follows the name."""

    source: str
    unit_id: str
    name: str
    apart: str = ""


@dataclass(frozen=True, kw_only=True)
class Recheck:
    """What became of one finding of the inspection before: `state` gone, still, recurred or cannot tell, with why."""

    platform: Named
    reason: Reason
    state: str
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Used:
    """What an inspection made of one rule that may fail a platform: how many `of` whom it found, cleared and could not judge.

    `used` is False where it told of nobody; `why` says why it was not used, or not for everybody.
    """

    check: str
    title: str
    citation: str
    document: str
    used: bool
    why: str = ""
    of: str = "个平台"
    found: int = 0
    clean: int = 0
    unknown: int = 0


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands over the documents of an inspection: none of it is computed from answers.

    `uncompared` says why there is no earlier inspection to compare with.
    """

    title: str
    issuer: str
    number: str
    to: str
    period: str
    moment: date
    issued_on: date
    due_on: date | None
    run: str
    earlier_run: str = ""
    earlier_moment: date | None = None
    uncompared: str = ""


@dataclass(frozen=True, kw_only=True)
class Inspection(Heading):
    """All of one inspection. `by_kind` and `by_owner` are two ways of counting the same platforms; `failed` are named in the annexes.

    Raises RenderError when parts and totals disagree: such an inspection makes no document.
    """

    sites: Count
    accounts: Count
    by_kind: tuple[Count, ...]
    by_owner: tuple[Count, ...]
    failed: tuple[Named, ...]
    unknown: tuple[Named, ...]
    rules: tuple[Used, ...]
    rechecks: tuple[Recheck, ...] = field(default=())

    def __post_init__(self) -> None:
        whole = (self.accounts, self.sites)
        for parts, what, of in ((self.by_kind, "按平台类型", (self.accounts,)), (self.by_owner, "按主办单位", whole)):
            for name, word in (("register", "总数"), ("checked", "检查数"), ("failed", "不合格数"), ("unknown", "无法判定数")):
                parted, total = sum(getattr(c, name) for c in parts), sum(getattr(c, name) for c in of)
                if parted != total:
                    raise RenderError(f"{what}的{word}合计 {parted:,}，与{word} {total:,} 不符，不出通报")
        for one in whole:
            if one.checked + one.unknown != one.register or one.failed > one.checked:
                raise RenderError(f"{one.label}：检查 {one.checked:,} 与无法判定 {one.unknown:,} 之和不等于总数 {one.register:,}，不出通报")
        if len(self.failed) != sum(c.failed for c in whole):
            raise RenderError(f"附件列出不合格 {len(self.failed):,} 个，正文为 {sum(c.failed for c in whole):,} 个，不出通报")
        if len(self.unknown) != sum(c.unknown for c in whole):
            raise RenderError(f"附件列出无法判定 {len(self.unknown):,} 个，正文为 {sum(c.unknown for c in whole):,} 个，不出通报")

    @property
    def reasons(self) -> tuple[tuple[str, tuple[Named, ...]], ...]:
        """Platforms by what is wrong with them, the commonest first; one with two troubles stands under both."""
        found: dict[str, list[Named]] = {}
        for one in self.failed:
            for title in dict.fromkeys(reason.title for reason in one.reasons):
                found.setdefault(title, []).append(one)
        return tuple((title, tuple(some)) for title, some in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))

    @property
    def bases(self) -> tuple[str, ...]:
        """The documents the rules used rest on, each once."""
        return tuple(dict.fromkeys(rule.document for rule in self.rules if rule.used and rule.document))

    @property
    def checksum(self) -> str:
        """16 hex characters of the values themselves: two documents of one inspection carry the same."""
        return sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:16]

    @property
    def addressees(self) -> tuple[Addressee, ...]:
        """The units that have something to mend, in the order of their names; who is not known is none of them."""
        found = {(one.unit, one.source, one.unit_id) for one in self.failed if one.unit_id}
        many = Counter(name for name, *_ in found)
        return tuple(
            Addressee(source=source, unit_id=unit, name=name, apart=f"（编号 {unit}，来源 {source}）" if many[name] > 1 else "")
            for name, source, unit in sorted(found)
        )

    def of_unit(self, source: str, unit_id: str) -> Sequence[Named]:
        """The failed platforms of one unit; those of nobody known for the id ""."""
        return [one for one in self.failed if one.unit_id == unit_id and (one.source == source or not unit_id)]
