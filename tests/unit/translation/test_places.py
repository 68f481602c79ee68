"""Where a translation shows on a page: places of notices, other voices, declarations, marks and plug-ins."""

import json
from urllib.parse import urlsplit

import pytest

from newsvane.articles import read_article
from newsvane.records import Article, Translation
from tests.translation_cases import BODIES
from tests.unit.articles.page_factories import NOW, entry

URL = "https://paper.example/news/7"
MACHINE = "This article was translated by a machine."


def read(
    *, head: str = "", above: str = "", first: str = "", last: str = "", below: str = "", body: str = "en",
    root: str = "", url: str = URL, inner: str = "",
) -> Translation:  # fmt: skip
    text = inner or "".join(f"<p>{paragraph}</p>" for paragraph in BODIES[body])
    html = (
        f"<html {root}><head><title>News of the day</title>{head}</head><body>{above}"
        f"<main><article><h1>News of the day</h1>{first}{text}{last}</article></main>{below}</body></html>"
    )
    article = read_article(html.encode(), url=url, entry=entry(title="News of the day", published_at=NOW))
    assert isinstance(article, Article)
    return article.translation


def ld(data: object) -> dict[str, str]:
    return {"head": f'<script type="application/ld+json">{json.dumps(data)}</script>'}


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"first": "<span>Machine translation</span>"}, id="inline in the article"),
        pytest.param({"first": "Machine translation<br>"}, id="bare text in the article"),
        pytest.param({"first": "<div>Machine translation <a href='#'>+</a></div>"}, id="a bare plus"),
        pytest.param({"first": "<div>Translated by AI <button>Show original</button></div>"}, id="a toggle"),
        pytest.param(
            {"first": "<div><span class='by'>By X Y</span> <time>3 May</time> <span>Machine translation</span></div>"},
            id="in a byline of spans",
        ),
        pytest.param(
            {"first": "<div><span>Ana Berg<small>Machine translation, checked by Ida Holm</small></span></div>"},
            id="small type after the author",
        ),
        pytest.param(
            {"first": "<ul><li>Ana Berg <span>Translation: AI. Editing: Ida Holm</span></li></ul>"},
            id="a list as byline",
        ),
        pytest.param(
            {
                "first": "<div role='tablist'><button aria-selected='true'>Machine translation</button>"
                "<a href='/fr/7'>Original (French)</a></div>"
            },
            id="a tab that is chosen",
        ),
        pytest.param(
            {
                "first": "<figure><figcaption>Port of Vlora. Photo: Ana Hoxha. Text: machine translation from French, "
                "editing: Ida Holm</figcaption></figure>"
            },
            id="what a credit says of the text",
        ),
        pytest.param({"last": "<details><summary>About</summary><p>Translated by AI.</p></details>"}, id="details"),
        pytest.param(
            {"first": "<figure><figcaption>Photo: AP. The text was machine-translated.</figcaption></figure>"},
            id="a caption",
        ),
        pytest.param({"above": "<dl><dt>Translation</dt><dd>DeepL</dd></dl>"}, id="a list of terms"),
        pytest.param(
            {"above": "<p><span>Ana Berg (machine translation from Czech, checked by the desk)</span></p>"},
            id="in brackets after the author",
        ),
        pytest.param(
            {"last": "<div><button>?</button><div hidden>The English text was made by AI from the Czech.</div></div>"},
            id="an accordion, without a word for translating",
        ),
        pytest.param({"last": "<p>Text: Ana Berg<br>Translation: DeepL</p>"}, id="one line of two"),
        pytest.param({"first": f"<blockquote>{MACHINE}</blockquote>"}, id="a quote that is only the notice"),
        pytest.param({"first": f"<p>Lead.</p><p>Lead.</p><p>Lead.</p><p><em>{MACHINE}</em></p>"}, id="in italics"),
        pytest.param(
            {"below": f"<div>{MACHINE}</div><section><h2>3 comments</h2><p>Nice.</p></section>"}, id="above comments"
        ),
        pytest.param(
            ld({"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "translator": {"name": "DeepL"}}}),
            id="JSON-LD, mainEntity",
        ),
        pytest.param(ld({"@type": "NewsArticle", "translator": ["Ana Berg", "Google Translate"]}), id="JSON-LD, two"),
        pytest.param(
            ld([
                {"@id": "#t", "@type": "SoftwareApplication", "name": "Mill"},
                {"@type": "NewsArticle", "translator": {"@id": "#t"}},
            ]),
            id="JSON-LD, by reference",
        ),
        pytest.param(ld({"@type": "NewsArticle", "creditText": "Translated by DeepL"}), id="JSON-LD, a credit"),
        pytest.param({"head": "<meta name='translator' content='DeepL'>"}, id="meta"),
        pytest.param({"root": "lang='en-t-fa-t0-und'"}, id="language tag of BCP 47"),
        pytest.param({"last": "<ya-tr-span data-translated='true' data-source-lang='ru'>.</ya-tr-span>"}, id="Yandex"),
        pytest.param({"last": "<p data-moz-translations-id='3'>End.</p>"}, id="Firefox"),
        pytest.param(
            {"last": "<font data-immersive-translate-translation-element-mark='1'>.</font>"}, id="Immersive Translate"
        ),
    ],
)
def test_a_page_is_translated(page: dict[str, str]) -> None:
    assert read(**page).state == "translated"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            {"first": "<blockquote><p>Hello</p>Translated from Persian by Google</blockquote>"}, id="an embedded post"
        ),
        pytest.param({"first": f"<blockquote cite='https://x.example'>{MACHINE}</blockquote>"}, id="a cited quote"),
        pytest.param(
            {"below": f"<div itemscope itemtype='https://schema.org/Comment'><p>{MACHINE}</p></div>"}, id="microdata"
        ),
        pytest.param({"below": f"<div role='comment'><p>{MACHINE}</p></div>"}, id="a role"),
        pytest.param(
            {"below": f"<section><h2>What readers say</h2><ul><li><p>{MACHINE}</p></li></ul></section>"}, id="a heading"
        ),
        pytest.param(
            {
                "below": "<div>"
                + "".join(
                    f"<div class='y'><b class='user'>{name}</b><time>3 h</time><p>{MACHINE}</p></div>"
                    for name in ("Joe", "Ann")
                )
                + "</div>"
            },
            id="siblings with author and time",
        ),
        pytest.param({"below": f"<div><p>{MACHINE}</p><a>Reply</a> <a>Report</a></div>"}, id="reply and report"),
        pytest.param({"below": f"<coral-thread><p>{MACHINE}</p></coral-thread>"}, id="a custom element"),
        pytest.param({"below": f"<ol class='responses'><li><p>{MACHINE}</p></li></ol>"}, id="a name"),
        pytest.param({"first": "<a href='?t=1'>Automatic translation</a>"}, id="an offer"),
        pytest.param(
            {"first": "<div aria-label='KI-Übersetzung'><button>Mit KI übersetzen</button></div>", "body": "de"},
            id="controls with a label",
        ),
        pytest.param({"below": f"<ul><li><a href='/8'>A bridge. {MACHINE}</a></li></ul>"}, id="an entry of a list"),
        pytest.param(
            {"first": "<p>This text is also available in <a href='/fr/7'>French</a> (machine translation).</p>"},
            id="in brackets after a link to another version",
        ),
        pytest.param(
            {
                "below": "<ul><li><a href='/8'>The bridge is open again</a> <span>Translated by AI</span></li>"
                "<li><a href='/9'>The tunnel stays shut for now</a></li></ul>"
            },
            id="a badge after a link, one of several",
        ),
        pytest.param(
            {
                "below": "<aside><div class='promo'><a href='/8'><h3>The bridge is open again</h3></a>"
                "<span>Translated by AI from Greek</span></div></aside>"
            },
            id="a badge in a box beside the text",
        ),
        pytest.param(
            {
                "below": "<div>"
                + "".join(
                    f"<div class='k'><a href='/{n}'><h4>A bridge</h4></a><p>{MACHINE}</p></div>" for n in range(2)
                )
                + "</div>"
            },
            id="cards with headlines",
        ),
        pytest.param(
            {
                "above": "<aside><article><span>Translated by AI</span>"
                "<h3><a href='/9'>A bridge</a></h3></article></aside>"
            },
            id="a single card beside the text",
        ),
        pytest.param(
            {
                "first": "<div>Machine-translated versions: <a hreflang='ar' href='/ar/7'>AR</a> "
                "<a hreflang='uk' href='/uk/7'>UK</a></div>"
            },
            id="links to versions in several languages",
        ),
        pytest.param(
            {"first": "<p>The review reads: “(Translated by Google) The room was damp.” Nobody has replied.</p>"},
            id="in brackets, in a quote",
        ),
        pytest.param(
            {"above": "<p>The English version of this site is the original; the Spanish one is automatic.</p>"},
            id="another version",
        ),
        pytest.param(
            ld({"@type": "NewsArticle", "comment": [{"translator": {"@type": "SoftwareApplication"}}]}),
            id="JSON-LD, a comment",
        ),
        pytest.param(ld({"@type": "ItemList", "itemListElement": [{"translator": "DeepL"}]}), id="JSON-LD, a list"),
        pytest.param({"head": "<meta name='translator' content='Ana Berg'>"}, id="a person in meta"),
        pytest.param({"last": "<p data-immersive-translate-walked='x'>End.</p>"}, id="an extension that only read"),
        pytest.param(
            {"head": "<script>gtranslateSettings = {'default_language': 'en', 'url_structure': 'none'}</script>"},
            id="a plug-in of a site in the language of the text",
        ),
    ],
)
def test_a_page_is_not_translated(page: dict[str, str]) -> None:
    assert read(**page).state == "none"


LINGUISE = (
    '<script id="linguise-extra-metadata" type="application/json">{"language":"en","current_language":"es"}</script>'
)
GTRANSLATE = (
    '<script>gtranslateSettings = {{"default_language":"en","languages":["en","es"],"url_structure":"{}"}}</script>'
)
WEGLOT = (
    '<script type="application/json" id="weglot-data">{"language_from":"en","current_language":"es",'
    '"destination_language":[{"language_to":"es","automatic_translation_enabled":%s}]}</script>'
)
OTHER_WEGLOT = (
    (WEGLOT % "true").replace("language_from", "original_language").replace("destination_language", "languages")
)
TRANSLATEPRESS = (
    '<script id="trp-dynamic-translator-js-extra">var trp_data = {"trp_original_language":"en_US",'
    '"trp_current_language":"es_ES"};</script>'
)
TRANSLATEPRESS_SLUGS = (
    '<script id="trp-language-cookie-js-extra">var trp_language_cookie_data = {"abs_home":"",'
    '"url_slugs":{"en_US":"en","es_ES":"es"},"cookie_name":"trp_language"};</script>'
)


@pytest.mark.parametrize(
    ("head", "url", "state"),
    [
        (GTRANSLATE.format("sub_directory"), "https://paper.example/es/7", "translated"),
        (LINGUISE, "https://paper.example/es/7", "translated"),
        (LINGUISE.replace('"es"', '"en"'), "https://paper.example/7", "possible"),
        (GTRANSLATE.format("sub_domain"), "https://es.paper.example/7", "translated"),
        (GTRANSLATE.format("sub_directory"), "https://paper.example/7", "possible"),
        (GTRANSLATE.format("none"), "https://paper.example/es/7", "possible"),
        (WEGLOT % "true", URL, "translated"),
        (OTHER_WEGLOT, URL, "translated"),
        (WEGLOT % "false", URL, "possible"),
        (TRANSLATEPRESS, URL, "possible"),
        (TRANSLATEPRESS_SLUGS, "https://paper.example/es/7", "possible"),
    ],
)
def test_the_settings_of_a_plug_in_name_the_language_of_the_site(head: str, url: str, state: str) -> None:
    link = "<link rel='alternate' hreflang='en' href='/en/7'>"
    found = read(head=head + link, url=url, body="es")
    assert found.state == state
    if state == "translated":
        assert (found.source_language, found.source_url) == ("en", f"https://{urlsplit(url).netloc}/en/7")


@pytest.mark.parametrize(
    ("notice", "body", "state"),
    [
        ("This page was machine-translated from English.", "es", "translated"),
        ("This page was machine-translated from Persian.", "es", "translated"),
        ("Este artículo fue traducido del inglés con IA.", "en", "notice_only"),
        ("Este artículo fue traducido con IA.", "en", "notice_only"),
        ("The English version of this page is machine-translated.", "es", "notice_only"),
        ("La versión en inglés de esta página fue traducida automáticamente.", "es", "none"),
    ],
)
def test_the_language_that_a_notice_names_decides(notice: str, body: str, state: str) -> None:
    assert read(first=f"<p>{notice}</p>", body=body).state == state


def test_post_editing_is_a_fact_of_its_own() -> None:
    edited = read(first="<p>Translated by AI and checked by our editors.</p>")
    assert edited.post_edited
    assert "people checked or edited the translation, as the notice says" in edited.evidence
    shared = read(**ld({"translator": [{"@type": "Person", "name": "Ana"}, {"name": "DeepL"}]}))
    assert shared.post_edited
    assert "JSON-LD names people beside the machine: Ana, DeepL" in shared.evidence
    assert not read(first="<p>Translated by AI and not checked by an editor.</p>").post_edited
    assert not read(first="<p>Este texto fue traducido con IA y revisado por un editor.</p>", body="en").post_edited


@pytest.mark.parametrize(
    ("url", "original"),
    [
        ("https://translate.kagi.com/https://paper.example/a?p=2&to=en", "https://paper.example/a?p=2"),
        ("https://translate.kagi.com/translate/pl/https://paper.example/a", "https://paper.example/a"),
        ("https://translate.sogoucdn.com/pcvtsnapshot?from=fa&to=en&url=https%3A%2F%2Fpaper.example%2Fa", "https://paper.example/a"),
        ("https://z5h64q92x9.net/proxy_u/fa-en.en/https/paper.example/a", "https://paper.example/a"),
    ],
)  # fmt: skip
def test_newer_proxies_name_the_original(url: str, original: str) -> None:
    found = read(url=url)
    assert (found.state, found.source_url) == ("proxy", original)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Written in Wolof. This English text was made by an automatic translator.", "wo"),
        ("Machine translation from Persian. We answer for nothing that it says.", "fa"),
        ("Translated from French with DeepL and revised by Ana Berg. The French text is binding.", "fr"),
        ("Photo: Rudi H. Text translated with ChatGPT from Indonesian.", "id"),
    ],
)
def test_what_stands_around_a_notice_leaves_it_one(line: str, source: str) -> None:
    found = read(last=f"<p><em>{line}</em></p>")
    assert (found.state, found.source_language) == ("translated", source)


def test_a_notice_that_speaks_of_this_text_in_its_language_fits_it() -> None:
    found = read(first="<p>Ce texte anglais a été traduit par une machine.</p>")
    other = read(first="<p>Ce texte a été traduit par une machine.</p>")
    assert (found.state, other.state) == ("translated", "notice_only")
