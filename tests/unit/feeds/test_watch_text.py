"""Sources are removed from a watch list, and everything else stays as it was."""

import pytest

from newsvane.feeds import remove_sources

TEXT = '''# The list
read = "matching"

# about a
[[source]]
id = "a"  # first
url = "https://a.example/"

[[feed]]
id = "b"
url = "https://b.example/"
title = """
[[feed]]
id = "c"
"""

# about c
# in two lines
[[feed]]
id = "c"
url = "https://c.example/"
# the end
'''


@pytest.mark.parametrize(
    ("ids", "removed", "left"),
    [
        (["a"], ["a"], TEXT.replace(TEXT[TEXT.index("[[source]]") : TEXT.index('[[feed]]\nid = "b"')], "")),
        (["b"], ["b"], TEXT.replace(TEXT[TEXT.index('[[feed]]\nid = "b"') : TEXT.index("# about c")], "")),
        (["c", "x"], ["c"], TEXT[: TEXT.index("# about c")]),
        (["x"], [], TEXT),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_only_the_tables_of_these_sources_go(ids: list[str], removed: list[str], left: str, line_break: str) -> None:
    text = TEXT.replace("\n", line_break)
    assert remove_sources(text, ids) == (left.replace("\n", line_break), removed)
