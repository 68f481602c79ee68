"""Answers that list articles are read whatever their form; what is no list of articles is none."""

from datetime import UTC, datetime

import pytest

from newsvane.errors import FeedUnreadable
from tests.unit.entries.answer_forms import SECONDS, TEXTS, TITLES, URLS
from tests.unit.entries.list_factories import QUERY, parse_list

DATES = [datetime.fromtimestamp(each, UTC) for each in SECONDS]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_answer_in_any_form(text: str) -> None:
    found = parse_list(text.encode(), feed=QUERY)
    assert [(entry.url, entry.title) for entry in found.entries] == [*zip(URLS, TITLES, strict=True)]
    dated = [entry.published_at for entry in found.entries]
    assert dated == (DATES if "Google Custom" not in text else [None, None])
