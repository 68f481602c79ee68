"""Calls that nobody waits for any more: their statements end, and their turns are free."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import pytest

from newsvane.agents.limits import MAX_CALLS_AT_ONCE, MAX_STATEMENTS_AT_ONCE
from tests.support.agents import TOKEN, Server, http_server, over_http, pipes, wait_for_statements

SLEEP = "SELECT sleep_ms(25000)"
OLD, NEW = "2025-06-18", "2026-07-28"


@pytest.fixture(scope="module")
def server(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with http_server(environment, tmp_path_factory.mktemp("log") / "server.log") as running:
        yield running


def test_a_cancelled_call_ends_its_statement(environment: dict[str, str]) -> None:
    with pipes(environment) as agent:
        process = psutil.Process(agent.process.pid)
        agent.call(1, "query_sql", sql=SLEEP)
        assert wait_for_statements(process, 1) == 1
        agent.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}})
        assert wait_for_statements(process, 0) == 0
        agent.call(2, "query_sql", sql="SELECT 1")
        answer = agent.read()
    assert answer["id"] == 2
    assert answer["result"]["structuredContent"]["rows"] == [[1]]


def test_sleeping_statements_do_not_keep_other_tools_from_answering(environment: dict[str, str]) -> None:
    with pipes(environment) as agent:
        for number in range(2 * MAX_CALLS_AT_ONCE):
            agent.call(number, "query_sql", sql=SLEEP)
        assert wait_for_statements(psutil.Process(agent.process.pid), MAX_STATEMENTS_AT_ONCE) == MAX_STATEMENTS_AT_ONCE
        begun = time.monotonic()
        agent.call(99, "describe_tables")
        assert agent.read()["id"] == 99
        assert time.monotonic() - begun < 15


def test_statements_end_with_the_client(environment: dict[str, str]) -> None:
    with pipes(environment) as agent:
        process = psutil.Process(agent.process.pid)
        agent.call(1, "query_sql", sql=SLEEP)
        assert wait_for_statements(process, 1) == 1
        workers = process.children()
        assert agent.process.stdin is not None
        agent.process.stdin.close()
        assert agent.process.wait(15) == 0
        assert psutil.wait_procs(workers, timeout=5)[1] == []


@pytest.mark.parametrize("version", [OLD, NEW])
async def test_who_hangs_up_frees_the_turn(server: Server, version: str) -> None:
    process = psutil.Process(server.process.pid)
    for _ in range(MAX_STATEMENTS_AT_ONCE + 1):
        _call_and_hang_up(server, version)
    assert wait_for_statements(process, 0) == 0
    begun = time.monotonic()
    async with over_http(server.url) as agent:
        assert (await agent.ask("query_sql", sql="SELECT 1"))["rows"] == [[1]]
    assert time.monotonic() - begun < 15


def _call_and_hang_up(server: Server, version: str) -> None:
    """Disconnect as soon as the statement runs."""
    client = {"io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"}}
    meta = {"io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": {}}
    call = {"name": "query_sql", "arguments": {"sql": SLEEP}, "_meta": client | meta}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {
        "Authorization": f"Bearer {TOKEN}", "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": version, "Mcp-Method": "tools/call", "Mcp-Name": "query_sql",
    }  # fmt: skip
    with httpx2.Client(trust_env=False, timeout=2) as http, pytest.raises(httpx2.ReadTimeout):
        http.post(server.url, json=body, headers=headers)


def test_the_log_of_a_server_has_no_traceback_of_them(environment: dict[str, str], tmp_path: Path) -> None:
    with http_server(environment, tmp_path / "log") as running:
        _call_and_hang_up(running, OLD)
        assert wait_for_statements(psutil.Process(running.process.pid), 0) == 0
    assert "Traceback" not in (tmp_path / "log").read_text()
