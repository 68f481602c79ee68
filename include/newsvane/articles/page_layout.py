"""Measure how the text of a page is laid out, as evidence for its kind."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from newsvane.articles.body import count_characters
from newsvane.articles.boilerplate_dom import count_letters
from newsvane.articles.markup import comparison_key, inner_text
from newsvane.articles.observed_page import ObservedPage
from newsvane.articles.page_kinds import MIN_WORDS, Layout
from newsvane.articles.page_shapes import SENTENCE_END, measure_shapes
from newsvane.articles.teasers import measure_teasers
from newsvane.texts import count_words

MAX_CELL_LETTERS = 60
MIN_HEADLINE_WORDS, MIN_HEADLINE_LETTERS = 6, 30
"""A headline has so many words or letters; the names of sections, services and forms have fewer."""
MAX_LINKS_OF_BARE_PAGE = 5
MIN_TEXT_SHARE = 0.6
"""A page that is nothing but a text, like one for printing, has this share of its letters in it, and hardly a link."""


def measure_layout(page: ObservedPage, blocks: Sequence[str], pruned: HtmlElement) -> Layout:
    """Return how the text is laid out. `blocks`: its paragraphs. `pruned`: the tree without boilerplate."""
    letters, links = count_letters(pruned), sum(1 for _ in page.tree.iter("a"))
    return Layout(
        words=count_words("\n\n".join(blocks)),
        blocks=len(blocks),
        sentence_share=_measure_sentences(blocks),
        teasers=measure_teasers(page.tree, blocks, url=page.url),
        shapes=measure_shapes(page.tree, page.markup, blocks),
        linked_share=sum(map(count_letters, pruned.iter("a"))) / letters if letters else 0.0,
        is_bare=links <= MAX_LINKS_OF_BARE_PAGE and _is_mostly_text(page.tree, blocks),
        table_share=_count_cell_letters(pruned) / letters if letters else 0.0,
        is_headed=_is_headed(page.tree),
        is_titled=_is_titled(page.tree),
    )


def _measure_sentences(blocks: Sequence[str]) -> float:
    """Return the share of the paragraphs that end like a sentence."""
    return sum(block.endswith(SENTENCE_END) for block in blocks) / len(blocks) if blocks else 0.0


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
