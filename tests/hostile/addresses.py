"""Public addresses for a machine without Internet."""

UNROUTED = "93.184.215.14"
"""An address that cannot be reached."""

ROUTED = "93.184.215.15"
"""An address that leads to the web server of the hostile servers."""
