"""The templates of the pages: what a wide and a narrow window show has the same names, and what is linked."""

import re
from pathlib import Path

import pytest

import newsvane_pages
from newsvane_pages.html_rendering import link

TEMPLATES = sorted((Path(newsvane_pages.__file__).parent / "templates").glob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_column_has_the_same_name_on_a_phone(template: Path) -> None:
    """On a phone, each cell follows the name in `data-name`; `compact` tables shorten some of them."""
    for table in re.findall(r"<table>.*?</table>", template.read_text(), re.DOTALL):
        heads = {re.sub(r"<[^>]*>", "", head) for head in re.findall(r"<th\b.*?</th>", table)}
        names = {name for name in re.findall(r'data-name="([^"{]*)"', table) if name}
        assert names <= heads


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        pytest.param("https://one.example/a", True, id="a page"),
        pytest.param("javascript:alert(1)", False, id="a script"),
        pytest.param("https://search.example/?q={query}", False, id="a pattern for queries"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_only_addresses_of_pages_are_links(url: str, *, linked: bool) -> None:
    assert bool(link(url)) == linked
