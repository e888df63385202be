"""One round of visits, landed and audited: outcomes are kept apart and nobody is said to be dead."""

import sys
from datetime import date
from pathlib import Path

import pytest

from zouxin import flow

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))
from loopback import servers

NAMES = ("healthy", "reset", "circle", "certificate", "blank", "forbidden", "error_200")
VISIT = ("platform_id", "url", "visited_on", "of", "outcome", "detail", "status", "millis", "final_url", "tries")
LOOK = ("platform_id", "of", "seen_on", "outcome", "covers", "detail")


def source(probe: str) -> str:
    fills = {"visit": VISIT, "observation": LOOK}
    parts = "".join(
        f"  - from: sites.csv\n    reads: probe\n    options: {{{probe}, what: {what}}}\n    fills:\n      {table}: {{{', '.join(f'{c}: {c}' for c in fills[table])}}}\n"
        for what, table in (("visits", "visit"), ("looks", "observation"))
    )
    return f"source: sites\nparts:\n  - from: sites.csv\n    reads: csv\n    fills:\n      platform: {{id: 平台编号, kind: 类别, status: 状态, url: 网址}}\n{parts}"


@pytest.mark.slow
def test_one_round_says_nothing_of_any_site(tmp_path: Path) -> None:
    with servers(*NAMES) as at:
        (tmp_path / "sites.csv").write_text(
            "平台编号,类别,状态,网址\n" + "".join(f"{name},网站,正常,{url}\n" for name, url in at.items()), "utf-8"
        )
        (tmp_path / "source.yml").write_text(source("allow_private: 是, proxy: none, pause: 0.1, tries: 1, seconds: 2"), "utf-8")
        told = flow.audit(flow.Question(paths=(), out=tmp_path / "out", today=date.today(), spec=tmp_path / "source.yml"))
    [view] = told.sources
    assert (view.read, view.landed, view.quarantined) == (21, 21, 0)
    [tally] = [one for one in told.totals if one.check == "SIT002"]
    assert (tally.asked, tally.finding, tally.clean, tally.unobservable) == (7, 0, 0, 7)
    assert sum(one.finding for one in told.totals) == 0
