"""Serve completions of a query as JSON for `complete.js`: fields and names once, words while they are typed."""

import re
from collections.abc import Collection, Iterable
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from newsvane import configuration
from newsvane.errors import ConfigError
from newsvane.iso_codes import explain_country, explain_language, name_country, name_language
from newsvane.plurals import count_noun
from newsvane.search import complete_word
from newsvane.settings import get_settings
from newsvane_pages.coverage import topic_titles
from newsvane_pages.lake_queries import fetch_rows, open_cursor

router = APIRouter()

MAX_OUTLETS = 2_000
"""Outlets that are offered, those with most articles."""
MAX_WORDS = 5
"""Words that are offered at once."""
FIELDS = {
    "title:": "only in the title",
    "text:": "only in the text",
    "outlet:": "domain of the outlet",
    "lang:": "language of the text",
    "country:": "country of the outlet",
    "central:": "topic that the article is about",
    "person:": "person that it names, in any script",
    "org:": "organisation that it names",
    "place:": "place or country that it names",
    "published:": "day, as in published:>=2026-01-31",
}
"""The fields of the query language."""
_UNSAFE = re.compile(r'["\\*?\s]')
"""Characters that a query would have to quote or escape. Values that have one are not offered."""


class Completion(BaseModel):
    """What is written into a query, and what it stands for."""

    text: str
    about: str = ""


@router.get("/search/completions")
def completions() -> Response:
    """Return the fields, and the values and lists that a query may name."""
    with open_cursor() as cursor:
        known = fetch_rows(cursor, "completions", limit=MAX_OUTLETS)[0]
    return answer([
        *(Completion(text=field, about=about) for field, about in FIELDS.items()),
        *(Completion(text=f"central:{topic}", about=title) for topic, title in topic_titles().items()),
        *(Completion(text=f"@{name}", about="list of topics.toml") for name in _list_names()),
        *(
            Completion(text=f"lang:{code}", about=name_language(code))
            for code in known["languages"]
            if not explain_language(code)
        ),
        *(
            Completion(text=f"country:{code}", about=name_country(code))
            for code in known["countries"]
            if not explain_country(code)
        ),
        *(Completion(text=f"outlet:{outlet}", about="outlet") for outlet in known["outlets"]),
    ])


@router.get("/search/words")
def words(beginning: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Return the most frequent words of the search index that begin like this."""
    found = complete_word(beginning, get_settings(), limit=MAX_WORDS)
    return answer(Completion(text=word, about=count_noun(articles, "article")) for word, articles in found.items())


def answer(found: Iterable[Completion]) -> Response:
    """Return what may be written into a query as it is, as JSON."""
    headers = {"Cache-Control": "private, max-age=300"}
    return JSONResponse([each.model_dump() for each in found if not _UNSAFE.search(each.text)], headers=headers)


def _list_names() -> Collection[str]:
    try:
        return configuration.find_in_force(get_settings()).lists
    except ConfigError:
        return ()
