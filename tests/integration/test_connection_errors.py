"""What a person reads when a channel's server cannot be reached: which server, why, and what to check."""

import contextlib
import errno
import smtplib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from newsvane.notify.connection_errors import describe_connection_error
from tests.servers.process import free_port


@contextlib.contextmanager
def server(answer: bytes | None) -> Iterator[str]:
    """Serve one connection: with these bytes, or by closing it. Yield host and port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with listening.accept()[0] as connection:
                connection.recv(1_000)
                connection.sendall(answer or b"")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join(5)


def describe(url: str, timeout: float = 10, **options: Any) -> str:
    with pytest.raises(requests.RequestException) as caught:
        requests.get(url, timeout=timeout, **options)
    return describe_connection_error(caught.value, url.split("/")[2])


def test_nothing_listens() -> None:
    where = f"127.0.0.1:{free_port()}"
    assert describe(f"http://{where}/hook") == (
        f"{where} refuses the connection; check name and port in the channel's address, and whether the server runs"
    )


def test_a_name_that_does_not_exist() -> None:
    error = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    said = describe_connection_error(error, "mial.example:25")
    assert said == "there is no server mial.example:25; check its name in the channel's address"


def test_the_name_servers_are_silent() -> None:
    error = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    assert describe_connection_error(error, "x") == "x cannot be found: the name servers do not answer"


def test_a_server_without_an_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"127.0.0.1:{silent.getsockname()[1]}"
        assert describe(f"http://{where}/", timeout=0.3) == f"{where} does not answer in time"


def test_a_server_that_hangs_up() -> None:
    with server(None) as where:
        assert describe(f"http://{where}/") == f"{where} closed the connection without an answer"


def test_a_server_without_tls() -> None:
    with server(b"HTTP/1.1 400 Bad Request\r\n\r\n") as where:
        said = describe(f"https://{where}/")
    assert (
        said == f"no secure connection (TLS) to {where} could be made; check port and scheme in the channel's address"
    )


def test_a_proxy_that_does_not_answer() -> None:
    proxies = {"http": f"http://127.0.0.1:{free_port()}"}
    assert describe("http://hook.example/", proxies=proxies) == (
        "the proxy on the way to hook.example does not answer; check HTTP_PROXY and HTTPS_PROXY"
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (smtplib.SMTPServerDisconnected("bye"), "mail.example:25 closed the connection without an answer"),
        (
            OSError(errno.ENETUNREACH, "x"),
            "mail.example:25 cannot be reached: there is no way to its network or host",
        ),
        (smtplib.SMTPNotSupportedError("x"), "the connection to mail.example:25 failed (SMTPNotSupportedError)"),
    ],
)
def test_passwords_are_left_out(error: Exception, words: str) -> None:
    assert describe_connection_error(error, "olga:hunter2@mail.example:25") == words
