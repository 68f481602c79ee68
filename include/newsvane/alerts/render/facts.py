"""A match as facts, cleaned of all that could turn, hide or break what stands around them; `rendering` words them."""

from collections.abc import Mapping, Sequence

from newsvane.alerts.evaluate.article_rules import Match
from newsvane.alerts.render.sanitize import address, clean, count, isolate, line, moment
from newsvane.alerts.rules import Find
from newsvane.records import Article, Facts, Topic

STORY_PAGE = "/newsvane/stories/"
"""Where the page of a story is in the UI; its id follows."""

MAX_HEADLINE, MAX_SNIPPET, MAX_FOUND = 300, 320, 6


def facts_of(match: Match, topics: Mapping[str, Topic], find: Find, ui_url: str) -> Facts:
    """What a match says of its article."""
    rule, article = match.rule, match.article
    watched = [topics[id] for id in rule.topics if id in topics]
    queries = ([rule.query] if rule.query else []) + [topic.query for topic in watched]
    spans = [span for query in queries for span in find(query, article)]
    found: dict[str, str] = {}
    for span in spans:
        if span.field in {"title", "text"}:
            word = getattr(article, span.field)[span.start : span.end]
            found.setdefault(word.casefold(), isolate(clean(word, 40)))
    return Facts(
        headline=clean(article.title, MAX_HEADLINE) or "(no headline)",
        outlet=clean(article.outlet, 100),
        time=_time(article),
        language=_language(article),
        news=_news(match),
        snippet=_snippet(article.text, sorted({(s.start, s.end) for s in spans if s.field == "text"})),
        why="; ".join(
            part
            for part in (
                f"topics: {', '.join(clean(topic.title, 60) for topic in watched)}" if watched else "",
                f"query: {clean(rule.query, 120)}" if rule.query else "",
                f"found: {', '.join([*found.values()][:MAX_FOUND])}" if found else "",
            )
            if part
        ),
        page=address(article.url),
        ui=f"{ui_url.rstrip('/')}{STORY_PAGE}{match.item.grouping.story_id}",
        called="Story",
    )


def _time(article: Article) -> str:
    published = article.published_at
    return moment(published) if published else f"undated, read {moment(article.fetched_at)}"


def _news(match: Match) -> str:
    item = match.item
    so_far = count(item.outlets, "outlet")
    if item.originals > 1 and match.rule.min_originals > 1:
        so_far += f" ({item.originals} with an original of their own)"
    if match.kind == "update":
        return f"Update: {so_far} so far, the latest {clean(item.article.outlet, 100)} ({_language(item.article)})"
    if match.kind == "escalation":
        return f"Escalated: {so_far} so far"
    if match.article is not item.article:
        return f"A story in {so_far} by now"
    if item.grouping.copy_of is not None:
        kind = {"translation": "Translation", "near_copy": "Near copy"}.get(item.grouping.copy_kind or "", "Copy")
        return f"{kind} of an article in a story of {so_far} so far"
    return f"{'New story' if item.is_new_story else 'Another original in a story'}, {so_far} so far"


def _snippet(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """The passage with the most that was found, in pieces: what was found, what lies between."""
    start, end = _passage(text, spans)
    pieces = [("… ", False)] if start else []
    at = start
    for first, last in spans:
        if at <= first and last <= end:
            pieces += [(line(text[at:first]), False), (line(text[first:last]), True)]
            at = last
    pieces.append((line(text[at:end]), False))
    if not "".join(piece for piece, _ in pieces).strip(" …"):
        return ()
    pieces += [(" …", False)] if end < len(text) else []
    return tuple((piece, is_found) for piece, is_found in pieces if piece)


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
