"""Validation of batches: each expectation fails for the article that violates it, and for no other."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsvane.records import Article, Skipped

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def article(name: str, **fields: Any) -> Article:
    url = f"https://outlet.example/{name}"
    known: dict[str, Any] = {
        "article_id": f"a1_{name}",
        "url": url,
        "canonical_url": url,
        "outlet": "outlet.example",
        "title": f"Headline {name}",
        "published_at": NOW - timedelta(hours=3),
        "fetched_at": NOW,
        "text": "word " * 30,
        "words": 30,
        "language": "en",
        "topics": ("iran",),
    }
    return Article(**(known | fields))


def skipped(count: int, stage: Any = "read") -> list[Skipped]:
    return [Skipped(url=f"https://outlet.example/{n}", stage=stage, reason="no_text", at=NOW) for n in range(count)]


def judge(
    articles: list[Article],
    skips: list[Skipped] | None = None,
    docs: Path | None = None,
    now: datetime = NOW,
    run: str = "run",
) -> Any:
    from newsvane.quality import validate

    return validate(articles, skipped=skips or [], docs=docs, now=now, run_id=run)


WRONG = {
    "words_min": [{"words": 24}],
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
    {"published_at": None},
    {"published_at": datetime(1990, 1, 1, tzinfo=UTC)},
    {"published_at": NOW + timedelta(days=2)},
    {"language": "und"},
    {"language": "ckb"},
    {"url": "http://outlet.example/", "title": "۱۴۰۵"},
    {"text": "", "topics": ()},
    {"text": "line\n\nline\tline " * 9},
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
    ("articles", "skips", "warnings", "failures"),
    [
        pytest.param(many(20), [], [], [], id="sound"),
        pytest.param(many(9) + many(20, published_at=None)[9:], [], ["share_dated"], [], id="too few dates"),
        pytest.param(many(10) + many(20, published_at=None)[10:], [], [], [], id="half without date"),
        pytest.param(many(20, published_at=None), [], ["share_dated", "freshness"], [], id="no dates"),
        pytest.param(many(19, published_at=None), [], [], [], id="too few articles to judge"),
        pytest.param(many(15) + many(20, language="und")[15:], [], ["share_language_known"], [], id="undetermined"),
        pytest.param(many(20, published_at=NOW - timedelta(days=8)), [], ["freshness"], [], id="stale"),
        pytest.param(many(9), skipped(20), ["share_read"], [], id="few pages give an article"),
        pytest.param(many(9), skipped(20, "fetch"), [], [], id="failed downloads do not count as read"),
        pytest.param([], skipped(49), ["share_read"], [], id="nothing read in 49 pages"),
        pytest.param([], skipped(50), ["share_read"], ["any_read"], id="nothing read in 50 pages"),
        pytest.param(many(1), skipped(50), ["share_read"], [], id="something read"),
        pytest.param(many(50, text="", topics=()), [], ["share_read"], ["any_read"], id="all without text"),
    ],
)
def test_batches(articles: list[Article], skips: list[Skipped], warnings: list[str], failures: list[str]) -> None:
    verdict = judge(articles, skips)
    assert [line.partition(":")[0] for line in verdict.warnings] == warnings
    assert [line.partition(":")[0] for line in verdict.failures] == failures
    assert verdict.accepted == tuple(one.article_id for one in articles)


def test_messages_are_for_people() -> None:
    verdict = judge(many(9) + many(20, published_at=None)[9:], skipped(50))
    assert verdict.warnings == (
        "share_dated: expected a date in half of the articles; 11 of 20 do not meet this",
        "share_read: expected an article in one of three pages; 50 of 70 do not meet this",
    )


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


def test_nothing_to_judge_costs_no_import() -> None:
    code = (
        "import sys; from datetime import *; from newsvane.quality import validate;"
        "verdict = validate([], skipped=[], docs=None, now=datetime.now(UTC), run_id='r');"
        "assert not verdict.failures; print({'great_expectations', 'pandas'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "set()\n"
