"""Say what is known of an article if its address is searched for, instead of finding the words of the address."""

from typing import NamedTuple

from newsvane import urls
from newsvane.analysis.articles import SCHEME, find_article_id, load_article, read_address
from newsvane.analysis.known_names import require_outlets
from newsvane.errors import UnknownAddress, UnknownName
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages.html_rendering import end_sentence, write_sentence
from newsvane_pages.lake_queries import fetch_rows, open_cursor, open_present
from newsvane_pages.search_address import SearchState


class SearchedAddress(NamedTuple):
    """What became of an address. `path`: of the page that has more, below the root, "" if none has; `title`: its link.

    `is_query`: what was written is also a query; with `https://` it is none. `advice`: what can be done if nothing is
    known of the address, "" otherwise.
    """

    words: str
    path: str
    title: str
    is_query: bool
    advice: str = ""


def trace_address(wanted: SearchState) -> SearchedAddress | None:
    """Return what became of the address that is searched for; None if anything else is."""
    written = wanted.queries[0] if len(wanted.queries) == 1 else ""
    address = "" if any(map(str.isspace, written)) else read_address(written)
    if not address:
        return None
    is_query = address != written
    try:
        found = load_article(address, open_lake=open_present)
    except UnknownAddress as error:
        return _describe_unknown(address, error, is_query=is_query)
    except UnknownName as error:
        said = end_sentence(error.found) if SCHEME.match(error.found) else write_sentence(error.found)
        return SearchedAddress(said, *_find_quarantined(address), is_query)
    words = "The article at this address was read, and is on a topic:"
    if not found["topics"]:
        words = "The article at this address was read, but matches no topic, so no search finds it:"
    return SearchedAddress(words, ui_path(UiPage.ARTICLES, found["article_id"]), found["title"] or address, is_query)


def _describe_unknown(address: str, error: UnknownAddress, *, is_query: bool) -> SearchedAddress:
    """Return what can be done about an address that no source has listed: follow a similar one, or look elsewhere."""
    said = write_sentence(error.found)
    if error.similar:
        near = error.similar[0]
        return SearchedAddress(said, ui_path(UiPage.SEARCH, filters={"q": near}), near, is_query)
    outlet = urls.outlet(address)
    advice = (
        "No source has listed it. Search for words of its headline, because the text may be at another address. "
        f"`newsvane feeds discover {outlet}` looks for feeds that list the outlet's articles, and `newsvane backfill` "
        "reads addresses from a file."
    )
    try:
        require_outlets([outlet], open_lake=open_present)
    except UnknownName:
        return SearchedAddress(said, "", "", is_query, advice)
    return SearchedAddress(said, ui_path(UiPage.OUTLETS, outlet), f"What is read of {outlet}", is_query, advice)


def _find_quarantined(address: str) -> tuple[str, str]:
    """Return path and title of the page about the article at an address that is or was in quarantine, if one is."""
    try:
        article_id = find_article_id(address, open_lake=open_present)
    except UnknownName:
        return "", ""
    with open_cursor() as cursor:
        held = fetch_rows(cursor, "quarantined_article", article_id=article_id)
    return (ui_path(UiPage.QUARANTINE, article_id), "How it is in quarantine") if held else ("", "")
