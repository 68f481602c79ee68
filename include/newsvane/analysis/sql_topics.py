"""Find the topics that SQL asks the lake's macros for. Pure."""

import re

_STATEMENT_PARTS = re.compile(
    r"--[^\n]*|/\*[\s\S]*?(?:\*/|\Z)|\"[^\"]*(?:\"|\Z)|\$\$[\s\S]*?(?:\$\$|\Z)"
    r"|\b(?:trend|share_of_voice)\s*\(\s*(?:of_topic\s*:?=\s*)?'(?P<topic>(?:[^']|'')*)'(?=\s*[,)])"
    r"|'(?:[^']|'')*(?:'|\Z)",
    re.IGNORECASE,
)
"""Comments, quoted names, calls of a macro with a topic, and other strings. Whatever is unclosed goes on to the end."""


def list_called_topics(sql: str) -> list[str]:
    """Return the topics that calls of `trend` and `share_of_voice` name: the macros count an unknown one as 0."""
    topics = (found["topic"] for found in _STATEMENT_PARTS.finditer(sql))
    return [topic.replace("''", "'") for topic in topics if topic is not None]
