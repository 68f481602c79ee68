"""Find articles that are translations of others: by declared addresses, or by the anchors that translations keep.

Without a declared address two signals must agree: shared numbers or names, and either their order, the same picture, or
(at the same outlet) the same number in the address. The links of an article depend only on the article and on those
that share a key with it.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from newsvane import urls
from newsvane.observation import is_within_window
from newsvane.records import Article
from newsvane.stories.anchors import Anchors, Number, extract_anchors, number_information
from newsvane.stories.candidates import CandidateIndex
from newsvane.stories.link_types import CopyLink, CopyLinks
from newsvane.stories.shared_anchors import SharedAnchors, compare_names, compare_numbers
from newsvane.stories.shingles import MIN_WORDS

_TEXT_SECTIONS = 5
"""The key of a name includes the section of the text in which the name first occurs: one of this many."""
_MIN_SHARE, _MIN_SHARE_SAME_SPELLING = 0.22, 0.3
"""The minimum share of the possible evidence that two texts must share; the second value applies if names keep their
spelling. These and the next four were chosen on half of NTREX's documents (docs/design/evaluation.md)."""
_MIN_EVIDENCE = 5.0
"""The minimum product of the shared bits and their share: little evidence is not enough even if all of it is shared."""
_MIN_SHARE_SUPPORTED, _MIN_EVIDENCE_SUPPORTED = 0.1, 1.0
"""The same limits if the picture or the address supports the link."""
_MIN_SHARE_DECLARED, _MIN_EVIDENCE_DECLARED, _MIN_SHARE_IN_ORDER_OF_DECLARED = 0.2, 3.0, 0.7
"""The same limits if the page names the other as its original, and the share of the common anchors that must then be at
the same positions. Chosen on half of the sets of reported events (docs/design/evaluation.md)."""
_MIN_SIGNAL_BITS = 4.0
"""The minimum number of bits for numbers, or names, to be a signal of their own."""
_MIN_SHARE_IN_ORDER, _MIN_ANCHORS_IN_ORDER = 0.6, 3
"""The order is a signal if this share of the common anchors, and this many, are at the same positions."""
_FEW_NAMES, _MIN_SHARE_IN_ORDER_OF_FEW = 5, 0.7
"""If fewer names are at the same positions, a larger share must be: two short reports on one event begin with the same
people and places, and then go on in an order of their own."""
_MIN_BITS_BESIDE_NAMES, _MIN_NAMES = 2.0, 4
"""Without numbers of so many bits at the same positions, so many names must be: two short reports on one event name
three people in the same order by chance."""
_NUMBERS_OF_BOTH, _NUMBERS_OF_ONE, _MIN_SHARE_OF_NUMBERS, _MIN_NAMES_ALONE = 5.0, 15.0, 0.34, 7
"""If both texts have numbers of at least so many bits, or one has so many, and less than this share of them is in both,
so many names must be at the same positions: independent reports on one event name a few people and places in the same
order, but each has numbers of its own."""
_MAX_LENGTH_RATIO = 1.8
"""The maximum ratio of the lengths of a translation and its original, whichever is longer."""
_MIN_BITS_OF_KEY_NUMBER = 10.0
_MAX_NUMBER_KEYS, _MAX_NUMBER_PAIR_KEYS, _MAX_NAME_KEYS, _MAX_ANCHOR_KEYS = 6, 10, 14, 26
_MAX_ALTERNATES = 12

_LONG_NUMBER = re.compile(r"\d{5,}")
_DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?")


def find_declared_links(ordered: Sequence[Article]) -> CopyLinks:
    """Link translations that declare the address of their original to that original, if it is among the articles.

    It is no mere claim if the texts show it, for which less is enough than without the declaration.
    """
    by_address = _index_by_address(ordered)
    links: CopyLinks = {}
    for article in ordered:
        source = article.translation.source_url
        if source is None or article.translation.state not in {"translated", "proxy"}:
            continue
        try:
            original = by_address.get(urls.canonical(source))
        except ValueError:
            continue
        if original is not None and original is not article and not _have_same_language(original, article):
            links[original.article_id, article.article_id] = CopyLink(
                "translation", 1.0, "declared original", is_claim=not _supports_declaration(original, article)
            )
    return links


def find_alternate_links(ordered: Sequence[Article], window: timedelta) -> CopyLinks:
    """Link pages of which one names the other as its version in another language. The earlier one is the original.

    Pages of different outlets are linked only if each names the other: one side alone could claim anybody's article.
    """
    by_address = _index_by_address(ordered)
    order = {article.article_id: index for index, article in enumerate(ordered)}
    links: CopyLinks = {}
    for article in ordered:
        for alternate in article.alternates[:_MAX_ALTERNATES]:
            other = by_address.get(alternate.url)
            if other is None or other is article or _have_same_language(article, other):
                continue
            if other.outlet != article.outlet and not _names(other, article):
                continue
            if not is_within_window(article, other, window):
                continue
            pair = sorted((article.article_id, other.article_id), key=order.__getitem__)
            links[pair[0], pair[1]] = CopyLink("translation", 1.0, "alternate of the page (hreflang)", is_claim=True)
    return links


def find_anchor_links(
    ordered: Sequence[Article], extracted: Mapping[str, Anchors | None], window: timedelta, left_out: Counter[str]
) -> CopyLinks:
    """Link each article to earlier ones in other languages with the same anchors.

    The earlier article is the original, or another translation of the same original. `extracted`: the anchors by
    article id. `left_out`: see `group`.
    """
    index: CandidateIndex[str, Anchors] = CandidateIndex(left_out)
    links: CopyLinks = {}
    for article in ordered:
        if article.language == "und" or (anchors := extracted[article.article_id]) is None:
            continue
        keys = _make_keys(article, anchors)
        for earlier, other in index.find(keys):
            if earlier.language != article.language and is_within_window(earlier, article, window):
                link = _compare(earlier, article, other, anchors)
                if link:
                    links[earlier.article_id, article.article_id] = link
        index.add(article, keys, anchors)
    return links


def make_translation_keys(article: Article) -> tuple[str, ...]:
    """Return the keys under which translations of an article are looked up, most distinctive first."""
    return _make_keys(article, extract_if_comparable(article))


def extract_if_comparable(article: Article) -> Anchors | None:
    """Return the anchors of an article; None if it is too short to compare."""
    return extract_anchors(article) if article.text and article.words >= MIN_WORDS else None


def _make_keys(article: Article, anchors: Anchors | None) -> tuple[str, ...]:
    keys = [f"address {url}" for url in _own_and_alternate_addresses(article)]
    keys += [f"address number {article.outlet} {number}" for number in sorted(_find_address_numbers(article))]
    if article.image_url:
        keys.append(f"image {article.image_url}")
    return (*keys, *(_make_anchor_keys(anchors) if anchors else ()))


def _make_anchor_keys(anchors: Anchors) -> list[str]:
    """Return keys for rare numbers, for numbers near each other, and for names and pairs of names by text section."""
    rare = [number for number in anchors.numbers if number_information(number) >= _MIN_BITS_OF_KEY_NUMBER]
    rare.sort(key=lambda number: (-number_information(number), number))
    keys = [f"number {number}" for number in rare[:_MAX_NUMBER_KEYS]]
    near: dict[tuple[Number, Number], float] = {}
    for at, one in enumerate(anchors.order):
        for other in anchors.order[at + 1 : at + 3]:
            if one != other and (bits := number_information(one) + number_information(other)) >= 5:
                near[min(one, other), max(one, other)] = bits
    number_pairs = sorted(near, key=lambda pair: (-near[pair], pair))
    keys += [f"numbers {pair}" for pair in number_pairs[:_MAX_NUMBER_PAIR_KEYS]]
    names = [name for name in anchors.names if len(name) > 4]
    names.sort(key=lambda name: (-min(4, len(anchors.names[name])), -len(name), name))
    keys += [f"name {name} {int(anchors.names[name][0] * _TEXT_SECTIONS)}" for name in names[:_MAX_NAME_KEYS]]
    pairs = [pair for pair in anchors.pairs if pair[0] and len(pair[1]) > 1 and len(pair[0] + pair[1]) > 4]
    pairs.sort(key=lambda pair: (0 if anchors.cased else -anchors.pairs[pair][0], -min(map(len, pair)), pair))
    keys += [f"names {one} {other} {int(anchors.pairs[one, other][1] * _TEXT_SECTIONS)}" for one, other in pairs]
    return keys[:_MAX_ANCHOR_KEYS]


def _supports_declaration(original: Article, copy: Article) -> bool:
    """Return whether the texts show that an article is the translation that it says it is."""
    one, other = extract_if_comparable(original), extract_if_comparable(copy)
    if one is None or other is None or not _have_same_length(one, other):
        return False
    numbers, names = compare_numbers(one, other), compare_names(one, other)
    if _have_other_numbers(numbers, names) or _have_few_names(numbers, names):
        return False
    bits, bits_anywhere = numbers.in_place + names.in_place, numbers.anywhere + names.anywhere
    share = bits / max(1.0, numbers.possible + names.possible)
    return (
        numbers.count + names.count >= _MIN_ANCHORS_IN_ORDER
        and bits >= _MIN_SHARE_IN_ORDER_OF_DECLARED * bits_anywhere
        and share >= _MIN_SHARE_DECLARED
        and bits * share >= _MIN_EVIDENCE_DECLARED
    )


def _compare(a: Article, b: Article, anchors_a: Anchors, anchors_b: Anchors) -> CopyLink | None:
    """Return a link if enough evidence shows that one article is a translation of the other."""
    if not _have_same_length(anchors_a, anchors_b):
        return None
    numbers, names = compare_numbers(anchors_a, anchors_b), compare_names(anchors_a, anchors_b)
    if _have_other_numbers(numbers, names):
        return None
    bits, bits_anywhere = numbers.in_place + names.in_place, numbers.anywhere + names.anywhere
    share = bits / max(1.0, numbers.possible + names.possible)
    support = ["same image"] if a.image_url and a.image_url == b.image_url else []
    if a.outlet == b.outlet and _find_address_numbers(a) & _find_address_numbers(b):
        support.append("same number in the address")
    shared = [
        _count_in_words(found.count, noun)
        for found, noun in ((numbers, "number"), (names, "name"))
        if found.in_place >= _MIN_SIGNAL_BITS
    ]
    share_in_order = _MIN_SHARE_IN_ORDER_OF_FEW if names.count < _FEW_NAMES else _MIN_SHARE_IN_ORDER
    in_order = numbers.count + names.count >= _MIN_ANCHORS_IN_ORDER and bits >= share_in_order * bits_anywhere
    if not shared or (_have_few_names(numbers, names) and not support) or not (in_order or support):
        return None
    same_spelling = anchors_a.script == anchors_b.script and anchors_a.cased
    min_share, min_evidence = _MIN_SHARE_SAME_SPELLING if same_spelling else _MIN_SHARE, _MIN_EVIDENCE
    if support:
        min_share, min_evidence = _MIN_SHARE_SUPPORTED, _MIN_EVIDENCE_SUPPORTED
    if share < min_share or bits * share < min_evidence:
        return None
    signals = [*support, *shared, *(["in the same order"] if in_order else [])]
    return CopyLink("translation", round(min(1.0, share), 4), ", ".join(signals))


def _have_same_length(a: Anchors, b: Anchors) -> bool:
    return 1 / _MAX_LENGTH_RATIO < a.length / b.length < _MAX_LENGTH_RATIO


def _have_other_numbers(numbers: SharedAnchors, names: SharedAnchors) -> bool:
    """Return whether each text has numbers of its own, and the names are too few to outweigh that."""
    have_others = any(
        bits >= least and numbers.anywhere < _MIN_SHARE_OF_NUMBERS * bits
        for bits, least in ((numbers.least, _NUMBERS_OF_BOTH), (numbers.most, _NUMBERS_OF_ONE))
    )
    return have_others and names.count < _MIN_NAMES_ALONE


def _have_few_names(numbers: SharedAnchors, names: SharedAnchors) -> bool:
    return numbers.in_place < _MIN_BITS_BESIDE_NAMES and names.count < _MIN_NAMES


def _count_in_words(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _index_by_address(ordered: Sequence[Article]) -> dict[str, Article]:
    return {article.canonical_url: article for article in reversed(ordered)}


def _have_same_language(a: Article, b: Article) -> bool:
    return a.language == b.language != "und"


def _names(article: Article, other: Article) -> bool:
    return any(alternate.url == other.canonical_url for alternate in article.alternates[:_MAX_ALTERNATES])


def _own_and_alternate_addresses(article: Article) -> list[str]:
    """Return the article's own addresses and those of its versions in other languages, by which articles are linked."""
    alternates = (alternate.url for alternate in article.alternates[:_MAX_ALTERNATES])
    return list(dict.fromkeys((article.canonical_url, *alternates)))


def _find_address_numbers(article: Article) -> set[str]:
    return {number for number in _LONG_NUMBER.findall(article.canonical_url) if not _DATE.fullmatch(number)}
