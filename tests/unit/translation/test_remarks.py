"""Lines that say nothing else, and that a machine brought the page into its language, though not in so many words."""

import pytest

from newsvane.translation.notices import Notice, label_sentences, split_sentences


def read(text: str, *, is_text: bool = False) -> Notice | None:
    """Return what the first sentence that is a notice says."""
    notices = label_sentences(split_sentences(text), allow_standalone=True, is_text=is_text)
    return next((each for each in notices if each and each.language), None)


REMARKS = {
    "byline": ("Text: Marta Ruiz. In English by Gemini, from the Catalan", "en", "ca"),
    "a verb of its own": ("Una inteligencia artificial pasó esta crónica del danés al español.", "es", "da"),
    "language and maker": ("Deutsch: Sprachmodell, gegengelesen von Ute Marx", "de", None),
    "made by a machine": ("La traduction, c'est un logiciel qui l'a faite.", "fr", None),
    "a date": ("Testo dall'olandese, tradotto in automatico il 3 novembre 2026.", "it", "nl"),
    "from Estonian": ("Artikkelen er overført fra estisk med KI.", "no", "et"),
    "a credit after it": ("С румынского перевёл Google Переводчик. Корректура: Н. Орлова.", "ru", "ro"),
    "postpositions": ("この記事はスロベニア語からAIが日本語にしました。", "ja", "sl"),
    "into the language, by ending": ("წერილი სომხურიდან ქართულად ჩატბოტმა გადმოიტანა.", "ka", "hy"),
    "a translator that is a machine": ("Ստեղծվել է ԱԲ թարգմանչով, բնագիրը թուրքերեն է։", "hy", "tr"),
    "an ending": ("Bu röportajı Türkçeye yapay zekâ aktardı.", "tr", None),
    "put into our language": ("Rozmowę spolszczyła z litewskiego sieć neuronowa.", "pl", "lt"),
    "an edition": ("Olet lukemassa: automaattinen versio vironkielisestä uutisesta.", "fi", "et"),
    "an automatic version": ("Obs: automatisk version av en isländsk artikel.", "sv", None),
    "a language that is named": ("Svenska: ChatGPT, granskning: Alva Lind", "sv", None),
    "what we use": ("Damit Sie die Seite auf Deutsch lesen können, nutzen wir den Google Übersetzer.", "de", None),
    "what readers get": ("I nostri lettori ricevono questa cronaca grazie a un traduttore automatico.", "it", None),
    "stiff wording": ("Hvis teksten virker stiv, skyldes det, at DeepL har oversat den fra finsk.", "da", "fi"),
    "entrusted": ("La rédaction a confié la traduction de ce récit à une machine.", "fr", None),
    "abbreviated": ("Autom. vertimas iš danų kalbos", "lt", "da"),
    "what reached readers": ("Este boletim chegou-lhe em português por meio do NLLB.", "pt", None),
    "an appeal": ("Tento apel byl do češtiny převeden s podporou AI.", "cs", None),
    "Urdu": ("یہ رپورٹ مشین کے ذریعے فارسی سے اردو میں منتقل کی گئی۔", "ur", "fa"),
}


@pytest.mark.parametrize(("text", "language", "source"), REMARKS.values(), ids=REMARKS)
def test_a_remark_about_the_page_is_a_notice(text: str, language: str, source: str | None) -> None:
    found = read(text)
    assert found and (found.language, found.source_language) == (language, source)


NO_REMARKS = {
    "a person": "Aus dem Estnischen von Liis Tamm, unserer Frau in Tallinn",
    "said by somebody": "The minister claimed that this letter was translated from the Turkish by a machine.",
    "a summary": "Resumen en español por IA",
    "a voice": "Listen in German: AI voice",
    "a question": "Hat eine KI diesen Text aus dem Dänischen übersetzt?",
    "an offer": "Mit KI ins Deutsche übersetzen: hier klicken",
    "denied": "Dieser Text wurde nicht von einer Maschine aus dem Dänischen übertragen.",
    "something else": "Automatically translated signs puzzle tourists in the old town of Rhodes",
    "of a program": "La version italienne du logiciel sort en mars",
    "held in another language": "L'intervista è stata condotta in norvegese da un robot.",
    "another page": "De winkel gebruikt Google Translate om zijn folder in het Engels aan te bieden.",
    "editors elsewhere": "Les journalistes confient la traduction des dépêches à l'IA",
    "a chatbot": "El chatbot saltó del inglés al español en mitad de la frase",
    "a lesson": "Deutsch: Roboter lernen Grammatik",
    "written by a machine": "Tämä juttu on kirjoitettu tekoälyn avulla, ja toimitus on tarkistanut sen.",
    "a machine that was taught": "Стартап обучил ChatGPT сочинять открытки на датском.",
    "news on translation": "Статья о машинном переводе вышла на датском.",
    "a startup": "This machine translation company from Riga has sold its office",
}


@pytest.mark.parametrize("text", NO_REMARKS.values(), ids=NO_REMARKS)
def test_other_lines_are_no_remarks(text: str) -> None:
    assert read(text) is None


def test_a_paragraph_of_the_text_must_name_the_page() -> None:
    line = "A verdict of 90 pages was put into Albanian by a machine, the lawyer of both men complained at noon."
    assert read(line, is_text=True) is None
    assert read("We took this story from Polish into English with DeepL.", is_text=True) is not None
