"""Isolate the process from all networks except loopback: names resolve by a table, other addresses are unreachable."""

import errno
import re
import socket
from collections.abc import Mapping
from typing import Any

from tests.hostile.addresses import ROUTED

Answers = list[list[str] | str]


class IsolatedMachine:
    """A machine that can only reach the hostile servers.

    `outside_connections`: other addresses to which connections were attempted.
    `dns`: by name, the addresses of successive lookups, or names of getaddrinfo errors; the last one is repeated.
    `connect_to`: the setting; its ports can be reached, and ROUTED leads to the server of `.example`.
    """

    def __init__(self, dns: Mapping[str, Answers], connect_to: str) -> None:
        self.outside_connections: set[str] = set()
        self._dns: dict[str, Answers] = {"localhost": [["127.0.0.1"]], **dns}
        doors = {host: int(port) for host, port in re.findall(r"([^=,]+)=[^,]+:(\d+)", connect_to)}
        self._ports, self._web = set(doors.values()), ("127.0.0.1", doors[".example"])
        self._connect = socket.socket.connect

    def isolate(self) -> None:
        """Patch the socket functions of this process."""
        machine = self

        def connect(self: socket.socket, address: Any) -> None:
            machine._reach(self, address)

        socket.getaddrinfo = self._look_up  # type: ignore[assignment]
        socket.socket.connect = connect  # type: ignore[method-assign, assignment]

    def _look_up(self, host: str, port: int, *_: object, **__: object) -> list[tuple[Any, ...]]:
        host.encode("idna")
        answers = self._dns.get(host, ["EAI_NONAME"])
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(found, str):
            raise socket.gaierror(getattr(socket, found), "as told")
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port))
            for address in found
        ]

    def _reach(self, one: socket.socket, address: Any) -> None:
        if one.family in {socket.AF_INET, socket.AF_INET6}:
            host, port = address[:2]
            if host == ROUTED:
                address = self._web
            elif port not in self._ports:
                self.outside_connections.add(f"{host}:{port}")
                raise OSError(errno.ENETUNREACH, "Network is unreachable")
        self._connect(one, address)
