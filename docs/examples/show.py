"""What an audit of a worked example found, in a few lines: `python docs/examples/show.py REPORT WHAT`.

WHAT is a check's code (its findings), `money` (what accounts under contract cost and how much they were read), `phone` (what a post
holder carries) or `bulletin` (the sentences of the quarterly bulletin that hold a rate). Nothing is computed that the audit did not answer or land.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
from ibis import _
from lxml import html

from zouxin.lake import Lake

KINDS = {"installed": "安装应用", "joined": "加入工作群", "follows": "关注账号", "edits": "编辑账号"}


def findings(out: Path, code: str) -> Iterator[str]:
    """The sentence of each finding of a check."""
    rows = pq.read_table(out / "findings.parquet", filters=[("check", "=", code)]).to_pylist()
    for row in sorted(rows, key=lambda row: row["subject_id"]):
        yield f"{row['subject_name'] or row['subject_id']}：{row['sentence']}"


def money(out: Path) -> Iterator[str]:
    """Accounts, money and readings of all answers to PLT017 in which both are known."""
    rows = pq.read_table(out / "answers.parquet", filters=[("check", "=", "PLT017")]).to_pylist()
    told = [(row["found"], json.loads(row["evidence"])) for row in rows if row["found"] is not None]
    for what, some in (("全部", told), ("超过限值的", [one for one in told if one[0]])):
        yuan, reads = sum(e["yuan"] for _, e in some), sum(e["outcomes"] for _, e in some)
        yield f"{what}：{len(some)} 个账号，{yuan:,.0f} 元，阅读 {reads:,} 次，每次 {yuan / reads:.2f} 元"


def phone(out: Path) -> Iterator[str]:
    """What each post holder installed, joined, follows and edits, as it was landed."""
    with Lake(out / "lake") as lake:
        held = lake.open("membership").group_by(["holder_id", "kind"]).agg(n=_.count())
        rows = [row for batch in lake.engine.batches(held) for row in batch.to_pylist()]
    for holder in sorted({row["holder_id"] for row in rows}):
        counts = {row["kind"]: row["n"] for row in rows if row["holder_id"] == holder}
        yield f"{holder}：" + "，".join(f"{said} {counts.get(kind, 0)} 个" for kind, said in KINDS.items())


def bulletin(out: Path) -> Iterator[str]:
    """Sentences of the newest bulletin that hold a rate."""
    newest = max((out / "bulletins").glob("*/通报.html"), key=lambda path: path.stat().st_mtime_ns)
    texts = (p.text_content().strip() for p in html.fromstring(newest.read_bytes()).iter("p"))
    yield from (text for text in texts if "合格率" in text)


def main(words: list[str]) -> int:
    """Print what is asked."""
    if len(words) != 2:
        print("用法：python docs/examples/show.py 报告文件夹 {检查编号|money|phone|bulletin}", file=sys.stderr)
        return 2
    out, what = Path(words[0]), words[1]
    for line in {"money": money, "phone": phone, "bulletin": bulletin}[what](out) if what.islower() else findings(out, what):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
