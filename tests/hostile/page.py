"""The table of docs/operations/failing-feeds.md: `python -m tests.hostile.page` prints it."""

from collections import defaultdict

from newsvane.feeds import REMEDIES

HEAD = ("| code | the feed … | what to do |", "|---|---|---|")


def lines() -> list[str]:
    """A line a remedy: our own codes, the statuses of HTTP with one of their own, and what holds for all others."""
    codes = defaultdict(list)
    for code, remedy in REMEDIES.items():
        codes[remedy].append(code)
    told = sorted((_rank(found), _named(found), *remedy.split(": ", 1)) for remedy, found in codes.items())
    return [*HEAD, *(f"| {name} | {meaning} | {remedy} |" for _, name, meaning, remedy in told)]


def _rank(codes: list[str]) -> int:
    return 2 if len(codes) > 1 else codes[0].startswith("http_")


def _named(codes: list[str]) -> str:
    kinds = {code[len("http_")] for code in codes if len(codes) > 1}
    if len(codes) == 1:
        return f"`{codes[0]}`"
    return f"other `http_{kinds.pop()}…`" if len(kinds) == 1 else "other `http_…`"


if __name__ == "__main__":
    print("\n".join(lines()))
