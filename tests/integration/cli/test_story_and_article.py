"""`newsvane story` and `newsvane article`: who was first and why, and what an article says and said."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from newsvane import lake, stories
from newsvane.cli import console
from newsvane.cli.articles.story import MAX_ROWS, describe_times
from newsvane.settings import Settings
from newsvane.texts import text_hash
from tests.support import provenance_lake
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import article, batch, land
from tests.support.prose import prose
from tests.support.terminal import Terminal


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A terminal on the lake of the guide on provenance."""
    home = tmp_path_factory.mktemp("example") / "home"
    provenance_lake.filled(Settings(home=home))
    yield Terminal({"NEWSVANE_HOME": str(home)}, {})


def on_terminal(terminal: Terminal, width: int, *arguments: str) -> str:
    """Return what a command prints on a terminal of this width, without styles."""
    there = terminal.with_environment(TTY_COMPATIBLE="1", TERM="xterm")
    with patch.object(console.out, "_width", width):  # a console keeps the COLUMNS with which it was created
        printed = there.run(*arguments).stdout
    return re.sub(r"\x1b\[[\d;]*m", "", printed)


def shown(terminal: Terminal, *arguments: str) -> str:
    return " ".join(terminal.run(*arguments).stdout.split())


def story_with(terminal: Terminal, outlet: str) -> str:
    asked = f"SELECT story_id FROM coverage WHERE outlet = '{outlet}' ORDER BY title LIMIT 1"
    return str(terminal.run_json("sql", asked)[0]["story_id"])


def test_a_certain_order_is_explained_with_a_contradicted_date(example: Terminal) -> None:
    printed = shown(example, "story", story_with(example, "harbour-post.example"))
    assert "Certain: harbour-post.example had it first among the outlets that we watch." in printed
    contradicted = "claims 2026-11-24 06:10, but was not there at 2026-11-24 09:50: contradicted"
    assert f"Contradicted dates night-wire.example {contradicted} (a1_" in printed
    assert f"3. night-wire.example (other, en, certain) {contradicted}; first seen 2026-11-24 10:20" in printed
    assert "balkan-digest.example: the same text as harbour-post.example" in printed
    assert "our polls show that the original came first; evidence: both have the same text" in printed
    claim = "echo-press.example: claims to be a translation of harbour-post.example. Only the page says so"
    assert claim in printed
    assert "evidence: the page names it as its original" in printed
    assert "3 outlets, 1 of them independent" in printed


def test_an_uncertain_order_says_why(example: Terminal) -> None:
    printed = shown(example, "story", story_with(example, "tirana-ledger.example"))
    assert (
        "Uncertain: tirana-ledger.example may have been first. We cannot tell whether it was before new-voice"
        in printed
    )
    assert (
        "Why: our first look at each of these found its article, which shows that it was there, not since when"
        in printed
    )
    assert "not looked for before; we cannot check this date" in printed


def test_seconds_are_shown_where_minutes_are_equal() -> None:
    seen_at = datetime(2026, 11, 27, 20, 41, 31, tzinfo=UTC)
    row = {
        "claimed_at": datetime(2026, 11, 27, 19, 5, 10, tzinfo=UTC), "observed_at": seen_at,
        "absent_at": seen_at.replace(second=0), "date_contradicted": False,
    }  # fmt: skip
    assert describe_times(row) == (
        "claims 2026-11-27 19:05:10; first seen 2026-11-27 20:41:31; not there 2026-11-27 20:41:00"
    )
    apart = row | {"absent_at": seen_at.replace(minute=30, second=0)}
    assert describe_times(apart) == "claims 2026-11-27 19:05; first seen 2026-11-27 20:41; not there 2026-11-27 20:30"
    later_claim = apart | {"date_contradicted": True, "claimed_at": seen_at}
    assert "but its page has since claimed an earlier time: contradicted" in describe_times(later_claim)


def test_what_a_file_says_is_not_what_our_polls_saw() -> None:
    captured_at = datetime(2026, 4, 10, 8, 6, tzinfo=UTC)
    row = {"claimed_at": captured_at - timedelta(hours=1), "observed_at": captured_at, "absent_at": None,
           "date_contradicted": None, "source": "warc"}  # fmt: skip
    said = describe_times(row)
    assert "captured 2026-04-10 08:06, as a WARC file says" in said
    assert "first seen" not in said
    assert "first seen 2026-04-10 08:06; not looked for before" in describe_times(row | {"source": "list"})


def test_of_many_outlets_the_first_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path / "home"))
    land(settings, batch(*(article(f"r{n}", outlet=f"o{n}.example") for n in range(MAX_ROWS + 2))))
    with lake.writer(settings) as con:
        con.execute("UPDATE article_groups SET story_id = 's1_port', copy_of = NULL")
    printed = shown(Terminal({"NEWSVANE_HOME": str(settings.home)}, {}), "story", "s1_port")
    assert f"{MAX_ROWS}. o" in printed
    assert f"{MAX_ROWS + 1}. o" not in printed
    assert "… and 2 more: --json prints all" in printed


def test_reports_that_joined_a_story_have_titles_and_evidence_in_words(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path / "home"))
    first, second, third = (
        article(name, outlet=outlet, title=f"A title of {name} with many words")
        for name, outlet in (("first", "one.example"), ("second", "one.example"), ("third", "two.example"))
    )
    land(settings, batch(first, second, third))
    with lake.writer(settings) as con:
        con.execute("UPDATE article_groups SET story_id = 's1_port', copy_of = NULL")
        joined = "UPDATE article_groups SET similar_to = ?, story_evidence = ['similar words', '2 names']"
        con.execute(f"{joined} WHERE article_id <> ?", [first.article_id, first.article_id])
    terminal = Terminal({"NEWSVANE_HOME": str(settings.home)}, {})
    printed = shown(terminal, "story", "s1_port").partition("Why reports that are no copies are in this story")[2]
    for resembled in (
        "one.example resembles another report, of its own:",
        "two.example resembles another report, of one",
    ):
        assert resembled in printed
    assert "A title of second with many words similar words; in both: 2 names" in printed
    narrow = on_terminal(terminal, 30, "story", "s1_port").partition("Why reports")[2]
    assert "\n   A title of third with many…\n" in narrow


def test_a_story_is_found_by_the_address_of_its_page_or_of_an_article(example: Terminal) -> None:
    known = story_with(example, "harbour-post.example")
    of_article = example.run_json("story", known)["outlets_in_order"][0]["article_id"]
    address = example.run_json("article", of_article)["canonical_url"]
    for written in (f"http://127.0.0.1:8080/newsvane/stories/{known}?days=30", address, of_article):
        assert example.run_json("story", written)["story_id"] == known
    assert "nowhere.example" in example.run("story", "https://nowhere.example/none", code=2).stderr


def test_a_report_whose_evidence_was_not_recorded_is_shown_without(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path / "home"))
    first, second = (article(name, outlet=f"{name}.example") for name in ("first", "second"))
    land(settings, batch(first, second))
    with lake.writer(settings) as con:
        con.execute("UPDATE article_groups SET story_id = 's1_port', copy_of = NULL, story_evidence = NULL")
        con.execute(
            "UPDATE article_groups SET similar_to = ? WHERE article_id = ?", [first.article_id, second.article_id]
        )
    printed = shown(Terminal({"NEWSVANE_HOME": str(settings.home)}, {}), "story", "s1_port")
    assert "the evidence was not recorded" in printed


def test_a_copy_has_its_title_and_evidence_in_words(example: Terminal) -> None:
    ((title,),) = (
        [row["title"]] for row in example.run_json("story", story_with(example, "harbour-post.example"))["copies"][:1]
    )
    printed = example.run("story", story_with(example, "harbour-post.example")).stdout.partition(
        "Copies and translations"
    )[2]
    assert f"\n   {title}\n" in printed


def test_a_story_of_one_outlet_has_no_order(example: Terminal) -> None:
    printed = shown(example, "story", story_with(example, "quiet-herald.example"))
    assert "Only quiet-herald.example has this story, so there is no order." in printed
    assert "Copies and translations" not in printed


def test_a_story_is_found_by_its_article_and_agrees_with_the_macro(example: Terminal) -> None:
    story_id = story_with(example, "harbour-post.example")
    found = example.run_json("story", story_id)
    claims = "SELECT outlet FROM coverage WHERE original AND copy_of IS NOT NULL"
    places = f"SELECT outlet FROM first_to_report('{story_id}') WHERE outlet NOT IN ({claims}) ORDER BY place"
    order = example.run_json("sql", places)
    assert [row["outlet"] for row in found["outlets_in_order"]] == [row["outlet"] for row in order]
    assert example.run_json("story", found["outlets_in_order"][2]["article_id"]) == found


def test_what_only_claims_to_be_a_translation_counts_neither_in_a_story_nor_for_a_day(example: Terminal) -> None:
    story_id = story_with(example, "harbour-post.example")
    (claim,) = example.run_json("sql", "SELECT day, outlet FROM coverage WHERE original AND copy_of IS NOT NULL")
    (told,) = example.run_json("sql", f"SELECT count(*) AS n FROM coverage WHERE story_id = '{story_id}'")
    found = example.run_json("story", story_id)
    rows = {row["story_id"]: row for row in example.run_json("stories", "--since", "2026-11-20", "--limit", "99")}
    assert found["articles"] == rows[story_id]["articles"] == told["n"] - 1
    assert found["claims"] == rows[story_id]["claims"] == 1
    assert claim["outlet"] not in {*found["outlet_list"], *rows[story_id]["outlet_list"]}
    said = "1 more article that only claims to be a translation"
    assert said in shown(example, "story", story_id)
    assert said in shown(example, "stories", "--since", "2026-11-20", "--limit", "99")
    assert "0 stories" in shown(example, "stories", "--since", "2026-11-20", "--outlet", claim["outlet"])


def test_stories_print_ids_and_outlets_and_take_filters(example: Terminal) -> None:
    story_id = story_with(example, "harbour-post.example")
    printed = shown(example, "stories", "--since", "2026-11-20", "--outlet", "night-wire.example")
    assert f"{story_id} 3 articles, 3 outlets" in printed
    assert "harbour-post.example, balkan-digest.example, night-wire.example" in printed
    days = ("--since", "2026-11-20", "--until", "2026-11-23")
    rows = example.run_json("stories", *days, "--limit", "99")
    assert {row["first_outlet"] for row in rows} == {"flood-post.example"}
    assert example.run_json("stories", *days, "--topic", "albania", "--limit", "99") == rows


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("story", "s1_0"), "there is no story 's1_0'; `newsvane stories` lists", id="a story"),
        pytest.param(("article", "a1_0"), "there is no article 'a1_0'; `newsvane search` prints ids", id="an article"),
        pytest.param(
            ("article", "http://harbour-post.example/zzz-zzz-zzz"),
            "there is no article 'http://harbour-post.example/zzz-zzz-zzz'; `newsvane search` prints addresses",
            id="an address",
        ),
        pytest.param(("read", "a1_0"), "`newsvane article a1_0` prints an article of the lake", id="read an id"),
        pytest.param(("stories", "--outlet", "night-wire"), "did you mean night-wire.example?", id="stories, outlet"),
        pytest.param(("stories", "--topic", "ALBANIA"), "did you mean albania?", id="stories, topic"),
        pytest.param(("trends", "albanai"), "did you mean albania?", id="trends"),
        pytest.param(("trends", "--outlet", "night-wire"), "did you mean night-wire.example?", id="trends, outlet"),
        pytest.param(("terms", "ALBANIA"), "did you mean albania?", id="terms"),
        pytest.param(("search", "ferry", "--topic", "Albania"), "did you mean albania?", id="search, topic"),
        pytest.param(("search", "outlet:night-wire"), "did you mean night-wire.example?", id="search, in the query"),
        pytest.param(("search", "central:albanai"), "did you mean albania?", id="search, central"),
        pytest.param(("search", "lang:xx"), "there is no language 'xx'; write its ISO 639 code", id="search, language"),
        pytest.param(("search", "country:Spain"), "did you mean 'ES' (Spain, ISO 3166)?", id="search, country"),
        pytest.param(("trends", "--language", "english"), "did you mean 'en' (English, ISO 639)?", id="language"),
        pytest.param(("trends", "--country", "UK"), "did you mean 'GB' (United Kingdom, ISO 3166)?", id="country"),
        pytest.param(("trends", "--kind", "states"), "did you mean state?", id="kind"),
    ],
)
def test_a_wrong_name_is_an_error_that_names_the_right_one(
    example: Terminal, arguments: tuple[str, ...], words: str
) -> None:
    assert words in " ".join(example.run(*arguments, code=2).stderr.split())


def test_an_id_with_a_wrong_letter_is_answered_with_the_right_one(example: Terminal) -> None:
    story_id = story_with(example, "harbour-post.example")
    wrong = f"{story_id[:-1]}{'0' if story_id[-1] != '0' else '1'}"
    assert f"did you mean {story_id}" in example.run("story", wrong, code=2).stderr


def test_an_address_with_a_wrong_ending_is_answered_with_the_right_one(example: Terminal) -> None:
    (found, *_) = example.run_json("search", "ferry")
    wrong = example.run("article", f"{found['url']}.htm", code=2).stderr
    assert f"there is no article '{found['url']}.htm'; did you mean {found['url']}" in " ".join(wrong.split())


def test_an_address_is_found_without_its_scheme(example: Terminal) -> None:
    (found, *_) = example.run_json("search", "ferry")
    assert example.run_json("article", found["url"].removeprefix("https://"))["article_id"] == found["article_id"]


def test_a_period_that_ends_before_it_begins_is_refused(example: Terminal) -> None:
    days = ("--since", "2026-11-20", "--until", "2026-11-10")
    assert "--since 2026-11-20 is after --until 2026-11-10" in example.run("search", "ferry", *days, code=2).stderr
    example.run("search", "ferry", "--since", "2026-11-20", "--until", "2026-11-20")


def test_the_list_of_stories_says_of_how_many(example: Terminal) -> None:
    days = ("--since", "2026-11-20", "--until", "2026-11-25")
    total = len(example.run_json("stories", *days, "--limit", "999"))
    assert f"1 of {total} stories, 2026-11-20 to 2026-11-25. See more with --limit." in shown(
        example, "stories", *days, "--limit", "1"
    )
    assert f"{total} stories, 2026-11-20 to" in shown(example, "stories", *days, "--limit", "999")


def test_a_title_that_alone_matches_is_printed_once_and_a_copy_names_an_outlet(example: Terminal) -> None:
    printed = shown(example, "search", "title:ferry AND outlet:balkan-digest.example")
    assert printed.count("The ferry stays in port") == 1
    assert "en copy of harbour-post.example" in printed
    lake.publish(example.settings)
    assert "en copy of harbour-post.example" in shown(example, "search", "ferry", "--ranked")


@pytest.mark.parametrize("has_index", [False, True], ids=["from the lake", "from the index"])
def test_search_says_that_an_article_only_claims_to_be_a_translation(
    example: Terminal, tmp_path: Path, has_index: bool
) -> None:
    home = shutil.copytree(example.settings.home, tmp_path / "home")
    terminal = example.with_environment(NEWSVANE_HOME=str(home))
    shutil.rmtree(terminal.settings.search_index_path, ignore_errors=True)
    if has_index:
        terminal.run("search-index", "update")
    found = ("search", "outlet:echo-press.example")
    assert terminal.settings.search_index_path.exists() is has_index
    assert "claims to be a translation of harbour-post.example" in shown(terminal, *found)
    hits = terminal.run_json(*found)
    claims = [hit for hit in hits if hit["copy_of"]]
    assert [(hit["original"], hit["copy_claimed"], hit["copy_kind"]) for hit in claims] == [(True, True, "translation")]
    assert not any(hit["copy_claimed"] for hit in hits if hit not in claims)


def test_an_export_with_a_wrong_name_leaves_the_file(example: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "coverage.csv"
    file.write_text("of yesterday")
    assert "did you mean albania?" in example.run("export", str(file), "--topic", "albany", code=2).stderr
    assert "did you mean" in example.run("export", str(file), "--outlet", "night-wire", code=2).stderr
    assert "did you mean 'en'" in example.run("export", str(file), "--language", "english", code=2).stderr
    assert "did you mean night-wire" in example.run("export", str(file), "--query", "outlet:night-wire", code=2).stderr
    assert file.read_text() == "of yesterday"


def test_an_outlet_in_capitals_and_a_prefix_are_no_mistakes(example: Terminal) -> None:
    assert (
        example.run_json("search", "outlet:NIGHT-WIRE.example") == example.run_json("search", "outlet:night-w*") != []
    )


def test_an_article_is_printed_whole_with_its_facts(example: Terminal) -> None:
    (row,) = example.run_json("sql", "SELECT article_id, text, url FROM coverage WHERE title = 'Ferry: we knew'")
    printed = shown(example, "article", row["article_id"])
    assert " ".join(row["text"].split()) in printed
    assert row["url"] in printed
    assert "Copy the same text as harbour-post.example; article a1_" in printed
    assert "was not there at 2026-11-24 09:50: contradicted" in printed
    assert example.run_json("article", row["article_id"])["revisions"] == []
    assert example.run_json("article", row["url"])["article_id"] == row["article_id"]
    assert "is no address" in example.run("article", "http://", code=2).stderr


def test_an_article_that_was_rewritten_shows_what_it_said_first(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path))
    now = datetime.now(UTC)
    before = article("tunnel", text=prose("tunnel"), title="A tunnel is planned", fetched_at=now)
    land(settings, batch(before, now=now))
    after = before.model_copy(
        update={
            "title": "No tunnel", "text": prose("bridge"), "text_hash": text_hash(prose("bridge")),
            "fetched_at": datetime.now(UTC) + timedelta(milliseconds=1),
        }
    )  # fmt: skip
    land(
        settings, batch(after, run="again", now=after.fetched_at, revisions=(stories.describe_revision(before, after),))
    )
    terminal = Terminal({"NEWSVANE_HOME": str(tmp_path)}, {})
    printed = shown(terminal, "article", before.article_id)
    assert "Title No tunnel" in printed
    assert "the title was A tunnel is planned" in printed
    assert "What it said first: A tunnel is planned" in printed
    assert " ".join(prose("tunnel").split()) in printed
    assert printed.index(" ".join(prose("bridge").split())) < printed.index("What it said first")
    first = terminal.run_json("article", before.article_id)["first_version"]
    assert first == {"title": "A tunnel is planned", "text": prose("tunnel")}


def test_a_first_text_whose_snapshot_has_expired_is_said_to_be_gone(example: Terminal) -> None:
    (row,) = example.run_json("sql", "SELECT article_id FROM article_revisions")
    assert "What it said first is no longer in the lake" in shown(example, "article", row["article_id"])


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(
            ("sql", "FROM first_to_report((SELECT story_id FROM stories ORDER BY outlets DESC LIMIT 1))"), id="macro"
        ),
        pytest.param(("sql", "FROM claims"), id="claims"),
        pytest.param(("sql", "FROM provenance_anomalies"), id="anomalies"),
        pytest.param(("sql", "FROM outlet_provenance"), id="outlets"),
        pytest.param(("sql", "SELECT * FROM coverage LIMIT 1"), id="coverage"),
        pytest.param(("sql", "FROM stories"), id="stories in SQL"),
        pytest.param(("sql", "FROM trend('albania', 'week')"), id="trend"),
        pytest.param(("stories", "--since", "2026-11-20"), id="stories"),
        pytest.param(("search", "ferry OR customs"), id="search"),
        pytest.param(("snapshots",), id="snapshots"),
    ],
)
def test_a_terminal_of_any_width_breaks_no_word_and_shows_no_microseconds(
    example: Terminal, width: int, arguments: tuple[str, ...]
) -> None:
    """A line is wider than the terminal only for one long word, and every word is one of the whole answer."""
    plain = re.sub(r"(:\d\d)(\.\d+)?\+00:00", r"\1", example.run(*arguments).stdout)
    whole = {word.removesuffix("…") for word in plain.split()}
    printed = on_terminal(example, width, *arguments)
    assert [line for line in printed.splitlines() if len(line) > width and " " in line.strip()] == []
    results = re.split(r"\n(?=\d+ columns? do|Text that ends)", printed)[0]
    assert re.findall(r"\d\d:\d\d:\d\d\.\d", results) == []
    assert {word.removesuffix("…") for word in results.split() if set(word) != {"─"}} - {""} <= whole


def test_lines_prints_every_field_whole(example: Terminal) -> None:
    asked = "SELECT article_id, text FROM coverage ORDER BY article_id LIMIT 2"
    (one, two) = example.run_json("sql", asked)
    printed = on_terminal(example, 40, "sql", asked, "--lines")
    values = [
        one["article_id"],
        "text",
        *one["text"].split(),
        "article_id",
        two["article_id"],
        "text",
        *two["text"].split(),
    ]
    assert printed.split() == ["article_id", *values]
    assert "one of --json, --csv, --xlsx and --lines" in example.run("sql", asked, "--lines", "--csv", code=2).stderr


def test_csv_and_json_write_times_alike(example: Terminal) -> None:
    asked = "SELECT max(fetched_at) AS at FROM articles UNION ALL SELECT '2026-11-27 16:17:11.524501+00'::TIMESTAMPTZ"
    times = [row["at"] for row in example.run_json("sql", asked)]
    assert example.run("sql", asked, "--csv").stdout.splitlines()[1:] == times
    assert all(time.endswith("Z") for time in times)
    assert times[1] == "2026-11-27T16:17:11.524501Z"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("FROM first_to_report", "first_to_report is a macro, called like FROM first_to_report('s1_…')"),
        ("FROM trend('albania')", "trend is a macro, called like FROM trend('iran', 'week')"),
        ("FROM trend('albania', 'weekly')", "the grain of trend() is day, week, month, quarter or year"),
    ],
)
def test_a_macro_that_is_called_wrongly_is_explained(example: Terminal, query: str, words: str) -> None:
    assert words in example.run("sql", query, code=2).stderr


def test_every_macro_has_an_example_that_works(example: Terminal) -> None:
    from newsvane.cli.lake.sql_errors import CALLS

    assert {row["macro"] for row in example.run_json("sql", "FROM macros")} == CALLS.keys()
    for call in CALLS.values():
        example.run_json("sql", f"FROM {call}")


def test_search_says_how_many_there_are(example: Terminal) -> None:
    (row,) = example.run_json("sql", "SELECT count(*) AS n FROM coverage WHERE title LIKE 'Edition%'")
    assert f"2 of {row['n']} found; --limit shows more" in shown(example, "search", "edition", "--limit", "2")
    assert f"{row['n']} found" in example.run("search", "edition", "--limit", str(row["n"])).stdout.splitlines()[-1]
    assert example.run("search", "zzyzx").stdout == "Nothing found.\n"


def test_search_is_limited_to_days_topics_and_originals(example: Terminal) -> None:
    def titles(*arguments: str) -> list[str]:
        return [hit["title"] for hit in example.run_json("search", "usual OR ferry", "--limit", "99", *arguments)]

    assert sorted(titles()) == ["As usual"] * 3 + ["Ferry: we knew", *["The ferry stays in port"] * 2]
    assert titles("--until", "2026-11-22") == ["As usual"] * 2
    assert titles("--since", "2026-11-22", "--until", "2026-11-23") == ["As usual"] * 2
    assert sorted(titles("--since", "2026-11-24")) == ["Ferry: we knew", *["The ferry stays in port"] * 2]
    assert sorted(titles("--since", "2026-11-24", "--originals")) == ["The ferry stays in port"]
    assert titles("--topic", "albania") == titles()
    outlets = [
        hit["outlet"] for hit in example.run_json("search", "usual OR ferry", "--outlet", "harbour-post.example")
    ]
    assert set(outlets) == {"harbour-post.example"}
    assert titles("--language", "fa", "--country", "AL") == []
    assert (
        "either --days or --since" in example.run("search", "x", "--days", "2", "--since", "2026-11-24", code=2).stderr
    )
    shown = example.run("search", "ferry", "--ranked", "--originals")
    assert "the newest come first" in shown.stderr
    assert "score" not in shown.stdout
