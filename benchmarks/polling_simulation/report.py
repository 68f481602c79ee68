"""Report the simulated month as Markdown."""

from collections import Counter
from collections.abc import Sequence

from benchmarks.polling_simulation.pollers import MediaCloud, Miniflux, Newsvane
from benchmarks.polling_simulation.simulated_feeds import Server, make_servers
from benchmarks.polling_simulation.simulation import Ledger, simulate

FEEDS, DAYS = 300, 30


def run() -> str:
    """Return two tables: totals, and figures by kind of feed."""
    servers = make_servers(FEEDS, DAYS)
    ledgers = [simulate(poller, servers, DAYS) for poller in (Newsvane(), Miniflux(), Miniflux(None), MediaCloud())]
    assert not ledgers[0].missed, "items were missed although they could be read for an hour"
    return f"{_make_totals_table(ledgers)}\n\n{_make_kinds_table(servers, ledgers)}"


def _make_totals_table(ledgers: Sequence[Ledger]) -> str:
    rows = [
        ("requests", [f"{one.requests:,}" for one in ledgers]),
        ("… earlier than the server asked for", [f"{one.too_soon:,}" for one in ledgers]),
        ("whole bodies", [f"{one.bodies:,}" for one in ledgers]),
        ("items missed that could be read for an hour", [f"{len(one.missed):,}" for one in ledgers]),
        ("items missed that could not be read for an hour", [f"{one.out_of_reach:,}" for one in ledgers]),
        ("hours until a recovery was noticed: median", [f"{one.recovery[0]:.1f}" for one in ledgers]),
        ("… longest", [f"{one.recovery[1]:.1f}" for one in ledgers]),
        ("feeds up at the end but considered down", [f"{one.never:,}" for one in ledgers]),
    ]
    head = [f"{ledgers[0].published:,} items", *(one.name for one in ledgers)]
    return _markdown(head, [[name, *cells] for name, cells in rows])


def _make_kinds_table(servers: Sequence[Server], ledgers: Sequence[Ledger]) -> str:
    feeds = Counter(server.kind for server in servers)
    head = ["kind of feed", "feeds"]
    head += [f"{figure}: {one.name}" for figure in ("requests per day", "missed") for one in ledgers]
    missed = [Counter(server.kind for server, _ in one.missed) for one in ledgers]
    rows = [
        [kind, f"{count}"]
        + [f"{one.by_kind[kind] / count / DAYS:.1f}" for one in ledgers]
        + [f"{each[kind]:,}" for each in missed]
        for kind, count in feeds.items()
    ]
    return _markdown(head, rows)


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
