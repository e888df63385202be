"""Another city's system on this machine: it speaks GeoReport v2 as the specification has it, and misbehaves when told to."""

import contextlib
import json
import threading
import time
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "a-key-nobody-may-see"
SERVICES = [
    {"service_code": "lamp", "service_name": "路灯", "description": "", "metadata": False, "type": "realtime", "keywords": "", "group": "市政"},
    {"service_code": "well", "service_name": "井盖", "description": "", "metadata": True, "type": "realtime", "keywords": "", "group": "市政"},
    {"service_code": "tree", "service_name": "树木", "description": "", "metadata": True, "type": "realtime", "keywords": "", "group": "园林"},
]  # fmt: skip
DEFINITIONS = {
    "well": {"service_code": "well", "attributes": [{"code": "SIZE", "required": "true", "description": "井盖直径", "datatype": "number"}]},
    "tree": {"service_code": "tree", "attributes": [{"code": "KIND", "required": "false", "description": "树种", "datatype": "string"}]},
}


class OtherCity(ThreadingHTTPServer):
    """`mood`: how it answers a request; `gives`: number, token or nothing; `taken`: what it kept of each request; `asked`: every address it was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mood, self.gives, self.form, self.kind = "well", "number", "json", "application/json"
        self.taken, self.asked, self.tokens, self.status = [], [], {}, ("open", "")
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v2"


@contextlib.contextmanager
def other_city():
    city = OtherCity()
    try:
        yield city
    finally:
        city.mood = "well"
        city.shutdown()
        city.server_close()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *said):
        pass

    def _tell(self, rows, status=200, names=("service_requests", "request")):
        form = urlsplit(self.path).path.rpartition(".")[2]
        if form == "xml":
            whole, one = names
            inner = "".join(f"<{one}>{''.join(f'<{k}>{v}</{k}>' for k, v in row.items())}</{one}>" for row in rows)
            body, kind = f'<?xml version="1.0"?><{whole}>{inner}</{whole}>'.encode(), "text/xml"
        else:
            body, kind = json.dumps(rows, ensure_ascii=False).encode(), self.server.kind
        self._raw(body, status, kind)

    def _raw(self, body, status=200, kind="text/html"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        place = urlsplit(self.path).path
        self.server.asked.append(self.path)
        if self._misbehaves():
            return None
        what = place.removeprefix("/v2/").rpartition(".")[0]
        if what == "services":
            return self._tell(SERVICES, names=("services", "service"))
        kind, _slash, key = what.partition("/")
        if kind == "services":
            return self._tell(DEFINITIONS[key]) if key in DEFINITIONS else self._tell([{"code": 404, "description": "no"}], 404)
        if kind == "tokens":
            number = self.server.tokens.get(key)
            return (
                self._tell([{"token": key, "service_request_id": number}])
                if number is not None
                else self._tell([{"code": 404, "description": "unknown"}], 404)
            )
        status, notes = self.server.status
        return self._tell([{"service_request_id": key, "status": status, "status_notes": notes, "agency_responsible": "市城管局", "updated_datetime": "2026-11-30T08:00:00+08:00"}])  # fmt: skip

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said, files = self._read(body)
        self.server.asked.append(self.path)
        self.server.taken.append((said, files))
        if self._misbehaves():
            return None
        if said.get("api_key") != KEY:
            return self._tell([{"code": 403, "description": f"api_key {said.get('api_key')} was not found"}], 403, ("errors", "error"))
        nth = len(self.server.taken)
        row = {"number": {"service_request_id": f"C-{nth}", "service_notice": "三天内到场"}, "token": {"token": f"t/{nth}"}, "nothing": {}}[
            self.server.gives
        ]
        if "token" in row:
            self.server.tokens[f"t%2F{nth}"] = ""
        return self._tell([row], 201 if self.server.gives == "number" else 200)

    def _read(self, body):
        kind = self.headers["Content-Type"]
        if not kind.startswith("multipart/"):
            return {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}, []
        whole: Message = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
        said, files = {}, []
        for part in whole.get_payload():
            name = part.get_param("name", header="content-disposition")
            if part.get_filename():
                files.append((part.get_filename(), part.get_payload(decode=True)))
            else:
                said[name] = part.get_payload(decode=True).decode()
        return said, files

    def _misbehaves(self):
        mood = self.server.mood
        if mood == "well":
            return False
        if mood == "page":
            self._raw("<!doctype html><html><body><p>系统维护</body></html>".encode())
        elif mood == "slow":
            time.sleep(2.5)
        elif mood == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "500")
            self.end_headers()
            self.wfile.write(b'[{"service_req')
            self.close_connection = True
        elif mood == "bomb":
            self._raw(
                b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a><r><token>&c;</token></r></a>', kind="text/xml"
            )
        elif mood.isdigit():
            status = int(mood)
            if status in (301, 307):
                self.send_response(status)
                self.send_header("Location", "http://169.254.169.254/")
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._tell([{"code": status, "description": f"没有做成，{KEY}"}], status, ("errors", "error"))
        return True
