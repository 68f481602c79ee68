"""Public addresses for a machine without Internet."""

UNROUTED = "93.184.215.14"
"""Cannot be reached."""

ROUTED = "93.184.215.15"
"""Leads to the web server of the hostile servers."""
