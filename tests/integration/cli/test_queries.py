"""Commands that only read: search, trends, stories, read, copies, the SQL shell and the tests of topics and rules."""

import io
import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane.analysis.sql_topics import list_called_topics
from newsvane.cli.articles.search import show_hits
from newsvane.cli.console import out
from newsvane.cli.lake.sql_prompt import run_prompt
from tests.support.terminal import PAGE, Terminal


def test_search_finds_with_passages_newest_first(terminal: Terminal) -> None:
    hits = terminal.run_json("search", "ashraf")
    assert len(hits) > 3
    assert all("shraf" in hit["snippet"] for hit in hits)
    dates = [hit["published_at"] for hit in hits]
    assert dates == sorted(dates, reverse=True)


def test_search_looks_back_until_there_are_enough(terminal: Terminal) -> None:
    hits = terminal.run_json("search", "a* OR the OR de", "--limit", "500")
    (row,) = terminal.run_json("sql", "SELECT count(*) AS n FROM coverage")
    moments = [min(hit["published_at"] or "9", hit["fetched_at"]) for hit in hits]
    assert len(hits) == len({hit["article_id"] for hit in hits}) == row["n"] > 12
    assert moments == sorted(moments, reverse=True)
    for limit in (1, 3, 11):
        assert terminal.run_json("search", "a* OR the OR de", "--limit", str(limit)) == hits[:limit]


def test_search_without_a_query_lists_the_newest_that_the_filters_select(terminal: Terminal) -> None:
    listed = terminal.run_json("search", "--topic", "mek", "--days", "3650", "--limit", "500")
    found = terminal.run_json("search", "a* OR the OR de", "--topic", "mek", "--days", "3650", "--limit", "500")
    assert {hit["article_id"] for hit in found} <= {hit["article_id"] for hit in listed}
    assert all("mek" in hit["topics"] and hit["snippet"] for hit in listed)
    moments = [hit["published_at"] or hit["fetched_at"] for hit in listed]
    assert moments == sorted(moments, reverse=True) != []
    (newest,) = terminal.run_json("search", "--topic", "mek", "--limit", "1")
    assert newest["article_id"] == listed[0]["article_id"]
    assert f"1 of {len(listed)} found" in terminal.run("search", "--topic", "mek", "--limit", "1").stdout
    for options in ((), ("--ranked", "--topic", "mek")):
        assert "newsvane search tirana" in terminal.run("search", *options, code=2).stderr


def test_the_help_of_search_promises_no_names(terminal: Terminal) -> None:
    said = " ".join(terminal.run("search", "--help").stdout.split())
    assert "says how many articles name it" not in said
    assert "the page Search offers them" in said


def test_search_looks_no_further_back_than_asked(terminal: Terminal) -> None:
    near, far = (
        terminal.run_json("search", "a* OR the OR de", "--limit", "500", *days) for days in (("--days", "9"), ())
    )
    since = (datetime.now(UTC).date() - timedelta(days=8)).isoformat()
    assert near == [hit for hit in far if min(hit["published_at"] or "9", hit["fetched_at"]) >= since]
    assert 0 < len(near) < len(far)


def test_search_ranks_by_the_index(terminal: Terminal) -> None:
    terminal.run("search-index", "update")
    hits = terminal.run_json("search", "camp OR computers", "--ranked", "--limit", "5")
    scores = [hit["score"] for hit in hits]
    assert 1 < len(hits) <= 5
    assert scores == sorted(scores, reverse=True)
    assert "omputer" in hits[0]["snippet"] + hits[0]["title"]
    assert "score" in terminal.run("search", "camp computers", "--ranked").stdout
    (best, *_) = terminal.run_json("search", "camp OR computers", "--ranked", "--topic", "mek", "--originals")
    assert best["original"]
    assert "mek" in best["topics"]
    assert terminal.run_json("search", "zzyzx", "--ranked") == []


def test_search_that_finds_nothing_says_what_was_not_searched(terminal: Terminal) -> None:
    (row,) = terminal.run_json("sql", "SELECT count(*) AS n FROM articles WHERE len(topics) = 0")
    for options in ((), ("--ranked",)):
        done = terminal.run("search", "zzyzx qqq", *options)
        assert done.stdout == "Nothing found.\n"
        hint = " ".join(done.stderr.split())
        assert f"Of {row['n']} articles on no topic only the titles are stored" in hint
        (command,) = re.findall(r"`newsvane (topics test .*?)` searches", hint)
        assert terminal.run_json(*shlex.split(command))["matched"] == 0
    assert terminal.run("search", "zzyzx", "--json").output == "[]\n"
    assert terminal.run("search", "ashraf").stderr == ""


def test_search_that_finds_nothing_names_the_days_and_another_spelling(terminal: Terminal) -> None:
    terminal.run("search-index", "update")
    done = terminal.run("search", "ashraff", "--days", "30")
    assert done.stdout == "Nothing found in the last 30 days.\n"
    (meant,) = re.findall(r"Did you mean `(.*?)`\?", done.stderr)
    assert terminal.run_json("search", meant) != []
    past = terminal.run("search", "ashraff", "--days", "3", "--as-of", datetime.now(UTC).isoformat())
    assert re.fullmatch(r"Nothing found from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d \d\d:\d\d\.\n", past.stdout)
    assert "Did you mean" not in past.stderr
    said = terminal.run("search", "zzyzx qqq", "--since", "2026-01-02", "--until", "2026-02-01")
    assert said.stdout == "Nothing found since 2026-01-02 until 2026-02-01.\n"
    assert "Did you mean" not in said.stderr
    both = terminal.run("search", "ashraff zagreb")
    assert both.stdout == "Nothing found.\n"
    assert "Did you mean" not in both.stderr


def test_search_that_finds_nothing_says_that_there_is_something_at_other_times(terminal: Terminal) -> None:
    terminal.run("search-index", "update")
    days = ("--since", "2020-01-02", "--until", "2020-02-01")
    done = terminal.run("search", "ashraf", *days)
    (articles,) = re.findall(r"At other times: (\d+) articles", done.stderr)
    assert int(articles) == len(terminal.run_json("search", "ashraf", "--limit", "100"))
    assert "At other times" not in terminal.run("search", "zzyzx", *days).stderr
    assert "At other times" not in terminal.run("search", "zzyzx").stderr


def test_an_article_without_a_date_has_the_time_of_reading(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    (hit,) = terminal.run_json("search", "ashraf", "--limit", "1")
    show_hits([hit | {"published_at": None}])
    assert f"no date, read {hit['fetched_at'][:10]}" in capsys.readouterr().out


def test_search_says_what_each_word_finds_by_itself(terminal: Terminal) -> None:
    terminal.run("search-index", "update")
    together = len(terminal.run_json("search", "ashraf the camp", "--limit", "500"))
    said = " ".join(terminal.run("search", '"ashraf the camp"').stderr.split())
    assert re.search(r"By itself, ashraf finds \d+ articles?, the finds \d+ articles?, camp finds", said)
    assert f"All of them, wherever they are (`ashraf the camp`): {together} article" in said
    said = " ".join(terminal.run("search", "zzyzx ashraf").stderr.split())
    assert re.search(r"By itself, zzyzx finds none, ashraf finds \d+ articles?\. (?!All|No article)", said)
    some = " ".join(terminal.run("search", "zzyzx ashraf", "--days", "3000").stderr.split())
    assert re.search(r"By itself, in the last 3,000 days, zzyzx finds none, ashraf finds", some)
    some = " ".join(terminal.run("search", "zzyzx ashraf", "--since", "2026-01-02").stderr.split())
    assert re.search(r"By itself, since 2026-01-02, zzyzx finds none, ashraf finds", some)


def test_days_end_with_the_last_day_that_is_given(terminal: Terminal) -> None:
    listed = terminal.run_json("search", "--topic", "mek", "--limit", "500")
    days = [min(hit["published_at"] or "9", hit["fetched_at"])[:10] for hit in listed]
    last = sorted(days)[-2]
    (asked, given) = (
        terminal.run_json("search", "--topic", "mek", "--until", last, *options)
        for options in (("--days", "1"), ("--since", last))
    )
    assert asked == given == [hit for hit, day in zip(listed, days, strict=True) if day == last] != []
    said = terminal.run("search", "ashraff", "--days", "7", "--until", "2026-01-01").stdout
    assert said == "Nothing found from 2025-12-26 to 2026-01-01.\n"
    assert terminal.run("search", "ashraff", "--days", "1").stdout == "Nothing found today.\n"
    said = terminal.run("search", "ashraff", "--days", "1", "--until", "2026-01-01").stdout
    assert said == "Nothing found on 2026-01-01.\n"


def test_an_operator_in_small_letters_is_pointed_out(terminal: Terminal) -> None:
    said = terminal.run("search", "zzyzx or ashraf").stderr
    assert "Note: 'or' is searched as a word; write OR to combine words." in " ".join(said.split())
    assert "searched as a word" not in terminal.run("search", '"truth or dare" OR ashraf').stderr


def test_an_address_says_what_became_of_it(terminal: Terminal) -> None:
    (left_out, *_) = terminal.run_json(
        "sql", "SELECT e.url, s.reason FROM entries e JOIN skipped s USING (entry_id) WHERE e.outcome = 'skipped'"
    )
    said = " ".join(terminal.run("article", left_out["url"], code=2).stderr.split())
    assert f"{left_out['url']} was left out on" in said
    assert f"({left_out['reason']})" in said
    (led, *_) = terminal.run_json("sql", "SELECT e.url, article_id FROM entries e JOIN articles a USING (article_id)")
    assert terminal.run_json("article", led["url"])["article_id"] == led["article_id"]
    assert "there is no article" in terminal.run("article", "https://nowhere.example/1", code=2).stderr


def test_trends_and_stories_agree_with_the_lake(terminal: Terminal) -> None:
    (row,) = terminal.run_json(
        "sql", "SELECT count(*) AS n FROM coverage WHERE list_contains(topics, 'mek') AND day > today() - 28"
    )
    (mek,) = terminal.run_json("trends", "--topic", "mek")
    assert mek["articles"] == row["n"] == sum(point["articles"] for point in mek["points"])
    assert "mek: articles per day" in terminal.run("trends", "--topic", "mek").stdout
    shared = next(story for story in terminal.run_json("stories", "--days", "60") if story["outlets"] > 1)
    assert shared["articles"] > shared["originals"]


def test_read_shows_each_decision_with_its_evidence(terminal: Terminal) -> None:
    printed = " ".join(terminal.run("read", PAGE).stdout.split())
    for words in (
        "notice_only (notice in es",
        "Language en (confidence",
        "Declared language es",
        "(json_ld, to the ",
        "mek: ",
        "Kind article (structured data describes it as an article",
        "% of the text that the page shows",
        "mek (central)",
    ):
        assert words in printed
    assert terminal.run_json("read", PAGE)["translation"]["state"] == "notice_only"


def test_read_says_what_a_page_is_that_is_no_article(blank_terminal: Terminal, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title>Sign in</title></head><body><h1>Sign in</h1><p>To go on, sign in.</p></body></html>"
    )
    result = blank_terminal.run("read", str(page), "--url", "http://outlet.example/", code=1)
    assert "no article: not an article but " in " ".join(result.stderr.split())
    assert "(reason: not_article)" in " ".join(result.stderr.split())


def test_read_takes_a_file(terminal: Terminal, tmp_path: Path) -> None:
    paragraph = "The ministers of both countries met in Tirana and agreed on a timetable for the talks. " * 6
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><h1>Ministers meet</h1><p>{paragraph}</p></article></body></html>")
    found = terminal.run_json("read", str(page), "--url", "http://outlet.example/ministers")
    assert (found["outlet"], found["title"], found["language"]) == ("outlet.example", "Ministers meet", "en")


def test_read_recognises_a_mixed_page(terminal: Terminal, tmp_path: Path) -> None:
    spanish = (
        "<p>Los ministros de ambos países se reunieron en Tirana y fijaron un calendario para las conversaciones.</p>"
    )
    english = (
        "<p>They will meet again in the spring, and nothing that was said on the first day is to be published.</p>"
    )
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><h1>Tirana</h1>{spanish * 3}{english * 5}</article></body></html>")
    assert "Languages en, es" in " ".join(terminal.run("read", str(page)).stdout.split())


def test_alerts_test_says_that_a_new_topic_has_not_been_looked_for(terminal: Terminal, tmp_path: Path) -> None:
    draft = Path(shutil.copytree(terminal.environment["NEWSVANE_WATCH"], tmp_path / "draft"))
    with (draft / "topics.toml").open("a") as topics, (draft / "alerts.toml").open("a") as alerts:
        topics.write('\n[[topic]]\nid = "ferries"\ntitle = "Ferries"\nquery = "ferry"\n')
        alerts.write('\n[[rule]]\nid = "ferries"\ntitle = "Ferries"\ntopics = ["ferries"]\nchannels = ["mail"]\n')
    tried = terminal.run("alerts", "test", "ferries", "--watch", str(draft))
    assert "`newsvane reprocess` matches what landed before" in " ".join(tried.stdout.split())
    known = terminal.run("alerts", "test", "mek-in-albania", "--watch", str(draft))
    assert "reprocess" not in known.stdout


def test_alerts_test_reports_what_was_delivered(terminal: Terminal) -> None:
    keys = {row["key"] for row in terminal.run_json("sql", "SELECT key FROM outbox")}
    foretold = terminal.run_json("alerts", "test", "mek-in-albania", "--since", "1d")
    assert {each["message"]["key"] for each in foretold["sent"]} == keys
    assert foretold["looked_at"] == sum(foretold["why_not"].values()) + len({
        each["message"]["article_id"] for each in foretold["sent"]
    })  # fmt: skip
    shown = " ".join(terminal.run("alerts", "test", "mek-in-albania", "--since", "1d").stdout.split())
    noun = "message" if len(keys) == 1 else "messages"
    assert f"{len(keys)} {noun} would have been sent: {len(keys) // 2} to " in shown
    assert f"No alert, of {foretold['looked_at']} articles:" in shown


def test_topics_test_counts_what_no_topic_finds(terminal: Terminal) -> None:
    found = terminal.run_json("topics", "test", "a* OR the OR de", "--limit", "1")
    assert found["matched"] > found["off topic so far"] > 0
    assert len(found["articles"]) == 1


def test_topics_test_looks_at_the_days_since_one(terminal: Terminal) -> None:
    ((first, last),) = (
        row.values()
        for row in terminal.run_json(
            "sql", "SELECT min(least(published_at, fetched_at))::DATE, today() FROM articles WHERE topics <> []"
        )
    )
    everything = terminal.run_json("topics", "test", "a* OR the OR de")
    assert terminal.run_json("topics", "test", "a* OR the OR de", "--since", first) == everything
    asked = (
        "SELECT count(*) AS n FROM articles WHERE list_contains(topics, 'mek') AND least(published_at, fetched_at) >= "
    )
    (row,) = terminal.run_json("sql", f"{asked}'{last}'::DATE")
    mek = terminal.run_json("topics", "test", "--topic", "mek", "--since", last)
    assert (mek["matched"], mek["gained"], mek["lost"]) == (row["n"], 0, 0)
    assert row["n"] < terminal.run_json("topics", "test", "--topic", "mek")["matched"]
    said = terminal.run("topics", "test", "--texts", "-", "--since", last, code=2).stderr
    assert "texts have no days" in " ".join(said.split())


@pytest.fixture
def changed_topics(terminal: Terminal) -> Iterator[None]:
    """While a test runs, the topic mek matches what mentions Albania."""
    topics = Path(terminal.environment["NEWSVANE_WATCH"]) / "topics.toml"
    shipped = topics.read_text("utf-8")
    topics.write_text(
        re.sub(r'(id = "mek".*?query = )\'\'\'.*?\'\'\'', r'\1"albania*"', shipped, flags=re.DOTALL), "utf-8"
    )
    yield
    topics.write_text(shipped, "utf-8")


@pytest.fixture
def with_lists(terminal: Terminal) -> Iterator[None]:
    """While a test runs, topics.toml has a list, and a rule names it."""
    folder = Path(terminal.environment["NEWSVANE_WATCH"])
    files = {folder / name: (folder / name).read_text("utf-8") for name in ("topics.toml", "alerts.toml")}
    list_, rule = (
        '[[words]]\nid = "places"\nquery = "tirana OR ashraf"\n',
        '[[rule]]\nid = "places"\ntitle = "P"\nquery = "@places"\nchannels = ["mail"]\n'
        'max_age_days = 90\nnew = "every"\n',
    )
    for (path, text), table in zip(files.items(), (list_, rule), strict=True):
        path.write_text(f"{text}\n{table}", "utf-8")
    yield
    for path, text in files.items():
        path.write_text(text, "utf-8")


@pytest.mark.usefixtures("with_lists")
def test_a_list_may_be_named_wherever_a_query_is_written(terminal: Terminal, tmp_path: Path) -> None:
    plain = terminal.run_json("search", "tirana OR ashraf", "--limit", "99")
    assert terminal.run_json("search", "@places", "--limit", "99") == plain != []
    tested = terminal.run_json("topics", "test", "@places")
    assert tested == terminal.run_json("topics", "test", "tirana OR ashraf")
    assert tested["matched"] >= len(plain)
    terminal.run("export", str(tmp_path / "places.json"), "--query", "@places")
    assert len(json.loads((tmp_path / "places.json").read_text())) == len(plain)
    terminal.run("config", "check")
    sent = terminal.run_json("alerts", "test", "places", "--since", "1d")["sent"]
    assert {each["message"]["article_id"] for each in sent} == {hit["article_id"] for hit in plain}
    for command in (("search", "@plaecs"), ("topics", "test", "@plaecs"), ("export", "x.csv", "--query", "@plaecs")):
        printed = " ".join(terminal.run(*command, code=2).stderr.split())
        assert "@plaecs names no list; the lists are places" in printed


def test_topics_test_finds_no_change_in_topics_as_they_landed(terminal: Terminal) -> None:
    changes = terminal.run_json("topics", "test")
    assert list(changes) == ["iran", "mek", "albania"]
    assert all(each["gained"] == each["lost"] == 0 < each["matched"] for each in changes.values())
    assert changes["mek"] == terminal.run_json("topics", "test", "--topic", "mek")


@pytest.mark.usefixtures("changed_topics")
def test_topics_test_lists_what_a_change_gains_and_loses(terminal: Terminal) -> None:
    changed = terminal.run_json("topics", "test", "--topic", "mek", "--limit", "500")
    before = terminal.run_json("sql", "SELECT article_id, title FROM articles WHERE list_contains(topics, 'mek')")
    gained, lost = ({each["article_id"] for each in changed[name]} for name in ("newly_matched", "no_longer_matched"))
    assert (len(gained), len(lost)) == (changed["gained"], changed["lost"])
    assert gained
    assert lost < {row["article_id"] for row in before}
    assert not gained & {row["article_id"] for row in before}
    assert changed["matched"] == len(before) - len(lost) + len(gained)


@pytest.mark.usefixtures("changed_topics")
@pytest.mark.parametrize("columns", [20, 80, 300])
def test_topics_test_prints_whole_titles_at_any_width(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    changed = terminal.run_json("topics", "test", "--topic", "mek", "--limit", "1")
    monkeypatch.setattr(out, "_width", columns)
    printed = terminal.run("topics", "test", "--topic", "mek", "--limit", "1").stdout
    for sign, name, count in (("+", "newly_matched", "gained"), ("-", "no_longer_matched", "lost")):
        assert f"{sign} {changed[name][0]['title']}  {changed[name][0]['outlet']}\n" in printed
        assert changed[count] == 1 or f"{sign} {changed[count] - 1} more; list them with" in printed
    assert (
        f"mek: {changed['matched']} articles matched, {changed['gained']} newly, {changed['lost']} no longer" in printed
    )


def test_topics_test_says_how_many_articles_match_a_query(terminal: Terminal) -> None:
    found = terminal.run_json("topics", "test", "a* OR the OR de", "--limit", "2")
    printed = " ".join(terminal.run("topics", "test", "a* OR the OR de", "--limit", "2").stdout.split())
    off_topic = f"{found['off topic so far']} of them off topic so far"
    (number,) = terminal.run_json("sql", "SELECT count(*) AS articles FROM articles")
    matched = f"{found['matched']} of {number['articles']} articles matched"
    assert printed.endswith(f"{matched}, {off_topic}; the newest 2 are shown")
    assert "found" not in printed.split("http")[-1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(("zzyzx ashraf qqq",), "No stored text or title has zzyzx, qqq.", id="two"),
        pytest.param(
            ('"camp ashraf the"',),
            "Each of these words is in a stored text or title, but nothing meets the whole query.",
            id="not as asked",
        ),
        pytest.param(
            ("zzyzx", "--since", "2026-01-01"),
            "No stored text or title since 2026-01-01 has zzyzx. Without --since",
            id="some days",
        ),
        pytest.param(
            ("zzyzx or qqq",), "Note: 'or' is searched as a word; write OR", id="an operator in small letters"
        ),
        pytest.param(
            ("zzyzx near/8 qqq",),
            "Note: 'near/8' is searched as a word; write NEAR/8",
            id="a distance in small letters",
        ),
        pytest.param(
            ("zzyzx org:qqq",),
            "Note: a topic cannot use this query, because person:, org: and place: find names",
            id="a name",
        ),
        pytest.param(
            ("zzyzx central:iran",),
            "Note: a topic cannot use this query, because central: says what",
            id="what it is about",
        ),
        pytest.param(
            ("zzyzx ODER qqq",),
            "Note: 'ODER' is searched as a word; the operators are AND, OR, NOT and NEAR/8.",
            id="an operator of another language",
        ),
        pytest.param(
            ("zzyzx near qqq",),
            "Note: 'near' is searched as a word; if you mean an operator, write NEAR/8",
            id="a distance without a number",
        ),
    ],
)
def test_topics_test_that_finds_nothing_says_why_and_what_to_try(
    terminal: Terminal, asked: tuple[str, ...], said: str
) -> None:
    done = terminal.run("topics", "test", *asked)
    assert done.stdout.startswith("0 of ")
    assert said in " ".join(done.stderr.split())
    assert terminal.run("topics", "test", *asked, "--json").stderr == ""
    assert terminal.run("topics", "test", "ashraf").stderr == ""


def test_a_word_that_may_be_meant_gets_no_note_where_it_is_found(terminal: Terminal) -> None:
    found = terminal.run("search", "the near tirana")
    assert "Nothing found" not in found.stdout
    assert "is searched as a word" not in found.stderr


def test_the_test_of_a_draft_notes_what_is_searched_as_a_word(terminal: Terminal, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    shutil.copytree(terminal.environment["NEWSVANE_WATCH"], draft)
    (draft / "topics.toml").write_text('[[topic]]\nid = "iran"\ntitle = "Iran"\nquery = "iran near tirana"\n', "utf-8")
    note = "Note: topic 'iran': 'near' is searched as a word; if you mean an operator, write NEAR/8, "
    options = ("--topic", "iran", "--watch", str(draft))
    (draft / "texts.txt").write_text("Iran opens a school near Tirana\n", "utf-8")
    for more in ((), ("--texts", str(draft / "texts.txt"))):
        assert " ".join(terminal.run("topics", "test", *options, *more).stderr.split()).startswith(note)
        assert terminal.run("topics", "test", *options, *more, "--json").stderr == ""
    assert terminal.run("topics", "test", "ashraf or the").stderr.startswith("Note: 'or' is searched as a word")


def test_the_test_of_a_rule_notes_what_is_searched_as_a_word(terminal: Terminal, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    shutil.copytree(terminal.environment["NEWSVANE_WATCH"], draft)
    (draft / "alerts.toml").write_text(
        '[[rule]]\nid = "near"\ntitle = "Near"\nchannels = ["mail"]\nquery = "iran near tirana"\n'
        '[[channel]]\nid = "mail"\nurl = "json://localhost"\n',
        "utf-8",
    )
    said = terminal.run("alerts", "test", "near", "--watch", str(draft)).stderr
    assert "Note: 'near' is searched as a word; if you mean an operator, write NEAR/8, " in " ".join(said.split())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param((), [{"iran": ["Iran"], "albania": ["Tirana"]}, {}], id="every topic"),
        pytest.param(("--topic", "albania"), [{"albania": ["Tirana"]}, {}], id="a topic"),
        pytest.param(("har* OR talks",), [{"har* OR talks": ["talks"]}, {"har* OR talks": ["harbour"]}], id="a query"),
    ],
)  # fmt: skip
def test_topics_test_tries_passages(terminal: Terminal, tmp_path: Path, asked: tuple[str, ...], found: object) -> None:
    file = tmp_path / "passages.txt"
    file.write_text("Iran and its neighbours hold talks in Tirana\n\nA new harbour for the old town\n", "utf-8")
    done = terminal.run("topics", "test", *asked, "--texts", str(file), "--json")
    assert [json.loads(line)["found"] for line in done.stdout.splitlines()] == found
    assert "no match" in terminal.run("topics", "test", "x", "--texts", str(file)).stdout


def test_search_finds_what_articles_are_about(terminal: Terminal) -> None:
    rows = terminal.run_json("sql", "SELECT article_id, topics, central_topics, topic_mentions FROM coverage")
    for row in rows:
        assert [each["topic"] for each in row["topic_mentions"]] == row["topics"]
        named = [m for m in row["topic_mentions"] if m["in_title"] or m["in_lead"] or m["sentences"] >= 0.25]
        assert [each["topic"] for each in named] == row["central_topics"]
    hits = terminal.run_json("search", "central:IRAN", "--limit", "500")
    about = {row["article_id"] for row in rows if "iran" in row["central_topics"]}
    assert {hit["article_id"] for hit in hits} == about
    assert about < {row["article_id"] for row in rows if "iran" in row["topics"]}


def test_a_rule_may_ask_what_an_article_is_about(terminal: Terminal) -> None:
    file = Path(terminal.environment["NEWSVANE_WATCH"]) / "alerts.toml"
    shipped = file.read_text("utf-8")
    rule = (
        '[[rule]]\nid = "about"\ntitle = "About"\nchannels = ["console"]\nnew = "every"\nmax_age_days = 9999\nquery = '
    )
    rule += '"central:albania"\n[[channel]]\nid = "console"\nurl = "json://localhost"\n'
    try:
        file.write_text(rule, "utf-8")
        sent = terminal.run_json("alerts", "test", "about", "--since", "1d")["sent"]
        file.write_text(rule.replace("central:albania", "central:albanai"), "utf-8")
        refused = terminal.run("alerts", "test", "about", code=2).stderr
    finally:
        file.write_text(shipped, "utf-8")
    rows = terminal.run_json("sql", "SELECT article_id FROM coverage WHERE list_contains(central_topics, 'albania')")
    assert {each["message"]["article_id"] for each in sent} == {row["article_id"] for row in rows} != set()
    assert "central: names no topic 'albanai'; the topics are iran, mek, albania" in " ".join(refused.split())


def test_search_knows_the_country_of_an_outlet(terminal: Terminal) -> None:
    (country, outlet) = terminal.run_json(
        "sql", "SELECT outlet_country, outlet FROM coverage WHERE outlet_country IS NOT NULL ORDER BY outlet LIMIT 1"
    )[0].values()
    assert outlet in {hit["outlet"] for hit in terminal.run_json("search", f"country:{country}", "--limit", "200")}
    assert terminal.run_json("search", "country:AQ") == terminal.run_json("search", "published:<1990") == []


def test_the_shell_opens_on_the_lake(terminal: Terminal) -> None:
    done = terminal.run_process("sql", given="SELECT count(*) > 10 AS many FROM coverage;\nDELETE FROM articles;\n")
    assert "true" in done.stdout
    assert "read-only" in done.stderr


def test_the_shell_knows_examples(terminal: Terminal) -> None:
    examples = terminal.run_json("sql", "--examples")
    for example in examples:
        assert terminal.run_json("sql", example["sql"]) is not None, example["question"]
    done = terminal.run_process("sql", given="SELECT count(*) AS examples FROM examples;\nFROM trend('*', 'year');\n")
    assert f" {len(examples)} " in done.stdout
    assert "all_read" in done.stdout
    assert examples[0]["question"] in terminal.run("sql", "--examples").stdout


@pytest.mark.parametrize(
    "query",
    [
        "FROM trend('mekk', 'week')",
        "SELECT 'it''s', sum(articles) FROM Share_of_Voice ( of_topic := 'mekk', since := today(), until := today())",
    ],
)
def test_a_macro_refuses_a_topic_that_does_not_exist(terminal: Terminal, query: str) -> None:
    assert "did you mean mek?" in terminal.run("sql", query, code=2).stderr


def test_only_a_call_names_a_topic() -> None:
    sql = """SELECT 'trend(''a'', ''day'')', "trend('b')" -- trend('c', 'day')
        FROM trend('d''e', 'day') /* trend('f') */ JOIN share_of_voice(\n'*', since) JOIN trends('g')
        JOIN $$trend('h')$$ JOIN trend('i' || 'j', 'day') JOIN trend('k"""
    assert list_called_topics(sql) == ["d'e", "*"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param("SELECT 6 *\n7 AS answer;\n", "42", id="a statement over two lines"),
        pytest.param("SELECT 1 AS one; SELECT ';' AS two;\n", "two", id="two statements on a line"),
        pytest.param("SELECT 8 AS last", "8", id="no semicolon at the end"),
        pytest.param("SELECT nothing_here;\nSELECT 5 + 4 AS nine;\n", "9", id="it goes on after a mistake"),
        pytest.param("DELETE FROM articles;\n", "read-only", id="it cannot write"),
        pytest.param(".help\n", "share_of_voice(", id="help shows examples"),
        pytest.param("FROM trend('mekk', 'week');\n", "did you mean mek?", id="an unknown topic"),
        pytest.param(".tables\n", "coverage", id="tables"),
        pytest.param(".sing\n", ".help", id="an unknown word"),
        pytest.param(".quit\nSELECT 'still here';\n", "", id="quit"),
        pytest.param("quit\nSELECT 'still here';\n", "", id="quit without a dot"),
        pytest.param("exit;\nSELECT 'still here';\n", "", id="exit with a semicolon"),
        pytest.param("help\n", "quit or Ctrl-D leaves", id="help without a dot"),
    ],
)
def test_the_prompt_of_our_own(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str, shown: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(given))
    run_prompt(terminal.settings)
    printed = capsys.readouterr()
    assert shown in printed.out + printed.err
    assert "still here" not in printed.out


def test_copies_are_recognised_and_bad_lines_named(terminal: Terminal, tmp_path: Path) -> None:
    text = " ".join(f"word{number}" for number in range(80))
    lines = [
        json.dumps({"id": "a", "text": text, "published_at": "2026-11-01T10:00:00Z", "outlet": "one.example"}),
        json.dumps({"id": "b", "text": text.upper(), "published_at": "2026-11-02T10:00:00Z", "outlet": "two.example"}),
        json.dumps({"id": "c", "text": " ".join(reversed(text.split()))}),
        '{"id": "d"',
        json.dumps({"id": "a", "text": text}),
        json.dumps({"id": "e", "text": text, "published_at": "yesterday"}),
        '"e"',
        json.dumps({"id": "f", "url": "https://www.one.example/x", "text": "Six words and no more here"}),
        json.dumps({"id": "g", "url": "https://m.one.example/x?utm_source=y", "text": "Another text of six words"}),
    ]
    file = tmp_path / "articles.jsonl"
    file.write_bytes("\n".join(lines).encode() + b'\n{"id": "\xff"}\n')
    done = terminal.run("copies", str(file), code=1)
    rows = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert {key: (row["copy_of"], row["copy_kind"]) for key, row in rows.items()} == {
        "a": (None, None),
        "b": ("a", "same_text"),
        "c": (None, None),
        "f": (None, None),
        "g": ("f", "same_address"),
    }
    assert rows["b"]["evidence"] == ["same text"]
    assert (rows["b"]["score"], rows["b"]["story_id"]) == (1.0, rows["a"]["story_id"])
    assert re.findall(r"line (\d+) was skipped", done.stderr) == ["4", "5", "6", "7", "10"]
    assert "same text" in terminal.run("copies", str(file), "--table", code=1).stdout


def test_an_error_of_a_statement_keeps_its_lines_and_its_caret(terminal: Terminal) -> None:
    *_, line, caret = terminal.run("sql", "SELECT langage FROM coverage", code=2).stderr.rstrip().splitlines()
    assert line == "LINE 1: SELECT langage FROM coverage"
    assert caret.strip() == "^"
    assert caret.index("^") == line.index("langage")


def test_in_a_pipe_the_advice_is_the_last_column_of_feeds(terminal: Terminal) -> None:
    assert terminal.run("feeds", "list").stdout.splitlines()[0].split()[-2:] == ["to", "do"]


def test_what_follows_a_question_begins_a_sentence(terminal: Terminal) -> None:
    said = " ".join(terminal.run("search", "person:edi-ramaa", code=2).stderr.split())
    assert "? Neither an article nor the lexicon has it" in said
