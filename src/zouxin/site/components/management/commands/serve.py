"""serve: the whole site by one command: database made ready, pages served, background work done by a child process that is started again when it dies."""

import subprocess
import sys
import threading
import time
from typing import Any

import waitress
from django.core.management import BaseCommand, CommandParser, call_command

from zouxin.site.wsgi import application


class Command(BaseCommand):
    help = "一条命令打开整个站点（小规模使用）；大规模部署见 docs/howto/production.md"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("prepare")
        stop = threading.Event()
        keeper = threading.Thread(target=_keep_working, args=(stop,), daemon=True)
        keeper.start()
        self.stdout.write(f"在浏览器里打开 http://{options['host']}:{options['port']}/（Ctrl+C 结束）")
        self.stdout.flush()
        try:
            waitress.serve(
                application,
                host=options["host"],
                port=options["port"],
                threads=options["threads"],
                ident=None,
                clear_untrusted_proxy_headers=True,
            )
        finally:
            stop.set()
            keeper.join(20)


def _keep_working(stop: threading.Event) -> None:
    """One worker at all times: a page answers while an inspection computes, and a worker that dies takes nothing with it."""
    while not stop.is_set():
        child = subprocess.Popen([sys.executable, "-m", "zouxin.site", "worker"])
        while child.poll() is None and not stop.wait(0.5):
            pass
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
        elif not stop.is_set():
            time.sleep(2)
