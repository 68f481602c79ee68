"""`newsvane config check` and `init`, and a home that knows its watch folder, in processes of their own."""

import os
import pty
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane import configuration
from newsvane.configuration import TEMPLATES, guess_template, start_subject, suggest_query
from newsvane.records import Article
from newsvane.settings import Settings
from newsvane.topics import compile_query
from tests.support.terminal import FEEDS, Terminal
from tests.support.watch_folders import WATCH

BOTH = ["What to watch", "Template: country"]
NEWSVANE = str(Path(sys.executable).with_name("newsvane"))


def newsvane(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, without any setting of ours, and without a terminal."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("NEWSVANE_")}
    return subprocess.run(
        [NEWSVANE, *arguments], cwd=folder, env=ours | {"COLUMNS": "200"} | environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_a_home_alone_leads_to_its_own_world(terminal: Terminal, tmp_path: Path) -> None:
    done = newsvane(tmp_path, "feeds", "list", NEWSVANE_HOME=terminal.environment["NEWSVANE_HOME"])
    assert done.returncode == 0
    assert f"{len(FEEDS)} feeds" in done.stdout


def test_two_worlds_are_not_mixed(terminal: Terminal, tmp_path: Path) -> None:
    other = terminal.with_environment(NEWSVANE_WATCH=str(shutil.copytree(WATCH, tmp_path / "watch")))
    for command in (("feeds", "list"), ("run",), ("poll",), ("topics", "test", "--topic", "iran"), ("config", "check")):
        done = other.run(*command, code=1 if command[0] == "config" else 2)
        assert "Unset NEWSVANE_WATCH" in " ".join(done.output.split())
    assert {each["name"]: each["state"] for each in other.run_json("doctor", code=1)}["watch files"] == "failed"


def test_doctor_and_check_know_what_a_refused_folder_reads(terminal: Terminal, tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    with (watch / "alerts.toml").open("a") as file:
        file.write('\n[[channel]]\nid = "desk"\nurl = "${NEWSVANE_ALERT_URL}"\nrequired = false\n')
    other = terminal.with_environment(NEWSVANE_WATCH=str(watch), NEWSVANE_ALERT_URL="json://127.0.0.1:9/x")
    checks = {each["name"]: each for each in other.run_json("doctor", code=1)}
    assert checks["settings"]["state"] == "ok"
    live = Path(terminal.environment["NEWSVANE_WATCH"])
    in_force = f"{watch} is refused. Until NEWSVANE_WATCH is corrected, the last valid version of {live} is in force"
    assert in_force in checks["watch files"]["remedy"]
    said = " ".join(other.run("config", "check", code=1).stdout.split())
    assert in_force in said
    assert "there is no such setting" not in said
    draft = terminal.with_environment(NEWSVANE_ALERT_URL="json://127.0.0.1:9/x")
    assert "there is no such setting" not in draft.run("config", "check", str(watch)).stdout


def test_a_draft_is_checked_and_tried_with_the_home_that_runs(terminal: Terminal, tmp_path: Path) -> None:
    live = Path(terminal.environment["NEWSVANE_WATCH"])
    draft = str(shutil.copytree(live, tmp_path / "draft"))
    alerts, feeds = tmp_path / "draft" / "alerts.toml", tmp_path / "draft" / "feeds.toml"
    alerts.write_text(alerts.read_text().replace("mek-in-albania", "mek-there"))
    assert f"No mistakes in {draft}: " in " ".join(terminal.run("config", "check", draft).stdout.split())
    (tried, lived) = (
        [each["message"]["article_id"] for each in terminal.run_json("alerts", "test", *words)["sent"]]
        for words in (("mek-there", "--watch", draft), ("mek-in-albania",))
    )
    assert tried == lived != []
    feeds.write_text(feeds.read_text().replace("url =", "ulr =", 1))
    done = terminal.run("alerts", "test", "mek-there", "--watch", draft)
    assert f"{len(tried)} message" in " ".join(done.stdout.split())
    assert "unknown key 'ulr'" in done.stderr
    assert "The rule is tried all the same" in " ".join(done.stderr.split())
    done = terminal.run("config", "check", draft, code=1)
    assert "unknown key 'ulr'; did you mean 'url'?" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 mistake. A mistake can hide others: check again when it is corrected."
    feeds.write_text(feeds.read_text().replace("url =", "ulr =", 1))
    said = terminal.run("alerts", "test", "mek-there", "--watch", draft).stderr
    assert f"more: `newsvane config check {draft}` lists them" in " ".join(said.split())
    topics = tmp_path / "draft" / "topics.toml"
    topics.write_text('[[topic]]\nit = "t"\nid = "t"\n')
    said = terminal.run("topics", "test", "--watch", draft, code=2).stderr
    assert f"more: `newsvane config check {draft}` lists them" in " ".join(said.split())
    topics.write_text('[[words]]\nid = "p"\nquery = "tirana"\n\n[[topic]]\nid = "t"\ntitle = "T"\nquery = "@p"\n')
    changes = terminal.run_json("topics", "test", "--watch", draft)
    assert list(changes) == ["t"]
    found = terminal.run_json("topics", "test", "@p", "--watch", draft)
    assert found["matched"] == changes["t"]["matched"] > 0
    assert "mek-there" not in (live / "alerts.toml").read_text()


def test_several_mistakes_are_several(terminal: Terminal, tmp_path: Path) -> None:
    draft = shutil.copytree(WATCH, tmp_path / "draft")
    (draft / "topics.toml").write_text('[[topic]]\nit = "t"\nid = "t"\n')
    said = terminal.run("config", "check", str(draft), code=1).stdout.splitlines()[-1]
    assert said.endswith(" mistakes. Mistakes can hide others: check again when they are corrected.")


def test_the_newest_message_of_a_rule_is_printed_as_people_will_read_it(terminal: Terminal) -> None:
    newest = terminal.run_json("alerts", "test", "mek-in-albania")["sent"][-1]["message"]
    shown = terminal.run("alerts", "test", "mek-in-albania", "--full").stdout.partition("The newest, to")[2]
    assert newest["subject"] in shown
    assert set(newest["body"].splitlines()) <= set(shown.splitlines())
    nothing = terminal.run("alerts", "test", "mek-in-albania", "--full", "--since", "0h")
    assert "There is no message to show" in nothing.stderr


def test_check_of_a_folder_of_another_home_reports_its_mistakes_too(terminal: Terminal, tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    (watch / "topics.toml").write_text("[[topics]]\n")
    done = terminal.with_environment(NEWSVANE_WATCH=str(watch)).run("config", "check", code=1)
    printed = " ".join(done.stdout.split())
    assert printed.startswith("NEWSVANE_WATCH → the home ")
    assert "newsvane config check" in printed
    assert "did you mean [[topic]]?" in printed


def test_doctor_is_well_with_the_lines_that_the_demo_prints(terminal: Terminal) -> None:
    from tests.demo.show import FOR_OPERATORS, exported

    names = exported(terminal.environment | FOR_OPERATORS, "http://127.0.0.1:8398")
    checks = {each["name"]: each for each in Terminal(names, {}).run_json("doctor")}
    assert checks["channels"]["found"] == "on: webhook, mail"
    assert checks["settings"]["state"] == checks["watch files"]["state"] == "ok"
    assert checks["links in messages"]["found"] == "messages link to http://127.0.0.1:8398"
    there = Terminal(names, {})
    there.run("config", "check")
    assert "http://127.0.0.1:8398/newsvane/stories/" in there.run("alerts", "feed", "--json").stdout


def test_check_reports_every_mistake_in_files_and_settings(tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    (watch / "feeds.toml").write_text('[feed]\nid = “a”\nurl = "http://a.example/\n')
    (watch / "topics.toml").write_bytes("[[topic]]".encode("utf-16"))
    wrong = {"NEWSVANE_CHUNKS": "many", "NEWSVANE_HOST_DELY": "5"}
    done = newsvane(tmp_path, "config", "check", NEWSVANE_WATCH=str(watch), **wrong)
    assert done.returncode == 1
    assert done.stdout.splitlines()[:3] == [
        "NEWSVANE_CHUNKS",
        "    NEWSVANE_CHUNKS=many",
        "  → write a whole number",
    ]
    assert "did you mean NEWSVANE_HOST_DELAY?" in done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith(str(watch))] == [
        *(f"{watch}/feeds.toml, line {number}" for number in (1, 2, 3)),
        f"{watch}/topics.toml, line 1",
        *(f"{watch}/alerts.toml" for _ in range(2)),
    ]
    assert done.stdout.splitlines()[-1].startswith("8 mistakes. Nothing can run until")
    assert "Traceback" not in done.stderr


MAIL = "mailto://127.0.0.1:25?from=a@a.example&to=b@b.example"


def test_check_needs_no_lake_and_writes_nothing(tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    channels = {"NEWSVANE_DEMO_WEBHOOK": "json://127.0.0.1/", "NEWSVANE_DEMO_MAIL": MAIL}
    done = newsvane(tmp_path, "config", "check", NEWSVANE_WATCH=str(watch), **channels)
    assert (done.returncode, done.stdout) == (0, f"No mistakes in {watch}: 33 feeds, 3 topics, 1 rule, 2 channels.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["watch"]


def test_check_reports_an_address_that_nothing_can_be_sent_to_and_shows_none(tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    channels = {"NEWSVANE_DEMO_WEBHOOK": "slack://topsecret", "NEWSVANE_DEMO_MAIL": MAIL}
    done = newsvane(tmp_path, "config", "check", NEWSVANE_WATCH=str(watch), **channels)
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert "slack:// needs something else after it" in said
    assert "(address in the environment variable NEWSVANE_DEMO_WEBHOOK)" in said
    assert "topsecret" not in said
    draft = newsvane(tmp_path, "config", "check", str(watch), NEWSVANE_WATCH=str(watch), **channels)
    assert (draft.returncode, "Note:" in draft.stdout) == (0, True)  # what this machine lacks is no mistake of a draft


HIDDEN = "tOpSeCrEt"
WRONG = f"mailto://user:{HIDDEN}@smtp.example.com?to=anna.example.com,ben@example.com"


def test_check_and_doctor_name_a_misspelt_recipient_and_the_variable_that_has_it(tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    channels = {"NEWSVANE_DEMO_WEBHOOK": "json://127.0.0.1/", "NEWSVANE_DEMO_MAIL": WRONG}
    for command in (("config", "check"), ("doctor",)):
        done = newsvane(tmp_path, *command, NEWSVANE_WATCH=str(watch), **channels)
        said = " ".join((done.stdout + done.stderr).split())
        assert done.returncode == 1
        assert (
            "channel 'mail' (address in the environment variable NEWSVANE_DEMO_MAIL): no mail goes to "
            "'anna.example.com': Apprise cannot read it"
        ) in said
        assert HIDDEN not in said


def test_a_misspelt_recipient_in_the_file_is_a_mistake_of_a_draft_too(tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    with (watch / "alerts.toml").open("a") as file:
        file.write(f'\n[[channel]]\nid = "desk"\nurl = "{WRONG}"\n')
    done = newsvane(tmp_path, "config", "check", str(watch))
    said = " ".join(done.stdout.split())
    assert (done.returncode, "1 mistake. " in said) == (1, True), said
    assert f"{watch}/alerts.toml → channel 'desk' (address in alerts.toml): no mail goes to 'anna.example.com'" in said
    assert HIDDEN not in said


def test_check_notes_sources_that_wait_for_access_data_and_shows_none(tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    with (watch / "feeds.toml").open("a") as file:
        for name in ("search", "other"):
            file.write(f'\n[[feed]]\nid = "{name}"\nurl = "https://{name}.example/"\naccess = "{name}"\n')
    names = {"NEWSVANE_DEMO_WEBHOOK": "json://127.0.0.1/", "NEWSVANE_DEMO_MAIL": MAIL}
    names |= {"NEWSVANE_WATCH": str(watch), "NEWSVANE_ACCESS_OTHER": '{"password": "s3cret"}'}
    done = newsvane(tmp_path, "config", "check", **names)
    assert done.returncode == 0
    (note,) = re.findall(r"Note: (.*)", re.sub(r"\s+", " ", done.stdout))
    assert note.startswith(
        f"{watch}/feeds.toml: without the access data 'search', the source 'search' cannot be polled"
    )
    assert newsvane(tmp_path, "config", "check", "--json", **names).stdout.strip() == "[]"
    wrong = newsvane(tmp_path, "config", "check", **names | {"NEWSVANE_ACCESS_OTHER": "s3cret"})
    assert wrong.returncode == 1
    assert "s3cret" not in done.stdout + done.stderr + wrong.stdout + wrong.stderr


@pytest.mark.parametrize("template", TEMPLATES)
def test_init_starts_a_subject_that_is_valid(tmp_path: Path, template: str) -> None:
    done = newsvane(tmp_path, "init", "mine", "--template", template, "--subject", 'Côte d\'Ivoire "AG" \\')
    assert done.returncode == 0
    assert ("no country is called" in done.stderr) == (template == "country")
    assert "feeds of the world's press, too, in watch/world" in done.stdout.splitlines()[1]
    assert done.stdout.splitlines()[2:] == [
        "Next:",
        f"  export NEWSVANE_HOME={tmp_path}/mine/var",
        "  newsvane feeds check",
        "  newsvane run",
    ]
    home = tmp_path / "mine" / "var"
    found = configuration.check(Settings(home=home)).require_valid()
    assert found.folder == tmp_path / "mine" / "watch"
    assert found.feeds
    assert found.topics
    assert found.alerts.all_rules
    if TEMPLATES[template].question:
        assert (found.topics[0].topic_id, found.topics[0].title) == ("cote-d-ivoire-ag", 'Côte d\'Ivoire "AG" \\')
    assert len(found.feeds) > 500
    assert newsvane(tmp_path, "config", "check", NEWSVANE_HOME=str(home)).returncode == 0
    assert (
        "nothing is overwritten" in newsvane(tmp_path, "init", "mine", "--template", template, "--subject", "x").stderr
    )


@pytest.mark.parametrize(
    ("title", "matches"),
    [
        ("Albanian police search a camp", True),
        ("Qeveria e Shqipërisë miraton buxhetin", True),
        ("Парламент Албании принял закон", True),
        ("আলবেনিয়ার রাজধানী", True),
        ("अल्बानिया की राजधानी", True),
        ("알바니아의 총리", True),
        ("นายกรัฐมนตรีแอลเบเนียเยือนไทย", True),
        ("Albany elects a mayor", False),
    ],
)
def test_init_knows_a_country_by_its_names_in_many_languages(tmp_path: Path, title: str, matches: bool) -> None:
    assert newsvane(tmp_path, "init", "--template", "country", "--subject", "albania").returncode == 0
    (topic,) = configuration.check(Settings(home=tmp_path / "var")).require_valid().topics
    now = datetime.now(UTC)
    article = Article(article_id="", url="", canonical_url="", outlet="", title=title, text="", words=0, fetched_at=now)
    assert bool(compile_query(topic.query).matches(article)) == matches


@pytest.mark.parametrize("subject", ["Turkey", "turkei", "Turkiye", "ترکیه"])
def test_a_country_is_known_by_what_people_call_it(tmp_path: Path, subject: str) -> None:
    start_subject(tmp_path, "country", subject)
    (topic,) = configuration.check(Settings(home=tmp_path / "var")).require_valid().topics
    assert {"Turkey*", "Türkei*", '"ترکیه"'} <= set(re.split(r"\s+OR\s+", topic.query.strip()))


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_rules_of_a_new_subject_have_titles_of_their_own(tmp_path: Path, template: str) -> None:
    start_subject(tmp_path, template, "Malta")
    rules = configuration.check(Settings(home=tmp_path / "var")).require_valid().alerts.all_rules
    assert len({rule.title for rule in rules}) == len(rules) > 2


@pytest.mark.parametrize("template", TEMPLATES)
def test_init_leaves_out_the_press_of_the_world(tmp_path: Path, template: str) -> None:
    done = newsvane(tmp_path, "init", "--template", template, "--subject", "Malta", "--no-world")
    assert (done.returncode, "world's press" in done.stdout) == (0, False)
    assert not (tmp_path / "watch" / "world").exists()
    assert "world" not in (tmp_path / "watch" / "feeds.toml").read_text("utf-8").partition("[[")[0].replace(
        "whole world", ""
    )
    found = configuration.check(Settings(home=tmp_path / "var")).require_valid()
    assert 0 < len(found.feeds) < 100


@pytest.mark.parametrize("existing", ["watch", "var"])
def test_init_overwrites_nothing(tmp_path: Path, existing: str) -> None:
    (tmp_path / existing).mkdir()
    done = newsvane(tmp_path, "init", "--template", "iran-mek-albania")
    assert done.returncode == 2
    assert f"{existing} is there already, and nothing is overwritten" in done.stderr
    assert [path.name for path in tmp_path.rglob("*")] == [existing]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param((), "--subject is missing", id="nothing"),
        pytest.param(("--subject", "Georgia"), "--template is missing", id="no template"),
        pytest.param(("--template", "country"), "--subject is missing", id="no subject"),
        pytest.param(("--template", "country", "--subject", " \u202e"), "--subject is empty", id="an empty subject"),
        pytest.param(
            ("--template", "country", "--subject", "Gorgia"),
            "no country is called 'Gorgia': write --subject 'Georgia', or --template company for another name",
            id="a misspelt country",
        ),
        pytest.param(("--template", "nope"), "there are country, company", id="no such template"),
    ],
)
def test_init_says_what_it_lacks_where_nobody_can_be_asked(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = newsvane(tmp_path, "init", *arguments)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []


def answer(folder: Path, typed: str, *arguments: str) -> str:
    """Run `init` on a terminal of its own with these lines typed, and return what it printed."""
    ours, theirs = pty.openpty()
    command = [NEWSVANE, "init", *arguments]
    with subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        assert process.wait(120) == 0
    said = os.read(ours, 65_536).decode()
    os.close(ours)
    return said


@pytest.mark.parametrize(
    ("typed", "arguments", "questions", "title"),
    [
        pytest.param("Acme\n\n", (), BOTH, "Acme", id="a company is guessed"),
        pytest.param("georgia\n\n", (), BOTH, "georgia", id="a country is guessed"),
        pytest.param("Acme\nnonsense\ncompany\n", (), BOTH, "Acme", id="a wrong template is asked for again"),
        pytest.param("Acme\n2\n", (), BOTH, "Acme", id="a template is chosen by its number"),
        pytest.param("\n", ("--subject", "Acme"), BOTH[1:], "Acme", id="the subject is given"),
        pytest.param("Acme\n", ("--template", "company"), ["Name of the company"], "Acme", id="the template is given"),
    ],
)
def test_init_asks_on_a_terminal_for_the_subject_first(
    tmp_path: Path, typed: str, arguments: tuple[str, ...], questions: list[str], title: str
) -> None:
    said = answer(tmp_path, typed, *arguments)
    asked = [words for words in ("What to watch", "Template: country", "Name of the company") if words in said]
    assert asked == questions
    assert sorted(asked, key=said.index) == asked
    assert f'title = "{title}"' in (tmp_path / "watch" / "topics.toml").read_text()
    is_country = "საქართველო" in (tmp_path / "watch" / "topics.toml").read_text()
    assert is_country == (title == "georgia")


def test_a_person_named_like_a_country_is_no_matter_in_it() -> None:
    assert [guess_template(name) for name in ("Michael Jordan", "Chad Smith", "floods in Chad")] == [
        "company", "company", "country",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "query"),
    [
        ("Floods in Bangladesh", "Bangladesh* AND flood*"),
        ("South Korea elections", '"South Korea" AND election*'),
        ("Sanctions against Iran", '"Iran" AND sanction*'),
        ("press in Iran", '"Iran" AND press'),
        ("Bangladesh", ""),
        ("Acme Chemicals", ""),
    ],
)
def test_a_matter_in_a_country_gets_a_query_of_its_own(tmp_path: Path, subject: str, query: str) -> None:
    assert suggest_query(subject) == query
    assert guess_template(subject) == ("company" if subject.startswith("Acme") else "country")
    if query:
        said = newsvane(tmp_path, "init", "--template", "country", "--subject", subject).stderr
        assert f"Write for example `{query}` instead" in " ".join(said.split())


def test_init_without_an_answer_starts_the_shipped_subject(tmp_path: Path) -> None:
    assert "Template" not in answer(tmp_path, "\n")
    assert 'id = "mek"' in (tmp_path / "watch" / "topics.toml").read_text()


def test_in_a_fresh_folder_commands_say_what_to_do(tmp_path: Path) -> None:
    for command in ("stories", "search iran", "trends"):
        done = newsvane(tmp_path, *command.split())
        assert done.returncode == 1
        assert "`newsvane run` or `make up` creates one, `newsvane init` starts a new subject" in done.stderr
