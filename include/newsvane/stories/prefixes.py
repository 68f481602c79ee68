"""Articles, conjunctions and prepositions that some languages write as part of the next word."""

_PREFIXES = {
    "ar": ("وال", "بال", "ال", "لل", "و", "ب", "ل", "ف"),
    "he": ("של", "ב", "ל", "ו", "ה", "מ", "ש", "כ"),
}
_MIN_REST = 3
"""A word keeps its prefix if fewer letters would be left."""


def without_prefix(word: str, language: str) -> str:
    """Return a word without the first of its language's prefixes that it has; the word itself if it has none."""
    for prefix in _PREFIXES.get(language, ()):
        if word.startswith(prefix) and len(word) >= len(prefix) + _MIN_REST:
            return word[len(prefix) :]
    return word
