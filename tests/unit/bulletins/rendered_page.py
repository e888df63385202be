"""A rendered page taken apart: its text as a reader sees it, and the values it carries."""

import base64
import gzip
import json
from html.parser import HTMLParser


class Page(HTMLParser):
    """`text` without styles and scripts, `tags` seen, `data` of every script element by id or place."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.scripts: list[tuple[dict, str]] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._inside = tag
            self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, tag):
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data):
        if self._inside:
            attrs, text = self.scripts[-1]
            self.scripts[-1] = (attrs, text + data)
        elif data.strip():
            self.lines.append(" ".join(data.split()))

    def json(self, id: str):
        return next(json.loads(text) for attrs, text in self.scripts if attrs.get("id") == id)

    def findings(self) -> list[dict]:
        blocks = [(attrs, text) for attrs, text in self.scripts if attrs.get("id", "").startswith("chunk-")]
        found = []
        for attrs, text in blocks:
            found += json.loads(text if attrs["data-form"] == "plain" else gzip.decompress(base64.b64decode(text)))
        return found
