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
        pytest.param(
            '{"status": "error", "articles": [], "message": "Key?"}', "query_refused", "'Key?'", id="no articles",
        ),
        pytest.param(
            '{"status": "error", "results": {"message": "Bad key"}}', "query_refused", "Bad key", id="in results",
        ),
        pytest.param('{"fault": {"faultstring": "Invalid key"}}', "query_refused", "Invalid key", id="a fault"),
        pytest.param(
            '{"response": {"status": "error", "message": "Gone"}}', "query_refused", "Gone", id="in a response",
        ),
        pytest.param('{"errors": {"q": ["is too short"]}}', "query_refused", "is too short", id="errors by field"),
        pytest.param(
            '{"status": 400, "title": "Bad request", "detail": "No q"}', "query_refused", "No q", id="a problem",
        ),
        pytest.param('{"data": null, "errors": [{"message": "No field"}]}', "query_refused", "No field", id="GraphQL"),
        pytest.param(
            '{"error": "over quota", "plans": [{"name": "Pro", "url": "https://api.example/pricing"}]}',
            "query_throttled", "over quota", id="an offer",
        ),
        pytest.param('{"results": [{"title": "A", "url": "https://a', "query_refused", "JSON is cut off", id="cut off"),
        pytest.param(
            '{"articles": [{"url": "https://a.example/1', "query_refused", "JSON is cut off", id="GDELT's, cut",
        ),
        pytest.param('{"error": "x"}\n{"error": "y"}', "query_refused", "it says 'x'", id="lines of errors"),
        pytest.param('["a", "b"]', "query_refused", '["a", "b"]', id="a list of words"),
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
