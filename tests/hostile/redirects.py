"""Redirects in circles, without end, out of HTTP, and to private addresses in every notation."""

from tests.hostile.row import TRAP, Row
from tests.support.fetch_server import status, to

PRIVATE = {
    "a dotted address": "127.0.0.1",
    "a decimal number": "2130706433",
    "octal parts": "0177.0.0.1",
    "an octal number": "017700000001",
    "a hexadecimal number": "0x7f000001",
    "hexadecimal parts": "0x7f.0.0.0x1",
    "zero": "0",
    "a short address": "127.1",
    "an address with a dot behind": "127.0.0.1.",
    "circled digits": "①②⑦.⓪.⓪.①",
    "IPv6 loopback": "[::1]",
    "IPv6 unspecified": "[::]",
    "an IPv4-mapped address": "[::ffff:127.0.0.1]",
    "a NAT64 address": "[64:ff9b::7f00:1]",
    "a 6to4 address": "[2002:7f00:1::]",
    "a Teredo address": "[2001:0:102:304::80ff:fffe]",
    "a link-local address": "[fe80::1]",
    "a unique local address": "[fd00::1]",
    "a class A network": "10.0.0.1",
    "a class B network": "172.16.0.1",
    "a carrier's network": "100.64.0.1",
    "metadata": "169.254.169.254",
    "multicast": "224.0.0.1",
    "an address behind a password": "name:hunter2@127.0.0.1",
}


def refused(name: str, location: str, reason: str = "bad_url", says: str = "not an http") -> Row:
    return Row(name=f"redirects to {name}", reason=reason, says=says, answer=to(location))


ROWS = [
    Row(name="redirects to itself", reason="redirect_loop", says="circle|itself", answer=to("/feed.xml")),
    Row(
        name="redirects back and forth",
        reason="redirect_loop",
        says="circle|itself",
        answer=to("http://elsewhere.redirects-back-and-forth.example/feed.xml"),
        also={
            "elsewhere.redirects-back-and-forth.example/feed.xml": to(
                "http://redirects-back-and-forth.example/feed.xml"
            )
        },
    ),
    Row(
        name="redirects on and on",
        reason="redirect_loop",
        says="redirected 8 times",
        answer=to("/hop/1"),
        also={f"/hop/{hop}": to(f"/hop/{hop + 1}") for hop in range(1, 50)},
    ),
    Row(name="redirect without Location", reason="http_302", says="302", answer=status(302)),
    *(refused(name, f"http://{host}:{TRAP}/secret", "blocked_address", "private") for name, host in PRIVATE.items()),
    refused("localhost", f"http://localhost:{TRAP}/secret", "blocked_address", "private"),
    refused("a printer", "http://printer.local/feed.xml", "blocked_address", "private"),
    refused("FTP", "ftp://files.example/feed.xml"),
    refused("a file", "file:///etc/passwd"),
    refused("a script", "javascript:alert(document.cookie)"),
    refused("data", "data:text/xml,<rss/>"),
    refused("gopher", f"gopher://127.0.0.1:{TRAP}/_GET%20/secret"),
    refused("half an address", "http://[::1"),
    refused("a port that is none", "http://redirected.example:99999/"),
    refused("a label too long", f"http://{'a' * 70}.test/", says="address"),
    refused("control characters", "http://a\x1b\x07.example/\u202egnp.exe"),
    Row(
        name="redirect with a header in it",
        reason="http_404",
        says="404",
        answer=to("/next%0d%0aX-Injected:%20yes"),
    ),
]
