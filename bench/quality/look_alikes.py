"""Names like official ones: planted copies found, and true neighbours left alone.

`python -m bench.quality.look_alikes --shared ../shared` gives every county of the nation a government and five offices, each with
an account under its own name, plants copies of a seeded sample of them (same sound, same look by four-corner code and strokes, one
character added, dropped or changed) that belong to nobody known, and derives `look_alike` as an audit does.
"""

import argparse
import csv
import json
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa

from bench.results_io import save
from zouxin.flow.deriving import derive
from zouxin.functions.look_alikes import syllable
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

OFFICES = {"人民政府": "发布", "教育局": "教育", "公安局": "公安", "卫生健康局": "健康", "文化和旅游局": "文旅", "人民法院": "法院"}
KINDS = ("sound", "look", "added", "dropped", "changed")


def counties(shared: Path) -> list[tuple[str, str]]:
    """Code and name of every county, the seats of city districts left out."""
    with (shared / "data/admin_divisions/areas.csv").open(encoding="utf-8") as file:
        return [(row["code"], row["name"]) for row in csv.DictReader(file)]


def true_accounts(places: list[tuple[str, str]], cities: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Units and their accounts, as a census writes them."""
    units, accounts = [], []
    for code, place in places:
        above = cities.get(code[:4], "")
        for office, short in OFFICES.items():
            unit = f"{code}-{office}"
            name = f"{above}{place}{office}"
            units.append(
                {
                    "source": "n",
                    "id": unit,
                    "name": name,
                    "level": "county",
                    "parent_id": None if office == "人民政府" else f"{code}-人民政府",
                }
            )
            shown = place.removesuffix("县") if len(place) > 2 else place
            accounts.append(
                {
                    "source": "n",
                    "id": unit,
                    "name": f"{shown}{short}",
                    "kind": "wechat",
                    "unit_id": unit,
                    "certified_name": name,
                    "status": "live",
                }
            )
    return units, accounts


def alike(shared: Path) -> dict[str, list[str]]:
    """By common Hanzi those that share their four-corner code and have about as many strokes: an instrument of its own."""
    corner = dict(
        line.split()[:2]
        for line in (shared / "data/lookalikes/hanzi_sijiaobianma_2w.txt").read_text("utf-8").splitlines()
        if len(line.split()) > 1
    )
    strokes = dict(
        line.split()[:2]
        for line in (shared / "data/lookalikes/hanzi_bihuashu_2w.txt").read_text("utf-8").splitlines()
        if len(line.split()) > 1
    )
    groups: dict[str, list[str]] = defaultdict(list)
    for char, code in corner.items():
        if len(char.encode("gb2312", "ignore")) == 2:
            groups[code].append(char)
    return {
        c: [o for o in group if o != c and abs(int(strokes.get(o, 0)) - int(strokes.get(c, 0))) <= 1]
        for group in groups.values()
        for c in group
    }


def plant(accounts: list[dict[str, Any]], look: dict[str, list[str]], toss: Random, each: int) -> list[dict[str, Any]]:
    """`each` copies of every kind, of different accounts; what is copied and how stands in their id."""
    chars = sorted({c for a in accounts for c in a["name"]})
    sound: dict[str, list[str]] = defaultdict(list)
    for char in chars:
        sound[syllable(char)].append(char)
    known, planted = {a["name"] for a in accounts}, []
    for kind in KINDS:
        made = 0
        for account in toss.sample(accounts, len(accounts)):
            name = account["name"]
            at = toss.randrange(len(name))
            swap = {
                "sound": [c for c in sound[syllable(name[at])] if c != name[at]],
                "look": look.get(name[at], []),
                "changed": [toss.choice(chars)],
            }.get(kind, [])
            copy = (
                name[:at] + name[at + 1 :]
                if kind == "dropped"
                else name[:at] + toss.choice(chars) + name[at:]
                if kind == "added"
                else name[:at] + toss.choice(swap) + name[at + 1 :]
                if swap
                else name
            )
            if len(copy) >= 4 and copy not in known:
                planted.append({"source": "n", "id": f"fake {kind} {account['id']}", "name": copy, "kind": "wechat", "status": "live"})
                made += 1
            if made == each:
                break
    return planted


def measure(shared: Path, *, seed: int = 1, each: int = 200) -> dict[str, Any]:
    """Found and planted by kind, true accounts said to be like one another, seconds."""
    with (shared / "data/admin_divisions/cities.csv").open(encoding="utf-8") as file:
        cities = {row["code"]: row["name"] for row in csv.DictReader(file) if not row["name"].endswith("辖区")}
    units, accounts = true_accounts(counties(shared), cities)
    planted = plant(accounts, alike(shared), Random(seed), each)
    with tempfile.TemporaryDirectory() as folder, Lake(Path(folder), memory=1.0) as lake:
        rows = {"unit": units, "platform": accounts + planted}
        lake.land(
            "n",
            [
                {
                    n: pa.Table.from_pylist(some, schema=arrow_schema(all_tables()[n])).combine_chunks().to_batches()[0]
                    for n, some in rows.items()
                }
            ],
        )
        began = time.perf_counter()
        shop = derive(lake)
        seconds = time.perf_counter() - began
        pairs = [row for batch in lake.engine.batches(shop.table("look_alike")) for row in batch.to_pylist()]
        read = [row for batch in lake.engine.batches(shop.table("platform_reading")) for row in batch.to_pylist()]
    hit = {
        row["other_id"] for row in pairs if row["other_id"].startswith("fake") and row["other_id"].split(" ", 2)[2] == row["platform_id"]
    }
    true = [row for row in pairs if not row["other_id"].startswith("fake")]
    names = {a["id"]: a["name"] for a in accounts}
    asked = Counter(p["id"].split(" ")[1] for p in planted)
    return {"accounts": len(accounts), "planted": dict(asked), "found": dict(Counter(i.split(" ")[1] for i in hit)), "true_pairs": len(true),
            "true_shown": [[names[r["platform_id"]], names[r["other_id"]], r["how"]] for r in true[:20]], "seconds": round(seconds, 1),
            "fits": dict(Counter(str(r["owner_fit"]) for r in read)), "seats": sum(r["seat"] is not None for r in read)}  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    found = measure(parser.parse_args().shared)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    save("look-alikes", {"figures": found}, seed=1)
