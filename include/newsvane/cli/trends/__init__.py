"""Trends and trending terms, with their charts."""

import typer

from newsvane.cli.trends import trending_terms, trends


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for module in (trends, trending_terms):
        module.register(app)
