"""Each message exactly once: receivers that fail a third of the time in every way, senders killed at every step."""

import shutil
from pathlib import Path

import pytest

from tests.unwell import CHANNELS, tell, unwell


@pytest.mark.parametrize("real", [pytest.param(True, id="ntfy, where installed"), pytest.param(False, id="our own")])
def test_each_message_arrives_exactly_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real: bool) -> None:
    if not real:
        monkeypatch.setattr(shutil, "which", lambda name: None)
    stories = 50 if real else 10
    with unwell(tmp_path) as scene:
        told = tell(scene, stories, longest=150)
    assert [(count.channel, count.lost, count.twice) for count in told.counts] == [(name, 0, 0) for name in CHANNELS]
    assert told.states == [(channel, "delivered", stories) for channel in sorted(CHANNELS)]
    assert told.killed >= 5
    assert told.attempts > 3 * stories
