"""Read the lines of a file of passages: plain text, or labelled articles as `newsvane labels export` prints them."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from newsvane.language import identify
from newsvane.records import Article


@dataclass(frozen=True)
class Passage:
    """A passage, and what people say of it.

    `shown`: the line, or the title. `about`, `not_about`: topics. Those in neither were not judged.
    """

    article: Article
    shown: str
    about: frozenset[str] = frozenset()
    not_about: frozenset[str] = frozenset()

    @property
    def is_labelled(self) -> bool:
        """Return whether people said anything about its topics."""
        return bool(self.about or self.not_about)

    def find_contradictions(self, tried: Collection[str], found: Collection[str]) -> list[str]:
        """Return the topics that its labels contradict. `tried`: all topics looked for, `found`: those that match."""
        return [name for name in tried if name in (self.not_about if name in found else self.about)]


def read_passage(line: str) -> Passage:
    """Return the passage of a line. What is no JSON object with a title or a text is plain text."""
    row = _parse(line)
    if row is None:
        return Passage(_build_article("", line), line)
    title, text = _text(row, "title"), _text(row, "text")
    article = _build_article(title, text, language=_text(row, "language"), outlet=_text(row, "outlet"),
                             country=_text(row, "country") or None)  # fmt: skip
    return Passage(article, title or text, _names(row, "topics"), _names(row, "not_topics"))


def _parse(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and (_text(row, "title") or _text(row, "text")) else None


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _names(row: dict[str, Any], name: str) -> frozenset[str]:
    value = row.get(name)
    return frozenset(each for each in value if isinstance(each, str)) if isinstance(value, list) else frozenset()


def _build_article(
    title: str, text: str, *, language: str = "", outlet: str = "", country: str | None = None
) -> Article:
    return Article(
        article_id="", url="", canonical_url="", outlet=outlet, title=title, text=text, words=len(text.split()),
        language=language or identify(text).code, country=country, fetched_at=datetime.now(UTC),
    )  # fmt: skip
