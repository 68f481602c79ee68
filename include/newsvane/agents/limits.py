"""The limits of one answer, and of what it may cost."""

from newsvane.lake.analyst.locked_sql import SqlLimits

MAX_ANSWER_BYTES = 60_000
"""The longest answer as JSON, some 15,000 tokens: an agent that needs more asks for the next page."""
MAX_FACTS_BYTES = 10_000
"""The facts of one row, or of one article or story, without its text and lists."""
MAX_ARTICLE_TEXT = 10_000
"""Characters of an article's text per answer; the rest is on further pages."""
MAX_TEXT = 1_000
"""Characters of any other text, such as a title or a passage."""
MAX_ITEMS = 50
"""Elements of a list inside a row, such as the outlets of a story."""
MAX_PAGE = 50
"""Rows per page."""
MAX_OFFSET = 1_000
"""How many rows can be skipped. What is further back is found by dates."""

MAX_SECONDS = 30
"""The time limit of one call."""
MAX_MEMORY = "1GB"
"""The memory limit of DuckDB for one call."""
MAX_CALLS_AT_ONCE = 4
"""Calls that are answered at the same time; further ones wait for their turn."""
MAX_STATEMENTS_AT_ONCE = 2
"""Calls of query_sql among them, so that slow statements leave room for the other tools."""
MAX_WAIT_SECONDS = 30
"""How long a call waits for its turn, before its own time begins."""

SQL_LIMITS = SqlLimits(
    rows=200,
    bytes=MAX_ANSWER_BYTES - MAX_FACTS_BYTES,
    text_length=2_000,
    items=MAX_ITEMS,
    seconds=MAX_SECONDS,
    memory_bytes=2 * 2**30,
)
"""The limits of a statement of an agent."""
