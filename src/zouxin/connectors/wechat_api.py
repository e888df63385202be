"""A WeChat official account through the platform's own interface, authorised once by its owner.

What the interface gives and what not: `freepublish/batchget` lists what was published without notifying followers and
leaves out what was sent to all (群发), so it is a look at a part. `datacube/getarticletotaldetail` counts, for each day
of publishing, every article of that day, those sent to all too (from 2025-11-01, up to yesterday, the first 30 days of
each article). The older `getarticlesummary` and `getarticletotal` are no longer kept up by the platform.

AppID and secret come by `options` from environment variables a source names; neither they nor the token made of them
stand in any file, batch, message or log.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from zouxin.connectors._html import text_of
from zouxin.connectors._http import Fetcher, fetcher
from zouxin.connectors.batch import Batch, batch_of
from zouxin.connectors.cells import strings, text_of_value
from zouxin.model.errors import SourceError, UsageError

ARTICLES = ("文章编号", "账号名称", "平台类型", "文章标题", "正文", "网页源码", "文章链接", "发布时间", "稿件来源")
STATISTICS = ("文章编号", "账号名称", "平台类型", "文章标题", "文章链接", "发布时间", "统计日期", "阅读数", "点赞数", "评论数", "转发数")
_PAGE = 20
_MOST_PAGES = 5_000
_FIRST_DAY = date(2025, 11, 1)
_EXPIRED = (40001, 40014, 42001)
_BUSY = (-1, 45011)
_TOLD = {
    40013: "AppID 不对", 40125: "AppSecret 不对", 40164: "这台机器的 IP 不在公众号后台的 IP 白名单里", 45009: "今天的调用次数已用完，请明天再读或在后台清零",
    48001: "这个公众号没有调用此接口的权限（需要认证）", 50002: "账号被限制", 61501: "日期范围不对",
}  # fmt: skip


def read(place: object, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of articles (`what: articles`, the default) or of their statistics (`what: statistics`).

    `place`: address of the interface, https://api.weixin.qq.com. Options: account (name of the account), appid_env and
    secret_env (names of environment variables), what, days (of statistics, default 7), and those of `_http.fetcher`.
    Raises SourceError with the interface's error number; then nothing lands.
    """
    what = str(options.get("what") or "articles")
    if what not in ("articles", "statistics"):
        raise UsageError(f"wechat_api 的 what 是“{what}”，应是 articles 或 statistics")
    if not options.get("account"):
        raise UsageError("wechat_api 要在 options 里写 account: 公众号名称")
    api = Api(str(place).rstrip("/"), options, fetcher(options))
    yield from _articles(api, str(options["account"])) if what == "articles" else _statistics(api, str(options["account"]), options)


class Api:
    """The interface with its token, which is asked for when it is needed and again when it has run out."""

    def __init__(self, base: str, options: Mapping[str, object], web: Fetcher) -> None:
        secrets = options.get("secrets")
        known = secrets if isinstance(secrets, Mapping) else {}
        if not known.get("appid") or not known.get("secret"):
            raise UsageError("wechat_api 要在 options 里写 appid_env 和 secret_env：存放 AppID 和 AppSecret 的环境变量的名字")
        self._base, self._appid, self._secret, self._web = base, str(known["appid"]), str(known["secret"]), web
        self._token = ""

    def __repr__(self) -> str:
        return f"Api({self._base})"

    def _renew(self, *, force: bool) -> None:
        asked = {"grant_type": "client_credential", "appid": self._appid, "secret": self._secret, "force_refresh": force}
        answer = self._patient(lambda: self._web.post(f"{self._base}/cgi-bin/stable_token", asked), "获取凭证")
        self._token = str(answer.get("access_token") or "")
        if not self._token:
            raise SourceError("微信接口没有给出凭证；请核对 AppID、AppSecret 和 IP 白名单")

    def post(self, path: str, data: Mapping[str, object]) -> dict[str, object]:
        """The interface's answer; a token that has run out is renewed, the second time by force. Raises SourceError."""
        if not self._token:
            self._renew(force=False)
        for nth in range(3):
            answer = self._patient(lambda: self._web.post(f"{self._base}/{path}?access_token={self._token}", data), path, passes=_EXPIRED)
            if _code(answer) not in _EXPIRED:
                return answer
            self._renew(force=nth > 0)
        raise SourceError(f"微信接口 {path}：凭证一再失效（{_code(answer)}）；可能有别的程序在同时刷新凭证")

    def _patient(self, ask: Callable[[], dict[str, object]], what: str, passes: tuple[int, ...] = ()) -> dict[str, object]:
        for nth in range(self._web.tries):
            answer = ask()
            code = _code(answer)
            if code in (0, *passes):
                return answer
            if code not in _BUSY or nth == self._web.tries - 1:
                break
            self._web.sleep(self._web.pause * 2**nth)
        raise SourceError(f"微信接口 {what} 返回错误 {code}：{_TOLD.get(code, '请查微信公众平台的错误码说明')}；没有载入任何数据")


def _code(answer: Mapping[str, object]) -> int:
    code = answer.get("errcode", 0)
    return code if isinstance(code, int) else 0


def _list(found: object) -> list[Mapping[str, object]]:
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _articles(api: Api, account: str) -> Iterator[Batch]:
    taken, total, row, gone = 0, 1, 1, 0
    while taken < total:
        if taken >= _PAGE * _MOST_PAGES:
            raise SourceError(f"微信接口说有 {total:,} 次发表，超过能读的 {_PAGE * _MOST_PAGES:,} 次")
        answer = api.post("cgi-bin/freepublish/batchget", {"offset": taken, "count": _PAGE, "no_content": 0})
        items, count = _list(answer.get("item")), answer.get("total_count")
        total = count if isinstance(count, int) else 0
        if not items and taken < total:
            raise SourceError(f"微信接口说有 {total:,} 次发表，只给出 {taken:,} 次；没有载入任何数据，请稍后再读")
        rows = [found for item in items for found in _published(item, account)]
        kept = [found for found, deleted in rows if not deleted]
        gone += len(rows) - len(kept)
        taken += len(items)
        last = taken >= total
        told = (f"接口列出 {total:,} 次发表；不含群发的，按看了一部分算", *([f"另有 {gone} 篇已删除"] if gone else [])) if last else ()
        yield _batch(kept, ARTICLES, account=account, row=row, told=told)
        row += len(kept)


def _published(item: Mapping[str, object], account: str) -> Iterator[tuple[tuple[str | None, ...], bool]]:
    content = item.get("content")
    content = content if isinstance(content, Mapping) else {}
    at = text_of_value(content.get("create_time") or item.get("update_time") or content.get("update_time"))
    for nth, news in enumerate(_list(content.get("news_item")), start=1):
        said = {key: text_of_value(news.get(key)) for key in ("title", "content", "url", "author")}
        one = _mid(said["url"] or "") or f"{item.get('article_id')}_{nth}"
        row = (one, account, "微信公众号", said["title"], text_of(said["content"] or ""), said["content"], said["url"], at, said["author"])
        yield row, bool(news.get("is_deleted"))


def _mid(url: str) -> str:
    """The id statistics call an article by, which its address holds: message and place in it."""
    found = {key: re.search(rf"[?&]{key}=(\d+)", url) for key in ("mid", "idx")}
    mid, idx = found["mid"], found["idx"]
    return f"{mid.group(1)}_{idx.group(1)}" if mid and idx else ""


def _statistics(api: Api, account: str, options: Mapping[str, object]) -> Iterator[Batch]:
    today, days = options.get("today"), str(options.get("days") or 7)
    if not isinstance(today, date) or not days.isdecimal():
        raise UsageError(f"wechat_api 的 days 是“{days}”，应是天数，如 7")
    row = 1
    for back in range(int(days), 0, -1):
        day = today - timedelta(days=back)
        if day < _FIRST_DAY:
            continue
        answer = api.post("datacube/getarticletotaldetail", {"begin_date": str(day), "end_date": str(day)})
        rows = [found for one in _list(answer.get("list")) for found in _counted(one, account)]
        told = (f"{day} 的统计还没有算完（接口说有延迟）",) if answer.get("is_delay") else ()
        yield _batch(
            rows, STATISTICS, account=account, row=row, told=(*told, *(("阅读数是阅读人数：接口不再给出次数",) if back == 1 else ()))
        )
        row += len(rows)


def _counted(one: Mapping[str, object], account: str) -> Iterator[tuple[str | None, ...]]:
    said = {key: text_of_value(one.get(key)) for key in ("msgid", "title", "content_url", "ref_date")}
    for detail in _list(one.get("detail_list")):
        counts = (text_of_value(detail.get(key)) for key in ("stat_date", "read_user", "like_user", "comment_count", "share_user"))
        yield said["msgid"], account, "微信公众号", said["title"], said["content_url"], said["ref_date"], *counts


def _batch(rows: list[tuple[str | None, ...]], heads: tuple[str, ...], *, account: str, row: int, told: tuple[str, ...]) -> Batch:
    columns = [strings([r[n] for r in rows]) for n in range(len(heads))]
    batch = batch_of(columns, names=heads, numbers=range(row, row + len(rows)), file=f"微信公众号 {account}", stated=told)
    return Batch(rows=batch.rows, first_row=row, numbers=batch.numbers, file=batch.file, stated=told, broken=batch.broken, whole=False)
