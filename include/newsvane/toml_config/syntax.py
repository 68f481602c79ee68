"""Say in words why a text is not TOML: the usual mistakes of people who write it by hand, each with its line."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import tomli

_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*',
    re.DOTALL,
)
_KEY = r"""\s*[\w-]+\s*"""
_CURLY = "“”„‟«»‘’‚‛＂＇"
_BARE = re.compile(r"""\s*(?P<key>[\w-]+)\s*=\s*(?![\s"'\[{#]|(?:true|false|inf|nan)\b)(?P<value>[^#]+)""")
"""A key with a value that is no string, list, table or truth value."""
_OPEN = re.compile(_KEY + r"""=\s*(["'])(?!\1)""")
"""A key with a text, from which strings and comments were removed, so that this quote has no partner."""

_HEADER = re.compile(r"\s*\[+\s*([A-Za-z_][\w-]*)\s*\]*\s*(#.*)?$")
"""The line with which a table begins, with any number of brackets."""
_OPENS = re.compile(r"""=\s*[\[{](?!.*[\]}])|\"{3}|'{3}""")
"""A line with which a list, a table or a text of several lines begins."""
MAX_PER_TABLE = 10
"""The maximum number of mistakes that tomli is asked for in one table."""

_PARSER_WORDS = {
    "Cannot overwrite a value": "this key or table is already there: remove one of the two",
    "Cannot declare": "this table is already there: remove one of the two, or write it with double brackets",
    "Cannot mutate": "this table is already there in another form: remove one of the two",
    "Cannot redefine": "this table is already there in another form: remove one of the two",
    "Invalid statement": "this is no key and no table: write key = value, or begin a remark with #",
    "Invalid initial character": "a key has only a-z, 0-9, _ and -, and no quotes",
    "Invalid date": "this date cannot be read: write text in quotes",
    "Unclosed inline table": "the table has no closing brace, or a comma is missing in it",
    "Illegal character": "the closing quote is missing, or a text of several lines lacks its three quotes",
    "Unterminated string": "a text that begins with three quotes has no three quotes at its end",
    'Expected "\'"': "the closing quote is missing",
    "Found invalid character '\\n'": "the closing quote is missing",
    "Expected '=' after a key": "write key = value",
    "Expected newline or end of document": "more follows on this line than belongs there: write one key per line, "
    "and a text that has quotes in it between other quotes",
    "Invalid value": "this value cannot be read: write text in quotes",
    "Unescaped '\\\\'": "write two backslashes for one, or the text in single quotes",
    "Expected ']": "write two brackets on each side of the name of a table",
    "Invalid hex value": "write two backslashes for one, or the text in single quotes",
}
"""What to do, by the beginning of tomli's message."""

_NO_BRACKET = "the list has no closing bracket"
_NO_COMMA = "a comma is missing in the list"
_OF_LISTS = ("Unclosed array", "Invalid value")
"""What tomli says of a list that never ends: the second if a comma is the last of it."""
_AFTER_LIST = re.compile(rf"{_KEY}=|{_HEADER.pattern}")
"""A line with which no item of a list begins."""
_ITEM = re.compile(r"""["'\[{+\d-]|true\b|false\b""")


def blank_long_strings(text: str) -> str:
    """Return the text with the contents of multi-line strings removed, and all line breaks kept."""
    return _STRING_OR_COMMENT.sub(lambda found: found[0] if "\n" not in found[0] else "\n" * found[0].count("\n"), text)


def explain_syntax(
    text: str, kinds: tuple[str, ...], secrets: Collection[str], error: Exception
) -> list[tuple[int, str]]:
    """Return the mistakes in a text that tomli refused: the index of the line, and what to write.

    `kinds`: the names of its tables. `secrets`: keys whose values are not quoted. `error`: what tomli raised. It stops
    at the first mistake, so we look at each line, and then let it read each table without those lines.
    """
    text = text.replace("\r\n", "\n")
    seen = {
        number: message
        for number, line in enumerate(_blank_strings(text).split("\n"))
        if (message := _explain_line(line, kinds, secrets))
    }
    lines = text.split("\n")
    for number in seen:
        table = _HEADER.match(lines[number])
        lines[number] = f"[[{table[1]}]]" if table else ""
    found = dict(_read_tables(lines)) | seen
    refused, message = _locate_refusal(text, error)
    if refused < min(found, default=refused + 1):
        found[refused] = message
    return sorted(found.items())


def _read_tables(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield what tomli refuses in each table: the index of the line, and what to write."""
    blanked = blank_long_strings("\n".join(lines)).split("\n")
    starts = [0, *(number for number, line in enumerate(blanked) if number and _HEADER.match(line)), len(lines)]
    for start, end in pairwise(starts):
        rest = list(lines[start:end])
        for _ in range(MAX_PER_TABLE):
            text = "\n".join(rest)
            try:
                tomli.loads(text)
            except (tomli.TOMLDecodeError, RecursionError) as error:
                number, message = _locate_refusal(text, error)
                yield start + number, message
                if number >= len(rest) or _OPENS.search(rest[number]):
                    break
                rest[number] = ""
            else:
                break


def _locate_refusal(text: str, error: Exception) -> tuple[int, str]:
    """Return the index of the line to correct, and what to write. Of what never ends, that is where it begins."""
    number, said = getattr(error, "lineno", 1) - 1, getattr(error, "msg", str(error))
    message = next((f"{words} ({said})" for start, words in _PARSER_WORDS.items() if said.startswith(start)), said)
    lines = text.split("\n")
    if said.startswith('Expected "\'"'):
        blanked = _blank_strings(text).split("\n")
        return next((n for n in range(number, -1, -1) if "'" in blanked[n]), number), message
    if said.startswith("Unterminated string"):
        return next((n for n in range(number, -1, -1) if re.search(r"\"{3}|'{3}", lines[n])), number), message
    if said.startswith("Unclosed inline table"):
        return _find_open(lines[: number + 1], "{}", number), message
    if said.startswith(_OF_LISTS) and (found := _explain_list(lines, number, error)):
        return found
    return number, message


def _explain_list(lines: Sequence[str], number: int, error: Exception) -> tuple[int, str] | None:
    """Return the index of the line where a list is wrong, and what is; None if the mistake is not about the list.

    `number`: the index of the line at which tomli gave up.
    """
    is_end = getattr(error, "pos", 0) >= len(getattr(error, "doc", "\n".join(lines)))
    opened = _find_open(lines[: number + 1 if is_end else number], "[]", -1)
    if opened >= 0 and (is_end or _AFTER_LIST.match(lines[number])):
        return opened, _NO_BRACKET
    if not getattr(error, "msg", "").startswith("Unclosed array"):
        return None
    column = getattr(error, "colno", 1) - 1
    if not _ITEM.match(lines[number], column):
        return _find_open(lines[: number + 1], "[]", number), f"{_NO_BRACKET}, or a comma is missing in it"
    if lines[number][:column].strip():
        return number, f"{_NO_COMMA}, between two values"
    last = next(n for n in range(number - 1, -1, -1) if _blank_strings(lines[n]).strip())
    return last, f"{_NO_COMMA}, at the end of this line"


def _find_open(lines: Sequence[str], brackets: str, otherwise: int) -> int:
    """Return the index of the latest line with a value whose bracket is not closed by the last line."""
    blanked, still_open = _blank_strings("\n".join(lines)).split("\n"), 0
    for n in range(len(blanked) - 1, -1, -1):
        still_open += blanked[n].count(brackets[0]) - blanked[n].count(brackets[1])
        if still_open > 0 and "=" in blanked[n]:
            return n
    return otherwise


def _explain_line(line: str, kinds: tuple[str, ...], secrets: Collection[str]) -> str:
    """Return what to write instead of a line, "" if nothing is wrong with it. Strings in it are empty quotes."""
    table = re.fullmatch(r"\s*(\[+)\s*([\w-]+)\s*(\]+)\s*", line)
    if table and table[2] in kinds and (table[1], table[3]) != ("[[", "]]"):
        return f"write [[{table[2]}]] with two brackets on each side"
    if any(quote in line for quote in _CURLY):
        return 'curly quotes are not quotes in TOML: write straight ones, "…"'
    if re.match(_KEY + r":\s", line):
        return "write = in place of the colon"
    if _OPEN.match(line):
        return "the closing quote is missing, or the text has quotes in it: write it between other quotes"
    if bare := _BARE.match(line):
        value = bare["value"].strip()
        if value.lower() in {"true", "false"}:
            return f"write {value.lower()} in small letters"
        if _is_value(value):
            return ""
        return "text needs quotes" + (f': write {bare["key"]} = "{value}"' if _may_quote(bare, secrets) else "")
    return ""


def _is_value(text: str) -> bool:
    """Return whether this is a number, a date or a time as TOML writes it."""
    try:
        tomli.loads(f"x = {text}")
    except tomli.TOMLDecodeError:
        return False
    return True


def _may_quote(bare: "re.Match[str]", secrets: Collection[str]) -> bool:
    return '"' not in bare["value"] and bare["key"] not in secrets


def _blank_strings(text: str) -> str:
    """Return the text with every string empty and without comments, and all line breaks kept."""
    return _STRING_OR_COMMENT.sub(_blank, text)


def _blank(found: "re.Match[str]") -> str:
    if found[0].startswith("#"):
        return ""
    breaks = "\n" * found[0].count("\n")
    return breaks or '""'
