"""What to do about a feed that fails, by the reason code of its poll: one sentence part, the feed its subject.

Shared by the command line, the pages in the Airflow UI, alerts and whoever else tells people.
"""

from collections.abc import Mapping

_BY_STATUS = {
    202: "puts us off without an answer: ask the outlet, it may take us for a robot",
    300: "offers a choice: open the address and take the feed's own",
    304: "says unchanged to who asked for all: tell the outlet that its cache is broken",
    400: "takes the request for wrong: open the address, correct it in feeds.toml",
    401: "asks for a log-in: look for a public feed of the outlet",
    402: "asks for money: look for a public feed of the outlet",
    403: "refuses us: ask the outlet, or set NEWSVANE_CONTACT so that it can see who asks",
    404: "is not where it was: `newsvane feeds discover` the outlet's site for its new address",
    405: "may not be fetched there: open the address, correct it in feeds.toml",
    406: "refuses what we accept: ask the outlet",
    407: "is behind a proxy that wants a log-in: correct HTTP_PROXY and HTTPS_PROXY",
    408: "waits in vain for our request: look at the network if it lasts",
    410: "is gone for good: remove it from feeds.toml",
    425: "puts us off (too early): nothing, unless it lasts",
    429: "wants fewer requests: raise NEWSVANE_HOST_DELAY",
    451: "is withheld for legal reasons: remove it, or poll from another country",
}

_OTHERS = {
    "bad_encoding": "comes in a compression that cannot be undone: tell the outlet",
    "bad_http": "does not speak HTTP: check the address and its port",
    "bad_url": "is no address: correct it in feeds.toml",
    "blocked_address": "leads into a private network: correct the address",
    "bomb": "unpacks to more than NEWSVANE_FEED_MAX_BYTES: tell the outlet, or remove it",
    "broken_feed": "is damaged beyond repair: tell the outlet",
    "challenge": "is behind a bot check: ask the outlet to let us in, or for another address",
    "consent_wall": "shows a consent page: look for a feed without one, or ask the outlet",
    "cookie_wall": "wants cookies, which Newsvane keeps none of: ask the outlet for another address",
    "dns": "has a host name that does not resolve: check the address, then the network",
    "login_wall": "shows a log-in page: look for a public feed of the outlet",
    "not_a_feed": "gives no feed: `newsvane feeds discover` the outlet's site, it may have moved it",
    "parked": "lies on a domain that is for sale: find the outlet's new address, or remove it",
    "proxy": "is out of reach, the proxy does not answer: check HTTP_PROXY and HTTPS_PROXY",
    "redirect_loop": "redirects in a circle: `newsvane feeds discover` the outlet's site",
    "refused": "has a host that refuses connections: wait, then check the address and its port",
    "reset": "has a host that breaks off: nothing, unless it lasts; then ask the outlet",
    "robots": "is forbidden by robots.txt: ask the outlet, or remove it",
    "robots_unreachable": "has a robots.txt that cannot be read: nothing, unless it lasts; then ask the outlet",
    "timeout": "answers too slowly: nothing, unless it lasts; then raise NEWSVANE_FETCH_TIMEOUT",
    "tls": "has a bad certificate: try the host's other names, or tell the outlet",
    "too_large": "is larger than NEWSVANE_FEED_MAX_BYTES: raise it, or take a feed of one section",
    "truncated": "breaks off before its end: nothing, unless it lasts; then tell the outlet",
    "unreachable": "has a host that cannot be reached: nothing, unless it lasts; then look at the network",
}


def _of_status(status: int) -> str:
    kinds = {3: "leads nowhere: open the address, correct it in feeds.toml", 4: "refuses us: open the address"}
    kinds |= {5: "has a server in trouble: nothing, unless it lasts; then tell the outlet"}
    return _BY_STATUS.get(status) or kinds.get(status // 100, "answers in an unknown way: open the address")


REMEDIES: Mapping[str, str] = {**{f"http_{status}": _of_status(status) for status in range(100, 1000)}, **_OTHERS}
"""Reason code -> what it means and what to do; every code of a failed poll has one."""
