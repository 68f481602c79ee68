"""Start a new subject: a watch folder from a template, and a home that knows it. Nothing is ever overwritten."""

import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from slugify import slugify

from newsvane.alerts import name_to_query
from newsvane.configuration.file_names import REQUIRED, WATCH_LIST
from newsvane.configuration.parsing import parse_files
from newsvane.errors import ConfigError
from newsvane.iso_codes import suggest_country, translate_country
from newsvane.safe_text import clean_line
from newsvane.topics.folding import UNSPACED
from newsvane.watch_folder import write_record

MIN_STEM = 6
"""Letters of a country's name from which on it stands for all its forms."""
_ENDINGS = "aeiouyëáéíаяеиоуïαη"
"""Letters that a form of the name may have another one in place of."""

_MIN_TELLING = 4
"""Letters of the shortest word of a subject that says what it is about."""

MAX_SUBJECT = 80
"""Characters of the name of a subject."""

_STARTERS = Path(__file__).parent / "starters"
"""The folder of each template. That of the shipped subject is a link to `include/watch`."""
WORLD = "world"
"""The folder of the world's press, in a watch folder."""
_INCLUDES_WORLD = re.compile(rb"(?:#\n)?# The press of the world(?:.*\n#)*.*\ninclude = .*\n")
"""The line that includes it, with the remark above it."""

_UNSPACED = re.compile(f"[{UNSPACED}]")
_SYLLABLE = re.compile("[\uac00-\ud7a3]")
_TITLE = re.compile(r"@TITLE((?:: [^@]+)?)@")


@dataclass(frozen=True)
class Template:
    """A template of a watch folder. `purpose`: for whom it is. `question`: what it has to know, "" if nothing."""

    purpose: str
    question: str


SHIPPED = "iran-mek-albania"
"""The template of the subject that ships with Newsvane."""

TEMPLATES: Mapping[str, Template] = {
    "country": Template("an embassy or NGO that watches a country", "Name of the country"),
    "company": Template("a newsroom that watches a company", "Name of the company"),
    SHIPPED: Template("the subject that ships with Newsvane", ""),
}


_LINKING = frozenset({"about", "against", "from", "into", "over", "with", "within", "without", "between", "news"})
"""Words of a subject that tell nothing of it."""


def guess_template(subject: str) -> str:
    """Return the template that fits a subject by its name, even if the name of a country is misspelt."""
    has_country = translate_country(subject) or suggest_country(subject)
    is_name = not any(word[0].islower() for word in subject.split())  # such as Michael Jordan
    return "country" if has_country or (not is_name and suggest_query(subject)) else "company"


def is_country(subject: str) -> bool:
    """Return whether a country has this name, in one of many languages."""
    return bool(translate_country(subject))


def suggest_query(subject: str) -> str:
    """Return a query for what happens in a country that a subject names beside other words; "" if it names none.

    For "Floods in Bangladesh" it is `Bangladesh* AND flood*`.
    """
    words = re.findall(r"[^\W_]+", subject[:MAX_SUBJECT])
    spans = [(first, last) for last in range(len(words) + 1) for first in range(last)]
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        country, others = " ".join(words[first:last]), [*words[:first], *words[last:]]
        told = [_find_plural(each) for each in others if len(each) >= _MIN_TELLING and each.lower() not in _LINKING]
        if told and len(country) >= _MIN_TELLING and translate_country(country):
            return " AND ".join([_find_forms(country), *told])
    return ""


def _find_plural(word: str) -> str:
    """Return what finds an English word in singular and plural."""
    lower = word.lower()
    return lower if lower.endswith(("ss", "is", "us", "news")) else f"{lower.removesuffix('s')}*"


def start_subject(folder: Path, template: str, subject: str = "", *, world: bool = True) -> tuple[Path, Path]:
    """Create `watch` and the home `var` in a folder, and return both. `subject`: the answer to the template's question.

    `world`: the watch list includes the press of the world.

    Raises ConfigError, and writes nothing, if one of the two is there already, if the subject gives no query, or if it
    seems to be the misspelt name of a country.
    """
    if template == "country" and not translate_country(subject) and (meant := suggest_country(subject)):
        message = f"no country is called {subject!r}: write --subject {meant!r}, or --template company for another name"
        raise ConfigError(message, reason="country")
    watch, home = folder / "watch", folder / "var"
    if existing := next((path for path in (watch, home) if path.exists() or path.is_symlink()), None):
        message = f"{existing} is there already, and nothing is overwritten: name another folder, or move it away"
        raise ConfigError(message, reason="exists")
    files = _fill_template(template, subject) | _list_world()
    if not world:
        files = _without_world(files)
    parse_files(files, watch).require_valid()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_folder(watch, files)
        write_record(home, watch)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error.strerror}", reason="watch") from error
    return watch, home


def _fill_template(template: str, subject: str) -> dict[str, bytes]:
    name = clean_line(subject, MAX_SUBJECT)
    values = {
        "@ID@": json.dumps(slugify(name, max_length=40) or "subject"),
        "@QUERY@": _make_query(name.replace("'''", " ")),
    }
    return {file: _replace(_STARTERS / template / file, name, values) for file in REQUIRED}


def _make_query(name: str) -> str:
    """Return the query that finds a subject: that of a country in many languages.

    A long name of one word stands for all its forms, whose last vowel may be another one.
    """
    names = translate_country(name)
    return "\nOR ".join(dict.fromkeys(map(_find_forms, names))) if names else name_to_query(name)


def _find_forms(name: str) -> str:
    is_inflected = name[-1] in _ENDINGS and name[-2:-1] != "y" and len(name) > MIN_STEM  # Albany is not Albanya
    stem = name[:-1] if is_inflected else name
    return f"{stem}*" if _is_spaced_word(name) and _count_letters(stem) >= MIN_STEM else name_to_query(name)


def _is_spaced_word(name: str) -> bool:
    """Return whether a name is one word of a script with spaces. Vowel signs, as of Bengali, are part of it."""
    return not _UNSPACED.search(name) and all(unicodedata.category(each)[0] in "LM" for each in name)


def _count_letters(word: str) -> int:
    """Count letters and vowel signs; a syllable of Korean stands for two."""
    return len(word) + len(_SYLLABLE.findall(word))


def _list_world() -> dict[str, bytes]:
    """Return the files of the world's press, by their names in a watch folder."""
    return {f"{WORLD}/{path.name}": path.read_bytes() for path in sorted((_STARTERS / SHIPPED / WORLD).glob("*.toml"))}


def _without_world(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a watch folder without the world's press, and without the lines that include it."""
    kept = {name: content for name, content in files.items() if not name.startswith(f"{WORLD}/")}
    kept[WATCH_LIST] = _INCLUDES_WORLD.sub(b"", kept[WATCH_LIST])
    return kept


def _replace(path: Path, subject: str, values: Mapping[str, str]) -> bytes:
    """Return a file of a template with its values. `@TITLE: more@` becomes a title that begins with the subject."""
    text = path.read_text("utf-8")
    for name, value in values.items():
        text = text.replace(name, value)
    text = _TITLE.sub(lambda found: json.dumps(subject + found[1], ensure_ascii=False), text)
    return text.encode("utf-8")


def _write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write files to a folder, which appears with all of them, or not at all."""
    partial = Path(tempfile.mkdtemp(prefix=".watch-", dir=target.parent))
    try:
        for name, content in files.items():
            (partial / name).parent.mkdir(exist_ok=True)
            with (partial / name).open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        partial.rename(target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
