"""What the pages say of a message that somebody had sent again: on a real lake, before and after its delivery."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.records import Delivery
from newsvane.settings import Settings
from newsvane_pages.action_outcomes import follow_messages
from newsvane_pages.requested_actions import RequestedAction
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import message

ASKED = datetime.now(UTC)
SENT = ASKED - timedelta(days=1)


def deliver(settings: Settings, key: str, at: datetime, *, ok: bool) -> None:
    done = Delivery(
        key=key, channel="c", at=at, ok=ok, attempt=1 if at == SENT else 2, reason="" if ok else "http_410", detail=""
    )
    with lake.writer(settings) as con:
        lake.record_deliveries(con, [done])


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """A lake with a message that was delivered, and one that was given up."""
    settings = create_lake(Settings(home=tmp_path / "home", watch=tmp_path / "watch"))
    with lake.writer(settings) as con:
        lake.land_messages(con, [message("delivered"), message("dead")])
    deliver(settings, "delivered", SENT, ok=True)
    deliver(settings, "dead", SENT, ok=False)
    return settings


def send_again(settings: Settings, key: str) -> tuple[RequestedAction, str]:
    """Ask for a message again. Return the action as it was recorded, and the key under which it is sent."""
    request = lake.ActionRequest(
        act_id=f"run {key}", kind="resend", target=key, reason="lost", done_by="olga", asked_at=ASKED
    )
    words = pipeline.perform_action(request, settings=settings).words
    action = RequestedAction("resend", key, "lost", "olga", ASKED, "done", words, request.act_id)
    return action, words.split()[-1] if "as message" in words else key


def follow(settings: Settings, action: RequestedAction) -> tuple[str, str]:
    with lake.connect(settings=settings) as con:
        (followed,) = follow_messages(con, [action])
    return followed.summary, followed.words


def test_an_action_on_what_was_removed_by_request_says_so() -> None:
    action = RequestedAction("label", "", "", "olga", ASKED, "done", "", "run")
    assert (action.is_removed, action.summary, action.detail) == (True, "The article was removed by request", "")


@pytest.mark.parametrize("key", ["delivered", "dead"])
@pytest.mark.parametrize(
    ("ok", "summary", "words"),
    [
        pytest.param(True, "The message was sent again", "it was delivered", id="delivered"),
        pytest.param(False, "Failed to send the message again", "it was given up", id="given up"),
    ],
)
def test_what_became_of_a_message_replaces_that_it_will_be_sent(
    settings: Settings, key: str, ok: bool, summary: str, words: str
) -> None:
    action, sent_as = send_again(settings, key)
    before = follow(settings, action)
    assert (before[0], "the next delivery sends it" in before[1]) == ("Waiting to send the message again", True)
    deliver(settings, sent_as, ASKED + timedelta(minutes=1), ok=ok)
    after = follow(settings, action)
    assert (after[0], after[1].startswith(words), "next delivery" in after[1]) == (summary, True, False)
    assert ("as message m1_" in after[1]) == (key == "delivered")


@pytest.mark.parametrize("key", ["delivered", "dead"])
def test_a_message_that_failed_again_says_so(settings: Settings, key: str) -> None:
    """It no longer says that the next delivery sends it: that one did not."""
    action, sent_as = send_again(settings, key)
    later = ASKED + timedelta(hours=1)
    failed = Delivery(
        key=sent_as,
        channel="c",
        at=ASKED,
        ok=False,
        attempt=1 if key == "delivered" else 2,
        reason="refused",
        next_try_at=later,
    )
    with lake.writer(settings) as con:
        lake.record_deliveries(con, [failed])
    words = f"attempt has failed since, the next one is due at {later:%Y-%m-%d %H:%M} UTC"
    summary, said = follow(settings, action)
    assert (summary, said.endswith(words)) == ("Waiting to send the message again", True), said


def test_other_actions_and_messages_that_are_gone_are_left_alone(settings: Settings) -> None:
    paused = RequestedAction("pause_feed", "delivered", "", "olga", ASKED, "done", "paused", "run 1")
    gone = RequestedAction("resend", "gone", "", "olga", ASKED, "done", "it will be sent", "run 2")
    refused = RequestedAction("resend", "delivered", "", "olga", ASKED, "failed", "no reason", "run 3")
    with lake.connect(settings=settings) as con:
        assert follow_messages(con, [paused, gone, refused]) == [paused, gone, refused]
