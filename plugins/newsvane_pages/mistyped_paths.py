"""Suggest pages for a path at which there is none. Pure."""

from collections.abc import Mapping

from newsvane.similar_names import find_similar
from newsvane.ui_links import UiPage, ui_path

WAYS_OUT: Mapping[str, str] = {
    ui_path(page): name
    for page, name in ((UiPage.COVERAGE, "Coverage"), (UiPage.SEARCH, "Search"), (UiPage.STATUS, "Status"))
}
"""The pages from which a person may go on in any case."""
_OTHER_WORDS: Mapping[str, UiPage] = dict.fromkeys(
    ("places", "people", "persons", "organisations", "organizations", "orgs", "entities"), UiPage.NAMES
) | {
    "coverage": UiPage.COVERAGE, "sites": UiPage.OUTLETS, "messages": UiPage.MESSAGE, "rules": UiPage.RULE,
    "channels": UiPage.CHANNELS,
}  # fmt: skip
"""Other words for the first part of a path."""
_OF_ONE = frozenset({
    UiPage.STORIES, UiPage.ARTICLES, UiPage.OUTLETS, UiPage.TOPICS, UiPage.NAMES, UiPage.QUARANTINE, UiPage.MESSAGE,
    UiPage.RULE,
})  # fmt: skip
"""The pages that show one item, which the rest of the path names."""
_LISTS: Mapping[UiPage, UiPage] = {
    UiPage.STORIES: UiPage.COVERAGE, UiPage.ARTICLES: UiPage.SEARCH, UiPage.OUTLETS: UiPage.SOURCES,
    UiPage.TOPICS: UiPage.COVERAGE, UiPage.MESSAGE: UiPage.ALERTS, UiPage.RULE: UiPage.RULES,
}  # fmt: skip
"""The pages that list these items, where the path without an item is no page."""


def suggest_pages(path: str) -> dict[str, str]:
    """Return the paths of pages that may have been meant, with their names, and WAYS_OUT. `path`: without PREFIX."""
    written, _, item = path.strip("/").partition("/")
    links: dict[str, str] = {}
    for page in _find_pages(written):
        if page in _OF_ONE and written != page and item.isprintable() and item:
            links[ui_path(page, item)] = f"Did you mean {page}/{item}?"
        listed = ui_path(_LISTS.get(page, page))
        links[listed] = WAYS_OUT.get(listed, listed.strip("/").rpartition("/")[2].capitalize())
    return {**links, **WAYS_OUT}


def _find_pages(written: str) -> list[UiPage]:
    if written.lower() in _OTHER_WORDS:
        return [_OTHER_WORDS[written.lower()]]
    known = {page.partition("/")[0]: page for page in reversed(UiPage) if page}
    return [known[name] for name in find_similar(written, known)[:1]] if written else []
