"""Numbers of private people are found and shown masked; masked ones and lines of offices are innocent. All numbers are made up."""

import pyarrow as pa
import pytest

from zouxin.functions.privacy import is_identity, leaks, luhn, masked, shown, struck


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("受助人王某某，身份证号11010519491231002X。", (1, 0, 0)),
        ("受助人王某某，身份证号110105194912310021。", (0, 0, 0)),
        ("患者李某，手机13812345678。", (0, 1, 0)),
        ("联系人：李科长，联系电话：13812345678", (0, 0, 0)),
        ("患者李某，手机138****5678。", (0, 0, 0)),
        ("本人银行卡号6222021234567890128。", (0, 0, int(luhn("6222021234567890128")))),
        ("户名：某县财政局，账号6222021234567890128。", (0, 0, 0)),
    ],
)
def test_what_counts(text: str, counts: tuple[int, int, int]) -> None:
    found = leaks(pa.array([text], pa.string()))[0]
    assert ((found.ids, found.mobiles, found.cards) if found else (0, 0, 0)) == counts


def test_the_number_itself_is_never_shown() -> None:
    found = leaks(pa.array(["身份证号11010519491231002X"], pa.string()))[0]
    assert found is not None
    assert found.shown == ("1101**********002X",)
    assert len(masked("13812345678")) == 11


def test_check_digit() -> None:
    assert is_identity("11010519491231002X")
    assert not is_identity("110105194913310021")


def test_a_text_is_shown_without_them_and_as_long_as_it_was() -> None:
    text = "申请人身份证号11010519491231002X，办理结果请查收。"
    assert shown(text) == text.replace("11010519491231002X", "1101**********002X")
    assert struck(pa.array([text, None, "联系电话13812345678"], pa.string())).to_pylist() == [shown(text), None, "联系电话13812345678"]
