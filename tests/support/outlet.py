"""Serve a small outlet on a free port of 127.0.0.1, for cases that the news world does not contain."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from newsvane.settings import Settings


@dataclass(frozen=True)
class Answer:
    body: str = ""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def moved(to: str, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": to})


def rss(
    *slugs: str,
    title: str = "Outlet",
    host: str = "outlet.example",
    age: timedelta = timedelta(hours=5),
    step: timedelta = timedelta(hours=1),
) -> Answer:
    """Return an RSS feed of these articles, the newest first. `age`: of the newest one. `step`: time between two."""
    now = datetime.now(UTC)
    dated = [(slug, format_datetime(now - age - number * step)) for number, slug in enumerate(slugs)]
    items = "".join(
        f"<item><title>{slug}</title><link>http://{host}/{slug}</link><pubDate>{date}</pubDate></item>"
        for slug, date in dated
    )
    body = f"<rss version='2.0'><channel><title>{title}</title><language>sq</language>{items}</channel></rss>"
    return Answer(body, "application/rss+xml")


def page(*links: str, body: str = "") -> Answer:
    return Answer(f"<!DOCTYPE html><html><head><title>Home</title>{''.join(links)}</head><body>{body}</body></html>")


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # else a connection that waits is lost while the machine is busy


@contextmanager
def outlet(answers: Mapping[str, Answer]) -> Iterator[str]:
    """Serve these answers until the block ends; yield the value for NEWSVANE_CONNECT_TO.

    `answers`: by path including the query, for every host; or by host and path. Any other path is answered with 404.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            missing = Answer("<h1>Not found</h1>", status=404)
            answer = answers.get(f"{self.headers['Host']}{self.path}") or answers.get(self.path, missing)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body.encode())))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, *arguments: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"*=127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def settings_for(connect_to: str) -> Settings:
    return Settings(connect_to=connect_to, host_delay=0, fetch_timeout=20)
