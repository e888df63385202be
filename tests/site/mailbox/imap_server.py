"""A small IMAP server on this machine: as much of RFC 3501 as reading a folder needs, and a record of everything it was asked."""

import re
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

CAPABILITIES = "IMAP4rev1 ID"


@dataclass
class Box:
    """A folder: its messages by number, the number of its numbering, who may look, and what was asked of it. `silent`: numbers it does not give."""

    messages: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    password: str = "open sesame"
    asked: list[str] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    cut_after: int = 0
    given: int = 0

    def add(self, raw: bytes) -> int:
        uid = max(self.messages, default=0) + 1
        self.messages[uid] = raw
        return uid


class _Talk(socketserver.StreamRequestHandler):
    server: "Imap"

    def say(self, *lines: str | bytes) -> None:
        for line in lines:
            self.wfile.write((line if isinstance(line, bytes) else line.encode()) + b"\r\n")

    def handle(self) -> None:
        box = self.server.box
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, _space, asked = line.decode("utf-8", "replace").strip().partition(" ")
            box.asked.append(asked.replace(box.password, "***"))
            verb = asked.upper()
            if verb.startswith("LOGOUT"):
                self.say("* BYE good bye", f"{tag} OK good bye")
                return
            try:
                self.say(f"{tag} {self.answer(box, asked, verb)} (said)")
            except ConnectionAbortedError:
                return

    def answer(self, box: Box, asked: str, verb: str) -> str:
        if verb.startswith("CAPABILITY"):
            self.say(f"* CAPABILITY {CAPABILITIES}")
        elif verb.startswith("LOGIN"):
            return "OK" if box.password in asked else "NO [AUTHENTICATIONFAILED] wrong password"
        elif verb.startswith(("EXAMINE", "SELECT")):
            if "INBOX" not in asked:
                return "NO no such folder"
            self.say(f"* {len(box.messages)} EXISTS", f"* OK [UIDVALIDITY {box.validity}] yes")
        elif found := re.match(r"UID SEARCH UID (\d+):\*", verb):
            some = [n for n in box.messages if n >= int(found[1])] or list(box.messages)[-1:]  # the last one always: so the standard has it
            self.say("* SEARCH " + " ".join(map(str, some)))
        elif found := re.match(r"UID FETCH (\d+) \((.*)\)", verb):
            return self.fetched(box, int(found[1]), found[2])
        return "OK"

    def fetched(self, box: Box, uid: int, what: str) -> str:
        raw = box.messages.get(uid)
        if raw is None:
            return "OK"
        if uid in box.silent:
            return "NO this one is damaged"
        at = (datetime(2026, 11, 2, 2, tzinfo=UTC) + timedelta(minutes=uid)).strftime("%d-%b-%Y %H:%M:%S +0000")
        if "SIZE" in what:
            self.say(f'* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)} INTERNALDATE "{at}")')
            return "OK"
        if box.cut_after and box.given >= box.cut_after:
            raise ConnectionAbortedError
        box.given += 1
        body = raw if "[]" in what else raw.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"
        self.say(f"* 1 FETCH (UID {uid} BODY[] {{{len(body)}}}")
        self.say(body + b")")
        return "OK"


class Imap(socketserver.ThreadingTCPServer):
    """The server; `with Imap(box) as server` runs it, with TLS where a certificate is given."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, box: Box, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.box, self.tls = box, certificate is not None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not trust the certificate goes away: no matter here."""

    def __enter__(self) -> "Imap":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_said: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def address(self) -> str:
        """As the settings name it."""
        return f"{'imaps' if self.tls else 'imap'}://letters%40example.com@{'localhost' if self.tls else '127.0.0.1'}:{self.server_address[1]}/INBOX"


def certificate(folder: Path) -> Path:
    """A certificate for localhost, made by itself, with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    place = folder / "server.pem"
    place.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return place
