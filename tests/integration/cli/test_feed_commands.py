"""`newsvane feeds`: import, export and list the watch list, discover feeds and check them."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.feeds import parse_watch_list
from newsvane.printable import UNPRINTABLE
from newsvane.settings import Settings
from tests.support.outlet import Answer, moved, outlet, page, rss
from tests.support.terminal import FEEDS, OURS, Terminal

At = Callable[[Mapping[str, Answer]], Terminal]

FEED = '<link rel="alternate" type="application/rss+xml" href="/f">'
FORBIDDEN = Answer("User-agent: *\nDisallow: /", "text/plain")
THEIRS = """<opml version="1.0"><body><outline text="Balkans">
<outline text="One again" xmlUrl="http://www.one.example/rss/"/>
<outline text="Two \u202e&lt;b&gt;" xmlUrl="https://two.example/rss"/>
<outline text="Bad" xmlUrl="javascript:alert(1)"/>
</outline></body></opml>"""


@pytest.fixture
def at(own_terminal: Terminal) -> Iterator[At]:
    """The same terminal where every host is one outlet with these answers."""
    with ExitStack() as stack:
        yield lambda answers: own_terminal.with_environment(
            NEWSVANE_CONNECT_TO=stack.enter_context(outlet(answers)), NEWSVANE_HOST_DELAY="0"
        )


def watch_list(terminal: Terminal) -> Path:
    return Path(terminal.environment["NEWSVANE_WATCH"]) / "feeds.toml"


def test_import_appends_what_is_new_and_leaves_the_rest(own_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "theirs.opml"
    file.write_text(THEIRS, "utf-8")
    watch_list(own_terminal).chmod(0o640)
    shown = own_terminal.run("feeds", "import", str(file), "--dry-run")
    assert "1 would be added" in shown.stdout
    assert 'title = "Two \\u202e<b>"' in shown.stdout
    assert watch_list(own_terminal).read_bytes() == OURS.encode()
    done = own_terminal.run("feeds", "import", str(file))
    assert "1 added to" in done.stdout
    assert "1 already listed" in done.stdout
    assert "line 4: 'Bad': not an http(s) address" in done.stderr
    after = watch_list(own_terminal).read_bytes()
    assert after.startswith(OURS.encode() + b"\r\n\r\n[[feed]]\r\n")
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert watch_list(own_terminal).stat().st_mode & 0o777 == 0o640
    _, two = parse_watch_list(after.decode(), path="feeds.toml")
    assert (two.feed_id, two.url, two.folder) == ("two-b", "https://two.example/rss", ("Balkans",))
    assert own_terminal.run_json("feeds", "import", str(file))["added"] == []
    assert watch_list(own_terminal).read_bytes() == after
    assert [path.name for path in watch_list(own_terminal).parent.iterdir() if path.name.startswith(".")] == []


def test_import_takes_standard_input_and_makes_a_list(own_terminal: Terminal) -> None:
    watch_list(own_terminal).unlink()
    assert own_terminal.run_process("feeds", "import", "-", given=THEIRS).returncode == 0
    assert [feed.feed_id for feed in parse_watch_list(watch_list(own_terminal).read_text("utf-8"), path="")] == [
        "one-again",
        "two-b",
    ]


def test_import_follows_a_link_to_the_list(own_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "theirs.opml"
    file.write_text(THEIRS, "utf-8")
    real = watch_list(own_terminal).rename(tmp_path / "real.toml")
    watch_list(own_terminal).symlink_to(real)
    own_terminal.run("feeds", "import", str(file))
    assert watch_list(own_terminal).is_symlink()
    assert real.read_bytes().startswith(OURS.encode())


@pytest.mark.parametrize(
    ("before", "given", "code", "words"),
    [
        pytest.param(OURS, "<html>", 1, "not an OPML file", id="no OPML"),
        pytest.param(OURS, "<opml><outline xmlUrl='/rss'/></opml>", 1, "no feed was found", id="no feed"),
        pytest.param(
            '[[feed]]\nid = 5\nurl = "http://a.example/"', THEIRS, 2, "line 2: id: ", id="a list that does not load"
        ),
        pytest.param('feed = [{id = "a", url = "http://a.example/"}]', THEIRS, 2, "TOML", id="a list in another style"),
    ],
)
def test_import_writes_nothing_where_it_cannot(
    own_terminal: Terminal, tmp_path: Path, before: str, given: str, code: int, words: str
) -> None:
    file = tmp_path / "theirs.opml"
    file.write_text(given, "utf-8")
    watch_list(own_terminal).write_bytes(before.encode())
    assert words in own_terminal.run("feeds", "import", str(file), code=code).stderr
    assert watch_list(own_terminal).read_bytes() == before.encode()


def test_export_and_import_bring_everything_back(terminal: Terminal, own_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    assert f"{len(FEEDS)} feeds" in terminal.run("feeds", "export", "--output", str(file)).stdout
    assert terminal.run_process("feeds", "export").stdout == file.read_text("utf-8")
    watch_list(own_terminal).write_text("")
    own_terminal.run("feeds", "import", str(file))
    assert parse_watch_list(watch_list(own_terminal).read_text("utf-8"), path="") == parse_watch_list(
        watch_list(terminal).read_text("utf-8"), path=""
    )
    error = terminal.run("feeds", "export", "--output", str(tmp_path / "no" / "x"), code=2).stderr
    assert "does not exist" in " ".join(error.replace("│", " ").split()), "a long path wraps the line in its box"


def test_discover_shows_tables_to_paste(at: At) -> None:
    terminal = at({"/": page(FEED), "/f": rss("a", "b", title="Gazeta \u202e")})
    done = terminal.run("feeds", "discover", "http://new.example/").stdout
    assert "RSS" in done
    assert UNPRINTABLE.findall(done) == []
    (feed,) = parse_watch_list(done[done.index("[[feed]]") : done.index("To watch them")], path="")
    assert (feed.feed_id, feed.url, feed.site) == ("gazeta", "http://new.example/f", "http://new.example/")
    assert watch_list(terminal).read_bytes() == OURS.encode()
    assert "itself a feed" in terminal.run("feeds", "discover", "http://new.example/f").stdout


def test_discover_says_that_the_outlet_is_watched_at_another_address(at: At) -> None:
    terminal = at({"/": page(FEED), "/f": rss("a", title="Gazeta")})
    watch_list(terminal).write_text('[[feed]]\nid = "gazeta"\nurl = "http://new.example/old"\n' + OURS)
    done = " ".join(terminal.run("feeds", "discover", "http://new.example/").stdout.split())
    assert "Note: gazeta is watched already, from the same outlet, at http://new.example/old." in done
    assert "change its url" in done
    assert "Note: one" not in done


def test_discover_adds_nothing_of_a_watched_outlet_unless_forced(at: At) -> None:
    terminal = at({"/": page(FEED), "/f": rss("a", title="Gazeta")})
    before = '[[feed]]\nid = "gazeta"\nurl = "http://new.example/old"\n'
    watch_list(terminal).write_text(before)
    done = " ".join(terminal.run("feeds", "discover", "http://new.example/", "--add").stdout.split())
    assert "Nothing was added, because the outlet is watched already." in done
    assert watch_list(terminal).read_text() == before
    assert "1 added" in terminal.run("feeds", "discover", "http://new.example/", "--add", "--force").stdout


def test_discover_says_that_an_outlet_without_a_feed_is_watched(at: At) -> None:
    terminal = at({"/": page("")})
    watch_list(terminal).write_text('[[feed]]\nid = "island"\ntitle = "Island"\nurl = "http://new.example/list"\n')
    done = " ".join(terminal.run("feeds", "discover", "http://new.example/", code=1).stdout.split())
    assert done.startswith("This outlet is watched already as Island (island), at http://new.example/list.")


def test_discover_adds_once(at: At) -> None:
    terminal = at({"/": page(FEED), "/f": rss("a")})
    assert terminal.run_json("feeds", "discover", "http://new.example", "--add")["added"] == ["outlet"]
    assert (
        "0 added to feeds.toml, 1 already listed"
        in terminal.run("feeds", "discover", "http://new.example", "--add").stdout
    )
    assert "already watched" in terminal.run("feeds", "discover", "http://new.example").stdout
    assert len(parse_watch_list(watch_list(terminal).read_text("utf-8"), path="")) == 2


@pytest.mark.parametrize(
    ("answers", "url", "words"),
    [
        pytest.param({"/": page()}, "http://new.example/", "http://new.example/feed", id="nothing found"),
        pytest.param(
            {"/": page()}, "http://new.example/", "newsvane sources try http://new.example/", id="what to try"
        ),
        pytest.param({}, "http://10.0.0.1/", "private", id="a private address"),
        pytest.param({}, "http://", "cannot be fetched", id="no address"),
        pytest.param({"/robots.txt": FORBIDDEN}, "http://new.example", "robots.txt", id="robots.txt"),
    ],
)
def test_discover_says_why_there_is_none(at: At, answers: Mapping[str, Answer], url: str, words: str) -> None:
    done = at(answers).run("feeds", "discover", url, code=1)
    assert words in done.output
    assert "Traceback" not in done.output


def test_check_says_what_to_fix_and_lands_nothing(terminal: Terminal) -> None:
    before = terminal.run_json("sql", "SELECT count(*) AS n FROM feed_polls")
    rows = {row["feed_id"]: row for row in terminal.run_json("feeds", "check", code=1)}
    assert rows.keys() == set(FEEDS)
    assert "Remove it from feeds.toml" in rows["gone-herald"]["fix"]
    assert rows["meridian-post"]["status"] == "ok"
    assert terminal.run_json("sql", "SELECT count(*) AS n FROM feed_polls") == before


def test_check_of_some(terminal: Terminal) -> None:
    assert [row["feed_id"] for row in terminal.run_json("feeds", "check", "meridian-post")] == ["meridian-post"]
    wrong = terminal.run("feeds", "check", "meridian-pots", "meridian-post", code=2).stderr
    assert "there is no feed 'meridian-pots'; did you mean meridian-post" in wrong


@pytest.mark.parametrize(
    ("answers", "status", "fix"),
    [
        pytest.param(
            {"/rss": moved("/new"), "/new": rss("a")}, "ok", "change url to http://one.example/new", id="moved"
        ),
        pytest.param(
            {"/rss": page(FEED), "/f": rss("a")},
            "failed",
            "not_a_feed: the page links to its feed: change url to http://one.example/f",
            id="a page that names its feed",
        ),
        pytest.param({"/rss": page(FEED)}, "failed", "feeds discover", id="a page whose feed is none"),
        pytest.param({"/rss": rss("a", "b", age=timedelta(days=30))}, "ok", "no news for a long time", id="silent"),
        pytest.param({"/rss": rss()}, "ok", "no entries", id="empty"),
        pytest.param({"/rss": rss("a", "b")}, "ok", "", id="well"),
    ],
)
def test_check_finds(at: At, answers: Mapping[str, Answer], status: str, fix: str) -> None:
    terminal = at(answers)
    watch_list(terminal).write_text(OURS.replace("https", "http"))
    (row,) = terminal.run_json("feeds", "check", code=status == "failed")
    assert row["status"] == status
    assert fix in row["fix"]
    assert fix or row["fix"] == ""


def test_list_puts_first_what_is_to_do(terminal: Terminal) -> None:
    rows = terminal.run_json("feeds", "list")
    assert {row["feed_id"] for row in rows} == set(FEEDS)
    assert rows[0]["feed_id"] == "gone-herald"
    assert "Remove it from feeds.toml" in rows[0]["fix"]
    sick = terminal.run_json("feeds", "list", "--sick")
    assert sick == [row for row in rows if row["fix"]] == rows[: len(sick)]
    listed = " ".join(terminal.run("feeds", "list").stdout.split())
    assert f"{len(FEEDS)} feeds, {len(sick)} {'needs' if len(sick) == 1 else 'need'} attention." in listed


def test_list_follows_the_file(terminal: Terminal, own_terminal: Terminal) -> None:
    home = Path(shutil.copytree(terminal.environment["NEWSVANE_HOME"], own_terminal.environment["NEWSVANE_HOME"]))
    (home / "watch-folder").unlink()
    there = own_terminal
    rows = there.run_json("feeds", "list")
    assert [(row["feed_id"], row["words"]) for row in rows] == [("one", "not polled yet")]
    assert there.run_json("feeds", "list", "--sick") == []
    assert "All feeds are healthy." in there.run("feeds", "list", "--sick").stdout


def fail_since(terminal: Terminal, days: int) -> None:
    """Poll the only feed, which fails, and make it look as if it had failed for so many days."""
    terminal.run("feeds", "poll", "one", code=1)
    settings = Settings(home=Path(terminal.environment["NEWSVANE_HOME"]))
    with lake.writer(settings) as con:
        con.execute(f"UPDATE feed_states SET failing_since = polled_at - INTERVAL {days} DAY, failures = 9")


def test_prune_removes_what_has_been_dead_for_long_and_nothing_else(at: At) -> None:
    terminal = at({})
    text = f'# ours\n\n{OURS.splitlines()[1]}\nid = "one"\nurl = "https://one.example/rss"\n\n# kept\n'
    more = '[[feed]]\nid = "two"\nurl = "https://two.example/rss"\n'
    watch_list(terminal).write_text(text + more, "utf-8")
    fail_since(terminal, 29)
    assert "No source has been failing for 30 days" in terminal.run("feeds", "prune").stdout
    fail_since(terminal, 31)
    assert "add --yes" in terminal.run("feeds", "prune", code=2).stderr
    assert watch_list(terminal).read_text("utf-8") == text + more
    done = terminal.run("feeds", "prune", "--dead", "30d", "--yes")
    assert "Removed 1 source." in done.stdout
    assert "no valid certificate" in done.stdout
    assert watch_list(terminal).read_text("utf-8") == f"# ours\n\n# kept\n{more}"


@pytest.mark.parametrize("days", ["month", "-3d", "0", "99999d"])
def test_prune_refuses_what_is_no_number_of_days(own_terminal: Terminal, days: str) -> None:
    assert "is not a number of days from 1 on" in own_terminal.run("feeds", "prune", "--dead", days, code=2).stderr


def test_a_paused_feed_that_is_named_is_polled_and_said_to_be_paused(at: At) -> None:
    terminal = at({"/rss": Answer("", status=503)})
    watch_list(terminal).write_text(OURS.replace("https", "http"))
    terminal.run("feeds", "poll", "one", code=1)
    terminal.run("feeds", "pause", "one", "--reason", "they asked us to wait")
    (row,) = terminal.run("feeds", "list").stdout.splitlines()[2:3]
    assert "they asked us to wait" in row
    assert "http_503" not in row
    done = terminal.run("feeds", "poll", "one", code=1)
    assert "one is paused by " in done.stderr
    assert "they asked us to wait. It is polled this once" in " ".join(done.stderr.split())
    terminal.run("feeds", "resume", "one")
    assert "is paused" not in terminal.run("feeds", "poll", "one", code=1).stderr


def test_while_feeds_toml_has_a_mistake_feeds_are_checked_and_discovered_as_they_were(at: At) -> None:
    terminal = at({"/": page(FEED), "/f": rss("a"), "/rss": rss("a")})
    right = OURS.replace("https", "http")
    watch_list(terminal).write_text(right)
    terminal.run("feeds", "poll", "one")  # a run keeps the valid version
    watch_list(terminal).write_text(right.replace("[[feed]]", "[feed]"))
    checked = terminal.run("feeds", "check", "one")
    assert "the last valid version is in force" in " ".join(checked.stderr.split())
    assert "To watch them" in terminal.run("feeds", "discover", "http://new.example/").stdout
    assert "[[feed]]" in terminal.run("feeds", "discover", "http://new.example/", "--add", code=2).stderr
