"""What was named last time is looked for again by its mark, under its name of then, whatever it was about."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from test_vetoes import HEADING, REASON, SILENT, listed, said

from zouxin.findings.comparing import NO_SUBJECT, NOT_ASKED, Kept
from zouxin.findings.rechecking import again
from zouxin.lake import Lake
from zouxin.model.inspection import Inspection, Recheck
from zouxin.scores.inspection import inspection
from zouxin.scores.rechecking import marks, rechecks
from zouxin.tables import answer, arrow_schema


def before(*carried: Recheck) -> Inspection:
    """An inspection that named an account for its silence, and another for a page somebody broke into."""
    page = replace(REASON, check="PST001", title="被篡改", mark="PAGE")
    rules = (
        replace(SILENT, answers=(replace(said("a", True), reason=replace(REASON, mark="SILENT")),)),
        replace(SILENT, rule=replace(SILENT.rule, check="PST001"), of_posts=True, answers=(replace(said("b", True), reason=page),)),
    )
    return inspection(HEADING, [listed("a"), listed("b")], rules, rechecks=carried)


def test_a_finding_about_a_post_is_looked_for_again() -> None:
    assert marks(before()) == {"SILENT": "PLT002", "PAGE": "PST001"}
    told = rechecks(before(), {"SILENT": ("gone", ""), "PAGE": ("still", "")}, {})
    assert [(r.platform.name, r.platform.unit, r.reason.title, r.state) for r in told] == [
        ("a", "局", "不更新", "gone"),
        ("b", "局", "被篡改", "still"),
    ]


def test_why_it_cannot_be_told_is_said_in_chinese_and_a_closed_account_keeps_its_name() -> None:
    said = {"SILENT": ("cannot tell", NO_SUBJECT), "PAGE": ("cannot tell", NOT_ASKED)}
    told = rechecks(before(), said, {("s", "a"): date(2021, 9, 1)})
    assert [(r.platform.name, r.state, r.because) for r in told] == [
        ("a", "closed", "名册记载已于2021年9月1日关停"),
        ("b", "cannot tell", "本次没有问这条规则"),
    ]
    assert rechecks(before(), said, {})[0].because == "不再是这条规则的检查对象"


def test_what_could_not_be_told_is_carried_on_and_what_was_mended_only_when_it_comes_back() -> None:
    one = before().failed[0]
    open_ = Recheck(platform=one, reason=replace(REASON, mark="OPEN"), state="cannot tell")
    mended = Recheck(platform=one, reason=replace(REASON, mark="MENDED"), state="gone")
    said = {"SILENT": ("still", ""), "PAGE": ("still", ""), "OPEN": ("cannot tell", "unobserved"), "MENDED": ("gone", "")}
    told = {r.reason.mark: (r.state, r.because) for r in rechecks(before(open_, mended), said, {})}
    assert told["OPEN"] == ("cannot tell", "未能完整查看")
    assert "MENDED" not in told
    back = rechecks(before(open_, mended), {**said, "MENDED": ("still", "")}, {})
    assert {r.reason.mark: r.state for r in back}["MENDED"] == "recurred"


def test_a_run_is_read_by_mark(tmp_path: Path) -> None:
    schema = arrow_schema(answer)
    rows = [
        ("PAGE", "finding", None, False),
        ("DARK", "unobservable", "unobserved", False),
        ("FREED", "finding", None, True),
        ("WELL", "clean", None, False),
    ]
    blank = dict.fromkeys(schema.names)
    table = pa.Table.from_pylist([blank | {"mark": m, "verdict": v, "because": b, "overruled": o} for m, v, b, o in rows], schema=schema)
    (tmp_path / "runs/r").mkdir(parents=True)
    pq.write_table(table, tmp_path / "runs/r/PST001.parquet")
    with Lake(tmp_path) as lake:
        told = again(
            lake, Kept(id="r", nth=1, moment="", packs={}), dict.fromkeys([m for m, *_ in rows] + ["LEFT"], "PST001") | {"X": "PLT002"}
        )
    assert told == {
        "PAGE": ("still", ""), "DARK": ("cannot tell", "unobserved"), "FREED": ("overruled", ""), "WELL": ("gone", ""),
        "LEFT": ("cannot tell", NO_SUBJECT), "X": ("cannot tell", NOT_ASKED),
    }  # fmt: skip
