"""Services that list other outlets' articles, in the forms of GDELT: its article list and its search API."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from tests.support.outlet import Server

LIST_HOST = "data.gdelt.example"
API_HOST = "api.gdelt.example"


@dataclass(frozen=True)
class Listed:
    """An article as a service lists it. `lang` is for the article list, `language` and `country` are for the API."""

    url: str
    title: str = "Ferry stays in port"
    at: datetime | None = None
    desc: str = "The crew of the ferry wants to be paid."
    lang: str = "en"
    language: str = "English"
    country: str = "Albania"


def list_line(article: Listed) -> str:
    """Return a line of a minute file."""
    host = urlsplit(article.url).hostname or ""
    at = f"{article.at:%Y-%m-%dT%H:%M:%SZ}" if article.at else ""
    facts = {"date": at, "url": article.url, "domain": host, "outletName": host.title(), "title": article.title}
    rest = {"image": f"https://{host}/i.jpg", "desc": article.desc, "lang": article.lang, "author": "A. Reporter"}
    return json.dumps(facts | rest, ensure_ascii=False)


def minute_file(*lines: str) -> bytes:
    return gzip.compress("".join(f"{line}\n" for line in lines).encode())


def list_rss(*articles: Listed) -> bytes:
    """Return the rolling window of the article list."""
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{escape(one.url)}</link>"
        + (f"<pubDate>{format_datetime(one.at)}</pubDate>" if one.at else "")
        + "</item>\n"
        for one in articles
    )
    head = "<title>GDELT Article List</title><link>https://www.gdeltproject.org/</link><language>en-us</language>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def api_json(*articles: Listed) -> bytes:
    """Return an answer of the API in mode ArtList, format json."""
    rows = [
        {
            "url": one.url, "url_mobile": "", "title": one.title,
            "seendate": f"{one.at:%Y%m%dT%H%M%SZ}" if one.at else "",
            "socialimage": "", "domain": urlsplit(one.url).hostname,
            "language": one.language, "sourcecountry": one.country,
        }
        for one in articles
    ]  # fmt: skip
    return json.dumps({"articles": rows}, indent=1).encode()


@dataclass(frozen=True)
class Reply:
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    chunks: Iterator[bytes] | None = None
    location: str = ""


MISSING = Reply(b"<Error><Code>NoSuchKey</Code></Error>", "application/xml", 404)


@dataclass(frozen=True)
class Request:
    host: str
    path: str
    query: str = ""
    at: float = field(default_factory=time.monotonic, compare=False)


@contextmanager
def serve_lists(respond: Callable[[Request], Reply], *, robots: Reply = MISSING) -> Iterator[tuple[str, list[Request]]]:
    """Serve what `respond` returns; yield the value for NEWSVANE_CONNECT_TO, and the requests so far.

    The `query` of a request is the value of that parameter. A reply with `chunks` has no Content-Length.
    """
    log: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            words = parse_qs(parts.query).get("query", [""])[0]
            request = Request((self.headers["Host"] or "").partition(":")[0], parts.path, words)
            if parts.path != "/robots.txt":
                log.append(request)
            reply = robots if parts.path == "/robots.txt" else respond(request)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            if reply.location:
                self.send_header("Location", reply.location)
            if reply.chunks is None:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            try:
                for chunk in reply.chunks or (reply.body,):
                    self.wfile.write(chunk)
            except ConnectionError:
                pass

        def log_message(self, *arguments: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"*=127.0.0.1:{server.server_port}", log
        finally:
            server.shutdown()
            thread.join()
