"""Find translation notices on a page: in the elements around the text, and in the text's first and last blocks.

A sentence in the middle of the text is content, not a notice; so are headlines, embedded posts and readers' comments.
The cost is bounded on hostile pages: a maximum number of elements, and of characters in each. Whether a sentence is a
notice is decided in notices.py.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from newsvane.records import Record
from newsvane.translation import notices
from newsvane.translation.other_voices import OtherVoices

EDGE_BLOCKS = 3
"""Notices are searched for in this many blocks at either end of a text."""
MAX_ELEMENT_LENGTH = 600
"""Notices are not searched for in longer lines."""
MAX_CANDIDATES = 200
"""The maximum number of texts examined per page. If there are more, half are taken from each end."""
MAX_BYLINE_LENGTH = 200
"""A longer line is a paragraph, whatever its element."""
MIN_REMOVED_LENGTH = 15
"""Characters of the shortest sentence that is removed from within a block."""
MAX_PIECES = 2_000
"""The maximum number of pieces of text that an element is read in."""

_INLINE_TAGS = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "data", "em", "font", "i", "img", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "svg", "time", "u", "var", "wbr",
})  # fmt: skip
_PARAGRAPH_TAGS = frozenset({"p", "li", "dd", "td", "blockquote"})
_UNREAD_TAGS = frozenset({"button", "option", "script", "style", "svg", "label"})
_TITLES = etree.XPath("//body//@title[string-length() > 8] | //body//@aria-label[string-length() > 8]")
_HAS_CONTROLS = "boolean(.//button | .//select | .//input | .//textarea)"
_TEXT_IN_MARKUP = re.compile(r">([^<]{4,})")
_TITLE_IN_MARKUP = re.compile(r"title=[\"']([^\"'<>]{9,})")
_NON_LATIN_REFERENCE = re.compile(
    r"&#(?:8[89]\d|9\d\d|1[0-7]\d\d|[2-6]\d{4}|x0?[3-6][0-9a-f]{2}|x[4-9a-d][0-9a-f]{3});", re.IGNORECASE
)
"""A numeric reference to a character beyond the Latin script. A page with such a reference is always examined."""
_SEPARATOR = re.compile(r"\s+[·•|→/–-]\s+|\s*[\n\ue000]\s*")
_IN_BRACKETS = re.compile(r"\(([^()]{8,})\)")
_BREAK = "\ue000"
"""Stands for the end of an element or line within a line of text."""


class TranslationNotice(Record):
    """A sentence in which a page says that it is a machine translation.

    `language`: of the sentence. `source_url`: the link to the original beside it, as the page writes it.
    `source_language`: the language that it says the page was translated from. `version_language`: it only speaks of the
    version in that language. `post_edited`: it says that people checked or edited the translation.
    """

    language: str
    text: str
    source_url: str | None = None
    source_language: str | None = None
    version_language: str | None = None
    post_edited: bool = False


class _Line(Record):
    """A line of a page: text between two blocks. `is_link`: "translate" is only in links. `is_set_apart`: all of it is
    in italics or small type, as editors set what they say about an article.
    """

    text: str
    is_link: bool = False
    is_set_apart: bool = False


def find_notices(tree: HtmlElement, markup: str, blocks: Sequence[str]) -> tuple[list[TranslationNotice], list[str]]:
    """Return the notices of a page, one per language, and its blocks without them.

    A "click here" that follows a notice is removed with it. `markup`: the page without scripts and styles.
    """
    stems = frozenset(_find_stems(markup))
    own: list[tuple[HtmlElement, _Line]] = []
    foreign: list[str] = []
    for element, line, is_foreign in _find_candidates(tree, stems) if stems else ():
        if is_foreign:
            foreign.append(line.text.replace(_BREAK, " "))
        else:
            own.append((element, line))
    own_texts = [line.text.replace(_BREAK, " ") for _, line in own]
    quoted = [text for text in map(_squeeze, foreign) if not any(text in each for each in map(_squeeze, own_texts))]
    set_apart = {_squeeze(line.text) for _, line in own if line.is_set_apart}
    found, kept = _find_in_text(blocks, "\n".join(quoted), set_apart)
    around = list(_find_around_text(own, blocks))
    kept = _remove_sentences(kept, {sentence for _, sentences in around for sentence in sentences})
    return _merge_by_language([*found, *(notice for notice, _ in around)]), kept


def _remove_sentences(blocks: Sequence[str], sentences: Collection[str]) -> list[str]:
    """Return the blocks without the sentences of notices. Short ones ("AI translation") are removed only as blocks."""
    kept = [block for block in blocks if block not in sentences]
    long = [sentence for sentence in sentences if len(sentence) >= MIN_REMOVED_LENGTH]
    kept = [block for block in kept if len(block) < MIN_REMOVED_LENGTH or not any(block in each for each in long)]
    for sentence in long:
        kept = [" ".join(block.replace(sentence, " ").split()) if sentence in block else block for block in kept]
    return [block for block in kept if any(map(str.isalnum, block))]


def read_statement(text: str) -> TranslationNotice | None:
    """Return the notice that a statement in the page's metadata is."""
    sentences = notices.split_sentences(text[: notices.MAX_SENTENCE_LENGTH])
    return next(iter(_as_notices(sentences, notices.label_sentences(sentences, allow_standalone=True))), None)


def _find_stems(markup: str) -> Collection[str]:
    """Return the stems of words for "translate" that occur anywhere on the page. Most pages have none."""
    words = set(" ".join([*_TEXT_IN_MARKUP.findall(markup), *_TITLE_IN_MARKUP.findall(markup)]).split())
    return notices.STEMS if _NON_LATIN_REFERENCE.search(markup) else notices.find_stems(" ".join(words))


def _find_in_text(
    blocks: Sequence[str], foreign: str, set_apart: Collection[str]
) -> tuple[list[TranslationNotice], list[str]]:
    """Return the notices in the first and last blocks and in those set apart, and the blocks without them.

    `foreign`: words of others. Both are without spaces.
    """
    found: list[TranslationNotice] = []
    kept: list[str] = []
    language: str | None = None
    for index, block in enumerate(blocks):
        is_middle = EDGE_BLOCKS <= index < len(blocks) - EDGE_BLOCKS
        if (is_middle and _squeeze(block) not in set_apart) or _squeeze(block) in foreign:
            kept.append(block)
            language = None
            continue
        sentences = notices.split_sentences(block)
        if language and all(notices.is_follow_up(sentence, language) for sentence in sentences):
            continue
        is_text = _squeeze(block) not in set_apart
        read = notices.label_sentences(sentences, allow_standalone=True, is_text=is_text)
        found += _as_notices(sentences, read)
        rest = [sentence for notice, sentence in zip(read, sentences, strict=True) if notice is None]
        language = next((each.language for each in read if each and each.language), None) if read[-1] else None
        if rest:
            kept.append(block if len(rest) == len(sentences) else " ".join(rest))
    return found, kept


def _as_notices(sentences: Sequence[str], read: Sequence[notices.Notice | None]) -> list[TranslationNotice]:
    is_edited = any(notice.post_edited for notice in read if notice)
    source = next((notice.source_language for notice in read if notice and notice.source_language), None)
    return [
        TranslationNotice(
            language=notice.language,
            text=sentence[: notices.MAX_SENTENCE_LENGTH],
            source_language=notice.source_language or source,
            version_language=notice.version_language,
            post_edited=is_edited,
        )
        for notice, sentence in zip(read, sentences, strict=True)
        if notice and notice.language
    ]


def _find_around_text(
    lines: Sequence[tuple[HtmlElement, _Line]], blocks: Sequence[str]
) -> Iterator[tuple[TranslationNotice, list[str]]]:
    """Yield the notices in lines outside the middle of the text, each with the sentences that belong to it.

    A short line in the middle counts if it is no paragraph: the extraction may have taken a byline for text.
    """
    middle, text = "\n".join(blocks[EDGE_BLOCKS:-EDGE_BLOCKS]), _squeeze("".join(blocks))
    for element, line in lines:
        whole = " ".join(line.text.replace(_BREAK, " ").split())
        is_paragraph = element.tag in _PARAGRAPH_TAGS or len(whole) > MAX_BYLINE_LENGTH
        if is_paragraph and not line.is_set_apart and whole in middle:
            continue
        is_text = is_paragraph and not line.is_set_apart and _squeeze(whole) in text
        parts = [whole] if _BREAK not in line.text else [whole, *line.text.split(_BREAK)]
        parts += _IN_BRACKETS.findall(whole) if len(whole) <= MAX_BYLINE_LENGTH else []
        for part in (piece for each in parts for piece in (each, *_SEPARATOR.split(each))):
            text = " ".join(part.split())
            sentences = notices.split_sentences(text)
            read = notices.label_sentences(sentences, allow_standalone=not line.is_link, is_text=is_text)
            if found := _as_notices(sentences, read):
                shown = text if len(text) <= notices.MAX_SENTENCE_LENGTH else found[0].text
                update = {"text": shown, "source_url": _find_original_link(element, text)}
                yield (
                    found[0].model_copy(update=update),
                    [sentence for sentence, each in zip(sentences, read, strict=True) if each],
                )
                break


def _find_candidates(tree: HtmlElement, stems: frozenset[str]) -> Iterator[tuple[HtmlElement, _Line, bool]]:
    """Yield the lines that contain one of the stems, each with its element, and whether others than the page speak.

    A link that is an entry of a list leads to another story.
    """
    voices = OtherVoices()
    seen = set()
    for title in _first_and_last([title for title in _TITLES(tree) if notices.contains_stem(stems, title)]):
        if title.attrname == "aria-label" and title.getparent().xpath(_HAS_CONTROLS):
            continue
        yield title.getparent(), _Line(text=" ".join(title.split())), voices.speak_in(title.getparent())
    for owner in _first_and_last(list(_find_elements(tree, stems))):
        element = _enclosing_block(owner)
        if element in seen:
            continue
        seen.add(element)
        is_link = next(element.iterancestors("a"), None) is not None
        lines = _read_lines(element, stems)
        if lines and element.tag in {"dt", "th", "td"} and (value := element.getnext()) is not None:
            lines = [_Line(text=f"{lines[0].text}: {_short_text(value)}")]
        is_set_apart = len(lines) == 1 and _is_set_apart(element)
        for line in lines:
            if len(line.text) <= MAX_ELEMENT_LENGTH and notices.may_be_notice(line.text):
                update = {"is_link": is_link or line.is_link, "is_set_apart": is_set_apart}
                is_entry = line.is_link and element.tag == "li"
                yield element, line.model_copy(update=update), is_entry or voices.speak_in(element)


def _find_elements(tree: HtmlElement, stems: frozenset[str]) -> Iterator[HtmlElement]:
    """Yield the elements that have a text with one of the stems directly in them."""
    for body in tree.iterchildren("body"):
        for element in body.iter():
            text, tail = element.text, element.tail
            if text and element.tag not in {"script", "style"} and _may_have_stem(stems, text):
                yield element
            if tail and element is not body and _may_have_stem(stems, tail):
                yield element.getparent()


def _may_have_stem(stems: frozenset[str], text: str) -> bool:
    """Return whether a text has one of the stems, and is not too long for a notice."""
    return len(text) <= MAX_ELEMENT_LENGTH and not text.isspace() and notices.contains_stem(stems, text)


def _enclosing_block(element: HtmlElement) -> HtmlElement:
    while element.tag in _INLINE_TAGS and element.getparent() is not None:
        element = element.getparent()
    return element


def _short_text(element: HtmlElement) -> str:
    return " ".join("".join(islice(element.itertext(), 20)).split())[:MAX_ELEMENT_LENGTH]


def _is_set_apart(block: HtmlElement) -> bool:
    while len(block) == 1 and block[0].tag in _INLINE_TAGS and not f"{block.text or ''}{block[0].tail or ''}".strip():
        block = block[0]
        if block.tag in {"em", "i", "small", "mark"}:
            return True
    return False


def _read_lines(block: HtmlElement, stems: Collection[str]) -> list[_Line]:
    """Return the lines directly in a block that contain one of the stems. Other blocks end a line."""
    lines: list[list[tuple[str, bool]]] = [[(block.text or "", False)]]
    for child in islice(block, MAX_PIECES):
        if child.tag == "br":
            lines[-1].append((_BREAK, False))
        elif child.tag in _INLINE_TAGS:
            is_alone = not (lines[-1] and lines[-1][-1][0].strip())
            lines[-1] += [(_BREAK, False)] * is_alone + list(_read_pieces(child, block))
            lines[-1] += [(_BREAK, False)] * (not (child.tail or "").strip())
        else:
            lines.append([])
        lines[-1].append((child.tail or "", False))
    return [_join(line, stems) for line in lines if any(notices.contains_stem(stems, text) for text, _ in line)]


def _read_pieces(element: HtmlElement, block: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the texts in an inline element, and whether each is in a link. It stops well above MAX_ELEMENT_LENGTH.

    `block`: the block that it is in. In a byline, what stands in an element within another one is a line of its own.
    """
    if element.tag in _UNREAD_TAGS:
        return
    length = 0
    for text in element.xpath(".//text()"):
        owner = text.getparent() if not text.is_tail else text.getparent().getparent()
        if owner.tag in _UNREAD_TAGS:
            continue
        is_link = any(each.tag == "a" for each in _up_to(owner, element))
        is_label = owner.tag in {"small", "span"} and block.tag != "p"
        yield from [(_BREAK, False), (str(text), is_link), (_BREAK, False)] if is_label else [(str(text), is_link)]
        length += len(text)
        if length > 4 * MAX_ELEMENT_LENGTH:
            return


def _up_to(element: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    while element is not None:
        yield element
        if element is top:
            return
        element = element.getparent()


def _join(pieces: Sequence[tuple[str, bool]], stems: Collection[str]) -> _Line:
    text = "".join(text for text, _ in pieces)
    is_link = all(is_link for text, is_link in pieces if notices.contains_stem(stems, text))
    return _Line(text=text.strip(f" \n\t{_BREAK}"), is_link=is_link)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _first_and_last(items: list[Any]) -> list[Any]:
    half = MAX_CANDIDATES // 2
    return items if len(items) <= MAX_CANDIDATES else [*items[:half], *items[-half:]]


def _find_original_link(element: HtmlElement, notice: str) -> str | None:
    """Return the link in a notice with a text such as "read the original", or its only one if it names the original."""
    links = list(islice(element.iter("a"), 10))
    if len(links) == 1 and links[0].get("href") and notices.is_original_link(notice):
        return str(links[0].get("href"))
    for link in links:
        text = _short_text(link)
        if link.get("href") and notices.is_original_link(text):
            return str(link.get("href"))
    return None


def _merge_by_language(found: Sequence[TranslationNotice]) -> list[TranslationNotice]:
    """Keep the first notice of each language, and add to it what any of the others says about the original."""
    merged: dict[str, TranslationNotice] = {}
    for notice in found:
        first = merged.setdefault(notice.language, notice)
        merged[notice.language] = first.model_copy(
            update={
                "source_url": first.source_url or notice.source_url,
                "source_language": first.source_language or notice.source_language,
                "post_edited": first.post_edited or notice.post_edited,
            }
        )
    return list(merged.values())
