"""What a page tells people to type and to paste, read from the page itself."""

import re
from functools import cache

from tests.support.scene import PROJECT

TUTORIAL = "docs/tutorial/first-half-hour.md"
_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def commands(page: str, heading: str) -> list[str]:
    """Return the lines that the section tells people to type, in order."""
    typed = []
    for block in _FENCE.finditer(_section(page, heading)):
        lines = block["body"].splitlines()
        if block["kind"] == "sh":
            typed += [line for line in lines if line.strip()]
        elif block["kind"] == "console":
            typed += [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return typed


def shown(page: str, heading: str, command: str) -> list[str]:
    """Return the lines that the section shows as the answer to a command."""
    consoles = "".join(
        block["body"] for block in _FENCE.finditer(_section(page, heading)) if block["kind"] == "console"
    )
    answer = consoles.partition(f"$ {command}\n")[2]
    return answer.partition("\n$ ")[0].splitlines()


def command_of(page: str, heading: str, begins: str) -> str:
    """Return the only line to type that begins with these words."""
    (line,) = [line for line in commands(page, heading) if line.startswith(begins)]
    return line


def tables(page: str, heading: str, kind: str = "") -> str:
    """Return the TOML of a section, to be pasted into a watch file. `kind`: the name in its first line, as in
    "feeds.toml"; otherwise the block has no first line of its own.
    """
    blocks = [block["body"] for block in _FENCE.finditer(_section(page, heading)) if block["kind"] in {"toml", "text"}]
    (found,) = [body for body in blocks if body.startswith(f"# {kind}\n" if kind else "[[")]
    return found


@cache
def text(page: str) -> str:
    """Return a page of the project."""
    return (PROJECT / page).read_text("utf-8")


def anchors(page: str) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a page."""
    headings = _HEADING.findall(_FENCE.sub("", text(page)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _section(page: str, heading: str) -> str:
    """Return the text from a heading to the next one. `heading`: its words, or their number, as in "3. "."""
    fenced = [(block.start(), block.end()) for block in _FENCE.finditer(text(page))]
    headings = [
        found
        for found in _HEADING.finditer(text(page))
        if not any(start <= found.start() < end for start, end in fenced)
    ]
    ends = [found.start() for found in headings[1:]] + [len(text(page))]
    (section,) = [
        text(page)[found.end() : end]
        for found, end in zip(headings, ends, strict=True)
        if found[1] == heading or (heading.endswith(". ") and found[1].startswith(heading))
    ]
    return section
