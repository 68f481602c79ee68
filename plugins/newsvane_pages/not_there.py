"""Say that something is not there, and where a person may go on."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException

from newsvane.ui_links import UiPage, ui_path

SEARCH_INSTEAD = {
    ui_path(UiPage.SEARCH): "Search for words of its headline or text",
    ui_path(UiPage.COVERAGE): "Look through the latest stories",
}
"""Where an article or a story can be found without its id."""


class NotThere(HTTPException):
    """An answer with status 404. `links`: the paths of pages of ours that may help, below PREFIX, with their names."""

    def __init__(self, detail: str, links: Mapping[str, str]) -> None:
        super().__init__(404, detail)
        self.links = links
