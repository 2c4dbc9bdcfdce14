"""A real web server on loopback whose answers a test scripts, and its own log of what was asked."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Asked:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Server:
    """A running server: where it is, what it answers by path, and what it was asked."""

    host: str
    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://{self.host}:{self.port}{path}"

    def pages(self) -> list[Asked]:
        """What was asked beside robots.txt."""
        return [request for request in self.asked if request.path != "/robots.txt"]

    def paths(self) -> list[str]:
        return [request.path for request in self.pages()]


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    """A server on a free port of ``host`` for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.asked.append(Asked(self.path, headers, time.monotonic()))
            server.answers.get(self.path.partition("?")[0], page(404, b"nothing here"))(self)

        def log_message(self, *args: object) -> None:
            """The log is in ``asked``."""

    class Http(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """A client that went away is what some tests are about; what it asked is logged."""

    http = Http((host, 0), Handler)
    server = Server(host, http.server_address[1])
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def page(status: int, body: bytes, **headers: str) -> Answer:
    """An answer of a status, a body and headers (``content_type="text/html"``)."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirect(location: str, status: int = 302) -> Answer:
    """An answer that leads elsewhere."""
    return page(status, b"", location=location)


def in_turn(*answers: Answer) -> Answer:
    """One answer after another; the last one stays."""
    left = list(answers)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True
    handler.connection.close()


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
