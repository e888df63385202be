"""What a bulletin rests on: a rule nobody asked clears nobody, and the bulletin names it."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_county import SPRING, audit, county

from zouxin import flow
from zouxin.cli import main
from zouxin.flow import checking
from zouxin.model.errors import RenderError

ORDER = {"issuer": "甲县人民政府办公室", "issued_on": date(2021, 7, 5)}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    county(tmp_path / "in", SPRING, silent={4, 9})
    return tmp_path / "in"


def test_the_run_says_of_every_rule_whether_it_was_asked(place: Path, tmp_path: Path) -> None:
    audit(place, tmp_path / "out", SPRING)
    rules = {one["check"]: one for one in json.loads(next((tmp_path / "out/lake/runs").glob("*.json")).read_text("utf-8"))["rules"]}
    assert rules["PLT002"]["asked"]
    assert rules["PLT002"]["severity"] == "veto"
    assert rules["PLT002"]["because"]["number"] == "国办秘函〔2019〕19号"
    assert rules["PLT002"]["answers"] == {"clean": 29, "finding": 2}
    assert not rules["RPL007"]["asked"]
    assert rules["RPL007"]["why"]
    told, written = flow.quarterly(flow.Order(out=tmp_path / "out", **ORDER))
    assert told.bases == ("《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",)
    assert [one.check for one in told.rules if one.used] == ["PLT002"]
    left = {one.check: one.why for one in told.rules if not one.used}
    assert left["PST001"] == "文章的文字读不到"
    assert left["SIT003"] == "名册里没有它检查的平台"
    assert "没有人工认定" in left["PLT006"]
    page = next(path for path in written if path.name == "通报.html").read_text("utf-8")
    assert "没有使用 8 条" in page


def test_a_rule_not_in_force_passes_nobody(place: Path, tmp_path: Path) -> None:
    audit(place, tmp_path / "out", date(2018, 6, 30))
    done = CliRunner().invoke(main, ["publish", "--out", str(tmp_path / "out")])
    assert done.exit_code == RenderError.exit_code
    assert "没有问任何一条单项否决规则" in done.output
    assert "没有施行" in done.output
    assert not (tmp_path / "out" / "bulletins").exists()


def test_a_pack_without_vetoes_passes_nobody(place: Path, tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    pack = "pack: mild\ntitle: 只作提醒\nlevel: county\nin_force: {from: , to: }\nrules:\n  - check: PLT002\n    severity: advice\n"
    pack += "    because: {title: 某县办法, clause: 第三条, issuer: 某县, level: county, in_force: {from: , to: }, grade: A}\n"
    (tmp_path / "packs/mild.yml").write_text(pack, "utf-8")
    audit(place, tmp_path / "out", SPRING, "--pack", "mild", "--packs-folder", str(tmp_path / "packs"))
    with pytest.raises(RenderError, match="没有这样的规则"):
        flow.quarterly(flow.Order(out=tmp_path / "out", **ORDER))


def test_a_check_that_broke_passes_nobody(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(asked, *args, **more):  # type: ignore[no-untyped-def]
        if asked.check.code == "PLT002":
            raise ValueError("自相矛盾")
        return ask(asked, *args, **more)

    ask = checking.ask
    monkeypatch.setattr(checking, "ask", broken)
    audit(place, tmp_path / "out", SPRING)
    told, written = flow.quarterly(flow.Order(out=tmp_path / "out", **ORDER))
    assert (told.accounts.register, told.accounts.checked, told.accounts.unknown) == (31, 0, 31)
    assert {one.note for one in told.unknown} == {"本次没有适用于这类平台的规则"}
    assert "没有问完：自相矛盾" in next(path for path in written if path.name == "通报.html").read_text("utf-8")
