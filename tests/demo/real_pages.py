"""Serve a folder of saved articles on 127.0.0.1, with one feed per outlet, in place of the invented news world.

The folder, or folders in it, hold `html/*.html.gz` and either `index.jsonl.gz` (rows with `html`, `url`, `title`) or
`ground-truth.json` (id of the page -> `url`). Each page is served at its own address, by Host header, over HTTP.
"""

import argparse
import gzip
import json
import shutil
import socket
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from aiohttp import web

from newsvane import urls
from tests.support.scene import PROJECT

FEED = "/newsvane-feed.xml"
INDEXES = "index.jsonl.gz or ground-truth.json"


@dataclass(frozen=True)
class SavedPage:
    url: str
    file: Path
    title: str = ""

    @property
    def link(self) -> str:
        """The address in the feed: http, because the server has no certificates for the real host names."""
        return urlsplit(self.url)._replace(scheme="http", fragment="").geturl()


def saved_pages(folder: Path) -> Iterator[SavedPage]:
    """Yield the pages of every index in the folder and in the folders directly below it."""
    for place in (folder, *sorted(path for path in folder.iterdir() if path.is_dir())):
        index, truth = place / "index.jsonl.gz", place / "ground-truth.json"
        if index.exists():
            for line in gzip.decompress(index.read_bytes()).decode("utf-8").splitlines():
                row = json.loads(line)
                yield SavedPage(row["url"], place / row["html"], row.get("title") or "")
        if truth.exists():
            for key, row in json.loads(truth.read_text("utf-8")).items():
                yield SavedPage(row["url"], place / "html" / f"{key}.html.gz")


def create_app(pages: list[SavedPage]) -> web.Application:
    """Return a web app that serves the pages and, at FEED on the host of its first page, one feed per outlet."""
    by_address = {urls.canonical(page.link): page for page in pages}
    feeds = dict(_by_outlet(pages).values())

    async def answer(request: web.Request) -> web.Response:
        host = request.headers.get("Host", "").partition(":")[0]
        if request.path == FEED and host in feeds:
            return web.Response(body=_rss(host, feeds[host]).encode(), content_type="application/rss+xml")
        if request.path == "/robots.txt":
            raise web.HTTPNotFound
        page = by_address.get(urls.canonical(f"http://{host}{request.raw_path}"))
        if page is None:
            raise web.HTTPNotFound
        return web.Response(body=gzip.decompress(page.file.read_bytes()), content_type="text/html", charset="utf-8")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    return app


def write_watch(pages: list[SavedPage], folder: Path) -> None:
    """Write the watch files: one feed per outlet, the shipped topics and the demo's alert rule."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = [
        f'[[feed]]\nid = "{outlet}"\nurl = "http://{host}{FEED}"\noutlet = "{outlet}"\n'
        for outlet, (host, _) in sorted(_by_outlet(pages).items())
    ]
    (folder / "feeds.toml").write_text("\n".join(tables), "utf-8")
    shutil.copy(PROJECT / "include" / "watch" / "topics.toml", folder)
    shutil.copy(PROJECT / "tests" / "world" / "watch" / "alerts.toml", folder)


def _by_outlet(pages: list[SavedPage]) -> dict[str, tuple[str, list[SavedPage]]]:
    groups: defaultdict[str, list[SavedPage]] = defaultdict(list)
    for page in pages:
        groups[urls.outlet(page.url)].append(page)
    return {outlet: (urlsplit(group[0].url).hostname or "", group) for outlet, group in groups.items()}


def _rss(host: str, pages: list[SavedPage]) -> str:
    items = "".join(
        f"<item><link>{escape(page.link)}</link><title>{escape(page.title)}</title></item>" for page in pages
    )
    return f'<rss version="2.0"><channel><title>{escape(host)}</title>{items}</channel></rss>'


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.demo.real_pages", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--watch", type=Path, required=True, help="folder to write the watch files into")
    parser.add_argument("--port-file", type=Path, required=True)
    options = parser.parse_args()
    pages = list(saved_pages(options.folder))
    if not pages:
        parser.error(f"{options.folder} holds no {INDEXES}")
    write_watch(pages, options.watch)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        partial = options.port_file.with_suffix(".partial")
        partial.write_text(f"{listener.getsockname()[1]}\n")
        partial.replace(options.port_file)
        web.run_app(create_app(pages), sock=listener, print=None, access_log=None, shutdown_timeout=0.2)


if __name__ == "__main__":
    main()
