"""A document as blocks, and its three renderings: docx, HTML, plain text. What it says is decided by who makes the blocks.

Official documents have few shapes: a title, an addressee, paragraphs, numbered headings, tables, a signature. Fonts follow GB/T 9704-2012
(title 方正小标宋 or its substitute, body 仿宋, headings 黑体 and 楷体), named with fallbacks, since none may be shipped.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document as Word
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from jinja2 import Environment, PackageLoader, StrictUndefined


@dataclass(frozen=True, kw_only=True)
class Block:
    """`kind`: title, number, to, heading, subheading, text, sign, note or table; `rows` of a table begin with its head."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document: blocks in their order, and a `foot` that says which run it was made from, with its checksum."""

    title: str
    blocks: tuple[Block, ...]
    foot: str


_FONTS = {
    "title": ("方正小标宋简体", 22),
    "heading": ("黑体", 16),
    "subheading": ("楷体_GB2312", 16),
    "table": ("宋体", 10.5),
    "caption": ("黑体", 12),
    "note": ("宋体", 10.5),
}
_BODY = ("仿宋_GB2312", 16)
_ALIGN = {"title": WD_ALIGN_PARAGRAPH.CENTER, "number": WD_ALIGN_PARAGRAPH.CENTER, "sign": WD_ALIGN_PARAGRAPH.RIGHT}


def write_docx(document: Document, path: Path) -> None:
    """The document as .docx, A4 with the margins of GB/T 9704."""
    word = Word()
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    word.core_properties.title, word.core_properties.author, word.core_properties.comments = document.title, "", document.foot
    page.footer.paragraphs[0].text = document.foot
    for block in document.blocks:
        _table(word, block) if block.kind == "table" else _paragraph(word.add_paragraph(), block.text, block.kind)
    word.save(str(path))


def _paragraph(paragraph: Paragraph, text: str, kind: str) -> None:
    run = paragraph.add_run(_printable(text))
    _font(run, kind)
    paragraph.alignment = _ALIGN.get(kind)
    if kind in ("text", "heading", "subheading"):
        paragraph.paragraph_format.first_line_indent = Pt(2 * _FONTS.get(kind, _BODY)[1])
    paragraph.paragraph_format.line_spacing = Pt(28 if kind not in ("note", "table") else 16)


def _font(run: Run, kind: str) -> None:
    name, size = _FONTS.get(kind, _BODY)
    run.font.name, run.font.size = name, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), name)


def _table(word: WordDocument, block: Block) -> None:
    if block.text:
        _paragraph(word.add_paragraph(), block.text, "caption")
    table = word.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
    for nth, row in enumerate(block.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            run = cell.paragraphs[0].add_run(_printable(text))
            _font(run, "table")
            run.bold = nth == 0


def _printable(text: str) -> str:
    """What XML can hold: control characters become U+FFFD."""
    return "".join(c if c >= " " or c in "\t\n" else "\ufffd" for c in text)


def write_html(document: Document, path: Path) -> None:
    """The document as one HTML page that needs nothing else."""
    pages = Environment(loader=PackageLoader("zouxin.bulletins", "pages"), autoescape=True, undefined=StrictUndefined)
    path.write_text(pages.get_template("document.html.j2").render(document=document, shape=_shape), "utf-8")


#: what is read as one: a count, a rate with its denominator, a day, a mark
_FIGURE = re.compile(r"[0-9A-Z.,%/（）—-]{1,30}")


def _shape(cell: str) -> str:
    """How a cell may break over lines: a figure never, prose anywhere but not into a column of single characters."""
    return "figure" if _FIGURE.fullmatch(cell) else "prose" if len(cell) > 24 else "word"


def plain(document: Document) -> str:
    """The document as text, for people who compare two of them."""
    lines = []
    for block in document.blocks:
        lines += [block.text] if block.text else []
        lines += ["\t".join(row) for row in block.rows]
    return "\n".join([*lines, document.foot, ""])


def tables(document: Document) -> Sequence[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Each table with the words that stand before it, for a workbook."""
    found, before = [], document.title
    for block in document.blocks:
        if block.kind == "table":
            found.append((block.text or before, block.rows))
        elif block.text:
            before = block.text
    return found
