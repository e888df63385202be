"""The verbs: the product's table of contents. land → derive → check → score → publish; audit is all of them in one call."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from zouxin import content
from zouxin.bulletins import bulletin
from zouxin.connectors.bot import Bot, is_address, name_of, transcript
from zouxin.connectors.open311 import GeoReport, Progress, Sent, Service, base_address
from zouxin.connectors.recognise import parse_map, parse_set
from zouxin.content import bot_questions
from zouxin.flow.answers import alike, index, public_copy
from zouxin.flow.asked import Question, Say, quiet
from zouxin.flow.blanks import blank, blanks
from zouxin.flow.checking import check
from zouxin.flow.clocks import CountedDay, TimeAllowed, counted, time_allowed
from zouxin.flow.corpora import NOT_READY, corpus_under, keep_corpus, kept_corpus, letter_under
from zouxin.flow.counting import days_explained, people_work, working_day_after, working_day_before
from zouxin.flow.deriving import derive
from zouxin.flow.drafts import Corpus, Draft
from zouxin.flow.explaining import explain
from zouxin.flow.exporting import export
from zouxin.flow.foretelling import Due, foretell
from zouxin.flow.forgetting import shred_letter
from zouxin.flow.gating import FAULTS, VETOES, Gate, Gated, GateRow, document_text, gate
from zouxin.flow.inspecting import Order, changes, quarterly
from zouxin.flow.intake import Delivered, IncomingRow, Intake, MailMessage, MailPlace, delivered, letter_kind, mail_place, read_message
from zouxin.flow.issuing import compose, issue, notice_units
from zouxin.flow.landing import land
from zouxin.flow.monthly import months
from zouxin.flow.packaging import package
from zouxin.flow.probing import ProbeReport, asked_of, failures, probe, probe_lines, write_probe
from zouxin.flow.publishing import exports, report, whole
from zouxin.flow.reading import Reading, Sheet, fillable, read, readable
from zouxin.flow.routes import learn_routes, route
from zouxin.flow.rulebook import (
    LimitAsked,
    limits_of,
    packs_differ,
    packs_known,
    packs_wrong,
    respond_within,
    severity_of,
    title_of,
    write_local,
)
from zouxin.flow.running import changes_between, evidence, indexed, inspect, kept_run, kept_runs
from zouxin.flow.searching import search_key, search_keys, sought
from zouxin.flow.standing import land_tables, rows_of, seats
from zouxin.flow.telling import CheckTold, evidence_words, method, tones
from zouxin.flow.undecided import questions, undecided
from zouxin.lake import Lake
from zouxin.model.report import Report

__all__ = [
    "FAULTS",
    "NOT_READY",
    "VETOES",
    "Bot",
    "CheckTold",
    "Corpus",
    "CountedDay",
    "Delivered",
    "Draft",
    "Due",
    "Gate",
    "GateRow",
    "Gated",
    "GeoReport",
    "IncomingRow",
    "Intake",
    "LimitAsked",
    "MailMessage",
    "MailPlace",
    "Order",
    "ProbeReport",
    "Progress",
    "Question",
    "Reading",
    "Say",
    "Sent",
    "Service",
    "Sheet",
    "TimeAllowed",
    "alike",
    "asked_of",
    "audit",
    "base_address",
    "blank",
    "blanks",
    "bot_questions",
    "changes",
    "changes_between",
    "check",
    "compose",
    "corpus_under",
    "counted",
    "days_explained",
    "delivered",
    "demo",
    "demo_packs",
    "derive",
    "document_text",
    "evidence",
    "evidence_words",
    "explain",
    "export",
    "failures",
    "fillable",
    "foretell",
    "gate",
    "index",
    "indexed",
    "inspect",
    "is_address",
    "issue",
    "keep_corpus",
    "kept_corpus",
    "kept_run",
    "kept_runs",
    "land",
    "land_tables",
    "learn_routes",
    "letter_kind",
    "letter_under",
    "limits_of",
    "mail_place",
    "method",
    "months",
    "name_of",
    "notice_units",
    "package",
    "packs_differ",
    "packs_known",
    "packs_wrong",
    "parse_map",
    "parse_set",
    "people_work",
    "probe",
    "probe_lines",
    "public_copy",
    "publish",
    "quarterly",
    "questions",
    "quiet",
    "read",
    "read_message",
    "readable",
    "respond_within",
    "route",
    "rows_of",
    "search_key",
    "search_keys",
    "seats",
    "severity_of",
    "shred_letter",
    "sought",
    "time_allowed",
    "title_of",
    "tones",
    "transcript",
    "undecided",
    "working_day_after",
    "working_day_before",
    "write_local",
    "write_probe",
]

#: the pack of the sample county
DEMO_PACK = "chenghe-county"


def audit(question: Question) -> Report:
    """Land, derive, check, score and publish; what the report says. Files stand in `question.out` when it returns."""
    question.out.mkdir(parents=True, exist_ok=True)
    with Lake(question.out / "lake", engine=question.engine, memory=question.memory) as lake:
        landed = land(question, lake)
        shop = derive(lake, say=question.say)
        moment = question.as_of or landed.last or question.today
        answered = check(
            lake, shop, moment=moment, asked=question.packs, folder=question.packs_folder, everything=question.everything, say=question.say
        )
        finished = report(question, landed, answered, lake)
        exports(question, answered)
        publish(finished, question.out)
    return finished


def publish(finished: Report, out: Path) -> Path:
    """Render the HTML report; its path."""
    path = out / "report.html"
    whole(path, lambda fresh: bulletin("report").render(finished, fresh))
    return path


def demo(question: Question, *, earlier: int = 0) -> Report:
    """Audit the sample county, by its own (invented) pack; where `earlier` is given also as of so many days before, to compare with."""
    county = content.root() / "sources" / "sample-county"
    asked = replace(question, spec=county / "source.yml", packs=(DEMO_PACK,), packs_folder=county / "packs")
    if earlier and not kept_runs(question.out):
        with Lake(question.out / "lake", memory=question.memory) as lake:
            last = land(asked, lake).last or question.today
        inspect(replace(asked, as_of=(asked.as_of or last) - timedelta(days=earlier)))
    return audit(asked)


def demo_packs() -> Path:
    """The folder of the sample county's own packs."""
    return content.root() / "sources" / "sample-county" / "packs"


def summary(finished: Report) -> Mapping[str, Any]:
    """What a run found, as numbers by check."""
    return {
        t.check: {"asked": t.asked, "finding": t.finding, "clean": t.clean, "not_judged": t.not_judged, "unobservable": t.unobservable}
        for t in finished.totals
    }
