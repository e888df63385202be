"""Posts that say nearly the same, however many there are."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from derive_bench import Bench

from zouxin.derive import post_twin as module
from zouxin.lake.engine import Engine

SAID = "为保障节日期间供水安全，自即日起至下月五日，城区三个水厂增加巡查次数，发现漏水请拨打热线，维修人员一小时内到场处理，请相互转告。"
OTHERS = [
    f"{n}号公告：" + chr(0x4E00 + 97 * n) * 3 + "".join(chr(0x4E00 + (n * 613 + k * 37) % 5000) for k in range(60)) for n in range(12)
]


def twins(engine: Engine) -> dict[str, str]:
    texts = [SAID, *OTHERS[:4], SAID.replace("请相互转告", "请互相转告"), *OTHERS[4:], SAID]
    posts = "id | platform_id | posted_on | text\n" + "\n".join(
        f"p{n:02} | a | 2026-01-{n + 1:02} | {text}" for n, text in enumerate(texts)
    )
    return {row["post_id"]: row["twin"] for row in Bench(engine, {"post": posts}).make(module.post_twin)}


def test_near_and_equal_posts_are_one_group_named_by_the_first(duckdb_engine: Engine) -> None:
    assert twins(duckdb_engine) == {"p00": "p00", "p05": "p00", "p14": "p00"}


@pytest.mark.parametrize("window", [12, 6, 2])
def test_many_posts_are_looked_through_by_windows_of_time(duckdb_engine: Engine, window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # equal texts are found anywhere, near ones as long as half a window holds both
    monkeypatch.setattr(module, "WINDOW", window)
    near = {"p05": "p00"} if window >= 6 else {}
    assert twins(duckdb_engine) == {"p00": "p00", "p14": "p00"} | near
