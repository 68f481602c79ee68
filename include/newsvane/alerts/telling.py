"""A match in words: plain text and HTML, safe to show. What an article says of itself is cleaned, cut and escaped."""

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape

from newsvane.alerts.rules import Find, Landed, Rule
from newsvane.alerts.words import clean, cut, isolate, line, moment
from newsvane.records import Article, Message, Topic

STORY_PAGE = "/newsvane/stories/"
"""Where the page of a story is in the UI; its id follows."""

MAX_HEADLINE, MAX_SUBJECT, MAX_SNIPPET, MAX_FOUND = 300, 180, 320, 6


class Telling:
    """A match in words."""

    def __init__(self, rule: Rule, item: Landed, topics: Sequence[Topic], find: Find, ui_url: str) -> None:
        article, grouping = item.article, item.grouping
        self._rule, self._item = rule, item
        queries = ([rule.query] if rule.query else []) + [topic.query for topic in topics]
        spans = [span for query in queries for span in find(query, article)]
        self._headline = clean(article.title, MAX_HEADLINE) or "(no headline)"
        self._outlet = clean(article.outlet, 100)
        self._snippet = _Snippet(article.text, sorted({(s.start, s.end) for s in spans if s.field == "text"}))
        words = [
            getattr(article, span.field)[span.start : span.end] for span in spans if span.field in {"title", "text"}
        ]
        found: dict[str, str] = {}
        for word in words:
            found.setdefault(word.casefold(), isolate(clean(word, 40)))
        self._why = "; ".join(
            part
            for part in (
                f"topics: {', '.join(clean(topic.title, 60) for topic in topics)}" if topics else "",
                f"query: {clean(rule.query, 120)}" if rule.query else "",
                f"found: {', '.join([*found.values()][:MAX_FOUND])}" if found else "",
            )
            if part
        )
        self._page = article.url if re.match(r"https?://\S+$", article.url) and line(article.url) == article.url else ""
        self._story = f"{ui_url.rstrip('/')}{STORY_PAGE}{grouping.story_id}"

    def message(self, key: str, channel: str, now: datetime) -> Message:
        """The match for one channel."""
        item, title = self._item, clean(self._rule.title, 60)
        return Message(
            key=key,
            rule=self._rule.id,
            channel=channel,
            story_id=item.grouping.story_id,
            article_id=item.article.article_id,
            subject=cut(f"{title}: {self._headline}", MAX_SUBJECT),
            body=self._text(),
            html=self._html(title),
            created_at=now,
        )

    def _text(self) -> str:
        lines = [
            isolate(self._headline),
            " · ".join(self._facts()),
            self._news(),
            "",
            isolate(self._snippet.text),
            f"Why: {self._why}",
            "",
            f"Page: {self._page}" if self._page else "",
            f"Story: {self._story}",
        ]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _html(self, title: str) -> str:
        headline = escape(self._headline)
        if self._page:
            headline = f'<a href="{escape(self._page)}">{headline}</a>'
        return "\n".join([
            f'<p dir="auto"><strong>{headline}</strong></p>',
            f"<p>{' · '.join(escape(fact) for fact in self._facts())}<br>{escape(self._news())}</p>",
            f'<blockquote dir="auto">{self._snippet.html}</blockquote>' if self._snippet.text else "",
            f'<p dir="auto">Why: {escape(self._why)}</p>',
            f'<p><a href="{escape(self._story)}">The story in Newsvane</a> · rule {escape(title)}</p>',
        ])

    def _facts(self) -> list[str]:
        article = self._item.article
        published = article.published_at
        dated = moment(published) if published else f"undated, read {moment(article.fetched_at)}"
        return [self._outlet, dated, _language(article)]

    def _news(self) -> str:
        grouping, outlets = self._item.grouping, self._item.outlets
        so_far = "1 outlet" if outlets == 1 else f"{outlets} outlets"
        if grouping.copy_of is not None:
            kind = {"translation": "Translation", "near_copy": "Near copy"}
            return f"{kind.get(grouping.copy_kind or '', 'Copy')} of an article in a story of {so_far} so far"
        return f"{'New story' if self._item.is_new_story else 'Another original in a story'}, {so_far} so far"


class _Snippet:
    """The passage with the most that was found, as text and with marks as HTML."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        start, end = _passage(text, spans)
        pieces: list[str] = []
        at = start
        for first, last in spans:
            if at <= first and last <= end:
                pieces += [escape(line(text[at:first])), f"<mark>{escape(line(text[first:last]))}</mark>"]
                at = last
        pieces.append(escape(line(text[at:end])))
        before, after = "… " if start else "", " …" if end < len(text) else ""
        inner = clean(text[start:end], MAX_SNIPPET)
        self.text = f"{before}{inner}{after}" if inner else ""
        self.html = before + "".join(pieces) + after


def _passage(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Bounds of at most MAX_SNIPPET characters around the most different finds, at the edges of words."""
    best, most = (0, 0), 0
    for index, (first, _) in enumerate(spans):
        limit = first + MAX_SNIPPET * 2 // 3
        inside = [(a, b) for a, b in spans[index : index + 64] if b <= limit]
        different = len({text[a:b].casefold() for a, b in inside})
        if different > most:
            most, best = different, (first, max(b for _, b in inside))
    start = max(0, best[0] - (MAX_SNIPPET - (best[1] - best[0])) // 3)
    end = min(len(text), start + MAX_SNIPPET)
    if start:
        start = next((i + 1 for i in range(start, best[0]) if text[i].isspace()), best[0])
    if end < len(text):
        end = next((i for i in range(end, best[1], -1) if text[i].isspace()), best[1] or end)
    return start, end


def _language(article: Article) -> str:
    name, translation = _name(article.language), article.translation
    if translation.state in {"translated", "proxy"}:
        source = translation.source_language
        return f"{name}, machine-translated" + (f" from {_name(source)}" if source else "")
    if translation.state == "notice_only":
        return f"{name}, under a machine-translation notice"
    return name


def _name(code: str) -> str:
    return _NAMES.get(code, "language unknown" if code == "und" else code)


_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bs": "Bosnian", "ckb": "Kurdish", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "kmr": "Kurdish", "ko": "Korean", "ku": "Kurdish", "mk": "Macedonian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
