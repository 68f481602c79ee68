"""Find in a report the people, organisations and places whose names are known, by the letters of their names."""

import re
from collections.abc import Mapping, Set

from newsvane.records import Article
from newsvane.stories.anchors import join_title_and_text, split_words, to_latin

_MAX_ENDING = 2
"""How many letters of declension may follow the stem of a name. `newsvane.names.word_forms` has the rules of each
language, but is above this package; this rough one only chooses how a name is shown."""
_UNDECLINED = frozenset({"ca", "da", "en", "es", "fr", "it", "nb", "nl", "no", "pt", "sv"})
"""Languages without declension. There, an ending makes another word: Albanian is not Albania."""
_MIN_STEM, _MIN_CUT_STEM = 4, 5
"""How many letters a stem must have: a name as it is, and one without its last vowel. Kenyon is no form of Kenya."""
_JOINT = re.compile(r"[- \u00a0\u200b-\u200f]+")
"""What may stand between two words of a name."""


def find_names_by_letters(article: Article, names: Set[str]) -> Mapping[str, str]:
    """Return how an article first writes each of these names, by name, if it does.

    `names`: as in ids, Latin letters with hyphens between words. Words in small letters are skipped. Capitals alone, as
    in datelines, and a declined form ("Тираны" for `tirana`) are returned only if there is no other.
    """
    _, words, gaps = split_words(join_title_and_text(article))
    letters = list(map(to_latin, words))
    lengths = sorted({name.count("-") + 1 for name in names})
    stems = {} if article.language in _UNDECLINED else _make_stems(names)
    found: dict[str, str] = {}
    declined: dict[str, str] = {}
    for start, word in enumerate(words):
        if word[0].islower():
            continue
        for end in (start + length for length in lengths if start + length <= len(words)):
            inside = gaps[start : end - 1]
            if not all(map(_JOINT.fullmatch, inside)):
                continue
            key = "-".join(letters[start:end])
            written = "".join(map("".join, zip(words[start:end], (*inside, ""), strict=True)))
            if key in names:
                if key not in found or (found[key].isupper() and not written.isupper()):
                    found[key] = written
            elif name := _find_by_stem(key, stems):
                declined.setdefault(name, written)
    return declined | found


def _make_stems(names: Set[str]) -> Mapping[str, str]:
    """Return the names by their stems, to which endings are added."""
    stems = {name: name for name in names if len(name) >= _MIN_STEM}
    ends_with_vowel = (name for name in names if name.endswith(("a", "e", "i", "o", "u")))
    return stems | {name[:-1]: name for name in ends_with_vowel if len(name) - 1 >= _MIN_CUT_STEM}


def _find_by_stem(written: str, stems: Mapping[str, str]) -> str:
    return next((stems[written[:-n]] for n in range(1, _MAX_ENDING + 1) if written[:-n] in stems), "")
