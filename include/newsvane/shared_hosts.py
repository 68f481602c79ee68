"""Hosts whose pages are not their own: Google's domains, AMP caches, and platforms on which anybody may publish.

The exact lists are in `shared_hosts.toml`.
"""

import re
from importlib.resources import files

import tomli

_LISTS = tomli.loads((files("newsvane") / "shared_hosts.toml").read_text("utf-8"))

GOOGLE_DOMAINS = frozenset(_LISTS["google"])
"""The domains of Google's search, which also serve its translator and its AMP viewer."""

_SUBDOMAIN_PLATFORMS = frozenset(_LISTS["subdomain_platforms"])
_ACCOUNT_PATHS = {
    host: re.compile(each["pattern"], re.ASCII) for each in _LISTS["path_platforms"] for host in each["hosts"]
}


def is_amp_cache(host: str) -> bool:
    """Return whether a host serves AMP pages of others under `/amp/`, `/c/` or `/v/`."""
    is_google = host.removeprefix("www.") in GOOGLE_DOMAINS
    return is_google or host == "cdn.ampproject.org" or host.endswith(".cdn.ampproject.org")


def is_platform(host: str) -> bool:
    """Return whether the pages of a host belong to accounts that are named in their paths."""
    return host in _ACCOUNT_PATHS


def find_account(host: str, path: str) -> str | None:
    """Return the account on a platform that an address belongs to, as `name.platform` or `platform/name`.

    `host`: in lower case, without `www.` and mobile prefixes. None for any other host and for the platform's own pages.
    """
    labels = host.split(".")
    for at in range(1, len(labels) - 1):
        if ".".join(labels[at:]) in _SUBDOMAIN_PLATFORMS:
            return ".".join(labels[at - 1 :])
    found = _ACCOUNT_PATHS[host].match(path) if host in _ACCOUNT_PATHS else None
    return f"{host}/{found[1].lower()}" if found else None
