"""Find trending terms: words and names that are in more texts than before, by the log-likelihood of the difference.

No word lists are used. Words in many of the earlier texts are common words of the language, or the topic itself. Words
that usually occur together are one name. Each language is treated separately, so that a change in the share of
languages does not make terms trend.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from newsvane.records import Record
from newsvane.texts import words
from newsvane.trends.log_likelihood import count_doublings, log_likelihood

MIN_TEXTS = 3
"""The minimum number of current texts with a trending term."""
MIN_DOUBLINGS = 1.0
"""How many times the share of texts must have doubled, with half a text added to both counts."""
MIN_LOG_LIKELIHOOD = 10.83
"""The value of chi-squared with one degree of freedom that chance exceeds once in a thousand cases."""

_MAX_WORDS = 4
"""The largest number of words in a name."""
_COMMON_SHARE, _COMMON_SHARE_FEW = 0.15, 0.4
"""A word is common if a larger share of the earlier texts contains it. With fewer than `_FEW_TEXTS` earlier texts, the
second share applies, to all texts."""
_FEW_TEXTS = 20
_TOGETHER_SHARE = 0.6
"""If at least this share of the texts with a part of a name contains the whole name, the part is not listed itself."""
_BESIDE_SHARE, _MAX_BESIDE = 0.5, 4
"""A term is listed beside another if at least this share of the other's texts contains it; and how many are listed."""
_MIN_OUTLETS = 3
"""With at least this many outlets, a term of a single outlet does not trend: it may be part of that outlet's footer."""
_MAX_CONNECTOR_LETTERS = 3
"""The longest common word that may stand inside a name (de, of, al)."""

_SEGMENT = re.compile(r"[^\w\s'’\-\u200c]+|\s-+\s|\n+")
_POSSESSIVE = re.compile(r"['’]s$")
_WORD = re.compile(r"\w+(?:['’\-\u200c]\w+)*")


class TopicText(Record):
    """A text in one language. `now`: whether it is from the current period rather than the earlier one."""

    language: str
    outlet: str
    text: str
    now: bool


class TrendingTerm(Record):
    """A term that more texts contain than before.

    `now`, `before`: texts with the term, of `texts_now` and `texts_before` in that language. `rise`: the factor by
    which its share grew. `likelihood`: log-likelihood ratio G². `name`: whether it is written with capitals; None if
    the script has none. `beside`: trending terms that at least half of its texts contain too.
    """

    term: str
    language: str
    now: int
    before: int
    texts_now: int
    texts_before: int
    rise: float
    likelihood: float
    name: bool | None
    beside: tuple[str, ...] = ()


_Term: TypeAlias = tuple[str, ...]
"""The words of a term, in the form in which they are compared."""
_Segment: TypeAlias = list[tuple[str, str]]
"""Words between two punctuation marks: as compared, and as written."""


class _Rise(NamedTuple):
    """How many texts contain a term now and before. `doublings`: how many times its share of the texts has doubled."""

    now: int
    before: int
    doublings: float
    likelihood: float


def find_trending_terms(texts: Iterable[TopicText], *, limit: int = 20) -> list[TrendingTerm]:
    """Return at most `limit` terms, the ones with the clearest rise first."""
    by_language: defaultdict[str, list[TopicText]] = defaultdict(list)
    for each in texts:
        by_language[each.language].append(each)
    found = [term for language, some in sorted(by_language.items()) for term in _find_in_language(language, some)]
    return sorted(found, key=lambda term: (-term.likelihood, term.term))[:limit]


def _find_in_language(language: str, texts: Sequence[TopicText]) -> list[TrendingTerm]:
    folded: dict[str, str] = {}
    earlier, later = ([each for each in texts if each.now is when] for when in (False, True))
    segments_before, segments_now = ([_split_segments(each.text, folded) for each in some] for some in (earlier, later))
    common = _find_common_words(segments_before, segments_now)
    candidates = {word for word, count in _count_words(segments_now).items() if count >= MIN_TEXTS} - common
    terms_now = [_find_terms(text, candidates, common) for text in segments_now]
    terms_before = (_find_terms(text, candidates, common) for text in segments_before)
    rises = _find_rises(terms_now, terms_before, texts_before=len(earlier))
    kept = _drop_parts({term: rise.now for term, rise in rises.items()})
    texts_by_term = {
        term: {index for index, terms in enumerate(terms_now) if term in terms}
        for term in sorted(kept, key=lambda term: (-rises[term].likelihood, term))
    }
    texts_by_term = _drop_terms_of_one_outlet(texts_by_term, [each.outlet for each in later])
    forms = _count_written_forms(texts_by_term.keys(), segments_now)
    shown = {term: forms[term].most_common(1)[0][0] for term in texts_by_term}
    return [
        TrendingTerm(
            term=shown[term],
            language=language,
            now=rises[term].now,
            before=rises[term].before,
            texts_now=len(later),
            texts_before=len(earlier),
            rise=2 ** rises[term].doublings,
            likelihood=rises[term].likelihood,
            name=_is_name(forms[term]),
            beside=_find_beside(term, texts_by_term, shown),
        )
        for term in texts_by_term
    ]


def _find_rises(
    terms_now: Sequence[set[_Term]], terms_before: Iterable[set[_Term]], *, texts_before: int
) -> dict[_Term, _Rise]:
    """Return the terms that clearly more texts contain now than before.

    `terms_now`, `terms_before`: the terms of each text. `texts_before`: the number of texts before.
    """
    counts_now = Counter(term for terms in terms_now for term in terms)
    now = {term: count for term, count in counts_now.items() if count >= MIN_TEXTS}
    before = Counter(term for terms in terms_before for term in terms if term in now)
    rises = {}
    for term, count in now.items():
        counts = (count, before[term], len(terms_now), texts_before)
        doublings = count_doublings(*counts)
        if doublings >= MIN_DOUBLINGS and (likelihood := log_likelihood(*counts)) >= MIN_LOG_LIKELIHOOD:
            rises[term] = _Rise(count, before[term], doublings, likelihood)
    return rises


def _drop_terms_of_one_outlet(texts_by_term: dict[_Term, set[int]], outlets: Sequence[str]) -> dict[_Term, set[int]]:
    """Return the terms that several outlets use; all terms if there are fewer than `_MIN_OUTLETS` outlets.

    `texts_by_term`: the indexes of the texts with a term. `outlets`: the outlet of each text.
    """
    if len(set(outlets)) < _MIN_OUTLETS:
        return texts_by_term
    return {term: indexes for term, indexes in texts_by_term.items() if len({outlets[index] for index in indexes}) > 1}


def _find_beside(term: _Term, texts_by_term: Mapping[_Term, set[int]], shown: Mapping[_Term, str]) -> tuple[str, ...]:
    own = texts_by_term[term]
    beside = (other for other, texts in texts_by_term.items() if len(own & texts) >= _BESIDE_SHARE * len(own))
    return tuple(islice((shown[other] for other in beside if other != term), _MAX_BESIDE))


def _split_segments(text: str, folded: dict[str, str]) -> list[_Segment]:
    """Split a text at punctuation. `folded`: a cache of words in the form in which they are compared."""
    found = []
    for part in _SEGMENT.split(text):
        segment = []
        for word in _WORD.findall(part):
            bare = _POSSESSIVE.sub("", word)
            if bare not in folded:
                folded[bare] = " ".join(words(bare))
            if " " in folded[bare] and bare.isalnum():  # a script without spaces: letter by letter
                segment += [(letter, letter) for letter in folded[bare].split()]
            elif folded[bare]:
                segment.append((folded[bare], bare))
        found.append(segment)
    return found


def _find_common_words(before: Sequence[list[_Segment]], now: Sequence[list[_Segment]]) -> frozenset[str]:
    """Return the words that many of the earlier texts contain and that are therefore not news."""
    if len(before) >= _FEW_TEXTS:
        texts, share = before, _COMMON_SHARE
    else:
        texts, share = [*before, *now], _COMMON_SHARE_FEW
    return frozenset(word for word, count in _count_words(texts).items() if count > share * len(texts))


def _count_words(texts: Iterable[list[_Segment]]) -> Counter[str]:
    """Return in how many texts each word occurs."""
    return Counter(word for text in texts for word in {word for segment in text for word, _ in segment})


def _find_terms(segments: list[_Segment], candidates: set[str], common: frozenset[str]) -> set[_Term]:
    """Return every run of up to `_MAX_WORDS` words that begins and ends with a candidate.

    Only candidates and short common words may stand in between.
    """
    found: set[_Term] = set()
    for segment in segments:
        for begin, (first, _) in enumerate(segment):
            if first not in candidates or first.isdigit():
                continue
            for end in range(begin, min(begin + _MAX_WORDS, len(segment))):
                last, _ = segment[end]
                if last in candidates:
                    found.add(tuple(word for word, _ in segment[begin : end + 1]))
                elif last not in common or len(last) > _MAX_CONNECTOR_LETTERS:
                    break
    return {term for term in found if len(term) > 1 or len(term[0]) > 1}


def _drop_parts(counts: Mapping[_Term, int]) -> set[_Term]:
    """Return the terms without parts of names, and without names that are mostly a shorter name and a word beside it.

    `counts`: how many texts now contain each term.
    """
    kept = set(counts)
    for term in sorted(counts, key=lambda term: (-len(term), term)):
        parts = [
            term[begin:end]
            for begin in range(len(term))
            for end in range(begin + 1, len(term) + 1)
            if end - begin < len(term) and term[begin:end] in kept
        ]
        if any(counts[term] < _TOGETHER_SHARE * counts[part] for part in parts):
            kept.discard(term)
        else:
            kept -= set(parts)
    return kept


def _count_written_forms(terms: Collection[_Term], texts: Sequence[list[_Segment]]) -> dict[_Term, Counter[str]]:
    """Return how each term is written, and how often.

    Forms at the beginning of a sentence count only if the term never stands anywhere else.
    """
    inside: defaultdict[_Term, Counter[str]] = defaultdict(Counter)
    first: defaultdict[_Term, Counter[str]] = defaultdict(Counter)
    first_words = {term[0] for term in terms}
    for text in texts:
        for segment in text:
            for begin in (index for index, (word, _) in enumerate(segment) if word in first_words):
                for end in range(begin + 1, min(begin + _MAX_WORDS, len(segment)) + 1):
                    part = segment[begin:end]
                    term = tuple(word for word, _ in part)
                    if term in terms:
                        glue = "" if all(len(word) == 1 for word in term) else " "
                        (inside if begin else first)[term][glue.join(word for _, word in part)] += 1
    return {term: inside[term] or first[term] for term in terms}


def _is_name(forms: Counter[str]) -> bool | None:
    cased = {form: count for form, count in forms.items() if form.upper() != form.lower()}
    if not cased:
        return None
    capitalized = sum(count for form, count in cased.items() if form[0].isupper() and form.split()[-1][0].isupper())
    return capitalized >= 0.8 * sum(cased.values())
