#!/usr/bin/env python3
"""Letters taken with a durable commit on PostgreSQL, 100 clients, beside the bare framework doing one form and one durable insert, in the same run."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import psycopg
from bench.lines import Line, finish
from bench.results_io import ROOT
from bench.site.serving import postgres, serving

SEED, ROUNDS, CLIENTS, SECONDS = 1, 3, 100, 10
DIGITS = "零一二三四五六七八九"
TEXT = "石桥村口的路灯坏了三个月，晚上老人摔倒过，请尽快维修，并说明以后由谁巡查。" * 4


def ask(address: str, body: dict[str, str], cookie: str) -> tuple[float, int, int]:
    """Requests a second, how many failed, how many were answered."""
    env = {**os.environ, "LETTER_BODY": urllib.parse.urlencode(body), "LETTER_COOKIE": cookie}
    words = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--timeout", "20s", "-s", str(ROOT / "bench/site/letter.lua"), address]
    said = subprocess.run(words, capture_output=True, text=True, check=True, env=env).stdout
    failed = sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout|Non-2xx or 3xx responses:?)\s(\d+)", said))
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), failed, int(re.search(r"(\d+) requests in", said)[1])  # type: ignore[index]


def form(address: str) -> tuple[dict[str, str], str]:
    """A filled form of the page with its question answered, and the cookie beside it."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        page, cookie = answer.read().decode(), answer.headers["Set-Cookie"].split(";")[0]
    one, other = re.search(r"([一二三四五六七八九])加([一二三四五六七八九])等于几", page).groups()  # type: ignore[union-attr]
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("sealed", "csrfmiddlewaretoken")}  # type: ignore[index]
    return {
        "kind": "help",
        "title": "路灯坏了",
        "text": TEXT,
        "public_wish": "on",
        "looked": "1",
        "answer": str(DIGITS.index(one) + DIGITS.index(other)),
        **hidden,
    }, cookie


def count(database: str, table: str) -> int:
    """Rows of a table."""
    with psycopg.connect(database) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # type: ignore[index]


def main() -> None:
    """The command."""
    with tempfile.TemporaryDirectory(prefix="zouxin-letters-") as data, postgres() as database:
        env = {
            "ZOUXIN_DATA": data,
            "ZOUXIN_DATABASE": database,
            "ZOUXIN_HOSTS": "127.0.0.1",
            "ZOUXIN_PROXY": "on",
            "DJANGO_SETTINGS_MODULE": "zouxin.site.settings",
        }
        whole = {**os.environ, **env, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        subprocess.run([sys.executable, "-m", "zouxin.site", "prepare"], env=whole, check=True, capture_output=True)
        subprocess.run(
            [sys.executable, "-c", "from bench.site.bare_letter import prepare; prepare()"],
            env={**whole, "DJANGO_SETTINGS_MODULE": ""},
            check=True,
        )
        with (
            serving("zouxin.site.wsgi:application", env) as site,
            serving("bench.site.bare_letter:application", {**env, "DJANGO_SETTINGS_MODULE": ""}) as bare,
        ):
            plain = {"title": "路灯坏了", "text": TEXT, "csrfmiddlewaretoken": "a" * 32}
            address = f"{site}/mailbox/write/"
            said, cookie = form(address)
            ask(f"{bare}/", plain, "csrftoken=" + "a" * 32), ask(address, said, cookie)
            before = count(database, "mailbox_letter")
            pairs = [(ask(f"{bare}/", plain, "csrftoken=" + "a" * 32), ask(address, said, cookie)) for _ in range(ROUNDS)]
            stand = count(database, "mailbox_letter") - before
    ratio = statistics.median(ours[0] / theirs[0] for theirs, ours in pairs)
    told = ", ".join(f"{ours[0]:.0f} of {theirs[0]:.0f}" for theirs, ours in pairs)
    answered = sum(ours[2] for _, ours in pairs)
    finish("mailbox-load", [
        Line("letters a second: times the bare framework", round(ratio, 3), f"median of {ROUNDS} paired runs ({told}), {CLIENTS} clients, PostgreSQL, durable commit", ">= 0.6"),
        Line("failed requests", sum(ours[1] for _, ours in pairs), f"{answered:,} requests", "= 0"),
        Line("acknowledged letters that do not stand", max(0, answered - stand), f"{answered:,} acknowledged, {stand:,} stand", "= 0"),
    ], seed=SEED)  # fmt: skip


if __name__ == "__main__":
    main()
