"""A newcomer's first half hour: another subject, from an empty folder to a rule that works."""

from pathlib import Path

from tests.journeys.conftest import Checkout
from tests.journeys.pages import command_of, commands, shown, tables
from tests.journeys.shell import Shell, words

GUIDE = "docs/guides/watch-a-subject.md"
FILES = {"feeds.toml": "2. ", "topics.toml": "3. ", "alerts.toml": "4. "}


def open_outlets(checkout: Checkout, columns: int) -> Shell:
    """Open a shell that reaches the outlets of the news world, and nothing else is set."""
    shell = checkout.open(columns)
    shell.run("source .venv/bin/activate")
    for line in checkout.demo_lines:
        if "NEWSVANE_CONNECT_TO" in line:
            shell.run(line)
    return shell


def write_files(watch: Path) -> None:
    """Write the three files as the guide shows them."""
    for name, heading in FILES.items():
        (watch / name).write_text(tables(GUIDE, heading, name), "utf-8")


def test_init_asks_on_a_terminal_and_says_what_to_do_next(checkout: Checkout) -> None:
    shell = open_outlets(checkout, 80)
    printed = shell.answer("newsvane init danube", {"Template": "country", "Name of the country": "Danube"})
    next_lines = [line.strip() for line in printed.partition("Next:")[2].splitlines() if line.strip()]
    assert next_lines[1:] == ["newsvane feeds check", "newsvane run"]
    shell.run(next_lines[0])
    assert "No mistakes in" in words(shell.run("newsvane config check"))
    write_files(checkout.folder / "danube" / "watch")
    assert "2 ok, 0 failed" in words(shell.run(next_lines[1]))
    seen = words(shell.run(next_lines[2]))
    assert "Articles landed 10 new" in seen
    (query,) = commands(GUIDE, "6. ")[:1]
    assert "2 articles matched" in words(shell.run(query))
    topics = checkout.folder / "danube" / "watch" / "topics.toml"
    topics.write_text(topics.read_text("utf-8").replace("donau*", "(donau* AND NOT donauinsel)"), "utf-8")
    assert "1 landed" in words(shell.run(commands(GUIDE, "6. ")[1]))
    (dry_run,) = commands(GUIDE, "7. ")
    assert "1 message would have been sent." in words(shell.run(dry_run))


def test_init_with_flags_writes_files_without_a_mistake(checkout: Checkout) -> None:
    shell = open_outlets(checkout, 200)
    text = (Path(__file__).parents[2] / GUIDE).read_text("utf-8")
    line = "newsvane init danube --template country --subject Danube"
    assert f"`{line}`" in text
    assert "Created danube/watch" in words(shell.run(line))
    assert "nothing is overwritten" in words(shell.run(line, code=2))
    shell.run(f"export NEWSVANE_HOME={checkout.folder}/danube/var")
    assert "No mistakes in" in words(shell.run("newsvane config check"))
    passages = checkout.folder / "passages.txt"
    passages.write_text("Low water on the Danube\nA festival\n", "utf-8")
    seen = words(shell.run(command_of("docs/guides/tune-a-topic.md", "Keep examples", "newsvane topics test")))
    assert "danube: Danube" in seen
    assert "no match" in seen


def test_the_files_are_written_by_hand_and_a_slip_is_explained(checkout: Checkout, columns: int) -> None:
    shell = open_outlets(checkout, columns)
    for line in commands(GUIDE, "1. "):
        shell.run(line)
    watch = checkout.folder / "danube" / "watch"
    write_files(watch)
    assert "No mistakes in danube/watch: 2 feeds, 1 topic, 2 rules, 1 channel." in words(
        shell.run("newsvane config check")
    )
    alerts = watch / "alerts.toml"
    alerts.write_text(alerts.read_text("utf-8").replace('["danube"]', '["danub"]'), "utf-8")
    assert "no topic has the id 'danub'; did you mean 'danube'?" in words(shell.run("newsvane run", code=2))
    (check,) = commands(GUIDE, "When you change a file")
    assert words(shell.run(check, code=1)) == words("\n".join(shown(GUIDE, "When you change a file", check)))
    write_files(watch)
    (watch / "feeds.toml").write_text("\N{LEFT DOUBLE QUOTATION MARK}", "utf-8")
    assert "quote" in words(shell.run("newsvane config check", code=1))
