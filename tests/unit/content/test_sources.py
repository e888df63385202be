"""source.yml is read, or the line that is wrong is named."""

from pathlib import Path

import pytest

from zouxin.connectors.plan import plans_of
from zouxin.content.sources import read_source, read_sources
from zouxin.model.errors import ContentError, SourceError

GOOD = """source: county-platforms
title: County register
publisher: County office
reads: csv
from: platforms.csv
every: week
brings: everything
fills:
  platform:
    id: 编号
    name: 名称
    status: {column: 状态, map: {正常: live, 注销: closed}}
    opened_on: 开通日期
ignores: [联系人]
promises:
  platform: {at_least: 1, at_most: 5000}
"""


def spec_of(folder: Path, text: str):
    path = folder / "source.yml"
    path.write_text(text, encoding="utf-8")
    return read_source(path)


def test_a_source(tmp_path: Path) -> None:
    spec = spec_of(tmp_path, GOOD)
    assert (spec.source, spec.parts[0].place, spec.parts[0].reads, spec.zone, spec.covers) == (
        "county-platforms",
        "platforms.csv",
        "csv",
        "Asia/Shanghai",
        "all",
    )
    assert spec.parts[0].fills["platform"]["status"].map == {"正常": "live", "注销": "closed"}
    [plan] = plans_of(spec)
    assert plan.strict
    assert plan.ignores == ("联系人",)
    spec.keep_promises({"platform": 5})
    with pytest.raises(SourceError, match="至少 1 行"):
        spec.keep_promises({})


def test_parts(tmp_path: Path) -> None:
    text = "source: s\nreads: csv\nparts:\n  - {from: a.csv, fills: {letter: {id: 编号}}}\n  - {from: b.csv, fills: {reply: {id: 编号, letter_id: 信}}, ignores: [x]}\n"
    assert [part.place for part in spec_of(tmp_path, text).parts] == ["a.csv", "b.csv"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("every: week", "evry: week", 6, "evry"), ("brings: everything", "brings: all", 7, "everything 或 additions"), ("  platform:\n    id", "  plattform:\n    id", 10, "plattform"),
        ("    name: 名称", "    nam: 名称", 11, "nam"), ("正常: live", "正常: alive", 12, "alive"), ("at_least: 1", "at_least: many", 16, "many"),
        ("at_least: 1", "at_least: 9000", 16, "9000"), ("from: platforms.csv", "from: ../../x.csv", 5, "外面"), ("from: platforms.csv\n", "", 1, "缺少 from"),
        ("ignores: [联系人]", "ignores: 联系人", 14, "列表"), ("ignores: [联系人]", "ignores: [编号]", 10, "既在"), ("title: County register", "title: [", 4, "YAML"),
        ("every: week", "zone: Asia/Peking", 6, "Asia/Peking"), ("title: County register", "source: again", 2, "两次"), (GOOD, "", 1, "空"), (GOOD, "- a\n", 1, "键"),
    ],
)  # fmt: skip
def test_the_wrong_line_is_named(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    with pytest.raises(ContentError) as error:
        spec_of(tmp_path, GOOD.replace(old, new, 1))
    assert f"source.yml:{line}:" in error.value.sentence
    assert said in error.value.sentence


def test_a_folder_of_sources(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    spec_of(tmp_path / "one", GOOD)
    assert list(read_sources(tmp_path)) == ["county-platforms"]
