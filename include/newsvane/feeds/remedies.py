"""Explain what a failure of a feed means and what to do about it, by the reason code of the poll.

Shown by the command line, the pages in the Airflow UI, alerts and the docs. Each text is two sentences or more: the
first says what is wrong, the others say what to do.
"""

from collections.abc import Mapping

_DISCOVER = "Run `newsvane feeds discover` on the outlet's site to find the new one."
_WAIT = "No action needed unless this continues"

_BY_STATUS = {
    202: "The server accepts the request but sends no feed. Ask the outlet; it may treat Newsvane as a robot.",
    300: "The server offers a choice of addresses. Open the address and use that of the feed itself.",
    304: "The server answers 'not modified' to an unconditional request. Report the broken cache to the outlet.",
    400: "The server rejects the request as malformed. Open the address and correct it in feeds.toml.",
    401: "The feed requires a login. Look for a public feed of the outlet.",
    402: "The feed requires payment. Look for a public feed of the outlet.",
    403: "The server refuses access. Ask the outlet, or set NEWSVANE_CONTACT so that it can see who sends requests.",
    404: f"The feed is no longer at this address. {_DISCOVER}",
    405: "The server does not allow downloads from this address. Open the address and correct it in feeds.toml.",
    406: "The server does not offer any format that Newsvane accepts. Ask the outlet.",
    407: "A proxy requires a login. Correct HTTP_PROXY and HTTPS_PROXY.",
    408: "The server did not receive the request in time. Check the network if this continues.",
    410: "The feed is permanently gone. Remove it from feeds.toml; pause it until then.",
    425: f"The server postpones the request (too early). {_WAIT}.",
    429: (
        "The server asks for fewer requests. Newsvane waits at least as long as it asks for (Retry-After), and mostly "
        "longer: half an hour per failure in a row, and up to an hour more. No action needed unless this continues; "
        "then ask the outlet or, if several feeds are of this host, raise NEWSVANE_HOST_DELAY, the pause between two "
        "requests to a host."
    ),
    451: "The feed is withheld for legal reasons. Pause it, or poll from another country.",
}

_BY_CLASS = {
    3: "The server redirects without saying where. Open the address and correct it in feeds.toml.",
    4: "The server refuses the request. Open the address to see why.",
    5: f"The server has an internal problem. {_WAIT}; then report it to the outlet.",
}

_UNKNOWN_STATUS = "The server answers with an unknown status. Open the address to see why."

_BY_REASON = {
    "bad_encoding": "The compression of the response cannot be decoded. Report it to the outlet.",
    "bad_http": "The server does not speak HTTP. Check the address and its port.",
    "bad_url": "The address is not valid. Correct it in feeds.toml.",
    "bad_selector": "A CSS selector of the source cannot be read. Correct `links`, `titles` or `dates` in feeds.toml.",
    "blocked_address": "The address leads into a private network. Correct it in feeds.toml.",
    "bomb": (
        "The response unpacks to more than NEWSVANE_FEED_MAX_BYTES. Report it to the outlet; pause the feed meanwhile."
    ),
    "broken_feed": "The feed is damaged beyond repair. Report it to the outlet.",
    "challenge": "A bot check blocks the feed. Ask the outlet for access, or for another address.",
    "consent_wall": "The server shows a cookie consent page. Look for a feed without one, or ask the outlet.",
    "cookie_wall": "The server requires cookies, which Newsvane does not store. Ask the outlet for another address.",
    "dns": "The host name does not resolve. Check the address, then the network.",
    "login_wall": "The server shows a login page. Look for a public feed of the outlet.",
    "no_access": "The access data that this source needs are missing or wrong. Set them as the failure says.",
    "no_channel": "Telegram knows no public channel of this name. Correct the address: https://t.me/s/CHANNEL.",
    "no_files": (
        f"The list has had no file for an hour. {_WAIT}; then open the address with a time in place of {{minute}}, and "
        "correct it in feeds.toml."
    ),
    "no_links": (
        "No links to articles are recognised on the page; it may have changed. "
        "Run `newsvane sources try` on its address, then set or correct `links` in feeds.toml."
    ),
    "not_a_feed": f"There is no feed at this address; it may have moved. {_DISCOVER}",
    "parked": "The domain is for sale. Find the outlet's new address; pause the feed meanwhile.",
    "preview_off": "The channel shows no preview on the web. Ask its owner, or look for a feed of the outlet.",
    "proxy": "The proxy does not answer. Check HTTP_PROXY and HTTPS_PROXY.",
    "query_refused": (
        "The service answers the query with words instead of a list. Read them in the detail of the poll, and correct "
        "url, topic or terms in feeds.toml."
    ),
    "query_throttled": (
        "The service asks for fewer queries. No action needed unless this continues; then list fewer terms, or raise "
        "NEWSVANE_HOST_DELAY."
    ),
    "redirect_loop": f"The address redirects in a circle. {_DISCOVER}",
    "refused": "The host refuses connections. If this continues, check the address and its port.",
    "reset": f"The host closes the connection early. {_WAIT}; then ask the outlet.",
    "robots": "The robots.txt of the site forbids fetching the feed. Ask the outlet; pause the feed meanwhile.",
    "robots_unreachable": f"The robots.txt of the site cannot be read. {_WAIT}; then ask the outlet.",
    "timeout": f"The feed is slow. {_WAIT}; then raise NEWSVANE_FETCH_TIMEOUT.",
    "tls": "The host has no valid certificate. Try its other names, or report it to the outlet.",
    "too_large": "The feed is larger than NEWSVANE_FEED_MAX_BYTES. Raise the limit, or use a feed of one section.",
    "truncated": f"The response ends early. {_WAIT}; then report it to the outlet.",
    "unreachable": f"The host cannot be reached. {_WAIT}; then check the network.",
}


def _of_status(status: int) -> str:
    return _BY_STATUS.get(status) or _BY_CLASS.get(status // 100, _UNKNOWN_STATUS)


REMEDIES: Mapping[str, str] = {f"http_{status}": _of_status(status) for status in range(100, 1000)} | _BY_REASON
"""What is wrong and what to do, by reason code; every code of a failed poll has an entry."""

_REDIRECTED = {
    "blocked_address": (
        "The outlet redirects to an address inside a private network, which Newsvane never fetches. "
        "There is nothing to correct in feeds.toml; ask the outlet, and pause the feed meanwhile."
    ),
}
"""What is wrong and what to do if the address that failed is not that of feeds.toml, but one that it redirects to."""

_EXPLAINED_IN_DETAIL = frozenset({"no_access"})
"""Reasons whose failures say in their detail what to do, and name what it is about."""


_LASTING = frozenset({"bad_selector", "bad_url", "blocked_address", "http_410"})


def is_lasting(reason: str) -> bool:
    """Return whether a feed that failed for this reason fails until somebody changes the watch list."""
    return reason in _LASTING


def find_remedy(reason: str, detail: str) -> str:
    """Return what a failure means and what to do. `detail`: the failure in words.

    "" if the reason is not known, or if the detail itself says what to do.
    """
    if reason in _EXPLAINED_IN_DETAIL and detail:
        return ""
    redirected = _REDIRECTED.get(reason, "") if ", which redirects to " in detail else ""
    return redirected or REMEDIES.get(reason, "")
