"""Serve the protocol over standard input and output, to the one client that has started this process.

The package of the protocol drops a line that is no message without a word, so its sender would wait for ever. Here such
a line is answered as JSON-RPC 2.0 demands: with an error, which has the id of the request if that can be read.
"""

import json
import os
import sys
from typing import Any, cast

import anyio
from anyio.abc import ObjectSendStream
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp_types import (
    INVALID_REQUEST,
    PARSE_ERROR,
    ErrorData,
    JSONRPCError,
    JSONRPCNotification,
    jsonrpc_message_adapter,
)
from pydantic import ValidationError

from newsvane.agents.server import build_server

_NOT_JSON = "this line is not JSON, or has half a character (a lone surrogate): send one JSON-RPC message per line"
_NO_MESSAGE = (
    "this is no message of JSON-RPC 2.0: send an object with jsonrpc, method, params, and a text or integer as id"
)


def serve_stdio() -> None:
    """Serve until the client closes standard input."""
    anyio.run(_serve)


async def _serve() -> None:
    server = build_server()._lowlevel_server
    put, lines = anyio.create_memory_object_stream[str]()
    async with stdio_server(stdin=cast("Any", lines)) as (messages, answers), anyio.create_task_group() as group:
        group.start_soon(_read_lines, _take_stdin(), put, answers)
        await server.run(messages, answers, server.create_initialization_options())
        group.cancel_scope.cancel()


def _take_stdin() -> anyio.AsyncFile[str]:
    """Return standard input, which processes that this one starts do not see."""
    own = os.dup(sys.stdin.fileno())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.close(nothing)
    return anyio.wrap_file(open(own, encoding="utf-8", errors="replace", closefd=False))


async def _read_lines(stdin: anyio.AsyncFile[str], put: ObjectSendStream[str], answers: Any) -> None:
    """Pass on lines, except those that are answered with an error."""
    async with put:
        async for line in stdin:
            if error := find_mistake(line):
                await answers.send(SessionMessage(error))
            else:
                await put.send(line)


def find_mistake(line: str) -> JSONRPCError | None:
    """Return the answer to a line that is no message, or None. Notifications and responses are never answered."""
    if not line.strip():
        return None
    try:
        given = json.loads(line)  # which reads lone surrogates, and so the id of a request that has some
    except (ValueError, RecursionError):
        return _refuse(PARSE_ERROR, _NOT_JSON, None)
    fields = given if isinstance(given, dict) else {}
    if fields.keys() & {"result", "error"} or ("id" not in fields and isinstance(fields.get("method"), str)):
        return None
    try:
        message = jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValidationError as error:
        if error.errors(include_input=False, include_url=False)[0]["type"] == "json_invalid":
            return _refuse(PARSE_ERROR, _NOT_JSON, fields.get("id"))
        return _refuse(INVALID_REQUEST, _NO_MESSAGE, fields.get("id"))
    if isinstance(message, JSONRPCNotification):  # because the package ignores an id that can be none
        return _refuse(INVALID_REQUEST, _NO_MESSAGE, None)
    return None


def _refuse(code: int, words: str, identity: object) -> JSONRPCError:
    """Return an error for a request, without its id if that can be none."""
    is_text = isinstance(identity, str) and not any("\ud800" <= each <= "\udfff" for each in identity)
    is_number = isinstance(identity, int) and not isinstance(identity, bool)
    known = cast("str | int", identity) if is_text or is_number else None
    return JSONRPCError(jsonrpc="2.0", id=known, error=ErrorData(code=code, message=words))
