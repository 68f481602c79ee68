"""Queries with the passages that they must find, for tests of the matcher and of SQL."""

from datetime import UTC, datetime

import pytest

from newsvane.records import Article


def article(
    text: str = "", *, title: str = "", outlet: str = "courier.example", language: str = "en",
    country: str | None = None, published_at: datetime | None = None,
) -> Article:  # fmt: skip
    url = f"https://{outlet}/1"
    return Article(
        article_id="a1", url=url, canonical_url=url, outlet=outlet, title=title, text=text, words=len(text.split()),
        language=language, country=country, published_at=published_at, fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
    )  # fmt: skip


FOUND = [
    pytest.param("iran", "Iran's minister", ["Iran"], id="word, a possessive"),
    pytest.param("iran", "Miranda, Tirana, Iranian", [], id="word is whole"),
    pytest.param("iran*", "l'Iranien et IRANISCHE", ["Iranien", "IRANISCHE"], id="prefix, any case"),
    pytest.param("shqiperi*", "në SHQIPËRISË", ["SHQIPËRISË"], id="accents do not count"),
    pytest.param("Téhéran", "Teheran", ["Teheran"], id="accents of the query neither"),
    pytest.param("istanbul izmir", "İSTANBUL ve ızmir", ["İSTANBUL", "ızmir"], id="Turkish i, dotted and not"),
    pytest.param("strasse", "Straße", ["Straße"], id="sharp s"),
    pytest.param("e\u0301te", "été", ["été"], id="composed and decomposed"),
    pytest.param("iran", "ＩＲＡＮ", ["ＩＲＡＮ"], id="full width"),
    pytest.param("ﬁlm", "film", ["film"], id="ligature"),
    pytest.param("لايران", "ﻻﻳﺮﺍﻥ", ["ﻻﻳﺮﺍﻥ"], id="Arabic presentation forms, as PDFs have them"),
    pytest.param("mujahedin", "Mujāʼhedīn", ["Mujāʼhedīn"], id="transliteration"),
    pytest.param("ئێران", "ئیران", ["ئیران"], id="Kurdish letters"),
    pytest.param("ايران", "ایران و", ["ایران"], id="Arabic letters find Persian"),
    pytest.param("ایران", "وإيران", ["وإيران"], id="Arabic: and-Iran, hamza"),
    pytest.param("ایران", "لإيران", ["لإيران"], id="Arabic: to-Iran"),
    pytest.param("ایران*", "والإيراني", ["والإيراني"], id="Arabic: and-the-Iranian"),
    pytest.param("إيران*", "للإيرانيين", ["للإيرانيين"], id="Arabic: for-the-Iranians"),
    pytest.param("ایران", "ویران", [], id="Persian: a ruin is not Iran"),
    pytest.param("خلق", "والخلق", [], id="Arabic: nothing is taken off short words"),
    pytest.param("تهران", "تهـــران", ["تهـــران"], id="tatweel"),
    pytest.param("ایران", "اِیران", ["اِیران"], id="vowel signs"),
    pytest.param("ایرانی‌ها", "ایرانیها", ["ایرانیها"], id="zero-width non-joiner"),
    pytest.param('"اشرف 3"', "أشرف ۳", ["أشرف ۳"], id="digits of another script"),
    pytest.param("איראן", "באיראן ושאיראן", ["באיראן", "ושאיראן"], id="Hebrew: in-Iran, and-that-Iran"),
    pytest.param("Йод", "йод", ["йод"], id="Cyrillic"),
    pytest.param("MEK", "The MEK-ut and MEK's", ["MEK", "MEK"], id="acronym"),
    pytest.param("MEK", "Mr Mek, mek", [], id="acronym in capitals only"),
    pytest.param("mek", "MEK", ["MEK"], id="small letters find capitals"),
    pytest.param('"edi rama"', "Edi\n\nRama", ["Edi\n\nRama"], id="phrase"),
    pytest.param('"edi rama"', "Rama, Edi", [], id="phrase in its order"),
    pytest.param('"mujahed* khalq"', "Mujahedin-Khalq", ["Mujahedin-Khalq"], id="prefix in a phrase"),
    pytest.param("ashraf-3", "in Ashraf 3", ["Ashraf 3"], id="hyphenated word is a phrase"),
    pytest.param('"camp mek"~2', "the MEK in its camp", ["MEK in its camp"], id="proximity, any order"),
    pytest.param('"camp mek"~1', "the MEK in its camp", [], id="proximity, too far"),
    pytest.param('"a a"~3', "a b", [], id="proximity wants two words"),
    pytest.param('"a b c"~1', "c x b a", ["c x b a"], id="proximity of three, one other among them"),
    pytest.param('"a b c"~1', "c x b x a", [], id="proximity of three, two others"),
    pytest.param('"a* ab"~1', "ab", [], id="proximity: no word counts twice"),
    pytest.param("a b", "b a", ["b", "a"], id="side by side means both"),
    pytest.param("a b", "a", [], id="one of both is not enough"),
    pytest.param("a OR b AND c", "a", ["a"], id="AND binds first"),
    pytest.param("(a OR b) AND c", "a", [], id="group"),
    pytest.param("a AND NOT b", "a b", [], id="NOT"),
    pytest.param("a -b", "a c", ["a"], id="minus"),
    pytest.param("a AND (NOT b OR c)", "a b c", ["a", "c"], id="NOT within"),
    pytest.param("iran OR irani*", "Iranian Iran Irani", ["Iranian", "Iran", "Irani"], id="spans in order, each once"),
    pytest.param("a^2", "a", ["a"], id="boost does nothing"),
    pytest.param("+a +b -c", "b a", ["b", "a"], id="plus and minus"),
    pytest.param("a b OR c", "a c", ["a", "c"], id="side by side binds last"),
    pytest.param("a b OR c", "b c", [], id="side by side binds last: a must be there"),
    pytest.param(r"a\:b", "a:b", ["a:b"], id="escaped colon"),
    pytest.param(r'"a \"b\" c"', 'a "b" c', ['a "b" c'], id="escaped quotes"),
    pytest.param("co\u00adop", "coop", ["coop"], id="soft hyphen"),
    pytest.param("x", "", [], id="no text"),
    pytest.param("mek NEAR/3 iran", "MEK, a group in Iran", [], id="near: too far"),
    pytest.param("mek NEAR/4 iran", "MEK, a group in Iran. MEK", ["MEK", "MEK"], id="near: on both sides"),
    pytest.param("mek NEAR/1 iran", "MEK x Iran x x MEK, Iran", ["MEK"], id="near: only the occurrence beside it"),
    pytest.param('"a b" NEAR/2 "c d"', "a b c d", ["a b"], id="near: phrases"),
    pytest.param('"a b" NEAR/1 "c d"', "a b c d", [], id="near: a phrase stands wholly in the window"),
    pytest.param('"a b" NEAR/3 "b c"', "a b c", [], id="near: the phrases do not overlap"),
    pytest.param('"a b" NEAR/5 "c d"', "c a b d", [], id="near: no phrase reaches across the occurrence"),
    pytest.param("(a OR b) NEAR/1 (c OR d)", "x b d a x a", ["b", "a"], id="near: groups"),
    pytest.param("mek NEAR/2 ایران*", "MEK والإيرانيين", ["MEK"], id="near: particles"),
    pytest.param("a NEAR/1 b NOT NEAR/1 c", "a b x c a b", ["a"], id="near: one context and not another"),
    pytest.param("(a NEAR/1 b) NOT NEAR/1 c", "a b x c a b", ["a"], id="near: a group has a further context"),
    pytest.param(
        "MEK NOT NEAR/3 solvent*",
        "The MEK solvent evaporates. The exiled MEK organisation, which has remained solvent, met",
        ["MEK"],
        id="not near: vetoes only the occurrence it stands near",
    ),
    pytest.param("mek NOT NEAR/3 solvent*", "A solvent named MEK", [], id="not near: before it"),
    pytest.param("x a NEAR/1 b", "b a", [], id="near binds before what stands beside it"),
    pytest.param("x a NEAR/1 b", "x y b a", ["x", "a"], id="near, and another word"),
    pytest.param('"NEAR/8"', "NEAR 8", ["NEAR 8"], id="NEAR in quotes is a word"),
]  # fmt: skip
