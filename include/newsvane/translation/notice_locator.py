"""Find translation notices on a page: in the elements around the text, and in the text's first and last blocks.

A sentence in the middle of the text is content, not a notice; so are headlines, embedded posts and readers' comments.
The lines that may be notices are read in candidate_lines.py. Whether a sentence is a notice is decided in notices.py.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from newsvane.records import Record
from newsvane.translation import notices
from newsvane.translation.candidate_lines import BREAK, Line, find_candidates, short_text
from newsvane.translation.stems import STEMS, find_stems

EDGE_BLOCKS = 3
"""Notices are searched for in this many blocks at either end of a text."""
MAX_BYLINE_LENGTH = 200
"""A longer line is a paragraph, whatever its element."""
MIN_REMOVED_LENGTH = 15
"""Characters of the shortest sentence that is removed from within a block."""
_PARAGRAPH_TAGS = frozenset({"p", "li", "dd", "td", "blockquote"})
_TEXT_IN_MARKUP = re.compile(r">([^<]{4,})")
_TITLE_IN_MARKUP = re.compile(r"title=[\"']([^\"'<>]{9,})")
_NON_LATIN_REFERENCE = re.compile(
    r"&#(?:8[89]\d|9\d\d|1[0-7]\d\d|[2-6]\d{4}|x0?[3-6][0-9a-f]{2}|x[4-9a-d][0-9a-f]{3});", re.IGNORECASE
)
"""A numeric reference to a character beyond the Latin script. A page with such a reference is always examined."""
_SEPARATOR = re.compile(r"\s+[·•|→/–-]\s+|\s*[\n\ue000]\s*")
_IN_BRACKETS = re.compile(r"(?<![\"'“”„«»‘’])\(([^()]{8,})\)")
"""A line in brackets. After a quotation mark it is somebody else's."""


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


def find_notices(tree: HtmlElement, markup: str, blocks: Sequence[str]) -> tuple[list[TranslationNotice], list[str]]:
    """Return the notices of a page, one per language, and its blocks without them.

    A "click here" that follows a notice is removed with it. `markup`: the page without scripts and styles.
    """
    stems = frozenset(_find_stems(markup))
    own: list[tuple[HtmlElement, Line]] = []
    foreign: list[str] = []
    for element, line, is_foreign in find_candidates(tree, stems) if stems else ():
        if is_foreign:
            foreign.append(line.text.replace(BREAK, " "))
        else:
            own.append((element, line))
    own_texts = [line.text.replace(BREAK, " ") for _, line in own]
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
    return STEMS if _NON_LATIN_REFERENCE.search(markup) else find_stems(" ".join(words))


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
    lines: Sequence[tuple[HtmlElement, Line]], blocks: Sequence[str]
) -> Iterator[tuple[TranslationNotice, list[str]]]:
    """Yield the notices in lines outside the middle of the text, each with the sentences that belong to it.

    A short line in the middle counts if it is no paragraph: the extraction may have taken a byline for text.
    """
    middle, text = "\n".join(blocks[EDGE_BLOCKS:-EDGE_BLOCKS]), _squeeze("".join(blocks))
    for element, line in lines:
        whole = " ".join(line.text.replace(BREAK, " ").split())
        is_paragraph = element.tag in _PARAGRAPH_TAGS or len(whole) > MAX_BYLINE_LENGTH
        if is_paragraph and not line.is_set_apart and whole in middle:
            continue
        is_text = is_paragraph and not line.is_set_apart and _squeeze(whole) in text
        parts = [whole] if BREAK not in line.text else [whole, *line.text.split(BREAK)]
        parts += _read_brackets(whole, element) if len(whole) <= MAX_BYLINE_LENGTH else []
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


def _read_brackets(line: str, element: HtmlElement) -> list[str]:
    """Return what a line says in brackets, except after a link: there it is about the page to which the link leads."""
    links = {_squeeze(short_text(link)) for link in islice(element.iter("a"), 10)}
    return [
        found[1]
        for found in _IN_BRACKETS.finditer(line)
        if not any(link and _squeeze(line[: found.start()]).endswith(link) for link in links)
    ]


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _find_original_link(element: HtmlElement, notice: str) -> str | None:
    """Return the link in a notice with a text such as "read the original", or its only one if it names the original."""
    links = list(islice(element.iter("a"), 10))
    if len(links) == 1 and links[0].get("href") and notices.is_original_link(notice):
        return str(links[0].get("href"))
    for link in links:
        text = short_text(link)
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
