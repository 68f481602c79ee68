"""Strategies that generate articles in many scripts, and queries over their words."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from newsvane.records import Article
from newsvane.topics.folding import tokenize

WORDS = [
    "iran", "Iran", "IRAN", "irani", "mek", "MEK", "Mek", "MEK-ut", "Ashraf", "ashraf-3", "a", "b", "ab", "A",
    "3", "Straße", "STRASSE", "straẞe", "İran", "ıran", "IŞIK", "Téhéran", "te\u0301he\u0301ran", "ﬁlm", "film",
    "ＩＲＡＮ", "Shqipërisë", "Żółw", "zolw", "ΌΔΟΣ", "όδος", "Йод", "йод", "ИРАН", "Muja\u02bchedin", "l'Iran",
    "co\u00adop", "ایران", "وإيران", "ايراني", "والإيرانيين", "خلق", "وخلقهم", "خەلق", "مجاهدین‌خلق",
    "تهـــران", "ـ", "اِیران", "۳", "٣", "ﺍﻳﺮﺍﻥ", "ﻻ", "لا", "ئێران", "איראן", "באיראן", "ושאיראן", "לק",
    "אבגד", "ואבגד", "한국", "हिन्दी", "العراق", "وMEKx", "و2026", "北京", "北京市", "東京タワー", "とうきょう",
    "京", "が京", "กรุงเทพ", "กรุ", "မြန်မာ", "北京MEK",
    "दिल्ली", "दिल्लीवाले", "Ἀθήνα", "ΑΘΗΝΑ", "Αθήνας", "תל", "ותל", "Україна", "УКРАЇНА",
]  # fmt: skip
GAPS = [" ", " ", "  ", "\n\n", ", ", "-", "'", "\u200c", "\u200b", "\u200f ", " \u0301", "_", ".", "·", "\t", " \x00 "]

DAYS = [
    None,
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 1, 31, 23, 59, 59, 7, tzinfo=UTC),
    datetime(2026, 2, 1, tzinfo=UTC),
]
NAME_KEYS = [(), ("place:al", "place:tirana"), ("org:mek", "person:maryam-rajavi", "person:rajavi")]
DATES = ["2026", "2026-01", "2026-1-31", "2026-02-01", '"2026-01-31T23:59:59Z"', "2025-12", "*"]


@st.composite
def texts(draw: st.DrawFn, most: int = 12) -> str:
    return "".join(draw(st.lists(st.sampled_from(WORDS) | st.sampled_from(GAPS), max_size=most)))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    url = "https://courier.example/1"
    return Article(
        article_id="a", url=url, canonical_url=url, words=1, fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        outlet=draw(st.sampled_from(["courier.example", "other.example"])), title=draw(texts(4)), text=draw(texts()),
        language=draw(st.sampled_from(["en", "fa"])), country=draw(st.sampled_from([None, "AL", "ir"])),
        published_at=draw(st.sampled_from(DAYS)),
        central_topics=draw(st.sampled_from([(), ("iran",), ("Iran", "mek")])),
        name_keys=draw(st.sampled_from(NAME_KEYS)),
    )  # fmt: skip


def _word(word: str) -> str:
    return word.replace("'", "\\'")


words = st.sampled_from([word for word in WORDS if word != "ـ"]).map(_word)
stems = st.builds(lambda word, length: f"{word[:length]}*", words, st.integers(1, 5)).filter(
    lambda stem: stem[0].isalpha() and stem[-2] != "\\" and "-" not in stem
)
terms = words | stems
single = terms.filter(lambda term: len(tokenize(term)) == 1 and not {"'", "-"} & {*term})
phrases = st.lists(terms, min_size=1, max_size=4).map(lambda some: f'"{" ".join(some)}"')
close = st.lists(single, min_size=2, max_size=4).map(lambda some: f'"{" ".join(some)}"')
ends = st.sampled_from(["{}[{} TO {}]", "{}[{} TO {}}}", "{}{{{} TO {}]", "{}{{{} TO {}}}"])
values = (
    st.sampled_from([
        "outlet:courier.example",
        "outlet:cour*",
        "lang:en",
        "language:F*",
        "country:al",
        "country:(IR OR FR)",
        "central:IRAN",
        "central:(me* OR x)",
        "person:Rajavi",
        'person:("Maryam  Rajavi" OR edi*)',
        "org:MEK",
        "place:(AL OR tehran)",
        "place:t*",
    ])
    | st.builds(str.format, ends, st.just("published:"), st.sampled_from(DATES), st.sampled_from(DATES))
    | st.builds("published:{}{}".format, st.sampled_from(["", ">=", ">", "<", "<="]), st.sampled_from(DATES[:-1]))
)
sides = terms | phrases | st.builds("({} OR {})".format, terms, phrases)
contexts = st.lists(
    st.builds("{}NEAR/{} {}".format, st.sampled_from(["", "NOT "]), st.integers(1, 6), sides), min_size=1, max_size=2
).map(" ".join)
near = st.builds("({} {})".format, sides, contexts)
leaves = (
    terms | phrases | values | near
    | st.builds("{}~{}".format, close, st.integers(0, 6))
    | st.builds("{}:{}".format, st.sampled_from(["title", "text"]), terms | phrases | near)
)  # fmt: skip
queries = st.recursive(
    leaves,
    lambda inner: (
        st.builds("({} OR {})".format, inner, inner)
        | st.builds("({} AND {})".format, inner, inner)
        | st.builds("({} {})".format, inner, inner)
        | st.builds("({} AND NOT {})".format, inner, inner)
        | st.builds("(+{} -{})".format, inner, inner)
        | st.builds("title:({} OR {})".format, inner, inner)
    ),
    max_leaves=6,
)


FEW = ["a", "b", "MEK", "mek", "ایران"]
few_words = st.lists(st.sampled_from([*FEW, "وإيران", "x"]), max_size=9).map(" ".join)
few_sides = st.sampled_from(FEW) | st.builds(
    "({} OR {})".format,
    st.sampled_from([*FEW, '"a b"', "me*", '"x b a"']),
    st.sampled_from([*FEW, '"b ایران"', '"mek me*"']),
)
few_near = st.builds(
    "{}({} {})".format,
    st.sampled_from(["", "title:", "text:"]),
    few_sides,
    st.lists(
        st.builds("{}NEAR/{} {}".format, st.sampled_from(["", "NOT "]), st.integers(1, 4), few_sides),
        min_size=1,
        max_size=3,
    ).map(" ".join),
)
