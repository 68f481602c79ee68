"""The only client for feeds and pages: every request goes through `Fetcher`, and every response may be hostile.

client: requests and redirects. guard: which addresses may be connected to. decoding: decompression with a size limit.
politeness: limits per host, site and source, and hosts that are down. robots: robots.txt, cached on disk. failures:
reason codes and messages of failures. access: what some sources require, such as headers and cookies.
"""

from newsvane.fetch.access import AccessBook, AccessName, describe_setting, parse_access, select_access, variable_of
from newsvane.fetch.client import Fetcher
from newsvane.fetch.politeness import NextStarts
from newsvane.fetch.robots import remove_old_robots, remove_robots

__all__ = [
    "AccessBook",
    "AccessName",
    "Fetcher",
    "NextStarts",
    "describe_setting",
    "parse_access",
    "remove_old_robots",
    "remove_robots",
    "select_access",
    "variable_of",
]
