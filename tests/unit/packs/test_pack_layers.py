"""Packs: which rule stands on a day, what may override what, and what is said of a wrong entry."""

from datetime import date
from pathlib import Path

import pytest

from zouxin import flow, packs
from zouxin.model.errors import ContentError

HEAD = "pack: {name}\ntitle: 试用\nlevel: {level}\nplace:\nfollows: {follows}\nnote: 试用\nrules:\n"
BECAUSE = "    because: {{title: 办法, number: 试办〔{year}〕1号, clause: 第一条, issuer: 办公室, level: {level}, in_force: {{from: {start}, to: {end}}}, grade: {grade}}}\n"


def because(*, level: str = "county", start: str = "", end: str = "", grade: str = "A") -> str:
    return BECAUSE.format(level=level, start=start, end=end, grade=grade, year=start[:4] or "2020")


def rule(code: str = "RPL008", *, more: str = "", limits: str = "", **cited: str) -> str:
    return f"  - check: {code}\n    severity: fault\n{f'    limits: {limits}' if limits else ''}\n{more}{because(**cited)}"


def write(folder: Path, name: str, *entries: str, level: str = "county", follows: str = "national") -> Path:
    path = folder / f"{name}.yml"
    path.write_text(HEAD.format(name=name, level=level, follows=follows) + "".join(entries), "utf-8")
    return path


def days(folder: Path, names: list[str], moment: date) -> object:
    chosen = {r.check.code: r for r in packs.rules(packs.layered(names, folder=folder), moment)}
    return chosen["RPL008"].limits["days"]


def sentences(path: Path) -> list[str]:
    return [f"{problem.line}: {problem.sentence}" for problem in packs.problems(path)]


def test_the_rule_of_the_day_stands(tmp_path: Path) -> None:
    tight = "    overrides: tighten\n"
    write(
        tmp_path,
        "two",
        rule(limits="{days: 30}", more=tight, start="2019-06-01", end="2022-12-31"),
        rule(limits="{days: 10}", more=tight, start="2023-01-01"),
    )
    assert days(tmp_path, ["two"], date(2021, 6, 30)) == 30
    assert days(tmp_path, ["two"], date(2022, 12, 31)) == 30
    assert days(tmp_path, ["two"], date(2023, 1, 1)) == 10
    # before the county's first rule the nation's stands
    assert days(tmp_path, ["two"], date(2019, 5, 1)) == 92


def test_where_no_rule_is_in_force_the_highest_layers_nearest_shows_facts(tmp_path: Path) -> None:
    write(tmp_path, "later", rule(limits="{days: 10}", start="2023-01-01"))
    chosen = next(r for r in packs.rules(packs.layered(["later"], folder=tmp_path), date(2012, 1, 1)) if r.check.code == "RPL008")
    assert chosen.pack == "national"
    assert not chosen.stands(date(2012, 1, 1))


def test_layers_override_in_their_order_and_keep_what_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "city", rule(limits="{days: 30, counts: working}", level="city"), level="city")
    write(tmp_path, "county", rule(limits="{days: 20}"), follows="city")
    chosen = next(r for r in packs.rules(packs.layered(["county"], folder=tmp_path), date(2024, 1, 1)) if r.check.code == "RPL008")
    assert dict(chosen.limits) == {"days": 20, "counts": "working"}


def test_an_entrys_own_time_goes_before_its_documents(tmp_path: Path) -> None:
    write(tmp_path, "own", rule(limits="{days: 10}", more="    in_force: {from: 2024-01-01, to: }\n", start="2020-01-01"))
    assert days(tmp_path, ["own"], date(2023, 1, 1)) == 92
    assert days(tmp_path, ["own"], date(2024, 1, 1)) == 10


def test_two_rules_for_one_day_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "twice", rule(limits="{days: 30}", start="2019-06-01"), rule(limits="{days: 10}", start="2023-01-01"))
    with pytest.raises(ContentError, match=r"twice\.yml:12: RPL008 写了两次"):
        packs.read("twice", folder=tmp_path)
    assert [p.line for p in packs.problems(path) if "两次" in p.sentence] == [12]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (rule("RPL999"), "8: 没有编号为 RPL999 的检查"),
        (rule(limits="{dayz: 5}"), "10: RPL008 没有叫 dayz 的限值，有的是 days、counts"),
        (rule(limits="{days: 5 weeks}"), "10: RPL008 的限值 days 的单位是 days，不是 weeks"),
        (rule(limits="{days: five}"), "10: RPL008 的限值 days 应是 数字，单位 days，不是 'five'"),
        (rule(limits="{counts: 6}"), "10: RPL008 的限值 counts 应是 calendar、working，不是 6"),
        (rule(limits="{days: 5}"), "8: RPL008 days 由 92 改为 5（days），比上级从严；应写 overrides: tighten"),
        (rule(limits="{days: 200}"), "8: RPL008 days 由 92 改为 200（days），比上级放宽；应写 overrides: loosen 并在 reason 里说明凭什么"),
        (rule(limits="{days: 200}", more="    overrides: loosen\n"), "8: RPL008 days 由 92 改为 200（days），比上级放宽"),
        (rule(limits="{days: 5}", more="    overrides: loosen\n    reason: 试\n"), "8: RPL008 写了 overrides: loosen，但没有比上级放宽的地方"),
        (rule(more='    "on": false\n'), "11: RPL008 没有启用，应在 note 里写明为什么"),
        (rule(more='    "on": false\n    note: 试点\n'), "8: RPL008 停用，比上级放宽"),
        (rule(grade="G"), "11: RPL008 的依据等级是 G，没有核实原文，不能启用"),
        (rule(grade="C", limits="{days: 5}", more="    overrides: tighten\n"), "12: RPL008 的依据等级是 C"),
        ("  - check: RPL008\n    severity: fault\n", "8: RPL008 没有写依据"),
        ("  - check: RPL008\n    because: {title: 办法, issuer: 办公室, grade: A}\n", "9: RPL008 的依据缺少 clause"),
        (rule(more="    sevrity: fault\n"), "11: 没有“sevrity”这一项"),
        (rule(more="    overrides: relax\n"), "11: RPL008 的 overrides 应是 tighten（从严）或 loosen（放宽）"),
        (rule(more="    respond_within: soon\n"), "11: RPL008 的 respond_within 应写“10 days”"),
        (rule(start="2024-01-01", end="2023-01-01"), "11: in_force 从 2024-01-01 到 2023-01-01，终止早于开始"),
        (rule(start="spring"), "11: in_force 的 from 应是 2024-01-01 这样的日期或空，不是 'spring'"),
        ("  - RPL008\n", "8: rules 的每一项应是“键: 值”"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_told_with_its_line(tmp_path: Path, entry: str, said: str) -> None:
    found = sentences(write(tmp_path, "wrong", entry))
    assert any(sentence.startswith(said) for sentence in found), found


@pytest.mark.parametrize("entry", [
    rule(limits="{days: 5}", more="    overrides: tighten\n"), rule(limits="{days: 5 days}", more="    overrides: tighten\n"),
    rule(limits="{days: 120}", more="    overrides: loosen\n    reason: 省里另有规定\n"), rule(), rule(more='    "on": false\n    overrides: loosen\n    reason: 本县没有这类栏目\n'),
])  # fmt: skip
def test_a_right_entry_is_not(tmp_path: Path, entry: str) -> None:
    assert sentences(write(tmp_path, "right", entry)) == []


def test_a_floor_may_not_be_loosened_with_any_reason(tmp_path: Path) -> None:
    write(tmp_path, "upper", rule(limits="{days: 30}", more="    overrides: tighten\n    floor: true\n", level="city"), level="city")
    path = write(tmp_path, "lower", rule(limits="{days: 40}", more="    overrides: loosen\n    reason: 忙不过来\n"), follows="upper")
    assert ["只能从严" in sentence for sentence in sentences(path)] == [True]


def dormant(days: int = 0, *, more: str = "", **cited: str) -> str:
    return rule("PLT002", limits=f"{{silent: {days}}}" if days else "", more=more, **cited).replace("fault", "veto")


def three(folder: Path, lowest: str, *, floor: bool = True, middle: str | None = None) -> Path:
    """A nation that asks for 10 days (as a floor), a city that restates it without a limit, and a county."""
    laid = "    floor: true\n" if floor else ""
    write(folder, "land", dormant(10, more=laid, level="nation"), level="nation", follows="")
    write(folder, "town", middle or dormant(level="city"), level="city", follows="land")
    return write(folder, "lowest", lowest, follows="town")


@pytest.mark.parametrize("overrides", ["loosen", "tighten"])
def test_a_floor_holds_through_a_layer_that_restates_the_rule(tmp_path: Path, overrides: str) -> None:
    path = three(tmp_path, dormant(12, more=f"    overrides: {overrides}\n    reason: 忙不过来\n"))
    assert sentences(path) == ["8: PLT002 silent 由 10 改为 12（days），比上级放宽；上级写明这一条只能从严"]
    with pytest.raises(ContentError, match=r"lowest\.yml:8.*只能从严"):
        packs.guard(packs.layered(["lowest"], folder=tmp_path))


def test_a_floor_may_be_tightened_and_what_is_none_be_loosened(tmp_path: Path) -> None:
    assert sentences(three(tmp_path, dormant(7, more="    overrides: tighten\n"))) == []
    packs.guard(packs.layered(["lowest"], folder=tmp_path))
    loose = dormant(12, more="    overrides: loosen\n    reason: 县里另有规定\n")
    assert sentences(three(tmp_path, loose, floor=False)) == []
    packs.guard(packs.layered(["lowest"], folder=tmp_path))
    later = dormant(14, more="    in_force: {from: 2020-01-01, to: 2020-12-31}\n    overrides: loosen\n    reason: 试\n", level="city")
    three(tmp_path, dormant(), middle=later)
    with pytest.raises(ContentError, match=r"town\.yml"):
        packs.guard(packs.layered(["lowest"], folder=tmp_path))


def test_a_limit_that_was_left_out_is_the_one_of_the_layer_above(tmp_path: Path) -> None:
    path = three(tmp_path, dormant(11, more="    overrides: tighten\n"), floor=False)
    assert ["silent 由 10 改为 11（days），比上级放宽" in sentence for sentence in sentences(path)] == [
        True
    ]  # and not tighter than 14, the check's own


def test_an_audit_stops_where_a_floor_is_loosened(tmp_path: Path) -> None:
    three(tmp_path, dormant(12, more="    overrides: loosen\n    reason: 忙不过来\n"))
    (tmp_path / "清单.csv").write_text("账号名称,平台类型,主办单位,状态\n澄禾发布,微信公众号,县政府,正常\n", encoding="utf-8")
    question = flow.Question(
        paths=(tmp_path / "清单.csv",), out=tmp_path / "out", today=date(2024, 6, 1), packs=("lowest",), packs_folder=tmp_path
    )
    with pytest.raises(ContentError, match="只能从严"):
        flow.audit(question)


def test_a_pack_follows_a_higher_one_and_never_itself(tmp_path: Path) -> None:
    write(tmp_path, "a", rule(), level="city", follows="b")
    path = write(tmp_path, "b", rule(), follows="a")
    assert any("互相跟随" in sentence for sentence in sentences(path))
    path = write(tmp_path, "c", rule(), level="nation", follows="national")
    assert any("只能跟随更高一级的" in sentence for sentence in sentences(path))
    path = write(tmp_path, "d", rule(), follows="nowhere")
    assert any("没有叫“nowhere”的规则包" in sentence for sentence in sentences(path))


def test_a_file_named_otherwise_and_a_file_that_is_no_yaml(tmp_path: Path) -> None:
    path = write(tmp_path, "one", rule())
    path.rename(tmp_path / "other.yml")
    (tmp_path / "torn.yml").write_text("pack: [", "utf-8")
    found = packs.problems(tmp_path)
    assert {problem.file for problem in found} == {"other.yml", "torn.yml"}


def test_scoring_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "scored", rule())
    path.write_text(
        path.read_text("utf-8")
        + "scoring:\n  of: 政务新媒体\n  points: 100\n  bonus: 25\n  vetoed: 59\n"
        + because(start="2019-07-01").replace("    because", "  because"),
        "utf-8",
    )
    scoring = packs.read("scored", folder=tmp_path).scoring
    assert scoring is not None
    assert (scoring.points, scoring.bonus, scoring.vetoed, scoring.because.grade) == (100, 25, 59, "A")


def test_differences_of_two_packs_on_a_day(tmp_path: Path) -> None:
    write(tmp_path, "strict", rule(limits="{days: 10}", more="    overrides: tighten\n", start="2023-01-01"))
    layers = packs.layered(["national"]), packs.layered(["strict"], folder=tmp_path)
    assert list(packs.differences(*layers, date(2022, 1, 1))) == []
    (found,) = packs.differences(*layers, date(2024, 1, 1))
    assert (found.check, found.what, found.stricter) == ("RPL008", "days 由 92 改为 10（days）", True)
    (back,) = packs.differences(*reversed(layers), date(2024, 1, 1))
    assert back.stricter is False
