"""Translation: the five states, notices by pattern and place, artefacts, and the way back to the original."""

import pytest
from lxml.html import document_fromstring

from newsvane.records import Translation
from newsvane.translation import find_signs, judge, original_of

URL = "https://paper.example/es/news/7"
BODY = tuple(f"Paragraph {n} says that the council met, argued and went home without a vote." for n in range(9))

NOTICES = {
    "es": ["Este sitio web fue traducido automáticamente.", "Esta página ha sido traducida por una máquina."],
    "en": [
        "This article was automatically translated.",
        "This page was translated by machine.",
        "This is a machine translation.",
    ],
    "it": ["Questo articolo è stato tradotto automaticamente."],
    "de": ["Dieser Artikel wurde maschinell übersetzt.", "Diese Seite wurde automatisch aus dem Englischen übersetzt."],
    "fr": ["Cet article a été traduit automatiquement."],
    "pt": ["Este artigo foi traduzido automaticamente."],
    "tr": ["Bu sayfa otomatik olarak çevrilmiştir."],
    "ru": ["Эта страница переведена автоматически."],
    "uk": ["Ця стаття перекладена автоматично."],
    "sq": ["Ky artikull është përkthyer automatikisht.", "Kjo faqe është përkthyer automatikisht nga anglishtja."],
    "fa": ["این متن ترجمهٔ ماشینی است.", "این صفحه به‌صورت خودکار ترجمه شده است."],
    "ar": ["هذه ترجمة آلية.", "تمت ترجمة هذه الصفحة آليًا.", "تُرجم هذا المقال آلياً."],
    "zh": ["本文由机器翻译生成"],
    "ja": ["この記事は自動的に翻訳されました。"],
    "nl": ["Dit artikel is automatisch vertaald."],
    "pl": ["Ten artykuł został przetłumaczony automatycznie."],
    "ro": ["Acest articol a fost tradus automat."],
    "el": ["Αυτό το άρθρο μεταφράστηκε αυτόματα."],
    "he": ["דף זה תורגם אוטומטית."],
    "ko": ["이 기사는 자동으로 번역되었습니다."],
    "sv": ["Den här artikeln är automatiskt översatt."],
    "kmr": ["Ev gotar bi makîneyê hatiye wergerandin."],
    "ckb": ["ئەم بابەتە بە شێوەی ئۆتۆماتیکی وەرگێڕدراوە."],
}
ALL_NOTICES = [
    pytest.param(language, text, id=f"{language} {number}")
    for language, texts in NOTICES.items()
    for number, text in enumerate(texts)
]


def look(
    head: str = "",
    *,
    root: str = "",
    body: str = "",
    blocks: tuple[str, ...] = BODY,
    language: str = "en",
    url: str = URL,
) -> tuple[Translation, tuple[str, ...]]:
    paragraphs = "".join(f"<p>{block}</p>" for block in blocks)
    markup = f"<html {root}><head>{head}</head><body>{body}<article>{paragraphs}</article></body></html>"
    signs = find_signs(document_fromstring(markup), markup, url=url, blocks=blocks)
    return judge(signs, language=language, shares={language: 1.0}), signs.blocks


@pytest.mark.parametrize(("language", "text"), ALL_NOTICES)
def test_a_notice_in_the_bodys_language_means_translated(language: str, text: str) -> None:
    found, rest = look(blocks=(text, *BODY), language=language)
    assert (found.state, found.notice_language) == ("translated", language)
    assert rest == BODY


@pytest.mark.parametrize(("language", "text"), ALL_NOTICES)
def test_a_notice_over_another_language_is_only_a_notice(language: str, text: str) -> None:
    found, rest = look(body=f"<div class='banner'><span>{text}</span></div>", language="hu")
    assert (found.state, found.notice_language) == ("notice_only", language)
    assert rest == BODY
    assert text in " ".join(found.evidence)


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
            id="what follows stays",
        ),
    ],
)
def test_the_notice_leaves_the_text_and_nothing_else(blocks: tuple[str, ...], rest: tuple[str, ...]) -> None:
    assert look(blocks=blocks)[1] == rest


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
def test_to_write_about_machine_translation_is_no_notice(text: str) -> None:
    found, rest = look(blocks=(text, *BODY), body=f"<aside><p>{text}</p></aside>")
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
def test_a_notice_counts_only_in_its_place(page: dict[str, object]) -> None:
    assert look(**page)[0].state == "none"  # type: ignore[arg-type]


def test_a_notice_leads_to_the_original() -> None:
    link = "<a href='/en/news/7?utm_source=x'>Read the original</a>"
    found, _ = look(body=f"<div>This page was translated by machine. {link}</div>")
    assert found.source_url == "https://paper.example/en/news/7"


def test_an_undetermined_body_makes_a_notice_a_possibility() -> None:
    assert look(body=f"<div>{NOTICE}</div>", language="und")[0].state == "possible"


def test_a_text_begun_in_the_notices_language_is_translated() -> None:
    tree = document_fromstring("<p>Este texto fue traducido automáticamente.</p>")
    signs = find_signs(tree, "", url=URL, blocks=BODY)
    found = judge(signs, language="en", shares={"es": 0.3, "en": 0.7})
    assert found.state == "translated"
    assert "30% of the body is in es" in found.evidence[-1]


FONTS = (
    "<p><font style='vertical-align: inherit;'><font style='vertical-align: inherit;'>Hola a todos</font></font></p>"
)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"root": "class='js translated-ltr'"}, id="class on html"),
        pytest.param({"root": "class='translated-rtl'"}, id="right to left"),
        pytest.param({"body": FONTS * 2}, id="nested fonts"),
        pytest.param({"head": "<meta http-equiv='X-Translated-By' content='Google'>"}, id="meta"),
        pytest.param(
            {"head": "<script src='https://www.gstatic.com/_/translate_http/_/js/x.js'></script>"}, id="script"
        ),
        pytest.param({"body": "<p _msttexthash='12' _msthash='3'>Hola</p>"}, id="another browser"),
        pytest.param({"body": "<p _istranslated='1'>Hola</p>"}, id="istranslated"),
    ],
)
def test_artefacts_are_decisive(page: dict[str, str]) -> None:
    found, _ = look(**page, language="es")  # type: ignore[arg-type]
    assert found.state == "translated"
    assert found.evidence
    assert found.source_url is None


def test_a_declared_original_is_named_in_its_canonical_form() -> None:
    link = "<link rel='alternate machine-translated-from' hreflang='en-GB' href='http://www.paper.example/news/7?utm_source=a'>"
    found, _ = look(link, language="es")
    assert (found.state, found.source_language) == ("translated", "en")
    assert found.source_url == "https://paper.example/news/7"


def test_the_language_tag_of_a_translation_is_read() -> None:
    assert look(root="lang='de-x-mtfrom-en'", language="de")[0].source_language == "en"


def test_a_translation_that_did_not_happen_is_only_possible() -> None:
    assert look(root="lang='de-x-mtfrom-en'", language="en")[0].state == "possible"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<!-- delivered by GTranslate -->", id="GTranslate comment"),
        pytest.param("<script>window.gtranslateSettings = {}</script>", id="GTranslate settings"),
        pytest.param("<meta name=\"translation-stats\" content='{}'>", id="Transposh"),
        pytest.param("<span data-trp-gettext=''>x</span>", id="TranslatePress"),
        pytest.param("<script src='https://cdn.weglot.com/weglot.min.js'></script>", id="Weglot"),
    ],
)
def test_a_plug_in_alone_is_a_possibility(markup: str) -> None:
    assert look(body=markup)[0].state == "possible"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div id='google_translate_element'></div>", id="element widget"),
        pytest.param("<script>function googleTranslateElementInit() {}</script>", id="its script"),
        pytest.param("<meta name='generator' content='WPML ver:4.6'>", id="WPML"),
        pytest.param(FONTS, id="one pasted font"),
    ],
)
def test_what_is_no_evidence(markup: str) -> None:
    assert look(body=markup)[0] == Translation()


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
            id="plain http, source not said",
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
def test_proxies_give_the_original_away(url: str, original: str, source: str | None) -> None:
    found = original_of(url)
    assert found is not None
    assert (found.url, found.source) == (original, source)
    assert look(url=url)[0].state == "proxy"


@pytest.mark.parametrize("url", [URL, "https://translate.google.com/about", "not an address", "http://[bad"])
def test_other_addresses_are_no_proxies(url: str) -> None:
    assert original_of(url) is None
