"""Tables of articles (CSV, TSV): each row is an article, and a row that is not written properly costs itself."""

import pytest

from newsvane.errors import FeedUnreadable
from tests.unit.entries.list_factories import QUERY, parse_list


def read(text: str) -> list[tuple[str, str]]:
    return [(entry.url.removeprefix("https://a.example/"), entry.title) for entry in parse_list(text.encode()).entries]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param('https://a.example/1,"a, b"', [("1", "a, b")], id="a comma"),
        pytest.param('https://a.example/1,"a ""b"""', [("1", 'a "b"')], id="quotation marks"),
        pytest.param(
            'https://a.example/1,"a\r\nb"\r\nhttps://a.example/2,c', [("1", "a b"), ("2", "c")], id="a line break",
        ),
        pytest.param('"https://a.example/?id=5,6",x', [("?id=5,6", "x")], id="a comma in an address"),
        pytest.param("https://a.example/1", [("1", "")], id="a short row"),
        pytest.param("https://a.example/1,x,y,z", [("1", "x")], id="a long row"),
        pytest.param(
            'https://a.example/1,5" of rain\nhttps://a.example/2,c', [("1", '5" of rain'), ("2", "c")], id="inches",
        ),
        pytest.param(
            'https://a.example/1,"open\n' + "".join(f"https://a.example/{n},x\n" for n in range(2, 40)),
            [("1", '"open'), *((str(n), "x") for n in range(2, 40))], id="a quotation mark that is not closed",
        ),
        pytest.param(
            'https://a.example/1,"a"b\nhttps://a.example/2,c', [("1", '"a"b'), ("2", "c")], id="text after it",
        ),
        pytest.param("not an address,x\nhttps://a.example/2,c", [("2", "c")], id="no address"),
        pytest.param("\n,\n\nhttps://a.example/2,c", [("2", "c")], id="empty rows"),
        pytest.param("", [], id="only a header"),
    ],
)  # fmt: skip
def test_rows(rows: str, expected: list[tuple[str, str]]) -> None:
    assert read(f"URL,Title\n{rows}") == expected


@pytest.mark.parametrize(
    "header", ["link\theadline", '"URL";"Title"', "Article URL|Article Title", "\ufeffurl,title", "Export\n\nurl,title"]
)
def test_headers(header: str) -> None:
    delimiter = next(each for each in "\t;|," if each in header)
    assert read(f"{header}\nhttps://a.example/1{delimiter}Ferries stop") == [("1", "Ferries stop")]


@pytest.mark.parametrize(
    "text", ["Sorry, the url, title were wrong\nTry again", "url,date\nhttps://a.example/1,2026", "a,b\n"]
)
def test_what_is_no_table_of_articles(text: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse_list(text.encode(), feed=QUERY)
    assert caught.value.reason == "query_refused"
