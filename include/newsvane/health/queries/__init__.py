"""The queries of the checks."""

from newsvane.analysis import queries


def load_query(name: str) -> str:
    """Return the text of a query in this folder."""
    return queries.load_query(name, package=__package__)
