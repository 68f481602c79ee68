"""Turns and threads of calls: who waits, who is refused, and what ends when its caller is gone."""

import threading
import time
from contextlib import AsyncExitStack
from pathlib import Path

import anyio
import pytest
from mcp import Client

from newsvane.agents import calls
from newsvane.agents.calls import Turns, ended_with_call, require_caller, run_while_awaited
from newsvane.agents.lake_access import limited_lake
from newsvane.agents.limits import MAX_CALLS_AT_ONCE, MAX_STATEMENTS_AT_ONCE
from newsvane.agents.server import build_server
from newsvane.errors import LakeBusy
from newsvane.settings import Settings
from tests.integration.agents.test_lake_access import FOREVER
from tests.support.agents import Agent


async def test_statements_leave_room_for_other_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "MAX_WAIT_SECONDS", 0.2)
    turns = Turns()
    async with AsyncExitStack() as taken:
        for _ in range(MAX_STATEMENTS_AT_ONCE):
            await taken.enter_async_context(turns.take(statement=True))
        with pytest.raises(LakeBusy, match=rf"waited 0\.2 seconds.*{MAX_STATEMENTS_AT_ONCE} other statements.*later"):
            await taken.enter_async_context(turns.take(statement=True))
        for _ in range(MAX_CALLS_AT_ONCE - MAX_STATEMENTS_AT_ONCE):
            await taken.enter_async_context(turns.take(statement=False))
        with pytest.raises(LakeBusy, match=rf"waited 0\.2 seconds.*{MAX_CALLS_AT_ONCE} other calls.*later"):
            await taken.enter_async_context(turns.take(statement=False))
    async with turns.take(statement=True):
        pass


async def test_who_no_longer_waits_takes_no_turn() -> None:
    turns = Turns()
    async with AsyncExitStack() as taken:
        for _ in range(MAX_CALLS_AT_ONCE):
            await taken.enter_async_context(turns.take(statement=False))
        with anyio.move_on_after(0.1):
            await taken.enter_async_context(turns.take(statement=True))
    for _ in range(MAX_STATEMENTS_AT_ONCE + 1):
        async with turns.take(statement=True):
            pass


async def test_a_thread_ends_with_its_caller() -> None:
    told, after = threading.Event(), threading.Event()

    def wait() -> None:
        with ended_with_call(told.set):
            told.wait(20)
        after.set()

    begun = time.monotonic()
    with anyio.move_on_after(0.2) as waiting:
        await run_while_awaited(wait)
    assert waiting.cancelled_caught
    assert time.monotonic() - begun < 10
    assert not after.is_set(), "nothing further is done"


async def test_a_result_or_an_error_is_that_of_the_function() -> None:
    def fail() -> None:
        raise KeyError("as it is, in no group")

    assert await run_while_awaited(lambda: 5) == 5
    with pytest.raises(KeyError):
        await run_while_awaited(fail)


async def test_a_query_of_the_lake_ends_with_its_caller(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Settings(home=Path(environment["NEWSVANE_HOME"]))
    monkeypatch.setattr("newsvane.lake.analyst.sql_session.get_settings", lambda: there)
    begun, running = time.monotonic(), threading.Event()

    def ask() -> None:
        with limited_lake() as open_lake, open_lake() as connection:
            running.set()
            connection.execute(FOREVER)

    async with anyio.create_task_group() as group:
        group.start_soon(run_while_awaited, ask)
        while not running.is_set():
            await anyio.sleep(0.05)
        await anyio.sleep(0.3)
        group.cancel_scope.cancel()
    assert time.monotonic() - begun < 15


def test_outside_of_a_call_nothing_is_cancelled() -> None:
    with ended_with_call(lambda: pytest.fail("nobody cancels it")):
        require_caller()


async def test_an_unforeseen_error_has_a_number_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, environment: dict[str, str]
) -> None:
    def fail() -> None:
        raise RuntimeError("a detail for the log")

    there = Settings(home=Path(environment["NEWSVANE_HOME"]))
    monkeypatch.setattr("newsvane.lake.analyst.sql_session.get_settings", lambda: there)
    monkeypatch.setattr("newsvane.agents.tools.load_topic_titles", fail)
    monkeypatch.setattr("newsvane.agents.server._failure_numbers", iter([7, 8]))
    async with Client(build_server()) as client:
        said = [await Agent(client).ask_for_error("list_topics") for _ in range(2)]
    assert "failure 7 of this server" in said[0]
    assert "failure 8 of this server" in said[1]
    for words in said:
        assert "Call it once more" in words
        assert "a detail for the log" not in words
    logged = [each for each in caplog.records if each.exc_info]
    assert [each.getMessage().split(":")[0] for each in logged] == [
        "failure 7 of this server", "failure 8 of this server",
    ]  # fmt: skip
    assert [str((each.exc_info or (None, None))[1]) for each in logged] == ["a detail for the log"] * 2
