"""One page that opens offline: what was looked at, how it came out, every finding with its texts, and by what right.

Finished values in, one HTML file out. Nothing is fetched: style, script, charts and data stand in the file, and
its content security policy lets no other script run and nothing be loaded.
"""

import base64
import hashlib
import json
import os
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zouxin.bulletins.report import views
from zouxin.bulletins.report.adds_up import fits, listed, must_add_up
from zouxin.bulletins.report.embed import CHUNK, pack, script_json
from zouxin.bulletins.report.words import LANGUAGES, words
from zouxin.model.errors import RenderError
from zouxin.model.report import FindingView, Report

SCRIPTS = ("words", "texts", "card", "csv", "list", "charts", "start")


def render(report: Report, out: Path) -> Path:
    """Writes `out` (a .html file, or a folder that gets report.html) and returns the file's path.

    The same report gives the same bytes. Raises RenderError when totals, groups and findings
    contradict each other or a vendored asset is not the one it should be; then nothing is written.
    """
    must_add_up(report)
    place = out if out.suffix == ".html" else out / "report.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(place.name + ".part")
    context = _context(report)
    with half.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(_environment().get_template("report.html.j2").generate(context))
    os.replace(half, place)
    return place


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("zouxin.bulletins.report", "pages"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _context(report: Report) -> dict[str, object]:
    said = words(report.checks)
    findings = views.in_order(listed(report), [c.code for c in report.checks])
    packed = pack(findings, whole=lambda window: fits(report.whole(window)))
    library, program = _library(), _program()

    def say(key: str, *values: object) -> str:
        text = said["zh-Hans"][key]
        for place, value in enumerate(values):
            text = text.replace(f"{{{place}}}", str(value))
        return text

    return {
        "report": report, "views": views, "say": say, "said": said["zh-Hans"], "languages": [(code, said[code]["lang.name"]) for code in LANGUAGES],
        "words": script_json(said), "charts": script_json(views.chart_data(report)), "index": script_json(_index(report, findings)),
        "packed": packed, "standing": sum(not f.overruled for f in findings), "overruled": sum(f.overruled for f in findings),
        "checksum": _checksum(report, packed.checksum), "packs": sorted({c.pack for c in report.checks if c.on and c.pack}),
        "style": Markup((files(__name__) / "pages" / "style.css").read_text(encoding="utf-8")),
        "library": library, "program": program, "hashes": [_hash(text) for text in (library, program)],
    }  # fmt: skip


def _index(report: Report, findings: list[FindingView]) -> dict[str, object]:
    """What filters and anchors need of every finding, without its texts."""
    shown = {f.check for f in findings}
    checks = [c for c in report.checks if c.code in shown]
    return {
        "checks": [
            {"code": c.code, "trouble": c.trouble, "severity": c.severity, "pack": c.pack, "grade": c.grade, "citation": c.citation}
            for c in checks
        ],
        "units": (known := list(dict.fromkeys(f.unit for f in findings))),
        "rows": _rows(findings, {c.code: at for at, c in enumerate(checks)}, {unit: at for at, unit in enumerate(known)}),
        "chunk": CHUNK,
    }  # fmt: skip


def _rows(findings: list[FindingView], check: dict[str, int], unit: dict[str, int]) -> list[tuple[object, ...]]:
    return [(f.mark, check[f.check], unit[f.unit], f.severity, int(f.overruled)) for f in findings]


def _checksum(report: Report, of_findings: str) -> str:
    """sha256 over the run, all counts and the listed findings: two pages with the same one say the same."""
    head = (report.run, report.snapshot, report.moment.isoformat(), report.letters, report.replies, of_findings)
    counts = [tuple(vars(t).values()) for t in (*report.totals, *report.by_unit, *report.by_month)]
    return hashlib.sha256(json.dumps([head, counts], ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def _library() -> Markup:
    """The charts' library, refused when it is not the file whose digest stands beside it."""
    assets = files("zouxin.bulletins") / "assets"
    data = (assets / "echarts.simple.min.js").read_bytes()
    if hashlib.sha256(data).hexdigest() != (assets / "echarts.sha256").read_text().split()[0]:
        raise RenderError("The charts' library in zouxin/bulletins/assets is not the one it should be; install zouxin again.")
    return Markup(data.decode("utf-8"))


def _program() -> Markup:
    folder = files(__name__) / "script"
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return Markup("'use strict';\n(() => {\n" + "\n".join(parts) + "\n})();")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
