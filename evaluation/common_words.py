"""Count which words are common in news articles, and write `common_words.toml`, which stories use:
`python -m evaluation.common_words DATA`.

English, Persian and Albanian words are counted in articles, also among those on each shipped topic, where the subject's
own words are common. Those of other languages are counted in sentences and in the documents of NTREX. The words for the
kinds of events (`event_vocabulary.toml`) are as frequent as these. The names of frequent entities, and of all
countries, are common in every language.
"""

import argparse
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from textwrap import wrap

from evaluation.news_frequencies import ARTICLES, SHARE_OF_A_COUNTRY, TOPICS
from evaluation.translation_links import LANGUAGES as NTREX_LANGUAGES
from evaluation.translation_links import load_documents, load_others
from newsvane import stories
from newsvane.names import build_lexicon
from newsvane.stories.event_concepts import split_words
from newsvane.stories.frequencies import concept_information, entity_information
from newsvane.stories.rare_words import list_stems, make_pattern, stem_word
from newsvane.topics import load_topics, match

FOLDER = Path(stories.__file__).parent
TABLE, VOCABULARY = FOLDER / "common_words.toml", FOLDER / "event_vocabulary.toml"
LANGUAGES = ("ar", "de", "el", "en", "es", "fa", "fr", "he", "it", "pt", "ru", "sq", "tr", "ur")
SENTENCES_PER_ARTICLE = 8
"""How many sentences are as long as what is examined of an article."""
MIN_SENTENCES, MIN_ARTICLES = 2, 3
"""A word that occurs less often says nothing about its frequency."""
COMMON = 1 / 32
"""The share of articles above which a word is common."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation.common_words", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data")
    data = parser.parse_args().data
    shares: dict[str, dict[str, float]] = {language: {} for language in LANGUAGES}
    counted = (
        _count_in_sentences(data / "language/lingua/sentences"),
        _count_in_documents(data),
        _count_in_articles(data),
    )
    for language, found in chain(*counted, _find_words_of_events()):
        for word, share in found.items():
            shares[language][word] = max(shares[language].get(word, 0), share)
    lines = ["# The words that more than one in 32 news articles has, by their first letters; *: with any ending."]
    for name, table in (*shares.items(), ("names", _find_frequent_names())):
        common = sorted(word for word, share in table.items() if share > COMMON and len(word) > 1)
        lines += ["", f'{name} = """', *wrap(" ".join(common), 120), '"""']
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


def _count_in_articles(data: Path) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield shares of all articles in a language, and of those on a topic."""
    topics = load_topics(TOPICS.read_text("utf-8"), path=str(TOPICS))
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    articles: Counter[tuple[str, str]] = Counter()
    for article in load_others(data / "bulk", ARTICLES):
        words = {*list_stems(article.title, article.language), *list_stems(article.text, article.language)}
        for group in ("", *match(article, topics)):
            counts[article.language, group].update(words)
            articles[article.language, group] += 1
    for (language, group), found in counts.items():
        number = articles[language, group]
        yield language, {word: times / number for word, times in found.items() if times >= MIN_ARTICLES}


def _count_in_sentences(folder: Path) -> Iterator[tuple[str, Mapping[str, float]]]:
    for language in LANGUAGES:
        lines = (folder / f"{language}.txt").read_text("utf-8").splitlines()
        counts = Counter(stem for line in lines for stem in {stem_word(word, language) for word in split_words(line)})
        yield (
            language,
            {
                word: 1 - (1 - times / len(lines)) ** SENTENCES_PER_ARTICLE
                for word, times in counts.items()
                if times >= MIN_SENTENCES
            },
        )


def _count_in_documents(data: Path) -> Iterator[tuple[str, Mapping[str, float]]]:
    for language, code in NTREX_LANGUAGES.items():
        documents = load_documents(data / "language/ntrex", f"ref.{code}").values()
        counts = Counter(stem for lines in documents for stem in list_stems(" ".join(lines), language))
        yield language, {word: times / len(documents) for word, times in counts.items() if times >= MIN_ARTICLES}


def _find_words_of_events() -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield the words that alone name a kind of event, each as frequent as that."""
    for concept, entries in tomllib.loads(VOCABULARY.read_text("utf-8")).items():
        share = 2 ** -concept_information(concept)
        for language in entries.keys() & set(LANGUAGES):
            words = [(split_words(entry), entry.endswith("*")) for entry in entries[language]]
            yield language, {make_pattern(word[0], any_ending=star): share for word, star in words if len(word) == 1}


def _find_frequent_names() -> Mapping[str, float]:
    """Return the share of the articles that name it, by the beginning of each word of a frequent name."""
    found: dict[str, float] = {}
    for entity in build_lexicon().entities.values():
        share = 2 ** -entity_information(f"{entity.kind}:{entity.entity_id}")
        share = max(share, SHARE_OF_A_COUNTRY) if entity.is_country else share
        for spelling in (entity.name, *entity.spellings, *entity.short, *(native for native, _ in entity.native)):
            for word in split_words(spelling):
                pattern = make_pattern(word, any_ending=True)
                found[pattern] = max(found.get(pattern, 0), share)
    return found


if __name__ == "__main__":
    main()
