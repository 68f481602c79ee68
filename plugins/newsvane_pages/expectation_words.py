"""Say what the quarantine expects of an article, and which expectations nobody may overrule."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from newsvane.safe_text import clean_line

_MAX_FOUND = 80
"""Characters of what was found."""


def describe_expectations() -> dict[str, str]:
    """Return what each expectation requires of an article, by name."""
    from newsvane.quality.expectations import make_article_expectations

    return {each.name: each.description for each in make_article_expectations(datetime.now(UTC))}


def describe_found(name: str, article: Mapping[str, Any]) -> str:
    """Return what an article has where it does not meet an expectation, if that can be said in a few words.

    `article`: has `published_at`, `words`, `language`, `url`, `outlet` and `title`.
    """
    column = {
        "words_min": "words", "published_plausible": "published_at", "language_known_code": "language",
        "address_http": "url", "outlet_present": "outlet", "title_present": "title",
    }.get(name)  # fmt: skip
    if column is None:
        return ""
    found = article[column]
    if name == "words_min":
        return f"{found} {'word' if str(found) == '1' else 'words'}"
    return clean_line(str(found)[:10] if name == "published_plausible" else str(found or ""), _MAX_FOUND) or "nothing"


def explain_binding() -> dict[str, str]:
    """Return why some expectations cannot be overruled, by name."""
    from newsvane.quality.expectations import find_binding, make_article_expectations

    now = datetime.now(UTC)
    return find_binding((each.name for each in make_article_expectations(now)), now)


def describe_failed(names: Iterable[str]) -> str:
    """Return what was expected by the expectations that an article failed; those that do not exist any more by name."""
    known = describe_expectations()
    return "; ".join(known.get(name, name) for name in names)
