"""Stop words of each language, from justext's lists (made from Wikipedia by word frequency).

This is the only module that imports justext.
"""

from functools import cache

from justext import get_stoplist

_JUSTEXT_LISTS = {
    "ar": "Arabic", "az": "Azerbaijani", "bg": "Bulgarian", "bs": "Bosnian", "ca": "Catalan", "ckb": "Kurdish",
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ka": "Georgian", "kk": "Kazakh",
    "kmr": "Kurdish", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "nl": "Dutch",
    "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese",
}  # fmt: skip


@cache
def load_stopwords(language: str) -> frozenset[str]:
    """Return the casefolded stop words of a language; empty if justext has no list for it."""
    name = _JUSTEXT_LISTS.get(language)
    return frozenset(word.casefold() for word in get_stoplist(name)) if name else frozenset()
