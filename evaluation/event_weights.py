"""Fit the weights by which evidence of one event is weighed: `python -m evaluation.event_weights DATA`.

Positive pairs are those of the first set of reports (`reported_events`); negative ones, its other pairs, and pairs with
and among articles of agencies in three languages, as if all were of one day. Steps of one affair are left out. Logistic
regression, separately within one language and across, with the meaning and without. Within one language, the labelled
pairs of `event_stories` were added for the weights in use. Their constants differ by 1: lower within one language,
because far more articles are in one than in the sets; higher across. The weights within one language whose words were
counted were chosen by the stories of the sets A to E, the labelled pairs, and pages stuffed with words of reports.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.reported_events import Report, load_reports
from evaluation.translation_links import load_others
from newsvane import meaning
from newsvane.names import build_lexicon, find_all, list_keys
from newsvane.stories.event_evidence import Similarities, compare_reports
from newsvane.stories.event_profiles import make_profile

STRANGERS = {"tehran_times": 150, "fars": 80, "albanian": 60}
KINDS = ("words", "rare_words", "concepts", "names", "numbers", "entities", "meaning")
SAME_TEXT = 0.5
"""Strangers in one language with more similar words than this may report one event, and are left out."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation.event_weights", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data")
    reports = [*load_reports("a"), *_load_strangers(parser.parse_args().data / "bulk")]
    for with_meaning in (False, True):
        pairs = list(_compare(reports, with_meaning=with_meaning))
        for same_language in (True, False):
            chosen = [(found, is_one) for found, is_one in pairs if found.same_language == same_language]
            used = [kind for kind in KINDS if any(getattr(found, kind) for found, _ in chosen)]
            table = np.array([[getattr(found, kind) or 0.0 for kind in used] for found, _ in chosen])
            weights, constant = fit(table, np.array([is_one for _, is_one in chosen]))
            written = ", ".join(f"{kind} {weight:.2f}" for kind, weight in zip(used, weights, strict=True))
            print(f"{'one language' if same_language else 'across'}, {with_meaning=}: {constant:.1f}, {written}")


def _load_strangers(folder: Path) -> Iterator[Report]:
    lexicon = build_lexicon()
    for number, article in enumerate(load_others(folder, STRANGERS)):
        keys = list_keys(find_all(article, lexicon))
        yield Report(article.model_copy(update={"name_keys": keys}), f"stranger {number}", f"stranger {number}", None)


def _compare(reports: Sequence[Report], *, with_meaning: bool) -> Iterator[tuple[Similarities, bool]]:
    embeddings = meaning.embed(each.article for each in reports) if with_meaning else {}
    profiles = [
        (each, profile)
        for each in reports
        if (profile := make_profile(each.article, embeddings.get(each.article.article_id, ())))
    ]
    for (one, a), (other, b) in combinations(profiles, 2):
        is_one = one.event == other.event
        if not is_one and one.affair == other.affair:
            continue
        found = replace(compare_reports(a, b), days=0.0)
        are_strangers = one.event.startswith("stranger") and other.event.startswith("stranger")
        if not are_strangers or found.words <= SAME_TEXT:
            yield found, is_one


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
