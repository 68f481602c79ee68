"""A server that answers with exactly the given bytes, and helpers to fetch from it."""

import asyncio
import socket
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsvane.errors import NewsvaneError
from newsvane.fetch import Fetcher
from newsvane.records import Page
from newsvane.settings import Settings

MAX = 100_000
Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    host: str
    path: str
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)


class Server:
    """Answers each path with the given bytes, and records the requests."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[Request] = []
        self.open = 0
        self.most = 0

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readexactly(1)
            if first == b"\x16":
                return writer.write(status(400))
            head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            request = Request(headers["host"].split(":")[0], head[0].split()[1], headers)
            self.requests.append(request)
            self.open += 1
            self.most = max(self.most, self.open)
            answer = self.answers.get(f"{request.host}{request.path}", self.answers.get(request.path, status(404)))
            if callable(answer):
                await answer(writer)
            else:
                writer.write(answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            pass
        finally:
            self.open -= 1
            writer.close()


def status(code: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} Said So", "Connection: close", *headers, "", ""]).encode()


def ok(body: bytes = b"hello", *headers: str) -> bytes:
    return status(200, f"Content-Length: {len(body)}", *headers) + body


def packed(encoding: str, body: bytes) -> bytes:
    return ok(body, f"Content-Encoding: {encoding}")


def deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def to(location: str, code: int = 302, *headers: str) -> bytes:
    return status(code, f"Location: {location}", *headers)


async def reset(writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()


async def silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(status(200, "Content-Length: 1000"))
    for _ in range(100):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


def endless(head: bytes, chunk: bytes) -> Answer:
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(chunk)
            await writer.drain()

    return write


@asynccontextmanager
async def served(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> AsyncIterator[tuple[Server, str]]:
    server = Server()
    listener = await asyncio.start_server(server.serve, host, 0, ssl=tls)
    port = listener.sockets[0].getsockname()[1]
    try:
        yield server, f".example=[{host}]:{port}" if ":" in host else f".example={host}:{port}"
    finally:
        listener.close()


def settings(connect_to: str, **changes: object) -> Settings:
    values = {"connect_to": connect_to, "fetch_timeout": 20.0, "host_delay": 0.0, "respect_robots": False}
    values |= {"home": Path("nowhere")} | changes
    return Settings.model_validate(values)


async def fetch(connect_to: str, url: str = "http://a.example/x", **changes: object) -> Page:
    async with Fetcher(settings(connect_to, **changes)) as fetcher:
        return await fetcher.get(url, max_bytes=MAX)


async def failure(connect_to: str, url: str = "http://a.example/x", **changes: object) -> NewsvaneError:
    with pytest.raises(NewsvaneError) as caught:
        await fetch(connect_to, url, **changes)
    return caught.value
