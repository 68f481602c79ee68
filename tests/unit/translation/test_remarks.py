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
    "a direction": ("Vom Norwegischen ins Deutsche: Sprachmodell. Korrektur: Lena Voigt.", "de", "no"),
    "a direction, hyphenated": ("Dänisch–Deutsch: maschinell", "de", None),
    "a direction and who": ("Dal rumeno all'italiano, a cura di un'intelligenza artificiale", "it", "ro"),
    "a credit": ("Slovak to English: Claude", "en", None),
    "a computer": ("Το φινλανδικό κείμενο μετέφερε στα ελληνικά ένας υπολογιστής.", "el", "fi"),
    "whose work the language is": ("Het Nederlands van dit bericht komt van een taalmodel.", "nl", None),
    "a report that was translated": ("Letonca haberi Türkçeye bir dil modeli aktardı.", "tr", "lv"),
    "no person did it": ("Lo que lee no lo tradujo una persona, sino un programa.", "es", None),
    "no person": ("No human translated this letter.", "en", None),
    "no translator": ("Ni un traductor ha visto esta carta.", "es", None),
    "no editor of flesh": ("Tento překlad nečetl žádný člověk.", "cs", None),
    "without people": ("Cette page a été mise en français sans intervention humaine.", "fr", None),
    "into your language": ("O conteúdo desta carta é convertido para o seu idioma por um plugin.", "pt", None),
    "a plug-in": ("Beitrag von einem Plug-in aus dem Tschechischen übersetzt", "de", "cs"),
    "why": ("Finska kan jag inte, så jag körde hela texten genom DeepL.", "sv", None),
    "an apology": ("Извините за огрехи: переводчик здесь робот.", "ru", None),
    "a version": ("Je leest een door software gemaakte Nederlandse versie.", "nl", None),
    "the day of the text": ("Maschinelle Übersetzung, Stand: 3. Februar 2026", "de", None),
    "abbreviated to two letters": ("MT by Microsoft Translator", "en", None),
    "Chinese, with traditional letters": ("德文稿經大型語言模型轉為中文", "zh", "de"),
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
    "pupils and a direction": "From Danish to English: AI tutors win over schools",
    "a translator's life": "Vom Norwegischen ins Deutsche: die Wege einer Übersetzerin",
    "an exam": "Un computer ha fatto l'esame di tedesco",
    "no translator needed": "Aucun traducteur n'est nécessaire pour lire cette bande dessinée.",
    "no translator at a summit": "Живой переводчик на этом саммите не понадобился.",
    "our own translators": "En esta redacción no usamos traductores automáticos para nuestras cartas.",
    "another translator": "Dieser Text wurde nicht von der Redaktion übersetzt, sondern von Anna Maier.",
    "an unofficial translation": "This is an unofficial translation, made by a person who was there.",
    "views of others": "This translation does not reflect the views of the people named in it.",
    "neither": "Neither a human nor a machine translated this poem: nobody can read it.",
    "a letter": "Я не знаю эстонского, поэтому ChatGPT написал за меня письмо.",
    "a court": "The court is not responsible for errors in this translation, the AI company said.",
    "a joke in a review": "The menu was full of howlers: the translator was a robot.",
    "a plug-in that is offered": "Install our plug-in to read this page in your language.",
    "a startup": "This machine translation company from Riga has sold its office",
}


@pytest.mark.parametrize("text", NO_REMARKS.values(), ids=NO_REMARKS)
def test_other_lines_are_no_remarks(text: str) -> None:
    assert read(text) is None


DISCLAIMERS = {
    "liability": "The ministry is not liable for errors in this translation, which was made by an automated system.",
    "binding": "Verbindlich ist nur der finnische Text; die deutsche Fassung hat ein Programm erstellt.",
    "for information": "La presente versión en catalán es solo informativa y la ha generado un programa.",
    "accuracy": "Посольство напоминает, что данный перевод выполнен программными средствами и может содержать ошибки.",
}


@pytest.mark.parametrize("text", DISCLAIMERS.values(), ids=DISCLAIMERS)
def test_a_disclaimer_is_a_notice(text: str) -> None:
    assert read(text) is not None


BESIDE_OTHERS = {
    "a question and a report": "Does it sound odd? Robot translation from Czech. Report a translation error",
    "a pronoun": "The Bank offers this translation to its clients. It was made by an automated system.",
    "another version": "Seule la version allemande fait foi. La traduction a été faite par une machine.",
    "who did the rest": "Versão em português: software de tradução. Edição: redação.",
    "a request": "Robot translation. Tell us.",
}


@pytest.mark.parametrize("text", BESIDE_OTHERS.values(), ids=BESIDE_OTHERS)
def test_what_stands_beside_a_remark_may_say_other_things_to_readers(text: str) -> None:
    assert read(text) is not None


def test_a_paragraph_of_the_text_must_name_the_page() -> None:
    line = "A verdict of 90 pages was put into Albanian by a machine, the lawyer of both men complained at noon."
    assert read(line, is_text=True) is None
    assert read("We took this story from Polish into English with DeepL.", is_text=True) is not None
