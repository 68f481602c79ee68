"""Newsvane: polls news feeds, reads and groups the articles behind them, and stores them in a DuckDB lake."""

__version__ = "0.2.0"
