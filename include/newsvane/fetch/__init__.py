"""The only HTTP client: every request to the world goes through `Fetcher`, and everything the world sends is hostile.

guard: which addresses may be connected to. decoding: bodies under a cap. politeness: turns at a host, and hosts that
are down. robots: what an origin allows, kept on disk. failures: what each failure is called. client: requests.
"""

from newsvane.fetch.client import Fetcher
from newsvane.fetch.robots import remove_old_robots

__all__ = ["Fetcher", "remove_old_robots"]
