"""Lay out who copied or translated whom in a story: a row per independent report, its copies and translations below it.

Lines run left of all labels, so that no label is crossed at any width. All measures are pixels.
"""

from collections.abc import Sequence
from typing import NamedTuple

from newsvane.analysis.copy_words import classify_article, describe_copy
from newsvane_pages.html_rendering import format_duration, name_language_with_code
from newsvane_pages.lake_queries import Row

REPORTS = 25
"""The maximum number of independent reports."""
BRANCHES = 10
"""The maximum number of copies and translations per report."""
ROW_HEIGHT = 40
_MARGIN, _INDENT = 10, 22
_LONGEST_NAME = 34
"""Characters of an outlet's name: what a phone has room for beside the lines."""


class Node(NamedTuple):
    """An article, or how many are left out (`article_id` and `kind` are then empty).

    `kind`: see `classify_article`. `note`: what it is, below its name.
    `parent_x`, `parent_y`: of what it was made from; None for an independent report. `is_certain`: our polls show that
    the original came first.
    """

    article_id: str
    x: int
    y: int
    kind: str
    name: str
    note: str
    parent_x: int | None = None
    parent_y: int | None = None
    is_certain: bool = True


class Echo(NamedTuple):
    """The diagram. `hidden`: reports that are not shown."""

    nodes: Sequence[Node]
    height: int
    hidden: int

    @property
    def has_claims(self) -> bool:
        """Whether a report only claims to be a translation."""
        return any(node.kind == "claim" for node in self.nodes)


def draw_echo(tree: Sequence[Row]) -> Echo | None:
    """Return the diagram of a story; None if nobody copied anybody, or claims it. `tree`: the result of `as_tree`."""
    if not any(article["copy_of"] for article in tree):
        return None
    groups: list[list[Row]] = []
    for article in tree:
        if article["depth"] == 0:
            groups.append([])
        groups[-1].append(article)
    nodes: list[Node] = []
    for group in groups[:REPORTS]:
        nodes += _draw_group(group, len(nodes))
    return Echo(nodes, height=len(nodes) * ROW_HEIGHT, hidden=max(0, len(groups) - REPORTS))


def describe_lag(branch: Row, original: Row) -> str:
    """Return how long after its original a copy was reported, within the limits of what our polls saw."""
    delay = (branch["reported_at"] - original["reported_at"]).total_seconds()
    if abs(delay) < 1:
        return "at the same time"
    return f"{format_duration(abs(delay))} {'later' if delay > 0 else 'earlier, by its own claim'}"


def _draw_group(group: Sequence[Row], place: int) -> list[Node]:
    """Return the nodes of a report and of what was made from it. `place`: the number of the first row."""
    report, *branches = group
    head = Node(
        report["article_id"], _MARGIN, _y(place), classify_article(report), _name(report), _describe_report(report)
    )
    nodes, rows = {head.article_id: head}, {head.article_id: report}
    for branch in branches[:BRANCHES]:
        parent = nodes.get(branch["copy_of"], head)
        nodes[branch["article_id"]] = Node(
            branch["article_id"], _MARGIN + _INDENT * branch["depth"], _y(place + len(nodes)), classify_article(branch),
            _name(branch), _describe_branch(branch, rows[parent.article_id]), parent.x, parent.y,
            branch["copy_order"] == "certain",
        )  # fmt: skip
        rows[branch["article_id"]] = branch
    if len(branches) > BRANCHES:
        more = f"and {len(branches) - BRANCHES:,} more"
        nodes[""] = Node("", _MARGIN + _INDENT, _y(place + len(nodes)), "", more, "", _MARGIN, head.y)
    return [*nodes.values()]


def _describe_branch(branch: Row, original: Row) -> str:
    language = name_language_with_code(branch["language"])
    return f"{describe_copy(branch).badge}, {language}, {describe_lag(branch, original)}"


def _describe_report(report: Row) -> str:
    """Return the language of a report, and what it claims, or that its original is elsewhere."""
    language = name_language_with_code(report["language"])
    if not report["copy_of"]:
        return language
    badge = describe_copy(report).badge
    return f"{language}, {badge}" if report["original"] else f"{language}, {badge}; its original is in another story"


def _name(article: Row) -> str:
    name = str(article["outlet"])
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _y(place: int) -> int:
    return place * ROW_HEIGHT + 16
