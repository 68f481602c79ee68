"""Answer that there is no such page (404), with links to where a person may go on."""

from collections.abc import Callable, Iterable, Mapping

from starlette.exceptions import HTTPException

from newsvane import lake
from newsvane.analysis.queries import load_query
from newsvane.errors import UnknownName
from newsvane.lake.engine.sql import fetch_rows_of
from newsvane.similar_names import describe_unknown
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages.html_rendering import write_sentence
from newsvane_pages.lake_queries import open_present

SEARCH_INSTEAD = {
    ui_path(UiPage.SEARCH): "Search for words of its headline or text",
    ui_path(UiPage.COVERAGE): "Look through the latest stories",
}
"""Where an article or a story can be found without its id."""
MAX_NAME = 100
"""Characters of a name or an id that is not there, by which similar ones are looked for."""


class NotThere(HTTPException):
    """An answer with status 404. `links`: the paths of pages of ours that may help, below PREFIX, with their names."""

    def __init__(self, detail: str, links: Mapping[str, str]) -> None:
        super().__init__(404, detail)
        self.links = links


def report_unknown_name(
    page: UiPage, noun: str, name: str, require: Callable[..., None], instead: Mapping[str, str]
) -> NotThere:
    """Return the answer for an unknown name, with links to similar ones. `require`: the check that finds them."""
    try:
        require([name[:MAX_NAME]], open_lake=open_present)
    except UnknownName as error:
        said = write_sentence(describe_unknown(noun, name[:MAX_NAME], error.similar))
        return NotThere(said, {**link_names(page, error.similar), **instead})
    return NotThere("There is nothing to show of it.", instead)


def report_unknown_id(cursor: lake.Connection, page: UiPage, name: str, detail: str) -> NotThere:
    """Return the answer for an unknown id of an article or story, with links to similar ids. `detail`: its message."""
    links = {ui_path(page, each): f"Did you mean {each}?" for each in find_similar_ids(cursor, page, name)}
    return NotThere(detail, links | SEARCH_INSTEAD)


def find_similar_ids(cursor: lake.Connection, page: UiPage, name: str) -> list[str]:
    """Return the ids of articles or stories, whichever the page shows, that are spelled like one or are the same."""
    found = fetch_rows_of(cursor, load_query("similar_ids"), id=name[:MAX_NAME])
    begin = "s1_" if page is UiPage.STORIES else "a1_"
    return [row["id"] for row in found if row["id"].startswith(begin)]


def link_names(page: UiPage, names: Iterable[str]) -> dict[str, str]:
    """Return the paths of the pages of some names, each with its name."""
    return {ui_path(page, each): each for each in names}
