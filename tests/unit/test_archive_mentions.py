"""Mentions of an article are overwritten in other pages: its title, and links to it, but no link to anything else."""

import pytest

from newsvane.archive_mentions import Mentions

PAGE = "https://outlet.example/wire/list"
LONG = "Harbour master counts seventeen green lanterns"
MENTIONS = Mentions(
    ["Lanterns counted", LONG],
    [
        "https://www.outlet.example/wire/lanterns",
        "https://outlet.example/story.php?id=77&lang=en",
        "https://outlet.example/خبر/فانوس‌ها",
        "https://outlet.example/news",
        "https://outlet.example/",
    ],
)


def overwrite(content: str, page: str = PAGE) -> str:
    """Return a page with its mentions overwritten. Its length in bytes stays."""
    before = content.encode()
    after = MENTIONS.overwrite(before, page)
    assert len(after) == len(before)
    return after.decode()


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("/wire/lanterns", id="on the same host"),
        pytest.param("//outlet.example/wire/lanterns", id="with the scheme of the page"),
        pytest.param("../wire/./lanterns/#comments", id="relative, with a fragment"),
        pytest.param("http://m.outlet.example/wire/lanterns/amp?utm_source=x", id="another form of the same address"),
        pytest.param("https:\\/\\/outlet.example\\/wire\\/lanterns", id="in JSON"),
        pytest.param("\\u0068ttps://outlet.example/wire/lanterns", id="escaped in JSON"),
        pytest.param("outlet.example/wire/lanterns", id="without a scheme"),
        pytest.param("https://share.example/?u=https%3A%2F%2Foutlet.example%2Fwire%2Flanterns&amp;t=1", id="shared"),
        pytest.param("https://archive.example/web/2020/https://outlet.example/news", id="archived"),
        pytest.param("/story.php?lang=en&amp;id=77", id="with a query"),
        pytest.param("/%D8%AE%D8%A8%D8%B1/%D9%81%D8%A7%D9%86%D9%88%D8%B3%E2%80%8C%D9%87%D8%A7", id="percent-encoded"),
        pytest.param("/خبر/فانوس‌ها", id="in Persian"),
        pytest.param("url(/wire/lanterns)", id="in CSS"),
        pytest.param("top:/news,more:/wire/lanterns,x", id="in a list"),
    ],
)
@pytest.mark.parametrize(
    "around", ['<a href="{}">', "<a href='{}'>", "<link>{}</link>", "&quot;{}&quot;", "See {} . So"]
)
def test_a_link_is_overwritten_however_it_is_written(around: str, link: str) -> None:
    assert overwrite(around.format(link)) == around.format("x" * len(link.encode()))


def test_a_link_without_quotes_at_the_end_of_a_sentence_and_in_a_header() -> None:
    assert overwrite("<a class=b href=/news>") == f"<a class=b {'x' * 10}>"
    assert overwrite("<a href=lanterns><a href = 'lanterns'>") == f"<a {'x' * 13}><a href = '{'x' * 8}'>"
    assert overwrite("Read https://outlet.example/news.") == f"Read {'x' * 28}"
    assert overwrite("(https://outlet.example/wire/lanterns), and") == f"{'x' * 39} and"
    assert overwrite("link: <https://outlet.example/news>; rel=canonical") == f"link: <{'x' * 27}>; rel=canonical"


def test_a_link_is_resolved_against_the_page_and_its_base() -> None:
    assert overwrite('<a href="?id=77&lang=en">', "https://outlet.example/story.php?id=1") == f'<a href="{"x" * 14}">'
    based = '<base target="_top" href="/wire/"><a href="lanterns">'
    assert overwrite(based, "https://outlet.example/a/b") == based.replace('"lanterns"', '"xxxxxxxx"')
    assert overwrite('<a href="lanterns">', "https://outlet.example/a/b") == '<a href="lanterns">'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('<a href="/wire/lanterns-again">Lanterns counted</a>', id="a longer address"),
        pytest.param('<a href="/wire/lanterns/page/2">', id="a page below"),
        pytest.param('<a href="/news/today">More news</a>', id="a section of that name"),
        pytest.param('<a href="/">Home</a>', id="the front page"),
        pytest.param('<a href="/story.php?id=78&lang=en">', id="another query"),
        pytest.param('<a href="https://other.example/wire/lanterns">', id="another host"),
        pytest.param('<a href="/Wire/lanterns">', id="another case"),
        pytest.param('<img width="lanterns">', id="a word in an attribute"),
        pytest.param("The lanterns are in the news: Lanterns counted", id="words of the address in a sentence"),
    ],
)
def test_what_is_no_link_to_it_stays(content: str) -> None:
    assert overwrite(content) == content


def test_a_long_title_is_overwritten_wherever_it_stands_and_a_short_one_beside_a_link() -> None:
    assert overwrite(f"Then {LONG}, he said.", "https://other.example/") == f"Then {'x' * len(LONG)}, he said."
    link = '<a href="/wire/lanterns" title="Lanterns counted" data-slug="lanterns"> Lanterns counted\n</a>'
    clean = overwrite(f"{link} Lanterns counted.")
    assert clean.count("anterns") == 1
    assert clean.endswith(" Lanterns counted.")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('<a href="/news">' + "(" * 200_000, id="brackets"),
        pytest.param("/news?" + "&a=/news" * 900 + "." * 50, id="a long query"),
        pytest.param(("/news" + "." * 4_000 + "a ") * 40, id="dots"),
        pytest.param("&quot;/news" * 9_000, id="quotes"),
        pytest.param("<base " * 9_000 + "/news", id="bases"),
        pytest.param('"/news' + "a." * 4_000 + '"', id="labels of a host"),
        pytest.param("%2Fnews" * 9_000 + " \\u12 \\", id="escapes"),
    ],
)
@pytest.mark.timeout(20)
def test_a_hostile_page_takes_no_time(content: str) -> None:
    assert overwrite(content)
