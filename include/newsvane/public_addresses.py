"""Clean the addresses that lists, indexes and files of others contain, before anything is done with them. Pure.

What fetched pages and feeds say about addresses is cleaned where it is read (`urls.absolute`, the fetcher). Here is the
one place for all others: WARC files, indexes of web archives, lists and sitemaps of the past.
"""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from newsvane import urls

_TOP_LEVEL = re.compile(r"(?=[^\d.-])[\w-]+\.?")
_PRIVATE_TOPS = frozenset({"local", "localhost", "internal", "intranet", "lan", "home", "corp", "arpa", "onion"})
"""Top-level domains that never lead to a public server (RFC 6761, RFC 6762, RFC 7686, ICANN)."""


class BadAddress(ValueError):
    """An address cannot be used. `reason`: a code to count by."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


def clean_address(written: str) -> str:
    """Return an http(s) address of the public web, as `urls.absolute` cleans it.

    Raises BadAddress: `bad_url` if it is none, `blocked_address` if its host is private.
    """
    address = urls.absolute(written.strip(), "")
    try:
        if address is None:
            raise ValueError("not an http(s) address")
        canonical = urls.canonical(address)
    except ValueError as error:
        raise BadAddress("not an http(s) address", "bad_url") from error
    if not is_public(canonical):  # in which the host is written in one way
        raise BadAddress("its host is not on the public web", "blocked_address")
    return address


def is_public(link: str) -> bool:
    """Return whether an address may be on the public web, as far as the address itself says.

    Names of one label, numbers in other notations, and IP addresses of private networks are not. Where a name leads is
    only known, and checked, when it is fetched. Text that is no address counts as public: other checks report it.
    """
    try:
        host = (urlsplit(link.strip()).hostname or "").rstrip(".")
    except ValueError:
        return True
    if not host:
        return True
    try:
        return ip_address(host).is_global
    except ValueError:
        name, _, top = host.rpartition(".")
        return bool(name) and top not in _PRIVATE_TOPS and _TOP_LEVEL.fullmatch(top) is not None
