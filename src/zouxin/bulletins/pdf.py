"""A document as PDF, set by typst with a Chinese font of this machine; its text can be searched and copied."""

import json
from functools import cache
from pathlib import Path

import typst

from zouxin.bulletins.document import Document
from zouxin.model.errors import RenderError

#: body faces in the order of preference: those of GB/T 9704 where somebody installed them, then free ones
FACES = (
    "FangSong",
    "仿宋_GB2312",
    "仿宋",
    "STFangsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "SimSun",
)
_PAGE = """#let said = json(bytes(sys.inputs.at("said")))
#set document(title: said.title)
#set page(paper: "a4", margin: (top: 3.7cm, bottom: 3.5cm, left: 2.8cm, right: 2.6cm),
          footer: context [#set text(size: 9pt); #said.foot #h(1fr) #counter(page).display()])
#set text(font: said.faces, lang: "zh", region: "cn", size: 16pt)
#set par(leading: 0.85em, spacing: 0.85em, justify: true)
#for block in said.blocks {
  if block.kind == "title" { align(center, text(size: 22pt, weight: "bold", block.text)); v(0.6em) }
  else if block.kind == "number" { align(center, block.text) }
  else if block.kind == "sign" { align(right, block.text) }
  else if block.kind == "to" { par(block.text) }
  else if block.kind == "note" { text(size: 10.5pt, block.text); parbreak() }
  else if block.kind == "table" {
    if block.text != "" { text(size: 12pt, weight: "bold", block.text) }
    set text(size: 9pt); set par(justify: false)
    table(columns: block.rows.first().len(), stroke: 0.5pt, table.header(..block.rows.first().map((cell) => strong(cell))), ..block.rows.slice(1).flatten())
    v(0.6em)
  }
  else if block.kind in ("heading", "subheading") { par(first-line-indent: (amount: 2em, all: true), strong(block.text)) }
  else { par(first-line-indent: (amount: 2em, all: true), block.text) }
}
"""


@cache
def faces() -> tuple[str, ...]:
    """The Chinese faces this machine has, in order; none where it has none."""
    here = set(typst.Fonts().families())
    return tuple(name for name in FACES if name in here)


def write_pdf(document: Document, path: Path) -> None:
    """The document as PDF, A4 with the margins of GB/T 9704. Raises RenderError where the machine has no Chinese font: it would print boxes."""
    if not faces():
        raise RenderError("这台电脑没有中文字体，做不出 PDF；请安装一种（Debian：apt-get install fonts-noto-cjk），或下载 docx、html")
    said = {"title": document.title, "foot": document.foot, "faces": faces(),
            "blocks": [{"kind": b.kind, "text": _plain(b.text), "rows": [[_plain(cell) for cell in row] for row in b.rows]} for b in document.blocks]}  # fmt: skip
    path.write_bytes(typst.compile(_PAGE.encode(), sys_inputs={"said": json.dumps(said, ensure_ascii=False)}))


def _plain(text: str) -> str:
    """What a page can hold: control characters become U+FFFD."""
    return "".join(c if c >= " " or c in "\t\n" else "\ufffd" for c in text)
