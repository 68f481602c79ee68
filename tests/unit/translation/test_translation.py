"""Translation: the five states, notices by wording and place, artefacts, and the address of the original."""

from collections.abc import Sequence

import pytest
from lxml.html import document_fromstring

from newsvane.articles import read_article
from newsvane.records import Article, Translation
from newsvane.texts import words
from newsvane.translation import classify_translation, find_signals, unwrap_proxy_url
from tests.translation_cases import Case, cases

URL = "https://paper.example/es/news/7"
BODY = tuple(f"Paragraph {n} says that the council met, argued and went home without a vote." for n in range(9))


def classify(
    head: str = "",
    *,
    root: str = "",
    body: str = "",
    blocks: tuple[str, ...] = BODY,
    language: str = "en",
    url: str = URL,
    written: Sequence[tuple[str, int]] = (),
    page_language: str | None = None,
) -> tuple[Translation, tuple[str, ...]]:
    paragraphs = "".join(f"<p>{block}</p>" for block in blocks)
    markup = f"<html {root}><head>{head}</head><body>{body}<article>{paragraphs}</article></body></html>"
    signals = find_signals(document_fromstring(markup), markup, url=url, blocks=blocks)
    found = classify_translation(signals, language=language, blocks=written, page_language=page_language)
    return found, signals.blocks


ALL = cases()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in ALL if case.half == "tuned"])
def test_a_page_of_the_case_table_is_classified(case: Case) -> None:
    article = read_article(case.html.encode(), url=case.url)
    assert isinstance(article, Article)
    found = article.translation
    assert (found.state, found.notice_language) == (case.state, case.notice_language), found.evidence
    assert article.language == case.language
    if case.source_language:
        assert found.source_language == case.source_language
    if case.is_positive:
        assert list(map(words, article.text.split("\n\n"))) == list(map(words, case.text))


def test_recall_and_precision_on_held_out_cases() -> None:
    held_out = [case for case in ALL if case.half == "held_out"]
    read = [read_article(case.html.encode(), url=case.url) for case in held_out]
    found = [isinstance(each, Article) and each.translation.state not in {"none", "possible"} for each in read]
    hits = sum(is_found and case.is_positive for is_found, case in zip(found, held_out, strict=True))
    assert hits / sum(case.is_positive for case in held_out) >= 0.95  # recall
    assert hits / sum(found) >= 0.95  # precision


def test_the_case_table_covers_many_languages() -> None:
    assert len(ALL) == len({case.id for case in ALL}) >= 400
    assert len({case.notice_language for case in ALL if case.notice_language}) >= 28
    assert len({case.language for case in ALL}) >= 16


@pytest.mark.parametrize(
    ("blocks", "rest"),
    [
        pytest.param(
            ("Este texto fue traducido automáticamente. Para más información, haz clic aquí.", *BODY), BODY, id="first"
        ),
        pytest.param((*BODY, "Este texto fue traducido automáticamente."), BODY, id="last"),
        pytest.param(
            ("Este texto fue traducido automáticamente.", "Para más información, haz clic aquí.", *BODY),
            BODY,
            id="in two blocks",
        ),
        pytest.param(
            ("Este texto fue traducido automáticamente. El consejo se reunió ayer.", *BODY),
            ("El consejo se reunió ayer.", *BODY),
            id="the next sentence stays",
        ),
    ],
)
def test_only_the_notice_is_removed_from_the_text(blocks: tuple[str, ...], rest: tuple[str, ...]) -> None:
    assert classify(blocks=blocks)[1] == rest


@pytest.mark.parametrize(
    "text",
    [
        "Machine translation is improving fast, researchers said on Monday.",
        "The museum showed an automatically translated catalogue of its books in ten languages.",
        "This article explains how machine translation works.",
        "“This article was automatically translated,” a reader complained.",
        "The line has become familiar to readers: this article was automatically translated.",
        "Die Firma übersetzt automatisch Verträge in zehn Sprachen.",
        "Este artículo trata de la traducción automática y sus errores.",
        "Le ministère a traduit automatiquement des milliers de documents saisis.",
        "Automatically translated menus cause laughter",
        "ترجمه ماشینی در ایران پیشرفت کرده است.",
        "机器翻译技术发展迅速",
    ],
)
def test_text_about_machine_translation_is_not_a_notice(text: str) -> None:
    found, rest = classify(blocks=(text, *BODY), body=f"<aside><p>{text}</p></aside>")
    assert found == Translation()
    assert rest == (text, *BODY)


NOTICE = "This article was automatically translated."


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"blocks": (*BODY[:5], NOTICE, *BODY[5:])}, id="in the middle of the text"),
        pytest.param({"body": f"<div class='comments'><p>{NOTICE}</p></div>"}, id="in a comment"),
        pytest.param({"body": f"<h3>{NOTICE}</h3>"}, id="a headline"),
        pytest.param({"body": f"<script>var note = '{NOTICE}';</script>"}, id="in a script"),
        pytest.param(
            {"body": f"<p>{NOTICE}{' It was a long day in the newsroom.' * 30}</p>"}, id="in a long paragraph"
        ),
    ],
)
def test_a_notice_counts_only_in_certain_places(page: dict[str, object]) -> None:
    assert classify(**page)[0].state == "none"  # type: ignore[arg-type]


def test_the_original_is_linked_in_a_notice() -> None:
    link = "<a href='/en/news/7?utm_source=x'>Read the original</a>"
    found, _ = classify(body=f"<div>This page was translated by machine. {link}</div>")
    assert found.source_url == "https://paper.example/en/news/7"


def test_a_notice_over_an_undetermined_text_is_possible() -> None:
    assert classify(body=f"<div>{NOTICE}</div>", language="und")[0].state == "possible"


MIXED = [("es", 40), ("es", 40), ("und", 2), *[("en", 40)] * 6]


@pytest.mark.parametrize(
    ("written", "language", "state", "expected"),
    [
        pytest.param(
            MIXED,
            "en",
            "translated",
            "begins in es, goes on in en after 2 of 9 paragraphs",
            id="begins in the notice's language",
        ),
        pytest.param(
            MIXED[::-1],
            "en",
            "translated",
            "begins in en, goes on in es after 6 of 9 paragraphs",
            id="ends in the notice's language",
        ),
        pytest.param(
            [("es", 9), *[("en", 40)] * 6], "en", "notice_only", None, id="a single line in the notice's language"
        ),
        pytest.param(
            [("es", 20), ("en", 20), ("es", 20), ("en", 20)] * 2,
            "en",
            "translated",
            "50% of the body is in es, 50% of the body is in en",
            id="alternating",
        ),
    ],
)
def test_the_evidence_describes_a_mixed_text(
    written: Sequence[tuple[str, int]], language: str, state: str, expected: str | None
) -> None:
    found, _ = classify(blocks=("Este texto fue traducido automáticamente.", *BODY), language=language, written=written)
    assert found.state == state
    assert found.evidence[1:] == ((expected,) if expected else ())


FONTS = "<p><font style='vertical-align: inherit;'><font style='vertical-align: inherit;'>%s</font></font></p>"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"root": "class='js translated-ltr'"}, id="class on html"),
        pytest.param({"root": "class='translated-rtl'"}, id="right to left"),
        pytest.param({"body": "".join(FONTS % block for block in BODY)}, id="nested fonts"),
        pytest.param({"head": "<meta http-equiv='X-Translated-By' content='Google'>"}, id="meta"),
        pytest.param({"head": "<meta name='ms.translationtype' content='MT'>"}, id="Microsoft's meta"),
        pytest.param(
            {"head": "<script src='https://www.gstatic.com/_/translate_http/_/js/x.js'></script>"}, id="script"
        ),
        pytest.param({"body": "<p _msttexthash='12' _msthash='3'>Hola</p>"}, id="another browser"),
        pytest.param({"body": "<p _istranslated='1'>Hola</p>"}, id="istranslated"),
    ],
)
def test_artefacts_are_decisive(page: dict[str, str]) -> None:
    found, _ = classify(**page, language="es")  # type: ignore[arg-type]
    assert found.state == "translated"
    assert found.evidence
    assert found.source_url is None


def test_a_declared_original_is_named_in_its_canonical_form() -> None:
    link = "<link rel='alternate machine-translated-from' hreflang='en-GB' href='http://www.paper.example/news/7?utm_source=a'>"
    found, _ = classify(link, language="es")
    assert (found.state, found.source_language) == ("translated", "en")
    assert found.source_url == "https://paper.example/news/7"


def test_the_language_tag_of_a_translation_is_read() -> None:
    assert classify(root="lang='de-x-mtfrom-en'", language="de")[0].source_language == "en"


def test_a_text_in_the_source_language_is_only_possible() -> None:
    assert classify(root="lang='de-x-mtfrom-en'", language="en")[0].state == "possible"


HREFLANG = "<link rel='alternate' hreflang='{}' href='{}'>"


@pytest.mark.parametrize(
    ("page", "state", "source", "language"),
    [
        pytest.param(
            {"head": HREFLANG.format("es", URL) + HREFLANG.format("en", "/en/7"), "language": "es"},
            "none",
            None,
            None,
            id="versions alone are no evidence",
        ),
        pytest.param(
            {
                "head": HREFLANG.format("es", URL) + HREFLANG.format("en", "/en/7"),
                "language": "en",
                "page_language": "es",
            },
            "possible",
            "https://paper.example/en/7",
            "en",
            id="declared in one language, written in another that has a version elsewhere",
        ),
        pytest.param(
            {
                "head": HREFLANG.format("en", "/en/7") + "<link rel='canonical' href='/en/7'>",
                "language": "en",
                "page_language": "es",
            },
            "none",
            None,
            None,
            id="declared in one language, but its own address is that of the other",
        ),
        pytest.param(
            {"head": HREFLANG.format("de-x-mtfrom-fa", URL) + HREFLANG.format("fa", "/fa/7"), "language": "de"},
            "translated",
            "https://paper.example/fa/7",
            "fa",
            id="its own language tag says translated",
        ),
        pytest.param(
            {"head": HREFLANG.format("de-x-mtfrom-en", "/de/7"), "language": "en"},
            "none",
            None,
            None,
            id="a translated version elsewhere",
        ),
        pytest.param(
            {
                "head": HREFLANG.format("es", URL)
                + HREFLANG.format("en", "/en/7")
                + HREFLANG.format("x-default", "/en/7"),
                "body": "<div>Este sitio web fue traducido automáticamente.</div>",
                "language": "es",
            },
            "translated",
            "https://paper.example/en/7",
            "en",
            id="a translation with one other version",
        ),
        pytest.param(
            {
                "head": HREFLANG.format("en", "/en/7") + HREFLANG.format("fr", "/fr/7"),
                "body": "<div>Este sitio web fue traducido automáticamente.</div>",
                "language": "es",
            },
            "translated",
            None,
            None,
            id="a translation with two other versions",
        ),
        pytest.param(
            {
                "head": HREFLANG.format("en", "/en/7") + HREFLANG.format("fr", "/fr/7"),
                "body": "<div>Este sitio web fue traducido automáticamente.</div>",
                "language": "en",
            },
            "notice_only",
            "https://paper.example/en/7",
            "en",
            id="the untranslated text is the version in its language",
        ),
    ],
)
def test_hreflang_versions_name_the_original(
    page: dict[str, str], state: str, source: str | None, language: str | None
) -> None:
    found, _ = classify(**page)  # type: ignore[arg-type]
    assert (found.state, found.source_url, found.source_language) == (state, source, language)


@pytest.mark.parametrize(
    ("properties", "state", "source"),
    [
        pytest.param(
            '"translationOfWork": {"@id": "/en/7", "inLanguage": "en-GB"}', "possible", "en", id="no translator named"
        ),
        pytest.param('"translator": {"@type": "Person", "name": "Ai Claude Deepl"}', "none", None, id="a person"),
        pytest.param(
            '"translator": "Ki Ha-neul", "translationOfWork": "/en/7"',
            "none",
            None,
            id="a name that is not a machine's",
        ),
        pytest.param('"translator": ["DeepL"], "translationOfWork": "/en/7"', "translated", None, id="a service"),
        pytest.param('"workTranslation": {"@id": "/es/7"}', "none", None, id="it is the original"),
        pytest.param('"translator": 7, "translationOfWork": [[]]', "none", None, id="nonsense"),
        pytest.param('"translator": {', "none", None, id="broken JSON"),
    ],
)
def test_json_ld_names_the_translator(properties: str, state: str, source: str | None) -> None:
    found, _ = classify(
        f'<script type="application/ld+json">[{{"@type": "Article", {properties}}}]</script>', language="es"
    )
    assert (found.state, found.source_language) == (state, source)
    if state != "none":
        assert found.source_url == "https://paper.example/en/7"


@pytest.mark.parametrize(("kind", "state"), [("translation", "possible"), ("Text", "none")])
def test_dublin_core_says_that_a_page_is_a_translation(kind: str, state: str) -> None:
    assert classify(f'<meta name="dcterms.type" content="{kind}">', language="es")[0].state == state


@pytest.mark.parametrize(
    ("href", "source"),
    [
        pytest.param("javascript:alert(1)//original", None, id="a script"),
        pytest.param("data:text/html,original", None, id="data"),
        pytest.param("http://", None, id="no host"),
        pytest.param("http://[::bad/", None, id="no address"),
        pytest.param("#original", None, id="the page itself"),
        pytest.param("//reader:secret@other.example/7", "https://other.example/7", id="a password is removed"),
        pytest.param("/" + "a" * 5_000, None, id="longer than any address"),
        pytest.param(
            "https://translate.google.com/translate?sl=en&u=https%3A%2F%2Fother.example%2F7",
            "https://other.example/7",
            id="through a proxy",
        ),
    ],
)
def test_a_hostile_link_to_the_original_is_rejected_or_cleaned(href: str, source: str | None) -> None:
    found, _ = classify(body=f"<div>{NOTICE} <a href='{href}'>Read the original</a></div>")
    assert found.source_url == source
    assert "secret" not in (found.source_link or "")


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<!-- delivered by GTranslate -->", id="GTranslate comment"),
        pytest.param("<script>window.gtranslateSettings = {}</script>", id="GTranslate settings"),
        pytest.param("<meta name=\"translation-stats\" content='{}'>", id="Transposh"),
        pytest.param("<span data-trp-gettext=''>x</span>", id="TranslatePress"),
        pytest.param("<script src='https://cdn.weglot.com/weglot.min.js'></script>", id="Weglot"),
        pytest.param(
            "<link rel='stylesheet' href='/wp-content/plugins/translatepress-multilingual/a.css'>", id="a style sheet"
        ),
    ],
)
def test_a_plug_in_alone_is_possible(markup: str) -> None:
    assert classify(body=markup)[0].state == "possible"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(FONTS % "Hola a todos", id="one pasted paragraph"),
        pytest.param(FONTS % "Hola" + FONTS % "Adiós", id="two pasted lines"),
        pytest.param("<div data-translation-provider='azure-translator'></div>", id="the name of an engine"),
        pytest.param("<p><span class='jCAhz'><span class='ryNqvb'>Hola</span></span></p>", id="copied from a box"),
        pytest.param("<pre id='tw-target-text'><span lang='es'>Hola</span></pre>", id="copied from a search"),
    ],
)
def test_residue_of_a_translation_is_possible(markup: str) -> None:
    assert classify(body=markup)[0].state == "possible"


@pytest.mark.parametrize(
    ("markup", "state"),
    [
        pytest.param("<div data-translation-method='machine'></div>", "translated", id="method"),
        pytest.param("<section data-translation-type='neural_mt'></section>", "translated", id="type"),
        pytest.param("<div data-translation-method='human'></div>", "none", id="people"),
        pytest.param("<button data-translation-provider='google'>Translate</button>", "none", id="a control"),
        pytest.param("<p>data-translation-method='machine'</p>", "none", id="only text"),
    ],
)
def test_attributes_of_a_container_say_how_it_was_translated(markup: str, state: str) -> None:
    assert classify(body=markup)[0].state == state


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div id='google_translate_element'></div>", id="element widget"),
        pytest.param("<script>function googleTranslateElementInit() {}</script>", id="its script"),
        pytest.param("<meta name='generator' content='WPML ver:4.6'>", id="WPML"),
    ],
)
def test_marks_on_untranslated_pages_are_no_evidence(markup: str) -> None:
    assert classify(body=markup)[0] == Translation()


@pytest.mark.parametrize(
    ("url", "original", "source"),
    [
        pytest.param(
            "https://iran--letter-example.translate.goog/a/b?id=3&_x_tr_sl=fa&_x_tr_tl=en&_x_tr_hl=en&_x_tr_pto=wapp",
            "https://iran-letter.example/a/b?id=3",
            "fa",
            id="translate.goog",
        ),
        pytest.param(
            "https://www-paper-co-example.translate.goog/x?_x_tr_sch=http&_x_tr_sl=auto",
            "http://www.paper.co.example/x",
            None,
            id="plain http, no source language",
        ),
        pytest.param(
            "https://translate.google.com/translate?sl=fa&tl=en&u=https%3A%2F%2Fa.example%2Fb%3Fc%3D1",
            "https://a.example/b?c=1",
            "fa",
            id="translate.google.com",
        ),
        pytest.param(
            "https://translate.google.co.uk/website?sl=ar&tl=en&u=a.example/b",
            "http://a.example/b",
            "ar",
            id="website",
        ),
        pytest.param(
            "http://translate.googleusercontent.com/translate_c?u=http://a.example/b",
            "http://a.example/b",
            None,
            id="googleusercontent",
        ),
        pytest.param(
            "https://translated.turbopages.org/proxy_u/en-ru.ru.1a2b-3c/https/a.example/b/c",
            "https://a.example/b/c",
            "en",
            id="turbopages",
        ),
        pytest.param(
            "http://www.microsofttranslator.com/bv.aspx?from=es&to=en&a=http%3A%2F%2Fa.example%2Fb",
            "http://a.example/b",
            "es",
            id="microsofttranslator",
        ),
    ],
)
def test_the_address_of_a_proxy_names_the_original(url: str, original: str, source: str | None) -> None:
    found = unwrap_proxy_url(url)
    assert found is not None
    assert (found.url, found.source) == (original, source)
    assert classify(url=url)[0].state == "proxy"


@pytest.mark.parametrize(
    ("url", "original"),
    [
        pytest.param(
            "https://web.archive.org/web/20240102030405/https://translate.google.com/translate?sl=fa&tl=en&u=https://a.example/b",
            "https://a.example/b",
            id="an archive's copy of a proxy's page",
        ),
        pytest.param(
            "https://archive.ph/20240102030405/https://a-example.translate.goog/b?_x_tr_sl=fa&_x_tr_tl=en",
            "https://a.example/b",
            id="another archive",
        ),
        pytest.param(
            "https://translate.google.com/translate?u=https%3A%2F%2Fweb.archive.org%2Fweb%2F2024%2Fhttp%3A%2F%2Fa.example%2Fb",
            "http://a.example/b",
            id="a proxy's page of an archive's copy",
        ),
        pytest.param(
            "https://translate.google.com/translate?u=https%3A%2F%2Fa-example.translate.goog%2Fb",
            "https://a.example/b",
            id="a proxy in a proxy",
        ),
        pytest.param(
            "https://translate.yandex.ru/translate?url=a.example/b&lang=en-ru", "http://a.example/b", id="Yandex"
        ),
        pytest.param(
            "https://papago.naver.net/website?source=ko&target=en&url=https%3A%2F%2Fa.example%2Fb",
            "https://a.example/b",
            id="Papago",
        ),
        pytest.param(
            "https://fanyi.baidu.com/transpage?query=https%3A%2F%2Fa.example%2Fb&from=zh&to=en",
            "https://a.example/b",
            id="Baidu",
        ),
        pytest.param(
            "https://0-a--b-example-0.translate.goog/c",
            "https://a-b.example/c",
            id="an ambiguous host name",
        ),
    ],
)
def test_an_original_is_found_through_archives_and_other_proxies(url: str, original: str) -> None:
    found = unwrap_proxy_url(url)
    assert found is not None
    assert found.url == original


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://translate.google.com/about",
        "https://web.archive.org/web/20240102030405/https://a.example/b",
        "not an address",
        "http://[bad",
        "https://web.archive.org/web/2024/http://[bad",
    ],
)
def test_other_addresses_are_not_proxies(url: str) -> None:
    assert unwrap_proxy_url(url) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://fanyi.baidu.com/x?query=https://gazette.example/a&query=https://other.example/b",
        "https://papago.naver.net/website?url=https://gazette.example/a&source=en&url=https://other.example/b",
        "https://translate.google.com/translate?u=https://gazette.example/a&u=https://other.example/b",
    ],
)
def test_an_address_that_names_two_originals_names_none(address: str) -> None:
    """Which of them the proxy serves is not known, and an outlet must not borrow the name of another one."""
    assert unwrap_proxy_url(address) is None
