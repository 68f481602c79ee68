"""Say in plain words why there is no connection to the server of a channel."""

import errno
import smtplib
import socket
import ssl
from collections.abc import Iterator

import requests

_CHECK = "in the channel's address"


def describe_connection_error(error: Exception, server: str) -> str:
    """Return why a request to a server failed.

    `server`: its name, and its port if the address has one. A user and a password before it are left out.
    """
    server = server.rpartition("@")[2]
    for cause in _list_causes(error):
        match cause:
            case requests.exceptions.ProxyError():
                return f"the proxy on the way to {server} does not answer; check HTTP_PROXY and HTTPS_PROXY"
            case socket.gaierror(errno=socket.EAI_AGAIN):
                return f"{server} cannot be found: the name servers do not answer"
            case socket.gaierror():
                return f"there is no server {server}; check its name {_CHECK}"
            case ConnectionRefusedError():
                return f"{server} refuses the connection; check name and port {_CHECK}, and whether the server runs"
            case ssl.SSLCertVerificationError(verify_message=str(why)):
                return f"the certificate of {server} is not valid: {why}"
            case ssl.SSLError():
                return f"no secure connection (TLS) to {server} could be made; check port and scheme {_CHECK}"
            case ConnectionError() | smtplib.SMTPServerDisconnected():
                return f"{server} closed the connection without an answer"
            case TimeoutError() | requests.Timeout():
                return f"{server} does not answer in time"
            case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH):
                return f"{server} cannot be reached: there is no way to its network or host"
    return f"the connection to {server} failed ({type(error).__name__})"


def _list_causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what led to it: urllib3 and requests wrap errors in each other."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, BaseException) and id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
