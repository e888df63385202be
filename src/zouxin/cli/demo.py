"""zouxin demo: audit the sample county."""

import functools
import http.server
import socketserver
import webbrowser
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from zouxin import flow
from zouxin.cli._progress import progress
from zouxin.cli.audit import say_all


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True, help="输出文件夹")
@click.option("--serve/--no-serve", default=True, envvar="DEMO_SERVE", help="做完以后在本机打开报告")
@click.option("--port", default=8765, show_default=True)
def demo(out: Path, serve: bool, port: int) -> None:
    """载入样板县（虚构），检查，打开报告。"""
    with progress() as say:
        told = flow.demo(flow.Question(paths=(), out=out, today=date.today(), everything=True, say=say))
    say_all(told, out)
    if serve:
        show(out, port)


def _server(port: int, handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> socketserver.TCPServer:
    """A server on the port or, where somebody else has it, on any free one."""
    try:
        return socketserver.TCPServer(("127.0.0.1", port), handler)  # type: ignore[arg-type]
    except OSError:
        return socketserver.TCPServer(("127.0.0.1", 0), handler)  # type: ignore[arg-type]


def show(folder: Path, port: int) -> None:
    """Serve a folder on the loopback address until interrupted."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with _server(port, handler) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/report.html"
        click.echo(f"在浏览器里打开 {address}（Ctrl+C 结束）")
        webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("")
