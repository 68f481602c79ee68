"""Write a search as an alert rule for alerts.toml, and say what a rule cannot express."""

import json
from collections.abc import Sequence

from newsvane.plurals import count_noun
from newsvane_pages.search_address import SearchState


def write_rule(
    wanted: SearchState,
    query: str,
    *,
    rule_id: str = "my-search",
    title: str = "",
    channels: Sequence[str],
    max_age_days: int | None = None,
) -> str:
    """Return the TOML of a rule that matches what this query, which may be empty, and the filters find."""
    lists = {"topics": wanted.topic, "languages": wanted.language, "countries": wanted.country, "kinds": wanted.kind}
    narrowed = " AND ".join([
        *([f"({query})" if wanted.outlet else query] if query else []),
        *([f"outlet:{wanted.outlet}"] if wanted.outlet else []),
    ])
    lines = ["[[rule]]", f"id = {_quote(rule_id)}", f"title = {_quote(title or query[:80])}"]
    lines += [f"query = {_quote(narrowed)}"] if narrowed else []
    lines += [f"{name} = [{_quote(value)}]" for name, value in lists.items() if value]
    lines += ['new = "original"'] if wanted.originals else []
    lines += [f"max_age_days = {max_age_days}"] if max_age_days else []
    return "\n".join([*lines, f"channels = [{', '.join(map(_quote, channels))}]"])


def explain_differences(wanted: SearchState, *, max_age_days: int) -> list[str]:
    """Return what a rule does otherwise than this search, in sentences. `max_age_days`: its limit of age."""
    sentences = [
        f"An article that is more than {count_noun(max_age_days, 'day')} old when it lands causes no message. A search "
        "finds such articles as well, so it may find more than the rule would have sent."
    ]
    if not wanted.topic:
        sentences.append(
            "Of an article on no topic, only the title is kept. A rule without a topic looks at these titles, too. A "
            "search does not, so the rule may also find more than a search."
        )
    if len(wanted.queries) > 1:
        sentences.append(f"A rule has one query. This one is of: {wanted.queries[wanted.shown_index]}")
    if wanted.since or wanted.until:
        sentences.append("A rule has no days: it is about what lands from now on.")
    if wanted.event_place:
        sentences.append("A rule does not ask where the event happened. It finds every article that matches its query.")
    if wanted.translation:
        sentences.append("A rule does not ask whether a text is a machine translation; its message says so.")
    if wanted.originals:
        sentences.append("Each original article is a message, also if its story has several.")
    else:
        sentences.append("Each story is one message, when its first original that matches lands.")
    return sentences


def _quote(text: str) -> str:
    """Return a text as a basic string of TOML, whose escapes are those of JSON, and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
