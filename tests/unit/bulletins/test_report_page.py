"""The report's page: all of the findings, none of the private ones, nothing hostile alive, and no contradiction."""

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rendered_page import Page

from zouxin.bulletins import bulletin, names
from zouxin.bulletins.report import embed, views
from zouxin.bulletins.report.words import page
from zouxin.model.errors import RenderError, UsageError
from zouxin.model.report import Distribution, Span, TextView

GOLDEN = Path(__file__).parents[2] / "golden" / "report" / "small.txt"


@pytest.fixture(scope="module")
def html(report, tmp_path_factory):
    return bulletin("report").render(report, tmp_path_factory.mktemp("out")).read_text("utf-8")


@pytest.fixture(scope="module")
def read(html):
    return Page(html)


def test_bulletins_are_walked():
    assert "report" in names()
    with pytest.raises(UsageError, match="report"):
        bulletin("nobody")


def test_every_listed_finding_is_inside_with_its_texts(report, read):
    listed = {f.mark: f for f in report.findings if f.severity != "private"}
    inside = {f["m"]: f for f in read.findings()}
    assert inside.keys() == listed.keys()
    assert len(inside) == 235
    for mark, f in listed.items():
        assert inside[mark]["l"]["x"] == f.letter.text
        assert (inside[mark]["r"] or {}).get("x") == (f.reply.text if f.reply else None)
        assert len(inside[mark]["o"]) == len(f.others)


def test_the_index_points_at_the_findings_in_order(read):
    assert [row[0] for row in read.json("index")["rows"]] == [f["m"] for f in read.findings()]


def test_private_findings_are_nowhere(report, html):
    private = [f for f in report.findings if f.severity == "private"]
    assert private
    assert not [f.mark for f in private if f.mark in html]


def test_a_private_finding_of_an_open_check_is_nowhere(small, tmp_path):
    kept, dropped = small.findings[0], small.findings[1]
    hidden = replace(dropped, severity="private")
    counts = [replace(t, finding=t.finding - 1, asked=t.asked - 1) if t.check == dropped.check else t for t in small.totals]
    changed = replace(small, findings=(kept, hidden, *small.findings[2:]), totals=tuple(counts), by_unit=(), by_month=())
    html = bulletin("report").render(changed, tmp_path).read_text("utf-8")
    assert kept.mark in html
    assert dropped.mark not in html


def test_counts_of_a_private_check_are_nowhere(read):
    assert "RPL010" not in {row[0] for row in read.json("charts")["checks"]}
    assert "RPL010" not in {row[1] for row in read.json("charts")["units"]}


def test_hostile_text_makes_no_element(html, read):
    scripts = [attrs for tag, attrs in read.tags if tag == "script"]
    assert len([attrs for attrs in scripts if "type" not in attrs]) == 2  # charts' library and our own
    assert not [tag for tag, attrs in read.tags if tag == "img" or any(name.startswith("on") for name in attrs)]
    assert "window.hacked=1</script>" not in html
    assert not re.search("[\u2028\u2029\x00]", html)


def test_hostile_names_make_no_element(small, tmp_path):
    evil = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    findings = tuple(replace(f, unit=evil, source=evil, subject_id=evil, sentence=evil, citation=evil) for f in small.findings)
    source = replace(
        small.sources[0], name=evil, files=(evil,), mapping=((evil, evil),), stated=(evil,), ignored=(evil,), quarantine_file=evil
    )
    by_unit = [replace(t, group=evil if i == 0 else t.group) for i, t in enumerate(small.by_unit)]
    changed = replace(
        small, findings=findings, sources=(source,), by_unit=tuple(by_unit), run=evil, snapshot=evil, version=evil, engine=evil,
        novel=(Distribution(group=evil, measure="novel", edges=(0, 1), counts=(1,)),), not_asked=((evil, evil),),
    )  # fmt: skip
    tags = Page(bulletin("report").render(changed, tmp_path).read_text("utf-8")).tags
    assert not [tag for tag, _ in tags if tag == "img"]
    assert len([attrs for tag, attrs in tags if tag == "script" and "type" not in attrs]) == 2


def test_nothing_is_fetched_and_only_our_scripts_may_run(html, read):
    policy = next(attrs["content"] for tag, attrs in read.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    for attrs, text in read.scripts:
        if not attrs:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy or text.lstrip().startswith(":root")
    assert not [attrs for tag, attrs in read.tags if attrs.get("src") or tag in ("link", "iframe", "object")]
    assert not [attrs["href"] for tag, attrs in read.tags if tag == "a" and not attrs["href"].startswith("#")]


def test_the_same_report_gives_the_same_bytes(report, html, tmp_path):
    assert bulletin("report").render(report, tmp_path / "again.html").read_text("utf-8") == html


def test_many_findings_travel_packed(report):
    rows = [f for f in report.findings if f.severity != "private"]
    plain, packed = embed.pack(rows), embed.pack(rows, plain_below=0)
    assert (plain.form, packed.form) == ("plain", "gzip")
    assert plain.checksum == packed.checksum
    assert len(packed.blocks) == -(-len(rows) // embed.CHUNK)


def test_offsets_are_those_of_javascript():
    view = TextView(id="a", text="𠮷野家", spans=(Span(start=1, end=3, kind="copied"),))
    assert embed._text(view)["s"] == [[2, 4, "copied"]]


def _first(tallies, **changes):
    return (replace(tallies[0], **changes), *tallies[1:])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda r: {"totals": _first(r.totals, asked=r.totals[0].asked + 1)}, "four verdicts"),
        (lambda r: {"totals": _first(r.totals, clean=-1)}, "four verdicts"),
        (lambda r: {"by_unit": r.by_unit[1:]}, "by unit"),
        (lambda r: {"by_month": r.by_month[1:]}, "by month"),
        (lambda r: {"by_unit": (*r.by_unit, r.by_unit[0])}, "counted twice"),
        (lambda r: {"totals": (*r.totals, r.totals[0])}, "counted twice"),
        (lambda r: {"totals": _first(r.totals, check="RPL999")}, "not described"),
        (lambda r: {"findings": r.findings[1:]}, "findings are listed"),
        (lambda r: {"findings": (*r.findings, replace(r.findings[0], mark="b" * 16))}, "findings are listed"),
        (lambda r: {"findings": (r.findings[0], replace(r.findings[1], overruled=True), *r.findings[2:])}, "findings are listed"),
        (lambda r: {"findings": (*r.findings, r.findings[0])}, "more than one finding"),
        (lambda r: {"findings": (replace(r.findings[0], check="RPL009"), *r.findings[1:])}, "not in force"),
        (lambda r: {"sources": (replace(r.sources[0], read=1),)}, "rows read"),
        (lambda r: {"novel": (replace(r.novel[0], edges=r.novel[0].edges[1:]),)}, "rising edges"),
        (lambda r: {"checks": (*r.checks, r.checks[0])}, "described 2 times"),
    ],
)
def test_a_report_that_contradicts_itself_is_refused(small, tmp_path, change, says):
    with pytest.raises(RenderError, match=says):
        bulletin("report").render(replace(small, **change(small)), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_stretch_outside_its_text_is_refused(small, tmp_path):
    f = small.findings[0]
    wrong = replace(f, letter=replace(f.letter, spans=(Span(start=0, end=len(f.letter.text) + 1, kind="copied"),)))
    with pytest.raises(RenderError, match="lie outside"):
        bulletin("report").render(replace(small, findings=(wrong, *small.findings[1:])), tmp_path)


def test_a_report_of_nothing_is_a_page(small, tmp_path):
    empty = replace(small, findings=(), totals=(), by_unit=(), by_month=(), novel=(), sources=(), checks=(), letters=0, replies=0, units=0)
    text = " ".join(Page(bulletin("report").render(empty, tmp_path).read_text("utf-8")).lines)
    assert "不能给出得到实际回答的比例" in text
    assert "没有发现问题" in text


def test_small_report_golden_text(small, tmp_path, request):
    """Regenerate by deleting tests/golden/report/small.txt, then read the change."""
    text = "\n".join(Page(bulletin("report").render(small, tmp_path).read_text("utf-8")).lines) + "\n"
    if not GOLDEN.exists():
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8")
        pytest.fail("the golden text was missing and has been written: read it, then run again")
    assert text == GOLDEN.read_text("utf-8")


def test_both_languages_have_the_same_words_and_blanks():
    chinese, english = page("zh-Hans"), page("en")
    assert chinese.keys() == english.keys()
    assert {k for k in chinese if set(re.findall(r"\{\d\}", chinese[k])) != set(re.findall(r"\{\d\}", english[k]))} == set()


def test_every_word_the_page_asks_for_exists():
    folder = Path(embed.__file__).parent
    used = set()
    for file in [*folder.glob("pages/*.j2"), *folder.glob("script/*.js")]:
        used |= set(re.findall(r"(?:\bt|\bsay)\('([a-z_.]+[a-z_])'", file.read_text("utf-8")))
    assert used
    assert used - page("zh-Hans").keys() == set()


def test_every_evidence_of_a_check_has_a_label():
    """Seen on the page; read from the checks' own declarations."""
    from zouxin.checks import all_checks

    shown = {name for check in all_checks().values() if check.tone == "trouble" for name in check.evidence}
    assert {name for name in shown if f"field.{name}" not in page("zh-Hans")} == set()


def test_a_last_edge_past_all_lengths_is_no_end():
    assert views.bins((0, 1, 801, 1_000_000)) == ["0", "1–800", "≥801"]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, "—"), (0, 9, "0.0%"), (1, 9, "11.1%"), (1, 99999, "<0.1%"), (99999, 100000, ">99.9%"), (7, 7, "100.0%")],
)
def test_a_share_is_never_rounded_into_none_or_all(part, whole, said):
    assert views.share(part, whole) == said


def test_units_stand_by_name_the_blank_last(report):
    names = views.units(report).groups
    assert names[-1] == ""
    assert list(names) == views.by_name(reversed(names))
