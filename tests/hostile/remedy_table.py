"""The table of docs/operations/failing-feeds.md: `python -m tests.hostile.remedy_table` prints it."""

from collections import defaultdict

from newsvane.feeds import REMEDIES

HEAD = ("| code | what is wrong | what to do |", "|---|---|---|")


def lines() -> list[str]:
    """Return one line per remedy: first our own codes, then HTTP statuses with their own remedy, then all others."""
    codes = defaultdict(list)
    for code, remedy in REMEDIES.items():
        codes[remedy].append(code)
    found = sorted((_rank(names), _named(names), *remedy.split(". ", 1)) for remedy, names in codes.items())
    return [*HEAD, *(f"| {name} | {meaning}. | {action} |" for _, name, meaning, action in found)]


def _rank(codes: list[str]) -> int:
    return 2 if len(codes) > 1 else codes[0].startswith("http_")


def _named(codes: list[str]) -> str:
    kinds = {code[len("http_")] for code in codes if len(codes) > 1}
    if len(codes) == 1:
        return f"`{codes[0]}`"
    return f"other `http_{kinds.pop()}…`" if len(kinds) == 1 else "other `http_…`"


if __name__ == "__main__":
    print("\n".join(lines()))
