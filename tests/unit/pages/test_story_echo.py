"""The diagram of who copied whom: rows, branches, what is claimed, and what is left out."""

from typing import Any

from newsvane_pages.story import as_tree
from newsvane_pages.story_echo import BRANCHES, REPORTS, Echo, draw_echo
from tests.unit.pages.test_story_timeline import row

CLAIM = {"copy_claimed": True, "copy_evidence": ["declared original"], "original": True, "copy_kind": "translation"}


def draw(*rows: dict[str, Any]) -> Echo:
    found = draw_echo(as_tree(rows))
    assert found is not None
    return found


def test_each_independent_report_is_a_row_with_its_copies_below_it() -> None:
    nodes = draw(
        row("one", 0), row("two", 5), row("a", 10, copy_of="one"),
        row("b", 30, copy_of="two", copy_kind="translation", language="fa", copy_order="certain"),
        row("c", 60, copy_of="a"),
    ).nodes  # fmt: skip
    assert [(node.article_id, node.kind) for node in nodes] == [
        ("one", "original"), ("a", "copy"), ("c", "copy"), ("two", "original"), ("b", "translation")
    ]  # fmt: skip
    one, a, c, two, b = nodes
    assert [node.y for node in nodes] == sorted(node.y for node in nodes)
    assert ((a.parent_x, a.parent_y), (c.parent_x, c.parent_y)) == ((one.x, one.y), (a.x, a.y))
    assert (one.parent_y, two.parent_y, a.is_certain, b.is_certain) == (None, None, False, True)
    assert (b.note, c.note) == ("translation, Persian (fa), 25 min later", "copy, English (en), 50 min later")


def test_no_line_crosses_a_label() -> None:
    """A line goes down at the place of its original, and labels stand right of it."""
    nodes = draw(row("one", 0), *(row(f"copy{number}", number, copy_of="one") for number in range(1, 5))).nodes
    assert all(node.parent_x is not None and node.parent_x < node.x for node in nodes[1:])


def test_a_mere_claim_is_a_row_of_its_own_that_says_so() -> None:
    nodes = draw(row("one", 0), row("claim", 5, copy_of="one", **CLAIM), row("copy", 9, copy_of="one")).nodes
    assert [(node.article_id, node.parent_y is None) for node in nodes] == [
        ("one", True), ("copy", False), ("claim", True)
    ]  # fmt: skip
    assert nodes[2].note == "English (en), claims to be a translation"


def test_a_copy_of_an_article_elsewhere_stands_alone_and_says_so() -> None:
    nodes = draw(row("one", 0), row("copy", 5, copy_of="elsewhere")).nodes
    assert (nodes[1].kind, nodes[1].parent_y) == ("copy", None)
    assert nodes[1].note == "English (en), copy; its original is in another story"


def test_a_story_without_copies_has_no_diagram() -> None:
    assert draw_echo(as_tree([row("one", 0), row("two", 5)])) is None


def test_what_is_too_much_is_counted() -> None:
    copies = [row(f"copy{number}", number, copy_of="report0") for number in range(1, BRANCHES + 4)]
    echo = draw(*(row(f"report{number}", 0) for number in range(REPORTS + 2)), *copies)
    assert (echo.hidden, len(echo.nodes)) == (2, REPORTS + BRANCHES + 1)
    assert [node.name for node in echo.nodes if not node.article_id] == ["and 3 more"]


def test_a_long_name_is_cut_so_that_a_phone_shows_it() -> None:
    (node, _) = draw(row("one", 0, outlet="x" * 60), row("two", 1, copy_of="one")).nodes
    assert len(node.name) == 34 and node.name.endswith("…")
