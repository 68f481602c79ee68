"""Addresses of the Internet, for a machine that has none."""

ELSEWHERE = "93.184.215.14"
"""There is no way to it."""

REACHED = "93.184.215.15"
"""Leads to the web server of the village."""
