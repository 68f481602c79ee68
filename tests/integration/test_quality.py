"""Validation of batches: each expectation fails for the article that violates it, and for no other."""

import subprocess
import sys
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsvane.records import Article, Skipped

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def article(name: str, host: str = "outlet.example", **fields: Any) -> Article:
    url = f"https://{host}/{name}"
    known: dict[str, Any] = {
        "article_id": f"a1_{name}",
        "url": url,
        "canonical_url": url,
        "outlet": host,
        "title": f"Headline {name}",
        "published_at": NOW - timedelta(hours=3),
        "fetched_at": NOW,
        "text": "word " * 30,
        "words": 30,
        "language": "en",
        "topics": ("iran",),
    }
    return Article(**(known | fields))


def other_kind(count: int, kind: Any) -> list[Skipped]:
    return [each.model_copy(update={"reason": "not_article", "kind": kind}) for each in skipped(count)]


def skipped(count: int, stage: Any = "read", outlet: str = "outlet.example") -> list[Skipped]:
    return [Skipped(url=f"https://{outlet}/{n}", stage=stage, reason="no_text", at=NOW) for n in range(count)]


def judge(
    articles: list[Article],
    skips: list[Skipped] | None = None,
    docs: Path | None = None,
    now: datetime = NOW,
    run: str = "run",
    watched: Collection[str] = (),
) -> Any:
    from newsvane.quality import validate

    return validate(articles, skipped=skips or [], watched=watched, docs=docs, now=now, run_id=run)


WRONG = {
    "words_min": [
        {"words": 24},
        {"words": 24, "kind": "live_blog"},
        {"words": 24, "canonical_url": "https://t.me.example/island_news/84"},
    ],
    "title_present": [{"title": ""}, {"title": " “…” "}],
    "published_plausible": [
        {"published_at": datetime(1989, 12, 31, tzinfo=UTC)},
        {"published_at": datetime(1, 1, 2, tzinfo=UTC)},
        {"published_at": NOW + timedelta(days=2, minutes=1)},
        {"published_at": datetime(9999, 12, 30, tzinfo=UTC)},
    ],
    "address_http": [{"url": "javascript:alert(1)"}, {"url": "ftp://outlet.example/x"}, {"url": "https:///x"}],
    "outlet_present": [{"outlet": ""}, {"outlet": "<b>outlet</b>"}],
    "language_known_code": [{"language": ""}, {"language": "english"}, {"language": "EN"}],
    "text_present_if_on_topic": [{"text": " \n"}],
    "no_control_characters": [{"title": "Head\x00line"}, {"text": "word " * 30 + "\x1b[31m"}, {"title": "lone \ud800"}],
}
RIGHT: list[dict[str, Any]] = [
    {},
    {"words": 25},
    {"words": 4, "kind": "video"},
    {"words": 1, "canonical_url": "https://t.me/island_news/84"},
    {"words": 4, "kind": "gallery"},
    {"published_at": None},
    {"published_at": datetime(1990, 1, 1, tzinfo=UTC)},
    {"published_at": NOW + timedelta(days=2)},
    {"language": "und"},
    {"language": "ckb"},
    {"url": "http://outlet.example/", "title": "۱۴۰۵"},
    {"text": "", "topics": ()},
    {"text": "line\n\nline\tline " * 9},
    {"outlet": "xn--fhre-nord-v2a.example:8080"},
    {"outlet": "medium.com/@name"},
]


def test_articles_are_refused_only_for_the_expectations_they_fail(tmp_path: Path) -> None:
    wrong = {f"{name}-{n}": (name, case) for name, cases in WRONG.items() for n, case in enumerate(cases)}
    batch = [article(name, **case) for name, (_, case) in wrong.items()]
    batch += [article(f"right-{n}", **case) for n, case in enumerate(RIGHT)]
    verdict = judge(batch, docs=tmp_path)
    assert dict(verdict.refused) == {f"a1_{key}": (name,) for key, (name, _) in wrong.items()}
    assert verdict.accepted == tuple(f"a1_right-{n}" for n in range(len(RIGHT)))
    assert verdict.failures == ()


def test_all_reasons_are_named() -> None:
    verdict = judge([article("bad", words=3, title="", language="?"), article("good")])
    assert verdict.accepted == ("a1_good",)
    assert {key: set(names) for key, names in verdict.refused} == {
        "a1_bad": {"words_min", "title_present", "language_known_code"}
    }


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param({"url": "https://outlet.example/a?again"}, {}, id="one article by two ways"),
        pytest.param({"canonical_url": "https://outlet.example/b"}, {"a1_a": ("id_unique",)}, id="two articles"),
    ],
)
def test_one_id_twice(second: dict[str, Any], expected: dict[str, tuple[str, ...]]) -> None:
    assert dict(judge([article("a"), article("a", **second)]).refused) == expected


def many(count: int, **fields: Any) -> list[Article]:
    return [article(f"{n}", **fields) for n in range(count)]


@pytest.mark.parametrize(
    ("articles", "skips", "warnings", "refused"),
    [
        pytest.param(many(20), [], [], False, id="sound"),
        pytest.param(many(9) + many(20, published_at=None)[9:], [], ["share_dated"], False, id="too few dates"),
        pytest.param(many(10) + many(20, published_at=None)[10:], [], [], False, id="half without date"),
        pytest.param(many(20, published_at=None), [], ["share_dated"], False, id="no dates"),
        pytest.param(many(19, published_at=None), [], [], False, id="too few articles to judge"),
        pytest.param(many(15) + many(20, language="und")[15:], [], ["share_language_known"], False, id="undetermined"),
        pytest.param(many(20, published_at=NOW - timedelta(days=8)), [], ["freshness"], False, id="stale"),
        pytest.param(many(9), skipped(20), ["share_read"], False, id="few pages give an article"),
        pytest.param(many(9), skipped(20, "fetch"), [], False, id="failed downloads do not count as read"),
        pytest.param([], skipped(19), [], False, id="nothing read in 19 pages"),
        pytest.param([], skipped(20), ["share_read"], True, id="nothing read in 20 pages"),
        pytest.param([], other_kind(60, "listing"), [], False, id="lists that somebody lists are no failure"),
        pytest.param([], other_kind(60, "wall"), ["share_read"], True, id="walls are"),
        pytest.param(many(1), skipped(60), ["share_read"], False, id="something read"),
        pytest.param(many(50, text="", topics=()), [], ["share_read"], True, id="all without text"),
    ],
)
def test_an_outlet(articles: list[Article], skips: list[Skipped], warnings: list[str], refused: bool) -> None:
    """However bad the pages of one outlet are, nothing is said of others, and articles land."""
    others = [article(f"other-{n}", "other.example") for n in range(30)]
    verdict = judge([*articles, *others], skips, watched=["outlet.example", "other.example"])
    assert [line.partition(":")[0] for line in verdict.warnings] == warnings
    assert all(line.endswith("; not so: outlet.example") for line in verdict.warnings)
    assert [outlet for outlet, _ in verdict.refused_outlets] == ["outlet.example"] * refused
    assert verdict.failures == ()
    assert verdict.accepted == tuple(one.article_id for one in (*articles, *others))


def pages(**counts: int) -> list[Skipped]:
    """Return so many pages without an article of each outlet."""
    return [page for name, count in counts.items() for page in skipped(count, outlet=f"{name}.example")]


FEW = {f"o{n}": 3 for n in range(10)}
"""Ten outlets with three pages each."""


@pytest.mark.parametrize(
    ("skips", "articles", "watched", "failures"),
    [
        pytest.param(pages(a=10, b=10, c=10), [], "abc", ["any_read"], id="three outlets, thirty pages"),
        pytest.param(pages(**FEW), [], FEW, ["any_read"], id="ten outlets, thirty pages"),
        pytest.param(pages(a=10, b=10, c=9), [], "abc", [], id="too few pages"),
        pytest.param(pages(a=900, b=10, c=3), [], "abc", [], id="one outlet's many pages count no more than ten"),
        pytest.param(pages(a=100, b=100), [], "ab", [], id="two outlets decide nothing"),
        pytest.param(pages(a=10, b=10, c=10), [], "ab", [], id="pages of an outlet that is not watched"),
        pytest.param(pages(a=10, b=10, c=10), [article("1", "a.example")], "abc", [], id="a text of one in three"),
        pytest.param(
            pages(a=10, b=10, c=10),
            [article(f"{n}", f"u{n}.example") for n in range(9)],
            "abc",
            ["any_read"],
            id="texts of outlets that are not watched",
        ),
        pytest.param(
            pages(**FEW, a=10), [article("1", "a.example")], [*FEW, "a"], ["any_read"], id="a text of one in eleven"
        ),
    ],
)
def test_everybody(
    skips: list[Skipped], articles: list[Article], watched: Collection[str], failures: list[str]
) -> None:
    """Nothing lands only if hardly any of the watched outlets gave a text, however many pages one of them has."""
    verdict = judge(articles, skips, watched=[f"{name}.example" for name in watched])
    assert [line.partition(":")[0] for line in verdict.failures] == failures


def test_messages_are_for_people() -> None:
    verdict = judge(
        many(9) + many(20, published_at=None)[9:],
        [*skipped(50), *pages(a=10, b=10, c=20)],
        watched=["a.example", "b.example", "c.example"],
    )
    assert verdict.warnings == (
        "share_read: expected an article with a text in one of three pages of an outlet; not so: c.example, "
        "outlet.example",
        "share_dated: expected a date in half of the articles of an outlet; not so: outlet.example",
    )
    assert verdict.refused_outlets == (
        (
            "c.example",
            "outlet_read: expected an article with a text in the pages of an outlet; none in the 20 pages of this run",
        ),
    )
    assert verdict.failures == (
        "any_read: expected an article with a text from one of ten watched outlets; 3 of 3 do not meet this",
    )


def test_an_article_that_cannot_be_validated_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsvane import quality

    make_row = quality._make_row

    def break_for_poison(one: Article) -> dict[str, Any]:
        if one.article_id == "a1_poison":
            raise KeyError("words")
        return make_row(one)

    monkeypatch.setattr(quality, "_make_row", break_for_poison)
    verdict = judge([article("poison"), article("good")])
    assert verdict.accepted == ("a1_good",)
    assert verdict.broken == (("a1_poison", "validating it failed with KeyError: 'words'"),)


def test_data_docs_keep_the_newest_runs_and_escape_foreign_markup(tmp_path: Path, monkeypatch: Any) -> None:
    from newsvane.quality import great_expectations_runner

    monkeypatch.setattr(great_expectations_runner, "KEEP_RUNS", 3)
    evil = "<script>alert(1)</script>"
    bad = article("bad", url=f"x:{evil}", outlet=evil, language=evil, title=evil, text=f"{evil} \x00 secret body")
    for day in range(5):
        verdict = judge([bad], docs=tmp_path, now=NOW + timedelta(days=day), run=f"run/{day}")
    assert verdict.docs is not None
    index = verdict.docs.read_text()
    pages = [page for page in tmp_path.rglob("*.html") if "validations" in page.parts]
    results = list((tmp_path / "validations").rglob("*.json"))
    assert sorted(page.parent.parent.name for page in pages) == ["run_2", "run_3", "run_4"]
    assert len(results) == 3
    for kept in (*pages, *results):
        assert evil not in kept.read_text()
        assert "secret body" not in kept.read_text()
    assert "&lt;script" in pages[0].read_text()
    assert all(f"run_{day}" in index for day in (2, 3, 4))
    assert "run_1" not in index


def test_the_templates_of_data_docs_are_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for run in ("first", "second"):
        verdict = judge([article("a")], docs=tmp_path, run=run)
        assert verdict.docs is not None and run in verdict.docs.read_text()
        monkeypatch.setattr("jinja2.environment.Environment._generate", lambda *_, **__: pytest.fail("compiled again"))


def test_nothing_to_judge_costs_no_import() -> None:
    code = (
        "import sys; from datetime import *; from newsvane.quality import validate;"
        "verdict = validate([], skipped=[], docs=None, now=datetime.now(UTC), run_id='r');"
        "assert not verdict.failures; print({'great_expectations', 'pandas'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "set()\n"
