"""Write a search as an alert rule for alerts.toml."""

import json

from newsvane_pages.search_address import SearchState


def write_rule(wanted: SearchState, query: str) -> str:
    """Return the TOML of a rule that matches what this query and the filters find."""
    lists = {"topics": wanted.topic, "languages": wanted.language, "countries": wanted.country, "kinds": wanted.kind}
    narrowed = f"({query}) AND outlet:{wanted.outlet}" if wanted.outlet else query
    lines = ["[[rule]]", 'id = "my-search"', f"title = {_quote(query[:80])}", f"query = {_quote(narrowed)}"]
    lines += [f"{name} = [{_quote(value)}]" for name, value in lists.items() if value]
    lines += ['new = "original"'] if wanted.originals else []
    return "\n".join([*lines, 'channels = ["mail"]'])


def _quote(text: str) -> str:
    """Return a text as a basic string of TOML, whose escapes are those of JSON, and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
