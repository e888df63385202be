"""Where subjects are many the engine counts and only what is kept is read: the answers are those of a run that reads them all."""

from datetime import date

import pyarrow.parquet as pq
import pytest
from small_county import SPRING, SUMMER, county
from small_mailbox import write

from zouxin import content, flow
from zouxin.findings import keeping
from zouxin.lake import Lake


def kept(out):
    """Every answer and every count of the last run, by check."""
    run = flow.kept_runs(out)[-1]
    rows = {
        path.stem: sorted(map(repr, pq.read_table(path).drop_columns(["run"]).to_pylist()))
        for path in sorted((out / "lake/runs" / run.id).glob("*.parquet"))
    }
    clean = {
        path.stem: sorted(map(repr, pq.read_table(path).to_pylist()))
        for path in sorted((out / "lake/runs" / run.id / "clean").glob("*.parquet"))
    }
    return run.id, {rule.check: dict(rule.answers) for rule in run.rules}, rows, clean


def census(out, tmp_path):
    for moment, silent, failed in ((SPRING, {1, 2, 3}, set()), (SUMMER, {2, 4}, {3})):
        county(tmp_path / "office", moment, silent=silent, failed=failed)
        question = flow.Question(paths=(), out=out, today=moment, spec=tmp_path / "office/source.yml", as_of=moment)
        with Lake(out / "lake") as lake:
            flow.land(question, lake)
        flow.inspect(flow.Question(paths=(), out=out, today=moment, as_of=moment))


@pytest.mark.slow
def test_a_census_counted_by_the_engine_gives_the_same(tmp_path, monkeypatch):
    census(tmp_path / "few", tmp_path)
    monkeypatch.setattr(keeping, "FEW", 0)
    census(tmp_path / "many", tmp_path)
    assert kept(tmp_path / "few") == kept(tmp_path / "many")


@pytest.mark.slow
def test_a_page_counted_by_the_engine_gives_the_same(tmp_path, monkeypatch):
    page = tmp_path / "通知.html"
    page.write_text(
        "<html><body><p>因管道检修，本周三停水。</p><a href='http://bet.example/' style='display:none'>博彩 时时彩 开户送彩金</a></body></html>",
        "utf-8",
    )
    found = []
    for few in (keeping.FEW, 0):
        monkeypatch.setattr(keeping, "FEW", few)
        out = tmp_path / f"out{few}"
        flow.audit(flow.Question(paths=(page,), out=out, today=SUMMER, as_="post"))
        found.append(kept(out))
    assert found[0] == found[1]
    assert found[0][1]["PST001"]["finding"] == 1
    assert content.words("zh-Hans")["PST001"]


@pytest.mark.slow
def test_a_mailbox_counted_by_the_engine_gives_the_same(tmp_path, monkeypatch):
    """Whose each reply is and of which day is then looked up once, for all questions about replies."""
    found = []
    for few in (keeping.FEW, 0):
        monkeypatch.setattr(keeping, "FEW", few)
        out = tmp_path / f"out{few}"
        flow.audit(flow.Question(paths=(write(tmp_path / "letters.csv"),), out=out, today=date(2024, 7, 1)))
        found.append(kept(out))
    assert found[0] == found[1]
    assert found[0][1]["RPL001"]["finding"] == 1
