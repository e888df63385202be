"""Feeds, sitemaps and columns, from files and from a server on the loopback address; what is hostile is refused."""

import gzip
import socket
import sys
import time
import zlib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "fixtures"))
from loopback import servers
from web_places import pages, serving

from zouxin.connectors import columns, detect, feed, sitemap
from zouxin.connectors._http import Fetcher, name_of
from zouxin.model.errors import ContentError, SourceError

RSS = """<?xml version="1.0" encoding="gb2312"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>澄禾县政府网</title><link>http://www.chenghe.example/</link>
<item><title>停水&nbsp;通知</title><link>/a/1.html</link><guid>g1</guid><pubDate>Tue, 05 Mar 2024 08:00:00 +0800</pubDate>
<description>短</description><content:encoded><![CDATA[<p>因检修<b>停水</b></p><script>x()</script><p>请储水</p>]]></content:encoded></item>
<item><title>开会</title><link>http://www.chenghe.example/a/2.html</link><pubDate>前天</pubDate><description>&lt;p&gt;会议&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>澄禾</title><entry><id>e1</id><title type="html">通知</title><link rel="self" href="/x"/>
<link href="/a.html"/><published>2024-03-05T08:00:00+08:00</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">正<b>文</b></div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>澄禾</title></channel><item><title>通知</title><link>http://a.example/1</link><dc:date>2024-03-05</dc:date></item></rdf:RDF>"""
BOMB = (
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title></item></channel></rss>'
PRIVATE = {"allow_private": "是"}


def saved(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(
        text.encode("gb18030") if isinstance(text, str) and "gb2312" in text else text.encode() if isinstance(text, str) else text
    )
    return path


def test_rss(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.xml", RSS)
    assert detect(path) == "feed"
    [batch] = feed.read(path, {})
    one, two = batch.rows.to_pylist()
    assert (one["文章编号"], one["账号"], one["文章标题"], one["发布时间"]) == (
        "g1",
        "澄禾县政府网",
        "停水 通知",
        "2024-03-05T08:00:00+08:00",
    )
    assert one["正文"] == "因检修停水\n请储水"
    assert one["文章链接"] == "http://www.chenghe.example/a/1.html"
    assert two["发布时间"] == "前天"  # kept as it stands: filling tells it
    assert not batch.whole


@pytest.mark.parametrize(("text", "day"), [(ATOM, "2024-03-05T08:00:00+08:00"), (RDF, "2024-03-05")])
def test_atom_and_rss_1(tmp_path: Path, text: str, day: str) -> None:
    path = saved(tmp_path, "a.xml", text)
    assert detect(path) == "feed"
    [row] = next(iter(feed.read(path, {}))).rows.to_pylist()
    assert (row["文章标题"], row["发布时间"], row["账号"]) == ("通知", day, "澄禾")


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, "<rss><channel><item>", "<html><body>not a feed</body></html>", "<a/>", "", "<" * 100_000])
def test_hostile_and_broken_xml(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError) as told:
        list(feed.read(saved(tmp_path, "a.xml", text), {}))
    assert "root:" not in told.value.sentence


def test_sitemap_of_sitemaps() -> None:
    one = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a.example/1</loc><lastmod>2024-05-01</lastmod></url></urlset>'
    found = {"/1.xml.gz": gzip.compress(one.encode()), "/2.xml": b"<html/>"}
    with serving(lambda *words: pages(found)(*words)) as base:  # type: ignore[arg-type]
        inside = (f"{base}/1.xml.gz", f"{base}/2.xml", "http://other.example/3.xml", "/2.xml")
        found["/s.xml"] = f"<sitemapindex>{''.join(f'<sitemap><loc>{i}</loc></sitemap>' for i in inside)}</sitemapindex>".encode()
        batches = list(sitemap.read(f"{base}/s.xml", PRIVATE))
    rows = [row for batch in batches for row in batch.rows.to_pylist()]
    assert [(r["文章链接"], r["修改时间"], r["发布时间"]) for r in rows] == [("http://a.example/1", "2024-05-01", None)]
    broken = [b for batch in batches for b in batch.broken]
    assert [(b.row, b.value) for b in broken] == [(3, "http://other.example/3.xml"), (4, "2.xml"), (0, f"{base}/2.xml")]
    assert "在别的网站上" in broken[0].reason


def test_a_sitemap_that_names_itself_ends(tmp_path: Path) -> None:
    path = saved(tmp_path, "s.xml", "<sitemapindex><sitemap><loc>http://x/s.xml</loc></sitemap></sitemapindex>")
    assert detect(path) == "sitemap"
    assert list(sitemap.read(path, {})) == []


def test_a_gzip_bomb_is_not_opened(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(64)), packer.flush()])
    with pytest.raises(SourceError, match="解压后超过"):
        list(sitemap.read(saved(tmp_path, "s.xml.gz", bomb), {}))


LIST = """<html><head><meta charset="gbk"></head><body><ul class="news">{}</ul>{}</body></html>"""
ITEM = '<li><a href="{0}.html">{0} 号通知</a><span class="date">[{1}]</span></li>'
RULES = "column: 通知公告\nitem: ul.news > li\ndate: span.date\nnext: a.next@href\npages: {}\n"


def column(tmp_path: Path, pages_: int = 9) -> dict[str, str | Path]:
    saved(tmp_path, "rules.yml", RULES.format(pages_))
    return {"selectors": "rules.yml", "folder": tmp_path, **PRIVATE}


def test_a_column_with_paging(tmp_path: Path) -> None:
    first = LIST.format(ITEM.format(1, "2024-05-02") + ITEM.format(2, "05-01"), '<a class="next" href="p2.html">下一页</a>').encode("gbk")
    last = LIST.format(ITEM.format(3, "2024年4月1日 08:30") + "<li></li>", '<a class="next" href="p2.html">下一页</a>').encode("gbk")
    with serving(pages({"/c/p1.html": first, "/c/p2.html": last})) as base:
        batches = list(columns.read(f"{base}/c/p1.html", column(tmp_path)))
        short = list(columns.read(f"{base}/c/p1.html", column(tmp_path, 1)))
        rows = [row for batch in batches for row in batch.rows.to_pylist()]
        assert [r["文章链接"] for r in rows] == [f"{base}/c/{n}.html" for n in (1, 2, 3)]
    assert [r["发布时间"] for r in rows] == ["2024-05-02", "[05-01]", "2024年4月1日 08:30"]
    assert [r["文章标题"] for r in rows] == ["1 号通知", "2 号通知", "3 号通知"]
    assert all(batch.whole for batch in batches)
    assert not short[0].whole  # the limit of pages ended it, not the column
    assert [b.row for b in batches[1].broken] == [2]


NEXT = '<a class="next" {}>下一页</a>'


@pytest.mark.parametrize("link", ['href="javascript:goPage(2)"', 'href="JavaScript:;"', 'href="#"', 'href="http://other.example/p2.html"', 'href=""',
                                  'onclick="goPage(2)"', 'href="http://[/"'])  # fmt: skip
def test_a_column_whose_next_page_cannot_be_followed_is_seen_in_part(tmp_path: Path, link: str) -> None:
    page = LIST.format(ITEM.format(1, "2024-05-02"), NEXT.format(link)).encode("gbk")
    with serving(pages({"/c/p1.html": page})) as base:
        [batch] = columns.read(f"{base}/c/p1.html", column(tmp_path))
    assert not batch.whole
    if "other.example" not in link:  # of pages kept in a folder, the name is what counts
        [kept] = columns.read(saved(tmp_path, "p1.html", page), column(tmp_path))
        assert not kept.whole


def test_a_column_without_a_next_link_is_seen_whole(tmp_path: Path) -> None:
    saved(tmp_path, "p2.html", LIST.format(ITEM.format(2, "2024-05-01"), "").encode("gbk"))
    for link in ("p2.html", "http://www.chenghe.example/c/p2.html"):
        first = LIST.format(ITEM.format(1, "2024-05-02"), NEXT.format(f'href="{link}"')).encode("gbk")
        assert [batch.whole for batch in columns.read(saved(tmp_path, "p1.html", first), column(tmp_path))] == [True, True]
    [batch] = columns.read(saved(tmp_path, "p1.html", LIST.format(ITEM.format(1, "2024-05-02"), "").encode("gbk")), column(tmp_path))
    assert batch.whole


def test_a_changed_page_is_no_empty_column(tmp_path: Path) -> None:
    with serving(pages({"/": "<html><body><div>改版了</div></body></html>"})) as base, pytest.raises(SourceError, match="改版"):
        list(columns.read(f"{base}/", column(tmp_path)))


def test_wrong_selectors(tmp_path: Path) -> None:
    saved(tmp_path, "bad.yml", "item: 'ul[['\n")
    with pytest.raises(ContentError, match="CSS"):
        list(columns.read("http://127.0.0.1/", {"selectors": "bad.yml", "folder": tmp_path}))


def test_private_addresses_are_refused() -> None:
    web = Fetcher(sleep=lambda _: None)
    for url in ("http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://[::1]/", "http://169.254.169.254/latest"):
        with pytest.raises(SourceError, match="内网"):
            web.get(url)
    for url in ("file:///etc/passwd", "ftp://a/", "http://user@a.example/", "http://", "http://a:99999/"):
        with pytest.raises(SourceError):
            web.get(url)


def test_a_server_that_drips_is_left_in_time() -> None:
    web = Fetcher(allow_private=True, timeout=1, tries=1)
    with servers("drip", "timeout") as at:
        for name in ("drip", "timeout"):
            began = time.monotonic()
            with pytest.raises(SourceError, match="超时"):
                web.get(at[name])
            assert time.monotonic() - began < 3
    assert web.log[0].told


def test_a_wrong_certificate_is_refused() -> None:
    with servers("certificate") as at, pytest.raises(SourceError, match="证书"):
        Fetcher(allow_private=True, tries=1).get(at["certificate"])


@pytest.mark.parametrize("url", ["http://政务.cn/", "http://a..b/", f"http://{'a' * 64}.cn/", "http://[/", "http://政务..cn/"])
def test_names_that_are_none_are_told_in_a_sentence(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def nowhere(host: str, *more: object, **options: object) -> None:
        asked.append(host)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(SourceError):
        Fetcher(tries=1).get(url)
    assert asked in ([], ["xn--zfr164b.cn"])


def test_a_chinese_path_is_asked_for() -> None:
    with serving(pages({"/%E8%A6%81%E9%97%BB": b"ok"})) as base:
        assert Fetcher(allow_private=True).get(f"{base}/要闻?页=1#顶").body == b"ok"


@pytest.mark.parametrize(
    "url", ["https://u:geheim@a/", "http://u:ge/geheim@a/", "ftp://u:geheim@a/", "http://u:?geheim@a/", "http://u:geheim@a:99999/"]
)
def test_a_password_is_never_shown(url: str) -> None:
    with pytest.raises(SourceError) as told:
        Fetcher(tries=1).get(url)
    assert "geheim" not in told.value.sentence
    assert "geheim" not in name_of("https://u:geheim@a/x")


def test_redirects_sizes_and_failures() -> None:
    web = Fetcher(allow_private=True, most=1 << 20, sleep=lambda _: None, timeout=3)
    found: dict[str, object] = {"/a": (302, {"Location": "/b"}, b""), "/b": b"ok", "/c": (302, {"Location": "/d"}, b""), "/d": (302, {"Location": "/c"}, b""),
                                "/big": bytes(2 << 20), "/zip": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(4 << 20))), "/500": (500, {}, b"")}  # fmt: skip
    with serving(pages(found)) as base:  # type: ignore[arg-type]
        assert web.get(f"{base}/a?token=geheim").body == b"ok"
        assert "geheim" not in repr(web.log)
        for path, word in (("/c", "转向"), ("/big", "超过"), ("/zip", "超过"), ("/500", "500"), ("/none", "404")):
            with pytest.raises(SourceError, match=word):
                web.get(base + path)
        assert sum(asked.url.endswith("/500") for asked in web.log) == 3
    with pytest.raises(SourceError, match="打不开"):
        web.get(f"{base}/a")
