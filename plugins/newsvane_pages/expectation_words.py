"""Say what the quarantine expects of an article, and which expectations nobody may overrule."""

from collections.abc import Iterable
from datetime import UTC, datetime


def describe_expectations() -> dict[str, str]:
    """Return what each expectation requires of an article, by name."""
    from newsvane.quality.expectations import make_article_expectations

    return {each.name: each.description for each in make_article_expectations(datetime.now(UTC))}


def explain_binding() -> dict[str, str]:
    """Return why some expectations cannot be overruled, by name."""
    from newsvane.quality.expectations import find_binding, make_article_expectations

    now = datetime.now(UTC)
    return find_binding((each.name for each in make_article_expectations(now)), now)


def describe_failed(names: Iterable[str]) -> str:
    """Return what was expected by the expectations that an article failed; those that do not exist any more by name."""
    known = describe_expectations()
    return "; ".join(known.get(name, name) for name in names)
