"""The only client for feeds and pages: every request goes through `Fetcher`, and every response may be hostile.

client: requests and redirects. guard: which addresses may be connected to. decoding: decompression with a size limit.
politeness: limits per host, and hosts that are down. robots: robots.txt, cached on disk. failures: reason codes and
messages of failures.
"""

from newsvane.fetch.client import Fetcher
from newsvane.fetch.robots import remove_old_robots

__all__ = ["Fetcher", "remove_old_robots"]
