"""Facts about outlets: the shipped ones, a watch folder's own, and the mistakes in its outlets.toml."""

from pathlib import Path

import pytest

from newsvane.configuration import Configuration
from newsvane.configuration.parsing import parse_files
from newsvane.errors import ConfigError
from newsvane.outlets import KnownOutlets, format_line, parse_outlets
from newsvane.records import OutletFacts

OWN = """
[outlets]
"nytimes.com" = { kind = "other", language = "es" }
"gazette.example" = { name = "The \\"Gazette\\"", country = "MT" }
"t.me/gazette" = { name = "Gazette" }
"""


def test_shipped_facts_are_found_by_the_outlet() -> None:
    known = KnownOutlets()
    assert known.find("nytimes.com") == OutletFacts(
        name="The New York Times", country="US", language="en", kind="independent"
    )
    assert known.find("nowhere.example") is None
    assert known.find("") is None


def test_a_watch_folder_extends_and_overrides_them_field_by_field() -> None:
    known = KnownOutlets(parse_outlets(OWN, path="outlets.toml"))
    assert known.find("nytimes.com") == OutletFacts(
        name="The New York Times", country="US", language="es", kind="other"
    )
    assert known.find("gazette.example") == OutletFacts(name='The "Gazette"', country="MT")
    assert known.find("t.me/gazette") == OutletFacts(name="Gazette")
    assert known.find("lemonde.fr") == KnownOutlets().find("lemonde.fr")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('"a.example" = { name = "A", contry = "US" }', "unknown key 'contry'; did you mean 'country'?"),
        ('"a.example" = { kind = "private" }', "kind: write 'state', 'exile', 'independent', 'agency', "),
        ('"a.example" = "A"', 'write "a.example" = { … }'),
        ('"a.example" = { country = "us" }', "country: 'us' is not a country code of two capital letters"),
        ('"a.example" = { country = "??" }', "country: '??' is not a country code of two capital letters"),
        ('"a.example" = { language = "English" }', "language: 'English' is not a language code of two or three"),
        ('"www.a.example" = { name = "A" }', 'its articles count as those of "a.example"'),
        ('"https://a.example/" = { name = "A" }', 'is no outlet: write "a.example"'),
        ('a.example = { name = "A" }', 'is no outlet: write its domain, such as "example.com", in quotes'),
        ('"a.example" = {}\n"a.example" = {}', "this key or table is already there: remove one of the two"),
    ],
)
def test_a_mistake_is_reported_with_its_line(line: str, message: str) -> None:
    before = '# Mine\n[outlets]\n"fine.example" = { name = "Fine", country = "IE" }\n'
    with pytest.raises(ConfigError) as caught:
        parse_outlets(f'{before}{line}\n"last.example" = {{}}\n', path="outlets.toml")
    said = [each for each in caught.value.mistakes if message in each.message]
    assert [(each.where, each.line) for each in said] == [("outlets.toml", 4 + line.count("\n"))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[outlets]]\nname = "A"\n', "'outlets' is not allowed here: this file may only contain [outlets] tables"),
        ('[outlet]\n"a.example" = {}\n', "did you mean [outlets]?"),
    ],
)
def test_another_table_is_a_mistake(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_outlets(text, path="outlets.toml")
    assert message in str(caught.value)


def test_a_written_line_is_read_again() -> None:
    facts = OutletFacts(name='A "B" \\ C', country="US", kind="state")
    assert parse_outlets(f"[outlets]\n{format_line('a.example', facts)}\n", path="") == {"a.example": facts}


def test_a_mistake_in_it_leaves_the_other_files_valid() -> None:
    files = {"feeds.toml": b"", "topics.toml": b"", "outlets.toml": b"[outlets]\n'a.example' = 1\n"}
    found = parse_files(files, Path("watch"))
    assert found.feeds == ()
    assert [str(each) for each in found.mistakes] == ['watch/outlets.toml, line 2: write "a.example" = { … }']
    with pytest.raises(ConfigError):
        _ = found.outlets


def test_a_watch_folder_needs_no_outlets_toml() -> None:
    found: Configuration = parse_files({"feeds.toml": b""}, Path("watch"))
    assert found.mistakes == ()
    assert found.outlets.find("nytimes.com")
