"""Find the further files that a watch list includes, and say what is wrong with its patterns."""

from collections.abc import Collection
from pathlib import Path, PurePosixPath

from newsvane import feeds
from newsvane.configuration.file_names import TEMPLATE_FOLDER, WATCH_LIST
from newsvane.errors import Mistake
from newsvane.similar_names import find_similar

EXCLUDES = "!"
"""Begins a pattern that takes files away from those that the patterns above it include, as in .gitignore."""


def find_included(folder: Path, text: str) -> tuple[list[str], list[Mistake]]:
    """Return the files that a watch list includes, by their names in the watch folder, and mistakes in its patterns.

    `text`: that of the watch list.
    """
    included: list[str] = []
    mistakes: list[Mistake] = []
    for pattern in feeds.read_includes(text):
        named, wrong = _match(folder, pattern.removeprefix(EXCLUDES))
        if pattern.startswith(EXCLUDES):
            # A mistake above may be why there is nothing to take away.
            if not wrong and not mistakes and not set(named) & set(included):
                wrong = _explain_needless(pattern, included)
            included = [name for name in included if name not in named]
        else:
            wrong = wrong or ("" if named else "names no .toml file in the watch folder: correct it, or remove it")
            included += [name for name in named if name not in included]
        if wrong:
            where = str(folder / WATCH_LIST)
            mistakes.append(Mistake(where, f"include: {pattern!r} {wrong}", _find_line(text, pattern)))
    return included, mistakes


def _match(folder: Path, pattern: str) -> tuple[list[str], str]:
    """Return the watch files that a pattern names, and what is wrong with it, "" if nothing is."""
    parts = PurePosixPath(pattern).parts
    if not parts or parts[0] == "/" or ".." in parts or parts[0] == TEMPLATE_FOLDER:
        return [], 'is no place in the watch folder: write a file or a pattern such as "world/*.toml"'
    try:
        found = [path.relative_to(folder).as_posix() for path in folder.glob(pattern) if path.suffix == ".toml"]
    except ValueError as error:
        return [], f"is no pattern: {error}"
    if WATCH_LIST in found:
        return [], f'includes {WATCH_LIST} itself: write a folder before it, such as "world/*.toml"'
    return sorted(found), ""


def _explain_needless(pattern: str, included: Collection[str]) -> str:
    """Return why a pattern that leaves out nothing is a mistake."""
    if not included:
        return 'leaves out nothing, because nothing is included above it: write "world/*.toml" first'
    similar = find_similar(pattern.removeprefix(EXCLUDES), included)
    advice = f"did you mean '{EXCLUDES}{similar[0]}'?" if similar else "correct it, or remove it"
    return f"names no file that is included above it; {advice}"


def _find_line(text: str, pattern: str) -> int:
    """Return the number of the first line with this text in quotes, from 1; 0 if it is written in another way."""
    quoted = (f'"{pattern}"', f"'{pattern}'")
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if any(each in line for each in quoted)), 0)
