"""What is measured: `python -m benchmarks.polling.ways WAY [ARGUMENT…]` does it and prints its cost as JSON.

Newsvane's settings come from the environment, as in a real installation.
"""

import asyncio
import json
import logging
import resource
import socket
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks.polling.server import host, path, watched


def plan(run: str) -> object:
    """Plan a poll of every feed that is watched; the chunks."""
    from newsvane.pipeline import plan_polls

    return lambda: plan_polls(run, everything=True)


def poll(run: str, number: str) -> object:
    """Poll a planned chunk; the counts."""
    from newsvane.pipeline import poll

    return lambda: poll({"run": run, "number": int(number), "label": "", "items": 0})


def land(run: str) -> object:
    """Land what was polled; the counts."""
    from newsvane.pipeline import land_polls

    return lambda: land_polls(run)


def bare(port: str, feeds: str, concurrency: str) -> object:
    """Get every feed by aiohttp; the bytes."""
    import aiohttp
    from aiohttp.abc import AbstractResolver, ResolveResult

    class Here(AbstractResolver):
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
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, resolver=Here())) as session:
            return sum(await asyncio.gather(*(get(session, urls) for _ in range(int(concurrency)))))

    return lambda: asyncio.run(get_all())


def plain(port: str, feeds: str) -> object:
    """Get and parse so many feeds by requests and feedparser, one after the other; the items."""
    import feedparser
    import requests

    def read(number: int) -> int:
        answer = requests.get(f"http://127.0.0.1:{port}{path(number)}", timeout=10)
        return len(feedparser.parse(answer.content).entries)

    return lambda: sum(map(read, watched(10_000)[: int(feeds)]))


WAYS: dict[str, Callable[..., Callable[[], object]]] = {
    "plan": plan,
    "poll": poll,
    "land": land,
    "bare": bare,
    "plain": plain,
}


def main() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    way = WAYS[sys.argv[1]](*sys.argv[2:])
    wall, cpu = time.perf_counter(), time.process_time()
    result = way()
    cost = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "result": result}
    print(json.dumps(cost | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
