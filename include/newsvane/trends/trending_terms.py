"""Words and names that rise: in how many texts of now and of before, by the log-likelihood of the difference.

No lists of words: what many texts of before hold is a language's furniture, or the topic itself, and words that stand
together as a rule are one name. All is done language by language, so that a change of languages raises no word.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from math import log, log2

from newsvane.records import Record
from newsvane.texts import words

LEAST_TEXTS = 3
"""Texts of now that hold a term, at the least."""
LEAST_RISE = 1.0
"""Doublings of its share, at the least; half a text is added on both sides."""
LEAST_LIKELIHOOD = 10.83
"""Of chi-squared with one degree of freedom: one in a thousand by chance."""

_LONGEST = 4
"""Words of a name, at the most."""
_COMMON, _COMMON_FEW = 0.15, 0.4
"""Share of the texts of before that a common word is in; of all texts, where there are fewer than `_FEW` of before."""
_FEW = 20
_TOGETHER = 0.6
"""Share of the texts with a part of a name that hold all of it: then the part is not told by itself."""
_BESIDE, _MOST_BESIDE = 0.5, 4
"""Share of the texts with a term that hold another: then that stands beside it; and how many are told."""
_OUTLETS = 3
"""With so many outlets now, what one of them alone writes does not rise: it may be what it writes below each text."""
_CONNECTOR = 3
"""Letters of a common word that may stand inside a name (de, of, al), at the most."""

_SEGMENT = re.compile(r"[^\w\s'’\-\u200c]+|\s-+\s|\n+")
_POSSESSIVE = re.compile(r"['’]s$")
_WORD = re.compile(r"\w+(?:['’\-\u200c]\w+)*")


class Text(Record):
    """A text in one language. `now`: of the time that is asked about; else of the time before."""

    language: str
    outlet: str
    text: str
    now: bool


class Rising(Record):
    """A term that more texts hold than did before.

    `now`, `before`: texts that hold it, of `texts_now` and `texts_before` in that language. `rise`: of its share, as a
    factor. `likelihood`: log-likelihood ratio G². `name`: it is written with capitals; None where the script has none.
    `beside`: rising terms that half of its texts hold too.
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


Term = tuple[str, ...]
Segment = list[tuple[str, str]]
"""Words between two marks of punctuation: as compared, as written."""


def rising(texts: Iterable[Text], *, limit: int = 20) -> list[Rising]:
    """At most `limit` terms, those that rose most clearly first."""
    by_language: defaultdict[str, list[Text]] = defaultdict(list)
    for each in texts:
        by_language[each.language].append(each)
    found = [term for language, some in sorted(by_language.items()) for term in _of_language(language, some)]
    return sorted(found, key=lambda term: (-term.likelihood, term.term))[:limit]


def _of_language(language: str, texts: Sequence[Text]) -> list[Rising]:
    folded: dict[str, str] = {}
    earlier, later = ([each for each in texts if each.now is when] for when in (False, True))
    parts_before, parts_now = ([_segments(each.text, folded) for each in some] for some in (earlier, later))
    common = _common(parts_before, parts_now)
    words_now = Counter(word for text in parts_now for word in {word for segment in text for word, _ in segment})
    news = {word for word, count in words_now.items() if count >= LEAST_TEXTS and word not in common}
    held = [_terms(text, news, common) for text in parts_now]
    now = Counter(term for terms in held for term in terms)
    now = Counter({term: count for term, count in now.items() if count >= LEAST_TEXTS})
    before = Counter(term for text in parts_before for term in _terms(text, news, common) if term in now)
    totals = (len(later), len(earlier))
    scores = {
        term: _likelihood(count, before[term], *totals)
        for term, count in now.items()
        if _rise(count, before[term], *totals) >= LEAST_RISE
    }
    kept = _whole({term: now[term] for term, score in scores.items() if score >= LEAST_LIKELIHOOD})
    where = {
        term: {at for at, terms in enumerate(held) if term in terms}
        for term in sorted(kept, key=lambda term: (-scores[term], term))
    }
    if len({each.outlet for each in later}) >= _OUTLETS:
        where = {term: places for term, places in where.items() if len({later[at].outlet for at in places}) > 1}
    forms = _written(where.keys(), parts_now)
    shown = {term: forms[term].most_common(1)[0][0] for term in where}
    return [
        Rising(
            term=shown[term],
            language=language,
            now=now[term],
            before=before[term],
            texts_now=len(later),
            texts_before=len(earlier),
            rise=2 ** _rise(now[term], before[term], *totals),
            likelihood=scores[term],
            name=_is_name(forms[term]),
            beside=_beside(term, where, shown),
        )
        for term in where
    ]


def _beside(term: Term, where: Mapping[Term, set[int]], shown: Mapping[Term, str]) -> tuple[str, ...]:
    shared = (other for other in where if len(where[term] & where[other]) >= _BESIDE * len(where[term]))
    return tuple(islice((shown[other] for other in shared if other != term), _MOST_BESIDE))


def _segments(text: str, folded: dict[str, str]) -> list[Segment]:
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


def _common(before: Sequence[list[Segment]], now: Sequence[list[Segment]]) -> frozenset[str]:
    """What is no news: words of many texts of before."""
    some, share = (before, _COMMON) if len(before) >= _FEW else ([*before, *now], _COMMON_FEW)
    held = Counter(word for text in some for word in {word for segment in text for word, _ in segment})
    return frozenset(word for word, count in held.items() if count > share * len(some))


def _terms(segments: list[Segment], news: set[str], common: frozenset[str]) -> set[Term]:
    """Every run of up to `_LONGEST` words that begins and ends with one of `news`, with short common ones between."""
    found: set[Term] = set()
    for segment in segments:
        for begin, (first, _) in enumerate(segment):
            if first not in news or first.isdigit():
                continue
            for end in range(begin, min(begin + _LONGEST, len(segment))):
                last, _ = segment[end]
                if last in news:
                    found.add(tuple(word for word, _ in segment[begin : end + 1]))
                elif last not in common or len(last) > _CONNECTOR:
                    break
    return {term for term in found if len(term) > 1 or len(term[0]) > 1}


def _likelihood(now: int, before: int, texts_now: int, texts_before: int) -> float:
    """Dunning's G² of the share of texts with a term, and of those without."""
    total = texts_now + texts_before
    cells = (
        (now, texts_now * (now + before) / total),
        (before, texts_before * (now + before) / total),
        (texts_now - now, texts_now * (total - now - before) / total),
        (texts_before - before, texts_before * (total - now - before) / total),
    )
    return 2 * sum(count * log(count / expected) for count, expected in cells if count)


def _rise(now: int, before: int, texts_now: int, texts_before: int) -> float:
    """Doublings of the share."""
    return log2((now + 0.5) / (texts_now + 1)) - log2((before + 0.5) / (texts_before + 1))


def _whole(counts: Mapping[Term, int]) -> set[Term]:
    """The terms without the parts of names, and without names that are mostly a shorter one with a word beside it."""
    kept = set(counts)
    for term in sorted(counts, key=lambda term: (-len(term), term)):
        parts = [
            term[begin:end]
            for begin in range(len(term))
            for end in range(begin + 1, len(term) + 1)
            if end - begin < len(term) and term[begin:end] in kept
        ]
        if any(counts[term] < _TOGETHER * counts[part] for part in parts):
            kept.discard(term)
        else:
            kept -= set(parts)
    return kept


def _written(terms: Collection[Term], segments: Sequence[list[Segment]]) -> dict[Term, Counter[str]]:
    """How each term is written, and how often; at the beginning of a sentence only where it never stands elsewhere."""
    inside: defaultdict[Term, Counter[str]] = defaultdict(Counter)
    first: defaultdict[Term, Counter[str]] = defaultdict(Counter)
    begins = {term[0] for term in terms}
    for text in segments:
        for segment in text:
            for begin in (at for at, (word, _) in enumerate(segment) if word in begins):
                for end in range(begin + 1, min(begin + _LONGEST, len(segment)) + 1):
                    part = segment[begin:end]
                    term = tuple(word for word, _ in part)
                    if term in terms:
                        glue = "" if all(len(word) == 1 for word in term) else " "
                        (inside if begin else first)[term][glue.join(word for _, word in part)] += 1
    return {term: inside[term] or first[term] for term in terms}


def _is_name(written: Counter[str]) -> bool | None:
    cased = {form: count for form, count in written.items() if form.upper() != form.lower()}
    if not cased:
        return None
    capital = sum(count for form, count in cased.items() if form[0].isupper() and form.split()[-1][0].isupper())
    return capital >= 0.8 * sum(cased.values())
