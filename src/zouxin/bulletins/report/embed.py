"""Values that travel inside the page: hostile text made safe, findings packed into chunks the browser opens one at a time."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from zouxin.model.report import FindingView, TextView

CHUNK = 200  # findings
WINDOW = 20_000  # findings whose texts are fetched together and held at once
Whole = Callable[[Sequence[FindingView]], Sequence[FindingView]]
#: below this many bytes findings stay readable in the file's source; above, they are gzip in base64
PLAIN_BELOW = 1_000_000
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True)
class Packed:
    """Findings as blocks for script elements; `form` is plain or gzip, `checksum` the sha256 of their JSON."""

    form: str
    blocks: tuple[Markup, ...]
    checksum: str


def script_json(value: object) -> Markup:
    """JSON that may stand inside a script element: no `<`, `>`, `&`, U+2028 or U+2029 is left as such."""
    return _safe(_json(value))


def pack(findings: Sequence[FindingView], *, whole: Whole | None = None, chunk: int = CHUNK, plain_below: int = PLAIN_BELOW) -> Packed:
    """All findings, in order, `chunk` to a block; `whole` fetches texts, WINDOW findings at a time. The same findings give the same bytes."""
    digest, raws = hashlib.sha256(), []
    small = True
    for part in _chunks(findings, whole, chunk):
        raw = _json([row(f) for f in part])
        data = raw.encode("utf-8", "replace")
        digest.update(data)
        # packed at once, so that a million findings are never held unpacked
        raws.append(gzip.compress(data, 6, mtime=0))
        small = small and len(data) * (len(findings) / chunk + 1) < plain_below
    if small:
        blocks = tuple(_safe(gzip.decompress(raw).decode()) for raw in raws)
    else:
        blocks = tuple(Markup(base64.b64encode(raw).decode("ascii")) for raw in raws)
    return Packed("plain" if small else "gzip", blocks, digest.hexdigest())


def _chunks(findings: Sequence[FindingView], whole: Whole | None, chunk: int) -> Iterator[Sequence[FindingView]]:
    window = max(chunk, WINDOW // chunk * chunk)
    for start in range(0, len(findings), window):
        seen = findings[start : start + window]
        seen = whole(seen) if whole else seen
        yield from (seen[at : at + chunk] for at in range(0, len(seen), chunk))


#: evidence that stands in the text itself; the text without what was slipped in is in the findings' table
_SHOWN = ("clean_text", "foreign", "adverts", "private", "cloaked")


def row(f: FindingView) -> dict[str, object]:
    """One finding under short names; offsets are turned into those of JavaScript strings (UTF-16)."""
    return {
        "m": f.mark, "c": f.check, "v": f.severity, "src": f.source, "id": f.subject_id, "k": f.name, "u": f.unit, "t": f.month,
        "s": f.sentence, "e": {name: value for name, value in f.evidence.items() if name not in _SHOWN}, "p": f.pack, "g": f.grade, "q": f.citation, "x": f.overruled,
        "l": _text(f.letter), "r": _text(f.reply), "w": _text(f.post), "o": [_text(other) for other in f.others],
        "d": [[day, counted, why] for day, counted, why in f.days],
    }  # fmt: skip


def _text(view: TextView | None) -> dict[str, object] | None:
    if view is None:
        return None
    at = _utf16(view.text)
    spans = [[at(s.start), at(s.end), s.kind] for s in view.spans if s.start < s.end]
    # landed letters often hold their title as the first line already
    title = "" if view.text.startswith(view.title) else view.title
    return {"id": view.id, "on": view.on, "h": title, "x": view.text, "n": len(view.text), "s": spans}


def _utf16(text: str) -> Callable[[int], int]:
    """Python counts code points, JavaScript UTF-16 units: they differ behind a character off the basic plane."""
    if not text or max(text) <= "\uffff":
        return lambda i: i
    offsets, at = [], 0
    for character in text:
        offsets.append(at)
        at += 2 if character > "\uffff" else 1
    offsets.append(at)
    return offsets.__getitem__


def _safe(text: str) -> Markup:
    return Markup(text.translate(_ESCAPES))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    """Dates as they are read, numpy's numbers as Python's, everything else as its text."""
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else str(value)
