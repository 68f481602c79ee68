"""Of all earlier articles that share a key with an article, those are its candidates that share most."""

from collections import Counter
from datetime import timedelta
from unittest.mock import patch

import pytest

from newsvane.records import Article
from newsvane.stories import candidates, event_evidence, group
from newsvane.stories.candidates import CandidateIndex
from newsvane.stories.report_comparisons import ReportComparisons
from tests.support.lake_factories import NOW
from tests.support.prose import article

EVENT = "Dockers in Velmar walked out on Monday after talks with the owner of the cranes, Ilse Brandt, had failed. "


def make_index(*articles: tuple[str, str, str]) -> CandidateIndex[str, None]:
    """Return an index of articles, each with its name, its outlet and its keys."""
    index: CandidateIndex[str, None] = CandidateIndex(Counter())
    for name, outlet, keys in articles:
        index.add(article(name, EVENT, outlet=outlet, title=name), keys.split(), None)
    return index


def find(index: CandidateIndex[str, None], keys: str, *, limit: int = 9, per_outlet: int = 9) -> list[str]:
    return [each.title for each in index.find_best(keys.split(), limit=limit, per_outlet=per_outlet)]


def test_those_with_the_most_and_rarest_of_the_keys_come_first() -> None:
    index = make_index(
        ("frequent", "a.example", "iran protest"),
        ("both", "b.example", "iran rare"),
        ("rare", "c.example", "rare"),
        ("other", "d.example", "elsewhere"),
        ("iran", "e.example", "iran"),
    )
    assert find(index, "iran rare")[:2] == ["both", "rare"]
    assert sorted(find(index, "iran rare")[2:]) == ["frequent", "iran"]
    assert find(index, "iran rare", limit=2) == ["both", "rare"]
    assert find(index, "unknown") == []


def test_of_those_with_the_same_keys_the_first_comes_first() -> None:
    """Whoever publishes the keys of a report after it does not take its place, whatever the address is."""
    later = [(f"later {number}", f"o{number}.example", "rare") for number in range(20)]
    index: CandidateIndex[str, None] = CandidateIndex(Counter())
    for minute, (name, outlet, key) in enumerate([("first", "z.example", "rare"), *later]):
        published = NOW + timedelta(minutes=minute)
        index.add(article(name, EVENT, outlet=outlet, title=name, fetched_at=published), [key], None)
    assert find(index, "rare", limit=1) == ["first"]


def test_after_thousands_of_candidates_no_further_key_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MAX_EXAMINED", 1)
    frequent = [(f"frequent {number}", f"o{number}.example", "frequent") for number in range(5)]
    index = make_index(("rare", "rare.example", "rare"), *frequent, ("most", "most.example", "frequent most"))
    assert sorted(find(index, "rare frequent most")) == ["most", "rare"]
    assert len(find(index, "frequent")) == 6  # the first key is always looked up
    monkeypatch.setattr(candidates, "MAX_EXAMINED", 0)
    assert find(index, "most frequent rare") == ["most"]


def test_one_outlet_does_not_take_the_places_of_others() -> None:
    flood = [(f"flood {number}", "flood.example", "iran rare velmar") for number in range(9)]
    index = make_index(*flood, ("genuine", "one.example", "iran"))
    found = find(index, "iran rare velmar", limit=3, per_outlet=2)
    assert found[2:] == ["genuine"]


def test_their_order_is_that_in_which_they_were_added() -> None:
    """The index relies on it, so that no time is computed again for each find."""
    index: CandidateIndex[str, None] = CandidateIndex(Counter())
    for name, minute in (("added first", 1), ("added second", 0)):
        at = NOW + timedelta(minutes=minute)
        index.add(article(name, EVENT, outlet=f"{name}.example", title=name, fetched_at=at, day=None), ["rare"], None)
    assert find(index, "rare") == ["added first", "added second"]
    assert [each.title for each, _ in index.find(["rare"])] == ["added first", "added second"]


def make_reports(number: int) -> list[Article]:
    """Return so many reports on one subject, of as many outlets and with words of their own."""
    return [
        article(
            f"report {one}",
            f"{EVENT}{' '.join(f'word{one}x{each}' for each in range(60))}",
            outlet=f"o{one}.example",
            title="A strike in Velmar",
        )
        for one in range(number)
    ]


def count_comparisons(number: int) -> int:
    """Group so many reports and count how many pairs are compared."""
    reports = make_reports(number)
    compared = ReportComparisons._find_similarities
    with patch.object(ReportComparisons, "_find_similarities", autospec=True, side_effect=compared) as counted:
        group(reports)
    return counted.call_count


def test_twice_as_many_articles_on_one_subject_take_twice_as_many_comparisons() -> None:
    fewer, more = count_comparisons(100), count_comparisons(200)
    assert 0 < more < 2.6 * fewer


def test_two_texts_are_compared_once() -> None:
    similar = event_evidence._have_similar_texts
    with patch.object(event_evidence, "_have_similar_texts", side_effect=similar) as counted:
        group(make_reports(20))
    pairs = Counter((id(one), id(other)) for (one, other), _ in counted.call_args_list)
    assert pairs
    assert set(pairs.values()) == {1}
