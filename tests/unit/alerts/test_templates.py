"""Templates: messages in every format are safe, whatever an article contains; the user's own templates."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from newsvane.alerts import TEMPLATE_NAMES, Templates
from newsvane.alerts.render.templates import neutralize_markup
from newsvane.errors import ConfigError
from newsvane.records import Facts, Message
from tests.support.alert_factories import landed, messages, rule

HOSTILE = [
    pytest.param("<script>alert(1)</script><img src=x onerror=alert(1)>", id="HTML"),
    pytest.param("\"><a href='https://evil.example'>x</a>", id="HTML out of an attribute"),
    pytest.param("[click](https://evil.example) ![x](https://evil.example/x.png)", id="Markdown links and pictures"),
    pytest.param("# Title\n- list\n> quote\n```code``` **bold** _it_ ~~no~~ ||spoiler||", id="Markdown blocks"),
    pytest.param("<!channel> <@U012AB3CD> <https://evil.example|bank> &lt;!here&gt;", id="Slack"),
    pytest.param("@everyone @here <@&1234> <#5678> <:smile:90>", id="Discord"),
    pytest.param("<at>everyone</at> [x](tel:123)", id="Teams"),
    pytest.param(":rotating_light: :x: 10:30:00", id="emoji by name"),
    pytest.param("*bold* _italic_ `code` [x](tg://user?id=1) \\_", id="Telegram"),
    pytest.param("{{ 7 * 7 }} {% raw %} {{ config }} ${x} %(x)s", id="templates"),
    pytest.param("MEK \u202egnp.exe\u202c \u2066x\u2069\u200f\u061c Albania", id="bidi controls"),
    pytest.param("MEK\r\nBcc: all@evil.example\r\n\r\n\0\x07\x1b[31m\x9b", id="controls and mail headers"),
    pytest.param("\ud800 MEK \udfff\ufeff\U000e0041", id="surrogates and tags"),
    pytest.param("MEK " * 2_500, id="10,000 characters"),
    pytest.param("<" * 10_000, id="10,000 characters of markup"),
    pytest.param("مجاهدین خلق [و](https://evil.example) *ایران*", id="right to left with markup"),
    pytest.param("- ", id="almost nothing"),
]
LINKS = {"https://courier.example/a", "http://ui.example/newsvane/stories/s_1"}
OURS = re.compile(rf"\[[^\[\]]*\]\(({'|'.join(map(re.escape, LINKS))})\)")
"""The links that our Markdown contains."""
FOUND = re.compile(r"_[^_\n]+_")
"""Matched words, which our Markdown emphasizes."""


def hostile_message(hostile: str, **given: Any) -> Message:
    """Return the message about an article whose fields all hold this text; its first word is the query."""
    word = re.search(r"\w{3,}", hostile)
    item = landed(title=hostile, text=f"{hostile} MEK", outlet=hostile)
    (message,) = messages(
        [rule(query=word[0] if word else "MEK", title=f"Rule {hostile.encode(errors='ignore').decode()}", **given)],
        [item],
    )
    return message


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markdown_contains_no_markup_but_ours(hostile: str) -> None:
    text = hostile_message(hostile).markdown
    assert OURS.search(text)
    rest = FOUND.sub("", OURS.sub("", text)).replace("\n> ", "\n")
    assert not set("*_~`|<[]#@\\&") & set(rest), rest
    assert "://" not in rest
    assert not re.search(r":[\w+-]+:", rest)
    assert not re.search(r"^\s*[-+>]", rest, re.MULTILINE)
    assert_harmless(text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_html_contains_no_tags_but_ours(hostile: str) -> None:
    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            seen.append((tag, dict(attributes)))

    seen: list[tuple[str, dict[str, str | None]]] = []
    text = hostile_message(hostile).html
    Tags().feed(text)
    assert {tag for tag, _ in seen} <= {"p", "strong", "a", "bdi", "br", "blockquote", "mark"}
    assert {key for _, attributes in seen for key in attributes} <= {"href", "dir"}
    assert {attributes["href"] for _, attributes in seen if "href" in attributes} == LINKS
    assert_harmless(text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_plain_text_and_subject_are_a_few_plain_lines(hostile: str) -> None:
    message = hostile_message(hostile)
    assert len(message.body.splitlines()) < 12
    assert "\n" not in message.subject and 0 < len(message.subject) <= 180
    for text in (message.subject, message.body):
        assert_harmless(text)
    for line in message.body.splitlines():
        assert line.count("\u2068") == line.count("\u2069")


def assert_harmless(text: str) -> None:
    """Assert that a text is short, without control characters but balanced isolates, without evaluated templates."""
    assert len(text) < 12_000
    assert text.encode("utf-8")
    assert re.sub("[\u2068\u2069\n\u200c\u200d]", "", text).isprintable()
    assert text.count("\u2068") == text.count("\u2069")
    assert "49" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Tirana: the talks of 10:30 go on", "Tirana: the talks of 10:30 go on", id="plain"),
        pytest.param("a_b *c* `d`", "a＿b ＊c＊ ｀d｀", id="full width"),
        pytest.param("see https://evil.example", "see https:∕∕evil.example", id="no link"),
        pytest.param(":tada: now", "꞉tada: now", id="no emoji"),
        pytest.param("- a list", "‐ a list", id="no list"),
        pytest.param("سفارت ایران", "سفارت ایران", id="Persian"),
    ],
)
def test_neutralized_markup_looks_the_same_and_means_nothing(text: str, shown: str) -> None:
    assert neutralize_markup(text) == shown


def test_markdown_links_the_headline_and_the_story_and_marks_matches() -> None:
    (message,) = messages([rule()], [landed()])
    assert message.markdown == (
        "[A headline](https://courier.example/a)\n\n"
        "courier.example · 24 Nov 2026, 11:00 UTC · English\n\n"
        "New story, 1 outlet so far\n\n"
        "> The _MEK_ moved to _Albania_.\n\n"
        "Why: topics: The MEK, Albania; found: MEK, Albania\n\n"
        "[Story](http://ui.example/newsvane/stories/s_1) · A rule"
    )


def test_right_to_left_text_is_isolated_in_every_format() -> None:
    (message,) = messages([rule(title="قاعده")], [landed(title="ایران و آلبانی", text="MEK در آلبانی", outlet="خبر")])
    assert message.markdown.startswith("[\u2068ایران و آلبانی\u2069](")
    assert "\u2068خبر\u2069 · " in message.body
    assert '<p dir="auto"><strong>' in message.html and "<bdi>خبر</bdi> · " in message.html
    assert '<blockquote dir="auto">' in message.html


def test_an_address_in_another_script_stays_a_link() -> None:
    (message,) = messages([rule()], [landed(url="https://courier.example/خبر_(1)?a=1&b=[2]")])
    shown = "https://courier.example/%D8%AE%D8%A8%D8%B1_%281%29?a=1&b=%5B2%5D"
    assert f"Page: {shown}" in message.body
    assert f"[A headline]({shown})" in message.markdown
    assert f'href="{shown.replace("&", "&amp;")}"' in message.html


def test_a_users_template_replaces_only_the_one_of_its_name() -> None:
    own = Templates({
        "alert.txt": "{{ rule }} says: {{ headline }} <{{ page }}>",
        "subject.txt": "News\n{{ headline }}",
    })
    (message,) = messages([rule()], [landed(title="<b> *x*")], templates=own)
    (shipped,) = messages([rule()], [landed(title="<b> *x*")])
    assert message.body == "A rule says: <b> *x* <https://courier.example/a>"
    assert message.subject == "News <b> *x*"
    assert (message.html, message.markdown) == (shipped.html, shipped.markdown)


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_headline_is_safe_in_any_template_of_the_user(name: str) -> None:
    own = Templates({name: "{{ headline }}"})
    text = own.render_digest("R", "<b>*x*", [], more=0, ui_link="") if name.startswith("digest") else own.render_alert(
        "R", Facts(headline="<b>*x*")
    )  # fmt: skip
    output = {"html": text.html, "md": text.markdown}.get(name.rpartition(".")[2], text.body)
    shown = {"html": "&lt;b&gt;*x*", "md": "＜b＞＊x＊"}.get(name.rpartition(".")[2], "<b>*x*")
    assert (text.subject if name == "subject.txt" else output) == shown


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        pytest.param("story.txt", "x", "story.txt is not a template; the templates are subject.txt", id="unknown name"),
        pytest.param("alert.txt", "a\n{% if %}", "alert.txt, line 2: Expected an expression", id="syntax"),
        pytest.param("alert.txt", "{{ headlin }}", "'headlin' is undefined", id="unknown variable"),
        pytest.param("alert.md", "{{ ''.__class__.__mro__ }}", "alert.md cannot be used: .*unsafe", id="escape"),
        pytest.param("alert.html", "{% include '/etc/passwd' %}", "alert.html cannot be used: ", id="another file"),
        pytest.param("alert.txt", "{{ range(10**9)|list }}", "Range too big", id="endless"),
        pytest.param("digest.txt", "{{ items[0].x }}", "no attribute 'x'", id="unknown in a digest"),
    ],
)
def test_an_error_names_the_template(name: str, source: str, message: str) -> None:
    with pytest.raises(ConfigError, match=f"watch/templates/{message}|{message}") as caught:
        Templates({name: source}, path="watch/templates")
    assert "watch/templates/" in str(caught.value)


def test_a_template_that_fails_does_not_delay_the_message() -> None:
    own = Templates({"alert.txt": "{{ 1 // (headline|length - 10) }}{{ headline }}"})
    (message,) = messages([rule()], [landed(title="A headline")], templates=own)
    assert message.body.startswith("A headline\ncourier.example")
