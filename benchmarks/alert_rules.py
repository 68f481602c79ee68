"""Evaluate a hundred rules on a thousand and on ten thousand new articles: CPU per article must not grow."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from time import process_time

from benchmarks.synthetic_content import NOW, text
from newsvane.alerts import ArticleRule, LandedArticle, Templates, build_article_messages, schedule_messages
from newsvane.records import Article, Grouping
from newsvane.topics import find

RULES = 100
FEW, MANY = 1_000, 10_000
TEXTS = 500
"""How many different texts the articles have; they are used in turn."""
MAX_GROWTH = 1.3
"""The maximum ratio of the cost per article with many articles to that with few."""


def run() -> str:
    """Return the table. Raises AssertionError if the cost per article grows with the number of articles."""
    rules = _make_rules()
    _evaluate(rules, _make_landed(100))
    few, many = (_evaluate(rules, _make_landed(count)) for count in (FEW, MANY))
    lines = [
        "| new articles | rules | messages | held back | CPU-seconds | ms per article |",
        "|---|---|---|---|---|---|",
        *(
            f"| {count:,} | {RULES} | {made:,} | {held:,} | {spent:.1f} | {1_000 * spent / count:.2f} |"
            for count, (made, held, spent) in ((FEW, few), (MANY, many))
        ),
    ]
    growth = (many[2] / MANY) / (few[2] / FEW)
    assert growth < MAX_GROWTH, f"an article costs {growth:.2f} times as much among {MANY:,} as among {FEW:,}"
    return "\n".join(lines)


def _evaluate(rules: Sequence[ArticleRule], landed: Sequence[LandedArticle]) -> tuple[int, int, float]:
    """Return the number of messages, how many of them are held back, and CPU-seconds."""
    start = process_time()
    made = build_article_messages(
        rules, landed, now=NOW, ui_url="http://ui.example", topics=(), find=find, templates=Templates()
    )
    out = schedule_messages(made, rules, now=NOW)
    return len(out), sum(bool(message.held) for message in out), process_time() - start


def _make_rules() -> list[ArticleRule]:
    """Return rules with a word AND NOT a phrase, each of which matches one article in a hundred.

    The first rule is made of prefixes and matches everything. One in ten has a threshold, and one in ten a digest.
    """
    counts = Counter(word for seed in range(TEXTS) for word in set(text(seed).split()))
    rare = sorted(word for word, count in counts.items() if count == TEXTS // 100 and len(word) > 6)
    queries = [f'{rare[n]} AND NOT "{rare[n + 1]} {rare[n + 2]}"~3' for n in range(RULES - 1)]
    return [
        ArticleRule(
            id=str(n), title=f"Rule {n}", query=query, channels=("mail",),
            min_outlets=2 if n % 10 == 1 else 1, digest="day" if n % 10 == 2 else None,
        )
        for n, query in enumerate(["e* OR a* OR t*", *queries])
    ]  # fmt: skip


def _make_landed(count: int) -> list[LandedArticle]:
    """Return new articles; one in five is a copy of the one before it."""
    bodies = [text(seed) for seed in range(TEXTS)]
    made = []
    for number in range(count):
        url = f"https://outlet{number % 50}.example/{number}"
        story = f"s_{number - number % 5}" if number % 5 == 1 else f"s_{number}"
        article = Article(
            article_id=str(number), url=url, canonical_url=url, outlet=f"outlet{number % 50}.example",
            title=f"Headline {number}", text=bodies[number % TEXTS], words=500, language="en",
            published_at=NOW - timedelta(hours=1), fetched_at=NOW,
        )  # fmt: skip
        is_copy = number % 5 == 1
        grouping = Grouping(
            article_id=str(number), story_id=story, copy_of=str(number - 1) if is_copy else None,
            copy_kind="near_copy" if is_copy else None,
        )  # fmt: skip
        made.append(
            LandedArticle(article=article, grouping=grouping, is_new_story=True, outlets=2 if number % 5 < 2 else 1)
        )
    return made
