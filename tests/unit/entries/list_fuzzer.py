"""Mutate lists of articles, and check what is parsed from each. Every case follows from its seed (see feed_fuzzer)."""

import json
import random

from newsvane.entries.article_list import MAX_LISTED
from newsvane.errors import FeedUnreadable
from newsvane.public_addresses import is_public
from newsvane.records import ParsedFeed
from tests.support.cpu_limit import cpu_limit
from tests.support.mutations import NASTY, change_bytes, change_tokens, replace_value
from tests.unit.entries.answer_forms import TEXTS
from tests.unit.entries.feed_fuzzer import GOOD, MAX_SECONDS, REASONS, check_entry, is_line
from tests.unit.entries.list_factories import AGGREGATOR, QUERY, answer, article, line, lines, parse_list

MAX_LENGTH = 1_000_000
"""Characters of a list: some changes repeat the whole of it."""


def wrong_line(seed: int) -> bytes:
    """Return a list of three lines. The one in the middle has wrong values or is cut off; the others link to GOOD."""
    draw = random.Random(seed)
    middle = line("https://a.example/wrong")
    for _ in range(draw.randint(1, 4)):
        middle = replace_value(draw, middle)
    if draw.random() < 0.3:
        middle = middle[: draw.randrange(len(middle))]
    return lines(line(GOOD[0]), middle.replace("\n", " "), line(GOOD[1]))


def mutated_list(seed: int) -> bytes:
    """Return a list in one of its forms, or what a service says instead of one, with changes of any kind."""
    draw = random.Random(seed)
    urls = [f"https://a.example/{n}" for n in range(draw.randint(0, 4))]
    text = draw.choice([
        lines(*map(line, urls)),
        answer(*map(article, urls), indent=draw.choice([None, 1])),
        wrong_line(seed),
        *(text.encode() for text in draw.sample(list(TEXTS.values()), 3)),
        b"Your query was too short or too long.",
        json.dumps({"message": draw.choice(NASTY)}).encode(),
    ]).decode("utf-8", "replace")
    for _ in range(draw.randint(0, 5)):
        text = draw.choice((change_tokens, replace_value, _cut))(draw, text)[:MAX_LENGTH]
    body = text.encode(draw.choice(["utf-8"] * 8 + ["utf-16", "cp1252"]), "replace")
    return change_bytes(draw, body) if draw.random() < 0.2 else body


def _cut(draw: random.Random, text: str) -> str:
    """Cut a text off, or remove a part of it."""
    begin, end = sorted(draw.choices(range(len(text) + 1), k=2))
    return text[:end] if draw.random() < 0.5 else text[:begin] + text[end:]


def check_list(body: bytes) -> ParsedFeed | None:
    """Check that parsing gives valid entries or one of our reasons, in time. Return the list of an aggregator."""
    found = None
    for feed, reasons in ((QUERY, REASONS | {"query_refused", "query_throttled"}), (AGGREGATOR, REASONS)):
        with cpu_limit(MAX_SECONDS):
            try:
                found = parse_list(body, feed=feed)
            except FeedUnreadable as error:
                assert error.reason in reasons and is_line(str(error)) and len(str(error)) < 600
                found = None
                continue
        assert len(found.entries) <= MAX_LISTED
        assert not any("error in Newsvane" in problem for problem in found.problems), found.problems
        for entry in found.entries:
            check_entry(entry)
            assert is_public(entry.url)
        again = parse_list(body, known=found.items, feed=feed)
        assert again.entries == () and again.items == found.items
    return found


def check_wrong_line(body: bytes) -> None:
    """Check that the wrong line costs no other one."""
    found = check_list(body)
    assert found and {*GOOD} <= {entry.url for entry in found.entries}, found and found.problems


LIST_CASES = ((wrong_line, check_wrong_line), (mutated_list, check_list))
