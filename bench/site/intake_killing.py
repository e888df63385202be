"""kill -9 while letters come in under load; run by `bench/done/mailbox-kills.py` in a process that has the settings and a PostgreSQL.

    python -m bench.site.intake_killing KILLS SEED

The site is served by processes forked off one that has read the program; each is killed at a moment drawn, and the next one takes its place at the same
socket. Some kills hit a process of the database instead, which then recovers. Clients send letters, some with a file, and write down what was acknowledged; of
those they got no word of they send half again, with the same token, until there is one.
"""

import hashlib
import http.client
import json
import os
import random
import re
import signal
import socket
import sys
import threading
import time
import urllib.parse
import uuid
from collections import Counter
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
import psycopg

django.setup()

from django.db import OperationalError, connection  # noqa: E402

from zouxin.site.mailbox.actions import letters  # noqa: E402
from zouxin.site.mailbox.models import Custody, Letter, LetterFile  # noqa: E402
from zouxin.site.people.log import wrong  # noqa: E402
from zouxin.site.people.models import Event  # noqa: E402

CLIENTS, THREADS = 12, 8
#: one kill in so many is of a process of the database; one letter in so many brings a file
OF_DATABASE, WITH_FILE = 25, 8
DIGITS = "零一二三四五六七八九"


class Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_message(self, *_said: Any) -> None:
        pass


class Site(WSGIServer):
    """Takes requests from a socket that was there before it."""

    def __init__(self, taken: socket.socket) -> None:
        super().__init__(taken.getsockname(), Quiet, bind_and_activate=False)
        self.socket.close()
        self.socket = taken
        self.server_name, self.server_port = "127.0.0.1", taken.getsockname()[1]
        self.setup_environ()

    def take(self) -> None:
        """One request after the other."""
        while True:
            one, at = self.socket.accept()
            try:
                self.finish_request(one, at)
            except OSError:
                pass
            finally:
                self.shutdown_request(one)


def site(taken: socket.socket) -> int:
    """The process id of a site that serves."""
    pid = os.fork()
    if pid:
        return pid
    from zouxin.site.wsgi import application

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    server = Site(taken)
    server.set_app(application)
    threads = [threading.Thread(target=server.take) for _ in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    os._exit(0)


class Clients:
    """Who sends letters: what was sent, and what was acknowledged by token."""

    def __init__(self, port: int, seed: int) -> None:
        self.port, self.dice, self.lock = port, random.Random(seed), threading.Lock()
        self.sent: dict[str, str] = {}
        self.known: dict[str, str] = {}
        self.again, self.unanswered, self.wrong, self.nth, self.stop = 0, 0, Counter[str](), 0, False
        self.form, self.cookie = self._form()

    def _form(self) -> tuple[dict[str, str], str]:
        one = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        one.request("GET", "/mailbox/write/")
        answer = one.getresponse()
        page, cookie = answer.read().decode(), str(answer.getheader("Set-Cookie")).split(";")[0]
        a, b = re.search(r"([一二三四五六七八九])加([一二三四五六七八九])等于几", page).groups()  # type: ignore[union-attr]
        hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("sealed", "csrfmiddlewaretoken")}  # type: ignore[index]
        said = {"kind": "help", "title": "路灯坏了", "public_wish": "on", "looked": "1", "answer": str(DIGITS.index(a) + DIGITS.index(b))}
        return said | hidden, cookie

    def work(self, nth: int) -> None:
        """Send until told to stop."""
        dice = random.Random(self.dice.random() + nth)
        while not self.stop:
            once, file = uuid.UUID(int=dice.getrandbits(128)).hex, dice.randrange(WITH_FILE) == 0
            with self.lock:
                self.sent[once] = "file" if file else ""
            for _ in range(400):
                if self._send(once, file) or self.stop or dice.random() < 0.5:
                    break
                self.again += 1
                time.sleep(0.02)

    def _send(self, once: str, file: bool) -> bool:
        body, kind = _body(self.form | {"once": once, "text": f"石桥村口的路灯坏了，{once}。"}, once if file else "")
        self.nth += 1
        address = f"10.{self.nth >> 16 & 255}.{self.nth >> 8 & 255}.{self.nth & 255}"
        one = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            one.request("POST", "/mailbox/write/", body, {"Content-Type": kind, "Cookie": self.cookie, "X-Forwarded-For": address})
            answer = one.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self.unanswered += 1
            return False
        finally:
            one.close()
        found = re.search(r"/mine/([^/]+)/", answer.getheader("Location") or "")
        if answer.status == 302 and not found:  # the answer was cut off before it said where to
            self.unanswered += 1
            return False
        if answer.status != 302 or not found:
            self.wrong[str(answer.status)] += 1
            return False
        with self.lock:
            self.known[once] = found[1]
        return True


def _body(said: dict[str, str], file: str) -> tuple[bytes, str]:
    if not file:
        return urllib.parse.urlencode(said).encode(), "application/x-www-form-urlencoded"
    parts = [f'--zx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in said.items()]
    parts.append(
        f'--zx\r\nContent-Disposition: form-data; name="files"; filename="说明.txt"\r\nContent-Type: text/plain\r\n\r\n{file}\r\n--zx--\r\n'
    )
    return "".join(parts).encode(), "multipart/form-data; boundary=zx"


def _kill_database(dice: random.Random) -> bool:
    """kill -9 on a process that works for the site: the database stops all of them and recovers."""
    with psycopg.connect(os.environ["ZOUXIN_DATABASE"], autocommit=True) as db:
        rows = db.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()").fetchall()
    if not rows:
        return False
    os.kill(dice.choice(rows)[0], signal.SIGKILL)
    return True


def _ready() -> None:
    """Wait until the database answers."""
    for _ in range(600):
        try:
            with psycopg.connect(os.environ["ZOUXIN_DATABASE"]) as db:
                db.execute("SELECT 1")
                return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise TimeoutError("the database does not come back")


def measure(kills: int, seed: int) -> dict[str, Any]:
    """Kills while letters come, and what stands afterwards."""
    dice = random.Random(seed)
    taken = socket.create_server(("127.0.0.1", 0), backlog=512)
    pid = site(taken)
    clients = Clients(taken.getsockname()[1], seed)
    threads = [threading.Thread(target=clients.work, args=(nth,), daemon=True) for nth in range(CLIENTS)]
    for one in threads:
        one.start()
    killed = Counter[str]()
    while sum(killed.values()) < kills:
        time.sleep(dice.uniform(0.02, 0.6))
        if dice.randrange(OF_DATABASE) == 0 and _kill_database(dice):
            killed["database"] += 1
            _ready()
            continue
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        killed["site"] += 1
        pid = site(taken)
        if sum(killed.values()) % 50 == 0:
            print(f"{sum(killed.values())} kills, {len(clients.known)} acknowledged", file=sys.stderr, flush=True)
    time.sleep(1)
    clients.stop = True
    for one in threads:
        one.join(30)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    told = {"killed": dict(killed), "sent": len(clients.sent), "acknowledged": len(clients.known), "again": clients.again, "unanswered": clients.unanswered,
            "statuses": dict(clients.wrong)}  # fmt: skip
    return told | stands(clients)


def stands(clients: Clients) -> dict[str, Any]:
    """What is lost, what is there twice, what is there by half."""
    try:
        while letters.enter(by="bench"):
            pass
    except OperationalError:
        connection.close()
        while letters.enter(by="bench"):
            pass
    rows = list(Letter.objects.values_list("once", "number", "text", "digest", "title", "pk"))
    twice = [once for once, n in Counter(once for once, *_ in rows).items() if n > 1]
    there = {once: number for once, number, *_ in rows}
    half = [number for once, number, text, digest, title, _ in rows if once not in text or digest != letters.digest(title, text)]
    with_file = {once for once, kind in clients.sent.items() if kind}
    files = {one.letter.once: one for one in LetterFile.objects.select_related("letter")}
    for once in with_file & set(there):
        one = files.get(once)
        if one is None or not Path(one.file.path).is_file() or hashlib.sha256(Path(one.file.path).read_bytes()).hexdigest() != one.digest:
            half.append(f"file of {there[once]}")
    entries = Counter(Event.objects.filter(verb="letter.receive").values_list("label", flat=True))
    steps = Counter(Custody.objects.values_list("letter__number", flat=True))
    return {
        "stand": len(rows), "files": len(with_file & set(there)),
        "lost": [once for once, number in clients.known.items() if there.get(once) != number], "twice": twice, "half": half,
        "log": list(wrong()) + [number for number in there.values() if entries[number] != 1 or steps[number] != 1],
    }  # fmt: skip


def main(kills: int, seed: int) -> None:
    """Print one JSON line."""
    connection.close()
    print("RESULT " + json.dumps(measure(kills, seed), ensure_ascii=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
