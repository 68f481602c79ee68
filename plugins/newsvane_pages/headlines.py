"""Translate headlines for readers, if a LibreTranslate server is configured. Translations are not stored.

A page waits a moment for what it has not shown before. A later translation is there when the page is loaded again.
If the server fails, the page has only the outlets' headlines, as without a server.
"""

import logging
import re
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import NamedTuple

from fastapi import Request

from newsvane.errors import ConfigError, TranslationFailed
from newsvane.libretranslate import TranslationServer, translate
from newsvane.settings import Settings, get_settings
from newsvane_pages.lake_queries import Row

log = logging.getLogger(__name__)

MAX_WAIT = 1.5
"""Seconds that a page waits for translations."""
MAX_SECONDS = 10.0
"""Seconds that the server may take for the headlines of one language."""
PAUSE_SECONDS = 60.0
"""Seconds for which a server that failed, or a language that it does not know, is not asked again."""
MAX_KEPT = 5_000
"""The maximum number of translations that are kept in memory, those used last."""
MAX_HEADLINES = 100
"""The maximum number of headlines of one page that are translated."""
_MAX_HEADER = 500
_LANGUAGE = re.compile(r"\s*([a-z]{2,3})(?:-[a-z0-9-]{1,20})?\s*(?:;|$)", re.IGNORECASE)


class Headline(NamedTuple):
    """A headline to translate. `language`: of the headline; `target`: of its translation."""

    title: str
    language: str
    target: str


class OurTranslation(NamedTuple):
    """A translation of a headline, and its language."""

    text: str
    language: str


class HeadlineTranslations:
    """The translations that are known, and those that the server is asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[Headline, str] = OrderedDict()
        self._asked: set[Headline] = set()
        self._paused_until: dict[str, float] = {}
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="headlines")

    def find(self, wanted: Collection[Headline], server: TranslationServer) -> Mapping[str, str]:
        """Return what is known of these headlines by their titles, after a moment for those that are not yet."""
        with self._lock:
            new = [
                each
                for each in dict.fromkeys(wanted)
                if each not in self._known and each not in self._asked and not self._is_paused(each.language)
            ]
            self._asked |= {*new}
        if new:
            with suppress(TimeoutError):
                self._pool.submit(self._ask, new, server).result(MAX_WAIT)
        with self._lock:
            for each in wanted:
                if each in self._known:
                    self._known.move_to_end(each)
            found = {each.title: self._known[each] for each in wanted if each in self._known}
        return {title: translation for title, translation in found.items() if translation not in {"", title}}

    def _ask(self, wanted: Collection[Headline], server: TranslationServer) -> None:
        """Ask for the headlines of each language in turn, until the server fails."""
        by_language: defaultdict[tuple[str, str], list[Headline]] = defaultdict(list)
        for each in wanted:
            by_language[each.language, each.target].append(each)
        try:
            for (source, target), headlines in by_language.items():
                if self._is_paused(source):
                    continue
                titles = [each.title for each in headlines]
                try:
                    found = translate(server, titles, source=source, target=target, seconds=MAX_SECONDS)
                except TranslationFailed as error:
                    log.warning("headlines in %s were not translated: %s", source, error)
                    self._pause(source if error.reason == "http_400" else "")
                else:
                    self._keep(dict(zip(headlines, found, strict=True)))
        except Exception:  # no headline is worth a page
            log.exception("headlines were not translated")
            self._pause("")
        finally:
            with self._lock:
                self._asked -= {*wanted}

    def _is_paused(self, language: str) -> bool:
        now = monotonic()
        return any(self._paused_until.get(name, now) > now for name in ("", language))

    def _pause(self, language: str) -> None:
        """Do not ask for headlines in this language for a while; "": for any."""
        with self._lock:
            self._paused_until[language] = monotonic() + PAUSE_SECONDS

    def _keep(self, found: Mapping[Headline, str]) -> None:
        with self._lock:
            self._known.update(found)
            while len(self._known) > MAX_KEPT:
                self._known.popitem(last=False)


TRANSLATIONS = HeadlineTranslations()


def translate_headlines(request: Request, rows: Iterable[Row]) -> Mapping[str, OurTranslation]:
    """Return our translations of headlines by title; none of what the reader knows, and none without a server.

    `rows`: each with `title` and `language`. The reader knows the languages that the browser asks for, and that of the
    translations.
    """
    settings = get_settings()
    server = find_server(settings)
    if server is None:
        return {}
    known = {settings.translate_to, "und", *read_languages(request.headers.get("accept-language", ""))}
    wanted = [
        Headline(row["title"], row["language"], settings.translate_to)
        for row in rows
        if row["title"] and row["language"] and row["language"] not in known
    ]
    found = TRANSLATIONS.find(wanted[:MAX_HEADLINES], server)
    return {title: OurTranslation(text, settings.translate_to) for title, text in found.items()}


def read_languages(header: str) -> list[str]:
    """Return the languages of a header `Accept-Language`: those that the reader knows."""
    found = (_LANGUAGE.match(part) for part in header[:_MAX_HEADER].split(","))
    return [match[1].lower() for match in found if match]


def find_server(settings: Settings) -> TranslationServer | None:
    """Return the server; None if none is configured, or the Airflow connection that should name it does not."""
    url = settings.translate_url
    if not url.startswith("airflow://"):
        return TranslationServer(url, settings.translate_key) if url else None
    return _find_by_connection(url.removeprefix("airflow://"), int(monotonic() // PAUSE_SECONDS))


@lru_cache(maxsize=4)
def _find_by_connection(name: str, _period: int) -> TranslationServer | None:
    """Return the server that an Airflow connection names. `_period`: changes when it is to be looked up again."""
    try:
        return _load_connection(name)
    except ConfigError as error:
        log.warning("headlines are not translated: %s", error)
        return None


def _load_connection(name: str) -> TranslationServer:
    """Return the server that an Airflow connection names. Raises ConfigError if there is none, or it has no host."""
    from airflow.models.connection import Connection

    try:
        connection = Connection.get_connection_from_secrets(name)
    except Exception as error:  # Airflow and its secrets backends raise errors of many kinds
        raise ConfigError(f"there is no Airflow connection {name!r}", reason="connection_unknown") from error
    if not connection.host:
        raise ConfigError(f"the Airflow connection {name!r} has no host", reason="connection_incomplete")
    scheme, _, host = connection.host.rpartition("://")
    port = f":{connection.port}" if connection.port else ""
    scheme = scheme or connection.schema or "http"
    if scheme not in {"http", "https"}:
        raise ConfigError(
            f"the Airflow connection {name!r} is of neither http nor https", reason="connection_incomplete"
        )
    return TranslationServer(f"{scheme}://{host.rstrip('/')}{port}", connection.password or "")
