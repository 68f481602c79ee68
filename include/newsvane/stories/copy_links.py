"""Find articles that carry the text of an earlier one, whole or in part."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from operator import itemgetter

from newsvane.observation import is_within_window
from newsvane.records import Article
from newsvane.stories.candidates import CandidateIndex
from newsvane.stories.link_types import CopyLink, CopyLinks
from newsvane.stories.repeated_sentences import keep_taken_sentences
from newsvane.stories.shingles import MIN_WORDS, hash_bands, make_shingles
from newsvane.stories.similarity import ComparableText, match_near_copy, prepare_text
from newsvane.texts import text_hash


def find_copy_links(
    ordered: Sequence[Article], window: timedelta, repeated: Mapping[str, Collection[int]], left_out: Counter[str]
) -> CopyLinks:
    """Return the links between copies that came out within `window` of each other.

    `ordered`: articles, earliest first. `repeated`: by article id, hashes of the sentences that its outlet repeats.
    `left_out`: see `group`.
    """
    links = _link_same_addresses(ordered) | _link_same_texts(ordered, window)
    copies = {copy for _, copy in links}
    return links | _link_near_copies(ordered, copies, window, repeated, left_out)


def _link_same_addresses(ordered: Sequence[Article]) -> CopyLinks:
    """Link each article to the earliest one with the same address. An input file may have an article under two ids."""
    firsts: dict[str, str] = {}
    links: CopyLinks = {}
    for article in ordered:
        first = firsts.setdefault(article.canonical_url, article.article_id)
        if first != article.article_id:
            links[first, article.article_id] = CopyLink("same_address", 1.0, "same address")
    return links


def _link_same_texts(ordered: Sequence[Article], window: timedelta) -> CopyLinks:
    """Link each article to the earliest one within the window that has the same text and is not a copy itself."""
    firsts: dict[str, list[Article]] = defaultdict(list)
    links: CopyLinks = {}
    for article in ordered:
        key = article.text_hash or text_hash(article.text)
        if not key or article.words < MIN_WORDS:
            continue
        first = next((first for first in firsts[key] if is_within_window(first, article, window)), None)
        if first is None:
            firsts[key].append(article)
        else:
            links[first.article_id, article.article_id] = CopyLink("same_text", 1.0, "same text")
    return links


def _link_near_copies(
    ordered: Sequence[Article],
    copies: Collection[str],
    window: timedelta,
    repeated: Mapping[str, Collection[int]],
    left_out: Counter[str],
) -> CopyLinks:
    """Link near copies: every pair that is similar as a whole, and each partial copy to its best original only.

    Of originals that are equally good, one of the copy's own outlet is the best: it has used the text before.
    If a third article combines parts of two others, a single link from it does not make these two copies of each other.
    """
    texts = _ComparableTexts(repeated)
    links: CopyLinks = {}
    partial: dict[str, tuple[tuple[float, bool], str, CopyLink]] = {}
    for pair in _find_candidate_pairs(ordered, copies, left_out):
        if not is_within_window(*pair, window):
            continue
        original, copy = (article.article_id for article in pair)
        earlier, later = texts.prepare(pair[0], pair[1]), texts.prepare(pair[1], pair[0])
        link = earlier and later and match_near_copy(earlier, later)
        if link and not link.is_partial:
            links[original, copy] = link
        elif link:
            rank = link.score, pair[0].outlet == pair[1].outlet
            if copy not in partial or rank > partial[copy][0]:
                partial[copy] = rank, original, link
    return links | {(original, copy): link for copy, (_, original, link) in partial.items()}


class _ComparableTexts:
    """Prepares each text once for all comparisons in which the same of its sentences are left out."""

    def __init__(self, repeated: Mapping[str, Collection[int]]) -> None:
        self._repeated = repeated
        self._texts: dict[tuple[str, frozenset[int]], ComparableText | None] = {}

    def prepare(self, article: Article, other: Article) -> ComparableText | None:
        """Return an article as it is compared with another one."""
        left_out = frozenset(self._repeated.get(article.article_id, ()))
        if left_out:
            too = self._repeated.get(other.article_id, ())
            left_out = frozenset(keep_taken_sentences(article, left_out, other, too))
        key = article.article_id, left_out
        if key not in self._texts:
            self._texts[key] = prepare_text(article, left_out)
        return self._texts[key]


def _find_candidate_pairs(
    ordered: Sequence[Article], copies: Collection[str], left_out: Counter[str]
) -> Iterator[tuple[Article, Article]]:
    """Yield the pairs (earlier, later) that share a MinHash bucket.

    One of the `copies`, whose text is that of an earlier article, is compared only with later ones of its outlet.
    """
    index: CandidateIndex[tuple[str, int], int] = CandidateIndex(left_out)
    for position, article in enumerate(ordered):
        shingles = make_shingles(article.text)
        bands = hash_bands(shingles) if shingles is not None else ()
        of_all, of_outlet = ([(outlet, band) for band in bands] for outlet in ("", article.outlet))
        if article.article_id in copies:
            index.add(article, of_outlet, position)
            continue
        for earlier, _ in sorted(index.find([*of_all, *of_outlet]), key=itemgetter(1)):
            yield earlier, article
        index.add(article, of_all, position)
