"""Names that do not resolve, broken connections, and invalid TLS."""

import asyncio
from dataclasses import replace

from tests.hostile.addresses import ROUTED, UNROUTED
from tests.hostile.good import ENTRIES, rss
from tests.hostile.row import Listener, Row, drip, silence
from tests.support.fetch_server import ok, reset, status


async def reset_at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reset(writer)


async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await silence(writer)


async def mail_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example ESMTP ready\r\n")
    while await reader.readline():
        writer.write(b"502 5.5.2 command not recognized\r\n")


async def shell_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    await reader.read()


async def hang_up_in_handshake(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    await reset(writer)


async def too_old(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer like a server without TLS newer than 1.0: with the alert `protocol_version` (RFC 5246, 7.2)."""
    await reader.read(1)
    writer.write(bytes([21, 3, 1, 0, 2, 2, 70]))


async def reset_in_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nX-Hal")
    await writer.drain()
    await asyncio.sleep(0.05)
    await reset(writer)


async def reset_in_body(writer: asyncio.StreamWriter) -> None:
    writer.write(status(200, "Content-Length: 5000") + b"<rss version='2.0'><channel><title>Half")
    await writer.drain()
    await asyncio.sleep(0.05)
    await reset(writer)


async def slow_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1000):
        writer.write(f"X-{number}: patience\r\n".encode())
        await writer.drain()
        await asyncio.sleep(0.5)


def https(name: str, says: str, listener: Listener, *, reason: str = "tls") -> Row:
    row = Row(name=name, reason=reason, says=says, listener=listener)
    return replace(row, url=f"https://{row.host}/feed.xml", answer=ok(rss(row.host)))


ROWS = [
    Row(name="no such name", reason="dns", says="does not resolve", dns=("EAI_NONAME",)),
    Row(name="DNS down", reason="dns", says="does not resolve", dns=("EAI_AGAIN",)),
    Row(name="name under .invalid", reason="dns", says="does not resolve", url="http://nowhere.invalid/feed.xml"),
    Row(name="refused", reason="refused", says="refuses", listener=Listener(listens=False)),
    Row(name="no way there", reason="unreachable", says="no connection", dns=((UNROUTED,),)),
    Row(name="rebound between check and connect", reason="unreachable", dns=((UNROUTED,), ("127.0.0.1",))),
    Row(
        name="rebound overnight",
        answer=ok(rss("rebound-overnight.test")),
        dns=((ROUTED,), ("127.0.0.1",)),
        entries=ENTRIES,
    ),
    Row(name="public and private at once", reason="unreachable", dns=((UNROUTED, "127.0.0.1"),)),
    Row(name="name at loopback", reason="blocked_address", says="private", dns=(("127.0.0.1",),)),
    Row(name="name at ten", reason="blocked_address", says="private", dns=(("10.1.2.3",),)),
    Row(name="name at metadata", reason="blocked_address", says="private", dns=(("169.254.169.254",),)),
    Row(name="name at mapped loopback", reason="blocked_address", says="private", dns=(("::ffff:127.0.0.1",),)),
    Row(name="name at unique local", reason="blocked_address", says="private", dns=(("fd12:3456::1",),)),
    Row(
        name="printer",
        reason="blocked_address",
        says="private",
        dns=(("192.168.1.20",),),
        url="http://printer.local/feed.xml",
    ),
    Row(name="reset at once", reason="reset", says="closed the connection", listener=Listener(reset_at_once)),
    Row(name="reset before headers", reason="reset", says="closed the connection", answer=reset),
    Row(name="reset in headers", reason="reset", says="closed the connection", answer=reset_in_headers),
    Row(name="reset in mid body", reason="truncated", says="ended before", answer=reset_in_body),
    Row(name="closes without a word", reason="reset", says="closed the connection", answer=b""),
    Row(name="connects and says nothing", reason="timeout", says="seconds", listener=Listener(say_nothing)),
    Row(name="never answers", reason="timeout", says="seconds", answer=silence),
    Row(name="slow headers", reason="timeout", says="seconds", answer=slow_headers),
    Row(name="one byte at a time", reason="timeout", says="seconds", answer=drip),
    Row(name="mail server", reason="bad_http", says="220 mail.example", listener=Listener(mail_server)),
    Row(name="shell server", reason="bad_http", says="SSH-2.0", listener=Listener(shell_server)),
    https("no TLS", "http://", Listener()),
    https("self-signed", "trusted authority", Listener(certificate="self-signed")),
    https("signed by a stranger", "trusted authority", Listener(certificate="stranger")),
    https("expired", "expired", Listener(certificate="expired")),
    https("not valid yet", "valid", Listener(certificate="early")),
    https("wrong name", "another name", Listener(certificate="wrong name")),
    https("TLS of 1999", "secure", Listener(too_old)),
    https("TLS handshake hangs", "timed out|seconds", Listener(say_nothing), reason="timeout"),
    https("TLS handshake cut", "closed the connection", Listener(hang_up_in_handshake), reason="reset"),
]
