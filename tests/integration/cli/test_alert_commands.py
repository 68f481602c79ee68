"""`newsvane alerts log`, `send`, `resend` and `feed`: list deliveries, and send dead letters again."""

import getpass
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from newsvane import lake, pipeline
from newsvane.configuration import start_subject
from newsvane.records import Delivery, Message
from tests.support.scene import PROJECT, Scene, scene
from tests.support.terminal import Terminal
from tests.world.compare import received

NOW = datetime.now(UTC)
SECRET = "tOpSeCrEt"


@pytest.fixture
def surroundings(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as one:
        yield one


def message(key: str, channel: str = "webhook") -> Message:
    return Message(
        key=key, rule="r", channel=channel, story_id="s1_1", article_id="a1_1", subject=f"News {key}", body="Text",
        created_at=NOW,
    )  # fmt: skip


@pytest.fixture
def terminal(surroundings: Scene) -> Terminal:
    """Two messages delivered, one that waits, two dead letters."""
    environment = surroundings.environment
    environment["NEWSVANE_DEMO_WEBHOOK"] = environment["NEWSVANE_DEMO_WEBHOOK"].replace("//", f"//terminal:{SECRET}@")
    one = Terminal(environment, {})
    tried = {"at": NOW, "attempt": 1, "channel": "webhook", "address": "json://127.0.0.1/…"}
    with lake.writer(one.settings) as connection:
        lake.land_messages(
            connection, [*map(message, ("sent", "waits", "dead")), message("other", "mail"), message("mailed", "mail")]
        )
        lake.record_deliveries(
            connection,
            [
                Delivery(key="sent", ok=True, **tried),
                Delivery(key="dead", ok=False, reason="http_410", detail="it answered 410", **tried),
                Delivery(key="other", ok=False, reason="timeout", unsure=True, **tried | {"channel": "mail"}),
                Delivery(key="mailed", ok=True, **tried | {"channel": "mail"}),
            ],
        )
    return one


def test_a_message_from_its_log_to_its_second_life(terminal: Terminal, surroundings: Scene) -> None:
    log = {row["key"]: row for row in terminal.run_json("alerts", "log")}
    assert {key: row["state"] for key, row in log.items()} == {
        "sent": "delivered", "waits": "pending", "dead": "dead", "other": "dead", "mailed": "delivered"
    }  # fmt: skip
    assert log["dead"]["tries"][0]["reason"] == "http_410"
    assert [row["key"] for row in terminal.run_json("alerts", "log", "--state", "dead", "--channel", "mail")] == [
        "other"
    ]
    shown = terminal.run("alerts", "log", "--limit", "9").stdout
    assert "1 try; http_410; via json://127.0.0.1/…; key dead" in shown
    assert "1 try; timeout; may have arrived" in shown
    assert "not tried yet: the next run of `newsvane_alert` or `newsvane run` sends it; key waits" in shown
    assert "resend" in shown

    feed = json.loads(terminal.run("alerts", "feed", "--json", "--rule", "r").stdout)
    assert {item["title"] for item in feed["items"]} == {f"News {key}" for key in log}
    assert ElementTree.fromstring(terminal.run("alerts", "feed", "--atom", "--limit", "1").stdout).tag.endswith("feed")

    for arguments, words in (
        (("alerts", "resend", "sent"), "sent was delivered, and its receivers may get it twice"),
        (("alerts", "resend", "nothing"), "is not a message"),
        (("alerts", "resend"), "--dead"),
        (("alerts", "feed"), "--atom"),
        (("alerts", "send", "--to", "pager"), "it has webhook, mail"),
    ):
        assert words in " ".join(terminal.run(*arguments, code=2).stderr.replace("│", " ").split())
    assert terminal.run_json("alerts", "resend", "--dead", "--channel", "webhook") == {"messages": 1}
    assert terminal.run_json("alerts", "resend", "--dead", "--channel", "webhook") == {"messages": 0}
    assert terminal.run_json("alerts", "resend", "sent", "--reason", "they lost it") == {"messages": 1}
    assert "already" in terminal.run("alerts", "resend", "sent", "--reason", "they lost it", code=1).stderr
    sent = terminal.run("alerts", "send", "--to", "webhook").stdout
    assert re.search(r"json://127\.0\.0\.1:\d+/…", sent)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in terminal.environment.items():
            patch.setenv(name, value)
        pipeline.deliver(settings=terminal.settings)
    assert sorted(alert["subject"] for alert in received(surroundings.inbox)) == [
        "News dead", "News sent", "News waits", "Newsvane: test message"
    ]  # fmt: skip
    again = {row["key"]: row for row in terminal.run_json("alerts", "log")}["dead"]
    assert ([each["attempt"] for each in again["tries"]], again["state"]) == ([1, 2], "delivered")
    assert SECRET not in shown + sent + json.dumps(again)


def test_the_log_that_doctor_points_to_has_the_test_messages(surroundings: Scene) -> None:
    environment = surroundings.environment
    right = Terminal(environment, {})
    with lake.writer(right.settings):
        pass  # there is a lake, so tests are recorded
    wrong = Terminal(environment | {"NEWSVANE_DEMO_WEBHOOK": f"json://u:{SECRET}@127.0.0.1:9/x"}, {})
    failed = wrong.run_json("alerts", "send", "--to", "webhook", code=1)
    assert (failed["channel"], failed["address"], failed["reason"]) == ("webhook", None, "connection")
    assert failed["detail"].startswith("127.0.0.1:9 refuses the connection; check name and port")
    assert failed["detail"].endswith("; this may pass by itself: try it again later")
    (check,) = [each for each in right.run_json("doctor") if each["name"] == "delivery"]
    assert "`newsvane alerts log --channel webhook`" in check["remedy"]
    right.run("alerts", "send", "--to", "webhook")
    done, failed = right.run_json("alerts", "log", "--channel", "webhook")
    assert [(each["state"], each["tries"][0]["ok"]) for each in (done, failed)] == [("test", True), ("test", False)]
    (sent,), (refused,) = done["tries"], failed["tries"]
    assert (sent["reason"], sent["detail"]) == ("", "")
    assert re.fullmatch(r"json://127\.0\.0\.1:\d+/…", sent["address"])
    assert (refused["reason"], refused["address"]) == ("test", None)
    assert refused["detail"].startswith("channel 'webhook': 127.0.0.1:9 refuses the connection;")
    shown = " ".join(right.run("alerts", "log", "--channel", "webhook").stdout.split())
    assert f"test webhook: test message by {getpass.getuser()} not sent: 127.0.0.1:9 refuses the connection;" in shown
    assert "sent to json://127.0.0.1" in shown
    assert "resend" not in shown
    assert SECRET not in shown
    assert len(right.run_json("alerts", "log", "--state", "test")) == 2
    assert (
        right.run_json("alerts", "log", "--channel", "mail") == right.run_json("alerts", "log", "--state", "dead") == []
    )


def test_the_log_of_held_messages_says_why_they_wait_and_until_when(terminal: Terminal) -> None:
    due_at = NOW + timedelta(hours=1)
    held = [
        message(key).model_copy(update={"held": reason, "due_at": due_at, "outlet": "flood.example"})
        for key, reason in (("share", "share"), ("digest", "digest"), ("one", "flood"), ("two", "flood"))
    ]
    with lake.writer(terminal.settings) as connection:
        lake.land_messages(connection, held)
    assert {row["key"] for row in terminal.run_json("alerts", "log", "--state", "held")} == {"share", "digest"}
    shown = terminal.run("alerts", "log", "--state", "held").stdout
    until = f"until {due_at:%Y-%m-%d %H:%M}"
    assert f"because flood.example had used its share of the hourly cap, {until}; key share" in shown
    assert f"for the next digest, {until}; key digest" in shown
    assert "tries" not in shown
    assert "2 further messages are only counted in a digest: flood.example 2." in shown
    assert "further" not in terminal.run("alerts", "log", "--state", "pending").stdout


def test_the_log_says_why_a_folded_message_was_not_sent(terminal: Terminal) -> None:
    folded = message("folded").model_copy(update={"held": "digest", "due_at": NOW, "outlet": "a.example"})
    digest = message("daily").model_copy(update={"kind": "digest", "covers": ("folded",)})
    with lake.writer(terminal.settings) as connection:
        lake.land_messages(connection, [folded])
        lake.flush_scheduled_messages(connection, (), [digest], now=NOW)
    shown = terminal.run("alerts", "log", "--state", "folded").stdout
    assert "not sent by itself: message daily says the same; key folded" in " ".join(shown.split())
    assert terminal.run_json("alerts", "log", "--state", "folded")[0]["told_by"] == "daily"


@pytest.fixture
def draft(surroundings: Scene, tmp_path: Path) -> Path:
    """A draft with a channel that the home's own alerts.toml does not have, and whose webhook is another server."""
    folder = Path(shutil.copytree(surroundings.environment["NEWSVANE_WATCH"], tmp_path / "draft"))
    text = (folder / "alerts.toml").read_text("utf-8")
    text = text.replace("${NEWSVANE_DEMO_WEBHOOK}", "json://127.0.0.1:9/x")
    channel = '\n[[channel]]\nid = "%s"\nurl = "%s"\nrequired = false\n'
    text += channel % ("desk", "${NEWSVANE_ALERT_URL}") + channel % ("phone", "airflow://phone")
    (folder / "alerts.toml").write_text(text, "utf-8")
    return folder


def test_a_channel_of_a_draft_is_tried(terminal: Terminal, surroundings: Scene, draft: Path) -> None:
    url = surroundings.environment["NEWSVANE_DEMO_WEBHOOK"]
    there = terminal.with_environment(NEWSVANE_ALERT_URL=url)
    sent = there.run_json("alerts", "send", "--to", "desk", "--watch", str(draft))
    assert (sent["channel"], SECRET in sent["address"]) == ("desk", False)
    refused = there.with_environment(NEWSVANE_WATCH=str(draft))
    refused.run("alerts", "send", "--to", "desk", "--watch", str(draft))
    assert [each["subject"] for each in received(surroundings.inbox)] == ["Newsvane: test message"] * 2
    with (draft / "feeds.toml").open("a", encoding="utf-8") as file:
        file.write("[[feed]]\n")
    done = there.run("alerts", "send", "--to", "desk", "--watch", str(draft))
    assert f"{draft}/feeds.toml, line " in done.stderr
    assert "The channel is tried all the same" in " ".join(done.stderr.split())
    assert len(received(surroundings.inbox)) == 3


def test_trying_a_channel_of_a_draft_leaves_the_home_as_it_is(
    terminal: Terminal, surroundings: Scene, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[str] = []
    monkeypatch.setattr("newsvane.cli.alerts.delivery.wake_airflow", lambda what, **_: woken.append(what))
    later = datetime.now(UTC) + timedelta(hours=1)
    with lake.writer(terminal.settings) as connection:
        connection.execute("UPDATE outbox SET next_try_at = ? WHERE key = 'waits'", [later])
    before, folder = terminal.run_json("alerts", "log"), terminal.settings.home / "watch-folder"
    assert [row["next_try_at"] is not None for row in before if row["key"] == "waits"] == [True]
    assert not folder.exists()
    terminal.run("alerts", "send", "--to", "webhook", "--watch", str(draft), code=1)
    text = (draft / "alerts.toml").read_text("utf-8")
    (draft / "alerts.toml").write_text(text.replace("json://127.0.0.1:9/x", "${NEWSVANE_DEMO_WEBHOOK}"), "utf-8")
    terminal.run("alerts", "send", "--to", "webhook", "--watch", str(draft))
    assert len(received(surroundings.inbox)) == 1
    assert terminal.run_json("alerts", "log") == before
    assert woken == []
    assert not folder.exists()


@pytest.mark.parametrize(
    ("channel", "reason", "words"),
    [
        pytest.param("pager", "channel_unknown", "/alerts.toml has no channel 'pager'; it has webhook, mail, desk, "
                     "phone", id="unknown"),
        pytest.param("desk", "channel_off", "alert channel 'desk' has no address here: set its variable", id="off"),
        pytest.param("phone", "channel_off", "an Airflow connection holds the address of the channel 'phone', so it "
                     "cannot be tried before the home is used with this folder", id="in Airflow"),
    ],
)  # fmt: skip
def test_a_channel_of_a_draft_without_an_address_is_explained(
    terminal: Terminal, draft: Path, channel: str, reason: str, words: str
) -> None:
    said = terminal.run("alerts", "send", "--to", channel, "--watch", str(draft), code=2).stderr
    assert words in " ".join(said.split())
    assert "newsvane_alert" not in said
    assert "Nothing can run" not in said
    printed = terminal.run_json("alerts", "send", "--to", channel, "--watch", str(draft), code=2)
    assert (printed["channel"], printed["reason"], words in printed["detail"]) == (channel, reason, True)


def test_a_draft_that_cannot_be_read_is_explained_in_json_too(terminal: Terminal, draft: Path) -> None:
    (draft / "alerts.toml").write_text('[[channel]\nid = "webhook"\n', "utf-8")
    printed = terminal.run_json("alerts", "send", "--to", "webhook", "--watch", str(draft), code=2)
    assert (printed["channel"], printed["address"], printed["reason"]) == ("webhook", None, "watch")
    assert "alerts.toml, line 1: not valid TOML: write [[channel]] with two brackets" in printed["detail"]


def test_doctor_knows_channels_whose_address_airflow_has(surroundings: Scene, tmp_path: Path) -> None:
    watch = tmp_path / "watch"
    watch.mkdir()
    for file in Path(surroundings.environment["NEWSVANE_WATCH"]).glob("*.toml"):
        text = file.read_text().replace("${NEWSVANE_DEMO_WEBHOOK}", "airflow://desk_hook")
        (watch / file.name).write_text(text)
    terminal = Terminal(surroundings.environment | {"NEWSVANE_WATCH": str(watch)}, {})
    (channels,) = [check for check in terminal.run_json("doctor") if check["name"] == "channels"]
    assert (channels["state"], channels["found"]) == ("ok", "on: mail; on, from Airflow's connections: webhook")
    said = terminal.run("alerts", "send", "--to", "webhook", code=2).stderr
    assert "newsvane_alert" in " ".join(said.split())


MAIL = "mailto://u:p@mail.your-ngo.org?to=desk@your-ngo.org"
ELSEWHERE = "https://news.your-ngo.org"


@pytest.mark.parametrize(
    ("channel", "ui_url", "warned"),
    [
        pytest.param(MAIL, "http://127.0.0.1:8080", True, id="mail"),
        pytest.param("jsons://hooks.your-ngo.org/x", "http://localhost:8080", True, id="a webhook elsewhere"),
        pytest.param("tgram://123456789:abcdefg_hijklmnop/12315544/", "http://127.0.0.1:8080", True, id="a chat"),
        pytest.param("airflow://desk", "http://127.0.0.1:8080", True, id="an address that only Airflow knows"),
        pytest.param(MAIL, ELSEWHERE, False, id="links that others can open"),
        pytest.param("json://127.0.0.1:9/x", "http://127.0.0.1:8080", False, id="a webhook on this machine"),
        pytest.param("mailto://127.0.0.1:25?from=a@desk.example&to=b@desk.example", "http://127.0.0.1:8080", False,
                     id="mail to nobody"),
    ],
)  # fmt: skip
def test_doctor_warns_of_links_that_readers_cannot_open(
    tmp_path: Path, channel: str, ui_url: str, warned: bool
) -> None:
    watch = shutil.copytree(PROJECT / "include" / "watch", tmp_path / "watch")
    (watch / "alerts.toml").write_text(f'[[channel]]\nid = "desk"\nurl = "{channel}"\n')
    home = Terminal(
        {"NEWSVANE_HOME": str(tmp_path / "home"), "NEWSVANE_WATCH": str(watch), "NEWSVANE_UI_URL": ui_url}, {}
    )
    (links,) = [check for check in home.run_json("doctor") if check["name"] == "links in messages"]
    assert links["state"] == ("warning" if warned else "ok")
    assert ("NEWSVANE_UI_URL" in links["remedy"], "desk" in links["found"]) == (warned, warned)


def test_the_list_says_which_channel_is_off(blank_terminal: Terminal, tmp_path: Path) -> None:
    start_subject(tmp_path, "country", "Malta")
    own = blank_terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "var"), NEWSVANE_WATCH="", NEWSVANE_ALERT_URL="")
    assert "the channel desk is off here: NEWSVANE_ALERT_URL is not set" in own.run("alerts", "list").stderr
    assert "desk (off)" in own.run("alerts", "list").stdout
    switched_on = own.with_environment(NEWSVANE_ALERT_URL="json://127.0.0.1:9/")
    assert "is off" not in switched_on.run("alerts", "list").stderr
    assert "(off)" not in switched_on.run("alerts", "list").stdout


def test_the_list_says_what_each_rule_watches(terminal: Terminal, tmp_path: Path) -> None:
    watch = shutil.copytree(terminal.environment["NEWSVANE_WATCH"], tmp_path / "watch")
    keys = 'title = "T"\nchannels = ["c"]\n'
    (watch / "alerts.toml").write_text(
        '[[channel]]\nid = "c"\nurl = "json://127.0.0.1/x"\n'
        f'[[rule]]\nid = "both"\ntopics = ["mek", "albania"]\n{keys}'
        f'[[rule]]\nid = "words"\nquery = "ferry"\n{keys}'
        f'[[trend_rule]]\nid = "trend"\ntopics = ["mek"]\nwhen = ["spike"]\n{keys}'
        f'[[name_rule]]\nid = "name"\nnames = ["Edi Rama"]\n{keys}'
        f'[[feed_rule]]\nid = "feed"\nwhen = ["sick"]\n{keys}'
        f'[[quarantine_rule]]\nid = "held"\nshare = 0.5\n{keys}'
    )
    home = terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "home"), NEWSVANE_WATCH=str(watch))
    assert {row["rule"]: row["watches"] for row in home.run_json("alerts", "list")} == {
        "both": "topics mek and albania", "words": "ferry", "trend": "spike of mek", "name": "the names Edi Rama",
        "feed": "feeds: sick", "held": "the quarantine",
    }  # fmt: skip


def test_doctor_says_once_which_variable_a_channel_needs(terminal: Terminal, tmp_path: Path) -> None:
    watch = shutil.copytree(terminal.environment["NEWSVANE_WATCH"], tmp_path / "watch")
    (watch / "alerts.toml").write_text('[[channel]]\nid = "desk"\nurl = "${NOT_SET_HERE}"\n')
    home = terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "home"), NEWSVANE_WATCH=str(watch))
    failed = [check for check in home.run_json("doctor", code=1) if "NOT_SET_HERE" in check["found"]]
    assert [(check["name"], check["state"]) for check in failed] == [("channels", "failed")]
    assert "shown above" not in failed[0]["remedy"]
