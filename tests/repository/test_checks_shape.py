"""Every check has the same shape: page, words, cases, and an expression that both engines read alike."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from golden_cases import all_cases, case_files

from zouxin import content, packs
from zouxin.checks import HEADINGS, all_checks
from zouxin.scores.vetoes import ACCOUNTS, SITES
from zouxin.tables import all_tables

CODES = pytest.mark.parametrize("code", all_checks())
LANGUAGES = ("zh-Hans", "en")
SAYS = ("name", "title", "says", "finds", "matters", "put_right", "cannot_tell")
FIELD = re.compile(r"\{(\w+)\}")
CODE = re.compile(r"[A-Z]{3}\d{3}")
#: expressions that give different answers on the two engines in silence
FORBIDDEN = (".levenshtein(", ".hash(", "asof_join(", ".now(", "to_pandas(", "execute(")
ON_TIME = re.compile(r"\w+_at\.delta\(|timestamp")


def module_of(code: str) -> Path:
    return Path(inspect.getfile(all_checks()[code].expression))


@CODES
def test_the_page_has_its_headings_in_order(code: str) -> None:
    page = all_checks()[code].page
    heads = [line for line in page.splitlines() if line and not line.startswith(" ")]
    assert heads[0].endswith(".")
    assert tuple(heads[1:]) == HEADINGS
    parts = re.split("|".join(f"^{h}$" for h in HEADINGS), page, flags=re.MULTILINE)
    assert all(part.strip() for part in parts)


@CODES
def test_code_file_and_function_agree(code: str) -> None:
    check = all_checks()[code]
    assert CODE.fullmatch(code)
    assert module_of(code).stem == check.trouble
    assert check.subject in check.reads


@CODES
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_words_in_both_languages(code: str, language: str) -> None:
    words = content.words(language)[code]
    assert tuple(words) == SAYS
    assert words["name"] == all_checks()[code].trouble
    assert all(str(text).strip() for text in words.values())
    assert set(FIELD.findall(words["says"])) <= set(all_checks()[code].evidence)


@CODES
def test_its_own_sentence_speaks_of_its_evidence(code: str) -> None:
    check = all_checks()[code]
    assert set(FIELD.findall(check.says)) <= set(check.evidence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_without_a_check(language: str) -> None:
    assert set(content.words(language)) == set(all_checks())


@CODES
def test_it_has_a_yes_a_no_and_a_cannot_tell(code: str) -> None:
    assert module_of(code).with_suffix(".cases.yml") in case_files()
    said = {row["found"] for case in all_cases() if case.check == code for row in case.expected}
    assert said == {True, False, None}


def test_cases_stand_beside_their_check() -> None:
    assert {path.name.removesuffix(".cases.yml") for path in case_files()} == {check.trouble for check in all_checks().values()}


@CODES
def test_it_reads_no_text(code: str) -> None:
    check = all_checks()[code]
    prose = {column.name for table in check.reads for column in table.columns if column.type == "text"}
    read = {column.name for table in check.reads for column in table.columns if column.type != "text"}
    tree = ast.parse(module_of(code).read_text("utf-8"))
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    limits = set(check.limits)  # a limit may have the name of a text column
    assert named & (prose - read - limits) == set()


def sources() -> list[Path]:
    return sorted((Path(__file__).parents[2] / "src" / "zouxin" / "checks").rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_no_expression_on_which_engines_differ(path: Path) -> None:
    code = path.read_text("utf-8")
    assert [word for word in FORBIDDEN if word in code] == []
    assert ON_TIME.search(code) is None
    assert not re.search(
        r"\s/\s", "\n".join(line for line in code.splitlines() if "_" in line and "/" in line and "import" not in line and '"' not in line)
    )


@CODES
def test_evidence_and_limits_are_spelled_out(code: str) -> None:
    check = all_checks()[code]
    assert check.evidence
    for limit in check.limits.values():
        assert limit.doc
        assert limit.unit or limit.choices
    assert {table.name for table in check.reads} <= set(all_tables())


def test_every_kind_inspected_has_a_veto_that_asks_of_all_its_platforms() -> None:
    rules = {rule.check.code: rule for rule in packs.read("national").rules if rule.severity == "veto"}
    whole = {code: rule.check.kinds for code, rule in rules.items() if rule.check.subject.name == "platform"}
    assert all(whole.values()), whole
    assert {kind for kinds in whole.values() for kind in kinds} == {*ACCOUNTS, *SITES}
    assert [code for code, check in all_checks().items() if set(check.kinds) - {*ACCOUNTS, *SITES}] == []
