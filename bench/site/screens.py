"""Each list and drill-down of a filled site asked many times: milliseconds, bytes, queries. Run by `bench/done/site-size.py` in a process that has the settings."""

import json
import math
import re
import sys
import time
from collections import deque
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402

from bench.site.filling import fill  # noqa: E402

TIMES = 20
#: pages of one list: plain, deep, searched by characters, by pinyin, by what is not there
ASKED = ("", "?page=200", "?q=清水", "?q=qingshui", "?q=没有这个名字")
LINK = re.compile(r'href="(/[^"#]*)"')
SKIP = re.compile(r"_(json|csv)$|download|export|logout|feed|health|file$|template|_suggest$")


def route_of(address: str) -> str:
    """The route's name; blank for what is no screen."""
    try:
        return str(resolve(address.split("?")[0]).view_name)
    except Resolver404:
        return ""


def crawl(client: Client) -> dict[str, str]:
    """One address of each screen that links lead to from the first page and the portal."""
    waiting, found = deque(["/desk/", "/"]), {}
    while waiting:
        address = waiting.popleft().replace("&amp;", "&")
        route = route_of(address)
        if not route or route in found or SKIP.search(route):
            continue
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        found[route] = address
        waiting.extend(LINK.findall(answer.content.decode()))
    return found


def measured(client: Client, address: str) -> dict[str, Any]:
    """95th percentile in milliseconds, queries, bytes."""
    took = []
    client.get(address)
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = client.get(address)
        took.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    took.sort()
    return {"p95_ms": round(took[math.ceil(0.95 * TIMES) - 1], 1), "median_ms": round(took[TIMES // 2], 1), "queries": len(asked), "bytes": len(answer.content),
            "status": answer.status_code}  # fmt: skip


def main(platforms: int, findings: int, seed: int) -> None:
    """Print one JSON line: the screens by route and what was asked of them."""
    settings.ALLOWED_HOSTS.append("testserver")
    key = fill(platforms_=platforms, findings_=findings, seed=seed)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    found = {}
    for route, address in crawl(client).items():
        forms = ASKED if 'type="search"' in client.get(address).content.decode() else ("",)
        for asked in forms:
            found[f"{route}{asked}"] = measured(client, address.split("?")[0] + asked if asked else address)
    print("RESULT " + json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
