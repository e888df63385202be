"""Texts that are nearly equal stand in one group, named by its least member."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from zouxin.functions import near
from zouxin.functions.code_points import to_strings
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes

LONG = "经核查，该路段的路灯因电缆老化损坏，市政部门已于本周更换全部电缆并恢复照明，今后将加强日常巡查，感谢您对城市管理工作的关心和支持。"
OTHER = "办理医保异地就医备案需要提交身份证、居住证明和申请表，可以在网上办理，也可以到政务服务大厅窗口办理，材料齐全的当日办结。"


def grouped(texts, scope=None):
    flat = fold(pa.array(texts, pa.large_string())).flat
    scope = np.zeros(len(texts), np.uint64) if scope is None else np.array(scope, np.uint64)
    return near.groups(near.signatures(flat), scope, stretch_hashes(flat.points, flat.starts)).tolist()


def test_another_name_before_the_same_text_is_the_same_group():
    assert grouped([OTHER, "王先生您好！" + LONG, "李女士您好！" + LONG]) == [0, 1, 1]


def test_different_texts_are_apart_and_so_are_scopes():
    assert grouped([LONG, OTHER]) == [0, 1]
    assert grouped([LONG, LONG], [1, 2]) == [0, 1]


def test_copies_too_short_for_a_gram_are_one_group():
    assert grouped(["好", "好", "否", ""]) == [0, 0, 2, 3]


def test_many_copies_cost_one():
    assert set(grouped([LONG] * 5000)) == {0}


def test_punctuation_and_width_do_not_matter():
    assert grouped([LONG, LONG.replace("，", " , ")]) == [0, 0]


def test_nothing_at_all():
    assert grouped([]) == []


@given(
    texts=st.lists(st.text("路灯坏了请修复好", max_size=40), min_size=1, max_size=30),
    scope=st.lists(st.integers(0, 2), min_size=30, max_size=30),
)
def test_a_group_is_what_alike_texts_of_one_scope_join(texts, scope):
    flat = fold(pa.array(texts, pa.large_string())).flat
    signed, within = near.signatures(flat), np.array(scope[: len(texts)], np.uint64)
    group = near.groups(signed, within, stretch_hashes(flat.points, flat.starts))
    assert (within[group] == within).all()
    for name in np.unique(group):  # whoever is not alone is nearly equal to another of the group
        rows = signed.rows[group == name]
        shares = (rows[:, None] == rows[None]).mean(axis=2)
        assert len(rows) == 1 or ((shares >= near.LIKE).sum(axis=1) > 1).all()


@given(texts=st.lists(st.text("路灯坏了请修复好", max_size=12), max_size=6))
def test_a_minimum_is_the_least_over_all_grams(texts):
    flat = fold(pa.array(texts, pa.large_string())).flat
    signed = near.signatures(flat)
    for row, text in zip(signed.rows, to_strings(flat).to_pylist(), strict=True):
        grams = fold(pa.array([text[k : k + 3] for k in range(len(text) - 2)], pa.large_string())).flat
        assert np.array_equal(row, near.signatures(grams).rows.min(axis=0, initial=2**32 - 1))
