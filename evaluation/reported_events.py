"""Evaluate stories on invented reports of one event that were written independently, in eleven languages.

The reports are in `event_reports`: people who had not read the rules wrote each of them anew, with a lead, quotes and
figures of its own, and a few copies and translations. Many events are on one subject; some are steps of one affair.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from textwrap import fill

from evaluation.translation_links import make_article
from newsvane import meaning
from newsvane.names import build_lexicon, find_all, list_keys
from newsvane.records import Article
from newsvane.stories import group

FOLDER = Path(__file__).parent / "event_reports"
SETS = {
    "a": "fitted on",
    "b": "fitted on",
    "c": "chosen on",
    "d": "fitted on",
    "e": "chosen on",
    "f": "measured when finished",
}
GROUPS = ("English", "Russian", "others", "two languages")
PARAGRAPHS = (
    """
    Reports on one event, each written anew by people who had not read the rules (`evaluation/event_reports`): six
    sets of 20 to 26 events in August to December 2026, five or so reports each in three to five languages, with
    copies, translations and successive steps of one affair. Sets A and B are on Iran, the MEK, Albania and their
    neighbours, C also on Sudan and Venezuela. Half of D and E, which were written on 29 November 2026 to be hard,
    is on other subjects, and both have a dozen decoys: another earthquake, demonstration, verdict or bus accident
    at the same time and place. F has no copies, and 30 decoys among 130 reports.
    """,
    """
    The weights were fitted on A, B and D, with articles of agencies that report nothing in common. The constants
    were chosen on A to E, leaving one set out each time, and the rules for translations on A to E and NTREX. Over A
    to E, pairs of all languages, the rules for stories before had a precision of .961, a recall of .650 and an F1
    of .775 with the model, and of .977, .485 and .648 without; these have .957, .739 and .834 with it, and .971,
    .548 and .701 without.
    """,
    """
    F was measured before anything was changed, and once more when the rules were finished; no rule was changed
    because of it. What the rules before made of F, with the model: English .703 (F1), Russian .800, other languages
    .400, two languages .790 at a precision of .753, and four wrong copies; without it .581, .571, .222, .733 at
    .815, and four. A stricter constant without the model was tried afterwards and taken back: it loses more of the
    labelled pairs above than it gains here. So on F only the wrong copies are fewer; otherwise these rules are no
    better there, and without the model less precise. Nearly all wrong pairs are decoys: a prison sentence for
    others in the same town, a second match of the same team, a quake in another province, the budget of the
    neighbouring country.
    """,
    """
    A pair is right if both articles are in one story and report one event, so one decoy in a story of six makes six
    wrong pairs. Wrong copies are independent reports that count as copies or translations. Most of what is missed
    are reactions, portraits and explanations that share few facts with the news of the event.
    """,
    "In each cell: the number of pairs; precision, recall and F1.",
)


@dataclass(frozen=True)
class Report:
    """A report of an event, which is a step of an affair. `source`: the id of what it copies or translates."""

    article: Article
    event: str
    affair: str
    source: str | None


def load_reports(name: str) -> list[Report]:
    """Return the reports of a set, with the people, organisations and places that they name."""
    found = []
    for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        url = f"https://{row['outlet']}/{row['id']}"
        published = datetime.fromisoformat(row["published"])
        article = make_article(row["id"], row["title"], row["text"], row["language"], published, url=url)
        found.append(Report(with_names(article), row["event"], row["affair"], row["of"]))
    return found


def with_names(article: Article) -> Article:
    """Return an article with the people, organisations and places that it names."""
    return article.model_copy(update={"name_keys": list_keys(find_all(article, build_lexicon()))})


def tables() -> Sequence[str]:
    """Return the lines for the docs."""
    head = [
        "| set | | articles | English | Russian | other languages | two languages | wrong copies |",
        f"|{'---|' * 8}",
    ]
    rows = []
    for name, label in SETS.items():
        reports = load_reports(name)
        for with_meaning in (False, True):
            embeddings = meaning.embed(each.article for each in reports) if with_meaning else {}
            described = f"{label}, {'with' if with_meaning else 'without'} `newsvane[semantic]`"
            rows.append(
                f"| {name.upper()} | {described} | {len(reports)} | {' | '.join(_score(reports, embeddings))} |"
            )
    paragraphs = [line for part in PARAGRAPHS for line in (fill(" ".join(part.split()), 120), "")]
    return ["### Reports in several languages", "", *paragraphs, *head, *rows]


def _score(reports: Sequence[Report], embeddings: Mapping[str, tuple[int, ...]]) -> Sequence[str]:
    groups = {each.article_id: each for each in group((each.article for each in reports), embeddings=embeddings)}
    by_id = {each.article.article_id: each for each in reports}
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for one, other in combinations(reports, 2):
        joined = groups[one.article.article_id].story_id == groups[other.article.article_id].story_id
        counts[_languages_of(one, other), one.event == other.event, joined] += 1
    wrong = sum(
        each.copy_of is not None and by_id[each.article_id].source is None and by_id[each.copy_of].source is None
        for each in groups.values()
    )
    cells = (
        _write_cell(counts[each, True, True], counts[each, False, True], counts[each, True, False]) for each in GROUPS
    )
    return [*cells, str(wrong)]


def _languages_of(one: Report, other: Report) -> str:
    if one.article.language != other.article.language:
        return "two languages"
    return {"en": "English", "ru": "Russian"}.get(one.article.language, "others")


def _write_cell(right: int, wrong: int, missed: int) -> str:
    precision = right / (right + wrong) if right + wrong else 1.0
    f1 = 2 * right / (2 * right + wrong + missed)
    return f"{right + missed}; {precision:.3f}, {right / (right + missed):.3f}, {f1:.3f}"
