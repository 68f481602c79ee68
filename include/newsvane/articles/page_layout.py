"""Measure how the text of a page is laid out, as evidence for its kind."""

from collections.abc import Sequence
from functools import cached_property

from lxml.html import HtmlElement

from newsvane.articles.body import count_characters
from newsvane.articles.boilerplate_dom import count_letters
from newsvane.articles.markup import comparison_key, inner_text
from newsvane.articles.observed_page import ObservedPage
from newsvane.articles.page_shapes import SENTENCE_END, Shapes
from newsvane.articles.teasers import Teasers, measure_teasers
from newsvane.texts import count_words

MIN_WORDS, MIN_WORDS_OF_PROSE, MIN_WORDS_PER_BLOCK = 60, 250, 12
MIN_WORDS_OF_SHORT_PROSE, MIN_PARAGRAPHS, MIN_SENTENCE_SHARE = 60, 4, 0.8
MAX_CELL_LETTERS = 60
MIN_HEADLINE_WORDS, MIN_HEADLINE_LETTERS = 6, 30
"""A headline has so many words or letters; the names of sections, services and forms have fewer."""
MAX_LINKS_OF_BARE_PAGE = 5
MIN_TEXT_SHARE = 0.6
"""A page that is nothing but a text, like one for printing, has this share of its letters in it, and hardly a link."""


class Layout:
    """How a page's text is laid out. Each part is measured when it is asked for: most pages are judged by a few.

    `words`, `blocks`: the number of its words and of its paragraphs.
    """

    def __init__(self, page: ObservedPage, blocks: Sequence[str], pruned: HtmlElement) -> None:
        """`blocks`: the paragraphs of the text. `pruned`: the tree without boilerplate."""
        self._page, self._blocks, self._pruned = page, blocks, pruned
        self.words, self.blocks = count_words("\n\n".join(blocks)), len(blocks)

    @cached_property
    def sentence_share(self) -> float:
        """The share of the paragraphs that end like a sentence."""
        return sum(each.endswith(SENTENCE_END) for each in self._blocks) / self.blocks if self.blocks else 0.0

    @cached_property
    def teasers(self) -> Teasers:
        """What only leads to other pages."""
        return measure_teasers(self._page.tree, self._blocks, url=self._page.url)

    @cached_property
    def shapes(self) -> Shapes:
        """What the page shows beside plain text."""
        return Shapes(self._page.tree, self._page.markup, self._blocks)

    @cached_property
    def linked_share(self) -> float:
        """The share of the letters that stand in links."""
        return sum(map(count_letters, self._pruned.iter("a"))) / self._letters if self._letters else 0.0

    @cached_property
    def table_share(self) -> float:
        """The share of the letters that stand in short cells of tables."""
        return _count_cell_letters(self._pruned) / self._letters if self._letters else 0.0

    @cached_property
    def is_bare(self) -> bool:
        """Whether the page is a text and little else."""
        links = sum(1 for _ in self._page.tree.iter("a"))
        return links <= MAX_LINKS_OF_BARE_PAGE and _is_mostly_text(self._page.tree, self._blocks)

    @cached_property
    def is_headed(self) -> bool:
        """Whether an article element has the headline and a text."""
        return _is_headed(self._page.tree)

    @cached_property
    def is_titled(self) -> bool:
        """Whether the first heading is the page's title, and long enough for a headline."""
        return _is_titled(self._page.tree)

    @property
    def is_prose(self) -> bool:
        """Whether the text is long, in long paragraphs, and longer than the teasers around it."""
        is_long = self.words >= MIN_WORDS_OF_PROSE and self.words >= MIN_WORDS_PER_BLOCK * self.blocks
        return is_long and self.words >= 40 * (self.teasers.number + 1)

    @property
    def is_short_prose(self) -> bool:
        """Whether the text is some paragraphs of whole sentences, beside hardly a teaser."""
        is_short = MIN_WORDS_OF_SHORT_PROSE <= self.words < MIN_WORDS_OF_PROSE
        return (
            is_short
            and self.blocks >= MIN_PARAGRAPHS
            and self.words >= MIN_WORDS_PER_BLOCK * self.blocks
            and self.sentence_share >= MIN_SENTENCE_SHARE
            and self.teasers.number < 3
        )

    @cached_property
    def _letters(self) -> int:
        return count_letters(self._pruned)


def _is_titled(tree: HtmlElement) -> bool:
    """Return whether the first heading is the title of the page, perhaps without the site's name, and a headline."""
    heading, title = (next(tree.iter(tag), None) for tag in ("h1", "title"))
    if heading is None or title is None:
        return False
    headline = comparison_key(inner_text(heading))
    is_long = len(headline) >= MIN_HEADLINE_LETTERS or count_words(inner_text(heading)) >= MIN_HEADLINE_WORDS
    return is_long and comparison_key(inner_text(title)).startswith(headline)


def _is_headed(tree: HtmlElement) -> bool:
    """Return whether an article element has the page's headline and enough paragraphs of its own."""
    headline = next(tree.iter("h1"), None)
    article = None if headline is None else next(headline.iterancestors("article"), None)
    if article is None:
        return False
    own = (each for each in article.iter("p") if next(each.iterancestors("article", "li", "a")) is article)
    return count_words("\n\n".join(map(inner_text, own))) >= MIN_WORDS


def _count_cell_letters(tree: HtmlElement) -> int:
    """Count the letters in the short cells of tables; long ones are text on pages that use tables as a layout."""
    return sum(letters for cell in tree.iter("td", "th") if (letters := count_letters(cell)) <= MAX_CELL_LETTERS)


def _is_mostly_text(tree: HtmlElement, blocks: Sequence[str]) -> bool:
    """Return whether most of the letters that a page shows, headline included, are those of the text."""
    hidden = sum(map(count_letters, tree.iter("head", "script", "style", "noscript", "template")))
    return count_characters(blocks) >= MIN_TEXT_SHARE * (count_letters(tree) - hidden)
