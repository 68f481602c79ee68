"""Mentions of an article are overwritten in other pages: its title, and links to it, but no link to anything else."""

import re

import pytest

from newsvane.archive_mentions import Mentions

PAGE = "https://outlet.example/wire/list"
LONG = "Harbour master counts seventeen green lanterns"
MENTIONS = Mentions(
    [
        ("Lanterns counted", ["https://www.outlet.example/wire/lanterns"]),
        (LONG, ["https://outlet.example/story.php?id=77&lang=en", "https://outlet.example/خبر/فانوس‌ها"]),
        ("News", ["https://outlet.example/news", "https://outlet.example/"]),
    ],
    [LONG, "Lanterns counted"],
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
        pytest.param("[/wire/lanterns]", id="on the same host"),
        pytest.param("[//outlet.example/wire/lanterns]", id="with the scheme of the page"),
        pytest.param("[../wire/./lanterns/#comments]", id="relative, with a fragment"),
        pytest.param("[http://m.outlet.example/wire/lanterns/amp?utm_source=x]", id="another form of the same address"),
        pytest.param("[https:\\/\\/outlet.example\\/wire\\/lanterns]", id="in JSON"),
        pytest.param("[\\u0068ttps:\\u002f/outlet.example/wire/lanterns]", id="escaped in JSON"),
        pytest.param("[/&#x62e;&#1576;&#1585;/فانوس‌ها]", id="with character references"),
        pytest.param("[outlet.example/wire/lanterns]", id="without a scheme"),
        pytest.param("[\\x2fwire\\x2flanterns]", id="escaped in JavaScript"),
        pytest.param("[https://outlet.example/wire/lanterns.amp.html]", id="for AMP"),
        pytest.param("https://share.example/?[u=https%3A%2F%2Foutlet.example%2Fwire%2Flanterns&amp;t=1]", id="shared"),
        pytest.param("https://t.example/?[text=A%20lamp%20https%3A%2F%2Foutlet.example%2Fnews]", id="shared in words"),
        pytest.param("https://ad.example/?[" + "a=1&amp;" * 40 + "u=https%3A%2F%2Foutlet.example%2Fnews]", id="last"),
        pytest.param("来源:[https://outlet.example/news]，多家", id="in Chinese"),
        pytest.param("[https://outlet.example/news]؛ و", id="in Arabic"),
        pytest.param("https://archive.example/web/2020/[https://outlet.example/news]", id="archived"),
        pytest.param("[/story.php?lang=en&amp;id=77]", id="with a query"),
        pytest.param("[/%D8%AE%D8%A8%D8%B1/%d9%81%d8%a7%d9%86%d9%88%d8%b3%e2%80%8c%d9%87%d8%a7]", id="percent-encoded"),
        pytest.param("[/خبر/فانوس‌ها]", id="in Persian"),
        pytest.param("url([/wire/lanterns])", id="in CSS"),
        pytest.param("top:[/news],more:[/wire/lanterns],x", id="in a list"),
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        '<a href="{}">',
        "<a href='{}'>",
        "<link>{}</link>",
        "&quot;{}&quot;",
        '\\"{}\\"',
        "See {} . So",
        "<![CDATA[{}]]>",
    ],
)
def test_a_link_is_overwritten_however_it_is_written(around: str, link: str) -> None:
    written = link.replace("[", "").replace("]", "")
    clean = re.sub(r"\[([^]]+)]", lambda found: "x" * len(found[1].encode()), link)
    assert overwrite(around.format(written)) == around.format(clean)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("<a class=b href=/news>", "<a class=b href=xxxxx>"),
        ("<a href=lanterns><a href = 'lanterns'>", "<a href=xxxxxxxx><a href = 'xxxxxxxx'>"),
        ("(outlet.example/wire/lanterns), and", "(xxxxxxxxxxxxxxxxxxxxxxxxxxxx), and"),
        ("Read outlet.example/news. Now", "Read xxxxxxxxxxxxxxxxxxx. Now"),
        ("link: <//outlet.example/news>; rel=canonical", "link: <xxxxxxxxxxxxxxxxxxxxx>; rel=canonical"),
    ],
)
def test_a_link_without_quotes_or_in_a_sentence_or_in_a_header(written: str, clean: str) -> None:
    assert overwrite(written) == clean


def test_a_host_in_its_own_script_is_found() -> None:
    mentions = Mentions([("", ["https://новости.example/мост"])], ())
    link = '<a href="https://новости.example/мост">'.encode()
    assert mentions.overwrite(link, "https://other.example/") == b'<a href="%s">' % (b"x" * len(link[9:-2]))


def test_a_link_is_resolved_against_the_page_and_its_base() -> None:
    assert overwrite('<a href="?id=77&lang=en">', "https://outlet.example/story.php?id=1") == f'<a href="{"x" * 14}">'
    based = '<base target="_top" href="/wire/"><a href="lanterns">'
    assert overwrite(based, "https://outlet.example/a/b") == based.replace('"lanterns"', '"xxxxxxxx"')
    assert overwrite('<a href="lanterns">', "https://outlet.example/a/b") == '<a href="lanterns">'
    assert overwrite('<a href="../">1</a>', f"{PAGE[:-5]}/lanterns/2/") == '<a href="xxx">1</a>'
    elsewhere = '<base href="https://other.example/"><a href="/wire/lanterns">'
    assert overwrite(elsewhere) == elsewhere


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('<a href="/wire/lanterns-again">Lanterns counted</a>', id="a longer address"),
        pytest.param('<a href="/wire/lanterns/page/2">', id="a page below"),
        pytest.param('<a href="/news/today">More news</a>', id="a section of that name"),
        pytest.param('<a href="/">Home</a>', id="the front page"),
        pytest.param('<a href="/story.php?id=77&lang=en&page=2">', id="the next page"),
        pytest.param('<a href="/story.php?id=78&lang=en">', id="another query"),
        pytest.param('<a href="https://other.example/wire/lanterns">', id="another host"),
        pytest.param('<a href="/Wire/lanterns">', id="another case"),
        pytest.param('<img width="lanterns">', id="a word in an attribute"),
        pytest.param("Lanterns counted" + " " * 2_000 + "in a line of its own", id="a short title far from a link"),
        pytest.param("The lanterns are in the news: Lanterns counted", id="words of the address in a sentence"),
    ],
)
def test_what_is_no_link_to_it_stays(content: str) -> None:
    assert overwrite(content) == content


@pytest.mark.parametrize(
    "written",
    [
        "The mayor&#8217;s &#8220;seventeen&#8221; green lanterns",
        "The mayor&#039;s &quot;seventeen&quot;\n   green lanterns",
        "The mayor\\u2019s “seventeen”\u00a0green lanterns",
    ],
)
def test_a_title_is_found_with_other_quotation_marks_and_escapes(written: str) -> None:
    title = "The mayor’s “seventeen” green lanterns"
    mentions = Mentions([(title, ["https://outlet.example/1"])], [title])
    page = f"<h2>{written}</h2> and more".encode()
    for address in (PAGE, "https://other.example/"):
        assert mentions.overwrite(page, address) == b"<h2>%s</h2> and more" % (b"x" * len(written.encode()))


@pytest.mark.parametrize("longer", [f"{LONG}2", f"7{LONG}", f"{LONG}ly", f"un{LONG}", f"{LONG}ı"], ids=ascii)
def test_a_title_is_no_part_of_a_longer_word_or_number(longer: str) -> None:
    for page in (f"<h1>{longer}</h1>".encode(), longer.encode("utf-16-le")):
        assert MENTIONS.overwrite(page, PAGE) == page


def test_a_title_that_others_have_counts_in_the_link_alone() -> None:
    mentions = Mentions([(LONG, ["https://outlet.example/1"])], ())
    page = f'<h1>{LONG}</h1> <a href="/1">{LONG}</a> <a href="/2">{LONG}</a> {LONG}'
    clean = f'<h1>{LONG}</h1> <a href="xx">{"x" * len(LONG)}</a> <a href="/2">{LONG}</a> {LONG}'
    assert mentions.overwrite(page.encode(), PAGE).decode() == clean


def test_what_only_looks_like_a_title_beside_a_link_stays() -> None:
    page = (
        '<body class="lanterns" id="lanterns"><a href="/wire/lanterns">1</a><script>{"lanterns":1,"slug":"lanterns"}'
        '</script><p data-slug="lanterns" property="Lanterns counted">What is it?</p>'
    )
    assert overwrite(page) == page.replace('"/wire/lanterns"', '"xxxxxxxxxxxxxx"')


def test_a_telling_last_part_of_the_address_is_overwritten_beside_a_link() -> None:
    mentions = Mentions([("", ["https://outlet.example/a/green-lanterns"])], ())
    page = '<a href="green-lanterns">1</a><p class="green-lanterns" data-slug="green-lanterns">green-lanterns</p>'
    gone = "x" * len("green-lanterns")
    clean = f'<a href="{gone}">1</a><p class="green-lanterns" data-slug="{gone}">{gone}</p>'
    assert mentions.overwrite(page.encode(), "https://outlet.example/a/").decode() == clean


@pytest.mark.parametrize("distance", range(1_200, 1_700, 7))
def test_a_title_between_two_links_is_found_at_any_distance(distance: int) -> None:
    page = f'<a href="/wire/lanterns"><img srcset="{"i" * distance}"></a><a href="/wire/lanterns">Lanterns counted</a>'
    assert "counted" not in overwrite(page)


def test_the_text_of_a_link_is_told_from_elements_whose_names_begin_like_it() -> None:
    mentions = Mentions([("Weather", ["https://outlet.example/1"])], ["Weather"])
    own, other = (f'<a title="a > b" href="/{n}"><article><abbr>W</abbr><h2>Weather</h2></article></a>' for n in (1, 2))
    clean = own.replace('"/1"', '"xx"').replace(">Weather<", ">xxxxxxx<")
    assert mentions.overwrite(f"{own} {other}".encode(), PAGE).decode() == f"{clean} {other}"


@pytest.mark.parametrize("around", ["据报道{}他说", "รายงาน{}ว่า", "\\x3ch1\\x3e{}\\x3c/h1\\x3e", "{}를"])
def test_a_title_is_found_in_scripts_without_spaces_and_between_escapes(around: str) -> None:
    assert overwrite(around.format(LONG)) == around.format("x" * len(LONG))


def test_only_the_query_of_an_address_is_overwritten_with_the_link_in_it() -> None:
    code = "a?b:{u:https://outlet.example/news,k:1};f(1,2)"
    assert overwrite(code) == code.replace("https://outlet.example/news", "x" * 27)
    text = "说什么?来源(https://outlet.example/news)，还有"
    assert overwrite(text) == text.replace("https://outlet.example/news", "x" * 27)


def test_the_words_of_another_link_stay() -> None:
    mentions = Mentions([("Weather", ["https://outlet.example/2026/weather"])], ["Weather"])
    other = '<a title="Weather" href="/weather">Weather</a>'
    linked = f'{other} <a href="/2026/weather">Weather</a> {other} <h1>Weather</h1>'
    clean = f'{other} <a href="xxxxxxxxxxxxx">xxxxxxx</a> {other} <h1>xxxxxxx</h1>'
    assert mentions.overwrite(linked.encode(), PAGE).decode() == clean


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
        pytest.param("/news" + "\\" * 100_000, id="backslashes"),
        pytest.param("../" * 20_000 + "news https://" * 9_000, id="relative links"),
        pytest.param('"/wire/lanterns" ' + '"lanterns" ' * 20_000, id="words"),
        pytest.param('<a href="/news">News</a>' * 40_000, id="links"),
        pytest.param("https://outlet.example/news(/%41(" * 20_000, id="parts of links"),
        pytest.param("%2Fnews" * 9_000 + " \\u12 \\", id="escapes"),
    ],
)
@pytest.mark.timeout(20)
def test_a_hostile_page_takes_no_time(content: str) -> None:
    assert overwrite(content)


@pytest.mark.parametrize("title", ["", " " * 30, "\u00a0\t" * 30, "-" * 30, "&nbsp;" * 9], ids=ascii)
def test_a_title_without_words_is_in_no_page(title: str) -> None:
    mentions = Mentions([(title, ["https://outlet.example/1"])], [title])
    page = b"<h1> A  report </h1> <p>\n</p> - <a href='/2'> </a>"
    assert mentions.overwrite(page, PAGE) == page


@pytest.mark.timeout(60)
def test_a_list_of_all_articles_of_an_outlet_takes_no_time() -> None:
    addresses = [f"https://outlet.example/a/{number}-words" for number in range(20_000)]
    mentions = Mentions([("", [each]) for each in addresses], ())
    page = "\n".join(f"<loc>{each}</loc>" for each in addresses)
    clean = mentions.overwrite(page.encode(), "https://outlet.example/sitemap.xml").decode()
    assert "words" not in clean
    assert len(clean) == len(page)
