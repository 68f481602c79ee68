"""Recognise the places of a page where others than the page itself speak, or where nothing is said about it.

These are readers' comments, embedded posts, quotes, lists of other stories, headlines and controls. Comments are
recognised by what they are: by microdata and roles, by a heading such as "Comments", by the names of comment systems,
and as repeated siblings that each have an author, a time and a reply control.
"""

import re
from itertools import islice

from lxml.html import HtmlElement

from newsvane.translation.vocabulary import fold, phrases

_IGNORED_TAGS = frozenset({
    "button", "h1", "h2", "h3", "h4", "h5", "h6", "iframe", "label", "nav", "noscript", "option", "q", "script",
    "select", "style", "template", "textarea", "title",
})  # fmt: skip
_HEADLINES = frozenset({"h2", "h3", "h4", "h5", "h6"})
_COMMENT_NAME = re.compile(
    r"comment|kommentar|coment[aá]ri|reacties|disqus|coral[-_]|coral\b|\btalk-|spot-?im\b|openweb|hyvor|livefyre|viafoura|vuukle|\bisso\b"
    r"|giscus|utterances|remark42|cusdis|graphcomment|\bresponses?\b|\brepl(?:y|ies)\b|guestbook|\bugc\b|discussion"
    r"|user-?(?:post|opinion|review)|reader-?(?:post|opinion|letter|remark|voice)s?\b|opinion(?:es)?-?(?:lector|list)|\bletters\b",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    r"\brelated\b|\bteasers?\b|twitter-tweet|instagram-media|tiktok-embed|fb-post|telegram-post|bluesky-embed|mastodon"
    r"|reddit-embed|threads-post|(?:^|[\s_-])embed(?:ded)?(?:$|[\s_-])|goog-te|skiptranslate|goog-gt|google_translate|gtranslate|(?:social|post)-embed",
    re.IGNORECASE,
)
_COMMENT_ITEM = re.compile(
    r"/(?:Comment|UserComments|Answer|Review|UserReview|SocialMediaPosting|DiscussionForumPosting)$"
)
_AUTHOR = re.compile(r"author|user|nick|avatar|commenter|member|byline|profile|\bname\b", re.IGNORECASE)
_TIME = re.compile(r"\b(?:date|time|ago|posted|timestamp)", re.IGNORECASE)
_REPLY_NAME = re.compile(r"reply|respond", re.IGNORECASE)
_COMMENTS = re.compile("^(?:\\W|\\d)*(?:\\w+\\W+){0,3}?(?:" + "|".join(phrases("comments")) + ")")
_CONTROLS = {
    "reply": re.compile(r"^\W*(?:" + "|".join(phrases("replies")) + ")"),
    "reaction": re.compile(r"^\W*(?:" + "|".join(phrases("reactions")) + ")"),
}
MAX_DESCENDANTS = 60
"""The maximum number of elements in which the signs of a comment are looked for."""
MAX_IN_PROMOTION = 8
"""The maximum number of elements in a box beside the text that leads to a single other story."""
MIN_HEADLINE_LENGTH = 15
MAX_SIBLINGS = 8
MAX_HEADING_LENGTH = 60
MAX_SECTION_LEVELS = 4
"""A heading such as "Comments" counts for texts at most this many levels below its section."""


class OtherVoices:
    """Decides for the elements of one page. Answers are kept, because many texts share their ancestors."""

    def __init__(self) -> None:
        self._answers: dict[HtmlElement, bool] = {}

    def speak_in(self, element: HtmlElement) -> bool:
        """Return whether an element is, or is in, a place where the page itself says nothing about itself."""
        path = [element, *element.iterancestors()]
        for level, each in enumerate(path):
            if each not in self._answers:
                self._answers[each] = self._is_other(each)
            if self._answers[each]:
                return True
            if 0 < level <= MAX_SECTION_LEVELS and _has_comment_heading(each, path[level - 1]):
                return True
        return False

    def _is_other(self, element: HtmlElement) -> bool:
        if element.tag in {"html", "body", "main"}:
            return False
        if element.tag in _IGNORED_TAGS or _is_named_other(element):
            return True
        if element.tag == "blockquote":
            return _is_embedded(element)
        return _is_comment(element) or _is_teaser(element) or _is_language_list(element)


def _is_named_other(element: HtmlElement) -> bool:
    name = f"{element.get('class', '')} {element.get('id', '')} {element.tag if '-' in element.tag else ''}"
    if _COMMENT_NAME.search(name) or _OTHER_NAME.search(name):
        return True
    label = element.get("aria-label", "")
    return (
        element.get("role", "") == "comment"
        or element.get("itemprop", "").lower() in {"comment", "review", "suggestedanswer"}
        or bool(_COMMENT_ITEM.search(element.get("itemtype", "")))
        or (bool(label) and len(label) <= MAX_HEADING_LENGTH and bool(_COMMENTS.search(fold(label))))
    )


def _is_embedded(quote: HtmlElement) -> bool:
    """Return whether a quote holds somebody else's words: it names its source, or has several paragraphs."""
    texts = [text for text in islice(quote.itertext(), MAX_DESCENDANTS) if text.strip()]
    return (
        bool(quote.get("cite") or quote.find(".//cite") is not None or quote.find(".//a") is not None) or len(texts) > 1
    )


def _has_comment_heading(section: HtmlElement, element: HtmlElement) -> bool:
    """Return whether a section begins with a heading such as "Comments", before its child `element`."""
    for child in islice(section, MAX_SIBLINGS):
        if child is element:
            return False
        heading = child if child.tag in _HEADLINES | {"summary", "legend"} else None
        if heading is None and child.tag in {"header", "div"} and len(child):
            heading = child[0] if child[0].tag in _HEADLINES else None
        if heading is not None:
            text = " ".join("".join(islice(heading.itertext(), 10)).split())
            if len(text) <= MAX_HEADING_LENGTH and _COMMENTS.search(fold(text)):
                return True
    return False


def _is_comment(element: HtmlElement) -> bool:
    """Return whether an element is one of several that each have two signs of a comment, or can be replied to."""
    if element.tag not in {"article", "div", "li", "section", "tr", "dd"} and "-" not in element.tag:
        return False
    signs = _comment_signs(element)
    if "reply" in signs and len(signs) > 1:
        return True
    parent = element.getparent()
    if len(signs) < 2 or parent is None:
        return False
    siblings = (each for each in islice(parent, MAX_SIBLINGS) if each is not element and each.tag == element.tag)
    return any(each.get("class") == element.get("class") and len(_comment_signs(each)) > 1 for each in siblings)


def _is_teaser(element: HtmlElement) -> bool:
    """Return whether an element leads to another story: its headline is a link, and it is one of several such elements,
    or an article or a small box beside the page's own text, or an entry of a list of links.
    """
    parent = element.getparent()
    if element.tag == "li" and parent is not None and _begins_with_link(element):
        return sum(map(_begins_with_link, islice(parent.iterchildren("li"), MAX_SIBLINGS))) > 1
    if element.tag not in {"article", "div", "li"} or parent is None or not _has_linked_headline(element):
        return False
    is_small = (
        element.tag == "article"
        or len(list(islice(element.iterdescendants(), MAX_IN_PROMOTION + 1))) <= MAX_IN_PROMOTION
    )
    if is_small and next(element.iterancestors("aside", "footer"), None) is not None:
        return True
    siblings = (each for each in islice(parent, MAX_SIBLINGS) if each is not element and each.tag == element.tag)
    return any(each.get("class") == element.get("class") and _has_linked_headline(each) for each in siblings)


def _begins_with_link(item: HtmlElement) -> bool:
    """Return whether an entry of a list begins with a link that is as long as a headline."""
    if (item.text or "").strip() or not len(item) or item[0].tag != "a" or not item[0].get("href"):
        return False
    return len(" ".join("".join(islice(item[0].itertext(), 10)).split())) >= MIN_HEADLINE_LENGTH


def _is_language_list(element: HtmlElement) -> bool:
    """Return whether an element is a short list of links to versions in several languages."""
    if element.tag not in {"div", "p", "ul", "section", "aside", "details"}:
        return False
    found = list(islice(element.iterdescendants(), MAX_DESCENDANTS + 1))
    if len(found) > MAX_DESCENDANTS or any(each.tag == "h1" for each in found):
        return False
    return len({each.get("hreflang") for each in found if each.tag == "a" and each.get("hreflang")}) > 1


def _has_linked_headline(element: HtmlElement) -> bool:
    headings = [each for each in islice(element.iterdescendants(), MAX_DESCENDANTS) if each.tag in _HEADLINES]
    return len(headings) == 1 and any(
        link.get("href") for link in (*headings[0].iter("a"), *islice(headings[0].iterancestors("a"), 1))
    )


def _comment_signs(element: HtmlElement) -> set[str]:
    """Return which signs of a comment are in an element. A large element, or one with a headline, has none."""
    signs = set()
    for count, each in enumerate(element.iterdescendants()):
        if count > MAX_DESCENDANTS or each.tag in {"h1", "h2"}:
            return set()
        if not isinstance(each.tag, str):
            continue
        name = f"{each.get('class', '')} {each.get('rel', '')} {each.get('itemprop', '')}"
        if each.tag in {"cite", "address"} or _AUTHOR.search(name):
            signs.add("author")
        if each.tag == "time" or _TIME.search(name):
            signs.add("time")
        if each.tag in {"a", "button"}:
            signs |= _control_signs(each, name)
    return signs


def _control_signs(control: HtmlElement, name: str) -> set[str]:
    """Return what a link or button offers to do with a contribution: to reply, or to react. `name`: its class."""
    text = " ".join("".join(islice(control.itertext(), 5)).split())
    if len(text) > MAX_HEADING_LENGTH:
        return set()
    folded = fold(text)
    found = {sign for sign, pattern in _CONTROLS.items() if pattern.search(folded)}
    return found | ({"reply"} if _REPLY_NAME.search(name) else set())
