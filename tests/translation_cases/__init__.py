"""Generated pages: translated by a machine, saying that they are, or only talking about translation.

The wordings of notices are in notices.toml, texts that are not notices in negatives.toml, and the articles that they
are put into in bodies.toml. Half of the wordings (`held_out`) were written before the rules, and were not looked at
while the rules were made. In the languages from Serbian on, both halves were written with the words at hand. The cases
are always the same.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import count
from pathlib import Path
from typing import Any, Literal

from newsvane.records import TranslationState

HERE = Path(__file__).parent
URL = "https://paper.example/news/7"

Half = Literal["tuned", "held_out"]

PLACES = {
    "banner above": ("<div class='top-strip'><div>{}</div></div>", "", "", ""),
    "first paragraph": ("", "<p>{}</p>", "", ""),
    "last paragraph": ("", "", "<p>{}</p>", ""),
    "footer": ("", "", "", "<footer><div><p>{}</p><p>© Paper 2026</p></div></footer>"),
    "aside": ("<aside><p>{}</p></aside>", "", "", ""),
    "fixed bar": ("", "", "", "<div role='alert' class='bar'><span>{}</span><button>OK</button></div>"),
    "emphasis in the first paragraph": ("", "<p><em><span>{}</span></em></p>", "", ""),
    "box in the article": ("", "<div class='note'>{}</div>", "", ""),
    "line under the title": ("<p class='meta'><small>{}</small></p>", "", "", ""),
    "list of facts": ("<ul class='facts'><li>4 March 2026</li><li>{}</li></ul>", "", "", ""),
    "last, in italics": ("", "", "<p><i>{}</i></p>", ""),
    "title attribute": ("<span class='badge' title='{}'>⚙</span>", "", "", ""),
}
"""Where a notice can be: the markup above the article, first in it, last in it, and below it."""

JSON_LD = (
    '<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "translationOfWork": '
    '{{"@id": "/o/7"}}, %s}}]}}</script>'
)
ARTEFACTS: dict[str, tuple[Half, str, str, str, TranslationState]] = {
    "class translated-ltr": ("tuned", "class='no-js translated-ltr'", "", "{}", "translated"),
    "class translated-rtl on body": ("held_out", "", "", "<body class='home translated-rtl'>{}", "translated"),
    "nested fonts": ("tuned", "", "", "fonts", "translated"),
    "meta": ("tuned", "", "<meta http-equiv='X-Translated-By' content='Google'>", "{}", "translated"),
    "meta in small letters": (
        "held_out", "", "<meta content='Google' http-equiv='x-translated-by'>", "{}", "translated",
    ),
    "proxy's script": (
        "tuned", "", "<script src='https://www.gstatic.com/_/translate_http/_/js/k=a.js'></script>", "{}", "translated",
    ),
    "hashes of another browser": ("tuned", "", "", "{}<p _msttexthash='42' _msthash='7'>.</p>", "translated"),
    "mutation mark": ("held_out", "", "", "<div _mstmutation='1'>{}</div>", "translated"),
    "istranslated": ("held_out", "", "", "<div _istranslated='1'>{}</div>", "translated"),
    "declared source": (
        "tuned", "", "<link rel='alternate machine-translated-from' hreflang='xx' href='/o/7'>", "{}", "translated",
    ),
    "declared source, the other way round": (
        "held_out", "", "<link href='/o/7' hreflang='xx' rel='machine-translated-from alternate'>", "{}", "translated",
    ),
    "language tag": ("tuned", "lang='{language}-x-mtfrom-xx'", "", "{}", "translated"),
    "plug-in's comment": ("tuned", "", "", "{}<!-- delivered by GTranslate -->", "possible"),
    "plug-in's settings": ("held_out", "", "", "{}<script>window.gtranslateSettings = {{}}</script>", "possible"),
    "plug-in's meta": ("held_out", "", "<meta name='translation-stats' content='0'>", "{}", "possible"),
    "plug-in's script": ("tuned", "", "<script src='https://cdn.weglot.com/weglot.min.js'></script>", "{}", "possible"),
    "plug-in's attribute": ("held_out", "", "", "{}<span data-trp-gettext=''>Menu</span>", "possible"),
    "JSON-LD, software": (
        "tuned", "", JSON_LD % '"translator": {{"@type": "SoftwareApplication", "name": "Mill"}}', "{}", "translated",
    ),
    "JSON-LD, a service": (
        "held_out", "", JSON_LD % '"translator": {{"@type": "Organization", "name": "DeepL"}}', "{}", "translated",
    ),
    "JSON-LD, a person": (
        "tuned", "", JSON_LD % '"translator": {{"@type": "Person", "name": "Jane Doe"}}', "{}", "none",
    ),
    "JSON-LD, the original": (
        "held_out", "",
        '<script type="application/ld+json">{{"@type": "NewsArticle", "workTranslation": {{"@id": "/es/7"}}}}</script>',
        "{}", "none",
    ),
}  # fmt: skip
"""For each artefact: half, attributes of `<html>`, head, body (`{}` is the page), expected state."""

NEGATIVE_PLACES = {
    "first": PLACES["first paragraph"],
    "last": PLACES["last paragraph"],
    "aside": PLACES["aside"],
    "footer": PLACES["footer"],
    "byline": PLACES["line under the title"],
}


@dataclass(frozen=True)
class Case:
    """A page and what must be found on it. `text`: the paragraphs of the article."""

    id: str
    half: Half
    html: str
    state: TranslationState
    notice_language: str | None
    language: str
    text: tuple[str, ...]
    url: str = URL
    source_language: str | None = None

    @property
    def is_positive(self) -> bool:
        return self.state not in {"none", "possible"}


def cases() -> tuple[Case, ...]:
    """Return all cases in a fixed order. Their ids are unique."""
    return (*_notices(), *_artefacts(), *_negatives())


def _notices() -> Iterator[Case]:
    """Yield each notice over a body in its own language, in another, and in the one that it names as the source.

    Each is in the next place. If a notice names the language translated from, that decides. Otherwise, its own does.
    """
    places, others = count(), count()
    for language, half, number, entry in _halves("notices"):
        notice, source = (entry, None) if isinstance(entry, str) else entry
        over = [language] if language in BODIES else []
        others_here = [code for code in BODIES if code not in {language, source}]
        over.append(others_here[next(others) % len(others_here)])
        over += [source] if source in BODIES else []
        for body in over:
            place = list(PLACES)[next(places) % len(PLACES)]
            yield Case(
                id=f"{half} {language} {number} over {body}, {place}",
                half=half,
                html=_page(body, PLACES[place], escape(notice, quote=True)),
                state="translated" if body == language or (source and body != source) else "notice_only",
                notice_language=language,
                language=body,
                text=BODIES[body],
                source_language=source,
            )


def _artefacts() -> Iterator[Case]:
    for number, (name, (half, root, head, body, state)) in enumerate(ARTEFACTS.items()):
        for language in list(BODIES)[number % 3 :: 8]:
            text = BODIES[language]
            if body == "fonts":
                font = "<font style='vertical-align: inherit;'>"
                inner = "".join(f"<p>{font}{font}{each}</font></font></p>" for each in text)
            else:
                inner = "".join(f"<p>{each}</p>" for each in text)
            page = f"<h1>{TITLE}</h1><article>{inner}</article>"
            wrapped = page if body == "fonts" else body.format(page)
            yield Case(
                id=f"{half} {name} over {language}",
                half=half,
                html=f"<html {root.format(language=language)}><head>{head.format()}</head>{wrapped}</html>",
                state=state,
                notice_language=None,
                language=language,
                text=text,
            )


def _negatives() -> Iterator[Case]:
    languages = count()
    for kind, half, number, text in _halves("negatives"):
        for place in ("chrome",) if kind == "chrome" else _two(number):
            body = list(BODIES)[next(languages) % len(BODIES)]
            parts = (text, "", "", "") if kind == "chrome" else NEGATIVE_PLACES[place]
            yield Case(
                id=f"{half} {kind} {number} over {body}, {place}",
                half=half,
                html=_page(body, parts, text if kind == "chrome" else escape(text)),
                state="none",
                notice_language=None,
                language=body,
                text=BODIES[body],
            )


def _two(number: int) -> tuple[str, str]:
    names = list(NEGATIVE_PLACES)
    return names[number % len(names)], names[(number + 2) % len(names)]


def _page(body: str, parts: tuple[str, str, str, str], text: str) -> str:
    above, first, last, below = (part if part == text else part.format(text) for part in parts)
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in BODIES[body])
    return (
        f"<html><head><title>{TITLE}</title></head><body><nav><a href='/'>Paper</a></nav>{above}"
        f"<main><article><h1>{TITLE}</h1>{first}{paragraphs}{last}</article></main>{below}</body></html>"
    )


def _halves(name: str) -> Iterator[tuple[str, Half, int, Any]]:
    halves: tuple[Half, Half] = ("tuned", "held_out")
    for group, table in tomllib.loads((HERE / f"{name}.toml").read_text("utf-8")).items():
        for half in halves:
            for number, text in enumerate(table[half]):
                yield group, half, number, text


TITLE = "News of the day, 7"
BODIES = {code: tuple(text) for code, text in tomllib.loads((HERE / "bodies.toml").read_text("utf-8")).items()}
