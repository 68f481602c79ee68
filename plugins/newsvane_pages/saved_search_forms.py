"""What the forms of saved searches need: who asks, what they may see, and a token. A dependency of the pages."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from newsvane_pages import forms
from newsvane_pages.airflow_api import ACT, may_run
from newsvane_pages.html_rendering import page
from newsvane_pages.saved_searches import MAX_NAME_LENGTH, Person, SavedSearch, list_searches, may_change

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SavedSearches:
    """The saved searches that a page shows, and what its forms need. `failure`: why they cannot be shown, or ""."""

    request: Request
    person: Person
    browser: str
    token: str
    searches: Sequence[SavedSearch] = ()
    failure: str = ""

    @property
    def own(self) -> list[SavedSearch]:
        """Those of this person."""
        return [each for each in self.searches if each.owner == self.person.user_id]

    @property
    def of_others(self) -> list[SavedSearch]:
        """Those that others share."""
        return [each for each in self.searches if each.owner != self.person.user_id]

    def may_change(self, search: SavedSearch) -> bool:
        """Return whether this person may rename, share and delete a search."""
        return may_change(self.person, search)

    def page(self, template: str, **facts: Any) -> HTMLResponse:
        """Render a page that shows saved searches."""
        answer = page(self.request, template, saved=self, max_name=MAX_NAME_LENGTH, **facts)
        forms.set_browser_cookie(self.request, answer, self.browser)
        return answer


def _person(request: Request, user: GetUserDep) -> Person:
    return Person.of(user, may_edit=may_run(ACT, request, user))


Reader = Annotated[Person, Depends(_person)]
"""A dependency: who asks."""


def _saved_searches(request: Request, user: GetUserDep, person: Reader) -> SavedSearches:
    """Load what this person may see. A search works without it, so a failure is only shown."""
    browser = forms.find_browser_id(request)
    token = forms.make_token(request, user, browser)
    try:
        return SavedSearches(request, person, browser, token, list_searches(person))
    except HTTPException as error:
        log.warning("saved searches cannot be shown", exc_info=True)
        return SavedSearches(request, person, browser, token, failure=error.detail)


Saved = Annotated[SavedSearches, Depends(_saved_searches)]
"""A dependency of the pages that show saved searches."""
