"""The queries of single commands. What several commands and agents ask is in `newsvane.analysis.queries`."""

from newsvane.analysis import queries


def load_query(name: str, **parts: str) -> str:
    """Return the text of a query in this folder. `parts` replace its `{names}`."""
    return queries.load_query(name, package=__package__, **parts)
