"""Which column of an export is what: by its heading and by what stands in it; in doubt a question, never a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from zouxin.connectors.content_kind import fits, is_long
from zouxin.connectors.families import MAILBOX, REGISTER, family_of, kind_said
from zouxin.connectors.plan import IGNORE, known_column
from zouxin.connectors.scoring import Claim, may_be_prose
from zouxin.model.errors import UsageError
from zouxin.tables import all_tables

#: a claim this much stronger than the next is no doubt
_MARGIN = 0.1
#: prose is what everything is judged on: two columns of it are never chosen between in silence
_PROSE = ("letter.text", "reply.text")
_REPLIES = ("reply.text", "reply.replied_on")


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """`mapping`: pairs (column of the file, "table.column"). `ignored`: columns that fill nothing.

    `questions`: sentences for a person, each naming the `--map 列=表.列` that answers it; none where all is clear.
    `given`: table -> column -> value that holds in every row, as the headings or the file's name say it.
    """

    mapping: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    questions: tuple[str, ...]
    given: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def recognise(
    columns: Sequence[str], sample: pa.RecordBatch, *, given: Sequence[tuple[str, str]] = (), known: Sequence[str] = (), place: str = "",
    register: bool = False,
) -> Recognition:  # fmt: skip
    """Recognises the columns of an export: of a mailbox, a census of platforms, posts, reach, contracts, orders …

    `sample`: some rows, all columns strings, as a connector's first Batch holds them. `given`: pairs a person
    named (`parse_map`), which nothing overrules; a target named so is asked about no more. `known`: targets whose
    value a person gave for all rows (`parse_set`). `place`: names of file and sheet, which may say the platforms' kind.
    `register`: it is known to be a list of platforms, whatever its headings.
    Raises UsageError for a given column the file has not.
    """
    missing = [column for column, _ in given if column not in columns]
    if missing:
        raise UsageError(f"文件里没有列“{missing[0]}”，有的是 {'、'.join(columns)}")
    free = [c for c in columns if c not in dict(given)]
    mapping, questions = [(column, target) for column, target in given if target != IGNORE], []
    family = REGISTER if register else family_of(free, sample, mapping)
    taken = {target for _, target in mapping}
    wanted = [claim for claim in family.claims(free) if claim.target not in taken and fits(claim, sample)]
    for target in _targets(family.targets, taken):
        rivals = _rivals(target, wanted, {c for c, _ in mapping})
        if len(rivals) > 1:
            questions.append(_which(target, [r.column for r in rivals]))
            wanted = [claim for claim in wanted if claim.column not in {r.column for r in rivals}]
        elif rivals:
            mapping.append((rivals[0].column, target))
    if family == MAILBOX and not questions:
        questions += _lacking(mapping, free, sample)
    if register and not questions and not {"platform.name", "platform.id"} & {target for _, target in mapping}:
        questions.append("没有认出哪一列是平台名称，请指明：--map 列名=platform.name")
    kind = "" if family == MAILBOX else _kind(mapping, place)
    if family == REGISTER and not kind and not {"platform.kind"} & {*known, *(target for _, target in mapping)}:
        questions.append(
            "没有认出哪一列是平台类型，请指明：--map 列名=platform.kind；全是一种的写 --set platform.kind=wechat（微信）、website（网站）等"
        )
    used = {column for column, _ in mapping}
    return Recognition(
        mapping=tuple(mapping), ignored=tuple(c for c in columns if c not in used), questions=tuple(questions),
        given={"platform": {"kind": kind}} if kind else {},
    )  # fmt: skip


def _kind(mapping: Sequence[tuple[str, str]], place: str) -> str:
    """The kind of all platforms of a file that has no column of kinds: by its headings, else by its name."""
    if any(target == "platform.kind" for _, target in mapping):
        return ""
    telling = ("platform.name", "platform.handle", "platform.id", "post", "engagement", "reach", "app_release")
    return kind_said([*(column for column, target in mapping if target.startswith(telling)), *place.split("/")[::-1]])


def _targets(named: Sequence[str], taken: set[str]) -> list[str]:
    """What is to be filled, prose first, so that a column claimed twice goes where it matters most."""
    first = [t for t in _PROSE if t in named]
    return [t for t in dict.fromkeys((*first, *named)) if t not in taken]


def _rivals(target: str, wanted: Sequence[Claim], used: set[str]) -> list[Claim]:
    """The claims on a target between which only a person can choose; one where it is clear, none where there is none.

    A column goes to the target it claims most strongly.
    """
    best: dict[str, Claim] = {}
    for claim in wanted:
        if claim.column not in used and claim.score > best.get(claim.column, claim).score - 1e-9:
            best[claim.column] = claim
    mine = sorted((c for c in best.values() if c.target == target), key=lambda c: -c.score)
    margin = 1.0 if target in _PROSE else _MARGIN
    return [claim for claim in mine if claim.score > mine[0].score - margin]


def _which(target: str, columns: Sequence[str]) -> str:
    table, column = target.split(".")
    doc = {"letter.text": "来信内容", "reply.text": "答复内容"}.get(target, all_tables()[table].column(column).says[0])
    named = "、".join(f"“{c}”" for c in columns)
    answers = " 或 ".join(f"--map {c}={target}" for c in columns)
    return f"{named}都像“{doc}”（{target}），请指明用哪一列：{answers}"


def _lacking(mapping: Sequence[tuple[str, str]], free: Sequence[str], sample: pa.RecordBatch) -> list[str]:
    """A mailbox without letters is no mailbox, and one without replies may have them under a strange name."""
    have, used = {target for _, target in mapping}, {column for column, _ in mapping}
    left = [c for c in free if c not in used]
    letters = have & {"letter.text", "letter.title"}
    if not letters and not ("letter.id" in have and have & set(_REPLIES)):
        prose = [c for c in left if fits(Claim(column=c, target="letter.text", score=0), sample)] or left
        example = prose[0] if prose else "列名"
        return [f"没有认出哪一列是来信内容，文件里可能的列有 {'、'.join(prose[:10])}；请指明：--map {example}=letter.text"]
    long = [c for c in left if "reply.text" not in have and may_be_prose(c) and is_long(sample.column(c))]
    if not letters or not long:
        return []
    answers = " 或 ".join(f"--map {c}=reply.text" for c in long[:5])
    return [f"没有认出答复内容，“{'”、“'.join(long[:5])}”是长文字；如果是答复请指明：{answers}，不是就写 --map {long[0]}={IGNORE}"]


def parse_map(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs (column of the file, "table.column") out of words like "列=reply.text"; "列=ignore" leaves a column out.

    Raises UsageError for a word of another shape, an unknown target, or a target named twice.
    """
    pairs: list[tuple[str, str]] = []
    for word in words:
        column, sign, target = word.rpartition("=")
        if not sign or not column.strip():
            raise UsageError(f"--map “{word}”写法不对，应是 列名=表.列，如 --map 办理结果=reply.text")
        if target.strip() == IGNORE:
            pairs.append((column.strip(), IGNORE))
            continue
        known_column(target.strip())
        if target.strip() in {t: c for c, t in pairs}:
            raise UsageError(f"--map 里 {target.strip()} 出现了两次，请只留一个")
        pairs.append((column.strip(), target.strip()))
    return tuple(pairs)


def parse_set(words: Sequence[str]) -> dict[str, dict[str, str]]:
    """Table -> column -> value out of words like "platform.kind=wechat": what holds in every row.

    Raises UsageError for a word of another shape, an unknown target or a value that is not allowed.
    """
    found: dict[str, dict[str, str]] = {}
    for word in words:
        target, sign, value = word.partition("=")
        if not sign or not value.strip():
            raise UsageError(f"--set “{word}”写法不对，应是 表.列=值，如 --set platform.kind=wechat")
        table, name = known_column(target.strip())
        column = all_tables()[table].column(name)
        right = column.value(value) if column.allowed else value.strip()
        if right is None:
            raise UsageError(f"--set “{word}”：{target} 应是其中之一：{'、'.join(column.allowed)}")
        found.setdefault(table, {})[name] = right
    return found
