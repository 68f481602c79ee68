"""Each message exactly once: receivers that fail a third of the time in every way, senders killed at every step."""

from pathlib import Path

from tests.support.flaky_receivers import CHANNELS, tell, unwell


def test_each_message_arrives_exactly_once(tmp_path: Path) -> None:
    with unwell(tmp_path) as scene:
        told = tell(scene, 50, longest=280)
    assert [(count.channel, count.lost, count.twice) for count in told.counts] == [(name, 0, 0) for name in CHANNELS]
    assert told.states == [(channel, "delivered", 50) for channel in sorted(CHANNELS)]
    assert told.killed >= 5
    assert told.attempts > 150
