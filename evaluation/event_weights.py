"""Fit the weights by which evidence of one event is weighed: `python -m evaluation.event_weights DATA`.

Positive pairs are those of three sets of reports (`reported_events`); negative ones, their other pairs, and pairs with
and among articles of agencies in three languages, as if all were of one day. Steps of one affair are left out. The
labelled pairs of `event_stories` are added. Logistic regression, separately within one language and across, with the
meaning and without. Each weight in use is that of one such fit, rounded. The constants were chosen by the stories that
`group` makes of the sets A to E, each time leaving one set out, by a measure that counts precision twice as much as
recall or more, and so that articles of agencies that report nothing in common are joined about as seldom as before rare
words counted.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.event_stories import load_pairs
from evaluation.reported_events import Report, load_reports, with_names
from evaluation.translation_links import load_others
from newsvane import meaning
from newsvane.records import Article
from newsvane.stories.event_evidence import Similarities, compare_reports
from newsvane.stories.event_profiles import EventProfile, make_profile

SETS = "abd"
STRANGERS = {"tehran_times": 150, "fars": 80, "albanian": 60}
KINDS = {
    True: ("words", "rare_words", "concept_bits", "entities"),
    False: ("concepts", "concept_bits", "names", "numbers", "entities"),
}
"""By whether the articles are in one language: what is weighed. The meaning takes the place of similar words."""
SAME_TEXT = 0.5
"""Strangers in one language with more similar words than this may report one event, and are left out."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation.event_weights", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data")
    data = parser.parse_args().data
    sets = [load_reports(name) for name in SETS]
    strangers = list(_load_strangers(data / "bulk"))
    for with_meaning in (False, True):
        pairs = [
            *_compare(sets, strangers, with_meaning=with_meaning),
            *_compare_labelled(data, with_meaning=with_meaning),
        ]
        for same_language in (True, False):
            chosen = [(found, is_one) for found, is_one in pairs if found.same_language == same_language]
            used = [kind for kind in KINDS[same_language] if kind != "words" or not with_meaning]
            used += ["meaning"] if with_meaning else []
            table = np.array([[getattr(found, kind) or 0.0 for kind in used] for found, _ in chosen])
            weights, constant = fit(table, np.array([is_one for _, is_one in chosen]))
            written = ", ".join(f"{kind} {weight:.2f}" for kind, weight in zip(used, weights, strict=True))
            print(f"{'one language' if same_language else 'across'}, {with_meaning=}: {constant:.1f}, {written}")


def _load_strangers(folder: Path) -> Iterator[Report]:
    for number, article in enumerate(load_others(folder, STRANGERS)):
        yield Report(with_names(article), f"stranger {number}", f"stranger {number}", None)


def _compare(
    sets: Sequence[Sequence[Report]], strangers: Sequence[Report], *, with_meaning: bool
) -> Iterator[tuple[Similarities, bool]]:
    """Yield the pairs within each set, and those with strangers."""
    profiles = _make_profiles((each.article for each in chain(*sets, strangers)), with_meaning=with_meaning)
    among_reports = chain.from_iterable(combinations(reports, 2) for reports in sets)
    with_strangers = product(chain.from_iterable(sets), strangers)
    for one, other in chain(among_reports, with_strangers, combinations(strangers, 2)):
        a, b = profiles[one.article.article_id], profiles[other.article.article_id]
        is_one = one.event == other.event
        if a is None or b is None or (not is_one and one.affair == other.affair) or one.source or other.source:
            continue
        found = replace(compare_reports(a, b), days=0.0)
        are_strangers = one.event.startswith("stranger") and other.event.startswith("stranger")
        if not are_strangers or found.words <= SAME_TEXT:
            yield found, is_one


def _compare_labelled(data: Path, *, with_meaning: bool) -> Iterator[tuple[Similarities, bool]]:
    pairs, articles = load_pairs(data)
    profiles = _make_profiles(articles.values(), with_meaning=with_meaning)
    for pair in pairs:
        a, b = (profiles[articles[pair[f"url{side}"]].article_id] for side in (1, 2))
        if a and b:
            yield compare_reports(a, b), pair["label"] == "same_story"


def _make_profiles(articles: Iterable[Article], *, with_meaning: bool) -> Mapping[str, EventProfile | None]:
    articles = list(articles)
    embeddings = meaning.embed(articles) if with_meaning else {}
    return {each.article_id: make_profile(each, embeddings.get(each.article_id, ())) for each in articles}


def fit(
    table: NDArray[np.float64], wanted: NDArray[np.bool_], penalty: float = 1.0
) -> tuple[NDArray[np.float64], float]:
    """Return the weights and the constant of logistic regression with a quadratic penalty, by Newton's method."""
    mean, spread = table.mean(0), table.std(0) + 1e-9
    rows = np.c_[(table - mean) / spread, np.ones(len(table))]
    costs = np.r_[np.full(table.shape[1], penalty), 1e-6]
    weights = np.zeros(rows.shape[1])
    for _ in range(60):
        expected = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (expected - wanted) + costs * weights
        curve = (rows.T * (expected * (1 - expected))) @ rows + np.diag(costs)
        weights -= np.linalg.solve(curve, slope)
    scaled = weights[:-1] / spread
    return scaled, float(weights[-1] - scaled @ mean)


if __name__ == "__main__":
    main()
