"""Check: every rule that stands is asked; one that fails stops itself and is told as not asked."""

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import zouxin
from zouxin import packs
from zouxin.findings import keeping
from zouxin.findings.asking import choose, names, owners
from zouxin.findings.comparing import runs
from zouxin.findings.keeping import Answered, ask, forget, landed
from zouxin.findings.recording import ruled
from zouxin.flow.asked import Say, quiet
from zouxin.flow.deriving import Shop
from zouxin.flow.monthly import keep_months
from zouxin.lake import Lake
from zouxin.model.ruled import Ruled


def check(lake: Lake, shop: Shop, *, moment: date, asked: Sequence[str], folder: Path | None = None, everything: bool = False,
          say: Say = quiet) -> Answered:  # fmt: skip
    """The answers of all rules of the packs named, at a moment. Raises ContentError where a layer loosens a floor above it."""
    layers = packs.layered(asked, folder=folder)
    packs.guard(layers)
    every = packs.rules(layers, moment)
    rules, left = choose(every, moment)
    run = run_id(lake, shop, layers, moment)
    place = lake.root / "runs" / run
    place.mkdir(parents=True, exist_ok=True)
    tables = {name: shop.table(name) for name in names()}
    kept, failed = [], []
    # whose each reply is and of which day its letter tells: looked up once for all the questions about replies
    own = {"reply": lake.engine.held(owners("reply", tables))} if landed(lake).get("reply", 0) > keeping.FEW else {}
    for nth, one in enumerate(rules):
        say(f"check {one.check.code}", nth, len(rules))
        try:
            kept.append(ask(one, lake, tables, run=run, moment=moment, folder=place, everything=everything, own=own))
        except (ValueError, TypeError) as error:
            failed.append((one.check.code, f"检查自身出错，没有问完：{error}"))
            forget(place, one.check.code)
    for held in own.values():
        lake.engine.forget(held)
    keep_months(place, kept)
    record(lake, run, layers, moment, ruled(every, kept, dict([*left, *failed])))
    return Answered(run=run, moment=moment, kept=tuple(kept), not_asked=(*left, *failed), tables=tables)


def run_id(lake: Lake, shop: Shop, layers: Sequence[packs.Pack], moment: date) -> str:
    """Name of a run: snapshot, packs, moment, instruments and version. The same run gives the same findings."""
    made_of = {"snapshot": lake.digest, "packs": {p.name: p.digest for p in layers}, "moment": str(moment), "version": zouxin.__version__,
               "derived": {name: shop.names(name) for name in sorted(shop.paths)}}  # fmt: skip
    return sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]


def record(lake: Lake, run: str, layers: Sequence[packs.Pack], moment: date, rules: Sequence[Ruled]) -> None:
    """Keep what was asked, and what was not, beside the answers; a run asked again keeps its place in the order."""
    known = {one.id: one.nth for one in runs(lake)}
    nth = known.get(run, 1 + max(known.values(), default=0))
    lake.record(run, {"id": run, "nth": nth, "snapshot": lake.digest, "packs": {p.name: p.digest for p in layers}, "moment": str(moment),
                      "version": zouxin.__version__, "engine": lake.engine.name, "rules": [one.record() for one in rules]})  # fmt: skip
