"""A feed needs attention if our advice asks a person to do something."""

from typing import Any

import pytest

from newsvane.feeds import OUTAGE_WORDS, REMEDIES, needs_attention, should_recover, suggest_fix
from newsvane.records import SICK_AFTER_FAILURES

WELL = {
    "paused": False, "status": "ok", "reason": "", "detail": "", "failures": 0, "words": "well", "moved_to": None,
    "volume": "normal",
}  # fmt: skip
FAILED = {"status": "failed", "failures": 1, "words": "failed once"}


@pytest.mark.parametrize(
    ("changes", "needs", "recovers"),
    [
        pytest.param({}, False, False, id="well"),
        pytest.param({"status": None, "words": "not polled yet"}, False, False, id="not polled yet"),
        pytest.param({"volume": "low"}, False, False, id="less than usual"),
        pytest.param({"volume": "silent"}, True, False, id="silent"),
        pytest.param({"words": "moved for good to http://b.example/", "moved_to": "b"}, True, False, id="moved"),
        pytest.param(FAILED | {"reason": "not_a_feed"}, True, False, id="no feed"),
        pytest.param(FAILED | {"reason": "http_410"}, True, False, id="gone"),
        pytest.param(FAILED | {"reason": "http_410", "paused": True}, False, False, id="gone and paused"),
        pytest.param(FAILED | {"reason": "http_503"}, False, True, id="a trouble of the server"),
        pytest.param(FAILED | {"reason": "timeout", "failures": SICK_AFTER_FAILURES - 1}, False, True, id="not yet"),
        pytest.param(FAILED | {"reason": "timeout", "failures": SICK_AFTER_FAILURES}, True, False, id="it goes on"),
        pytest.param(FAILED | {"reason": "refused"}, False, True, id="to be checked if it goes on"),
        pytest.param(FAILED | {"reason": "dns", "detail": f"{OUTAGE_WORDS}; x"}, False, True, id="our network"),
        pytest.param(FAILED | {"reason": "of_an_older_version", "detail": None}, False, True, id="an unknown reason"),
    ],
)  # fmt: skip
def test_who_has_to_do_something(changes: dict[str, Any], needs: bool, recovers: bool) -> None:
    feed = WELL | changes
    assert (needs_attention(feed), should_recover(feed)) == (needs, recovers)
    assert bool(suggest_fix(feed)) == (needs or recovers)


def test_what_asks_nothing_of_anybody_is_waited_for() -> None:
    """However a remedy says it, it is not among what is to be done."""
    waiting = {reason for reason, words in REMEDIES.items() if "No action needed" in words}
    assert {"timeout", "truncated", "http_500", "http_429", "robots_unreachable"} < waiting
    assert not any(needs_attention(WELL | FAILED | {"reason": reason}) for reason in waiting)
