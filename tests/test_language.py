"""Language: the right code, `und` rather than a guess, and the same answer in any order and thread."""

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from newsvane.language import UNDETERMINED, identify, identify_blocks

SENTENCES = {
    "en": "The ministry said on Monday that the talks in Vienna would go on for another week.",
    "es": "El ministerio dijo el lunes que las conversaciones de Viena seguirán una semana más.",
    "de": "Das Ministerium teilte am Montag mit, dass die Gespräche in Wien noch eine Woche dauern.",
    "fr": "Le ministère a déclaré lundi que les discussions de Vienne dureraient encore une semaine.",
    "it": "Il ministero ha detto lunedì che i colloqui di Vienna dureranno ancora una settimana.",
    "pt": "O ministério disse na segunda-feira que as conversas em Viena não terminariam esta semana.",
    "sq": "Ministria tha të hënën se bisedimet në Vjenë do të vazhdojnë edhe një javë tjetër.",
    "tr": "Bakanlık pazartesi günü Viyana'daki görüşmelerin bir hafta daha süreceğini söyledi.",
    "ru": "Министерство сообщило в понедельник, что переговоры в Вене продлятся ещё неделю.",
    "fa": "وزارت خارجه روز دوشنبه گفت گفتگوهای وین یک هفته دیگر ادامه خواهد داشت.",
    "ar": "قالت الوزارة يوم الاثنين إن المحادثات في فيينا ستستمر أسبوعا آخر.",
    "ckb": "وەزارەت ڕۆژی دووشەممە ڕایگەیاند کە گفتوگۆکانی ڤیەننا هەفتەیەکی تر بەردەوام دەبن.",
    "kmr": "Wezaretê roja duşemê got ku hevdîtinên li Viyanayê wê hefteyeke din jî bidomin.",
    "he": "המשרד אמר ביום שני כי השיחות בווינה יימשכו שבוע נוסף.",
    "zh": "外交部星期一表示，在维也纳举行的会谈还将持续一个星期。",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_identified(code: str) -> None:
    found = identify(SENTENCES[code])
    assert found.code == code
    assert 0.5 <= found.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t ", id="space"),
        pytest.param("12 345,67 – 8", id="digits"),
        pytest.param("😀😀 👍", id="emoji"),
        pytest.param("https://tirana.example/lajme/2026 www.iran.example", id="addresses"),
        pytest.param("desk@paper.example @reporter #iran", id="handles"),
        pytest.param("OK", id="a word of every language"),
        pytest.param("Elite League: Dundee Stars 5-3 Belfast Giants", id="names only"),
    ],
)
def test_no_guess_where_there_is_no_answer(text: str) -> None:
    assert identify(text).code == UNDETERMINED.code


def test_addresses_do_not_count() -> None:
    addresses = "https://www.example.com/this/is/the/english/name/of/the/article " * 5
    assert identify(addresses + SENTENCES["sq"]).code == "sq"


def test_a_text_that_begins_in_another_language_is_what_most_of_it_is() -> None:
    assert identify(f"{SENTENCES['es']}\n\n{SENTENCES['en'] * 60}").code == "en"


def XX_identified_one_by_one() -> None:
    found = identify_blocks([SENTENCES["es"], "", SENTENCES["en"]])
    assert [language.code for language in found] == ["es", "und", "en"]


def test_same_answer_in_any_order() -> None:
    texts = [*SENTENCES.values(), *(text[:25] for text in SENTENCES.values())]
    first = {text: identify(text) for text in texts}
    random.Random(7).shuffle(texts)
    assert {text: identify(text) for text in texts} == first


COLD_START = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from newsvane.language import identify
barrier = Barrier(16)
def work(_):
    barrier.wait()
    return identify("Por qué ganará un segundo mandato el presidente").code
with ThreadPoolExecutor(16) as pool:
    print(sorted(set(pool.map(work, range(16)))))
"""


def test_sixteen_threads_may_start_cold() -> None:
    done = subprocess.run([sys.executable, "-c", COLD_START], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "['es']"


def test_threads_agree_with_one_another() -> None:
    texts = [text[:40] for text in SENTENCES.values()] * 4
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(identify, texts)) == [identify(text) for text in texts]
