"""`newsvane mcp --http`: a real server process, a real client, and everybody who may not connect."""

import asyncio
import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import psutil
import pytest

from tests.support.agents import COMMAND, TOKEN, Server, http_server, over_http
from tests.support.scene import PROJECT

PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def server(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with http_server(environment, tmp_path_factory.mktemp("log") / "server.log") as running:
        yield running


def post(server: Server, *, path: str = "/mcp", body: object = PING, **headers: str) -> httpx2.Response:
    given = ACCEPT | {name.replace("_", "-"): value for name, value in headers.items()}
    with httpx2.Client(trust_env=False, timeout=30) as client:
        return client.post(server.url.removesuffix("/mcp") + path, json=body, headers=given)


async def test_a_client_with_the_token_lists_and_calls_tools(server: Server) -> None:
    async with over_http(server.url) as agent:
        assert len((await agent.client.list_tools()).tools) == 11
        found = await agent.ask("search_articles", query="ferry")
        rows = await agent.ask("query_sql", sql="SELECT count(*) FROM coverage")
        assert "only one SELECT" in await agent.ask_for_error("query_sql", sql="DROP TABLE coverage")
    assert found["total"] > 0
    assert rows["rows"][0][0] > 40


async def test_agents_are_answered_at_the_same_time(server: Server) -> None:
    async def ask() -> int:
        async with over_http(server.url) as agent:
            answers = await asyncio.gather(*(agent.ask("search_articles", query="ferry") for _ in range(3)))
        return len({each["total"] for each in answers})

    assert await asyncio.gather(ask(), ask()) == [1, 1]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param(401, {}, id="no token"),
        pytest.param(401, {"Authorization": "Bearer"}, id="an empty token"),
        pytest.param(401, {"Authorization": f"Bearer {TOKEN}x"}, id="a longer token"),
        pytest.param(401, {"Authorization": f"Bearer {TOKEN[:-1]}"}, id="a shorter token"),
        pytest.param(401, {"Authorization": f"Basic {TOKEN}"}, id="another scheme"),
        pytest.param(401, {"Authorization": TOKEN}, id="without a scheme"),
        pytest.param(421, {"Authorization": f"Bearer {TOKEN}", "Host": "evil.example"}, id="a name that leads here"),
        pytest.param(421, {"Authorization": f"Bearer {TOKEN}", "Host": "127.0.0.1:1"}, id="another port"),
        pytest.param(403, {"Authorization": f"Bearer {TOKEN}", "Origin": "https://evil.example"}, id="another site"),
        pytest.param(403, {"Authorization": f"Bearer {TOKEN}", "Origin": "null"}, id="a page without an origin"),
        pytest.param(
            403, {"Authorization": f"Bearer {TOKEN}", "Origin": "http://127.0.0.1:1"}, id="another local page"
        ),
        pytest.param(200, {"Authorization": f"Bearer {TOKEN}"}, id="the token"),
        pytest.param(200, {"Authorization": f"bearer {TOKEN}"}, id="the scheme in another case"),
    ],
)
@pytest.mark.parametrize("path", ["/mcp", "/other"])
def test_who_may_connect(server: Server, status: int, headers: dict[str, str], path: str) -> None:
    answer = post(server, path=path, **headers)
    assert answer.status_code == (404 if status == 200 and path == "/other" else status)
    assert TOKEN not in answer.text
    assert ("www-authenticate" in answer.headers) is (status == 401)


def test_a_large_request_is_refused(server: Server) -> None:
    assert post(server, body={"x": "y" * 300_000}, Authorization=f"Bearer {TOKEN}").status_code == 413


def test_a_request_that_is_none_is_refused(server: Server) -> None:
    assert post(server, body=[1, "x"], Authorization=f"Bearer {TOKEN}").status_code == 400
    headers = ACCEPT | {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    with httpx2.Client(trust_env=False, timeout=30, headers=headers) as client:
        for more in ({"id": "\ud800"}, {"params": {"x": "\ud800"}}):
            assert client.post(server.url, content=json.dumps(PING | more)).status_code == 400


def test_only_this_machine_is_served(server: Server) -> None:
    listening = [each for each in psutil.Process(server.process.pid).net_connections() if each.status == "LISTEN"]
    assert [each.laddr.ip for each in listening] == ["127.0.0.1"]


def test_a_token_is_asked_for_and_never_shown(environment: dict[str, str]) -> None:
    for token, words in (("", "is not set"), ("short-secret", "fewer than 32"), ("ü" * 40, "cannot carry")):
        done = _run(environment | {"NEWSVANE_MCP_TOKEN": token}, "--port", "0")
        assert done.returncode == 2
        assert words in done.stderr
        assert "openssl rand -hex 32" in done.stderr
        assert not token or token not in done.stderr + done.stdout


def test_a_port_that_is_taken_is_named(environment: dict[str, str], server: Server) -> None:
    port = str(urlsplit(server.url).port)
    done = _run(environment | {"NEWSVANE_MCP_TOKEN": TOKEN}, "--port", port)
    assert done.returncode == 2
    assert f"port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(environment: dict[str, str], tmp_path: Path, number: signal.Signals) -> None:
    with http_server(environment, tmp_path / "log") as running:
        port = urlsplit(running.url).port
        os.kill(running.process.pid, number)
        running.process.wait(30)
    assert "Traceback" not in (tmp_path / "log").read_text()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "mcp", "--http", *arguments],
        env=os.environ | environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
