"""Say in plain English what a recorded line of evidence means.

The lake keeps each line as it was recorded, with the names of elements and attributes, so that it can be checked.
People get the meaning, on the pages and on the terminal; pages show the line itself on hovering.
"""

import re
from collections.abc import Iterable

from newsvane.records import CLAIM_EVIDENCE

LANGUAGE_VERSION = "alternate of the page (hreflang)"
"""The evidence of a link that only a page declares, between its versions in two languages."""
_FIELDS = {
    "authors": "the authors", "published_at": "the time of publication", "page_language": "the declared language",
    "languages": "the languages in the text", "translation": "the signs of a machine translation",
    "alternates": "the versions in other languages", "central_topics": "what it is about",
    "paywalled": "whether it is free to read", "liveblog": "whether it is a live blog", "country": "the country",
    "outlet_kind": "the kind of outlet", "published_zone": "the time zone of the publication",
    "published_precision": "how exact the time of publication is",
    "date_contradicted": "whether the claimed time is contradicted", "observed_at": "when polls saw it first",
    "absent_at": "when it was not there yet", "claimed_url": "which article it names as its canonical address",
}  # fmt: skip
"""What the names of fields mean, where they are not plain words."""

_IN_BOTH = r"same image|same number in the address|\d+ (?:numbers?|names?)|in the same order"
_BROWSER = "a browser’s translation left its marks in the page"

_MEANINGS = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"same address", "two forms of one address"),
        (r"same text", "both have the same text"),
        (r"overlap (\d+)% of \d+ five-word sequences", r"\1 % of all sequences of five words are in both texts"),
        (r"(\d+)% of \d+ five-word sequences contained",
         r"\1 % of the sequences of five words in the shorter text are in the longer one"),
        (CLAIM_EVIDENCE, "the page names it as its original"),
        (re.escape(LANGUAGE_VERSION), "a page names the other one as its version in another language"),
        (r"1 links between their translations", "a translation of one is linked with one of the other"),
        (r"(\d+) links between their translations", r"\1 translations of one are linked with those of the other"),
        (rf"(?:{_IN_BOTH})(?:, (?:{_IN_BOTH}))*", r"in both: \g<0>"),
        (r"link rel machine-translated-from", "the page names the original that a machine translated"),
        (r"html lang .*|hreflang [^:]*", "the page declares its language as that of a machine translation"),
        (r"class translated-(?:ltr|rtl)", _BROWSER),
        (r"nested font elements of a browser's translation", _BROWSER),
        (r"ya-tr-span elements of a browser's translation", "Yandex’s translation left its marks in the page"),
        (r"script of a translation proxy", "the page has the script of a service that translates whole pages"),
        (r"meta .*|attribute .*", "a mark in the page says that, or with what, it was translated"),
        (r"JSON-LD translator (.*)", r"the page names its translator: \1"),
        (r"JSON-LD translationOfWork", "the page calls itself a translation"),
        (r"JSON-LD names people beside the machine: (.*)", r"the page names people beside the machine: \1"),
        (r"declared (\S+), written in (\S+), which hreflang places at (.*)",
         r"the page declares \1, but is written in \2; by its own links, that version is at \3"),
        (r"hreflang: the (\S+) version is (.*)", r"by the page’s own links, the \1 version is \2"),
    )
]  # fmt: skip


def explain_evidence(line: str) -> str:
    """Return what a line of evidence means. A line that is in plain words is returned as it is."""
    for pattern, meaning in _MEANINGS:
        if found := pattern.fullmatch(line):
            return found.expand(meaning)
    return line


def join_evidence(lines: Iterable[str]) -> str:
    """Return what lines of evidence mean, one after the other, each meaning once."""
    return "; ".join(dict.fromkeys(map(explain_evidence, lines)))


def explain_change(summary: str) -> str:
    """Return the summary of a revision with the names of fields in plain words."""
    before, mark, names = summary.rpartition("changed: ")
    return f"{before}{mark}{', '.join(_FIELDS.get(name, name) for name in names.split(', '))}" if mark else summary
