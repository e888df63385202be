"""A web server on the loopback address whose answers a test writes down."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def serving(answer: Callable[[str, str, bytes], Answer]) -> Iterator[str]:
    """Serves `answer(method, path with query, body)`; gives the address without a slash at its end."""

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, headers, said = answer(self.command, self.path, body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(said)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = _any

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def pages(found: dict[str, Answer | bytes | str]) -> Callable[[str, str, bytes], Answer]:
    """Answers by path: bytes or text for 200, else what is written down; 404 for the rest."""

    def answer(method: str, path: str, body: bytes) -> Answer:
        one = found.get(urlsplit(path).path)
        if one is None:
            return 404, {}, b"no"
        if isinstance(one, tuple):
            return one
        return 200, {}, one.encode() if isinstance(one, str) else one

    return answer
