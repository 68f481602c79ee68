"""Sentences by which a page says that a machine translated it, found by pattern and by place.

By pattern: the sentence speaks of this very page (`page` then `done`, or the other way round), or is nothing but the
remark (`done` alone, in a short block), or says "this is a machine translation" (`whole`). By place: page chrome, and
the first and last EDGE blocks of the text; what stands in the middle of a text is the text's business, and so is
what readers comment. Patterns see text in NFKC, casefolded, without marks and joiners.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from lxml.html import HtmlElement

from newsvane.records import Record

EDGE = 3
LONGEST = 240
"""Characters of the longest sentence that is taken for a notice."""
LATEST_START = 25
"""Characters before a notice in its sentence ("Editor's note: "); further in, a text speaks about notices."""
LONGEST_BARE = 70
"""Characters of the longest block that is nothing but the remark."""
LONGEST_ELEMENT = 600
"""Characters of the longest chrome element that is looked into."""

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])(?=.)")
_QUOTES = "\"'“”„«»‹›‘’「『"
_INLINE = {"a", "abbr", "b", "bdi", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"}
_NOT_CHROME = {"button", "h1", "h2", "h3", "h4", "h5", "h6", "noscript", "option", "script", "style", "title"}
_COMMENTS = re.compile(r"comment|disqus|kommentar", re.IGNORECASE)


def _letters(text: str) -> str:
    """Arabic letters in their Persian form, final sigma as sigma, joiners as spaces: what casefold leaves apart."""
    return text.translate(_LETTERS)


_LETTERS = str.maketrans({"ي": "ی", "ك": "ک", "ς": "σ", "\u200c": " "})


def _any(alternatives: Iterable[str]) -> str:
    return "(?:" + "|".join(map(_letters, alternatives)) + ")"


def _compile(page: list[str], done: list[str], whole: list[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of one language: a sentence about the page, and a block that is nothing but the remark."""
    subject, remark = _any(page), _any(done)
    about = re.compile(f"{subject}.{{0,45}}?{remark}|{remark}.{{0,45}}?{subject}|{_any(whole)}")
    return about, re.compile(rf"\W*(?:\w+\W+){{0,2}}?{remark}\w{{0,4}}(?:\W+{_FROM}(?:\W+\w+){{1,3}})?\W*")


_PHRASES = tomllib.loads(files("newsvane.translation").joinpath("notices.toml").read_text("utf-8"))
_STEM = re.compile(_any(_PHRASES["stem"]))
_FROM = _any(_PHRASES["from"])
_FOLLOW_UP = re.compile(_any(_PHRASES["follow_up"]))
_ORIGINAL = re.compile(_any(_PHRASES["original"]))
_PATTERNS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    language: _compile(**phrases) for language, phrases in _PHRASES["language"].items()
}


class Notice(Record):
    """A notice: the language it is in, its words, and the original it links to."""

    language: str
    text: str
    source_url: str | None = None


def find_notices(tree: HtmlElement, blocks: Sequence[str]) -> tuple[list[Notice], list[str]]:
    """The notices of a page, and its blocks without them (and without the "click here" that follows one)."""
    notices, kept = _in_text(blocks)
    middle = "\n".join(blocks[EDGE:-EDGE])
    for element, text in _chrome(tree):
        if text in middle:
            continue
        sentences = _SENTENCE_END.split(text)
        language = next((found for sentence in sentences if (found := _language(sentence, len(sentences) == 1))), None)
        if language:
            notices.append(Notice(language=language, text=text[:LONGEST], source_url=_link(element)))
    return _merge(notices), kept


def _in_text(blocks: Sequence[str]) -> tuple[list[Notice], list[str]]:
    notices: list[Notice] = []
    kept: list[str] = []
    after_notice = False
    for index, block in enumerate(blocks):
        if EDGE <= index < len(blocks) - EDGE:
            kept.append(block)
            continue
        sentences = _SENTENCE_END.split(block)
        rest: list[str] = []
        for sentence in sentences:
            language = _language(sentence, len(sentences) == 1)
            if language:
                notices.append(Notice(language=language, text=sentence[:LONGEST]))
            elif not (after_notice and len(sentence) <= LONGEST and _FOLLOW_UP.search(_fold(sentence))):
                rest.append(sentence)
                after_notice = False
                continue
            after_notice = True
        if rest:
            kept.append(block if len(rest) == len(sentences) else " ".join(rest))
    return notices, kept


def _language(sentence: str, alone: bool) -> str | None:
    """The language of the notice that `sentence` is; None where it is none."""
    if len(sentence) > LONGEST or not _STEM.search(sentence.lower()) or sentence[:1] in _QUOTES:
        return None
    folded = _fold(sentence)
    for language, (about_page, bare) in _PATTERNS.items():
        found = about_page.search(folded)
        if (found and found.start() <= LATEST_START) or (
            alone and len(folded) <= LONGEST_BARE and bare.fullmatch(folded)
        ):
            return language
    return None


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(each for each in _letters(folded) if unicodedata.category(each) not in {"Mn", "Cf"})


def _chrome(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The block elements that speak of translating, with what they say."""
    seen = set()
    for element in tree.iter("*"):
        if element.tag in _NOT_CHROME:
            continue
        own = " ".join(filter(None, (element.text, *(child.tail for child in element))))
        if len(own) < 4 or not _STEM.search(own.lower()):
            continue
        block = element
        while block.tag in _INLINE and block.getparent() is not None:
            block = block.getparent()
        if block in seen or block.tag in _NOT_CHROME or _is_comment(block):
            continue
        seen.add(block)
        text = " ".join(" ".join(block.itertext()).split())
        if len(text) <= LONGEST_ELEMENT:
            yield block, text


def _is_comment(element: HtmlElement) -> bool:
    lineage = (element, *element.iterancestors())
    return any(
        each.tag in _NOT_CHROME or _COMMENTS.search(f"{each.get('class', '')} {each.get('id', '')}") for each in lineage
    )


def _link(element: HtmlElement) -> str | None:
    """Where a notice leads with words such as "read the original"."""
    for link in element.iter("a"):
        if link.get("href") and _ORIGINAL.search(_fold(" ".join(link.itertext()))):
            return str(link.get("href"))
    return None


def _merge(notices: list[Notice]) -> list[Notice]:
    """One notice a language; the link to the original is kept whichever of them has it."""
    merged: dict[str, Notice] = {}
    for notice in notices:
        first = merged.setdefault(notice.language, notice)
        if notice.source_url and not first.source_url:
            merged[notice.language] = first.model_copy(update={"source_url": notice.source_url})
    return list(merged.values())
