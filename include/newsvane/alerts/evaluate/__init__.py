"""Decide which alerts the rules call for: on articles, on feeds, and on aggregates such as trends. Pure."""
