"""Ten simulated days: no item is missed, recoveries are noticed, no server is polled too soon."""

import pytest
from benchmarks.polling_simulation.pollers import Miniflux, Newsvane
from benchmarks.polling_simulation.simulated_feeds import Server, make_servers, to_datetime
from benchmarks.polling_simulation.simulation import Ledger, simulate

from newsvane import feeds

FEEDS, DAYS = 30, 10


@pytest.fixture(scope="module")
def world() -> list[Server]:
    return make_servers(FEEDS, DAYS)


@pytest.fixture(scope="module")
def rules() -> Newsvane:
    return Newsvane()


@pytest.fixture(scope="module")
def ledger(rules: Newsvane, world: list[Server]) -> Ledger:
    return simulate(rules, world, DAYS)


def test_nothing_is_missed_that_could_be_read_for_an_hour(ledger: Ledger) -> None:
    missed = [(server.kind, server.depth, to_datetime(server.published[item])) for server, item in ledger.missed]
    assert missed == []
    assert ledger.published > 5_000


def test_recoveries_are_noticed(ledger: Ledger) -> None:
    median, longest = ledger.recovery
    assert len(ledger.recoveries) > 50
    assert median < 1
    assert longest < 12
    assert ledger.never == 0


def test_requests_and_bodies_stay_few(ledger: Ledger) -> None:
    assert ledger.too_soon == 0
    assert ledger.requests < 40 * FEEDS * DAYS
    assert ledger.bodies < 0.8 * ledger.requests


def test_moved_and_gone_feeds_are_recognized(ledger: Ledger, rules: Newsvane, world: list[Server]) -> None:
    (moved,) = [server for server in world if server.moved_at]
    (gone,) = [server for server in world if server.gone_at]
    last = rules.last[moved.feed.feed_id]
    well = last.model_copy(update={"failures": 0})
    assert feeds.choose_url(moved.feed, well) == moved.new_url
    assert "gone since" in rules.last[gone.feed.feed_id].last_poll.detail
    assert ledger.requests > 0


def test_servers_with_lying_validators_are_recognized(ledger: Ledger, rules: Newsvane, world: list[Server]) -> None:
    lying = {server.feed.feed_id for server in world if rules.last[server.feed.feed_id].validators_lie}
    assert lying
    assert lying <= {server.feed.feed_id for server in world if server.caching == "frozen"}
    assert ledger.requests > 0


def test_the_ledger_sees_what_is_missed(world: list[Server]) -> None:
    theirs = simulate(Miniflux(), world, DAYS)
    assert len(theirs.missed) > 100
    assert theirs.never > 0
