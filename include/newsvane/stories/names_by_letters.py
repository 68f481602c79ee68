"""Find in a report the people, organisations and places whose names are known, by the letters of their names."""

import re
from collections.abc import Mapping, Set

from newsvane.records import Article
from newsvane.stories.anchors import join_title_and_text, split_words_and_gaps, to_latin

_JOINT = re.compile(r"[- \u00a0\u200b-\u200f]+")
"""What may stand between two words of a name."""


def find_names_by_letters(article: Article, names: Set[str]) -> Mapping[str, str]:
    """Return how an article first writes each of these names, by name, if it does, undeclined and not in small letters.

    `names`: as in ids, Latin letters with hyphens between words. Capitals alone, as in datelines, are returned only if
    there is no other form.
    """
    if not names:
        return {}
    _, words, gaps = split_words_and_gaps(join_title_and_text(article))
    letters = list(map(to_latin, words))
    lengths = sorted({name.count("-") + 1 for name in names})
    found: dict[str, str] = {}
    for start, word in enumerate(words):
        if word[0].islower():
            continue
        for end in (start + length for length in lengths if start + length <= len(words)):
            inside = gaps[start : end - 1]
            key = "-".join(letters[start:end])
            if key in names and all(map(_JOINT.fullmatch, inside)):
                written = "".join(map("".join, zip(words[start:end], (*inside, ""), strict=True)))
                if key not in found or (found[key].isupper() and not written.isupper()):
                    found[key] = written
    return found
