"""Play a Wayback Machine on loopback: its index in JSON with resumption keys, raw captures, and redirects to them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.support.outlet import Answer, moved

HOST = "archive.example"
URL = f"http://{HOST}"
COLUMNS = ["timestamp", "original", "mimetype", "statuscode"]

TOOLBAR = (
    '<script type="text/javascript" src="/_static/js/bundle-playback.js?v=1"></script>'
    '<link rel="stylesheet" href="/_static/css/banner-styles.css"/>\n<!-- End Wayback Rewrite JS Include -->'
)
BANNER = (
    "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp'><p>12 captures, 3 Jan 2020 to 9 Nov 2026, and the ferry of "
    "another day that must not be read as a part of the page.</p></div><!-- END WAYBACK TOOLBAR INSERT -->"
)


def with_toolbar(html: str, timestamp: str) -> str:
    """Return a page as the Wayback Machine shows it without `id_`."""
    html = html.replace("<head>", f"<head>{TOOLBAR}", 1).replace("<body>", f"<body>{BANNER}", 1)
    html = html.replace("href='http", f"href='/web/{timestamp}/http")
    return (
        html + "\n<!--\n     FILE ARCHIVED ON 14:30:00 Mar 05, 2024 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE.\n-->"
    )


@dataclass
class WebArchive(Mapping[str, Answer]):
    """The answers of the archive. `captures`: pages by timestamp and address. `per_answer`: rows of one answer.

    `asked`: the requests that it got. `failures`: how many requests it answers with 503 first. `moved_to`: by
    timestamp, the one to which it redirects.
    """

    captures: dict[tuple[str, str], str]
    per_answer: int = 2
    failures: int = 0
    moved_to: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, key: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        host, _, path = key.partition("/")
        if host != HOST or path == "robots.txt":
            return default
        self.asked.append(path)
        if self.failures:
            self.failures -= 1
            return Answer("busy", status=503)
        if path.startswith("cdx/search/cdx?"):
            return self._list(parse_qs(urlsplit(path).query))
        timestamp, _, url = path.removeprefix("web/").partition("id_/")
        if target := self.moved_to.get(timestamp):
            return moved(f"{URL}/web/{target}id_/{url}", 302)
        found = self.captures.get((timestamp, url))
        return Answer(found) if found is not None else default

    def _list(self, query: dict[str, list[str]]) -> Answer:
        first, last = query["from"][0], query["to"][0]
        earliest: dict[str, str] = {}
        for timestamp, url in sorted(self.captures):
            if query["url"][0] in url and first <= timestamp <= last + "9":
                earliest.setdefault(url, timestamp)
        rows = [[timestamp, url, "text/html", "200"] for url, timestamp in sorted(earliest.items())]
        start = int(query.get("resumeKey", ["0"])[0])
        shown = rows[start : start + self.per_answer]
        rest = [[], [str(start + self.per_answer)]] if start + self.per_answer < len(rows) else []
        return Answer(json.dumps([COLUMNS, *shown, *rest] if rows else []), "application/json")

    def __getitem__(self, key: str) -> Answer:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return len(self.captures)
