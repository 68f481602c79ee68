"""Ask a running news world for its addresses, over a real socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp
from aiohttp.test_utils import TestServer

from tests.world.server import STATE, create_app


class Visitor:
    """Asks the running world for its addresses, whatever their host."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self._port, self._session = port, session

    async def ask(self, url: str, *, method: str = "GET", **headers: str) -> tuple[aiohttp.ClientResponse, bytes]:
        async with self.open(url, method=method, **headers) as response:
            return response, await response.read()

    def open(self, url: str, *, method: str = "GET", **headers: str) -> "aiohttp.client._RequestContextManager":
        parts = urlsplit(url)
        address = f"http://127.0.0.1:{self._port}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        named = {name.replace("_", "-"): value for name, value in headers.items()} | {"Host": parts.netloc}
        return self._session.request(method, address, headers=named, allow_redirects=False)


@asynccontextmanager
async def visit(now: datetime, *, started: datetime | None = None) -> AsyncIterator[Visitor]:
    """Serve the news world until the block ends.

    `now`: the time from which the ages of articles count. `started`: what the server takes for the time of its start.
    """
    app = create_app(now)
    app[STATE].started = started or app[STATE].started
    server = TestServer(app)
    await server.start_server(shutdown_timeout=0.1)
    try:
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(auto_decompress=False, timeout=timeout) as session:
            yield Visitor(server.port or 0, session)
    finally:
        await server.close()
