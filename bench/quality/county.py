"""The sample county, generated, audited and published: what the run says of every fact of the report the county can show."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from lxml import html

from bench.running import zouxin
from zouxin.connectors import sample
from zouxin.lake import Lake

Row = Mapping[str, Any]


class County:
    """The answers and the lake of one run of `zouxin demo`, and the bulletin `zouxin publish` made of it."""

    def __init__(self, out: Path) -> None:
        for words in (
            ("demo", "--no-serve", "--out", out),
            ("publish", "--out", out, "--issuer", "澄禾县人民政府办公室"),
        ):
            ran = zouxin(*words)
            if ran.code:
                raise RuntimeError(f"zouxin {words[0]} ended with {ran.code}: {ran.told[-2000:]}")
        self.answers: dict[str, dict[str, Row]] = {}
        # what only the owner is told stands apart, and was planted like the rest
        for place in ("answers.parquet", "private/answers.parquet"):
            for row in pq.read_table(out / place).to_pylist():
                self.answers.setdefault(row["check"], {})[row["subject_id"]] = row | {"evidence": json.loads(row["evidence"] or "{}")}
        [page] = (out / "lake").parent.glob("bulletins/*/通报.html")
        self.bulletin = html.fromstring(page.read_bytes()).text_content()
        self.lake = Lake(out / "lake")

    def rows(self, table: str, **where: Any) -> list[dict[str, Any]]:
        """Landed rows of a table; `where`: a value, or several, a column must have."""
        t = self.lake.open(table)
        for column, wanted in where.items():
            t = t.filter(t[column].isin(list(wanted)) if isinstance(wanted, set | list) else t[column] == wanted)
        return [row for batch in self.lake.engine.batches(t) for row in batch.to_pylist()]

    def found(self, check: str, among: Iterable[str] | None = None) -> dict[str, Row]:
        """Findings of a check by subject."""
        told = self.answers.get(check, {})
        return {own: row for own, row in told.items() if row["found"] and (among is None or own in set(among))}

    def planted(self, story: str) -> set[str]:
        """Subjects of a story, as the generator tells them apart; not what should be said of them."""
        return {row["subject_id"] for row in sample.truth().to_pylist() if row["story"] == story}


def mailbox(of: County) -> dict[str, Any]:
    """Row 1: the director's mailbox."""
    letters = {row["id"]: row["received_on"] for row in of.rows("letter", platform_id="box-gongshang")}
    replies = [row["id"] for row in of.rows("reply", letter_id=list(letters))]
    first, last = min(letters.values()), max(letters.values())
    return {"letters": len(letters), "replies": len(replies), "echoed": len(of.found("RPL001", replies)), "answered": len(of.found("RPL101", replies)),
            "first": first, "last": last, "years": round((last - first).days / 365.25, 2)}  # fmt: skip


def phone(of: County, holder: str) -> dict[str, Any]:
    """Rows 3 and 5: what a post holder carries, and how the groups among it ring."""
    held = of.rows("membership", holder_id=holder)
    groups = [row["platform_id"] for row in held if row["kind"] == "joined"]
    messages = of.rows("group_message", platform_id=groups)
    ringing = set(of.found("GRP005", groups))
    minutes = [row["minute"] for row in messages if row["platform_id"] in ringing and row["minute"] is not None]
    return {"kinds": dict(Counter(row["kind"] for row in held)), "demands": dict(Counter(row["demand"] for row in messages)), "off_hours": len(ringing),
            "naming": len(of.found("GRP006", groups)), "first_hour": min(minutes, default=0) / 60, "last_hour": max(minutes, default=0) / 60}  # fmt: skip


def zombies(of: County) -> dict[str, Any]:
    """Rows 7 and 8: accounts asleep, named by the bulletin, and comments nobody answers."""
    asleep = of.found("PLT002", of.planted("zombie"))
    kinds = {row["id"]: row["kind"] for row in of.rows("platform", id=list(asleep))}
    ignoring = of.found("PLT001")
    return {"kinds": dict(Counter(kinds.values())), "named": sum(f"“{row['evidence']['name']}”" in of.bulletin for row in asleep.values()),
            "all": len(of.found("PLT002")), "ignoring": len(ignoring), "comments": sum(row["evidence"]["comments"] for row in ignoring.values()),
            "unanswered": sum(row["evidence"]["unanswered"] for row in ignoring.values())}  # fmt: skip


def drift(of: County) -> dict[str, Any]:
    """Row 6: accounts that chase followers, those with a post found to, and posts found of those planted."""
    accounts = {row["id"] for row in of.rows("platform", id=of.planted("chasing"))}
    posts = {row["id"]: row["platform_id"] for row in of.rows("post", platform_id=accounts)}
    found: dict[str, Any] = {
        "accounts": len(accounts),
        "hit": len({posts[own] for code in ("PST005", "PST006") for own in of.found(code, posts)}),
    }
    for code, trouble in (("PST005", "entertainment"), ("PST006", "hot_topic")):
        planted = of.planted(f"{trouble}_yes")
        found |= {trouble: len(of.found(code, planted)), f"{trouble}_planted": len(planted)}
    return found


def robot(of: County, lines: Iterable[str]) -> dict[str, Any]:
    """Row 11: which of the robot's lines stand in a reply found rude, and who runs it."""
    letters = {row["id"]: row["text"] for row in of.rows("letter", platform_id="bot-huanjing")}
    texts = {row["id"]: row["text"] for row in of.rows("reply", letter_id=list(letters))}
    rude = [own for own in texts if own in of.found("RPL006")]
    [bot] = of.rows("platform", id="bot-huanjing")
    return {"lines": sum(any(line in texts[own] for own in rude) for line in lines), "replies": len(texts), "dust": sum("扬尘" in letters[own] for own in rude),
            "company": int(bot["operator_kind"] == "company")}  # fmt: skip


def hosted(of: County) -> dict[str, Any]:
    """Row 18: accounts of the one contract, the money the answers share out among them, and those that cost more than they are read."""
    ids = {row["platform_id"] for row in of.rows("contract_platform", contract_id="ct-hosted")}
    told = {own: row for own, row in of.answers["PLT017"].items() if own in ids and row["evidence"].get("saving") is not None}
    return {
        "accounts": len(told),
        "yuan": round(sum(row["evidence"]["saving"] for row in told.values())),
        "dear": len(of.found("PLT017", ids)),
    }


def town(of: County, moment: date) -> dict[str, Any]:
    """Row 19: how often each of one town's two accounts posts, over ten weeks, and how much an article is read."""
    found = {}
    for own in ("wx-ch-dipu", "wb-ch-dipu"):
        posts = {
            row["id"]
            for row in of.rows("post", platform_id=own)
            if row["posted_on"] and moment - timedelta(days=70) < row["posted_on"] <= moment
        }
        reads = [row["reads"] for row in of.rows("engagement", post_id=posts) if row["reads"] is not None]
        found[own] = {"a_week": len(posts) / 10, "reads": round(sum(reads) / len(reads)) if reads else None, "posts": len(posts)}
    return found


def groups(of: County) -> dict[str, Any]:
    """Rows 21 and 23: groups counted, those of no use any more, and units above the limit of one."""
    useless = set().union(*(of.found(code) for code in ("GRP001", "GRP002", "GRP003")))
    above = of.found("GRP004")
    live = Counter(row["unit_id"] for row in of.rows("platform", kind="group", status="live"))
    return {"counted": len(of.answers["GRP001"]), "useless": len(useless), "units": len(of.answers.get("GRP004", {})), "above": len(above),
            "limits": sorted({row["evidence"]["limit"] for row in above.values()}), "one_and_found": sum(live[own] == 1 for own in above)}  # fmt: skip


def nation() -> dict[str, int]:
    """Row 2: accounts of the nation simulator at 100 %, by kind, counted without writing them."""
    import numpy as np

    from bench.nation.divisions import divisions
    from bench.nation.platforms import province

    total: Counter[str] = Counter()
    for code, some in divisions().items():
        made = province(some, scale=1.0, rng=np.random.Generator(np.random.PCG64([1, int(code)])))
        total.update({row["values"]: row["counts"] for row in made.platforms["平台类型"].combine_chunks().value_counts().to_pylist()})
    return dict(total)
