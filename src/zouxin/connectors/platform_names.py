"""Which platform a cell means: by its id, by its name in a register of the same landing, or by a name alone."""

import re
import unicodedata
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from zouxin.connectors.headings import fold
from zouxin.connectors.keys import joined
from zouxin.connectors.plan import FillPlan

_ID = re.compile(r"编号|编码|(?:id|uid|mid)$")
#: what tells two platforms of one kind and name apart, the most lasting first
_APART = ("network", "handle", "unit_id", "operator", "certified_name", "url")


def platform_id(kind: str | None, name: str | None) -> str | None:
    """The id of a platform that has none: kind and name, as a person would write them; None without a name."""
    bare = " ".join(unicodedata.normalize("NFKC", name or "").split())
    return (f"{kind}:{bare}" if kind else bare) or None


class Names:
    """Platforms by id and by name, as they land; and those that rows stand on without being listed."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._by_name: dict[tuple[str, str], set[str]] = {}
        self._meant: dict[str, tuple[str, str]] = {}
        self._registered = False

    def made(self, platform: Mapping[str, pa.Array], *, network: pa.Array | None, size: int, skip: np.ndarray) -> pa.Array:
        """An id a row out of kind and name; where several share them, with what tells them apart.

        `network`: the kind as the file writes it (抖音 and 快手 are both short video).
        """
        said = {**platform, "network": network} if network is not None else platform
        columns = [said[n].to_pylist() if n in said else [None] * size for n in ("kind", "name", *_APART)]
        alike: dict[str, set[tuple[str | None, ...]]] = {}
        plain: list[str | None] = []
        rows = list(zip(*columns[2:], strict=True))
        for kind, name, out, row in zip(columns[0], columns[1], skip, rows, strict=True):
            one = None if out else platform_id(kind, name)
            plain.append(one)
            if one:
                alike.setdefault(one, set()).add(row)
        found = [one and self._apart(one, row, alike[one]) for one, row in zip(plain, rows, strict=True)]
        return pa.array(found, pa.string())

    def _apart(self, one: str, row: tuple[str | None, ...], alike: set[tuple[str | None, ...]]) -> str:
        if len(alike) == 1 and one not in self._known:
            return one
        for nth, by in enumerate(row):
            if by and len({other[nth] for other in alike}) == len(alike) > 1:
                return f"{one}@{by}"
        return "@".join((one, *filter(None, row)))

    def landed(self, rows: pa.RecordBatch) -> None:
        """Platforms that a register brought."""
        self._registered = True
        for one, kind, name in zip(*(rows[c].to_pylist() for c in ("id", "kind", "name")), strict=True):
            self._known.add(one)
            for key in ((kind, name), ("", name)):
                self._by_name.setdefault(key, set()).add(one)

    def resolved(
        self,
        named: Mapping[str, pa.Array],
        cells: pa.Array | None,
        *,
        plan: FillPlan,
        network: pa.Array | None,
        default: str | None,
        size: int,
    ) -> pa.Array:
        """The platform's id of each row, null where nothing names one.

        `named`: what the file says of the platform (id, kind, name); `cells`: its own reference to one. `default`: kind
        of platform such rows stand on ("" = any), None where rows alone do not make a platform.
        """
        nothing = pa.nulls(size, pa.string())
        columns = [named.get("id", nothing), named.get("kind", nothing), named.get("name", nothing), nothing if cells is None else cells,
                   nothing if network is None else network]  # fmt: skip
        keys = joined(columns).dictionary_encode()
        first = {code: nth for nth, code in reversed(list(enumerate(keys.indices.to_pylist())))}
        is_id = _ID.search(fold(_heading(plan))) is not None
        found = [
            self._one(*(c[first[code]].as_py() for c in columns), plan=plan, default=default, is_id=is_id)
            for code in range(len(keys.dictionary))
        ]
        return pa.array(found, pa.string()).take(keys.indices)

    def _one(self, own: str | None, kind: str | None, name: str | None, cell: str | None, network: str | None, *, plan: FillPlan,
             default: str | None, is_id: bool) -> str | None:  # fmt: skip
        said = own or name or cell
        if said is None and default is None:
            return None
        if said is None:
            said, is_id = plan.platform_name or plan.source, False
        kind = kind or default or None
        one = self._met(said, kind, name or cell, network)
        if one is None:
            plain = own or (is_id and cell == said) or plan.strict
            one = said if plain else platform_id(kind, said)
        if one and one not in self._known and default is not None:
            self._meant.setdefault(one, (kind or "other", name or said))
        return one

    def _met(self, said: str, kind: str | None, name: str | None, network: str | None) -> str | None:
        if said in self._known:
            return said
        if (exact := f"{platform_id(kind, name or said)}@{network}") in self._known:
            return exact
        for key in ((kind or "", name or said), ("", name or said)):
            if len(of := self._by_name.get(key, ())) == 1:
                return next(iter(of))
        return None

    def implied(self) -> list[dict[str, object]]:
        """Rows of platforms that were not listed: live where their own export shows them, unsaid beside a register."""
        status = None if self._registered else "live"
        return [{"id": i, "name": n, "kind": k, "status": status} for i, (k, n) in self._meant.items() if i not in self._known]

    @property
    def strangers(self) -> tuple[str, ...]:
        """Names of platforms that a register of the same landing does not list."""
        return tuple(n for i, (_, n) in self._meant.items() if i not in self._known) if self._registered else ()


def _heading(plan: FillPlan) -> str:
    return next((columns["platform_id"].column for columns in plan.fills.values() if "platform_id" in columns), "")
