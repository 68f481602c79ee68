"""Lines over standard input that are no messages: who waits for an answer gets one."""

from typing import Any

import pytest
from mcp_types import INVALID_REQUEST, PARSE_ERROR

from newsvane.agents.stdio_server import find_mistake
from tests.support.agents import pipes

PING = b'{"jsonrpc":"2.0","id":"last","method":"ping"}'
LONE = rb'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"list_topics","arguments":{"x":"\ud800"}}}'
MISTAKES: list[tuple[bytes, int, Any]] = [
    (LONE, PARSE_ERROR, 7), (LONE.replace(b"7", b'"seven"'), PARSE_ERROR, "seven"),
    (LONE.replace(b"7", rb'"\udfff"'), PARSE_ERROR, None), (b"{", PARSE_ERROR, None), (b"hello", PARSE_ERROR, None),
    (b"[" * 100_000, PARSE_ERROR, None), (b'{"id":5,', PARSE_ERROR, None), (b"9" * 5_000, PARSE_ERROR, None),
    (b"[1]", INVALID_REQUEST, None), (b"5", INVALID_REQUEST, None), (b'{"id":5}', INVALID_REQUEST, 5),
    (b'{"jsonrpc":"2.0","id":5,"method":6}', INVALID_REQUEST, 5),
    (b'{"jsonrpc":"2.0","method":6}', INVALID_REQUEST, None),
    (b'{"jsonrpc":"1.0","id":5,"method":"ping"}', INVALID_REQUEST, 5),
    *((b'{"jsonrpc":"2.0","id":%s,"method":"ping"}' % bad, INVALID_REQUEST, None)
      for bad in (b"true", b"1e400", b"NaN", b"1.5", b"null", b"[]")),
]  # fmt: skip
NO_ANSWER = [
    b"", b"  ", b'{"jsonrpc":"2.0","method":"notifications/nope"}', rb'{"method":"notifications/x","params":"\ud800"}',
    b'{"jsonrpc":"2.0","id":3,"result":5}', b'{"jsonrpc":"2.0","id":3,"error":{}}',
    b'{"id":3,"result":true,"method":1}',
]  # fmt: skip


def test_each_mistake_is_answered_and_the_server_goes_on(environment: dict[str, str]) -> None:
    with pipes(environment) as agent:
        for line, code, identity in MISTAKES:
            agent.send(line)
            answer = agent.read()
            assert "id" in answer
            assert (answer["error"]["code"], answer["id"]) == (code, identity), line[:80]
            assert "send" in answer["error"]["message"]
        for line in (*NO_ANSWER, b"\xff\xfe", PING):
            agent.send(line)
        assert agent.read()["error"]["code"] == PARSE_ERROR
        assert agent.read() == {"jsonrpc": "2.0", "id": "last", "result": {}}


@pytest.mark.parametrize("line", [*NO_ANSWER, PING])
def test_what_needs_no_answer_is_passed_on(line: bytes) -> None:
    assert find_mistake(line.decode()) is None
