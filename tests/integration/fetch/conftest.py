from collections.abc import AsyncIterator

import pytest

from tests.support.fetch_server import Server, served


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def world() -> AsyncIterator[tuple[Server, str]]:
    async with served() as (server, connect_to):
        yield server, connect_to
