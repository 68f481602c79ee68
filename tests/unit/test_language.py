"""Language identification: correct codes, `und` rather than a guess, and pages in several languages."""

import pytest

from newsvane.articles import read_article
from newsvane.language import UNDETERMINED, confirm, identify, identify_blocks
from newsvane.records import Article
from tests.support.cpu_limit import cpu_limit
from tests.support.sentences import CODE, NAMES, SENTENCES


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_identified(code: str) -> None:
    found = identify(SENTENCES[code])
    assert found.code == code
    assert 0.8 <= found.confidence <= 1


@pytest.mark.parametrize(
    "text, code",
    [
        pytest.param("Kuvendi miraton buxhetin e vitit te ardhshem", "sq", id="Albanian without diacritics"),
        pytest.param("Qeveria rrit pagat e mesuesve ne shtator", "sq", id="Albanian, short, without diacritics"),
        pytest.param("KUVENDI MIRATON BUXHETIN E VITIT TË ARDHSHËM", "sq", id="Albanian capitals"),
        pytest.param("PARLIAMENT DELAYS THE VOTE ON THE BUDGET AGAIN", "en", id="English capitals"),
        pytest.param("Storm Damages Hundreds Of Homes Along Coast", "en", id="each word with a capital"),
        pytest.param("Presidente viaja hoy a la cumbre", "es", id="a short headline in Spanish, near Portuguese"),
        pytest.param("Il presidente va a Roma", "it", id="a short headline in Italian"),
        pytest.param("Meclis bütçeyi onayladı", "tr", id="a short headline in Turkish"),
        pytest.param("HÜKÜMET SEÇİM TARİHİNİ AÇIKLADI", "tr", id="Turkish capitals with a dot"),
        pytest.param("Serokê hikûmetê serdana Amedê kir", "kmr", id="Kurmanji, near Turkish"),
        pytest.param("Li Amedê xwepêşandan hat lidarxistin", "kmr", id="Kurmanji, short"),
        pytest.param("سەرۆکی حکومەت گەیشتە هەولێر", "ckb", id="Sorani, near Persian"),
        pytest.param("دۆخی ڕێگاکان", "ckb", id="Sorani by its letters"),
        pytest.param("رییس جمهور به شیراز رفت", "fa", id="Persian without its own letters"),
        pytest.param("رئيس جمهوري در ديدار با كشاورزان", "fa", id="Persian typed with Arabic letters"),
        pytest.param("می‌خواهیم به خانه‌های‌مان برگردیم", "fa", id="Persian with zero-width non-joiners"),
        pytest.param("وصل الوزير إلى بغداد", "ar", id="Arabic, short"),
        pytest.param("د ښوونځي نوی کال پیل شو", "ps", id="Pashto, outside the watch list"),
        pytest.param("اسکولوں میں نیا سال شروع ہو گیا", "ur", id="Urdu, outside the watch list"),
        pytest.param("Влада је усвојила буџет за идућу годину", "sr", id="Serbian, outside the watch list"),
        pytest.param("De regering wil de regels voor boeren wijzigen", "nl", id="Dutch, outside the watch list"),
        pytest.param("El govern aprova el pressupost de l'any vinent", "ca", id="Catalan, near Spanish"),
        pytest.param("Regjeringen legger frem budsjettet på mandag", "no", id="Bokmål is Norwegian"),
        pytest.param("Regjeringa legg fram budsjettet på måndag", "no", id="Nynorsk is Norwegian"),
        pytest.param("立法會星期三表決新一年度預算案", "zh", id="traditional characters are Chinese"),
        pytest.param("東京で首脳会談が開かれた", "ja", id="Japanese"),
        pytest.param("In Ankara: 新しい首相が就任した", "ja", id="two scripts"),
        pytest.param(
            "T\u200bhe minis\u200bter ret\u200burned to the ca\u200bpital", "en", id="zero-width spaces in words"
        ),
        pytest.param("\ud800 The minister \udfff returned to the capital", "en", id="lone surrogates"),
        pytest.param("The minister\x00returned\x00to the capital", "en", id="NULs"),
    ],
)
def test_a_short_text_is_identified(text: str, code: str) -> None:
    assert identify(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t ", id="space"),
        pytest.param("12 345,67 – 8", id="digits"),
        pytest.param("١٢٣ ۴۵۶", id="digits of other scripts"),
        pytest.param("😀😀 👍", id="emoji"),
        pytest.param("https://tirana.example/lajme/2026 www.iran.example", id="addresses"),
        pytest.param("desk@paper.example @reporter #iran", id="handles"),
        pytest.param("OK", id="a word of all languages"),
        pytest.param("Teheran", id="a name"),
        pytest.param("a", id="a letter"),
        pytest.param("\u200b\u200d\u202e", id="invisible characters"),
        pytest.param("\ud800\udc00 \udfff", id="surrogates alone"),
        pytest.param("Arben Kola – Reza Farahani 2:1", id="names only"),
        pytest.param("xq zzkw vpt hhrq mmbx", id="no words of any language"),
        pytest.param("if (a == b) { x += 1; }", id="code"),
        pytest.param("salam, hale shoma chetor ast?", id="Persian in Latin letters"),
    ],
)
def test_a_text_without_clear_language_is_undetermined(text: str) -> None:
    assert identify(text) == UNDETERMINED


def test_addresses_do_not_count() -> None:
    addresses = "https://www.example.com/this/is/the/english/name/of/the/article " * 5
    assert identify(addresses + SENTENCES["sq"]).code == "sq"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The minister returned. " * 45_000, id="a megabyte of text"),
        pytest.param("x" * 1_000_000, id="a word of a megabyte"),
        pytest.param("@" * 1_000_000, id="signs"),
        pytest.param("a.a@" * 250_000, id="half addresses"),
        pytest.param("\u0301" * 1_000_000, id="accents on nothing"),
    ],
)
def test_a_huge_text_is_identified_in_time(text: str) -> None:
    identify("warm")
    with cpu_limit(1):
        identify(text)
        identify_blocks([text] * 3)


@pytest.mark.parametrize(
    "text, expected, code",
    [
        pytest.param("Ora e fundit", (), "und", id="doubtful"),
        pytest.param("Ora e fundit", ("sq",), "sq", id="decided by the expected language"),
        pytest.param("Ora e fundit", ("fa", "en", "sq"), "sq", id="one of several"),
        pytest.param("Ora e fundit", ("fa",), "und", id="a wrong expectation"),
        pytest.param("Elezioni in Albania", ("sq",), "it", id="a wrong language on the watch list"),
        pytest.param("Li Tehranê xwepêşandan", ("tr",), "kmr", id="a Kurdish headline of a Turkish outlet"),
        pytest.param("ئێران و عێراق", ("fa",), "ckb", id="a Sorani headline of a Persian outlet"),
        pytest.param(SENTENCES["en"], ("es", "sq", "fa"), "en", id="a clear text"),
        pytest.param("12:30", ("en",), "und", id="no words"),
        pytest.param("Mjekët në grevë", ("no-such-code", ""), "sq", id="an unknown code"),
    ],
)
def test_an_expected_language_only_decides_doubtful_texts(text: str, expected: tuple[str, ...], code: str) -> None:
    assert identify(text, expected=expected).code == code


def test_the_language_of_most_of_the_text_counts() -> None:
    assert identify(f"{SENTENCES['es']}\n\n{SENTENCES['en'] * 60}").code == "en"


def blocks(**counts: int) -> list[str]:
    return [SENTENCES[code] for code, count in counts.items() for _ in range(count)]


@pytest.mark.parametrize(
    "given, main, mixed",
    [
        pytest.param([], "und", (), id="no blocks"),
        pytest.param(["", " "], "und", (), id="empty blocks"),
        pytest.param([NAMES] * 3, "und", (), id="names alone"),
        pytest.param(blocks(en=5), "en", ("en",), id="one language"),
        pytest.param(blocks(es=3, en=6), "en", ("en", "es"), id="begun in Spanish, continued in English"),
        pytest.param(blocks(es=1, en=6), "en", ("en",), id="less than a fifth"),
        pytest.param(blocks(es=6, en=3), "es", ("es", "en"), id="the largest share first"),
        pytest.param(blocks(fa=2, ar=2, ckb=3), "ckb", ("ckb", "fa", "ar"), id="three of one script"),
        pytest.param(blocks(kmr=4, tr=2), "kmr", ("kmr", "tr"), id="Kurmanji and Turkish"),
        pytest.param(blocks(en=1, es=1) * 10, "en", ("en", "es"), id="alternating"),
        pytest.param(blocks(en=2, es=1) * 15, "en", ("en", "es"), id="alternating on a long page"),
        pytest.param([*blocks(en=4), "“¡Ya basta!”", *blocks(en=4)], "en", ("en",), id="a short quotation"),
        pytest.param([*blocks(en=3), NAMES, NAMES, *blocks(en=1)], "en", ("en",), id="lists of names"),
        pytest.param([*blocks(sq=4), CODE, CODE], "sq", ("sq",), id="lines of code"),
        pytest.param(["Ora 12:30", "Fier", "Vlorë", *blocks(sq=3)], "sq", ("sq",), id="a few words each"),
        pytest.param(
            ["El presidente", "viaja hoy", "a la cumbre"] * 4 + blocks(en=3), "en", ("en", "es"), id="short lines"
        ),
        pytest.param([SENTENCES["es"], *blocks(en=200)], "en", ("en",), id="a long page"),
        pytest.param(blocks(es=100, en=200), "en", ("en", "es"), id="a long mixed page"),
        pytest.param(["\ud800"] * 3 + blocks(en=3), "en", ("en",), id="lone surrogates"),
    ],
)
def test_the_languages_of_blocks_are_identified(given: list[str], main: str, mixed: tuple[str, ...]) -> None:
    found, shares = identify_blocks(given)
    assert (found.code, tuple(shares)) == (main, mixed)
    assert all(0.2 <= share <= 1 for share in shares.values())


@pytest.mark.parametrize(
    "given, declared, language, mixed",
    [
        pytest.param(blocks(en=8), "es", "en", ("en",), id="declared in another language"),
        pytest.param(blocks(es=4, en=7), "es", "en", ("en", "es"), id="mixed"),
    ],
)
def test_the_text_counts_and_not_the_declared_language(
    given: list[str], declared: str, language: str, mixed: tuple[str, ...]
) -> None:
    paragraphs = "".join(f"<p>{number}. {block}</p>" for number, block in enumerate(given))
    page = f"<html lang='{declared}'><title>A page</title><article><h1>A page</h1>{paragraphs}</article></html>"
    found = read_article(page.encode(), url="https://paper.example/a")
    assert isinstance(found, Article)
    assert (found.language, found.languages, found.page_language) == (language, mixed, declared)


ENGLISH = "The harbour of the small town opened again on Friday, and the fishing boats left for the first time. " * 5


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        pytest.param(ENGLISH, {"en"}, "en", id="as expected"),
        pytest.param(ENGLISH, {"de", "en"}, "en", id="one of two"),
        pytest.param(ENGLISH, {"de"}, None, id="another language"),
        pytest.param(ENGLISH, set(), None, id="nothing expected"),
        pytest.param("", {"en"}, None, id="no text"),
        pytest.param("12 – 34 https://harbour.example/news", {"en"}, None, id="no words"),
    ],
)
def test_an_expected_language_is_confirmed(text: str, expected: set[str], code: str | None) -> None:
    found = confirm(text, expected)
    assert (found and found.code) == code
    assert found is None or found.code == identify(text).code
