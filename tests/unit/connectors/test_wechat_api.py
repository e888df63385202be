"""An official account through the interface of its platform, on a fake that follows the published description."""

import logging
from datetime import date
from pathlib import Path

import pytest
from fake_wechat import APPID, SECRET, FakeWechat
from web_places import serving

from zouxin.connectors import _http, wechat_api
from zouxin.connectors.batch import Batch
from zouxin.model.errors import SourceError, UsageError

DAY = 1_709_600_000  # 2024-03-05 08:53:20 in Shanghai


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_http, "fetcher", lambda options: _http.Fetcher(allow_private=True, sleep=lambda _: None))
    monkeypatch.setattr(wechat_api, "fetcher", lambda options: _http.Fetcher(allow_private=True, sleep=lambda _: None))


def read(fake: FakeWechat, **more: object) -> list[Batch]:
    options = {"account": "澄禾发布", "secrets": {"appid": APPID, "secret": SECRET}, "today": date(2026, 3, 31), **more}
    with serving(fake) as base:
        return list(wechat_api.read(base, options))


def test_all_pages_of_articles() -> None:
    fake = FakeWechat(articles=[(f"第 {n} 篇", DAY + n) for n in range(45)])
    batches = read(fake)
    rows = [row for batch in batches for row in batch.rows.to_pylist()]
    assert [r["文章标题"] for r in rows] == [f"第 {n} 篇" for n in range(45)]
    assert (rows[0]["文章编号"], rows[0]["正文"], rows[0]["发布时间"]) == ("2247480000_1", "第 0 篇的正文", str(DAY))
    assert [data["offset"] for path, data in fake.asked if "batchget" in path] == [0, 20, 40]
    assert not any(batch.whole for batch in batches)  # what was sent to all followers is left out
    assert any("不含群发" in word for batch in batches for word in batch.stated)


def test_a_token_that_ran_out_is_renewed() -> None:
    fake = FakeWechat(articles=[("一", DAY)], fails=[42001, 40001])
    assert sum(len(b.rows) for b in read(fake)) == 1
    assert [data["force_refresh"] for path, data in fake.asked if path.endswith("stable_token")] == [False, False, True]


@pytest.mark.parametrize(
    ("fails", "word"), [([45009], "次数已用完"), ([48001], "权限"), ([-1, -1, -1], "-1"), ([99999], "99999"), ([40001] * 3, "一再失效")]
)
def test_errors_of_the_interface(fails: list[int], word: str) -> None:
    with pytest.raises(SourceError, match=word):
        read(FakeWechat(articles=[("一", DAY)], fails=fails))


def test_busy_passes() -> None:
    assert sum(len(b.rows) for b in read(FakeWechat(articles=[("一", DAY)], fails=[-1, 45011]))) == 1


def test_fewer_than_it_says_is_an_error() -> None:
    with pytest.raises(SourceError, match="只给出 1 次"):
        read(FakeWechat(articles=[("一", DAY)], claims=3))


def test_an_empty_list_is_an_empty_batch() -> None:
    [batch] = read(FakeWechat())
    assert batch.rows.num_rows == 0
    assert "文章标题" in batch.rows.schema.names


def test_statistics() -> None:
    one = {"ref_date": "2026-03-29", "msgid": "2247480000_1", "publish_type": 0, "title": "停水通知", "content_url": "http://mp.weixin.qq.com/s?mid=1",
           "detail_list": [{"stat_date": "2026-03-29", "read_user": 120, "share_user": 3, "like_user": 4, "comment_count": 0},
                           {"stat_date": "2026-03-30", "read_user": 150, "share_user": 3, "like_user": 4, "comment_count": 1}]}  # fmt: skip
    fake = FakeWechat(statistics={"2026-03-29": [one]})
    rows = [row for batch in read(fake, what="statistics", days="3") for row in batch.rows.to_pylist()]
    assert [(r["文章编号"], r["统计日期"], r["阅读数"], r["评论数"]) for r in rows] == [
        ("2247480000_1", "2026-03-29", "120", "0"), ("2247480000_1", "2026-03-30", "150", "1"),
    ]  # fmt: skip
    assert [data["begin_date"] for path, data in fake.asked if "datacube" in path] == ["2026-03-28", "2026-03-29", "2026-03-30"]


def test_no_secret_comes_out(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for secret, fails in ((SECRET, []), ("wrong", []), (SECRET, [45009])):
        try:
            told = repr(read(FakeWechat(articles=[("一", DAY)], fails=fails), secrets={"appid": APPID, "secret": secret}))
        except SourceError as error:
            told = f"{error!r} {error.__cause__!r}"
        for word in (SECRET, APPID, "TOKEN-1"):
            assert word not in told + caplog.text


def test_secrets_are_named_never_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="appid_env"):
        list(wechat_api.read("https://api.weixin.qq.com", {"account": "澄禾发布"}))
