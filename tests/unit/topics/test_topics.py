"""Topics: what a query finds, which queries are rejected, and the shipped topics in many languages."""

import csv
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.errors import ConfigError, QueryError
from newsvane.topics import Topic, compile_query, find, load_topics, match
from tests.support.cpu_limit import cpu_limit
from tests.support.examples import examples
from tests.support.query_cases import FOUND, article

TOPICS = Path(__file__).parents[3] / "include" / "watch" / "topics.toml"


@cache
def load_shipped() -> tuple[Topic, ...]:
    return tuple(load_topics(TOPICS.read_text(), path=str(TOPICS)))


@pytest.mark.parametrize(("query", "text", "found"), FOUND)
def test_a_query_finds(query: str, text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in compile_query(query).matches(article(text))] == found


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        pytest.param("iran", ["title", "text"], id="title and text"),
        pytest.param("title:iran", ["title"], id="title"),
        pytest.param("text:(iran OR x)", ["text"], id="group in a field"),
        pytest.param("outlet:courier.example", ["outlet"], id="outlet"),
        pytest.param("outlet:cour*", ["outlet"], id="outlet by prefix"),
        pytest.param("outlet:courier", [], id="outlet is whole"),
        pytest.param("lang:en AND iran", ["title", "language", "text"], id="language"),
        pytest.param("lang:fa AND iran", [], id="other language"),
        pytest.param("country:al", ["country"], id="country"),
        pytest.param("country:(IR OR A*)", ["country"], id="country, a group and a prefix"),
        pytest.param("country:AL -iran", [], id="a field and a minus"),
        pytest.param("title:(talks OR text:talks)", ["text"], id="field within a field"),
        pytest.param('"iran talks"', [], id="no phrase reaches from title to text"),
        pytest.param('"on talks"~5', [], id="no proximity either"),
        pytest.param("on NEAR/3 talks", ["title"], id="the beginning of the text is near the title"),
        pytest.param("on NEAR/2 talks", [], id="the end of the title counts as a word"),
        pytest.param("talks NOT NEAR/3 on", [], id="not near, across the end of the title"),
        pytest.param("text:(talks NEAR/2 iran)", ["text"], id="near within a field"),
        pytest.param("title:(on NEAR/5 talks)", [], id="near within another field"),
    ],
)
def test_a_query_may_name_fields(query: str, fields: list[str]) -> None:
    spans = compile_query(query).matches(article("talks in Iran", title="On Iran", country="AL"))
    assert [span.field for span in spans] == fields


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        pytest.param("published:[2026-01-10 TO 2026-01-20]", "01-10 00:00:00", "01-20 23:59:59", id="both included"),
        pytest.param("published:{2026-01-10 TO 2026-01-20}", "01-11 00:00:00", "01-19 23:59:59", id="both excluded"),
        pytest.param("published:[2026-01-10 TO 2026-01-20}", "01-10 00:00:00", "01-19 23:59:59", id="one included"),
        pytest.param("published:2026-01-10", "01-10 00:00:00", "01-10 23:59:59", id="a day"),
        pytest.param("published:(>=2026-01-10 AND <2026-01-12)", "01-10 00:00:00", "01-11 23:59:59", id=">= and <"),
        pytest.param("published:(>2026-01-10 AND <=2026-01-12)", "01-11 00:00:00", "01-12 23:59:59", id="> and <="),
        pytest.param(
            'published:["2026-01-10T09:00:00+01:00" TO "2026-01-10T10:30:00Z"]', "01-10 08:00:00", "01-10 10:30:00",
            id="times with zones",
        ),
        pytest.param(r"published:[2026-01-10T08\:00\:00 TO 2026-01-11]", "01-10 08:00:00", "01-11 23:59:59", id="UTC"),
    ],
)  # fmt: skip
def test_date_ranges_include_their_limits_as_written(query: str, first: str, last: str) -> None:
    begin, end = (datetime.strptime(f"2026-{text}+0000", "%Y-%m-%d %H:%M:%S%z") for text in (first, last))
    second = timedelta(seconds=1)
    found = [bool(find(query, article(published_at=at))) for at in (begin - second, begin, end, end + second, None)]
    assert found == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("published:2026", True, id="a year"),
        pytest.param("published:2025", False, id="another year"),
        pytest.param("published:2026-12", True, id="a month"),
        pytest.param("published:[* TO 2026-11]", False, id="open, until a month"),
        pytest.param("published:[2026-12 TO *]", True, id="open, from a month"),
        pytest.param("published:*", True, id="any date"),
        pytest.param("x AND NOT published:2026", False, id="not in the year"),
    ],
)
def test_years_and_months_are_ranges(query: str, found: bool) -> None:
    assert bool(find(query, article("x", published_at=datetime(2026, 12, 31, 23, 59, 59, 999, tzinfo=UTC)))) is found


FRAGMENTS = st.sampled_from([
    "a", "é", "ایران", '"', '"a b"', "(", ")", "[", "]", "{", "}", ":", "title:", "published:", "lang:", "*", "?",
    "~", "~3", "~0.5", "^", "^2", "+", "-", "!", "\\", "/", "&&", "<", ">=", "=", " TO ", " AND ", " OR ", " NOT ", " ",
    "\n", ".", "2026", "9" * 30, "[* TO 2026]",
])  # fmt: skip


@settings(max_examples=examples(500), deadline=None, derandomize=True)
@given(st.lists(FRAGMENTS, max_size=9).map("".join))
def test_any_input_compiles_or_is_refused_with_its_position(query: str) -> None:
    try:
        compile_query(query).to_sql()
    except QueryError as error:
        assert re.search(r"query, character \d+ \(near|the query is empty", str(error))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param(" ", "at least one word", id="empty"),
        pytest.param("iran AND", "character 9 .*too early", id="ends too early"),
        pytest.param("iran AND outlet:", "character 10 .* outlet: has no value; .*such as outlet:", id="no outlet"),
        pytest.param("(lang: AND x)", "character 2 .* lang: has no value; .*such as lang:fa", id="no language"),
        pytest.param("country:() x", "character 1 .* country: has no value", id="an empty group"),
        pytest.param('person:""', "character 8 .* person: has no value", id="an empty name"),
        pytest.param('published:""', "character 11 .* published: has no value", id="an empty date"),
        pytest.param(
            "(iran", r"character 1 \(near '\(iran'\): this parenthesis is not closed; write \)", id="open group"
        ),
        pytest.param(
            "(albania OR (iran* OR tehran)",
            r"character 1 \(near '\(albania OR \(iran\*…'\): this parenthesis",
            id="the first of two groups is open",
        ),
        pytest.param(
            '"a (b" OR (iran* OR tehran', r"character 11 \(near '\"a \(b\" OR \(iran\* OR tehran'\)", id="the second"
        ),
        pytest.param(
            "published:[2026-01 TO", r"character 11 .*this bracket is not closed; write \]", id="open range of days"
        ),
        pytest.param(
            "catholics* OR some church~", r"\(near 'catholics\* OR some church~'\)", id="whole words around it"
        ),
        pytest.param("x" * 90 + "~", r"\(near 'x{40}…'\)", id="a very long word"),
        pytest.param("iran)", r"character 5 .*quote", id="stray parenthesis"),
        pytest.param('tehran "iran', "character 8 .*close the phrase", id="open phrase"),
        pytest.param("NOT iran", "character 1 .*AND NOT", id="only negative"),
        pytest.param("a OR NOT b", "character 6 .*AND NOT", id="negative alternative"),
        pytest.param("a NEAR/5", "character 3 .*needs a right side", id="near nothing"),
        pytest.param("NEAR/5 a", "character 1 .*between two sides", id="nothing near"),
        pytest.param("a NEAR b", "character 3 .*number of words: a NEAR/8 b", id="near without a number"),
        pytest.param("a AND NEAR/5 b", "character 7 .*between two sides", id="AND NEAR"),
        pytest.param("a NEAR/0 b", "character 3 .*1 to 50", id="near by no word"),
        pytest.param("a NEAR/51 b", "character 3 .*1 to 50", id="near by too many words"),
        pytest.param("x OR a NEAR/5 b", "character 1 .*in parentheses", id="NEAR beside OR"),
        pytest.param("a NEAR/5 b AND c", "character 10 .*in parentheses", id="NEAR beside AND"),
        pytest.param("a NEAR/5 (b AND c)", "character 10 .*NEAR takes words", id="near an AND"),
        pytest.param('a NEAR/5 "b c"~3', "character 10 .*NEAR takes words", id="near a proximity"),
        pytest.param("a NEAR/5 lang:de", "character 10 .*NEAR takes words", id="near a value"),
        pytest.param("a NOT NEAR/5 (b OR title:c)", "character 14 .*title:", id="near another field"),
        pytest.param("a NEAR/5 (NOT b)", "character 10 .*NEAR takes words", id="near a NOT"),
        pytest.param("a OR +b", "character 6 .*write AND", id="plus beside OR"),
        pytest.param("a && b", "character 3 .*write AND", id="another language's and"),
        pytest.param("a !b", "character 3 .*write NOT", id="another language's not"),
        pytest.param("*iran", "character 1 .*only end a word", id="wildcard first"),
        pytest.param("outlet:*", "only end a value", id="any outlet"),
        pytest.param("published:soon", "character 11 .*not a date; write 2026", id="not a date"),
        pytest.param("published:[2026-13 TO *]", "'2026-13' is not a date", id="not a month"),
        pytest.param("published:[now-7d TO now]", "'now-7d' is not a date", id="date math"),
        pytest.param("published:[2026-01-01", "close|not expected", id="open range"),
        pytest.param("iran lang:english", "character 11 .*did you mean 'en' .English", id="a language in words"),
        pytest.param("country:Spain iran", "character 9 .*did you mean 'ES' .Spain", id="a country in words"),
        pytest.param("lang:(fa OR xx)", "there is no language 'xx'", id="a language that nobody speaks"),
        pytest.param('lang:"a b"~2', "~ cannot be used with lang", id="proximity of values"),
        pytest.param("ir\ud800an", "character 3 .*remove it", id="a lone surrogate"),
        pytest.param("ir?n", "only end a word", id="inner wildcard"),
        pytest.param("*", "only end a word", id="bare wildcard"),
        pytest.param("/ir.n/", "prefix", id="regular expression"),
        pytest.param("iran~", "OR", id="fuzzy"),
        pytest.param("a AND [1 TO 2]", "character 7 .*for dates", id="range"),
        pytest.param("body:iran", "title, text, outlet, lang", id="unknown field"),
        pytest.param("http://x.example", "quotes", id="an address"),
        pytest.param('"!!!"', "no letter", id="no word"),
        pytest.param('"a b c d e"~9', "at most 4", id="long proximity"),
        pytest.param('"a b"~900', "at most 50", id="wide proximity"),
        pytest.param("(" * 300 + "a" + ")" * 300, "flatter", id="deep"),
        pytest.param('"a b"~0.5', "character 6 .*whole number", id="a fractional proximity"),
        pytest.param("a " * 150_000, "at most 200000", id="300 kB"),
        pytest.param("a " * 50_000, "at most 40000", id="50,000 words"),
        pytest.param("NOT " * 2_999 + "a", "flatter", id="NOT 3,000 times"),
    ],
)
def test_a_query_is_refused_with_a_remedy(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        compile_query(query)


PASSAGES = [
    pytest.param("en", "Tehran says the MEK runs troll farms from its camp in Albania.", "iran mek albania", id="en"),
    pytest.param("en", "Members of the People's Mojahedin Organization rallied.", "mek", id="en: full name"),
    pytest.param("en", "The Mojahedin-e-Khalq moved from Camp Ashraf.", "mek", id="en: Persian name"),
    pytest.param("en", "The National Council of Resistance of Iran met.", "iran mek", id="en: council"),
    pytest.param("es", "Los Muyahidines del Pueblo de Irán viven en Albania.", "iran mek albania", id="es"),
    pytest.param("es", "El Gobierno iraní y las autoridades albanesas", "iran albania", id="es: adjectives"),
    pytest.param("fr", "Les Moudjahidine du peuple iranien, réfugiés en Albanie", "iran mek albania", id="fr"),
    pytest.param("fr", "L'OMPI de Maryam Radjavi et le régime des mollahs", "iran mek", id="fr: acronym"),
    pytest.param("de", "Die iranischen Volksmudschahedin in einem albanischen Lager", "iran mek albania", id="de"),
    pytest.param("it", "I Mujaheddin del popolo iraniano vicino a Durazzo", "iran mek albania", id="it"),
    pytest.param("it", "Il governo albanese", "albania", id="it: adjective"),
    pytest.param("sq", "Muxhahedinët e Popullit të Iranit në kampin e Manzës", "iran mek albania", id="sq"),
    pytest.param("sq", "MEK-ut, grup iranian, iu dha strehë në Shqipëri", "iran mek albania", id="sq: acronym"),
    pytest.param("fa", "سازمان مجاهدین خلق ایران در آلبانی", "iran mek albania", id="fa"),
    pytest.param("fa", "اعضای گروهک منافقین در اردوگاه اشرف ۳", "mek albania", id="fa: the state's name for it"),
    pytest.param("ar", "منظمة مجاهدي خلق الإيرانية في ألبانيا", "iran mek albania", id="ar"),
    pytest.param("ar", "والإيرانيون وبألبانيا", "iran albania", id="ar: particles"),
    pytest.param("tr", "İran'daki Halkın Mücahitleri Arnavutluk'ta", "iran mek albania", id="tr"),
    pytest.param("ru", "Организация моджахедов иранского народа в Албании", "iran mek albania", id="ru"),
    pytest.param("he", "המוג'אהדין אל-ח'לק מאיראן באלבניה", "iran mek albania", id="he"),
    pytest.param("ku", "Mucahidên Xelkê yên Îranê li Albanyayê", "iran mek albania", id="ku: Latin script"),
    pytest.param("ku", "موجاهیدینی خەلقی ئێران لە ئەلبانیا", "iran mek albania", id="ku: Arabic script"),
    pytest.param("pt", "Os Mujahidin do Povo, da oposição do Irã, vivem na Albânia.", "iran mek albania", id="pt"),
    pytest.param("pt", "O chefe da diplomacia do Irão", "iran", id="pt: of Portugal"),
    pytest.param("nl", "De Iraanse Volksmoedjahedien in een Albanees kamp", "iran mek albania", id="nl"),
    pytest.param("pl", "Prezydent Iranu o obozie Ludowych Mudżahedinów w Albanii", "iran mek albania", id="pl"),
    pytest.param("uk", "Іранські дипломати залишили Албанію", "iran albania", id="uk"),
    pytest.param("el", "Οι ιρανικές αρχές και η Αλβανία", "iran albania", id="el"),
    pytest.param("en", "Khamenei received the envoys in Mashhad.", "iran", id="en: its leader, a city"),
    pytest.param("en", "Relatives of MKO members asked to visit the camp.", "mek", id="en: the state's acronym"),
    pytest.param("en", "Monafeqin claimed it.", "mek", id="en: the state's name for it"),
    pytest.param("fa", "هوای مشهد و اصفهان", "iran", id="fa: cities"),
    pytest.param("fa", "ﺳﺎﺯﻣﺎﻥ ﻣﺠﺎﻫﺪﻳﻦ ﺧﻠﻖ", "mek", id="fa: presentation forms"),
    pytest.param("sq", "Qeveria shqiptare dhe bashkia e Durrësit", "albania", id="sq: government, a city"),
    pytest.param("sq", "Në Përmet, banorët e Përmetit u ankuan.", "albania", id="sq: a town"),
    pytest.param("en", "The hot springs of Përmet", "albania", id="en: a town"),
    pytest.param("fr", "Cela permet d'avancer, et permettra mieux.", "", id="trap: to permit, in French"),
    pytest.param("ca", "Això permet avançar.", "", id="trap: to permit, in Catalan"),
    pytest.param("en", "A MEK inhibitor shrank melanomas in Iranian patients.", "iran", id="trap: MEK inhibitors"),
    pytest.param("en", "Methyl ethyl ketone (MEK), a solvent, is made in Iran.", "iran", id="trap: the solvent"),
    pytest.param("de", "Das MEK der Polizei nahm den Mann fest.", "", id="trap: a police unit"),
    pytest.param("en", "Kim Mek and his brother", "", id="trap: a man called Mek"),
    pytest.param("en", "Ashraf Ghani met Ashraf Dehghani.", "", id="trap: people called Ashraf"),
    pytest.param("en", "Tiran island; Albany, New York; St Albans; Mr Albani", "", id="trap: Tiran and Albany"),
    pytest.param("en", "Anthony Albanese spoke.", "", id="trap: a prime minister"),
    pytest.param("it", "Francesca Albanese, relatrice", "", id="trap: a rapporteur"),
    pytest.param("es", "Una madre tirana", "", id="trap: tyrant in Spanish"),
    pytest.param("ru", "Конец тирана", "", id="trap: tyrant in Russian"),
    pytest.param("ar", "منتجات الألبان", "", id="trap: milk in Arabic"),
    pytest.param("fr", "L'OMPI protège la propriété intellectuelle.", "", id="trap: WIPO in French"),
    pytest.param("fr", "Le Conseil national de la Résistance de 1943", "", id="trap: the French resistance"),
    pytest.param("en", "M.K.O. and MKO Abiola, the Nigerian publisher", "", id="trap: a Nigerian politician"),
    pytest.param("de", "MEK und SEK übten den Einsatz gegen Terroristen.", "", id="trap: police against terrorists"),
    pytest.param("en", "Mr Mekdad and Zabihullah Mujahid met.", "", id="trap: a minister and a spokesman"),
    pytest.param("en", "Pilgrims left Najaf Ashraf; the Najaf Ashraf base is near.", "", id="trap: a holy city"),
    pytest.param("en", "Tirana Hassan, a human rights lawyer", "", id="trap: Tirana as a first name"),
    pytest.param("en", "Ethnic Albanians in Kosovo voted.", "", id="trap: Albanians of Kosovo"),
    pytest.param("sq", "Këngëtarja shqiptare nga Prishtina", "", id="trap: Albanian of Kosovo, in Albanian"),
    pytest.param("en", "A shiraz from this vineyard is a red wine.", "", id="trap: a wine"),
    pytest.param("en", "The Islamic Republic of Pakistan", "", id="trap: another Islamic Republic"),
    pytest.param("es", "La actriz Iran Castillo habló de su ira.", "", id="trap: an actress, and wrath in Spanish"),
    pytest.param("pt", "Amanhã irão todos à praia, sem ira.", "", id="trap: they will go, in Portuguese"),
    pytest.param("it", "Il volo da Punta Raisi", "", id="trap: an airport"),
    pytest.param("ar", "هذا مشهد من المسلسل", "", id="trap: a scene in Arabic"),
    pytest.param("ro", "Tiranie și tirani", "", id="trap: tyranny in Romanian"),
    pytest.param("en", "The hiring of Miranda in Benkirane's office", "", id="trap: iran inside words"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "topics"), PASSAGES)
def test_the_shipped_topics_match_passages_in_many_languages(language: str, text: str, topics: str) -> None:
    assert " ".join(match(article(text, language=language), load_shipped())) == topics


def passages_in(name: str) -> Iterator[Any]:
    """Yield the passages of a file, with the language and the topics of each."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            title = f"{row['language']}: {row['topics'] or 'trap'}: {row['passage'].partition(':')[0]}"
            yield pytest.param(row["language"], row["passage"], row["topics"], id=title)


@pytest.mark.parametrize(
    ("language", "text", "topics"),
    [*passages_in("ambiguous_passages.tsv"), *passages_in("unnamed_passages.tsv")],
)
def test_the_shipped_topics_know_namesakes_and_what_names_no_country(language: str, text: str, topics: str) -> None:
    assert " ".join(match(article(text, language=language), load_shipped())) == topics


@pytest.mark.parametrize(
    ("language", "text", "topics"),
    [
        pytest.param("zh", "德黑兰和地拉那断交，人民圣战者在营地抗议。", "iran mek albania", id="zh"),
        pytest.param("ja", "首都テヘランで最高指導者ハメネイ師が演説した。", "iran", id="ja"),
        pytest.param("ja", "タイランドのアイランドでイランイランの香りを楽しむ。", "", id="ja: islands and a flower"),
        pytest.param("ko", "이란산 피스타치오 수출이 줄었다.", "iran", id="ko"),
        pytest.param("ko", "테헤란로 오피스의 '그린'이란 말은 광고다.", "", id="ko: a street and a particle"),
        pytest.param("th", "ประธานาธิบดีอิหร่านเดินทางถึงกรุงติรานา", "iran", id="th"),
        pytest.param("ka", "კავკასიის ალბანეთის ტაძარი და ირანელი ტურისტები", "iran", id="ka: Caucasian Albania"),
        pytest.param("hy", "Իրանի արտգործնախարարը մեկնել է Ալբանիա։", "iran albania", id="hy"),
        pytest.param("hi", "ईरान के विदेश मंत्री अल्बानिया पहुँचे।", "iran albania", id="hi"),
        pytest.param("sq", "ILDKPI kontrollon pasuritë e gjyqtarëve.", "albania", id="Albania's asset inspectorate"),
        pytest.param("sq", "BKH bastisi zyrat e kompanisë.", "albania", id="Albania's bureau of investigation"),
        pytest.param("sq", "KQZ në Prishtinë certifikoi rezultatin.", "", id="Kosovo's electoral commission"),
        pytest.param("sq", "Komisariati njoftoi se Policia e Shtetit ndaloi dy vetë.", "albania", id="state police"),
        pytest.param("en", "A breach at AKSHI exposed the register.", "albania", id="Albania's digital agency"),
        pytest.param("de", "Hackerangriff: Homeland Justice bekennt sich", "iran albania", id="hackers"),
        pytest.param("fr", "L'opposant Berisha, assigné à résidence, sort.", "albania", id="fr: Berisha confined"),
        pytest.param("de", "Berisha vom Sondergericht freigelassen", "albania", id="de: Berisha at court"),
        pytest.param("en", "Kosovo's Berisha joined the Democratic Party.", "", id="Kosovo's Berisha"),
        pytest.param("it", "Spiropali presiede la seduta.", "albania", id="speaker of Albania's parliament"),
        pytest.param("ru", "Парк у реки Вьоса и лагуна", "albania", id="ru: the Vjosa"),
        pytest.param("fr", "Une route vers Argyrocastre est coupée.", "albania", id="fr: Gjirokastër"),
        pytest.param("el", "Το Αργυρόκαστρο και οι Βορειοηπειρώτες", "albania", id="el: Northern Epirus"),
        pytest.param("tr", "Dıraç'ta bir gemi yandı.", "albania", id="tr: Durrës"),
        pytest.param("de", "Landung in Rinas: der Flughafen wächst", "albania", id="Tirana's airport"),
        pytest.param("it", "Una villa a Orikum e l'isola di Saseno", "albania", id="it: an island"),
        pytest.param("he", "עוף דורס נצפה בגולן.", "", id="he: a bird of prey"),
        pytest.param("it", "Albanese torna a Bari. Con Nino Albanese suona un trio.", "", id="it: a surname"),
        pytest.param("it", "Un peschereccio albanese è affondato.", "albania", id="it: the adjective"),
        pytest.param("de", "Stromausfall in Rascht und Sandschan", "iran", id="de: cities"),
        pytest.param("fr", "Inondations à Racht, dans le Guilan", "iran", id="fr: a province"),
        pytest.param("es", "Sequía en Kazerún y Semnán", "iran", id="es: cities"),
        pytest.param("ru", "Жители Решта и Казвина", "iran", id="ru: cities"),
        pytest.param("tr", "Erdebil ve Zencan'da kar", "iran", id="tr: cities"),
        pytest.param("ar", "فيضانات في محافظة كيلان", "iran", id="ar: a province"),
        pytest.param("fa", "برف در سقز و بوکان", "iran", id="fa: cities"),
        pytest.param("en", "Snow closed the Rasht Valley road to Garm.", "", id="a valley in Tajikistan"),
        pytest.param("en", "Tankers load again at the Kharg terminal.", "iran", id="an oil terminal"),
        pytest.param("fr", "Transféré à Gohardacht", "iran", id="fr: a prison"),
        pytest.param("it", "La procura di Evin convoca la giornalista.", "iran", id="it: a prosecutor"),
        pytest.param("de", "Anwältin Sotudeh wieder in Haft", "iran", id="de: a defender in prison"),
        pytest.param("tr", "Mollaların rejimi ve Halkın Mücahitleri", "iran mek", id="tr: the MEK and the mullahs"),
        pytest.param("nl", "Volksmoedjahed na aanslag op Beheshti", "iran mek", id="nl: the MEK and a cleric"),
        pytest.param("hr", "Narodni mudžahedini u Parizu", "mek", id="hr: the MEK"),
        pytest.param("es", "Un mitin de Maryam Rayaví", "mek", id="es: Rajavi"),
        pytest.param("fr", "Van Gogh à Auvers-sur-Oise : la résistance d'un peintre", "", id="fr: a village"),
        pytest.param("fr", "Auvers-sur-Oise : siège de la Résistance perquisitionné", "mek", id="fr: headquarters"),
        pytest.param("de", "Winzer setzen auf Shiraz statt Riesling.", "", id="de: a grape"),
        pytest.param("es", "La uva shiraz gana terreno en La Mancha.", "", id="es: a grape"),
        pytest.param("ru", "Виноград сорта шираз", "", id="ru: a grape"),
        pytest.param("en", "A very long night of protest in Shiraz", "iran", id="the city"),
        pytest.param("ar", "الرئيس يبحث مستوى بحر قزوين في باكو", "", id="ar: the Caspian Sea"),
        pytest.param("ar", "توكل كرمان تتحدث في اسطنبول", "", id="ar: a Yemeni surname"),
        pytest.param("en", "Smog keeps schools shut in Karaj. (Mehr News)", "iran", id="a city and an agency"),
        pytest.param("en", "Talks failed, the Taliban told Mehr News.", "", id="an agency alone"),
    ],
)
def test_the_shipped_topics_know_institutions_places_and_names_abroad(language: str, text: str, topics: str) -> None:
    assert " ".join(match(article(text, language=language), load_shipped())) == topics


@pytest.mark.parametrize(
    ("country", "language", "text", "topics"),
    [
        pytest.param("IR", "fa", "رئیس جمهور لایحه بودجه را به مجلس داد.", "iran", id="Iran's president, at home"),
        pytest.param(None, "fa", "رئیس جمهور لایحه بودجه را به مجلس داد.", "", id="some president"),
        pytest.param("IR", "fa", "رئیس جمهور فرانسه لایحه بودجه را داد.", "", id="another president"),
        pytest.param("IR", "en", "Former members of MEK spoke.", "mek", id="the MEK, in Iran"),
        pytest.param("DE", "en", "Former members of MEK spoke.", "", id="some MEK"),
        pytest.param("AL", "sq", "Kryeministri dhe ministrat folën.", "albania", id="Albania's government, at home"),
        pytest.param("XK", "sq", "Kryeministri dhe ministrat folën.", "", id="Kosovo's government, at home"),
        pytest.param("AL", "sq", "Kryeministri i Kosovës foli.", "", id="Kosovo's government, in Albania"),
        pytest.param("AL", "sq", "Këngëtarja doli në skenë.", "", id="not everything that is said there"),
    ],
)
def test_an_outlets_country_decides_what_it_says_of_its_own(
    country: str | None, language: str, text: str, topics: str
) -> None:
    shipped = load_shipped()
    assert " ".join(match(article(text, language=language, country=country), shipped)) == topics


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[[topic]\n", "t.toml.*line 1", id="not TOML"),
        pytest.param(
            '[[topic]]\nid = "a"\ntitle = "A"\nquery = "a AND"', "t.toml, line 4: .*character 6", id="bad query"
        ),
        pytest.param('\n[[topic]]\nid = "a"\nquery = "a"', "t.toml, line 2: .*needs 'title'", id="missing key"),
        pytest.param(
            '[[topic]]\nid = "a"\ntitle = "A"\nquery = "a"\nqery = "b"', "unknown key 'qery'", id="unknown key"
        ),
        pytest.param('[[topic]]\nid = 7\ntitle = "A"\nquery = "a"', "line 2: id", id="wrong type"),
        pytest.param(2 * '[[topic]]\nid = "a"\ntitle = "A"\nquery = "a"\n', "line 6: .*'a' is taken", id="repeated id"),
        pytest.param('[[topics]]\nid = "a"', "line 1: 'topics'", id="unknown table"),
        pytest.param('topic = "a"', "line 1: 'topic'", id="not a table"),
    ],
)
def test_a_topics_file_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_topics(text, path="t.toml")


def test_find_returns_what_the_query_matches() -> None:
    subject = article("Iran")
    assert find("iran", subject) == compile_query("iran").matches(subject) != ()


def test_matching_an_article_takes_less_than_a_millisecond() -> None:
    shipped = load_shipped()
    subjects = [article("The council of the city met about a bridge, a school and the price of bread. " * 31)] * 50
    match(subjects[0], shipped)
    with cpu_limit(0.001 * len(subjects)):
        for subject in subjects:
            assert match(subject, shipped) == ()


def test_queries_on_one_article_share_its_index() -> None:
    subject, other = article("Iran " + "x " * 100_000), article("Iran")
    find("iran", subject)
    with cpu_limit(1):
        assert all(find(f"iran OR a{number}", subject) for number in range(100))
    assert find("x", other) == ()


def test_threads_can_compile_at_the_same_time() -> None:
    queries = [f'(a{n} OR "b c{n}"~3) AND NOT d{n}' for n in range(200)]
    errors: list[Exception] = []

    def compile_all() -> None:
        try:
            for query in queries:
                compile_query.__wrapped__(query)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=compile_all) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        pytest.param("person:maryam-rajavi", True, id="an id"),
        pytest.param('person:"Maryam Rajavi"', True, id="its words"),
        pytest.param("person:Rajavi", True, id="a surname"),
        pytest.param("person:mary*", True, id="a beginning"),
        pytest.param("place:AL", True, id="a country"),
        pytest.param("org:(x OR mek)", True, id="a group"),
        pytest.param("person:mek", False, id="another kind"),
        pytest.param("person:maryam", False, id="ids are whole"),
        pytest.param("danube AND NOT org:mek", False, id="excluded"),
    ],
)
def test_names_are_found_by_their_keys(query: str, matches: bool) -> None:
    keys = ("org:mek", "person:maryam-rajavi", "person:rajavi", "place:al")
    named = article("danube").model_copy(update={"name_keys": keys})
    assert bool(compile_query(query).matches(named)) is matches


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param(
            'person:"—"', "this has no letter or digit; write a name or an id (person:edi-rama)", id="no word"
        ),
        pytest.param("person:ra*ma", "a wildcard may only end a value", id="star inside"),
        pytest.param(
            "people:rama",
            "the fields are title, text, outlet, lang, country, published, central, person",
            id="no field",
        ),
    ],
)
def test_wrong_names_are_explained(query: str, message: str) -> None:
    with pytest.raises(QueryError) as raised:
        compile_query(query)
    assert message in str(raised.value)


def test_topics_cannot_ask_for_names() -> None:
    with pytest.raises(ConfigError) as raised:
        load_topics('[[topic]]\nid = "a"\ntitle = "A"\nquery = "person:rama"\n', path="topics.toml")
    assert "person:, org: and place: find names" in str(raised.value.mistakes[0].message)


def test_a_range_of_dates_that_begins_with_a_sign_is_no_date() -> None:
    for query in ("published:[-1 TO 2]", "published:[2026 TO -2]", "published:{-1 TO *]"):
        with pytest.raises(QueryError, match="is not a date"):
            compile_query(query)


PIECES = [
    "a",
    "MEK",
    '"a b"',
    "*",
    "?",
    "-",
    "+",
    "~",
    "~2",
    "^3",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    " TO ",
    ":",
    "\\",
    "/",
]
PIECES += [" AND ", " OR ", " NOT ", " NEAR/3 ", " ", "2026", "1e18", "-1", ">", "<="]
PIECES += ["\\", "published:", "outlet:", "title:", "person:"]


@settings(max_examples=examples(600), deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join))
def test_whatever_is_written_is_a_query_or_an_error_that_says_where(query: str) -> None:
    try:
        compile_query(query)
    except QueryError as error:
        assert error.reason in {"syntax", "empty", "too_long"}
        assert "cannot be understood" not in str(error)
