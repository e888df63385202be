"""One check put to the lake: its answers, with unit, month and overruling of each subject beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from zouxin.checks import PLACED, Check
from zouxin.packs import Rule
from zouxin.tables import all_tables

#: the day a subject is of, by its table; what is not here has none
DAY = {"letter": "received_on", "post": "posted_on", "platform": "opened_on", "contract": "from_on", "order": "issued_on"}
#: the name a person knows a subject by, by its table; a post goes by its platform's, a letter by its id alone
NAME = {"platform": "name", "unit": "name", "contract": "title", "order": "title"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """A rule as it is asked at a moment: with which severity, and what to say where its document was not in force."""

    rule: Rule
    severity: str
    note: str = ""

    @property
    def check(self) -> Check:
        return self.rule.check


def choose(rules: tuple[Rule, ...], moment: date) -> tuple[tuple[Asked, ...], tuple[tuple[str, str], ...]]:
    """The rules to ask at a moment, and (code, reason) of those that are not asked.

    A rule whose document was not yet in force may still show what is the case, as advice; a deadline may not:
    nobody is late by a rule that did not exist.
    """
    asked, left = [], []
    for rule in rules:
        if not rule.on:
            left.append((rule.check.code, rule.why_off or "规则包没有启用"))
        elif not rule.because.on_by_default:
            left.append((rule.check.code, f"依据等级为 {rule.because.grade}，核实原文以前不启用"))
        elif rule.in_force(moment) or rule.check.tone != "trouble":
            asked.append(Asked(rule=rule, severity=rule.severity, note=rule.note))
        elif "days" in rule.check.limits:
            left.append((rule.check.code, f"{rule.because.number or rule.because.title}在 {moment} 没有施行，期限不适用"))
        else:
            asked.append(
                Asked(rule=rule, severity="advice", note=f"{rule.because.number or rule.because.title}在 {moment} 没有施行，只作建议")
            )
    return tuple(asked), tuple(left)


def answers(asked: Asked, tables: Mapping[str, ir.Table], moment: date, own: Mapping[str, ir.Table] | None = None) -> ir.Table:
    """source, id, unit_id, subject_name, month, found, because, overruled and the check's evidence; one row a subject.

    `own`: what `owners` says of some tables' subjects, where it was worked out before.
    """
    check = asked.check
    at = ibis.date(moment.year, moment.month, moment.day)
    rows = check.ask(tables, asked.rule.limits, at)
    rows = _placed(rows, check, tables, own or {})
    late = (rows._day > at).fill_null(False)
    rows = rows.mutate(
        found=ibis.cases((late, ibis.null("boolean")), else_=rows.found), because=ibis.cases((late, "out_of_period"), else_=rows.because),
        month=rows._day.strftime("%Y-%m"), hashed=ibis.literal(f"{check.code}\x1f{check.subject.name}\x1f") + rows.source + "\x1f" + rows.id,
    ).drop("_day")  # fmt: skip
    return _overruled(rows, check, tables, at).mutate(hashed=ibis._.hashed.hexdigest("sha256"))


def _placed(rows: ir.Table, check: Check, tables: Mapping[str, ir.Table], known: Mapping[str, ir.Table]) -> ir.Table:
    """Unit, day and name of each subject; a reply without its own takes those of its letter, a post its platform's unit."""
    if check.subject.name == "post" and set(PLACED) <= set(rows.columns):
        return _at_platform(
            rows.rename(_day="posted_on") if "posted_on" not in check.evidence else rows.mutate(_day=rows.posted_on), tables
        )
    name = check.subject.name
    own = known[name] if name in known else owners(name, tables)
    return rows.left_join(own, ["source", "id"]).drop("source_right", "id_right")


def _at_platform(rows: ir.Table, tables: Mapping[str, ir.Table]) -> ir.Table:
    """Unit and name of each post, by the platform it says."""
    owners = tables["platform"].select("source", platform_id="id", unit_id="unit_id", subject_name="name")
    return rows.left_join(owners, ["source", "platform_id"]).drop("source_right", "platform_id_right", "platform_id")


def owners(name: str, tables: Mapping[str, ir.Table]) -> ir.Table:
    """source, id, unit_id, day and name of every subject of a table."""
    subject = tables[name]
    called = subject[NAME[name]] if name in NAME else ibis.null("string")
    if name == "reply":
        letters = tables["letter"].select("source", letter_id="id", _unit="unit_id", _received="received_on")
        both = subject.left_join(letters, ["source", "letter_id"])
        return both.select(
            "source", "id", unit_id=ibis.coalesce(both.unit_id, both._unit), _day=ibis.coalesce(both.replied_on, both._received),
            subject_name=called,
        )  # fmt: skip
    day = subject[DAY[name]] if name in DAY else ibis.null("date")
    if name == "unit":
        return subject.select("source", "id", unit_id="id", _day=day, subject_name=called)
    if "unit_id" in subject.columns:
        return subject.select("source", "id", unit_id="unit_id", _day=day, subject_name=called)
    owners = tables["platform"].select("source", platform_id="id", _unit="unit_id", _name="name")
    both = subject.select("source", "id", "platform_id", _day=day).left_join(owners, ["source", "platform_id"])
    return both.select("source", "id", unit_id="_unit", _day="_day", subject_name="_name")


def _overruled(rows: ir.Table, check: Check, tables: Mapping[str, ir.Table], at: ir.DateValue) -> ir.Table:
    said = tables["judgement"]
    said = said.filter((said.subject_table == check.subject.name) & (said.question == check.code) & (said.verdict == "overruled"))
    said = said.filter((said.until.isnull() | (said.until >= at)) & (said.on.isnull() | (said.on <= at)))
    anywhere = said.filter(said.subject_source.isnull()).select(_id="subject_id", _any=ibis.literal(True)).distinct()
    here = (
        said.filter(said.subject_source.notnull()).select(_source="subject_source", _sid="subject_id", _here=ibis.literal(True)).distinct()
    )
    joined = rows.left_join(anywhere, rows.id == anywhere._id).drop("_id")
    joined = joined.left_join(here, [joined.source == here._source, joined.id == here._sid]).drop("_source", "_sid")
    upheld = joined._any.fill_null(False) | joined._here.fill_null(False)
    return joined.mutate(overruled=upheld & joined.found.fill_null(False)).drop("_any", "_here")


def names() -> tuple[str, ...]:
    """Tables that must be open before anything is asked."""
    return tuple(name for name, table in all_tables().items() if table.kind != "record")
