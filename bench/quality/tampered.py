"""Pages into which spam was slipped, made from real official texts, and what is told of them.

Hosts are read where they stand and never copied; spam is our own (tampered_spam.py). Every page knows what it was before.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from opencc import OpenCC

from bench.quality.tampered_spam import FRESH, HELD_OUT, SEEN
from zouxin import content
from zouxin.functions import foreign
from zouxin.functions.pages import read

REPLIES = ("gov_website_errors/dev", "shanghai_petitions/dev", "tipdm2020c/att4_dev")
LETTERS = (*REPLIES, "tipdm2020c/att3_dev", "tipdm2020c/att2subset_dev", "tipdm2020c/testmsgs_dev")
#: ways a block is kept from readers' eyes; {} is where it stands
HIDDEN = (
    '<div style="display:none">{}</div>', '<div style="DISPLAY: none !important;">{}</div>', '<span style="visibility:hidden">{}</span>',
    '<p style="font-size:0">{}</p>', '<div style="position:absolute;left:-9999px;top:-9999px">{}</div>', '<div style="height:0;overflow:hidden">{}</div>',
    '<font color="#ffffff" style="background:#fff">{}</font>', '<div style="color:#fff;background-color:#ffffff">{}</div>',
    '<marquee width="1" height="1" scrollamount="3000">{}</marquee>', '<noscript>{}</noscript>', '<div hidden>{}</div>',
    '<style>.zx-a1{{display:none}}</style><div class="zx-a1">{}</div>', '<div style="text-indent:-9999em;overflow:hidden">{}</div>', '<div style="opacity:0">{}</div>',
    '<div style="position:fixed;left:-5000px">{}</div>', '<p style="font-size:1px;line-height:1px;color:#FFF">{}</p>',
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One made page: how it was made, what it is (txt or html), its content, and the text without what was slipped in."""

    made: str
    kind: str
    content: str
    clean: str
    spam: str


def hosts(data: Path, seed: int, many: int) -> list[list[str]]:
    """Paragraphs of real official texts of 80 to 900 characters, two paragraphs at least."""
    texts = [t for name in REPLIES for t in pq.read_table(data / f"{name}.parquet")["reply"].to_pylist() if t]
    texts += [t for t in pq.read_table(data / "official_weibo/dev.parquet")["text"].to_pylist() if t]
    fit = [_paragraphs(t) for t in texts if 80 <= len(t) <= 900]
    return random.Random(seed).sample([p for p in fit if len(p) >= 2], many)


def _paragraphs(text: str) -> list[str]:
    """Its own lines, or its sentences by twos where it has one line only."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        return lines
    parts = [p + "。" for p in text.strip().rstrip("。").split("。")]
    return ["".join(parts[at : at + 2]).strip() for at in range(0, len(parts), 2)]


def pages(data: Path, *, seed: int = 7) -> Iterator[Page]:
    """Every spam in every script, at every place, in plain text and in HTML; hosts and combinations drawn."""
    toss = random.Random(seed)
    spam = [(kind, text, held) for held, some in (("seen", SEEN), ("held out", HELD_OUT), ("fresh", FRESH)) for kind, text in some]
    drawn = iter(hosts(data, seed, len(spam) * 5))
    for nth, (kind, text, held) in enumerate(spam):
        for name, put in toss.sample(list(PLACES.items()), 2):
            yield _plain(f"txt {name} {kind}", put, next(drawn), text, held, toss)
        how, change = list(SCRIPTS.items())[nth % len(SCRIPTS)]
        name, put = toss.choice(list(PLACES.items()))
        host, said = change(next(drawn), text, toss)
        yield _plain(f"txt {how} {name} {kind}", put, host, said, held, toss)
        yield _html(f"html hidden {nth % len(HIDDEN)} {kind}", next(drawn), text, held, HIDDEN[nth % len(HIDDEN)], toss)
        yield _html(f"html open {kind}", next(drawn), text, held, "<p>{}</p>", toss)


def _plain(made: str, put: Callable[[list[str], str, random.Random], tuple[str, str]], host: list[str], spam: str, held: str,
           toss: random.Random) -> Page:  # fmt: skip
    content, clean = put(host, spam, toss)
    return Page(made, "txt", content, clean, held)


def _before(host: list[str], spam: str, toss: random.Random) -> tuple[str, str]:
    text = "\n".join(host)
    return f"{spam}\n{text}", text


def _after(host: list[str], spam: str, toss: random.Random) -> tuple[str, str]:
    text = "\n".join(host)
    return f"{text}\n{spam}", text


def _between(host: list[str], spam: str, toss: random.Random) -> tuple[str, str]:
    at = toss.randrange(1, len(host))
    return "\n".join([*host[:at], spam, *host[at:]]), "\n".join(host)


def _blank_lines(host: list[str], spam: str, toss: random.Random) -> tuple[str, str]:
    at = toss.randrange(0, len(host) + 1)
    return "\n\n".join([*host[:at], spam, *host[at:]]), "\n\n".join(host)


def _indented(host: list[str], spam: str, toss: random.Random) -> tuple[str, str]:
    lines, at = ["　　" + line for line in host], toss.randrange(1, len(host))
    return "\n".join([*lines[:at], "　　" + spam, *lines[at:]]) + "\n", "\n".join(lines) + "\n"


def _mid_paragraph(host: list[str], spam: str, toss: random.Random) -> tuple[str, str]:
    """Behind a sentence, on the same line."""
    text, spam = "\n".join(host), spam.replace("\n", " ")
    stops = [i + 1 for i, c in enumerate(text[:-1]) if c in "。！？" and text[i + 1] not in "\n”’》）】。！？"]
    at = toss.choice(stops or [len(text)])
    return text[:at] + spam + text[at:], text


def _ends_line(host: list[str], spam: str, toss: random.Random) -> tuple[str, str]:
    at, spam = toss.randrange(0, len(host)), spam.replace("\n", " ")
    return "\n".join([*host[:at], host[at] + " " + spam, *host[at + 1 :]]), "\n".join(host)


def _both_ends(host: list[str], spam: str, toss: random.Random) -> tuple[str, str]:
    text = "\n".join(host)
    return f"{spam}\n{text}\n{toss.choice(SEEN)[1]}", text


PLACES = {"before": _before, "after": _after, "between": _between, "blank lines": _blank_lines, "indented": _indented,
          "mid paragraph": _mid_paragraph, "end of line": _ends_line, "both ends": _both_ends}  # fmt: skip


def _traditional(host: list[str], spam: str, toss: random.Random) -> tuple[list[str], str]:
    """The whole page in traditional script."""
    to = OpenCC("s2t")
    return [to.convert(line) for line in host], to.convert(spam)


def _traditional_spam(host: list[str], spam: str, toss: random.Random) -> tuple[list[str], str]:
    return host, OpenCC("s2t").convert(spam)


def _traditional_page(host: list[str], spam: str, toss: random.Random) -> tuple[list[str], str]:
    return [OpenCC("s2t").convert(line) for line in host], spam


def _spaced(host: list[str], spam: str, toss: random.Random) -> tuple[list[str], str]:
    """A space or dot between the characters of spam."""
    between = toss.choice((" ", "·", "."))
    return host, "".join(c + between if "\u4e00" <= c <= "\u9fff" and toss.random() < 0.8 else c for c in spam).rstrip(" ·.")


def _wide(host: list[str], spam: str, toss: random.Random) -> tuple[list[str], str]:
    return host, "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in spam)


def _lookalikes(host: list[str], spam: str, toss: random.Random) -> tuple[list[str], str]:
    """Cyrillic letters for Latin ones, odd Hanzi for usual ones, circled digits."""
    odd = dict(zip("aeocpxy京博国票扣发12345678", "аеосрхy亰愽囯票釦發①②③④⑤⑥⑦⑧", strict=True))
    return host, "".join(odd.get(c, c) for c in spam)


def _decorated(host: list[str], spam: str, toss: random.Random) -> tuple[list[str], str]:
    return host, "★★★" + spam + "►►►"


SCRIPTS = {"traditional": _traditional, "traditional spam": _traditional_spam, "traditional page": _traditional_page, "spaced": _spaced,
           "full width": _wide, "look-alikes": _lookalikes, "decorated": _decorated}  # fmt: skip


def _html(made: str, host: list[str], spam: str, held: str, how: str, toss: random.Random) -> Page:
    at = toss.randrange(0, len(host) + 1)
    inner = "<br>".join(_linked(line, toss) for line in spam.split("\n"))
    blocks = [f"<p>{escape(line)}</p>" for line in host]
    blocks.insert(at, how.format(inner))
    body = "\n".join(blocks)
    page = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(host[0][:20])}</title><script>var a = 1 < 2;</script></head>\n<body>\n<div class="content">\n{body}\n</div>\n</body></html>\n'
    return Page(made, "html", page, "\n".join(host), held)


def _linked(line: str, toss: random.Random) -> str:
    """A line of spam as markup, half the time a link to a strange domain."""
    if "<" in line:
        return line
    return f'<a href="http://www.a{toss.randrange(999)}.example/">{escape(line)}</a>' if toss.random() < 0.5 else escape(line)


def real(data: Path) -> dict[str, list[str]]:
    """All real official texts at hand, and the letters beside them."""
    read: dict[str, Sequence[str | None]] = {f"replies {n}": pq.read_table(data / f"{n}.parquet")["reply"].to_pylist() for n in REPLIES}
    read["posts official_weibo"] = pq.read_table(data / "official_weibo/dev.parquet")["text"].to_pylist()
    read |= {f"letters {n}": pq.read_table(data / f"{n}.parquet")["question"].to_pylist() for n in LETTERS}
    return {name: [t for t in texts if t] for name, texts in read.items()}


def restored(page: Page, by: foreign.Instrument) -> str:
    """The text of a page less what is called foreign in it."""
    seen = read(page.content) if page.kind == "html" else None
    text = seen.text if seen else page.content
    told = foreign.foreign(pa.array([text], pa.string()), by, seen={0: seen} if seen else {})[0]
    return foreign.without(text, told.spans if told else ())


def measure(data: Path, *, seed: int = 7) -> dict[str, Any]:
    """Pages restored exactly, by kind; real texts called tampered; official texts a second."""
    by = foreign.instrument(content.post_words("foreign"))
    exact: Counter[str] = Counter()
    made: Counter[str] = Counter()
    missed = []
    for page in pages(data, seed=seed):
        right = restored(page, by) == page.clean
        names = [
            "all",
            {"txt": "plain text", "html": "HTML"}[page.kind],
            f"spam {page.spam}",
            page.made.rsplit(" ", 1)[0].rstrip(" 0123456789"),
        ]
        made.update(names)
        exact.update(names if right else ())
        missed += [] if right else [page.made]
    counts, started = {"official texts": Counter(), "letters": Counter()}, time.perf_counter()
    by_set = {}
    speed = 0.0
    for name, texts in real(data).items():
        alarms = sum(t is not None for t in foreign.foreign(pa.array(texts, pa.string()), by))
        by_set[name] = {"rows": len(texts), "found": alarms}
        counts["letters" if name.startswith("letters") else "official texts"].update(rows=len(texts), found=alarms)
        if not name.startswith("letters"):
            speed = counts["official texts"]["rows"] / (time.perf_counter() - started)
    return {"pages": {n: {"pages": made[n], "exact": exact[n]} for n in made}, "missed": missed, "real": {n: dict(c) for n, c in counts.items()},
            "sets": by_set, "speed": round(speed)}  # fmt: skip
