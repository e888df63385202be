"""Which tables come together in one export, and which of them a file is of: the family most headings fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import pyarrow as pa

from zouxin.connectors.content_kind import fits
from zouxin.connectors.headings import fold
from zouxin.connectors.scoring import Claim, claims
from zouxin.tables import all_tables

#: a heading of its own; below it a column only sounds like one
_SURE = 0.85
_NAMED = {"platform": ("id", "name", "kind")}


@dataclass(frozen=True, kw_only=True)
class Family:
    """Tables that one row may hold something of. `only` narrows a table to some columns.

    `needs`: of each group of targets one at least has to be there.
    """

    name: str
    tables: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def targets(self) -> tuple[str, ...]:
        """Every "table.column" a heading may stand for."""
        return tuple(
            f"{table}.{column.name}"
            for table in self.tables for column in all_tables()[table].columns
            if column.says and column.name in self.only.get(table, (column.name,))
        )  # fmt: skip

    def claims(self, columns: Sequence[str]) -> list[Claim]:
        """Every claim the headings make on the family's targets."""
        known = set(self.targets)
        return [claim for claim in claims(columns, tables=self.tables) if claim.target in known]


def _single(name: str) -> Family:
    """A table that comes alone: what it may not lack must be there."""
    needed = tuple((f"{name}.{c.name}",) for c in all_tables()[name].columns if not c.blank and c.says)
    return Family(name=name, tables=(name,), needs=needed)


MAILBOX = Family(name="mailbox", tables=("letter", "reply", "unit"))
REGISTER = Family(name="register", tables=("platform", "unit", "platform_alias"), needs=(("platform.name",),),
                  only={"unit": ("id", "name", "parent_id", "level", "division_code", "credit_code"), "platform_alias": ("name",)})  # fmt: skip
POSTS = Family(name="posts", tables=("post", "engagement", "platform"),
               only={**_NAMED, "engagement": ("seen_on", "reads", "likes", "comments", "reposts")},
               needs=(("post.title", "post.text", "post.id"), ("post.posted_on", "engagement.seen_on", "engagement.reads", "engagement.likes")))  # fmt: skip
REACH = Family(name="reach", tables=("reach", "platform"), needs=(("reach.platform_id", "platform.name", "platform.id"), ("reach.seen_on",),
               ("reach.followers", "reach.reads", "reach.visits", "reach.users", "reach.installs")), only=_NAMED)  # fmt: skip
RELEASES = Family(name="app_release", tables=("app_release", "platform"), only={"platform": ("id", "name")},
                  needs=(("app_release.version",), ("app_release.released_on",), ("app_release.platform_id", "platform.id", "platform.name")))  # fmt: skip
DOWNLOADS = Family(name="download_channel", tables=("download_channel", "platform"), only={"platform": ("id", "name")},
                   needs=(("download_channel.channel",), ("download_channel.url",)))  # fmt: skip
CONTRACTS = Family(name="contract", tables=("contract", "contract_platform", "platform"), only={**_NAMED, "contract_platform": ("share",)},
                   needs=(("contract.title", "contract.id", "contract.vendor"), ("contract.yuan",)))  # fmt: skip
ORDERS = Family(
    name="order", tables=("order",), needs=(("order.number", "order.id"), ("order.title", "order.demands", "order.deadline_on"))
)
MEMBERSHIPS = Family(name="membership", tables=("membership", "platform", "post_holder"), needs=(("membership.holder_id",), ("membership.kind",)),
                     only={**_NAMED, "post_holder": ("unit_id", "role")})  # fmt: skip


@cache
def families() -> tuple[Family, ...]:
    """All families, the surer first where two fit a file alike."""
    alone = ("reply_version", "judgement", "unit", "observation", "group_message", "post_holder", "service", "post_version")
    return (MAILBOX, REGISTER, POSTS, REACH, RELEASES, DOWNLOADS, CONTRACTS, ORDERS, MEMBERSHIPS, *map(_single, alone))


def family_of(columns: Sequence[str], sample: pa.RecordBatch, given: Sequence[tuple[str, str]]) -> Family:
    """The family a file is of: what a person named decides, else most headings; a mailbox where nothing else fits."""
    named = [target for _, target in given]
    tables = {target.split(".")[0] for target in named}
    alike = [f for f in families() if tables <= set(f.tables) and all(t in f.targets or f.name not in ("posts", "reach") for t in named)]
    found = {f.name: _sure(f, columns, sample) for f in alike}
    fitting = [f for f in alike if f is MAILBOX or _has(f, {*named, *(c.target for c in found[f.name])})]
    if MAILBOX in fitting and _is_letters(found["mailbox"]):
        fitting = [f for f in fitting if f is not POSTS]
    if tables and fitting in ([], [MAILBOX]) and not tables & set(MAILBOX.tables):
        return alike[0] if alike else Family(name="given", tables=tuple(sorted(tables)))
    return max(fitting or [MAILBOX], key=lambda f: len({claim.column for claim in found.get(f.name, ())}))


def _sure(family: Family, columns: Sequence[str], sample: pa.RecordBatch) -> list[Claim]:
    return [claim for claim in family.claims(columns) if claim.score >= _SURE and fits(claim, sample)]


def _has(family: Family, targets: set[str]) -> bool:
    return all(targets & set(group) for group in family.needs)


def _is_letters(found: Sequence[Claim]) -> bool:
    """Whether headings speak of letters or replies: such a file is a mailbox however often it was read and liked."""
    return any(c.target.startswith("reply.") or (c.target in ("letter.text", "letter.title") and c.score >= 1.0) for c in found)


#: words of a heading, a sheet or a file that say of what kind the platforms in it are; the longer ones first
_KINDS = (
    ("小程序", "mini_program"), ("视频号", "short_video"), ("短视频", "short_video"), ("抖音", "short_video"), ("快手", "short_video"), ("播放", "short_video"),
    ("公众号", "wechat"), ("微信群", "group"), ("工作群", "group"), ("群名", "group"), ("建群", "group"), ("群主", "group"), ("微信", "wechat"), ("微博", "weibo"),
    ("信箱", "mailbox"), ("热线", "hotline"), ("栏目", "column"), ("网站", "website"), ("站点", "website"), ("应用", "app"),
    ("客户端", "app"), ("app", "app"), ("作品", "short_video"), ("博文", "weibo"),
)  # fmt: skip


def kind_said(words: Sequence[str]) -> str:
    """The kind of platform that the first word which names one names; nothing where none does."""
    for word in words:
        folded = fold(word) if len(word) <= 40 else ""
        for part, kind in _KINDS:
            if part in folded:
                return kind
    return ""
