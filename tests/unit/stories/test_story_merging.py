"""When two stories on one event become one, and what keeps the stories of two events apart."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest
from evaluation.reported_events import load_reports, with_names

from newsvane.records import Article
from newsvane.stories import group
from newsvane.stories.event_evidence import MIN_SCORE, compare_reports
from newsvane.stories.event_profiles import make_profile
from newsvane.stories.story_scores import Resemblance, weigh_own_report, weigh_pairs
from newsvane.texts import text_hash
from tests.support.prose import article

GAVBANDI, LENGEH = "place:gavbandi", "place:bandar-lengeh"
RESCUE = article(
    "rescue",
    "Rescue teams with dogs searched collapsed mud houses in Gavbandi on Monday after the earthquake. The Red Crescent "
    "sent tents, blankets and two helicopters; seventeen bodies were recovered, and dozens of wounded people lay in "
    "hospital corridors.",
    title="Rescuers dig through mud houses in Gavbandi after earthquake",
    language="en",
    name_keys=(GAVBANDI,),
)
"""The first report; it names no place that the second one names."""
SCHOOLS = article(
    "schools",
    "In Bandar Lengeh bleiben nach dem Erdbeben alle Schulen geschlossen. Die Lehrer der Stadt sollen in Zelten "
    "unterrichten, sagte der Schulrat; in zwei Schulen haben die Wände Risse, und die Schüler schlafen mit ihren "
    "Eltern im Freien.",
    title="Nach dem Beben: Lehrer in Bandar Lengeh unterrichten in Zelten",
    language="de",
    day=1 / 24,
    name_keys=(LENGEH,),
)
RUSSIAN = (
    "Землетрясение на юге Ирана: 17 погибших",
    "Спасатели второй день разбирают завалы на побережье Персидского залива. По данным Красного Полумесяца, число "
    "жертв землетрясения достигло 17, раненых доставили в больницу города Бендер-Ленге, ещё 230 семей живут в "
    "палатках.",
    "ru",
)
PERSIAN = (
    "زلزله در هرمزگان ۱۷ کشته بر جای گذاشت",
    "استاندار گفت نیروهای امداد و نجات تا ظهر به همه روستاها رسیدند و مجروحان را به بیمارستان بندر لنگه بردند. "
    "زمین‌لرزه بامداد مردم را از خواب بیدار کرد؛ ۱۷ تن جان باختند و ۴۰۰ خانه خشتی فرو ریخت. مدارس تعطیل است.",
    "fa",
)


LESSONS = (
    "Teachers of Bandar Lengeh give lessons in tents",
    "All schools of Bandar Lengeh remain closed after an earthquake. The teachers are to give lessons in tents, an "
    "official of the town said. There are cracks in the walls of two schools, and pupils sleep outside with their "
    "parents and wait for doctors from the hospital.",
    "en",
)


def write(name: str, report: tuple[str, str, str], *, hours: float, **fields: str) -> Article:
    """Return a report that names both places."""
    title, text, language = report
    return article(name, text, title=title, language=language, day=hours / 24, name_keys=(GAVBANDI, LENGEH), **fields)


def stories(*articles: Article) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    names = {each.article_id: each.outlet.removesuffix(".example") for each in articles}
    for each in group(articles):
        found.setdefault(each.story_id, set()).add(names[each.article_id])
    return set(map(frozenset, found.values()))


def test_two_stories_become_one_when_reports_of_two_outlets_resemble_both() -> None:
    russian, persian = write("russian", RUSSIAN, hours=2), write("persian", PERSIAN, hours=3)
    assert stories(RESCUE, SCHOOLS) == {frozenset({"rescue"}), frozenset({"schools"})}
    assert stories(RESCUE, SCHOOLS, russian) == {frozenset({"rescue", "russian"}), frozenset({"schools"})}
    assert stories(RESCUE, SCHOOLS, russian, persian) == {frozenset({"rescue", "schools", "russian", "persian"})}


def test_one_outlet_makes_no_two_stories_one() -> None:
    reports = write("first", RUSSIAN, hours=2, outlet="one"), write("second", PERSIAN, hours=3, outlet="one")
    assert not any({"rescue", "schools"} <= story for story in stories(RESCUE, SCHOOLS, *reports))


def test_a_story_that_became_part_of_another_one_says_why() -> None:
    articles = RESCUE, SCHOOLS, write("russian", RUSSIAN, hours=2), write("persian", PERSIAN, hours=3)
    found = {each.article_id: each for each in group(articles)}
    schools = found[SCHOOLS.article_id]
    assert found[RESCUE.article_id].similar_to is None
    assert schools.similar_to in {each.article_id for each in articles[2:]}
    assert schools.story_evidence[0] == "the same themes: earthquake, schools"
    assert schools.story_evidence[-1] == "two stories became one because 2 pairs of their reports are similar"


def test_the_order_in_which_stories_are_grouped_does_not_matter() -> None:
    articles = [RESCUE, SCHOOLS, write("russian", RUSSIAN, hours=2), write("persian", PERSIAN, hours=3)]
    assert group(articles) == group(reversed(articles))


@pytest.mark.parametrize(("outlet", "joins"), [("other.example", True), ("rescue.example", False)])
def test_another_report_of_an_outlet_must_resemble_its_first_one(outlet: str, joins: bool) -> None:
    russian, persian = write("russian", RUSSIAN, hours=2), write("persian", PERSIAN, hours=3)
    lessons = write("lessons", LESSONS, hours=4, outlet=outlet)
    found = {each.article_id: each.story_id for each in group([RESCUE, russian, persian, lessons])}
    assert len({found[each.article_id] for each in (RESCUE, russian, persian)}) == 1
    assert (found[lessons.article_id] == found[RESCUE.article_id]) == joins


def test_a_page_about_two_events_makes_no_single_story_of_them() -> None:
    """It leads a report of one into the story of the other, and that one brings no others along."""
    reports = {
        each.article.article_id: each
        for each in load_reports("c")
        if each.event in {"c-e01", "c-e05"} and not each.source
    }
    one, other = reports["c-e05-ru-1"].article, reports["c-e01-en-1"].article
    sentences = chain.from_iterable(zip(one.text.split(". "), other.text.split(". "), strict=False))
    text = " ".join(sentences)
    mixed = one.model_copy(
        update={
            "article_id": "mixed",
            "canonical_url": "https://hostile.example/",
            "outlet": "hostile.example",
            "text": text,
            "text_hash": text_hash(text),
            "words": len(text.split()),
            "published_at": min(each.published_at for each in (one, other) if each.published_at)
            + timedelta(minutes=30),
        }
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for each in group([*(each.article for each in reports.values()), with_names(mixed)]):
        if each.article_id in reports:
            found[each.story_id][reports[each.article_id].event] += 1
    assert sorted(min(events["c-e01"], events["c-e05"]) for events in found.values()) == [0, 1]
    assert max(max(events.values()) for events in found.values()) >= 4


def test_an_outlet_that_copies_reports_under_headlines_of_another_event_makes_no_single_story_of_them() -> None:
    """Its copies stand for those whom it copies, who would then be two outlets that have reported both."""
    event, other = "c-e04", "c-e09"
    reports = {name: [each.article for each in load_reports("c") if each.event == name] for name in (event, other)}
    copies = []
    for at, copied in enumerate(reports[event]):
        headline = next((each for each in reports[other] if each.language == copied.language), None)
        if headline and copied.published_at and len(copies) < 2:
            text = f"{copied.text} {headline.text[:200].rsplit(' ', 1)[0]}."
            copy = copied.model_copy(
                update={
                    "article_id": f"copy-{at}",
                    "canonical_url": f"https://hostile.example/{at}",
                    "outlet": "hostile.example",
                    "title": headline.title,
                    "text": text,
                    "text_hash": text_hash(text),
                    "words": len(text.split()),
                    "published_at": copied.published_at + timedelta(minutes=5),
                }
            )
            copies.append(with_names(copy))
    stories = {each.article_id: each.story_id for each in group([*reports[event], *reports[other], *copies])}
    one, another = (Counter(stories[each.article_id] for each in reports[name]) for name in (event, other))
    assert len(copies) == 2
    assert sum((one & another).values()) <= 1, "a copy leads at most the report that it copies astray"


def pair(score: float) -> Resemblance:
    profile = make_profile(RESCUE)
    assert profile is not None
    return Resemblance(score, "a", "b", compare_reports(profile, replace(profile, language="xx")))


@pytest.mark.parametrize(
    ("scores", "outlets", "others", "are_one"),
    [
        pytest.param({"ax": 9}, "ab", "xy", False, id="a single pair, however similar"),
        pytest.param({"ax": 1, "by": 0}, "ab", "xy", True, id="two pairs"),
        pytest.param({"ax": 9, "by": -4}, "ab", "xy", True, id="a similar pair and a less similar one"),
        pytest.param({"ax": -1, "by": -4}, "ab", "xy", False, id="not similar enough on average"),
        pytest.param({"ax": 9, "ay": 9}, "ab", "xy", False, id="an outlet that is in both pairs"),
        pytest.param({"ax": 9, "xb": 9}, "abx", "xb", False, id="an outlet on either side"),
        pytest.param({"ax": 0, "ay": 0}, "a", "xy", True, id="the only outlet of a story"),
        pytest.param({"ax": 0, "ay": -4}, "a", "xy", False, id="of which more is required"),
        pytest.param({"ax": 9, "by": 9}, "abcd", "wxyz", False, id="two pairs of many outlets"),
        pytest.param(
            dict.fromkeys(("ax", "ay", "by", "bx", "cz", "cx", "dz"), 9), "abcd", "wxyz", True, id="two fifths of all"
        ),
        pytest.param(
            dict.fromkeys(("ax", "by", "ay", "bx"), 0), "abc", "xyc", True, id="one of three outlets is in both"
        ),
        pytest.param({"ax": 0, "by": -2}, "abcd", "abcd", False, id="all outlets are in both"),
        pytest.param({}, "a", "x", False, id="no pair"),
    ],
)
def test_which_stories_are_one(scores: Mapping[str, float], outlets: str, others: str, are_one: bool) -> None:
    pairs = {(one, other): pair(score) for (one, other), score in scores.items()}
    assert (weigh_pairs(pairs, set(outlets), set(others)) >= MIN_SCORE) == are_one
    mirrored = {(other, one): each for (one, other), each in pairs.items()}
    assert (weigh_pairs(mirrored, set(others), set(outlets)) >= MIN_SCORE) == are_one


@pytest.mark.parametrize(
    ("score", "own", "expected"),
    [
        pytest.param(9, 9, 3.5, id="the own report is similar, too"),
        pytest.param(9, -2, -2, id="just enough"),
        pytest.param(9, -4, -3, id="not enough, whatever the others are"),
        pytest.param(-1, 9, -3, id="nor does the own report outweigh others"),
    ],
)
def test_a_report_of_the_same_outlet_counts_as_much_as_all_others(score: float, own: float, expected: float) -> None:
    assert weigh_own_report(score, own) == expected
