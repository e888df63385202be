"""A fake of the WeChat interface, after its published description: token, published articles, statistics, errors."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

APPID = "wx0123456789abcdef"
SECRET = "-".join(("hush", "0" * 27))  # made up, like all here


@dataclass(kw_only=True)
class FakeWechat:
    """`articles`: (title, seconds since 1970); `statistics`: rows of a day; `fails`: error numbers to give next."""

    articles: list[tuple[str, int]] = field(default_factory=list)
    statistics: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    fails: list[int] = field(default_factory=list)
    claims: int | None = None
    token: str = "TOKEN-1"
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        data = json.loads(body or b"{}")
        self.asked.append((parts.path, data))
        return (
            200,
            {"Content-Type": "application/json"},
            json.dumps(self._answer(parts.path, parse_qs(parts.query), data), ensure_ascii=False).encode(),
        )

    def _answer(self, path: str, query: dict[str, list[str]], data: dict[str, Any]) -> dict[str, Any]:
        ways: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "/cgi-bin/freepublish/batchget": self._published, "/datacube/getarticletotaldetail": self._counted,
        }  # fmt: skip
        if path == "/cgi-bin/stable_token":
            return self._token(data)
        if self.fails:
            return {"errcode": self.fails.pop(0), "errmsg": "as asked for"}
        if query.get("access_token") != [self.token]:
            return {"errcode": 40001, "errmsg": "invalid credential, access_token is invalid or not latest"}
        return ways[path](data)

    def _token(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("grant_type") != "client_credential" or data.get("appid") != APPID:
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if data.get("secret") != SECRET:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        return {"access_token": self.token, "expires_in": 7200}

    def _published(self, data: dict[str, Any]) -> dict[str, Any]:
        assert 1 <= data["count"] <= 20
        some = self.articles[data["offset"] : data["offset"] + data["count"]]
        items = [self._article(data["offset"] + n, title, at) for n, (title, at) in enumerate(some)]
        return {"total_count": self.claims if self.claims is not None else len(self.articles), "item_count": len(items), "item": items}

    def _article(self, nth: int, title: str, at: int) -> dict[str, Any]:
        news = {"title": title, "author": "澄禾县融媒体中心", "digest": "", "content": f"<p>{title}的正文</p>", "content_source_url": "",
                "thumb_media_id": "t", "url": f"http://mp.weixin.qq.com/s?__biz=MzA&mid={2247480000 + nth}&idx=1&sn=abc#rd", "is_deleted": False}  # fmt: skip
        return {
            "article_id": f"article{nth}",
            "content": {"news_item": [news], "create_time": at, "update_time": at + 60},
            "update_time": at + 60,
        }

    def _counted(self, data: dict[str, Any]) -> dict[str, Any]:
        assert data["begin_date"] == data["end_date"]
        return {"list": self.statistics.get(data["begin_date"], []), "is_delay": False}
