"""A newcomer's first half hour: another subject, from an empty folder to a rule that works."""

import re
from pathlib import Path

from tests.journeys.conftest import ACTIVATE, Checkout
from tests.journeys.pages import command_of, commands, shown, tables, text
from tests.journeys.shell import Shell, words

GUIDE = "docs/guides/watch-a-subject.md"
FILES = {"feeds.toml": "2. ", "topics.toml": "3. ", "alerts.toml": "4. "}


def open_outlets(checkout: Checkout, columns: int) -> Shell:
    """Open a shell that reaches the outlets of the news world, and nothing else is set."""
    shell = checkout.open(columns)
    outlets = [line for line in checkout.demo_lines if re.match(r"export NEWSVANE_(CONNECT_TO|HOST_DELAY)=", line)]
    for line in (ACTIVATE, *outlets):
        shell.run(line)
    return shell


def write_files(watch: Path) -> None:
    """Write the three files as the guide shows them."""
    for name, heading in FILES.items():
        (watch / name).write_text(tables(GUIDE, heading, name), "utf-8")


def test_init_asks_on_a_terminal_and_says_what_to_do_next(checkout: Checkout) -> None:
    shell = open_outlets(checkout, 80)
    printed = shell.answer("newsvane init danube", {"What to watch": "Danube", "Template": "country"})
    next_lines = [line.strip() for line in printed.partition("Next:")[2].splitlines() if line.strip()]
    shell.run(next_lines[0])
    assert "No mistakes in" in words(shell.run("newsvane config check"))
    write_files(checkout.folder / "danube" / "watch")
    check, run = commands(GUIDE, "5. ")
    assert next_lines[1:] == [check, run]
    assert "2 ok, 0 failed" in words(shell.run(check))
    seen = words(shell.run(run))
    results = [line for line in shown(GUIDE, "5. ", run) if not line.startswith(("Run ", "Published "))]
    assert len(results) == 7
    assert [line for line in results if words(line) not in seen] == []
    query, reprocess = commands(GUIDE, "6. ")
    assert shown(GUIDE, "6. ", query)[-1] in shell.run(query)
    topics = checkout.folder / "danube" / "watch" / "topics.toml"
    topics.write_text(topics.read_text("utf-8").replace("donau*", "(donau* AND NOT donauinsel)"), "utf-8")
    assert shown(GUIDE, "6. ", reprocess)[-1] in words(shell.run(reprocess))
    (dry_run,) = commands(GUIDE, "7. ")
    assert words(" ".join(shown(GUIDE, "7. ", dry_run)[-2:])) in words(shell.run(dry_run))


def test_init_with_flags_writes_files_without_a_mistake(checkout: Checkout) -> None:
    shell = open_outlets(checkout, 200)
    line = "newsvane init danube --template country --subject Danube"
    assert f"`{line}`" in text(GUIDE)
    assert "Created danube/watch" in words(shell.run(line))
    assert "nothing is overwritten" in words(shell.run(line, code=2))
    shell.run(f"export NEWSVANE_HOME={checkout.folder}/danube/var")
    assert "No mistakes in" in words(shell.run("newsvane config check"))
    passages = checkout.folder / "passages.txt"
    passages.write_text("Low water on the Danube\nA festival\n", "utf-8")
    seen = words(shell.run(command_of("docs/guides/tune-a-topic.md", "Keep examples", "newsvane topics test")))
    assert "danube: Danube" in seen
    assert "no match" in seen


def test_the_files_are_written_by_hand_and_a_slip_is_explained(checkout: Checkout) -> None:
    shell = open_outlets(checkout, 80)
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
