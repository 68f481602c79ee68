"""The steps that are measured: `python -m benchmarks.polling STEP [ARGUMENT…]` prints the cost of one as JSON.

Newsvane's settings come from the environment, as in a real installation.
"""

import asyncio
import hashlib
import json
import logging
import resource
import socket
import time
from collections.abc import Callable, Iterator

from benchmarks.polling.feed_server import body, etag, host, newest, path, serve, watched
from newsvane.records import Feed

Work = Callable[[], object]


def plan(run: str) -> Work:
    """Plan a poll of every watched feed. The result is the chunks."""
    from newsvane.pipeline import plan_polls

    return lambda: plan_polls(run, everything=True)


def poll(run: str) -> Work:
    """Poll a planned chunk. The result is the counts."""
    from newsvane.pipeline import poll

    return lambda: poll({"run": run, "number": 0, "label": "", "items": 0})


def land(run: str) -> Work:
    """Land what was polled. The result is the counts."""
    from newsvane.pipeline import land_polls

    return lambda: land_polls(run)


def land_known_states(run: str, round_number: str) -> Work:
    """Land a state for the feeds that were not polled in `run`: a copy of the state of a feed that was."""
    from newsvane.configuration import load
    from newsvane.pipeline import land_polls
    from newsvane.pipeline.ingest.feed_poller import PolledFeed
    from newsvane.pipeline.staging import RunFolder
    from newsvane.settings import get_settings

    settings = get_settings()
    states = [polled.state for polled in RunFolder(settings.staging_path, "poll", run).read("polled", PolledFeed)]
    known = {state.feed_id for state in states}

    def copy_state(feed: Feed) -> PolledFeed:
        number = int(feed.feed_id[1:])
        item = newest(number, int(round_number))
        poll = {"feed_id": feed.feed_id, "feed_url": feed.url, "url": feed.url}
        update = {
            "last_poll": states[0].last_poll.model_copy(update=poll),
            "validators": states[0].validators.model_copy(update={"etag": etag(number, item)}),
            "body_hash": hashlib.sha256(body(number, item)).hexdigest(),
        }
        return PolledFeed(state=states[0].model_copy(update=update))

    def work() -> object:
        others = RunFolder(settings.staging_path, "poll", "others")
        others.write_plan([], site=str, chunks=1, noun="")
        with others.open_writer("polled", 0) as write:
            for feed in load(settings).feeds:
                if feed.feed_id not in known:
                    write(copy_state(feed))
        return land_polls("others")

    return work


def get_only(port: str, feeds: str, concurrency: str) -> Work:
    """Get every feed with aiohttp and do nothing else. The result is the number of bytes."""
    import aiohttp
    from aiohttp.abc import AbstractResolver, ResolveResult

    class LocalResolver(AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)]

        async def close(self) -> None:
            pass

    async def get(session: aiohttp.ClientSession, urls: Iterator[str]) -> int:
        size = 0
        for url in urls:
            async with session.get(url) as response:
                size += len(await response.read())
        return size

    async def get_all() -> int:
        urls = (f"http://{host(number)}:{port}{path(number)}" for number in watched(int(feeds)))
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, resolver=LocalResolver())) as session:
            return sum(await asyncio.gather(*(get(session, urls) for _ in range(int(concurrency)))))

    return lambda: asyncio.run(get_all())


def poll_sequentially(port: str, feeds: str) -> Work:
    """Get and parse this many feeds with requests and feedparser, one after the other. The result is the item count."""
    import feedparser
    import requests

    def read(number: int) -> int:
        answer = requests.get(f"http://127.0.0.1:{port}{path(number)}", timeout=10)
        return len(feedparser.parse(answer.content).entries)

    return lambda: sum(map(read, watched(10_000)[: int(feeds)]))


STEPS: dict[str, Callable[..., Work]] = {
    "plan": plan,
    "poll": poll,
    "land": land,
    "land_known_states": land_known_states,
    "get_only": get_only,
    "poll_sequentially": poll_sequentially,
}


def main(step: str, *arguments: str) -> None:
    """Run one step and print what it cost, without its imports; or run the server."""
    if step == "serve":
        return asyncio.run(serve())
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    work = STEPS[step](*arguments)
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    cost = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "result": result}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return print(json.dumps(cost | {"peak": peak}))
