"""words: collect every word on screen, keep its English beside it, make the traditional script from it, and compile the catalogues."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from django.conf import settings
from django.core.management import BaseCommand, CommandParser
from django.utils.translation.template import templatize
from opencc import OpenCC

#: what Django and its libraries say in Chinese already comes from their own catalogues
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "_lazy": None, "now": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HAN = re.compile(r"[㐀-鿿]")


class Command(BaseCommand):
    help = "收集界面上的词句，更新英文与繁体的词表（--check：只核对）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        said = sorted(set(found()), key=str)
        english, hant = merged("en", said), traditional(said)
        missing = [str(m.id) for m in english if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]
        if options["check"]:
            stale = [name for name, catalog in (("en", english), ("zh_Hant", hant)) if text(catalog) != place(name).read_text("utf-8")]
            for one in missing:
                self.stdout.write(f"没有英文：{one}")
            for name in stale:
                self.stdout.write(f"{name} 的词表不是最新的，请运行 python -m zouxin.site words")
            sys.exit(1 if missing or stale else 0)
        for name, catalog in (("en", english), ("zh_Hant", hant)):
            place(name).parent.mkdir(parents=True, exist_ok=True)
            place(name).write_text(text(catalog), "utf-8")
            with place(name).with_suffix(".mo").open("wb") as file:
                write_mo(file, catalog)
        self.stdout.write(f"词句 {len(said)} 条，没有英文的 {len(missing)} 条")


def place(name: str) -> Path:
    """Where a language's catalogue stands."""
    return Path(settings.BASE) / "locale" / name / "LC_MESSAGES" / "django.po"


def found() -> Iterator[Any]:
    """Every Chinese message of code and templates: a text, or (singular, plural)."""
    for path in sorted(Path(settings.BASE).rglob("*")):
        if path.suffix not in (".py", ".html", ".txt", ".xml") or not path.is_file():
            continue
        source = path.read_text("utf-8")
        code = source if path.suffix == ".py" else templatize(source, origin=str(path))
        for _line, message, _comments, _context in extract("python", io.BytesIO(code.encode()), KEYWORDS, (), {"encoding": "utf-8"}):
            first = message[0] if isinstance(message, tuple) else message
            if first and HAN.search(first):
                yield message if isinstance(message, tuple) else first


def merged(name: str, said: list[Any]) -> Catalog:
    """The catalogue of those messages with the translations that are there."""
    old = pofile.read_po(place(name).open("rb"), locale=name) if place(name).is_file() else Catalog(locale=name)
    fresh = Catalog(locale=name, project="zouxin", fuzzy=False)
    for one in said:
        known = old.get(one[0] if isinstance(one, tuple) else one)
        fresh.add(
            one, known.string if known else ("", "") if isinstance(one, tuple) else "", flags=known.flags - {"fuzzy"} if known else ()
        )
    return fresh


def traditional(said: list[Any]) -> Catalog:
    """The catalogue of the traditional script, made from the simplified one."""
    convert, quotes = OpenCC("s2twp").convert, str.maketrans("“”‘’", "「」『』")

    def turn(one: str) -> str:
        return convert(one).translate(quotes)

    fresh = Catalog(locale="zh_Hant", project="zouxin", fuzzy=False)
    for one in said:
        fresh.add(one, (turn(one[1]),) if isinstance(one, tuple) else turn(one))
    return fresh


def text(catalog: Catalog) -> str:
    """A catalogue as a file, without dates."""
    out = io.BytesIO()
    pofile.write_po(out, catalog, omit_header=False, width=200, no_location=True, sort_output=True)
    kept = [
        line
        for line in out.getvalue().decode().splitlines()
        if "-Date:" not in line and "Generated-By" not in line and "Translator" not in line and "Language-Team" not in line
    ]
    return "\n".join(line for line in kept if not line.startswith("# ") and line != "#").strip() + "\n"
