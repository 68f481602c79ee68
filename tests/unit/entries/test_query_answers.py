"""What a query service says instead of a list, with status 200, is quoted."""

import json

import pytest

from newsvane.errors import FeedUnreadable
from tests.unit.entries.list_factories import QUERY, parse_list

LOGIN = "<html><title>Just a moment...</title><body>Checking your browser</body></html>"


@pytest.mark.parametrize(
    ("body", "reason", "quoted"),
    [
        pytest.param(
            "Your query was too short or too long.", "query_refused", "query was too short or too long.", id="text",
        ),
        pytest.param("The specified phrase is too short.\n", "query_refused", "phrase is too short.", id="text too"),
        pytest.param(
            "Please limit requests to one every 5 seconds or contact a@b.example for larger queries.",
            "query_throttled",
            "Please limit requests to one every 5 seconds", id="too often",
        ),
        pytest.param("Die Abfrage ist zu kurz.", "query_refused", "Die Abfrage ist zu kurz.", id="German"),
        pytest.param("پرس‌وجو کوتاه است", "query_refused", "پرس‌وجو کوتاه است", id="Persian"),
        pytest.param(
            "<!DOCTYPE html><html><head><style>p {}</style></head><body><h1>Error</h1><p>Invalid query</p></body>",
            "query_refused", "Error Invalid query", id="HTML",
        ),
        pytest.param('{"error": {"message": "key expired"}}', "query_refused", "key expired", id="JSON in JSON"),
        pytest.param('{"status": "no", "message": "Rate limit reached"}', "query_throttled", "Rate limit", id="JSON"),
        pytest.param('{"errors": [{"detail": "bad word"}]}', "query_refused", "bad word", id="a list of errors"),
        pytest.param('{"articles": "none"}', "query_refused", '{"articles": "none"}', id="JSON of another kind"),
        pytest.param("", "query_refused", "says nothing", id="nothing"),
        pytest.param("null", "query_refused", "null", id="null"),
        pytest.param(LOGIN, "challenge", "a bot check", id="a bot check is one"),
    ],
)  # fmt: skip
def test_the_words_are_quoted(body: str, reason: str, quoted: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse_list(body.encode(), feed=QUERY)
    assert caught.value.reason == reason
    assert quoted in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "x" * 1_000_000,
        "<html><body>" + "<p>x " * 100_000,
        json.dumps({"message": "y" * 1_000_000}),
        "\u202egnorw \x1b[31m\nFATAL all is lost",
    ],
    ids=["long text", "long page", "long message", "controls"],
)
def test_the_words_are_short_and_safe_and_hide_the_key(body: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse_list(body.encode(), feed=QUERY)
    message = str(caught.value)
    assert len(message) < 400 and message.isprintable()
    assert "secret" not in message and "https://api.example/doc" in message
