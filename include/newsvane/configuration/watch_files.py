"""Read the files of a watch folder as bytes and decode them, and say what is wrong with those that cannot be read."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from newsvane.configuration.file_names import FILE_NAMES, OPTIONAL, PAGE_RULES, TEMPLATE_FOLDER, WATCH_LIST
from newsvane.configuration.includes import find_included
from newsvane.errors import ConfigError, Mistake
from newsvane.watch_folder import is_reachable

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_files(folder: Path) -> tuple[dict[str, bytes], list[Mistake]]:
    """Return the contents of the files by name ("feeds.toml", "templates/alert.txt"), and what could not be read."""
    if not is_reachable(folder):
        return {}, [Mistake(str(folder), _describe_missing_folder(folder))]
    files: dict[str, bytes] = {}
    mistakes: list[Mistake] = []

    def read(name: str) -> None:
        path = folder / name
        if name in OPTIONAL and not path.exists() and not path.is_symlink():
            return
        try:
            if not path.is_file() and path.exists():
                mistakes.append(Mistake(str(path), "this is no file: put a text file in its place"))
            else:
                files[name] = path.read_bytes()
        except OSError as error:
            mistakes.append(Mistake(str(path), _describe_unreadable(path, error)))

    for name in (*FILE_NAMES, *_list_templates(folder)):
        read(name)
    included, wrong = find_included(folder, files.get(WATCH_LIST, b"").decode("utf-8", "replace"))
    for name in included:
        if name not in files:
            read(name)
    return files, [*mistakes, *wrong]


def list_watch_lists(names: Iterable[str]) -> list[str]:
    """Return those of the files of a watch folder that are watch lists, the main one first."""
    others = {*FILE_NAMES, WATCH_LIST, PAGE_RULES}
    included = (name for name in names if name not in others and not name.startswith(f"{TEMPLATE_FOLDER}/"))
    return [WATCH_LIST, *sorted(included)]


def decode(content: bytes, where: str) -> str:
    """Return the text of a file, with line breaks as in Unix. Raises ConfigError if it is not UTF-8."""
    line, wrong = 1, ""
    if content.startswith(_UTF16_MARKS) or b"\x00" in content[:2]:
        wrong = "the file is saved as UTF-16: save it as UTF-8 (in Notepad: Save as, Encoding)"
    elif content.startswith(_UTF8_MARK):
        wrong = "the file begins with a byte order mark (BOM): save it as UTF-8 without BOM"
    else:
        try:
            return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            wrong = f"byte {error.start} of the file is not UTF-8: save it as UTF-8"
    raise ConfigError(reason="watch", mistakes=[Mistake(where, wrong, line)])


def _list_templates(folder: Path) -> Iterator[str]:
    paths = (path for form in ("txt", "html", "md") for path in (folder / TEMPLATE_FOLDER).glob(f"*.{form}"))
    yield from sorted(f"{TEMPLATE_FOLDER}/{path.name}" for path in paths if path.name[0] != ".")


def _describe_missing_folder(folder: Path) -> str:
    if folder.is_file():
        return "this is a file: NEWSVANE_WATCH must name a folder with feeds.toml, topics.toml and alerts.toml"
    return (
        "there is no such folder: put it back, or set NEWSVANE_WATCH to the folder that contains feeds.toml; "
        "`newsvane init` creates one for a new subject"
    )


def _describe_unreadable(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return f"the link leads to {path.readlink()}, which does not exist: correct or remove it"
    if isinstance(error, FileNotFoundError):
        inside = path.parent / "watch" / path.name
        meant = f"; did you mean the folder {inside.parent}?" if inside.is_file() else ""
        return f"there is no such file: put it back; it may be empty{meant}"
    return f"it cannot be read ({error.strerror}): let the user who runs Newsvane read it"
