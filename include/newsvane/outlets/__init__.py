"""Facts about outlets: those that are shipped, by region in `facts/`, and those of a watch folder's `outlets.toml`."""

from newsvane.outlets.known_outlets import KnownOutlets, format_line, parse_outlets

__all__ = ["KnownOutlets", "format_line", "parse_outlets"]
