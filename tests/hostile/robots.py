"""Effects of robots.txt on polls (RFC 9309)."""

from tests.hostile.good import ENTRIES, rss
from tests.hostile.row import TRAP, Row, endless, silence
from tests.support.fetch_server import Answer, ok, reset, status, to

FORBIDDEN = b"User-agent: *\nDisallow: /\n"


def row(name: str, robots: Answer, reason: str = "", says: str = "robots.txt") -> Row:
    host = Row(name=name).host
    entries = 0 if reason else ENTRIES
    return Row(
        name=name, reason=reason, says=says if reason else "", robots=robots, answer=ok(rss(host)), entries=entries
    )


ROWS = [
    row("robots forbid", ok(FORBIDDEN), "robots", "forbids"),
    row("robots forbid us by name", ok(b"User-agent: Newsvane\nDisallow: /feed\n"), "robots", "forbids"),
    row("robots 503", status(503), "robots_unreachable"),
    row("robots hang", silence, "timeout"),
    row("robots reset", reset, "reset", "closed the connection"),
    row("robots 403", status(403)),
    row("robots of noise", ok(bytes(range(256)) * 99)),
    row("robots in a loop", to("/robots.txt")),
    row("robots at loopback", to(f"http://127.0.0.1:{TRAP}/secret")),
    row("robots without end", endless(status(200) + b"User-agent: *\nAllow: /\n", b"Disallow: /x\n" * 5000)),
    row("robots without end that forbid", endless(status(200) + FORBIDDEN, b"# more\n" * 5000), "robots", "forbids"),
    row("robots of patterns", ok(b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"$\n")),
]
