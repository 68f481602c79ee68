"""Of all earlier articles that share a key with an article, those are its candidates that share most."""

from collections import Counter
from unittest.mock import patch

from newsvane.records import Article
from newsvane.stories import group
from newsvane.stories.candidates import CandidateIndex
from newsvane.stories.report_comparisons import ReportComparisons
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


def test_one_outlet_does_not_take_the_places_of_others() -> None:
    flood = [(f"flood {number}", "flood.example", "iran rare velmar") for number in range(9)]
    index = make_index(*flood, ("genuine", "one.example", "iran"))
    found = find(index, "iran rare velmar", limit=3, per_outlet=2)
    assert found[2:] == ["genuine"]


def count_comparisons(number: int) -> int:
    """Group so many reports on one subject, of as many outlets and with words of their own."""
    reports: list[Article] = []
    for one in range(number):
        own = " ".join(f"word{one}x{each}" for each in range(60))
        reports.append(article(f"report {one}", f"{EVENT}{own}", outlet=f"o{one}.example", title="A strike in Velmar"))
    compared = ReportComparisons._find_similarities
    with patch.object(ReportComparisons, "_find_similarities", autospec=True, side_effect=compared) as counted:
        group(reports)
    return counted.call_count


def test_twice_as_many_articles_on_one_subject_take_twice_as_many_comparisons() -> None:
    fewer, more = count_comparisons(100), count_comparisons(200)
    assert 0 < more < 2.6 * fewer
