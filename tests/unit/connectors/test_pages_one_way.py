"""A page says the same however it comes: one way to its characters, one way to its text."""

from pathlib import Path

import pytest

from zouxin.connectors import _html, page
from zouxin.connectors._probe.pages import judge
from zouxin.connectors.encodings import decode_whole
from zouxin.functions import pages

HTML = (
    "<html><head><title>通知</title></head><body><p>各县：</p><table><tr><td>一</td><td>二</td></tr></table>"
    "<div style='display:none'>暗链</div><noscript>请打开脚本</noscript><script>x()</script></body></html>"
)
ENCODED = [
    ("utf-8", "", ""),
    ("gb18030", "text/html; charset=gb2312", ""),
    ("gb18030", "", "<meta charset=GBK>"),
    ("utf-16", "", ""),
    ("big5", "text/html; charset=Big5", ""),
]


def test_a_page_and_a_piece_of_one_give_the_same_text(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML, "utf-8")
    [batch] = page.read(tmp_path / "a.html", {})
    assert batch.rows["正文"].to_pylist() == [pages.read(HTML).text] == [_html.text_of(HTML)]
    assert _html.text_of(HTML) == "各县：\n一 二\n暗链\n请打开脚本"


@pytest.mark.parametrize(("codec", "kind", "meta"), ENCODED)
def test_bytes_are_read_alike_by_all(codec: str, kind: str, meta: str, tmp_path: Path) -> None:
    text = f"<html><head>{meta}<title>網站不存在</title></head><body>通知公告</body></html>"
    body = text.encode(codec)
    assert _html.decode(body, kind) == text
    told = decode_whole(body, kind=kind)
    assert told is not None
    assert told[0] == text
    assert judge(body, kind or "text/html")[0] in ("", "error_page")
    if not kind:
        (tmp_path / "a.html").write_bytes(body)
        [batch] = page.read(tmp_path / "a.html", {})
        assert batch.rows["网页源码"].to_pylist() == [text]


def test_what_is_no_text_is_none() -> None:
    assert decode_whole(b"\xff\x00\xff\xfd\x81") is None
