"""Notices by the shape of the sentence, in every language."""

import tomllib
from pathlib import Path

import pytest

from newsvane.translation.notices import Notice, label_sentences, split_sentences
from newsvane.translation.stems import find_stems
from newsvane.translation.tokens import read_tokens
from newsvane.translation.vocabulary import LANGUAGE_STEMS, MAX_STEM_LENGTH, load_words
from tests import translation_cases

SHAPES = tomllib.loads((Path(translation_cases.__file__).parent / "shapes.toml").read_text("utf-8"))["shapes"]


def read(text: str) -> Notice | None:
    """Return what the first sentence that is a notice says."""
    notices = label_sentences(split_sentences(text), allow_standalone=True)
    return next((notice for notice in notices if notice and notice.language), None)


def test_the_shapes_are_there_in_every_language() -> None:
    assert set(SHAPES) == set(LANGUAGE_STEMS)
    assert all(len(sentences) == 5 for sentences in SHAPES.values())


@pytest.mark.parametrize("language", SHAPES)
def test_a_page_that_calls_itself_a_machine_translation_is_one(language: str) -> None:
    notice = read(SHAPES[language][0])
    assert notice == Notice(language=language)


@pytest.mark.parametrize("language", SHAPES)
def test_a_credit_that_names_a_machine_is_a_notice(language: str) -> None:
    notice = read(SHAPES[language][1])
    assert notice is not None
    assert not notice.post_edited


@pytest.mark.parametrize("language", SHAPES)
def test_the_source_language_and_the_people_who_checked_are_read(language: str) -> None:
    notice = read(SHAPES[language][2])
    assert notice == Notice(language=language, source_language="en", post_edited=True)


@pytest.mark.parametrize("language", SHAPES)
def test_a_negation_is_no_notice(language: str) -> None:
    assert read(SHAPES[language][3]) is None


@pytest.mark.parametrize("language", SHAPES)
def test_the_credit_of_a_person_is_no_notice(language: str) -> None:
    assert read(SHAPES[language][4]) is None


@pytest.mark.parametrize(
    "text",
    [
        "This article was originally published in El Mundo and translated using AI.",
        "Texten är översatt från finska till svenska av en språkmodell som går i vårt eget hus.",
        "Versión en castellano generada de forma automática a partir del original en inglés.",
        "La version française de cette enquête, parue chez un confrère de Bissau, sort d'un logiciel de traduction.",
        "हिंदी पाठ मशीनी अनुवाद से तैयार किया गया है।",
        "What you read here in English was produced from the Georgian by a language model.",
        "Stories on this desk are rendered from Persian into English by a neural engine.",
        "Diesen Beitrag hat DeepL für unsere Leser aus dem Finnischen geholt.",
        "Unsere polnischen Berichte werden von einer Übersetzungssoftware ins Deutsche gebracht.",
        "Esta web habla catalán gracias a un traductor automático.",
        "This column reaches you in English thanks to ChatGPT.",
        "Lo que lee aquí en español lo hizo Gemini a partir del despacho en árabe.",
        "Brought over from Turkish by Papago.",
        "Het Nederlands op deze pagina is het werk van een algoritme.",
        "ab/ cd/ — tłum. z litewskiego: DeepL, red. Anna Nowak",
        "Перевод с эстонского: Neurotõlge",
        "Omsett frå bokmål av Nynorskroboten",
        "Aus dem Ukrainischen von DeepL, redigiert von Jana Kühn",
        "Перед вами автопереклад з англійської.",
        "Nuestra redacción pasó este texto del portugués al español con una herramienta de inteligencia artificial.",
        "英語版の記事を自動翻訳ツールで日本語にしたものです。",
        "Translated by DeepL and not by a human",
        "Die deutsche Fassung wurde mit DeepL erstellt.",
        "By Ana Pérez, translated by DeepL",
        "AI translated this article.",
        "Machine translation +",
        "Machine translation Show original",
        "Traducido del alemán mediante IA / Carla Ruiz",
        "Матеріал автоматично перекладено з румунської, редакція не вносила змін.",
        "Редакция поручила перевод этого очерка нейросети Qwen.",
        "Пропонуємо вам машинний переклад нарису литовських істориків.",
        "Зроблено онлайн-перекладачем, оригінал угорською.",
        "이 사설의 한국어판은 대형 언어 모델로 만들었습니다.",
        "हिंदी स्तंभ भाषा मॉडल ने बनाया है।",
        "ترجمهٔ این بیانیه کار نرم‌افزار است و اعتبار رسمی ندارد.",
    ],
)
def test_other_shapes_are_notices(text: str) -> None:
    assert read(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Translate this page with Google",
        "DeepL now speaks Albanian",
        "How a language model put Homer into English",
        "Our app speaks Spanish thanks to AI",
        "The English of this film is the work of Anna Berg",
        "You can translate this page automatically.",
        "View machine translation",
        "Automatische Übersetzung anzeigen",
        "Powered by Google Translate",
        "We do not use machine translation.",
        "Human translation. No AI was used.",
        "Translated by our staff, checked by AI",
        "This machine translation startup raised millions.",
        "These translations are machine-generated and may contain errors.",
        "A court annulled the contract, which was translated by machine.",
        "He said this article was translated by AI.",
        "Bu metin yapay zekâyla değil, bir insan tarafından çevrildi.",
        "Bu metni DeepL ile çevirin",
        "Статтю переклала Олена Бойко, нейромережі при цьому не застосовано.",
        "แปลโดยคน ไม่ใช่หุ่นยนต์",
        "Dịch thơ bằng AI: năm cái bẫy",
    ],
)
def test_offers_negations_and_other_subjects_are_no_notices(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("This article was translated by AI. It has been reviewed by an editor.", True),
        ("This article was translated by AI and has not been reviewed by an editor.", False),
        ("Bu metin otomatik çevrilmiştir, bir editör tarafından kontrol edilmemiştir.", False),
        ("این متن با ماشین ترجمه شده و ویرایش نشده است.", False),
        ("AI translation, human-edited", True),
    ],
)
def test_only_a_review_that_took_place_counts(text: str, edited: bool) -> None:
    notices = label_sentences(split_sentences(text), allow_standalone=True)
    assert None not in notices
    assert any(notice.post_edited for notice in notices if notice) == edited


@pytest.mark.parametrize(
    "text",
    [
        "An AI model produced the English version of this story from the Persian original.",
        "Machine translation by Microsoft Translator, proofread by our copy desk",
        "The text below was rendered into English by Gemini; a subeditor has read it over.",
        "You are seeing a computer translation of our French report.",
        "La versión en español la hizo una red neuronal a partir del original ruso; la revisó nuestra mesa de edición.",
        "Texto vertido al español por Copilot y repasado por una editora.",
        "Se muestra una traducción automática. Ver el texto en alemán",
        "La traduzione di questo articolo è opera di un programma informatico.",
        "Versione italiana ottenuta con DeepL, riletta da un redattore.",
        "Viene mostrata la traduzione automatica",
        "Die Übersetzung dieses Beitrags stammt von einem Sprachmodell; das Ressort hat sie gegengelesen.",
        "Übersetzt mit Google Übersetzer",
        "Den deutschen Text hat ein KI-System aus dem Spanischen erstellt.",
        "Ce papier a été mis en français par un réseau de neurones, puis corrigé par notre desk.",
        "Traduction automatique affichée. Afficher l'original",
        "La traduction de cet article a été confiée à une intelligence artificielle.",
        "A tradução deste texto foi feita por um modelo de linguagem e conferida pela redação.",
        "Exibindo tradução automática do espanhol",
        "Haberin Türkçesi bir dil modeli tarafından hazırlandı, dış haberler masası gözden geçirdi.",
        "Bu metni Yandex Çeviri Rusçadan çevirdi.",
        "Otomatik çeviri gösteriliyor",
        "Текст перевела нейросеть, вычитала редактор Анна Белова.",
        "Русский вариант статьи подготовлен с помощью DeepL по английскому оригиналу.",
        "Перевод: Гугл Переводчик, правка редакции",
        "Українську версію цього тексту створив штучний інтелект, а звірив редактор.",
        "Показано машинний переклад з англійської",
        "Versioni shqip i këtij artikulli u përgatit nga një model gjuhësor dhe u kontrollua nga redaksia.",
        "Përkthimi u bë me Google Translate, e lexoi redaktori.",
        "Po shihni një përkthim automatik.",
        "نسخهٔ فارسی این گزارش را یک مدل زبانی از متن انگلیسی آماده کرده است.",
        "ترجمه: گوگل ترنسلیت، ویرایش: تحریریه",
        "ترجمهٔ خودکار نمایش داده می‌شود",
        "تولى ترجمة هذا المقال برنامج ذكاء اصطناعي ودققه محرر.",
        "ترجمة جوجل من الإنجليزية",
        "أنجز الترجمةَ الذكاءُ الاصطناعي وراجعها قسم التحرير.",
        "本文中文版由大语言模型根据英文原文生成，经编辑校阅。",
        "翻译：DeepL，校对：王编辑",
        "当前显示的是机器翻译",
        "この記事の日本語版はAIが英語の原文から作成し、編集部が確認しました。",
        "機械翻訳を表示しています",
        "翻訳：ChatGPT（編集部で校閲）",
        "De Nederlandse tekst is door een taalmodel gemaakt op basis van het Duitse origineel.",
        "Vertaald door een computerprogramma en nagelezen door de redactie",
        "Polską wersję tekstu przygotował model językowy, sprawdziła redakcja.",
        "Tekst przełożony z czeskiego przez program komputerowy",
        "Versiunea în română a fost realizată de un model lingvistic și revăzută de un redactor.",
        "Se afișează traducerea automată",
        "Η ελληνική εκδοχή του άρθρου δημιουργήθηκε με DeepL από το αγγλικό πρωτότυπο.",
        "Τη μετάφραση έκανε πρόγραμμα τεχνητής νοημοσύνης, την έλεγξε συντάκτης.",
        "הגרסה העברית של הכתבה הוכנה בעזרת מודל שפה ונבדקה על ידי עורך.",
        "מוצג תרגום אוטומטי",
        "이 기사의 한국어 번역은 인공지능이 했으며 편집부가 검수했다.",
        "자동 번역본을 보고 계십니다",
        "Den svenska versionen har tagits fram av en språkmodell och granskats av vår desk.",
        "Översättningen är gjord av ett datorprogram",
        "Den danske udgave er lavet med DeepL og læst igennem af en redaktør.",
        "Teksten er oversat af en sprogmodel og gennemset af redaktionen",
        "Den norske versjonen er laget av en språkmodell og kontrollert av desken.",
        "Viser maskinoversettelse fra engelsk",
        "A magyar változatot a DeepL készítette az angol eredeti alapján, szerkesztőnk átnézte.",
        "A cikket nyelvi modell fordította angolról, lektorálta a rovatvezető.",
        "Českou verzi textu vytvořil jazykový model z německého originálu, zkontrolovala ji redakce.",
        "Překlad: umělá inteligence, korektura: redakce",
        "Преводът на тази статия е дело на невронна мрежа, редактиран от дежурния редактор.",
        "Показва се машинен превод",
        "Македонската верзија на текстот ја направи вештачка интелигенција, ја провери уредник.",
        "Hrvatsku verziju teksta izradio je jezični model, a pregledala urednica.",
        "Prijevod je napravio računalni program",
        "Превод: Гугл преводилац, лектура: редакција",
        "Versi Indonesia artikel ini dibuat oleh model bahasa dan disunting redaksi.",
        "Menampilkan terjemahan otomatis",
        "Ev nûçe bi alîkariya zekaya sûnî ji tirkî hatiye wergerandin.",
        "ئەم بابەتە بە زیرەکی دەستکرد لە ئینگلیزییەوە وەرگێڕدراوە و دەستەی نووسەران پێداچوونەوەی بۆ کردووە.",
        "यह लेख कृत्रिम बुद्धिमत्ता की मदद से अंग्रेज़ी से अनुवाद किया गया है और संपादक ने इसे जाँचा है।",
        "अनुवाद: गूगल ट्रांसलेट",
        "Tämä sivu on käännetty Google Kääntäjällä.",
        "Tekoälykäännös",
        "Slovenskú verziu textu vytvoril ChatGPT z českého originálu.",
        "Preklad: DeepL, korektúra: redakcia",
        "Prevod je pripravila umetna inteligenca, pregledalo ga je uredništvo.",
        "Slovensko različico članka je pripravil jezikovni model iz angleškega izvirnika.",
        "Es mostra la traducció automàtica. Mostra l'original",
        "Bản tiếng Việt của bài viết do ChatGPT tạo từ bản gốc tiếng Anh.",
        "Bài viết này được AI dịch từ tiếng Anh.",
        "Tõlgitud DeepL-iga",
        "Eestikeelne versioon on loodud tehisintellektiga ingliskeelse originaali põhjal.",
        "Tekstu no krievu valodas tulkoja MI, rediģēja redakcija.",
        "Lietuvišką versiją parengė kalbos modelis pagal vokišką originalą.",
        "Straipsnį iš anglų kalbos išvertė DI, peržiūrėjo redaktorius.",
        "Məqalə ingiliscədən Azərbaycan dilinə süni intellektlə çevrilib.",
        "Հոդվածը անգլերենից հայերեն է թարգմանել ԱԲ-ն։",
        "Հոդվածի հայերեն տարբերակը ստեղծվել է արհեստական բանականությամբ՝ անգլերեն բնագրի հիման վրա։",
        "ქართული ვერსია შექმნილია ხელოვნური ინტელექტით ინგლისური ორიგინალის საფუძველზე.",
        "ইংরেজি থেকে এআই দিয়ে অনুবাদ করা",
        "คำแปลนี้สร้างโดยปัญญาประดิษฐ์ อาจมีความคลาดเคลื่อน",
        "แปลด้วย Google Translate",
        "Текст је преведен уз помоћ ChatGPT-ја, а прегледао га је уредник.",
    ],
)
def test_a_statement_about_the_version_or_its_translation_is_a_notice(text: str) -> None:
    assert read(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Read this article in your language with machine translation",
        "Claude wrote the report for the ministry in English and French.",
        "The Spanish version of the app was made by Google from its own designs.",
        "AI wrote the summary of this article and an editor checked it.",
        "This article was written by AI and reviewed by an editor.",
        "Google wrote this page for the English version of its service.",
        "Lea esta página en su idioma con traducción automática",
        "El resumen de este artículo lo hizo una inteligencia artificial.",
        "Lesen Sie diesen Artikel in Ihrer Sprache mit maschineller Übersetzung",
        "Dieser Artikel wurde von einer KI geschrieben und von der Redaktion geprüft.",
        "Lisez cette page dans votre langue grâce à la traduction automatique",
        "La version française du jeu a été produite par un studio lyonnais.",
        "Cet article a été rédigé par une intelligence artificielle et relu par un journaliste.",
        "Bu sayfayı makine çevirisiyle kendi dilinizde okuyun",
        "Bu haberi yapay zeka yazdı, editör kontrol etti.",
        "Читайте эту страницу на своём языке с машинным переводом",
        "Эту статью написала нейросеть, проверил редактор.",
        "このページを自動翻訳でお読みください",
        "点击用机器翻译阅读本页",
        "本文由AI生成，编辑审核。",
        "이 페이지를 자동 번역으로 읽으세요",
        "Olvassa az oldalt a saját nyelvén gépi fordítással",
        "इस पृष्ठ को मशीनी अनुवाद से अपनी भाषा में पढ़ें",
        "اقرأ هذه الصفحة بلغتك عبر الترجمة الآلية",
        "كتب هذا النص نموذج لغوي وراجعه محرر.",
        "Leggi questa pagina nella tua lingua con la traduzione automatica",
        "Il testo italiano della legge è stato redatto con l'aiuto di un'IA.",
        "Tekst napisała sztuczna inteligencja, sprawdził redaktor.",
        "Polską wersję językową gry przygotowało studio z Łodzi.",
        "این متن را هوش مصنوعی نوشته و سردبیر بازبینی کرده است.",
        "Ky artikull u shkrua nga inteligjenca artificiale.",
        "Translated by Maria Lopez, illustrated with AI",
        "Übersetzung: Lena Brandt, Bild: KI",
        "Traduit de l'anglais par Claire Fontenay, illustration générée par IA",
        "הכתבה נכתבה בעזרת בינה מלאכותית ונבדקה על ידי עורך.",
        "Το άρθρο γράφτηκε με τεχνητή νοημοσύνη.",
        "Ilustraci vytvořila umělá inteligence, text přeložila Jana Nová.",
        "Перевод Анны Беловой, иллюстрация создана нейросетью",
        "Kääntäjä voitti palkinnon tekoälyä käsittelevän kirjan suomennoksesta.",
        "Tekoäly kirjoitti tämän jutun, ja toimittaja tarkisti sen.",
        "Kuvituksen on tehnyt tekoäly, tekstin kääntänyt Liisa Virtanen.",
        "Lue tämä sivu omalla kielelläsi konekäännöksen avulla",
        "Ministeriö käänsi asiakirjat automaattisesti.",
        "Teksti: Liisa Virtanen, kuvat: tekoäly",
        "Ilustráciu vytvorila umelá inteligencia, text preložila Jana Nová.",
        "Tento článok napísala umelá inteligencia a skontroloval ho redaktor.",
        "Preložené našimi prekladateľmi, nie strojom.",
        "Prekladač Google pribudol do nových telefónov.",
        "Ta članek je napisala umetna inteligenca, pregledal pa urednik.",
        "Prevajalnik Google je dobil nove jezike.",
        "Besedilo je prevedel človek, ne stroj.",
        "Aquest article l'ha escrit una intel·ligència artificial i l'ha revisat un periodista.",
        "Llegiu aquesta pàgina en la vostra llengua amb traducció automàtica",
        "Traduït pels nostres traductors, no per màquines.",
        "El ministeri ha traduït automàticament milers de documents.",
        "Bài viết này do AI viết và được biên tập viên kiểm tra.",
        "Đọc trang này bằng ngôn ngữ của bạn với bản dịch máy",
        "Dịch bệnh lan nhanh, bộ y tế dùng trí tuệ nhân tạo để theo dõi.",
        "Giao dịch tự động trên sàn chứng khoán tăng mạnh",
        "Chiến dịch dùng robot tự động của quân đội",
        "Du khách dùng máy phiên dịch để hỏi đường.",
        "Google Dịch bổ sung ngôn ngữ mới",
        "Selle artikli kirjutas tehisaru ja toimetaja kontrollis üle.",
        "Tõlkinud meie tõlkijad, mitte masin.",
        "Loe seda lehte oma keeles masintõlke abil",
        "Pildid on loodud tehisaruga, tõlkinud Mari Kask",
        "Šo rakstu uzrakstīja mākslīgais intelekts, pārbaudīja redaktors.",
        "Lasiet šo lapu savā valodā ar mašīntulkojumu",
        "Ilustrācija radīta ar mākslīgo intelektu, tulkojusi Ilze Bērziņa",
        "Šį straipsnį parašė dirbtinis intelektas, patikrino redaktorius.",
        "Skaitykite šį puslapį savo kalba naudodami automatinį vertimą",
        "Iliustraciją sukūrė dirbtinis intelektas, išvertė Rasa Jonaitė",
        "Įmonė automatiškai išvertė tūkstančius sutarčių.",
        "Bu məqaləni süni intellekt yazıb, redaktor yoxlayıb.",
        "Bu səhifəni maşın tərcüməsi ilə öz dilinizdə oxuyun",
        "Google Tərcümə yeni dillər əlavə edib.",
        "Tərcümə edən: Leyla Məmmədova, illüstrasiya: süni intellekt",
        "Այս հոդվածը գրել է արհեստական բանականությունը, ստուգել է խմբագիրը։",
        "Կարդացեք այս էջը ձեր լեզվով մեքենայական թարգմանությամբ",
        "Ընկերությունը ավտոմատ թարգմանել է հազարավոր փաստաթղթեր։",
        "ეს სტატია დაწერა ხელოვნურმა ინტელექტმა და შეამოწმა რედაქტორმა.",
        "წაიკითხეთ ეს გვერდი თქვენს ენაზე მანქანური თარგმანით",
        "კომპანიამ ავტომატურად თარგმნა ათასობით დოკუმენტი.",
        "এই প্রতিবেদনটি এআই লিখেছে এবং সম্পাদক যাচাই করেছেন।",
        "মেশিন অনুবাদের সাহায্যে এই পৃষ্ঠাটি আপনার ভাষায় পড়ুন",
        "গুগল ট্রান্সলেটে নতুন ভাষা যুক্ত হয়েছে।",
        "অলংকরণ: এআই, অনুবাদ: শর্মিলা রায়",
        "บทความนี้เขียนโดย AI และตรวจทานโดยบรรณาธิการ",
        "อ่านหน้านี้ในภาษาของคุณด้วยการแปลอัตโนมัติ",
        "เรื่องแปลกของหุ่นยนต์ในโรงงานที่เปลี่ยนแปลงชีวิตคน",
        "บริษัทใช้คอมพิวเตอร์แปลงข้อมูลของลูกค้าโดยอัตโนมัติ",
        "เครื่องแปลภาษารุ่นใหม่วางขายแล้ว",
        "การเปลี่ยนแปลงของข่าวในยุคปัญญาประดิษฐ์",
        "หน้านี้จะเปลี่ยนแปลงโดยอัตโนมัติ",
        "Овај чланак је написала вештачка интелигенција, а прегледао уредник.",
        "Prevela Jelena Petrović, ilustracija: veštačka inteligencija",
        "Prevod knjige o veštačkoj inteligenciji izlazi u maju",
        "Прочитајте ову страницу на свом језику уз машински превод",
    ],
)
def test_offers_and_what_else_machines_made_are_no_notices(text: str) -> None:
    assert read(text) is None


def test_the_language_of_the_news_that_was_translated_is_not_that_of_the_version() -> None:
    found = read("Bulgarca haberin çevirisi Yandex Çeviri ile yapıldı, editörümüz düzeltti.")
    assert found == Notice(language="tr", post_edited=True)


@pytest.mark.parametrize(
    ("text", "language", "source"),
    [
        ("Strojni prijevod sa srpskog jezika", "hr", "sr"),
        ("Mašinski prevod sa srpskog jezika", "sr", "sr"),
        ("Strojni prevod iz srbščine", "sl", "sr"),
        ("Машински превод са хрватског језика", "sr", "hr"),
        ("Strojový preklad z češtiny", "sk", "cs"),
        ("Strojový překlad ze slovenštiny", "cs", "sk"),
    ],
)
def test_languages_that_are_written_alike_are_told_apart(text: str, language: str, source: str) -> None:
    assert read(text) == Notice(language=language, source_language=source)


def test_thai_words_that_differ_by_a_tone_are_told_apart() -> None:
    assert [token.slot for token in read_tokens("ข่าว", "th")] == ["P"]  # news
    assert "P" not in [token.slot for token in read_tokens("ข้าว", "th")]  # rice


def test_hindi_words_that_differ_by_a_vowel_sign_are_told_apart() -> None:
    assert [token.slot for token in read_tokens("बना", "hi")] == ["G"]  # made
    assert [token.slot for token in read_tokens("बिना", "hi")] == ["Z"]  # without


@pytest.mark.parametrize(
    "sentences", [["Թարգմանվել է ավտոմատ։", "Կարդալ բնագիրը"], ["یہ مشینی ترجمہ ہے۔", "اصل متن دیکھیں"]]
)
def test_the_full_stops_of_other_scripts_end_a_sentence(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


def test_a_call_for_attention_before_a_label_belongs_to_it() -> None:
    assert label_sentences(["Внимание!", "Машинный перевод с фарси"], allow_standalone=True)[1] is not None


def test_the_name_of_a_machine_may_be_in_quotation_marks() -> None:
    assert read("Šis straipsnis išverstas naudojant „Google Translate“.") == Notice(language="lt")
    named = read("Straipsnį iš estų kalbos išvertė „Vertukas“ mašininio vertimo sistema.")
    assert named == Notice(language="lt", source_language="et")


def test_a_bot_is_named_after_what_it_did() -> None:
    assert read("Auto-translated from Georgian by @kolibri_bot") == Notice(language="en", source_language="ka")
    assert read("Translated from Georgian by @kolibri") is None


@pytest.mark.parametrize(("text", "language"), [("Norsk (maskinoversatt)", "no"), ("Dansk (maskinoversat)", "da")])
def test_a_label_is_in_the_language_that_it_names(text: str, language: str) -> None:
    assert read(text) == Notice(language=language)


@pytest.mark.parametrize(
    "text", ["Traduit de l'anglais par Claude Mensah", "Un roman traduit par une IA fait scandale à Paris."]
)
def test_a_person_called_like_a_machine_and_a_novel_are_no_notices(text: str) -> None:
    assert read(text) is None


def test_names_of_machines_that_are_part_of_other_words_are_not_examined() -> None:
    assert not find_stems("EMAIL CHAIR KIOSK")
    assert find_stems("AI") == ["AI"]


def test_no_stem_is_longer_than_what_is_compared() -> None:
    stems = {stem for language in LANGUAGE_STEMS for stem in load_words(language).stems}
    assert max(map(len, stems)) <= MAX_STEM_LENGTH
