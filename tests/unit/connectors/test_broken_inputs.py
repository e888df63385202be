"""Whatever is wrong with a file ends in one sentence or in quarantine, and every good row lands."""

import os
from pathlib import Path

import pytest
from broken import LATEST, MAPPING, Case, cases, ids, whole

from zouxin.connectors import read_any
from zouxin.connectors.filling import Filled, fill
from zouxin.connectors.plan import plan_of
from zouxin.model.errors import SourceError

CASES = cases()


def outcome(path: Path) -> tuple[list[Filled], str]:
    """What was filled, and the sentence where reading ended in one."""
    parts: list[Filled] = []
    try:
        for part in fill(read_any(path), plan_of(MAPPING, source="box", latest=LATEST)):
            parts.append(part)
    except SourceError as error:
        sentence = error.sentence
    else:
        return parts, ""
    assert path.name in sentence
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return parts, sentence


def sound(parts: list[Filled]) -> list[dict[str, object]]:
    """Holds the parts to their promises; gives the quarantine."""
    out: list[dict[str, object]] = []
    for part in parts:
        assert part.read == part.landed + part.quarantined
        assert part.quarantine.num_rows == part.quarantined
        out += part.quarantine.to_pylist()
    for row in out:
        assert row["file"]
        assert row["row"] is not None
        assert row["reason"]
        assert row["remedy"]
    return out


def landed(parts: list[Filled]) -> set[str]:
    return {i for part in parts if "letter" in part.tables for i in part.tables["letter"]["id"].to_pylist()}


def test_there_are_many() -> None:
    assert len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.data)
    parts, sentence = outcome(path)
    out = sound(parts)
    if case.good is not None:
        assert sentence == ""
        assert case.good <= landed(parts)
    if case.out is not None:
        assert len(out) == case.out, out
    if case.said:
        assert any(case.said in str(text) for text in [sentence, *(r["reason"] for r in out)]), (sentence, out)


@pytest.mark.parametrize("at", [0, 5, 11])
def test_the_row_is_named(at: int, tmp_path: Path) -> None:
    path = tmp_path / "信箱.csv"
    path.write_bytes(next(c.data for c in CASES if c.name == f"csv utf-8 no day at {at}"))
    [row] = sound(outcome(path)[0])
    assert (row["file"], row["row"], row["column"], row["value"]) == ("信箱.csv", at + 2, "来信时间", "昨天")


def test_folder_reads_what_is_good(tmp_path: Path) -> None:
    box = tmp_path / "box"
    (box / "2023").mkdir(parents=True)
    (box / "2023" / "good.csv").write_bytes(whole())
    (box / "bad.xlsx").write_bytes(b"PK\x03\x04junk")
    (box / "readme.md").write_text("hello")
    os.symlink(box, box / "2023" / "loop")
    os.symlink("/etc/passwd", box / "secret.csv")
    parts, sentence = outcome(box)
    assert sentence == ""
    assert landed(parts) == ids()
    assert [row["file"] for row in sound(parts)] == ["bad.xlsx"]
    assert any("secret.csv" in told for part in parts for told in part.stated)


@pytest.mark.parametrize("kind", ["missing", "empty folder", "pipe", "loop", "device"])
def test_places_that_are_none(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "place"
    if kind == "empty folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        os.symlink(path, path)
    elif kind == "device":
        path = Path("/dev/zero")
    _, sentence = outcome(path)
    assert sentence


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(whole())
    path.chmod(0)
    assert "权限" in outcome(path)[1]


def test_a_cell_of_ten_megabytes_after_many_rows(tmp_path: Path) -> None:
    lines = [f"B{n:05d},第{n}封来信的内容写得很长{'长' * 300},2023-07-01,市政局,您好,2023-07-02\n" for n in range(9_000)]
    lines[7_000] = f"B07000,{'x' * (10 << 20)},2023-07-01,市政局,您好,2023-07-02\n"
    path = tmp_path / "a.csv"
    path.write_text("编号,来信内容,来信时间,答复单位,答复内容,答复时间\n" + "".join(lines), encoding="utf-8")
    parts, sentence = outcome(path)
    assert sentence == ""
    assert [(row["row"], row["column"]) for row in sound(parts)] == [(7_002, "来信内容")]
    assert len(landed(parts)) == sum(part.landed for part in parts) == 8_999
