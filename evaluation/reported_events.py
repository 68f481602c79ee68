"""Evaluate stories on invented reports of one event that were written independently, in eight languages.

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
SETS = {"a": "fitted on", "b": "seen in part", "c": "not seen"}


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
    text = """
        Reports on one event, each written anew by people who had not read the rules (`evaluation/event_reports`): three
        sets of 20 to 26 events in October to December 2026, five or so reports each in three to five of eight
        languages, with copies, translations, successive steps of one affair and other articles. Sets A and B are on
        Iran, the MEK, Albania and their neighbours, C also on Sudan and Venezuela. The weights were fitted on A, with
        articles of agencies that report nothing in common. When the rules first met B, .728 of the pairs across
        languages were found with the model and .582 without, all right; its one mistake (two briefs taken for a
        translation) led to a rule, and its totals were seen while the rules became stricter for other texts. C was
        measured once, when the rules were finished: all pairs were right, .759 across languages were found with the
        model and .610 without, .529 and .353 within one language, and two short reports of a match that name three
        people in one order were taken for a translation. That led to one more rule (four names), so its last column is
        not unseen any more. A pair is right if both articles are in one story and report one event. Wrong copies are
        independent reports that count as copies or translations."""
    rows = [
        "| set | | articles | one language: pairs | precision | recall | across languages: pairs | precision | recall "
        "| wrong copies |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, label in SETS.items():
        reports = load_reports(name)
        for with_meaning in (False, True):
            embeddings = meaning.embed(each.article for each in reports) if with_meaning else {}
            described = f"{label}, {'with' if with_meaning else 'without'} `newsvane[semantic]`"
            rows.append(
                f"| {name.upper()} | {described} | {len(reports)} | {' | '.join(_score(reports, embeddings))} |"
            )
    return ["### Reports in several languages", "", fill(" ".join(text.split()), 120), "", *rows]


def _score(reports: Sequence[Report], embeddings: Mapping[str, tuple[int, ...]]) -> Sequence[str]:
    groups = {each.article_id: each for each in group((each.article for each in reports), embeddings=embeddings)}
    by_id = {each.article.article_id: each for each in reports}
    counts: Counter[tuple[bool, bool, bool]] = Counter()
    for one, other in combinations(reports, 2):
        joined = groups[one.article.article_id].story_id == groups[other.article.article_id].story_id
        counts[one.article.language == other.article.language, one.event == other.event, joined] += 1
    wrong = sum(
        each.copy_of is not None and by_id[each.article_id].source is None and by_id[each.copy_of].source is None
        for each in groups.values()
    )
    cells: list[str] = []
    for same_language in (True, False):
        right, missed = counts[same_language, True, True], counts[same_language, True, False]
        taken = right + counts[same_language, False, True]
        cells += [str(right + missed), f"{right / taken:.3f}", f"{right / (right + missed):.3f}"]
    return [*cells, str(wrong)]
