"""Each message arrives exactly once, although receivers fail a third of the time and senders are killed anywhere."""

from pathlib import Path

from tests.support.flaky_receivers import CHANNELS, deliver_with_crashes, flaky_receivers


def test_each_message_arrives_exactly_once(tmp_path: Path) -> None:
    with flaky_receivers(tmp_path) as scene:
        result = deliver_with_crashes(scene, 50, timeout=280)
    assert [(count.channel, count.lost, count.duplicated) for count in result.counts] == [
        (name, 0, 0) for name in CHANNELS
    ]
    assert result.states == [(channel, "delivered", 50) for channel in sorted(CHANNELS)]
    assert result.killed >= 5
    assert result.attempts > 150
