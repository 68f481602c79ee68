"""Alert rules made on the pages: added and removed once, checked against alerts.toml, kept in the home."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane import configuration, lake, pipeline
from newsvane.configuration import page_rules
from newsvane.errors import ConfigError
from newsvane.lake.admin.backup import backup
from newsvane.lake.admin.restore import restore
from newsvane.pipeline.ops import actions
from newsvane.settings import Settings
from newsvane_pages import rule_pages
from newsvane_pages.rule_form import RuleForm
from tests.support.empty_lake import create_lake
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH

NOW = datetime.now(UTC)
HOSTILE = '</pre><script>\\"\\u202e'
CLASH = '\n[[rule]]\nid = "ferries"\ntitle = "F"\nquery = "f"\nchannels = ["mail"]\n'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with a lake, beside a copy of the demo's watch folder."""
    return create_lake(Settings(home=tmp_path / "home", watch=shutil.copytree(WATCH, tmp_path / "watch")))


def rule(rule_id: str = "ferries", query: str = "ferry", channel: str = "mail", **keys: str) -> str:
    more = "".join(f"{name} = {value}\n" for name, value in keys.items())
    return f'[[rule]]\nid = "{rule_id}"\ntitle = "{HOSTILE}"\nquery = "{query}"\nchannels = ["{channel}"]\n{more}'


def act(
    settings: Settings, kind: lake.ActionKind, target: str = "ferries", text: str = "", act_id: str = "one"
) -> lake.ActionResult:
    request = lake.ActionRequest(act_id=act_id, kind=kind, target=target, done_by="anna", asked_at=NOW)
    return pipeline.perform_action(request, rule=text, settings=settings)


def in_force(settings: Settings) -> list[str]:
    return [each.id for each in configuration.load(settings).alerts.article_rules]


def test_a_rule_comes_after_those_of_alerts_toml_and_is_removed(settings: Settings) -> None:
    before = in_force(settings)
    assert act(settings, "add_rule", text=rule()).state == "done"
    assert in_force(settings) == [*before, "ferries"]
    (made,) = configuration.list_page_rules(settings)
    assert (made.made_by, made.made_at, made.text) == ("anna", NOW, rule())
    assert act(settings, "add_rule", "storks", rule("storks"), "two").state == "done"
    assert act(settings, "remove_rule", act_id="three").state == "done"
    assert in_force(settings) == [*before, "storks"]
    gone = act(settings, "remove_rule", act_id="four")
    assert (gone.state, "no rule 'ferries' was made on the pages" in gone.words) == ("failed", True)


def test_a_changed_rule_keeps_its_id_and_its_place(settings: Settings) -> None:
    before = in_force(settings)
    act(settings, "add_rule", text=rule())
    act(settings, "add_rule", "storks", rule("storks"), "two")
    done = [act(settings, "change_rule", text=rule(query="boat"), act_id="three") for _ in range(2)]
    assert {each.state for each in done} == {"done"}
    assert in_force(settings) == [*before, "ferries", "storks"]
    assert configuration.load(settings).alerts.article_rules[-2].query == "boat"
    wrong = (("ferries", rule("boats")), ("mek-in-albania", rule("mek-in-albania")), ("ferries", rule(query="(")))
    for number, (target, text) in enumerate(wrong):
        assert act(settings, "change_rule", target, text, f"wrong {number}").state == "failed"
    assert configuration.load(settings).alerts.article_rules[-2].query == "boat"


@pytest.mark.parametrize(
    ("target", "text", "words"),
    [
        pytest.param("ferries", rule(channel="mial"), "no [[channel]] has the id 'mial'; did you mean", id="channel"),
        pytest.param("ferries", rule("mek-in-albania"), "is taken by a rule of alerts.toml", id="taken"),
        pytest.param("ferries", rule("other"), "has the id 'other', not 'ferries'", id="another id"),
        pytest.param("ferries", rule(query="(ferry"), "(", id="query"),
        pytest.param("ferries", rule(topics='["nothing"]'), "no topic has the id 'nothing'", id="topic"),
        pytest.param("ferries", rule() + rule("storks"), "not one [[rule]], but 2", id="two rules"),
        pytest.param("ferries", "", "not one [[rule]], but 0", id="none"),
        pytest.param("ferries", '[[channel]]\nid = "x"\nurl = "json://evil.example"\n', "channel", id="a channel"),
        pytest.param("ferries", rule().replace("[[rule]]", "[[trend_rule]]"), "trend_rule", id="another kind"),
        pytest.param("ferries", 'title = """', "", id="no TOML"),
    ],
)  # fmt: skip
def test_what_is_no_valid_rule_is_refused_and_changes_nothing(
    settings: Settings, target: str, text: str, words: str
) -> None:
    before = in_force(settings)
    done = act(settings, "add_rule", target, text)
    assert (done.state, words in done.words) == ("failed", True), done.words
    assert in_force(settings) == before
    assert act(settings, "add_rule", text=rule(), act_id="two").state == "done"


def test_a_rule_is_added_once_however_often_the_task_runs(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*arguments: object) -> None:
        raise KeyboardInterrupt

    for kind, text, left in (("add_rule", rule(), 1), ("remove_rule", "", 0)):
        with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
            killed.setattr(actions.lake, "record_action", die)
            act(settings, kind, text=text, act_id=kind)  # type: ignore[arg-type]
        again = [act(settings, kind, text=text, act_id=kind) for _ in range(2)]  # type: ignore[arg-type]
        assert [each.state for each in again] == ["done", "done"]
        assert len(configuration.list_page_rules(settings)) == left
    with lake.connect(settings=settings) as con:
        assert con.execute("SELECT kind, state FROM acts ORDER BY ALL").fetchall() == [
            ("add_rule", "done"), ("remove_rule", "done"),
        ]  # fmt: skip


def test_rules_that_are_added_at_the_same_time_are_all_kept(settings: Settings) -> None:
    names = [f"rule-{number}" for number in range(5)]
    with ThreadPoolExecutor(5) as pool:
        done = [*pool.map(lambda name: act(settings, "add_rule", name, rule(name), name), names)]
    assert [each.state for each in done] == ["done"] * 5
    assert sorted(each.rule_id for each in configuration.list_page_rules(settings)) == names


def test_there_are_no_more_than_allowed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_rules, "MAX_RULES", 1)
    act(settings, "add_rule", text=rule())
    assert "1 rules were made" in act(settings, "add_rule", "storks", rule("storks"), "two").words


def test_a_clash_that_comes_later_is_a_mistake_and_ends_with_the_removal(settings: Settings) -> None:
    act(settings, "add_rule", "storks", rule("storks"), "zero")
    act(settings, "add_rule", text=rule())
    before = in_force(settings)
    alerts = settings.watch / "alerts.toml"
    alerts.write_text(alerts.read_text("utf-8") + CLASH, "utf-8")
    (mistake,) = configuration.check(settings).mistakes
    assert mistake.where == "the rules made on the pages"
    assert mistake.message == (
        "rule 'ferries': the id 'ferries' is taken by a rule of alerts.toml; "
        "or remove it: `newsvane alerts remove ferries`"
    )
    found = configuration.load(settings)
    assert ([each.id for each in found.alerts.article_rules], found.valid_at is None) == (before, False)
    assert "taken by" in act(settings, "add_rule", "newts", rule("newts"), "two").words
    assert act(settings, "remove_rule", act_id="three").state == "done"
    assert configuration.check(settings).mistakes == ()


def test_a_damaged_file_is_a_mistake_and_the_last_valid_rules_stay(settings: Settings) -> None:
    act(settings, "add_rule", text=rule())
    before = in_force(settings)
    (settings.home / "configuration" / "page-rules.json").write_text("{")
    (mistake,) = configuration.check(settings).mistakes
    assert mistake.where.endswith("page-rules.json")
    assert in_force(settings) == before
    with pytest.raises(ConfigError, match="restore this file, or remove it"):
        configuration.list_page_rules(settings)


def test_a_draft_of_the_watch_folder_has_no_rules_of_the_pages(settings: Settings) -> None:
    act(settings, "add_rule", text=rule())
    assert "ferries" in [each.id for each in configuration.check_alerts(settings).alerts.all_rules]
    assert "ferries" not in [each.id for each in configuration.check_folder(settings.watch).alerts.all_rules]


def test_a_backup_has_them_and_a_restore_overwrites_no_newer_ones(settings: Settings, tmp_path: Path) -> None:
    act(settings, "add_rule", text=rule())
    backup(settings, tmp_path / "backup", NOW)
    act(settings, "add_rule", "storks", rule("storks"), "two")
    (settings.home / "lake").rename(tmp_path / "aside")
    restore(settings, tmp_path / "backup")
    assert [each.rule_id for each in configuration.list_page_rules(settings)] == ["ferries", "storks"]
    elsewhere = Settings(home=tmp_path / "elsewhere", watch=settings.watch)
    restore(elsewhere, tmp_path / "backup")
    assert [each.rule_id for each in configuration.list_page_rules(elsewhere)] == ["ferries"]


def test_the_command_line_lists_tries_and_removes_them(settings: Settings) -> None:
    act(settings, "add_rule", text=rule())
    terminal = Terminal({"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(settings.watch)}, {})
    rows = {row["rule"]: row for row in terminal.run_json("alerts", "list")}
    assert [(name, row["made_by"]) for name, row in rows.items()] == [
        ("mek-in-albania", "alerts.toml"), ("ferries", "anna"),
    ]  # fmt: skip
    assert (rows["ferries"]["query"], rows["ferries"]["channels"]) == ("ferry", ["mail"])
    assert terminal.run_json("alerts", "test", "ferries")["sent"] == []
    alerts = settings.watch / "alerts.toml"
    line = alerts.read_text("utf-8").splitlines().index('id = "mek-in-albania"') + 1
    refused = " ".join(terminal.run("alerts", "remove", "mek-in-albania", code=2).stderr.split())
    assert f"{alerts}, line {line}: the rule 'mek-in-albania' is written here" in refused
    assert "remove its table from this file, or switch it off there with `enabled = false`" in refused
    unknown = " ".join(terminal.run("alerts", "remove", "ferrys", code=2).stderr.split())
    assert "there is no rule 'ferrys'; did you mean ferries?" in unknown
    assert terminal.run_json("sql", "SELECT target FROM acts WHERE kind = 'remove_rule'") == []
    assert terminal.run_json("alerts", "remove", "ferries")["state"] == "done"
    assert "ferries" not in terminal.run("alerts", "list").stdout
    assert "there is no rule 'ferries'" in " ".join(terminal.run("alerts", "test", "ferries", code=2).output.split())


def test_a_form_keeps_its_channels_while_another_file_has_a_mistake(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_pages, "get_settings", lambda: settings)
    before = rule_pages._try(RuleForm(q=["ferry"]))
    assert before.rule and before.channels
    configuration.load(settings)
    (settings.watch / "topics.toml").write_text("[[topic]\n", "utf-8")
    trial = rule_pages._try(RuleForm(q=["ferry"]))
    assert "topics.toml" in trial.mistake
    assert trial.channels == before.channels
