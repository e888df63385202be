"""A chat bot asks the gate before it speaks: a client, and a webhook for bots that can only call an address. Needs nothing but Python.

    ZOUXIN_GATE=https://站点 ZOUXIN_GATE_KEY=zxg_… python bot_gate.py 8100

The bot's vendor posts {"question": "…", "answer": "…"} to the webhook and gets {"send": true, "answer": "…"} back: the answer as it was where the gate lets it
pass, else the line that hands over to a person. When the gate cannot be asked, what the owner of the key chose decides (`fails`): closed sends the line, open sends
the answer; before the gate was ever heard, closed.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from wsgiref.simple_server import make_server

HAND_OVER = "这个问题请工作人员来答：正在为您转接人工，也可以拨打 12345。"
#: what a request to the webhook may be at most, bytes
MOST = 1 << 20


@dataclass
class Gate:
    """The gate of a site. `fails` is learnt from its answers, and changes when the owner of the key changes it."""

    site: str
    key: str = field(repr=False)
    timeout: float = 3.0
    fails: str = "closed"

    def ask(self, answer: str, question: str = "") -> dict[str, Any]:
        """What the gate says. Raises OSError when it cannot be asked, or does not know the key."""
        body = json.dumps({"text": answer, "letter": question or None}).encode()
        asked = urllib.request.Request(f"{self.site.rstrip('/')}/api/gate/reply", body, {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"})  # fmt: skip
        with urllib.request.urlopen(asked, timeout=self.timeout) as got:
            told: dict[str, Any] = json.loads(got.read())
        self.fails = told["fails"]
        return told

    def speak(self, answer: str, question: str = "", hand_over: str = HAND_OVER) -> dict[str, Any]:
        """What the bot says in the end: the answer, or the line that hands over, and why."""
        try:
            told = self.ask(answer, question)
        except urllib.error.HTTPError as error:
            if error.code in (401, 403, 422):  # a key that was switched off, a draft that cannot be read: no failure of the line
                return {"send": False, "answer": hand_over, "why": [f"闸口不受理（{error.code}）"]}
            return self._unasked(answer, hand_over, error)
        except (OSError, ValueError, KeyError) as error:
            return self._unasked(answer, hand_over, error)
        why = [f"{row['title']}：{row['put_right']}" for row in told["rows"]]
        return {"send": told["send"], "answer": answer if told["send"] else hand_over, "why": why}

    def _unasked(self, answer: str, hand_over: str, error: Exception) -> dict[str, Any]:
        opens = self.fails == "open"
        return {"send": opens, "answer": answer if opens else hand_over, "why": [f"问不到闸口（{type(error).__name__}）"]}


def webhook(gate: Gate) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """A WSGI application: JSON in, JSON out."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        status, told = "200 OK", {}
        try:
            size = int(environ.get("CONTENT_LENGTH") or 0)
            said = json.loads(environ["wsgi.input"].read(min(size, MOST)))
            told = gate.speak(str(said["answer"]), str(said.get("question") or ""))
        except (ValueError, KeyError, TypeError):
            status, told = "400 Bad Request", {"detail": '应是 {"question": "…", "answer": "…"}'}
        body = json.dumps(told, ensure_ascii=False).encode()
        start_response(status, [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    return application


if __name__ == "__main__":
    held = Gate(os.environ["ZOUXIN_GATE"], os.environ["ZOUXIN_GATE_KEY"])
    make_server("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8100, webhook(held)).serve_forever()
