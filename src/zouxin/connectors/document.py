"""The text of a document a person wrote: plain text, Word, PDF, a web page, the cells of a workbook."""

from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from zouxin.connectors.cells import text_of_value
from zouxin.connectors.encodings import decode_whole
from zouxin.connectors.workbook import sheets
from zouxin.connectors.zipped import members
from zouxin.functions import pages
from zouxin.model.errors import SourceError

#: ways of reading by the file's ending
ENDINGS = (".txt", ".md", ".docx", ".pdf", ".xlsx", ".xls", ".html", ".htm")
MOST = 20 * 2**20
PAGES = 200


def text_of(place: Path) -> str:
    """The text of one document, paragraphs on lines of their own. Raises SourceError for what cannot be read, with what would be right."""
    ending = place.suffix.lower()
    if ending not in ENDINGS:
        raise SourceError(f"{place.name}：只读 {'、'.join(one[1:] for one in ENDINGS)}，或者把文字复制出来")
    try:
        if place.stat().st_size > MOST:
            raise SourceError(f"{place.name}：文件太大，一份文件最大 {MOST >> 20} MiB")
        if ending == ".docx":
            return _word(place)
        if ending == ".pdf":
            return _portable(place)
        if ending in (".xlsx", ".xls"):
            return _cells(place)
        told = decode_whole(place.read_bytes())
    except OSError as error:
        raise SourceError(f"{place.name}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error
    if told is None:
        raise SourceError(f"{place.name}：认不出文字编码，请另存为 UTF-8 的文本文件")
    text = told[0]
    return pages.read(text).text if ending in (".html", ".htm") else text


def _cells(place: Path) -> str:
    """The cells of a workbook, one a line; a sheet that cannot be read says why."""
    lines: list[str] = []
    for _name, rows, why in sheets(place):
        if rows is None:
            raise SourceError(f"{place.name}：{why or '打不开'}")
        lines += [text_of_value(cell) or "" for row in rows for cell in row]
    return "\n".join(lines)


def _word(place: Path) -> str:
    members(place)  # a zip that would unpack to far more than it is goes no further
    try:
        document = docx.Document(str(place))
    except (KeyError, ValueError, OSError, AttributeError, TypeError, IndexError, LxmlError) as error:
        raise SourceError(f"{place.name}：不是完好的 Word 文件，请用 Word 或 WPS 打开后另存为 docx 再试") from error
    return "\n".join(_parts(document))


def _portable(place: Path) -> str:
    """The text of a PDF, page by page. A scan has none: nobody reads pictures here."""
    try:
        reader = PdfReader(str(place))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(f"{place.name}：PDF 有密码，请先去掉密码再上传")
        if len(reader.pages) > PAGES:
            raise SourceError(f"{place.name}：有 {len(reader.pages)} 页，最多读 {PAGES} 页，请只上传要看的部分")
        text = "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise SourceError(f"{place.name}：不是完好的 PDF，请重新导出，或者把文字复制出来") from error
    if not text.strip():
        raise SourceError(f"{place.name}：这份 PDF 是扫描的图片，没有文字；请上传 docx，或者把文字打出来")
    return text


def _parts(document: Document) -> list[str]:
    found: list[str] = []
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            found.append(part.text)
        elif isinstance(part, Table):
            found += ["；".join(cell.text for cell in row.cells) for row in part.rows]
    return found
