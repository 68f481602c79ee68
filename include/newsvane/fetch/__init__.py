"""The only HTTP client: every request to the world goes through `Fetcher`, and everything the world sends is hostile.

guard: which addresses may be connected to. decoding: bodies under a cap. politeness: turns and robots.txt.
client: requests, redirects, and what each failure is called.
"""

from newsvane.fetch.client import Fetcher

__all__ = ["Fetcher"]
