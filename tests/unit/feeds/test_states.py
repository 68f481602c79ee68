"""A feed's state as JSON: one flat object, as older versions wrote it and as a row of `feed_states` has it."""

import json

from newsvane.pipeline.ingest.poll import DueFeed, PolledFeed
from newsvane.records import FeedPoll, FeedState, Validators
from tests.unit.feeds.poll_factories import FEED, HOUR, items, state

STATE = state(status="failed", reason="dns", failures=2, validators=Validators(etag='"1"'), items=items(HOUR))


def test_json_holds_the_latest_poll_beside_the_rest() -> None:
    written = json.loads(STATE.model_dump_json())
    assert written.keys() == (FeedPoll.model_fields.keys() | FeedState.model_fields.keys()) - {"last_poll"}
    assert (written["reason"], written["failures"]) == ("dns", 2)
    assert FeedState.model_validate(written) == FeedState.model_validate_json(json.dumps(written)) == STATE


def test_staged_files_of_older_versions_are_read() -> None:
    written, feed = STATE.model_dump(mode="json"), FEED.model_dump(mode="json")
    assert PolledFeed.model_validate({"poll": written, "entries": []}) == PolledFeed(state=STATE)
    assert DueFeed.model_validate({"feed": feed, "last": written}) == DueFeed(feed=FEED, state=STATE)
    assert DueFeed.model_validate({"feed": feed, "last": None}) == DueFeed(feed=FEED)


def test_what_is_staged_is_read_again() -> None:
    for record in (PolledFeed(state=STATE), DueFeed(feed=FEED, state=STATE), DueFeed(feed=FEED)):
        assert type(record).model_validate_json(record.model_dump_json()) == record
