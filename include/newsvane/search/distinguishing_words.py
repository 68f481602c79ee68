"""Find the words that set some texts apart from others, such as the matches of a query from the rest of its period.

Words are those of the query language (`newsvane.topics`): folded, and in Arabic and Hebrew script also without
particles. So a word that is found here can be searched for, and stands in as many texts. In scripts without spaces each
letter is a word, and single letters say too little, so nothing is found there. Each language is compared with itself,
because otherwise a query in one language would find the words of that language. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from newsvane.stories.stopwords import load_stopwords
from newsvane.topics import Query
from newsvane.topics.folding import fold, tokenize
from newsvane.topics.token_index import index_terms
from newsvane.trends.log_likelihood import count_doublings, log_likelihood

MIN_TEXTS = 3
"""The minimum number of texts with a word that sets them apart."""
MIN_OTHERS = 10
"""In a language with fewer other texts, nothing is compared."""
MIN_DOUBLINGS = 1.0
"""How many times the share of texts with the word must double (`count_doublings`)."""
MIN_LOG_LIKELIHOOD = 15.13
"""Chance exceeds this G² once in 10,000 cases: the limit of P. Rayson, D. Berridge and B. Francis, "Extending the
Cochran rule for the comparison of word frequencies between corpora", JADT 2004. Of random texts, 500 and 2,000 with 400
words each, one word at most usually passes it, but some fifteen pass the limit of `trending_terms`."""
MIN_OUTLETS = 3
"""With at least this many outlets, a word of a single outlet is left out: it may be part of that outlet's footer."""
MAX_WORDS = 2_000
"""Different words of a text that are read; the rest of the text is not."""
MAX_LENGTH = 40
"""Characters of the longest word."""


@dataclass(frozen=True)
class SampledText:
    """The words of a text. `written`: each index term, with the word as it is written; "" if only after particles."""

    outlet: str
    language: str
    written: Mapping[str, str]


@dataclass(frozen=True)
class DistinguishingWord:
    """A word, as it is mostly written, and the `term` by which it is searched for.

    `texts`, `others`: how many have it, of `texts_all` and `others_all` in this language. `likelihood`: G².
    """

    word: str
    term: str
    language: str
    texts: int
    others: int
    texts_all: int
    others_all: int
    likelihood: float


def sample_text(outlet: str, language: str, text: str) -> SampledText:
    """Return a text with its words, without those that are too long and those after the first MAX_WORDS."""
    written: dict[str, str] = {}
    words = (word for word in dict.fromkeys(tokenize(text)) if len(word) <= MAX_LENGTH)
    for word in islice(words, MAX_WORDS):
        terms = index_terms(word)
        if not written.get(terms[0]):
            written[terms[0]] = word
        if len(terms) > 1:
            for stem in terms[1:]:
                written.setdefault(stem, "")
    return SampledText(outlet, language, written)


def find_distinguishing_words(
    texts: Iterable[SampledText], others: Iterable[SampledText], query: Query, *, limit: int
) -> list[DistinguishingWord]:
    """Return at most `limit` words that more of the texts have than of the others, the clearest difference first.

    Words of the query itself, stop words, numbers and single letters are left out.
    """
    ours, theirs = _by_language(texts), _by_language(others)
    is_searched = _searches(query)
    found = [
        word
        for language, own in ours.items()
        if len(theirs[language]) >= MIN_OTHERS
        for word in _compare(language, own, theirs[language], is_searched)
    ]
    return sorted(found, key=lambda each: (-each.likelihood, each.term))[:limit]


def _compare(
    language: str, texts: Sequence[SampledText], others: Sequence[SampledText], is_searched: Callable[[str], bool]
) -> Iterator[DistinguishingWord]:
    counts, other_counts = (Counter(term for each in some for term in each.written) for some in (texts, others))
    totals, ignored = (len(texts), len(others)), _fold_stopwords(language)
    scores = {
        term: log_likelihood(count, other_counts[term], *totals)
        for term, count in counts.items()
        if count >= MIN_TEXTS and count_doublings(count, other_counts[term], *totals) >= MIN_DOUBLINGS
    }
    clear = {term for term, score in scores.items() if score >= MIN_LOG_LIKELIHOOD}
    clear = {term for term in clear if not term.isdigit() and len(term) > 1}
    clear = {term for term in clear if ignored.isdisjoint(index_terms(term)) and not is_searched(term)}
    forms, outlets = _find_forms(clear, texts), len({each.outlet for each in texts})
    known = {term for term, (written, used_by) in forms.items() if written and (used_by > 1 or outlets < MIN_OUTLETS)}
    for term in known - {term for term in known if not known.isdisjoint(index_terms(term)[1:])}:
        yield DistinguishingWord(
            forms[term][0], term, language, counts[term], other_counts[term], *totals, scores[term]
        )


def _find_forms(terms: set[str], texts: Iterable[SampledText]) -> dict[str, tuple[str, int]]:
    """Return how each term is mostly written ("" if only after particles), and in how many outlets."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        for term in terms & text.written.keys():
            outlets[term].add(text.outlet)
            written[term].update([text.written[term]] if text.written[term] else [])
    return {term: (max(written[term], key=lambda form: (written[term][form], form), default=""), len(outlets[term]))
            for term in terms}  # fmt: skip


def _searches(query: Query) -> Callable[[str], bool]:
    """Return whether the query looks for a word, or for one without the particles."""
    exact = {term.folded for term in query.terms if not term.is_prefix}
    prefixes = tuple(term.folded for term in query.terms if term.is_prefix)
    return lambda term: any(each in exact or each.startswith(prefixes) for each in index_terms(term))


def _by_language(texts: Iterable[SampledText]) -> defaultdict[str, list[SampledText]]:
    found: defaultdict[str, list[SampledText]] = defaultdict(list)
    for each in texts:
        found[each.language].append(each)
    return found


@cache
def _fold_stopwords(language: str) -> frozenset[str]:
    return frozenset(map(fold, load_stopwords(language)))
