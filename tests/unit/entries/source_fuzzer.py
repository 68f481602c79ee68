"""Mutate list pages and previews of Telegram channels, and check what is parsed from each, as feed_fuzzer does."""

import random
from functools import cache

from newsvane.entries import list_page, telegram
from newsvane.entries.items import MAX_ENTRIES, Draft
from newsvane.entries.normalize import normalize_feed
from newsvane.errors import FeedUnreadable
from newsvane.records import FeedItems
from tests.support.cpu_limit import cpu_limit
from tests.support.mutations import change_tokens, replace_value, splice
from tests.unit.entries import telegram_pages
from tests.unit.entries.feed_factories import NOW
from tests.unit.entries.feed_fuzzer import MAX_SECONDS, check_entry, is_line
from tests.unit.entries.list_pages import BASE, DRAWN_FIRST, UNSEEN

REASONS = {
    "not_a_feed", "challenge", "consent_wall", "login_wall", "parked", "broken_feed", "no_links", "preview_off",
    "no_channel",
}  # fmt: skip
SELECTORS = ({}, {}, {"links": "h2 a"}, {"links": "li", "titles": "a", "dates": "span"})


@cache
def _bases() -> tuple[str, ...]:
    pages = (value for name, value in vars(telegram_pages).items() if name.startswith("PAGE_"))
    return (*(each.render(each.stories) for each in (*DRAWN_FIRST, *UNSEEN)), *pages)


def mutated_source(seed: int) -> bytes:
    """Return a page with changes of any kind."""
    draw = random.Random(seed)
    text = draw.choice(_bases())
    for _ in range(draw.randint(1, 6)):
        change = draw.choice((change_tokens, change_tokens, replace_value, None))
        text = change(draw, text) if change else splice(draw, text, draw.choice(_bases()))
    return text.encode("utf-8", "replace")


def check_source(body: bytes) -> None:
    """Check that parsing as either kind gives valid entries or one of our reasons, in time."""
    text = body.decode()
    selectors = SELECTORS[len(text) % len(SELECTORS)]
    for url, known_kind in ((f"{BASE}/news", False), (telegram_pages.PREVIEW, True)):

        def parse(known: frozenset[int] = frozenset(), *, url: str = url, is_channel: bool = known_kind) -> Draft:
            if is_channel:
                return telegram.parse(text, url=url, known=known)
            return list_page.parse(text, url=url, known=known, **selectors)

        with cpu_limit(MAX_SECONDS):
            try:
                draft = parse()
            except FeedUnreadable as error:
                assert error.reason in REASONS and is_line(str(error))
                continue
            feed = normalize_feed(draft, [], url=url, now=NOW, known=FeedItems())
        assert len(feed.entries) <= MAX_ENTRIES
        assert not any("error in Newsvane" in problem for problem in feed.problems), feed.problems
        for entry in feed.entries:
            check_entry(entry)
        again = normalize_feed(parse(frozenset(feed.items.keys)), [], url=url, now=NOW, known=feed.items)
        assert again.entries == () and again.items == feed.items
