"""Keys of rows: worked out where a source has none, and watched so that none comes twice."""

import hashlib
from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.connectors.plan import FillPlan
from zouxin.connectors.quarantine import Problems
from zouxin.tables import all_tables

_SEPARATOR = "\x1f"
#: the table whose key a row of the file must not repeat
_FIRST = ("letter", "reply")


def joined(arrays: list[pa.Array]) -> pa.Array:
    """The columns as one, with a separator no cell holds; null counts as a word of its own."""
    texts = [pc.fill_null(array.cast(pa.string()), "\x00") for array in arrays]
    return pc.binary_join_element_wise(*texts, _SEPARATOR)


class Keys:
    """Keys seen so far in one landing: each with a hash of its row, to tell a repeated row from a second one."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def check(
        self, values: Mapping[str, Mapping[str, pa.Array]], *, plan: FillPlan, raw: Mapping[str, pa.Array], problems: Problems
    ) -> None:
        """Sets aside the second and later rows of a key."""
        table = _first(values, plan)
        key = [column for column in all_tables()[table].key if table in values and column in values[table]] if table else []
        if not key or not _whole(table, key):
            return
        keys = joined([values[table][column] for column in key]).to_pylist()
        rows = joined(list(raw.values())).cast(pa.binary()).to_pylist()
        same, other = self._twice(keys, rows, problems.out)
        own = [plan.fills[table][c].column for c in key if plan.has(table, c) and plan.fills[table][c].column]
        column = "、".join(own) or f"{table}.{key[0]}"
        shown = raw[own[0]] if own else values[table][key[0]].cast(pa.string())
        problems.add(same, column=column, values=shown, reason="重复行：与前面的一行完全相同", remedy="删去重复的行；已保留第一行")
        problems.add(
            other,
            column=column,
            values=shown,
            reason="编号重复：前面已有同编号而内容不同的行",
            remedy="给每一行不同的编号，或只留正确的一行",
        )

    def _twice(self, keys: list[str], rows: list[bytes], out: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        same, other = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=bool)
        seen = self._seen
        for index, key in enumerate(keys):
            if out[index]:
                continue
            row = hash(rows[index])
            first = seen.setdefault(key, row)
            if first is not row:
                (same if first == row else other)[index] = True
        return same, other


def _whole(table: str, key: list[str]) -> bool:
    """Whether nothing of a table's key is missing but what may be blank."""
    needed = {column.name for column in all_tables()[table].columns if not column.blank}
    return needed.intersection(all_tables()[table].key) <= set(key)


def _first(values: Mapping[str, Mapping[str, pa.Array]], plan: FillPlan) -> str:
    """The table whose key a row of the file must not repeat; nothing where the key is worked out with an ordinal."""
    if plan.is_mailbox:
        table = next(t for t in _FIRST if t in plan.fills)
        return table if all(plan.has(table, column) for column in all_tables()[table].key) else ""
    if "contract" in values:
        return "contract_platform" if "contract_platform" in values else "contract"
    if "post" in values:
        return "engagement" if plan.has("engagement", "seen_on") else "post" if plan.has("post", "id") else ""
    if "post_holder" in values and "membership" in values:
        return "membership"
    return next((t for t in plan.fills if t in values and t not in ("unit", "platform_alias")), next(iter(values), ""))


#: tables whose rows several files of one landing may bring, and what of each must agree for two rows to be the same one. An address changes
#: its tokens and a page its frame from export to export; a letter's state moves on while the letter stays as it was written.
_SAYS = {
    "unit": ("name",), "platform": (), "post_holder": ("unit_id", "role"), "contract": ("unit_id", "vendor", "title", "yuan", "from_on", "until_on"),
    "post": ("platform_id", "posted_on", "issued_on", "title", "text", "form", "repost", "origin"),
    "letter": ("platform_id", "received_on", "title", "text"), "reply": ("letter_id", "replied_on", "text"),
}  # fmt: skip
#: a row of counts names its post, often by another day and address than the row that is the post
_NAMES = ("platform_id", "title")


class Once:
    """Rows of a landing by table and id, each with what it says: repeated, it lands once; saying otherwise, it is a second one."""

    def __init__(self) -> None:
        self._said: dict[str, dict[str, bytes]] = {name: {} for name in _SAYS}

    def check(
        self, values: Mapping[str, Mapping[str, pa.Array]], *, present: Mapping[str, np.ndarray], plan: FillPlan,
        raw: Mapping[str, pa.Array], problems: Problems,
    ) -> dict[str, np.ndarray]:  # fmt: skip
        """Sets aside rows whose id came before with other content; for each table the mask of rows that did not come before."""
        out, fresh = problems.out, {name: np.ones(len(problems.out), dtype=bool) for name in self._tables(values, plan)}
        ids = {name: values[name]["id"].to_pylist() for name in fresh}
        says = {name: _says(values, name, plan) for name in fresh}
        wrong = {name: np.zeros(len(out), dtype=bool) for name in fresh}
        for row in np.flatnonzero(~out):
            here = [name for name in fresh if present[name][row]]
            for name in here:
                before = self._said[name].get(ids[name][row])
                fresh[name][row], wrong[name][row] = before is None, before is not None and _otherwise(before, says[name][row])
            if not any(wrong[name][row] for name in here):  # a row that is set aside takes no id
                for name in here:
                    self._said[name].setdefault(ids[name][row], says[name][row].tobytes())
        for name, mask in wrong.items():
            column = plan.fills[name]["id"].column if plan.has(name, "id") else f"{name}.id"
            reason, remedy = "编号重复：前面已有同编号而内容不同的行", "给每一行不同的编号，或只留正确的一行"
            problems.add(mask, column=column, values=raw.get(column, values[name]["id"].cast(pa.string())), reason=reason, remedy=remedy)
        return fresh

    def _tables(self, values: Mapping[str, Mapping[str, pa.Array]], plan: FillPlan) -> list[str]:
        """Tables of which the rows bring ids that a source gave; a mailbox keeps its units itself."""
        given = [name for name in ("post", "contract", "letter", "reply", "platform") if plan.has(name, "id")]
        given = [name for name in given if name != "platform" or plan.is_register]
        given += ["reply"] if plan.has("letter", "id") and not plan.has("reply", "id") else []  # its letter's id is the reply's too
        more = [] if plan.is_mailbox else ["unit", "post_holder"]
        return [name for name in (*given, *more) if name in values and "id" in values[name]]


def _says(values: Mapping[str, Mapping[str, pa.Array]], name: str, plan: FillPlan) -> np.ndarray:
    """A hash of each column, 0 where it is blank: int64, rows by columns."""
    about = _SAYS[name] or tuple(column for column in all_tables()[name].names if column != "id")
    about = _NAMES if name == "post" and _first(values, plan) != "post" else about
    whole = _SAYS[name] or about
    columns = [values[name][c].to_pylist() if c in values[name] and c in about else [] for c in whole]
    size = len(values[name]["id"])
    return np.array([[0 if v is None else hash(v) or 1 for v in c] if c else [0] * size for c in columns], dtype=np.int64).T.copy()


def _otherwise(before: bytes, now: np.ndarray) -> bool:
    """Whether a row says something that the first of its id did not; it may leave out what that one said."""
    return bool(((now != 0) & (now != np.frombuffer(before, dtype=np.int64))).any())


class Ordinals:
    """Ids for letters that have none: hash of folded text, day and ordinal among equals."""

    def __init__(self) -> None:
        self._count: dict[bytes, int] = {}

    def ids(self, text: pa.Array, days: pa.Array, *, fold: Callable[[pa.Array], pa.Array], skip: np.ndarray) -> pa.Array:
        """An id a row ("~" and 20 hex digits), null where there is no text; rows of `skip` take no ordinal."""
        folded = fold(text)
        parts = pc.binary_join_element_wise(pc.fill_null(folded, ""), pc.fill_null(days.cast(pa.string()), ""), _SEPARATOR)
        blank = text.is_null().to_numpy(zero_copy_only=False)
        found: list[str | None] = []
        for index, part in enumerate(parts.cast(pa.binary()).to_pylist()):
            found.append(None if blank[index] or skip[index] else self._id(part))
        return pa.array(found, pa.string())

    def _id(self, part: bytes) -> str:
        digest = hashlib.sha256(part)
        short = digest.digest()[:12]
        nth = self._count.get(short, 0)
        self._count[short] = nth + 1
        digest.update(f"{_SEPARATOR}{nth}".encode())
        return "~" + digest.hexdigest()[:20]
