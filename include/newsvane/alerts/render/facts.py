"""Collect the facts about a match as safe text, for templates to arrange in a message. Pure.

Facts contain nothing that could reorder, hide or break the text around them; they are not escaped.
"""

from collections.abc import Mapping, Sequence

from newsvane.alerts.render.sanitize import format_time, isolate_rtl, safe_url
from newsvane.alerts.rules import LandedArticle, RuleMatch, SpanFinder
from newsvane.observation import MAX_LISTING_DELAY
from newsvane.outlet_counts import describe_outlets
from newsvane.records import Article, Facts, Grouping, StoryFacts, Topic
from newsvane.safe_text import clean_line, replace_unsafe
from newsvane.ui_links import UiPage, ui_link

MAX_HEADLINE = 300
"""Characters of a headline."""
MAX_SNIPPET = 320
"""Characters of a snippet."""
_TRANSLATED = frozenset({"translated", "proxy"})
"""States of articles that a machine has translated."""
MAX_FOUND_WORDS = 6
"""The maximum number of matched words that a message lists."""
MAX_RIVALS = 3
"""The maximum number of other headlines that a message names."""


def collect_facts(match: RuleMatch, topics: Mapping[str, Topic], find: SpanFinder, ui_url: str) -> Facts:
    """Return the facts about a match and its article. `topics`: by id."""
    rule, article = match.rule, match.article
    watched = [topics[id] for id in rule.topics if id in topics]
    queries = ([rule.query] if rule.query else []) + [topic.query for topic in watched]
    spans = [span for query in queries for span in find(query, article)]
    found: dict[str, str] = {}
    for span in spans:
        if span.field in {"title", "text"}:
            word = getattr(article, span.field)[span.start : span.end]
            found.setdefault(word.casefold(), isolate_rtl(clean_line(word, 40)))
    reasons = (
        f"topics: {', '.join(clean_line(topic.title, 60) for topic in watched)}" if watched else "",
        f"query: {clean_line(rule.query, 120)}" if rule.query else "",
        f"found: {', '.join([*found.values()][:MAX_FOUND_WORDS])}" if found else "",
    )
    return Facts(
        headline=clean_line(article.title, MAX_HEADLINE) or "(no headline)",
        outlet=clean_line(article.outlet, 100),
        time=_describe_time(article),
        language=_describe_language(article),
        news=_describe_news(match),
        snippet=_snippet(article.text, sorted({(s.start, s.end) for s in spans if s.field == "text"})),
        why="; ".join(reason for reason in reasons if reason),
        page=safe_url(article.url),
        ui=ui_link(ui_url, UiPage.STORIES, match.landed.grouping.story_id),
        called="Story",
        stories=(_collect_story(match, ui_url),),
    )


def _collect_story(match: RuleMatch, ui_url: str) -> StoryFacts:
    """Return the facts about a match and its article for programs."""
    article, landed = match.article, match.landed
    return StoryFacts(
        story=landed.grouping.story_id,
        article=article.article_id,
        headline=clean_line(article.title, MAX_HEADLINE),
        outlet=clean_line(article.outlet, 100),
        language=article.language,
        url=safe_url(article.url),
        topics=article.topics,
        rules=(match.rule.id,),
        published_at=article.published_at,
        date_contradicted=article.date_contradicted or (False if article.published_at and article.absent_at else None),
        first_seen=article.observed_at or article.fetched_at,
        certainty="alone" if landed.outlets == 1 else "uncertain",
        outlets=landed.outlets,
        independent_outlets=landed.originals,
        copy_of=landed.grouping.copy_of if article is landed.article else None,
        copy_claimed=landed.grouping.copy_claimed and article is landed.article,
        machine_translated=article.translation.state in _TRANSLATED,
        newsvane_url=ui_link(ui_url, UiPage.STORIES, landed.grouping.story_id),
    )


def _describe_time(article: Article) -> str:
    published, seen = article.published_at, article.observed_at or article.fetched_at
    if published is None:
        return f"undated, read {format_time(article.fetched_at)}"
    if article.date_contradicted:
        return f"claims {format_time(published)}, but first seen {format_time(seen)}"
    if seen - published > MAX_LISTING_DELAY:
        return f"dated {format_time(published)}, first seen {format_time(seen)}"
    return format_time(published)


def _describe_news(match: RuleMatch) -> str:
    """Return, in words, what is new and how many outlets have the story."""
    landed = match.landed
    outlets = describe_outlets(landed.outlets, landed.originals, " so far")
    if match.kind == "update":
        latest = f"{clean_line(landed.article.outlet, 100)} ({_describe_language(landed.article)})"
        return f"Update: {outlets}; the latest is {latest}"
    if match.kind == "escalation":
        return f"Escalated: {outlets}"
    if match.article is not landed.article:
        return f"Story, now in {describe_outlets(landed.outlets, landed.originals)}"
    if landed.grouping.copy_of is not None:
        return f"{_describe_copy(landed.grouping)}; {outlets}"
    news = f"{'New story' if landed.is_new_story else 'Another original report on a story'}, {outlets}"
    return f"{news}{_describe_rivals(landed)}"


def _describe_copy(grouping: Grouping) -> str:
    if grouping.is_original:
        return "Claims to be a translation of an article, which the texts do not show"
    kinds = {"translation": "Translation", "near_copy": "Near copy"}
    return f"{kinds.get(grouping.copy_kind or '', 'Copy')} of an article"


def _describe_rivals(landed: LandedArticle) -> str:
    """Return under which other headlines the text may have come first: a copy must not hide whose report it is."""
    named = [
        f"“{isolate_rtl(clean_line(each.title, MAX_HEADLINE))}” ({clean_line(each.outlet, 100)})"
        for each in landed.rivals[:MAX_RIVALS]
    ]
    if not named:
        return ""
    further = len(landed.rivals) - len(named)
    more = f" and {further} more" if further else ""
    is_same = all(each.text_hash == landed.article.text_hash for each in landed.rivals)
    text = "The same text" if is_same else "The same text, or nearly the same,"
    return f". {text} is also out as {', '.join(named)}{more}; who was first is uncertain"


def _snippet(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Return the passage with the most matched words, split into pieces, each with a flag whether it was matched."""
    start, end = _best_passage(text, spans)
    pieces = [("… ", False)] if start else []
    at = start
    for first, last in spans:
        if at <= first and last <= end:
            pieces += [(replace_unsafe(text[at:first]), False), (replace_unsafe(text[first:last]), True)]
            at = last
    pieces.append((replace_unsafe(text[at:end]), False))
    if not "".join(piece for piece, _ in pieces).strip(" …"):
        return ()
    pieces += [(" …", False)] if end < len(text) else []
    return tuple((piece, is_found) for piece, is_found in pieces if piece)


def _best_passage(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return start and end of a passage of at most MAX_SNIPPET characters with the most different matched words.

    The passage starts and ends between words, where possible.
    """
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


def _describe_language(article: Article) -> str:
    name, translation = _language_name(article.language), article.translation
    if translation.state in _TRANSLATED:
        source = translation.source_language
        return f"{name}, machine-translated" + (f" from {_language_name(source)}" if source else "")
    if translation.state == "notice_only":
        return f"{name}, with a machine-translation notice"
    return name


def _language_name(code: str) -> str:
    return _LANGUAGE_NAMES.get(code, "language unknown" if code == "und" else code)


_LANGUAGE_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bs": "Bosnian", "ckb": "Kurdish", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "kmr": "Kurdish", "ko": "Korean", "ku": "Kurdish", "mk": "Macedonian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
