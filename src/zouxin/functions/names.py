"""Names of units, accounts and companies: one shape for the same name, and how well two of them agree."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa

from zouxin.functions.folding import fold_strings

#: what stands before the name of a unit: the province and the city it lies in, when something smaller follows
_ABOVE = re.compile(
    r"^(?:[^省市县区]{2,3}省|[^省市县区]{2,8}自治区)?(?:[^省市县区州]{2,4}市|[^省市县区州]{1,9}自治州)?(?=[^省市县区旗]{1,8}[县区旗市])"
)
_GOVERNMENT = re.compile(r"^(.*[省市州盟县区旗])政府(?:办|办公室|办公厅)?$")
_BELOW = re.compile(r"(?:镇|乡|街道|村|社区|管理区|开发区|新城|(?:工业|产业|化工|科技|物流)园区)政府")


@dataclass(frozen=True, kw_only=True)
class NameWords:
    """Words in names, out of content/words/names.yml: what makes a company, what means the same, networks by host."""

    has: tuple[str, ...]
    ends: tuple[str, ...]
    but: tuple[str, ...]
    same: tuple[tuple[str, str], ...]
    networks: Mapping[str, str]
    glyphs: tuple[str, ...]


def name_words(said: Mapping[str, Any]) -> NameWords:
    """The words out of their content file."""
    company = said["company"]
    return NameWords(
        has=tuple(company["has"]), ends=tuple(company["ends"]), but=tuple(company["but"]), same=tuple((a, b) for a, b in said["same"]),
        networks=said["networks"], glyphs=tuple(said["glyphs"]),
    )  # fmt: skip


def folded(names: pa.Array) -> list[str | None]:
    """Names in one shape: simplified, half width, small, without space and punctuation; None where nothing is left (n)."""
    texts: list[str] = fold_strings(names).to_pylist()
    return [name or None for name in texts]


def plain(name: str | None, words: NameWords) -> str | None:
    """A folded unit's name as short as it may be written and still mean that unit."""
    if name is None:
        return None
    return _ABOVE.sub("", shortened(name, words), count=1)


def shortened(name: str, words: NameWords) -> str:
    """A folded name with the shorter of two ways to say the same."""
    for long, short in words.same:
        name = name.replace(long, short)
    return name


def is_company(name: str | None, words: NameWords) -> bool:
    """Whether a folded name is that of a company."""
    if not name or any(word in name for word in words.but):
        return False
    return any(word in name for word in words.has) or any(name.endswith(end) for end in words.ends)


def government(name: str | None) -> str | None:
    """The place of a people's government of county level or above, out of its own shortened name or its office's; else None."""
    found = _GOVERNMENT.match(name or "")
    return found.group(1) if found and not _BELOW.search(name or "") else None


def fits(one: str | None, other: str | None) -> str | None:
    """How two plain names agree: "same", "part" (all of one stands in the other in its order) or "other"; None without both."""
    if not one or not other:
        return None
    if one == other:
        return "same"
    short, long = sorted((one, other), key=len)
    return "part" if _in_order(short, long) else "other"


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def network(kind: str | None, url: str | None, words: NameWords) -> str | None:
    """The network an account is on: by its kind where that is one network, else by its address; None where neither tells."""
    if kind in ("wechat", "weibo", "app"):
        return kind
    address = url or ""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:  # what a register calls an address need not be one
        return None
    known = [name for end, name in words.networks.items() if f".{host}".endswith(f".{end}")]
    return known[0] if known else None
