"""Writes docs/reference from the code: `python docs/generate.py`; with `--check` it changes nothing and fails when a page is stale."""

import ast
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from zouxin import content, packs
from zouxin.checks import Check, all_checks
from zouxin.cli import main as command
from zouxin.model import errors
from zouxin.site.setting import SETTINGS
from zouxin.tables import all_tables

ROOT = Path(__file__).parents[1]
REFERENCE = Path(__file__).parent / "reference"
HEAD = "<!-- Written by docs/generate.py (make docs). Do not edit. -->\n\n"
SAYS = (("查什么", "finds"), ("为什么要紧", "matters"), ("怎样改", "put_right"), ("什么时候说不准", "cannot_tell"))


def row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    return "\n".join([row(heads), row("---" for _ in heads), *map(row, rows)]) + "\n"


def checks() -> str:
    """Every check: its page, its words in Chinese, its limits."""
    index = table(
        ["编号", "检查", "名称", "对象", "性质"],
        ([c.code, c.trouble, _words(c)["title"], c.subject.name, c.tone] for c in all_checks().values()),
    )
    return "# 检查 Checks\n\n" + index + "\n" + "\n".join(map(_check, all_checks().values()))


def _words(check: Check) -> dict[str, str]:
    return content.words("zh-Hans")[check.code]


def _check(check: Check) -> str:
    words = _words(check)
    said = "\n".join(f"- **{title}**：{words[key]}" for title, key in SAYS)
    limits = table(
        ["limit", "default", "unit", "stricter", "meaning"],
        ([n, one.default, one.unit, one.stricter or "(choice)", one.doc] for n, one in check.limits.items()),
    )
    facts = f"Reads {', '.join(t.name for t in check.reads)}; scope {check.scope}; gate {check.gate}; evidence {', '.join(check.evidence) or 'none'}."
    return f"## {check.code} {check.trouble} · {words['title']}\n\n{said}\n\n```text\n{check.page}\n```\n\n{facts}\n\n{limits if check.limits else ''}"


def tables() -> str:
    """Every table and column of the lake."""
    parts = ["# Tables of the lake\n\nLanded tables come from sources, derived ones are worked out, record tables are written by a run.\n"]
    for one in sorted(all_tables().values(), key=lambda t: (t.kind != "landed", t.kind, t.name)):
        columns = ([c.name, c.type, c.unit, "" if c.blank else "never", "、".join(c.allowed), c.doc] for c in one.columns)
        parts.append(
            f"## {one.name} ({one.kind})\n\n{one.doc} Key: {', '.join(one.key)}.\n\n{table(['column', 'type', 'unit', 'blank', 'allowed', 'meaning'], columns)}"
        )
    return "\n".join(parts)


def rule_packs() -> str:
    """Every pack and its rules."""
    parts = ["# 规则包 Rule packs\n"]
    for name in packs.available():
        pack = packs.read(name)
        rules = (
            [r.check.code, r.check.trouble, "启用" if r.on and r.because.on_by_default else "不启用", r.severity,
             "，".join(f"{k}={v}" for k, v in r.limits.items()), f"{r.because.title} {r.because.number} {r.because.clause}".strip(), r.because.grade, _time(r.period)]
            for r in pack.rules
        )  # fmt: skip
        heads = ["编号", "检查", "状态", "轻重", "限值", "依据", "等级", "施行"]
        parts.append(
            f"## {name}：{pack.title}\n\n层级 {pack.level}{f'，随 {pack.follows}' if pack.follows else ''}。{pack.note}\n\n{_scored(pack)}{table(heads, rules) if pack.rules else ''}"
        )
    return "\n".join(parts)


def _scored(pack: packs.Pack) -> str:
    s = pack.scoring
    return (
        f"计分：{s.of}，{s.points} 分，加分至多 {s.bonus} 分，单项否决的计 {s.vetoed} 分。依据 {s.because.title} {s.because.number}（等级 {s.because.grade}）。\n\n"
        if s
        else ""
    )


def _time(period: packs.Period) -> str:
    return f"{period.start or '（未注明）'} 起" + (f"，至 {period.end}" if period.end else "")


def verbs() -> str:
    """Every verb of the command line, as its --help says it."""
    parts = ["# 命令 Verbs of the command line\n"]
    top = click.Context(command, info_name="zouxin")
    for name in command.list_commands(top):
        verb = command.get_command(top, name)
        assert verb is not None
        with click.Context(verb, info_name=name, parent=top, terminal_width=100, max_content_width=100) as context:
            parts.append(f"## zouxin {name}\n\n```text\n{verb.get_help(context)}\n```\n")
            for own in verb.list_commands(context) if isinstance(verb, click.Group) else ():
                below = verb.get_command(context, own)  # type: ignore[attr-defined]
                with click.Context(below, info_name=own, parent=context, terminal_width=100, max_content_width=100) as inner:
                    parts.append(f"### zouxin {name} {own}\n\n```text\n{below.get_help(inner)}\n```\n")
    return "\n".join(parts)


def error_tree() -> str:
    """The tree of errors with exit codes."""
    return f"# 退出码 Errors and exit codes\n\n0 when a command ran, whatever it found; 2 for an option the command line does not know.\n\n```text\n{(errors.__doc__ or '').strip()}\n```\n"


def site_settings() -> str:
    """Every setting of the site."""
    head = "# Settings of the site\n\nEnvironment variables, read once at the start; what an authority chooses stands in rule packs, not here.\n\n"
    return head + table(
        ["variable", "default", "is for"], ((f"`{one.name}`", f"`{one.default}`" if one.default else "", one.help) for one in SETTINGS)
    )


def events() -> str:
    """Every kind of entry the site's log may hold, from the calls that write them."""
    found = {}
    for path in sorted((ROOT / "src" / "zouxin" / "site").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and len(node.args) > 1:
                for verb in _verbs(node.args[1]):
                    found.setdefault(
                        verb,
                        (
                            path.parts[path.parts.index("site") + 1],
                            [k.arg for k in node.keywords if k.arg not in (None, "label", "unit", "permission")],
                        ),
                    )
    head = "# Entries of the site's log\n\nWho did what when. Each write leaves one; `zouxin audit-log verify` proves that none was changed.\n\n"
    return head + table(["entry", "desk", "tells besides"], ((verb, app, ", ".join(said)) for verb, (app, said) in sorted(found.items())))


def _verbs(node: ast.expr) -> list[str]:
    """The texts an expression may be: `"a" if x else "b"` is two."""
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str) and "." in one.value]


PAGES: dict[str, Callable[[], str]] = {
    "checks.md": checks,
    "errors.md": error_tree,
    "events.md": events,
    "packs.md": rule_packs,
    "settings.md": site_settings,
    "tables.md": tables,
    "verbs.md": verbs,
}


def main() -> int:
    """Write the pages, or with --check name those that are stale."""
    pages = {REFERENCE / name: HEAD + make().rstrip() + "\n" for name, make in PAGES.items()}
    stale = [path for path, text in pages.items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"docs/reference/{path.name} is not what the code says: run make docs")
        return 1 if stale else 0
    REFERENCE.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(pages[path], "utf-8")
        print(f"wrote docs/reference/{path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
