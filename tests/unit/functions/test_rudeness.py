"""The rudeness score: what it finds, what it leaves alone, and that it says why."""

import hashlib
import io
import json
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import yaml

from zouxin.functions.rudeness import Weights, load_weights, rude_spans, rudeness
from zouxin.functions.word_classes import classes

FOLDER = Path(__file__).parents[3] / "src/zouxin/content/weights"
ZIGONG = ["不说话没人把你当哑巴", "面子是别人给的，脸是自己丢的"]
POLITE = [
    "您好！您的来信收悉。经核实，该路段路灯已于昨日修复，感谢您的监督。",
    "别着急，我们已经在催了。",
    "看不懂没关系，我用大白话给您讲讲。",
    "很抱歉，根据规定您不符合申请条件，不予受理。",
    "严禁在楼道内停放电动自行车，违者依法处罚。",
    "首页滚动新闻已更新，死亡证明可到社区开具。",
    "您反映的司机骂人“滚”的问题，公司已对其停岗处理。",
]


@pytest.fixture(scope="module")
def meta() -> dict[str, object]:
    return json.loads((FOLDER / "rude.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def weights(meta: dict[str, object]) -> Weights:
    return load_weights((FOLDER / "rude.npz").read_bytes(), meta)


def scores(texts: list[str | None], weights: Weights) -> list[float | None]:
    return rudeness(pa.array(texts, pa.large_string()), weights).to_pylist()


@pytest.mark.parametrize("line", ZIGONG)
def test_finds_what_the_robot_of_zigong_said(line: str, weights: Weights) -> None:
    assert scores([line], weights)[0] >= weights.threshold


@pytest.mark.parametrize("line", ZIGONG)
def test_zigong_is_nowhere_in_the_training_texts(line: str) -> None:
    root = Path(__file__).parents[3] / "training/rude"
    texts = "".join(
        path.read_text("utf-8") for path in sorted(root.glob("*.*")) if path.suffix in (".yml", ".py") and path.name != "train.py"
    )
    assert not any(piece in texts for piece in (line, line[:6], line[-5:], "哑巴", "面子"))


def test_no_row_written_later_shares_six_letters_with_a_test_row() -> None:
    def pieces(text: str) -> set[str]:
        letters = re.sub(r"\W", "", text)
        return {letters[i : i + 6] for i in range(len(letters) - 5)}

    root = Path(__file__).parents[3] / "training/rude"
    read = {path.stem: yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) for path in sorted(root.glob("*_*.yml"))}
    first = [row for name in ("curt", "polite") for row in yaml.load((root / f"{name}.yml").read_text("utf-8"), Loader=yaml.CSafeLoader)]
    tested = set().union(*(pieces(row["text"]) for row in first if row["split"] == "test"))
    assert all(row["split"] == "train" and not pieces(row["text"]) & tested for rows in read.values() for row in rows)


@pytest.mark.parametrize("text", POLITE)
def test_leaves_polite_firm_and_quoting_replies_alone(text: str, weights: Weights) -> None:
    assert scores([text], weights)[0] < weights.threshold


def test_one_rude_sentence_is_found_in_a_long_polite_reply(weights: Weights) -> None:
    polite = POLITE[0] * 20
    rude = "你以为你是谁，爱找谁找谁去！"
    alone, inside = scores([rude, polite + rude + polite], weights)
    assert inside == pytest.approx(alone)
    assert inside >= weights.threshold


def test_a_quotation_is_not_what_the_reply_says(weights: Weights) -> None:
    said, quoted = scores(["你给我闭嘴，滚！", "您反映保安对您说“你给我闭嘴，滚！”的问题，物业公司已向您道歉。"], weights)
    assert said >= weights.threshold > quoted


def test_traditional_and_full_width_text_scores_the_same(weights: Weights) -> None:
    simple, traditional = scores(["你以为你是谁？别烦我们！", "你以為你是誰?別煩我們!"], weights)
    assert simple == pytest.approx(traditional)


def test_nothing_to_read_is_null(weights: Weights) -> None:
    assert scores([None, "", "  ", "。。。！", "好"], weights)[:4] == [None] * 4
    assert len(rudeness(pa.array([], pa.string()), weights)) == 0


def test_order_and_batch_change_nothing(weights: Weights) -> None:
    texts = [*POLITE, None, *ZIGONG, "", "😀你真行"]
    together = scores(texts, weights)
    assert scores(texts[::-1], weights)[::-1] == pytest.approx(together, nan_ok=True)
    assert [scores([text], weights)[0] for text in texts] == pytest.approx(together, nan_ok=True)
    sliced = rudeness(pa.chunked_array([texts[:3], texts[3:]], pa.string()).slice(2), weights).to_pylist()
    assert sliced == pytest.approx(together[2:], nan_ok=True)


def test_many_batches_equal_one(weights: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    once = scores(POLITE * 3, weights)
    monkeypatch.setattr("zouxin.functions.rudeness._BATCH", 7)
    assert scores(POLITE * 3, weights) == pytest.approx(once)


def test_spans_lie_in_the_text_and_add_up(weights: Weights) -> None:
    text = "😀您好！感谢来信。你以为你是谁，爱找谁找谁去！祝您愉快。"
    spans = rude_spans(text, weights)
    assert spans
    assert all(0 <= start < end <= len(text) and push > 0 for start, end, push in spans)
    assert spans == sorted(spans)
    rude = text.index("你以为"), text.index("祝您")
    assert all(rude[0] <= start and end <= rude[1] for start, end, _ in spans)
    assert sum(push for *_, push in spans) + weights.bias >= scores([text], weights)[0] - 1e-6
    assert rude_spans("", weights) == rude_spans("！！", weights) == []


def test_weights_that_were_changed_are_refused(meta: dict[str, object]) -> None:
    data = (FOLDER / "rude.npz").read_bytes()
    with pytest.raises(ValueError, match="sha256"):
        load_weights(data + b" ", meta)
    with pytest.raises(ValueError, match="lacks threshold"):
        load_weights(data, {key: value for key, value in meta.items() if key != "threshold"})
    with pytest.raises(ValueError, match="were trained for"):
        load_weights(data, meta | {"longest": 9})


def test_weights_of_another_size_are_refused(meta: dict[str, object]) -> None:
    buffer = io.BytesIO()
    none = {"second": np.zeros(2), "words": np.zeros(0, np.uint32), "kinds": np.zeros(0, np.uint8), "longest": np.int64(0)}
    np.savez(buffer, table=np.zeros(8, np.float16), bias=np.float64(0), **none)
    with pytest.raises(ValueError, match="hold 8 numbers"):
        load_weights(buffer.getvalue(), meta | {"sha256": hashlib.sha256(buffer.getvalue()).hexdigest()})
    with pytest.raises(ValueError, match=r"2\^n"):
        Weights(np.zeros(7, np.float32), 0.0, 0.0)


def test_only_a_run_that_reaches_the_gate_is_read_twice() -> None:
    texts = ["你去找局长", "你去找市长"]
    by = classes({"power": ["局长", "市长"]})
    rng = np.random.default_rng(0)
    table, second = rng.normal(size=64).astype(np.float32), rng.normal(size=64).astype(np.float32)
    never, always = (scores(texts, Weights(table, 0.0, 0.0, second, by, gate)) for gate in (np.inf, -np.inf))
    assert never == scores(texts, Weights(table, 0.0, 0.0))
    assert np.diff(np.subtract(always, never)) == pytest.approx(0), "both are one class, so the second reading adds the same"
    assert always != never
