"""Which articles are translations of others: by their addresses, or else by what translations leave as it is.

Without an address two signs must agree: that numbers or names are shared, and that they stand in the same order, or
that the picture is the same, or the number in the address at one outlet. What an article is linked to depends on itself
and on the articles that share a key with it, on nothing else.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from newsvane import urls
from newsvane.records import Article
from newsvane.stories.anchors import Anchors, Number, Places, anchors_of, number_bits
from newsvane.stories.links import Link, Links, within
from newsvane.stories.shingles import MIN_WORDS

_NEAR = 0.06
"""How far apart places may be that are the same."""
_FIFTHS = 5
"""A name counts as a key together with the part of the text in which it first stands."""
_CONSONANT = 2.6
"""Bits that a consonant of a skeleton tells: eight sounds, unevenly frequent."""
_LEAST_SHARE, _LEAST_SHARE_SPELT = 0.22, 0.3
"""What two texts must share of what they could; the second where names keep their spelling. Chosen, with what follows,
on half of NTREX's documents (docs/design/evaluation.md)."""
_LEAST_EVIDENCE = 5.0
"""Bits shared, times that share: so that little is not enough even where it is all there is."""
_HELPED_SHARE, _HELPED_EVIDENCE = 0.1, 1.0
"""The same where image or address speak for it."""
_SIGN = 4.0
"""Bits from which numbers, or names, are a sign of their own."""
_ORDER, _FEW = 0.6, 3
"""The share of what is common that must stand at the same places for these to be a sign, and the fewest that tell."""
_LENGTHS = 1.8
"""A translation is at most this many times as long, or as short."""
_RARE = 10.0
_KEYS = 26
_MOST_ALTERNATES = 12

_LONG_NUMBER = re.compile(r"\d{5,}")
_DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?")


def declared_links(ordered: Sequence[Article]) -> Links:
    """Translations whose original's address is known and in the set."""
    addresses = _by_address(ordered)
    links: Links = {}
    for article in ordered:
        source = article.translation.source_url
        if source is None or article.translation.state not in {"translated", "proxy"}:
            continue
        try:
            original = addresses.get(urls.canonical(source))
        except ValueError:
            continue
        if original is not None and original is not article and not _same_language(original, article):
            links[original.article_id, article.article_id] = Link("translation", 1.0, "declared original")
    return links


def alternate_links(ordered: Sequence[Article], window: timedelta) -> Links:
    """Pages of which one names the other as its text in another language; the earlier is taken for the original."""
    addresses = _by_address(ordered)
    place = {article.article_id: number for number, article in enumerate(ordered)}
    links: Links = {}
    for article in ordered:
        for alternate in article.alternates[:_MOST_ALTERNATES]:
            other = addresses.get(alternate.url)
            if other is None or other is article or _same_language(article, other):
                continue
            if not within(article, other, window):
                continue
            pair = sorted((article.article_id, other.article_id), key=place.__getitem__)
            links[pair[0], pair[1]] = Link("translation", 1.0, "alternate of the page (hreflang)")
    return links


def found_links(ordered: Sequence[Article], window: timedelta) -> Links:
    """Each article linked to the earlier ones in other languages of which it is a translation, or a fellow."""
    holders: dict[str, list[tuple[Article, Anchors]]] = defaultdict(list)
    links: Links = {}
    for article in ordered:
        if article.language == "und" or (anchors := _anchors(article)) is None:
            continue
        keys = _keys(article, anchors)
        for earlier, other in {one.article_id: (one, of_one) for key in keys for one, of_one in holders[key]}.values():
            if earlier.language != article.language and within(earlier, article, window):
                link = _compare(earlier, article, other, anchors)
                if link:
                    links[earlier.article_id, article.article_id] = link
        for key in keys:
            holders[key].append((article, anchors))
    return links


def keys_of(article: Article) -> tuple[str, ...]:
    """Under what translations of an article are looked up, the most telling first."""
    return _keys(article, _anchors(article))


def _anchors(article: Article) -> Anchors | None:
    """None for what is too short to compare."""
    return anchors_of(article) if article.text and article.words >= MIN_WORDS else None


def _keys(article: Article, anchors: Anchors | None) -> tuple[str, ...]:
    found = [f"address {url}" for url in _addresses(article)]
    found += [f"address number {article.outlet} {number}" for number in sorted(_address_numbers(article))]
    if article.image_url:
        found.append(f"image {article.image_url}")
    return (*found, *(_anchor_keys(anchors) if anchors else ()))


def _anchor_keys(anchors: Anchors) -> list[str]:
    rare = sorted((number for number in anchors.numbers if number_bits(number) >= _RARE), key=_telling)
    found = [f"number {number}" for number in rare[:6]]
    near: dict[tuple[Number, Number], float] = {}
    for at, one in enumerate(anchors.order):
        for other in anchors.order[at + 1 : at + 3]:
            if one != other and (bits := number_bits(one) + number_bits(other)) >= 5:
                near[min(one, other), max(one, other)] = bits
    found += [f"numbers {pair}" for pair in sorted(near, key=lambda pair: (-near[pair], pair))[:10]]
    names = [name for name in anchors.names if len(name) > 4]
    names.sort(key=lambda name: (-min(4, len(anchors.names[name])), -len(name), name))
    found += [f"name {name} {int(anchors.names[name][0] * _FIFTHS)}" for name in names[:14]]
    pairs = [pair for pair in anchors.pairs if pair[0] and len(pair[1]) > 1 and len(pair[0] + pair[1]) > 4]
    pairs.sort(key=lambda pair: (0 if anchors.cased else -anchors.pairs[pair][0], -min(map(len, pair)), pair))
    found += [f"names {one} {other} {int(anchors.pairs[one, other][1] * _FIFTHS)}" for one, other in pairs]
    return found[:_KEYS]


def _telling(number: Number) -> tuple[float, Number]:
    return -number_bits(number), number


def _compare(a: Article, b: Article, of_a: Anchors, of_b: Anchors) -> Link | None:
    """What speaks for it that one is a translation of the other; None where that is not enough."""
    if not 1 / _LENGTHS < of_a.length / of_b.length < _LENGTHS:
        return None
    numbers, names = _numbers(of_a, of_b), _names(of_a, of_b)
    bits, anywhere = numbers.placed + names.placed, numbers.anywhere + names.anywhere
    share = bits / max(1.0, numbers.possible + names.possible)
    helps = ["same image"] if a.image_url and a.image_url == b.image_url else []
    if a.outlet == b.outlet and _address_numbers(a) & _address_numbers(b):
        helps.append("same number in the address")
    found = [
        *([f"{numbers.count} numbers"] if numbers.placed >= _SIGN else []),
        *([f"{names.count} names"] if names.placed >= _SIGN else []),
    ]
    ordered = numbers.count + names.count >= _FEW and bits >= _ORDER * anywhere
    if not found or not (ordered or helps):
        return None
    least = _LEAST_SHARE_SPELT if of_a.script == of_b.script and of_a.cased else _LEAST_SHARE
    least_share, least_evidence = (_HELPED_SHARE, _HELPED_EVIDENCE) if helps else (least, _LEAST_EVIDENCE)
    if share < least_share or bits * share < least_evidence:
        return None
    signs = [*helps, *found, *(["in the same order"] if ordered else [])]
    return Link("translation", round(min(1.0, share), 4), ", ".join(signs))


@dataclass(frozen=True)
class _Shared:
    """Bits of what two texts share at the same places, of all they share, of all they could; how many have places."""

    placed: float
    anywhere: float
    possible: float
    count: int


def _numbers(a: Anchors, b: Anchors) -> _Shared:
    bits = {number: number_bits(number) for number in {**a.numbers, **b.numbers}}
    possible = sum(bits[number] for numbers in (a.numbers, b.numbers) for number in numbers) / 2
    return _shared(bits, a.numbers, b.numbers, possible)


def _names(a: Anchors, b: Anchors) -> _Shared:
    """Of two scripts the one that marks names says which they are."""
    if b.cased and not a.cased:
        a, b = b, a
    chance = math.log2(1 + 2 * _NEAR * len(b.names))
    bits = {name: max(0.0, _CONSONANT * len(name) - chance) for name in a.names}
    return _shared(bits, a.names, b.names, sum(bits.values()))


_Key = TypeVar("_Key", str, Number)


def _shared(bits: Mapping[_Key, float], a: Mapping[_Key, Places], b: Mapping[_Key, Places], possible: float) -> _Shared:
    both = {key: _together(a[key], b[key]) for key in a.keys() & b.keys() if bits[key]}
    return _Shared(
        placed=sum(bits[key] * share for key, share in sorted(both.items())),
        anywhere=sum(bits[key] for key in sorted(both)),
        possible=possible,
        count=sum(share > 0 for share in both.values()),
    )


def _together(a: Places, b: Places) -> float:
    """The share of the places of `a` that are places of `b` too."""
    return sum(any(abs(one - other) <= _NEAR for other in b) for one in a) / len(a)


def _by_address(ordered: Sequence[Article]) -> dict[str, Article]:
    return {article.canonical_url: article for article in reversed(ordered)}


def _same_language(a: Article, b: Article) -> bool:
    return a.language == b.language != "und"


def _addresses(article: Article) -> list[str]:
    """By which declarations lead to the article, or from it."""
    return list(
        dict.fromkeys((
            article.canonical_url,
            *(alternate.url for alternate in article.alternates[:_MOST_ALTERNATES]),
        ))
    )


def _address_numbers(article: Article) -> set[str]:
    return {number for number in _LONG_NUMBER.findall(article.canonical_url) if not _DATE.fullmatch(number)}
