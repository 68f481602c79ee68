"""Name languages (ISO 639) and countries (ISO 3166), and say what is wrong with a code and which one to write.

The codes and their English names are those of CLDR, which Babel brings. Babel is imported when a code is looked up,
because few commands need it. Pure.
"""
# ruff: noqa: PLC0415 - see above

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import chain

from newsvane.similar_names import find_misspelt, find_similar

# fmt: off
_DETECTED = frozenset({
    "als", "bcl", "bh", "bxr", "cbk", "diq", "dty", "eml", "fuv", "gcf", "gcr", "gom", "gug", "guw", "hbo", "kik",
    "kmr", "mhr", "nah", "pnb", "uzs",
})
# fmt: on
"""What our detectors answer for languages that CLDR does not name, or names otherwise."""
_TRANSLATED = (
    "en", "sq", "ar", "az", "bg", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "hy", "id", "it",
    "ja", "ka", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sr", "sv", "tr", "uk", "ur", "zh", "bn", "bs", "ca", "ckb",
    "et", "hr", "ku", "lt", "lv", "mk", "ms", "sk", "sl", "sw", "th", "vi",
)  # fmt: skip
"""The languages in which the press of a country and its neighbours writes most."""
_VARIANTS = {
    "arb": "ar", "arz": "ar", "ary": "ar", "prs": "fa", "azb": "az", "nb": "no", "nn": "no", "sh": "sr", "sdh": "ckb",
    "ku": "kmr", "zh-cn": "zh", "zh-tw": "zh", "wuu": "zh", "yue": "zh",
}  # fmt: skip
"""Codes of variants, each with the one under which we store articles; detectors call Kurmanji `ku`."""
_OTHER_NAMES = {
    "Castellano": "es",
    "Castilian": "es",
    "Farsi": "fa",
    "Kurdish": "kmr",
    "Kurmanji": "kmr",
    "Sorani": "ckb",
    "England": "GB",
}
"""Names that people use for another language or country."""
_NAMED_HERE = {"kmr": "Kurmanji"}
"""English names that CLDR does not have."""
_OTHER_COUNTRY_NAMES = {
    "Bosnia": "BA", "Britain": "GB", "Burma": "MM", "Cape Verde": "CV", "Czech Republic": "CZ", "DR Congo": "CD",
    "Democratic Republic of the Congo": "CD", "East Timor": "TL", "Great Britain": "GB", "Holland": "NL",
    "Ivory Coast": "CI", "Macedonia": "MK", "Palestine": "PS", "Swaziland": "SZ", "Turkey": "TR", "UAE": "AE",
    "UK": "GB", "USA": "US", "Vatican": "VA",
}  # fmt: skip
"""Names that English texts use and CLDR does not have."""
_NO_COUNTRIES = frozenset({"ZZ", "XA", "XB", "QO", "EZ"})
"""Codes of CLDR that stand for no country or group of countries."""


def normalize_language(code: str) -> str:
    """Return the code under which articles are stored: one for all variants of Arabic, Azeri, Chinese, Kurmanji,
    Norwegian, Persian and Serbian.
    """
    return _VARIANTS.get(code, code)


def explain_language(code: str) -> str:
    """Return what is wrong with the code of a language that is looked for, and what to write; "" if nothing is."""
    from babel.core import get_global

    known = {**_language_names(), **_NAMED_HERE}
    if (stored := normalize_language(code)) != code:
        also = " (Sorani is 'ckb')" if stored == "kmr" else ""
        return f"articles in {known.get(code, code)} are stored as {stored!r}: write that{also}"
    if code in known or code in _DETECTED:
        return ""
    base = re.split("[-_]", code)[0]
    better = get_global("language_aliases").get(code) or next(
        (each for each in (code.lower(), base) if each in known), ""
    )
    if better not in known:
        better = _find_by_country(code) or _find_by_own_name(code) or _find_by_name(code, known)
    return _explain("language", code, normalize_language(better), known, "ISO 639")


def explain_country(code: str) -> str:
    """Return what is wrong with a country code and what to write; "" if there is such a country."""
    from babel.core import get_global

    known = _country_names()
    if code in known:
        return ""
    others = get_global("territory_aliases").get(code.upper(), [code.upper()])
    better = others[0] if len(others) == 1 and others[0] in known else _find_by_name(code, known)
    return _explain("country", code, better, known, "ISO 3166")


def name_language(code: str) -> str:
    """Return the English name of a language; "" if CLDR has none."""
    return _language_names().get(code, "") or _NAMED_HERE.get(code, "")


def name_country(code: str) -> str:
    """Return the English name of a country; "" if there is no such country."""
    return _country_names().get(code, "")


@cache
def list_months(language: str) -> frozenset[str]:
    """Return the names of the months in a language, long and short, as they stand alone and in dates.

    None for a language that CLDR does not have.
    """
    from babel import Locale, UnknownLocaleError

    try:
        months = Locale(language).months
    except (UnknownLocaleError, ValueError):
        return frozenset()
    forms = (months[use][width] for use in ("format", "stand-alone") for width in ("wide", "abbreviated"))
    return frozenset(name for form in forms for name in form.values() if not name.isdecimal())


def list_weekdays(language: str) -> frozenset[str]:
    """Return the full names of the days of the week in a language; none for one that CLDR does not have."""
    from babel import Locale, UnknownLocaleError

    try:
        days = Locale(language).days
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(name for use in ("format", "stand-alone") for name in days[use]["wide"].values())


def translate_country(name: str) -> list[str]:
    """Return the names of a country in many languages; nothing if no country has this name in any of them."""
    from babel import Locale

    if not (code := _find_country(name)):
        return []
    names = [Locale(language).territories.get(code) for language in _TRANSLATED]
    others = [other for other, meant in _OTHER_COUNTRY_NAMES.items() if meant == code]
    return [each for each in (*names, *others) if each]


def suggest_country(name: str) -> str:
    """Return the English name of the country that a name is most likely a misspelling of; "" if there is none."""
    return find_misspelt(name.title(), [*_country_names().values(), *_OTHER_COUNTRY_NAMES])


def _find_country(name: str) -> str:
    """Return the code of the country with this name in English or another of the languages; "" if there is none."""
    from babel import Locale

    asked = _strip_accents(name)
    known: list[Mapping[str, str]] = [_country_names(), {code: each for each, code in _OTHER_COUNTRY_NAMES.items()}]
    for names in chain(known, (Locale(language).territories for language in _TRANSLATED)):
        for code, each in names.items():
            if _strip_accents(each) == asked and code in _country_names():
                return str(code)
    return ""


def _strip_accents(name: str) -> str:
    """Return a name in small letters without accents, as people type it."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def _explain(noun: str, code: str, better: str, known: Mapping[str, str], standard: str) -> str:
    example = {"language": "fa", "country": "AL"}[noun]
    advice = f"write its {standard} code, such as {example!r} ({known[example]})"
    if better in known:
        advice = f"did you mean {better!r} ({known[better]}, {standard})?"
    return f"there is no {noun} {code!r}; {advice}" if code else f"the {noun} is missing; {advice}"


def _find_by_name(name: str, known: Mapping[str, str]) -> str:
    """Return the code of the language or country with this English name, or one that is near; "" if there is none."""
    by_name = {each: code for code, each in known.items()}
    by_name |= {each: code for each, code in {**_OTHER_NAMES, **_OTHER_COUNTRY_NAMES}.items() if code in known}
    similar = find_similar(name, by_name) if len(name) > 2 else []
    return by_name[similar[0]] if similar else ""


def _find_by_country(code: str) -> str:
    """Return the official language of a country that most people there speak (ua: uk); "" if the code is of none."""
    from babel.core import get_global

    spoken = get_global("territory_languages").get(code.upper(), {}) if len(code) == 2 else {}
    official = {each: facts["population_percent"] for each, facts in spoken.items() if facts["official_status"]}
    return max(official, key=lambda each: official[each], default="")


def _find_by_own_name(name: str) -> str:
    """Return the code of the language that has this name in itself (norsk, nynorsk, 简体中文); "" if none has."""
    from babel import Locale, localedata

    asked = _strip_accents(name)
    for code in _language_names():
        own = _strip_accents(Locale(code).languages.get(code, "")) if localedata.exists(code) else ""
        if own and (asked in {own, own.split()[-1]} or (not own.isascii() and asked.endswith(own))):
            return code
    return ""


def preload() -> None:
    """Load the names of countries and languages: 0.1 CPU seconds."""
    _country_names()
    _language_names()


@cache
def _language_names() -> Mapping[str, str]:
    from babel import Locale

    return {code: name for code, name in Locale("en").languages.items() if re.fullmatch("[a-z]{2,3}", code)}


@cache
def _country_names() -> Mapping[str, str]:
    from babel import Locale

    codes = Locale("en").territories.items()
    return {code: name for code, name in codes if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRIES}
