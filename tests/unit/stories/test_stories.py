"""Copies among texts of random words, which share nothing unless a test copies a part of one."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane import urls
from newsvane.records import Article, Grouping, Translation
from newsvane.stories import compare_texts, group, keep_story_ids, sketch
from newsvane.stories.repeated_sentences import find_repeated_sentences, remove_repeated_sentences
from newsvane.texts import text_hash
from tests.support.examples import examples

DAY = datetime(2026, 5, 1, tzinfo=UTC)
LICENCE = "All our content may be used freely under the licence of the agency as long as the agency is named beside it"


def prose(seed: object, count: int = 150) -> str:
    """`count` words in sentences of ten."""
    draw = random.Random(str(seed))
    vocabulary = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 9))) for _ in range(count)]
    return " ".join(" ".join(vocabulary[at : at + 10]).capitalize() + "." for at in range(0, count, 10))


def cut(text: str, share: float) -> str:
    words = text.split()
    return " ".join(words[: int(len(words) * share)])


def damaged(text: str, every: int) -> str:
    return " ".join(f"{word}x" if number % every == 0 else word for number, word in enumerate(text.split()))


def reordered(text: str) -> str:
    sentences = text.split(". ")
    return ". ".join(sentences[8:] + sentences[:8])


def article(name: str, text: str, *, day: float | None = 0, outlet: str = "", **fields: Any) -> Article:
    url = f"https://{outlet or name + '.example'}/{name}"
    title = fields.pop("title", name)
    return Article(
        article_id=name,
        url=url,
        canonical_url=url,
        outlet=outlet or f"{name}.example",
        title=title,
        published_at=None if day is None else DAY + timedelta(days=day),
        fetched_at=fields.pop("fetched_at", DAY),
        text=text,
        text_hash=fields.pop("text_hash", text_hash(text)),
        words=fields.pop("words", len(text.split())),
        **fields,
    )


def translated(source: str, state: Any = "translated") -> Translation:
    return Translation(state=state, source_url=source)


def links(articles: list[Article], **options: Any) -> dict[str, tuple[str, str | None]]:
    return {g.article_id: (g.copy_of, g.copy_kind) for g in group(articles, **options) if g.copy_of is not None}


A, B = prose("a"), prose("b")
LONG_PRICES = " ".join(f"{prose(n, 4)} {n}00 {prose(-n, 2)}" for n in range(1, 20))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(A.upper().replace(". ", " — "), "same_text", id="case and punctuation"),
        pytest.param(damaged(A, 40), "near_copy", id="a word in forty changed"),
        pytest.param(cut(A, 0.6), "near_copy", id="cut to 60 %"),
        pytest.param(cut(A, 0.4), "near_copy", id="cut to 40 %"),
        pytest.param(prose("lead", 40) + " " + A, "near_copy", id="lead added"),
        pytest.param(A + " " + prose("promotion", 20), "near_copy", id="promotion appended"),
        pytest.param(reordered(A), "near_copy", id="paragraphs reordered"),
        pytest.param(A + " " + B, "near_copy", id="stitched with another"),
        pytest.param(B, None, id="another text"),
        pytest.param(cut(A, 0.2) + " " + B, None, id="quotes a fifth"),
        pytest.param(A + " " + prose("long", 600), None, id="a long article that takes it in"),
        pytest.param(cut(A, 0.1), None, id="too short to compare"),
    ],
)
def test_a_later_text_is_a_copy(text: str, expected: str | None) -> None:
    found = links([article("later", text, day=1), article("first", A)])
    assert found == ({"later": ("first", expected)} if expected else {})


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [
        pytest.param({"day": 0}, {"day": 13}, True, id="inside the window"),
        pytest.param({"day": 0}, {"day": 15}, False, id="outside the window"),
        pytest.param({"day": -40}, {"day": None}, False, id="no date, fetched long after"),
        pytest.param(
            {"day": 0}, {"day": None, "fetched_at": DAY + timedelta(days=15)}, False, id="no date, fetched late"
        ),
        pytest.param({"day": None}, {"day": None, "fetched_at": DAY + timedelta(hours=1)}, True, id="no dates"),
        pytest.param({"text_hash": ""}, {"day": 1}, True, id="hash not known"),
        pytest.param({"text": ""}, {"day": 1}, True, id="text dropped"),
    ],
)
@pytest.mark.parametrize(
    "change", [pytest.param(str, id="same"), pytest.param(lambda text: damaged(text, 40), id="near")]
)
def test_head_and_window(
    first: dict[str, Any], later: dict[str, Any], expected: bool, change: Callable[[str], str]
) -> None:
    if first.get("text") == "":
        first = {**first, "text_hash": text_hash(change(A)), "words": 150}
    text = first.get("text", A)
    fields = {key: value for key, value in first.items() if key != "text"}
    pair = [article("z-first", text, **fields), article("a-later", change(A), **later)]
    found = links(pair)
    assert set(found) == ({"a-later"} if expected else set())
    assert all(head == "z-first" for head, _ in found.values())


def test_short_texts_and_no_text_are_not_the_same_text() -> None:
    short = "Photo: the agency"
    assert not links([article("a", short), article("b", short), article("c", ""), article("d", "")])


def test_a_copy_of_a_copy_names_the_head() -> None:
    once = damaged(A, 60)
    twice = once + " " + prose("more", 20)
    found = group([article("a", A), article("b", once, day=1), article("c", twice, day=2), article("d", twice, day=3)])
    assert [(g.copy_of, g.copy_kind, g.story_id) for g in found] == [
        (None, None, urls.story_id("a")),
        ("a", "near_copy", urls.story_id("a")),
        ("a", "near_copy", urls.story_id("a")),
        ("a", "near_copy", urls.story_id("a")),
    ]
    assert found[3].evidence[0] == "same text"
    assert all(line.startswith("overlap ") and line.endswith(" five-word sequences") for line in found[3].evidence[1:])
    assert 0.7 <= (found[3].score or 0) < 1


def test_a_page_that_stitches_two_articles_does_not_join_them() -> None:
    found = links([article("a", A), article("b", B), article("stitched", A + " " + B, day=1)])
    assert found.keys() == {"stitched"}
    assert links([article("stitched", A + " " + B), article("a", A, day=1), article("b", B, day=1)]).keys() == {
        "a",
        "b",
    }


def test_an_earlier_arrival_becomes_the_head() -> None:
    assert links([article("a", A, day=2), article("b", A, day=1)]) == {"a": ("b", "same_text")}
    late = article("c", A, day=0)
    assert links([article("a", A, day=2), article("b", A, day=1), late]) == {
        "a": ("c", "same_text"),
        "b": ("c", "same_text"),
    }


def test_sentences_that_an_outlet_repeats_link_nothing() -> None:
    """Captions of six words above a licence of fifty look like copies until the agency is known to repeat it."""
    licence = f"{LICENCE}. {prose('terms', 30)}"
    captions = [article(f"n{n}", f"{prose(n, 6)} {licence}", outlet="agency.example", day=n / 9) for n in range(10)]
    assert links(captions[:9]).keys() == {f"n{n}" for n in range(1, 9)}
    assert not links(captions)
    short = [article(f"m{n}", f"{prose(n, 30)} {licence}", outlet="press.example", day=n) for n in range(12)]
    copy = article("copy", prose(3, 30), day=4)
    assert links([*short, copy]) == {"copy": ("m3", "near_copy")}
    assert not links(short)


@pytest.mark.parametrize(
    ("days", "repeated"),
    [
        pytest.param([0] * 10, True, id="ten of a day"),
        pytest.param([0] * 9, False, id="nine"),
        pytest.param(range(0, 14), True, id="a fortnight"),
        pytest.param(range(0, 100, 10), False, id="over months"),
    ],
)
def test_a_sentence_is_repeated_within_the_window(days: list[int], repeated: bool) -> None:
    texts = [f"{prose(n, 10)} {LICENCE}. Short one." for n in range(len(days))]
    repeating = [article(f"n{n}", text, outlet="o.example", day=days[n]) for n, text in enumerate(texts)]
    at_other_outlets = [article(f"e{n}", texts[0], day=days[n]) for n in range(len(days))]
    found = find_repeated_sentences([*repeating, *at_other_outlets], window_days=14)
    assert {bool(found[each.article_id]) for each in repeating} == {repeated}
    assert not any(found[each.article_id] for each in at_other_outlets)
    assert [remove_repeated_sentences(each, found[each.article_id]).count("licence") for each in repeating] == [
        not repeated
    ] * len(repeating)


PRICES = "Gold rose to {} dollars an ounce in the morning and silver to {} while copper stood at {} and tin at {}. "


@pytest.mark.parametrize(
    ("first", "later", "same_outlet", "linked"),
    [
        pytest.param(A, A + B[:60], True, True, id="an outlet's update"),
        pytest.param(A, prose("lead", 40) + A, True, False, id="its own text under a new lead"),
        pytest.param(A, prose("lead", 40) + A, False, True, id="another's text under a new lead"),
        pytest.param(A, " ".join(A.split()[50:]), True, True, id="its own text without the lead"),
        pytest.param(A + PRICES.format(1, 2, 3, 4), A + PRICES.format(5, 6, 7, 8), False, False, id="other numbers"),
        pytest.param(A + PRICES.format(1, 2, 3, 4), A + PRICES.format(1, 2, 3, 4) + "So.", False, True, id="the same"),
        pytest.param(A + PRICES.format(1, 2, 3, 4), A, False, True, id="numbers left out"),
        pytest.param(f"In 12 towns {A} {LONG_PRICES}", f"In 15 towns {A} {LONG_PRICES}", True, False, id="in the lead"),
        pytest.param(f"In 12 towns {A} {LONG_PRICES}", f"In 15 towns {A} {LONG_PRICES}", False, True, id="one of many"),
    ],
)
def test_a_form_with_other_numbers_is_no_copy(first: str, later: str, same_outlet: bool, linked: bool) -> None:
    outlet = "one.example" if same_outlet else ""
    pair = [article("first", first, outlet=outlet), article("later", later, outlet=outlet, day=0.2)]
    assert links(pair).keys() == ({"later"} if linked else set())


@pytest.mark.parametrize(
    ("titles", "day", "every", "linked"),
    [
        pytest.param(("Auction 7 of oil", "Auction 8 of oil"), 0.1, 40, False, id="other numbers in the titles"),
        pytest.param(("Auction 7 of oil", "Oil is sold"), 0.1, 40, True, id="a number in one title"),
        pytest.param(("Oil", "Oil"), 1, 40, True, id="changed a day later"),
        pytest.param(("Oil", "Oil"), 3, 20, False, id="changed days later"),
        pytest.param(("Oil", "Oil"), 3, 80, True, id="hardly changed days later"),
    ],
)
def test_a_later_report_of_one_outlet_is_no_copy_if_it_reports_something_new(
    titles: tuple[str, str], day: float, every: int, linked: bool
) -> None:
    first = article("first", A, outlet="one.example", title=titles[0])
    later = article("later", damaged(A, every), outlet="one.example", title=titles[1], day=day)
    assert links([first, later]).keys() == ({"later"} if linked else set())


def test_one_address_under_two_ids_is_one_article() -> None:
    first = article("first", A)
    later = article("later", B, day=40).model_copy(update={"canonical_url": first.canonical_url})
    assert links([later, first]) == {"later": ("first", "same_address")}


def test_six_updates_of_one_story_are_not_taken_for_repetition() -> None:
    updates = [article(f"n{n}", f"{A} {prose(n, 10)}", day=n / 24, outlet="live.example") for n in range(6)]
    assert links(updates).keys() == {"n1", "n2", "n3", "n4", "n5"}


ORIGINAL = "https://original.example/original"


@pytest.mark.parametrize(
    ("translation", "text", "expected"),
    [
        pytest.param(translated(ORIGINAL), B, ("original", "translation"), id="declared"),
        pytest.param(translated(ORIGINAL, "proxy"), B, ("original", "translation"), id="through a proxy"),
        pytest.param(translated(f"{ORIGINAL}/?utm_source=x#top"), B, ("original", "translation"), id="other form"),
        pytest.param(translated(ORIGINAL), A, ("original", "same_text"), id="not translated after all"),
        pytest.param(translated("https://elsewhere.example/"), B, None, id="original not known"),
        pytest.param(translated("javascript:alert(1)"), B, None, id="no address"),
        pytest.param(translated("https://copy.example/copy"), B, None, id="declares itself"),
        pytest.param(translated(ORIGINAL, "possible"), B, None, id="only possible"),
    ],
)
def test_declared_translations(translation: Translation, text: str, expected: tuple[str, str] | None) -> None:
    """The original is the head even where its date is unknown or later."""
    for day in (None, -7, 0, 7):
        found = links([article("original", A), article("copy", text, day=day, translation=translation)])
        assert found == ({"copy": expected} if expected else {})


def test_a_copy_of_a_translation_is_a_translation() -> None:
    found = links([
        article("original", A),
        article("es", B, day=1, translation=translated(ORIGINAL)),
        article("es-copy", B, day=2),
    ])
    assert found == {"es": ("original", "translation"), "es-copy": ("original", "translation")}


def test_two_that_declare_each_other_have_the_earlier_as_head() -> None:
    a = article("a", A, translation=translated("https://b.example/b"))
    b = article("b", B, day=1, translation=translated("https://a.example/a"))
    assert links([a, b]) == {"b": ("a", "translation")}


def test_one_id_twice_counts_as_last_fetched() -> None:
    old = article("a", B, day=1)
    new = article("a", A, day=1, fetched_at=DAY + timedelta(hours=1))
    for given_ in ([old, new], [new, old]):
        assert links([*given_, article("b", A)]) == {"a": ("b", "same_text")}


def test_no_articles_give_no_groupings() -> None:
    assert group([]) == []


TEXTS = [
    A,
    damaged(A, 40),
    damaged(A, 7),
    cut(A, 0.5),
    reordered(A),
    f"{A} {B}",
    f"{B} {prose('c', 60)}",
    B,
    cut(B, 0.5),
    prose("d"),
]
days = st.one_of(st.none(), st.integers(min_value=0, max_value=20))
sets = st.lists(st.tuples(st.sampled_from(TEXTS), days), min_size=2, max_size=9)


def bands(article: Article) -> set[object]:
    found = sketch(article)
    return {article.text_hash, *found.bands}


def looked_up(new: list[Article], history: list[Article], groups: dict[str, Grouping]) -> list[Article]:
    """Return what a lake would: all that share a bucket or hash with the new articles, and their whole groups."""
    wanted = set().union(*map(bands, new))
    heads = {groups[one.article_id].story_id for one in history if wanted & bands(one)}
    return [one for one in history if groups[one.article_id].story_id in heads]


@settings(max_examples=examples(60), deadline=None)
@given(sets, st.randoms(use_true_random=False))
def test_any_order_and_any_batches_give_the_same_groups(
    drawn: list[tuple[str, int | None]], draw: random.Random
) -> None:
    articles = [article(f"n{number}", text, day=day) for number, (text, day) in enumerate(drawn)]
    at_once = group(articles)
    draw.shuffle(articles)
    assert group(articles) == at_once
    groups: dict[str, Grouping] = {}
    history: list[Article] = []
    while articles:
        batch = [articles.pop() for _ in range(min(len(articles), draw.randint(1, 4)))]
        groups |= {g.article_id: g for g in group([*batch, *looked_up(batch, history, groups)])}
        history += batch
    assert {g.article_id: g.copy_of for g in groups.values()} == {g.article_id: g.copy_of for g in at_once}


@pytest.mark.parametrize(
    ("groups", "known", "expected"),
    [
        pytest.param([["a", "b"]], {}, {"a": "a", "b": "a"}, id="new"),
        pytest.param([["b", "a"]], {"a": "a"}, {"a": "a", "b": "a"}, id="an earlier head"),
        pytest.param([["b", "c", "a"]], {"a": "a", "c": "a"}, {"a": "a", "b": "a", "c": "a"}, id="a copy too"),
        pytest.param([["a", "b", "c"]], {"a": "a", "b": "b", "c": "b"}, dict.fromkeys("abc", "b"), id="merged"),
        pytest.param([["a"], ["b", "c"]], dict.fromkeys("abc", "a"), {"a": "a", "b": "b", "c": "b"}, id="split"),
        pytest.param(
            [["b"], ["c", "d"]], dict.fromkeys("bcd", "a"), {"b": "b", "c": "a", "d": "a"}, id="split, first gone"
        ),
        pytest.param([["a"], ["b"]], {"a": "a", "b": "b"}, {"a": "a", "b": "b"}, id="as it was"),
    ],
)
def test_stories_keep_their_ids(groups: list[list[str]], known: dict[str, str], expected: dict[str, str]) -> None:
    groupings = [
        Grouping(article_id=member, copy_of=None if member == head else head, story_id=urls.story_id(head))
        for head, *rest in groups
        for member in (head, *rest)
    ]
    found = keep_story_ids(groupings, {article_id: urls.story_id(story) for article_id, story in known.items()})
    assert {g.article_id: g.story_id for g in found} == {one: urls.story_id(story) for one, story in expected.items()}
    assert [g.copy_of for g in found] == [g.copy_of for g in groupings]


def test_text_overlap() -> None:
    half = compare_texts(A, cut(A, 0.5))
    assert half.containment == 1
    assert 0.45 < half.jaccard < 0.5
    assert compare_texts(A, B).shared == 0
    assert compare_texts(A, "too short").jaccard == 0


def test_sketch_is_fixed() -> None:
    """Sketches are stored in the lake: a change of hashing or rensa would separate old articles from new ones."""
    found = sketch(article("fox", "The quick brown fox jumps over the lazy dog " * 3 + "and then it rests"))
    assert found is not None
    assert (len(found.bands), found.shingles, found.bands[0]) == (32, 13, 8065114062511472585)
    assert all(-(2**63) <= band < 2**63 for band in found.bands)
    assert sketch(article("fox", "The quick brown fox")).bands == ()


def test_sketch_compares_unspaced_scripts_by_character() -> None:
    text = "記者会見で外務大臣は新しい協定について説明し来週から交渉が始まると述べた。野党は国会での審議を求めている。"
    assert compare_texts(text, text[:40]).containment == 1
