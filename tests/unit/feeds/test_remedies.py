"""Every reason code of a failed poll has a remedy."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from newsvane import entries, fetch
from newsvane.feeds import REMEDIES, find_remedy


def strings(node: ast.AST) -> Iterator[str]:
    return (each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str))


def reasons_raised(text: str) -> set[str]:
    """What a module gives as `reason`: by keyword, by default, or through a variable of that name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.keyword(arg="reason", value=value):
                found |= {*strings(value)}
            case ast.arguments(kwonlyargs=names, kw_defaults=defaults):
                found |= {
                    code
                    for name, value in zip(names, defaults, strict=True)
                    if name.arg == "reason" and value
                    for code in strings(value)
                }
            case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id="reason"), *_])], value=ast.Tuple(elts=[value, *_])):
                found |= {*strings(value)}
            case ast.Assign(targets=[ast.Name(id="reason")], value=ast.IfExp(body=value)):
                found |= {*strings(value)}
    return {code for code in found if re.fullmatch(r"[a-z]+(_[a-z]+)*", code)}


@pytest.mark.parametrize(
    ("room", "some"),
    [
        pytest.param(fetch, {"timeout", "robots", "robots_unreachable", "bomb", "cookie_wall"}, id="fetch"),
        pytest.param(entries, {"not_a_feed", "broken_feed", "consent_wall", "login_wall", "parked"}, id="entries"),
    ],
)
def test_every_reason_has_a_remedy(room: ModuleType, some: set[str]) -> None:
    raised: set[str] = set()
    for path in Path(str(room.__file__)).parent.glob("*.py"):
        raised |= reasons_raised(path.read_text("utf-8"))
    assert raised >= some
    never_recorded = {"settings"}
    assert raised - REMEDIES.keys() == never_recorded & raised


@pytest.mark.parametrize("reason", ["challenge", "parked", "http_404", "http_418", "http_599", "http_999"])
def test_a_remedy_says_what_is_wrong_and_what_to_do(reason: str) -> None:
    assert re.fullmatch(r"[A-Z].+?\. [A-Z].+\.", REMEDIES[reason])


def test_what_is_to_be_removed_can_be_paused_first() -> None:
    """Not everybody who sees the advice may write feeds.toml."""
    redirected = find_remedy("blocked_address", "http://a.example/, which redirects to http://10.0.0.1/: private")
    advice = {**REMEDIES, "redirected": redirected}
    without = {reason for reason, words in advice.items() if "remove" in words.lower() and "pause it" not in words}
    assert without == set()
    assert "pause the feed" in redirected
    assert "pause" in REMEDIES["http_451"].lower()


@pytest.mark.parametrize(
    ("reason", "detail", "remedy"),
    [
        pytest.param(
            "blocked_address", "http://a.example/, which redirects to http://169.254.169.254/: it is private",
            "nothing to correct in feeds.toml", id="the outlet redirects into a private network",
        ),
        pytest.param("blocked_address", "http://10.0.0.1/: private", "Correct it in feeds.toml", id="feeds.toml does"),
        pytest.param("http_404", "http://a.example/, which redirects to http://b.example/: 404", "no longer", id="404"),
        pytest.param("of_an_older_version", "", "", id="an unknown reason"),
        pytest.param("no_access", "the access data 'a' are missing: set …", "", id="the detail says what to do"),
        pytest.param("no_access", "", "Set them", id="a detail is not recorded"),
    ],
)  # fmt: skip
def test_a_remedy_is_that_of_the_address_that_failed(reason: str, detail: str, remedy: str) -> None:
    found = find_remedy(reason, detail)
    assert remedy in found
    assert bool(remedy) == bool(found)
