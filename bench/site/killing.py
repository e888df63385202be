"""kill -9 at random points of census imports, inspections and case writes, on a site of its own; run by `bench/done/site-kills.py` in a process that has the settings.

    python -m bench.site.killing KILLS SEED

Every try is a process of its own, forked off one that has read the program and holds no connection, working on a copy of a prepared data folder. It is
killed at a moment drawn over what it usually takes. Right after the kill everything that stands is looked at as it is; then a worker is started as the site
starts one, finishes what was left, and the whole folder is compared with one where nobody was killed.
"""

import contextlib
import itertools
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.files.storage import storages  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from zouxin import flow  # noqa: E402
from zouxin.site.audit.actions import index, runs  # noqa: E402
from zouxin.site.audit.models import Due, Finding, Run, Undecided  # noqa: E402
from zouxin.site.people.access import today  # noqa: E402
from zouxin.site.people.actions import units, users  # noqa: E402
from zouxin.site.people.log import wrong  # noqa: E402
from zouxin.site.people.models import Event, Unit, User  # noqa: E402
from zouxin.site.rectification.actions import cases  # noqa: E402
from zouxin.site.rectification.models import Case, Move  # noqa: E402
from zouxin.site.registry.actions import census  # noqa: E402
from zouxin.site.registry.models import Alias, CensusImport, Order, Platform, Step  # noqa: E402
from zouxin.tables import all_tables, arrow_schema  # noqa: E402

#: rows of a census, accounts inspected, cases worked through
ROWS, ACCOUNTS, CASES = 1_500, 60, 40
#: how the kills are shared out, and most kills of one folder before it is let through
SHARES = {"census": 80, "inspection": 60, "cases": 60}
MOST = 4
Job = Callable[[], None]


def turn_to(folder: Path) -> None:
    """Make this process work on a data folder: its database, its uploads, its lake."""
    connections.close_all()
    settings.DATA = folder
    connections["default"].settings_dict["NAME"] = str(folder / "zouxin.sqlite3")
    uploads: Any = storages["default"]
    uploads._location = folder / "uploads"
    for name in ("base_location", "location"):
        uploads.__dict__.pop(name, None)


# ---- what the folders begin with ----


def prepare(folder: Path, what: str) -> None:
    """A site that is about to do one kind of work."""
    folder.mkdir(parents=True)
    turn_to(folder)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    top = units.add("澄禾县", "top", by="bench", level="county")
    for name in ("supervisor", "head", "rechecker"):
        users.appoint(User.objects.create_user(name, None, label=name), top, name, by="bench")
    {"census": _census, "inspection": _inspection, "cases": _cases}[what](folder, top)
    connections.close_all()


def _census(folder: Path, top: Unit) -> None:
    lines = ["账号编号,账号名称,平台类型,主办单位,开设依据,曾用名"]
    lines += [f"K{n},号{n},{'贴吧' if n % 100 == 7 else '微博'},第{n % 50}局,文〔2026〕{n % 9}号,旧{n}" for n in range(ROWS)]
    held = census.upload(top, SimpleUploadedFile("清单.csv", "\n".join(lines).encode()), by=User.objects.get(username="supervisor"))
    held.refresh_from_db()


def _accounts(folder: Path, top: Unit) -> None:
    lines = ["账号编号,账号名称,平台类型,主办单位,状态"] + [f"A{n},号{n},微博,澄禾县,正常" for n in range(ACCOUNTS)]
    user = User.objects.get(username="supervisor")
    held = census.upload(top, SimpleUploadedFile("清单.csv", "\n".join(lines).encode()), by=user)
    work()
    census.start(held, by=user)
    work()
    day = today()
    looks = [
        {"source": "registry", "platform_id": f"A{n}", "of": "posts", "seen_on": day, "outcome": "read", "covers": "all"}
        for n in range(ACCOUNTS)
    ]
    posts = [
        {"source": "registry", "id": f"p{n}", "platform_id": f"A{n}", "posted_on": day - timedelta(days=n % 30)} for n in range(ACCOUNTS)
    ]
    rows = {
        name: pa.RecordBatch.from_pylist(some, schema=arrow_schema(all_tables()[name]))
        for name, some in (("observation", looks), ("post", posts))
    }
    flow.land_tables(folder / "lake", "registry", [rows])


def _inspection(folder: Path, top: Unit) -> None:
    _accounts(folder, top)
    runs.ask(today(), ("national",), by=User.objects.get(username="supervisor"))


def _cases(folder: Path, top: Unit) -> None:
    at = Run.objects.create(moment=today(), state="done", lake_run="x", snapshot="before", by="bench")
    for n in range(CASES):
        Finding.objects.create(mark=f"M{n:04d}", check_code="PLT002", subject="platform", source="registry", subject_id=f"A{n}", subject_name=f"号{n}", unit=top, severity="veto",
                               sentence="20 天没有发布", first_run=at, last_run=at, seen_run=at, first_on=at.moment, last_on=at.moment)  # fmt: skip


# ---- what is done, and may be killed ----


def work() -> None:
    """What the site's worker does: takes up what a dead one left, and does all there is."""
    call_command("worker", batch=True, stdout=open(os.devnull, "w"))  # noqa: SIM115  the process ends


def do_census() -> None:
    """Read the census, ask for its import as its uploader would, import it."""
    work()
    held = CensusImport.objects.get()
    if held.state == "preview":
        census.start(held, by=User.objects.get(username="supervisor"))
        work()


WAY = (
    ("accept", "head", {}),
    ("start", "head", {"cause": "no_staff", "remedy": "fix"}),
    ("report", "head", {"reason": "已恢复"}),
    ("pass", "rechecker", {}),
)


def do_cases() -> None:
    """Open every case and take each to its end; each write that came back is told to whoever keeps count, before the next begins."""
    who = {name: User.objects.get(username=name) for name in ("supervisor", "head", "rechecker")}
    for finding in Finding.objects.order_by("mark"):
        if not Case.objects.filter(mark=finding.mark).exists():
            cases.open_for([finding], by=who["supervisor"])
            told(f"{finding.mark} open")
        case = Case.objects.get(mark=finding.mark)
        done = set(case.moves.values_list("verb", flat=True))
        for verb, name, said in WAY:
            if verb in done:
                continue
            if verb == "pass":
                again = Run.objects.create(moment=today(), state="done", lake_run="y", snapshot=f"after{finding.mark}", by="bench")
                Finding.objects.filter(pk=finding.pk).update(state="gone", seen_run=again)
            cases.move(case, verb, by=who[name], **said)
            told(f"{finding.mark} {verb}")


def told(word: str) -> None:
    """Say that a write came back."""
    os.write(TOLD, f"{word}\n".encode())


TOLD = 1
JOBS: dict[str, Job] = {"census": do_census, "inspection": work, "cases": do_cases}


# ---- one process, killed or not ----


def child(folder: Path, job: Job, after: float | None) -> tuple[bool, float, list[str]]:
    """Do a job in a process of its own; whether it ended by itself, after how many seconds, and what it said came back."""
    global TOLD
    reading, writing = os.pipe()
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        TOLD = writing
        try:
            turn_to(folder)
            job()
            os._exit(0)
        except BaseException as error:  # told to who waits
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            os._exit(1)
    os.close(writing)
    status = None
    while status is None:
        found, said = os.waitpid(pid, os.WNOHANG)
        if found:
            status = said
        elif after is not None and time.perf_counter() - began >= after:
            os.kill(pid, signal.SIGKILL)
            status = os.waitpid(pid, 0)[1]
        else:
            time.sleep(0.002)
    took = time.perf_counter() - began
    with os.fdopen(reading) as file:
        words = file.read().split("\n")[:-1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"a job in {folder.name} ended with {os.WEXITSTATUS(status)} by itself")
    return os.WIFEXITED(status), took, words


def ask(folder: Path, question: Callable[[], Any]) -> Any:
    """The answer to a question about a folder, from a process of its own."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        turn_to(folder)
        with os.fdopen(writing, "w") as file:
            json.dump(question(), file, default=str)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        answer = file.read()
    os.waitpid(pid, 0)
    return json.loads(answer)


# ---- what stands ----


def broken() -> list[str]:
    """What is wrong right after a kill: a broken log, half an import, a run that is done without its index, a case whose moves are no chain."""
    found = list(wrong())
    for held in CensusImport.objects.all():
        landed = Platform.objects.count()
        if landed not in (0, held.fresh) or (held.state == "landed") != (landed > 0 and landed == held.fresh):
            found.append(f"import {held.state} with {landed} platforms of {held.fresh}")
    for run in Run.objects.filter(state="done").exclude(lake_run__in=("x", "y")):
        if not Finding.objects.filter(last_run=run).exists() or not Undecided.objects.filter(run=run).exists():
            found.append(f"run {run.pk} is done and has no index")
    for case in Case.objects.prefetch_related("moves"):
        moves = list(case.moves.all())
        if moves[-1].after != case.state or any(one.after != two.before for one, two in itertools.pairwise(moves)):
            found.append(f"case {case.mark} and its moves disagree")
        if Event.objects.filter(thing=f"case:{case.pk}").count() != len(moves):
            found.append(f"case {case.mark} has moves without an entry in the log")
    lake = settings.DATA / "lake"
    for path in (lake / "snapshots").glob("[0-9]*.json"):
        manifest = json.loads(path.read_text("utf-8"))
        for name, count in manifest["rows"].items():
            if pq.read_metadata(lake / "landed" / name / f"{manifest['id']}.parquet").num_rows != count:
                found.append(f"{path.name}: {name} is half landed")
    return found


def whole() -> dict[str, Any]:
    """Everything that must be the same however often somebody was killed: rows without times and numbers that count tries."""
    return {
        "platforms": sorted(Platform.objects.values_list("key", "name", "kind", "stage", "unit__name")),
        "orders": sorted(Order.objects.values_list("key", flat=True)), "aliases": sorted(Alias.objects.values_list("name", flat=True)),
        "steps": Step.objects.count(), "units": sorted(Unit.objects.values_list("name", flat=True)),
        "imports": [list(row) for row in CensusImport.objects.values_list("state", "read", "landed", "quarantined", "fresh", "changed", "same")],
        "problems": sum(one.problems.count() for one in CensusImport.objects.all()), "changes": sum(one.changes.count() for one in CensusImport.objects.all()),
        "runs": [list(row) for row in Run.objects.exclude(lake_run="y").order_by("pk").values_list("state", "lake_run", "totals")],
        "findings": sorted(Finding.objects.values_list("mark", "check_code", "subject_id", "state", "sentence")),
        "dues": sorted(Due.objects.values_list("subject_id", "due_on", "check_code")), "undecided": sorted(Undecided.objects.values_list("mark", flat=True)),
        "cases": sorted(Case.objects.values_list("mark", "state", "cause", "remedy")),
        "moves": sorted(Move.objects.values_list("case__mark", "verb", "before", "after")),
        # an entry that says somebody asked again is one more try, not a thing done twice
        "events": sorted(Counter(f"{verb} {label}" for verb, label in Event.objects.exclude(verb__in=("due.foretell", "undecided.leave")).values_list("verb", "label")).items()),
        "log": list(wrong()), "stray": stray(),
    }  # fmt: skip


def stray() -> list[str]:
    """Files of the lake that nobody names."""
    lake = settings.DATA / "lake"
    named = {path.stem for path in (lake / "snapshots").glob("[0-9]*.json")}
    left = [str(path.relative_to(lake)) for path in lake.glob("landed/*/*.parquet") if path.stem not in named]
    return sorted(
        left
        + [str(path.relative_to(lake)) for path in lake.rglob("*.part")]
        + [path.name for path in lake.glob("staging/*") if path.is_dir()]
    )


def index_is_the_lakes() -> bool:
    """Whether the index made anew equals itself."""
    fields = ("mark", "check_code", "subject_id", "state", "severity", "sentence", "first_on", "last_on", "looked_on")
    before = list(Finding.objects.order_by("mark").values_list(*fields))
    index.rebuild(by="bench")
    return bool(before) and list(Finding.objects.order_by("mark").values_list(*fields)) == before


# ---- the whole ----


def measure(kills: int, seed: int, place: Path) -> dict[str, Any]:
    """Kills by kind; what was found broken; folders let through, and how each differs from one nobody killed."""
    dice = random.Random(seed)
    found: dict[str, Any] = {"killed": Counter(), "survived": 0, "broken": [], "lost": [], "ended": 0, "differs": [], "usual": {}}
    for what, share in SHARES.items():
        begin, reference = place / f"{what}-begin", place / f"{what}-whole"
        child(begin, lambda begin=begin, what=what: prepare(begin, what), None)
        shutil.copytree(begin, reference)
        _, usual, _ = child(reference, JOBS[what], None)
        expected = ask(reference, whole)
        found["usual"][what] = round(usual, 2)
        goal = round(kills * share / sum(SHARES.values()))
        while found["killed"][what] < goal:
            folder = place / f"{what}-{found['ended']:03d}"
            shutil.copytree(begin, folder)
            said: list[str] = []
            for _ in range(min(dice.randint(1, MOST), goal - found["killed"][what])):
                ended, took, words = child(folder, JOBS[what], dice.uniform(0, usual))
                said += words
                usual = min(usual, took) if ended and took > 0.2 * usual else usual
                found["survived" if ended else "killed"] = found["survived"] + 1 if ended else found["killed"] + Counter({what: 1})
                found["broken"] += [f"{folder.name}: {one}" for one in ask(folder, broken)]
                if ended:
                    break
            found["lost"] += _lost(folder, said)
            child(folder, JOBS[what], None)
            now = ask(folder, whole)
            found["differs"] += [f"{folder.name}: {name}" for name in expected if now[name] != expected[name]]
            if what == "inspection" and not ask(folder, index_is_the_lakes):
                found["differs"].append(f"{folder.name}: index")
            found["ended"] += 1
            shutil.rmtree(folder)
            print(f"{what}: {found['killed'][what]} of {goal}", file=sys.stderr, flush=True)
    return {**found, "killed": dict(found["killed"])}


def _lost(folder: Path, said: list[str]) -> list[str]:
    """Writes that came back and are not there, and those that are there twice."""
    moves = Counter(ask(folder, lambda: [f"{mark} {verb}" for mark, verb in Move.objects.values_list("case__mark", "verb")]))
    return [f"{folder.name}: {one} lost" for one in said if one not in moves] + [
        f"{folder.name}: {one} doubled" for one, n in moves.items() if n > 1
    ]


def main(kills: int, seed: int) -> None:
    """Print one JSON line."""
    place = Path(settings.DATA)
    place.mkdir(parents=True, exist_ok=True)
    with contextlib.redirect_stdout(sys.stderr):
        found = measure(kills, seed, place)
    print("RESULT " + json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
