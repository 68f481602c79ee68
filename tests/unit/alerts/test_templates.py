"""Words for every kind of channel: harmless whatever an article says of itself; templates of the user's own."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from newsvane.alerts import NAMES, Templates
from newsvane.alerts.render.templates import neutral
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
"""The links that we make in Markdown."""
FOUND = re.compile(r"_[^_\n]+_")
"""What we mark as found."""


def told(hostile: str, **given: Any) -> Message:
    """The message on an article that says the same in all that it says; found by its first word, if it has one."""
    word = re.search(r"\w{3,}", hostile)
    item = landed(title=hostile, text=f"{hostile} MEK", outlet=hostile)
    (message,) = messages(
        [rule(query=word[0] if word else "MEK", title=f"Rule {hostile.encode(errors='ignore').decode()}", **given)],
        [item],
    )
    return message


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markdown_holds_no_markup_but_ours(hostile: str) -> None:
    text = told(hostile).markdown
    assert OURS.search(text)
    rest = FOUND.sub("", OURS.sub("", text)).replace("\n> ", "\n")
    assert not set("*_~`|<[]#@\\&") & set(rest), rest
    assert "://" not in rest
    assert not re.search(r":[\w+-]+:", rest)
    assert not re.search(r"^\s*[-+>]", rest, re.MULTILINE)
    assert_harmless(text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_html_holds_no_tags_but_ours(hostile: str) -> None:
    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            seen.append((tag, dict(attributes)))

    seen: list[tuple[str, dict[str, str | None]]] = []
    text = told(hostile).html
    Tags().feed(text)
    assert {tag for tag, _ in seen} <= {"p", "strong", "a", "bdi", "br", "blockquote", "mark"}
    assert {key for _, attributes in seen for key in attributes} <= {"href", "dir"}
    assert {attributes["href"] for _, attributes in seen if "href" in attributes} == LINKS
    assert_harmless(text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_plain_text_and_subject_are_a_few_plain_lines(hostile: str) -> None:
    message = told(hostile)
    assert len(message.body.splitlines()) < 12
    assert "\n" not in message.subject and 0 < len(message.subject) <= 180
    for text in (message.subject, message.body):
        assert_harmless(text)
    for line in message.body.splitlines():
        assert line.count("\u2068") == line.count("\u2069")


def assert_harmless(text: str) -> None:
    """No control, no bidi control but balanced fences, nothing endless, nothing that a template left."""
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
def test_what_chats_take_for_markup_looks_the_same_and_means_nothing(text: str, shown: str) -> None:
    assert neutral(text) == shown


def test_a_chat_sees_headline_and_story_as_links_and_what_was_found() -> None:
    (message,) = messages([rule()], [landed()])
    assert message.markdown == (
        "[A headline](https://courier.example/a)\n\n"
        "courier.example · 24 Nov 2026, 11:00 UTC · English\n\n"
        "New story, 1 outlet so far\n\n"
        "> The _MEK_ moved to _Albania_.\n\n"
        "Why: topics: The MEK, Albania; found: MEK, Albania\n\n"
        "[Story](http://ui.example/newsvane/stories/s_1) · A rule"
    )


def test_right_to_left_is_fenced_in_every_format() -> None:
    (message,) = messages([rule(title="قاعده")], [landed(title="ایران و آلبانی", text="MEK در آلبانی", outlet="خبر")])
    assert message.markdown.startswith("[\u2068ایران و آلبانی\u2069](")
    assert "\u2068خبر\u2069 · " in message.body
    assert '<p dir="auto"><strong>' in message.html and "<bdi>خبر</bdi> · " in message.html
    assert '<blockquote dir="auto">' in message.html


def test_an_address_with_other_letters_stays_a_link() -> None:
    (message,) = messages([rule()], [landed(url="https://courier.example/خبر_(1)?a=1&b=[2]")])
    shown = "https://courier.example/%D8%AE%D8%A8%D8%B1_%281%29?a=1&b=%5B2%5D"
    assert f"Page: {shown}" in message.body
    assert f"[A headline]({shown})" in message.markdown
    assert f'href="{shown.replace("&", "&amp;")}"' in message.html


def test_a_users_template_replaces_one_and_keeps_the_others() -> None:
    own = Templates({
        "alert.txt": "{{ rule }} says: {{ headline }} <{{ page }}>",
        "subject.txt": "News\n{{ headline }}",
    })
    (message,) = messages([rule()], [landed(title="<b> *x*")], templates=own)
    (shipped,) = messages([rule()], [landed(title="<b> *x*")])
    assert message.body == "A rule says: <b> *x* <https://courier.example/a>"
    assert message.subject == "News <b> *x*"
    assert (message.html, message.markdown) == (shipped.html, shipped.markdown)


@pytest.mark.parametrize("name", NAMES)
def test_in_any_template_of_the_user_a_headline_is_harmless(name: str) -> None:
    own = Templates({name: "{{ headline }}"})
    words = own.digest("R", "<b>*x*", [], more=0, ui="") if name.startswith("digest") else own.alert(
        "R", Facts(headline="<b>*x*")
    )  # fmt: skip
    text = {"html": words.html, "md": words.markdown}.get(name.rpartition(".")[2], words.body)
    shown = {"html": "&lt;b&gt;*x*", "md": "＜b＞＊x＊"}.get(name.rpartition(".")[2], "<b>*x*")
    assert (words.subject if name == "subject.txt" else text) == shown


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        pytest.param("story.txt", "x", "story.txt is no template: there are subject.txt", id="unknown name"),
        pytest.param("alert.txt", "a\n{% if %}", "alert.txt, line 2: Expected an expression", id="syntax"),
        pytest.param("alert.txt", "{{ headlin }}", "'headlin' is undefined", id="unknown variable"),
        pytest.param("alert.md", "{{ ''.__class__.__mro__ }}", "alert.md cannot be used: .*unsafe", id="escape"),
        pytest.param("alert.html", "{% include '/etc/passwd' %}", "alert.html cannot be used: ", id="another file"),
        pytest.param("alert.txt", "{{ range(10**9)|list }}", "Range too big", id="endless"),
        pytest.param("digest.txt", "{{ items[0].x }}", "no attribute 'x'", id="unknown in a digest"),
    ],
)
def test_a_wrong_template_is_named(name: str, source: str, message: str) -> None:
    with pytest.raises(ConfigError, match=f"watch/templates/{message}|{message}") as caught:
        Templates({name: source}, path="watch/templates")
    assert "watch/templates/" in str(caught.value)


def test_a_template_that_fails_on_one_message_does_not_hold_it_up() -> None:
    own = Templates({"alert.txt": "{{ 1 // (headline|length - 10) }}{{ headline }}"})
    (message,) = messages([rule()], [landed(title="A headline")], templates=own)
    assert message.body.startswith("A headline\ncourier.example")
