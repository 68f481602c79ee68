"""Newsvane: news feeds read, told apart and landed in a DuckDB lake."""

__version__ = "0.1.0"
