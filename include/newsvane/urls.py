"""Compute the canonical form of an address, its outlet, and the versioned ids that are derived from it.

The canonical form identifies an article and is never fetched, because it deliberately omits parts of the address (by
Media Cloud's rules). Everything here is pure.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from newsvane.records import FeedTrouble
from newsvane.safe_text import is_safe
from newsvane.shared_hosts import find_account, is_amp_cache, is_platform

MAX_URL = 2_048
"""Longer addresses are rejected. The limit is Media Cloud's."""

_TRACKERS = re.compile(
    r"(utm_|mc_|ga_|hsa_|pk_|piwik_|matomo_|at_|itm_|cx_|wt_|_hs).*"
    r"|(fb|g|dc|ms|y|tw|ttc|wbra|gbra|li_fat_)clid|_gl|igsh(id)?|mkt_tok|s_cid|cmpid|cmp|ncid|ref|ref_?(src|url)|referrer"
    r"|ocid|smid|smtyp|icid|xtor|tblci|outputtype|amp|spm|share|shared|feature|fbc_id|rss|ns_(mchannel|source|campaign)",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp|touch)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?:/amp(?:\.html)?/?|\.amp(?:\.html)?)$|^/amp(?=/.)", re.IGNORECASE)
_AMP_CACHE = re.compile(r"^/(?:amp|[cv])/(?:s/)?(?P<rest>[^/]+\.[^/]+/.*)$")
SHARED_LABELS = frozenset({
    "api", "amp", "cdn", "feed", "feeds", "m", "mobile", "rss", "sitemap", "sitemaps", "static", "www", "xml",
})  # fmt: skip
"""How the hosts begin that serve the feeds, or editions, of a whole outlet."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_SAFE = "!$&'()*+,;=:@-._~"


@lru_cache(4096)
def canonical(url: str) -> str:
    """Return the canonical form of an address: `https://host/path?sorted`.

    It has no www, mobile or AMP variants and no tracking parameters, but a port that is not the default. Raises
    ValueError if `url` is not an absolute http(s) address or is longer than `MAX_URL`.
    """
    parts = _split_url(url)
    host = _normalize_host(parts)
    cache_path = _AMP_CACHE.match(parts.path) if is_amp_cache(host) else None
    if cache_path:
        return canonical("https://" + cache_path["rest"] + (f"?{parts.query}" if parts.query else ""))
    while _MOBILE.match(host):
        host = _MOBILE.sub("", host)
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/" + _SAFE, errors="surrogateescape")
    path = _strip_amp(re.sub(r"/{2,}", "/", path))
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKERS.fullmatch(k))
    port = f":{parts.port}" if parts.port not in (None, _DEFAULT_PORTS[parts.scheme.lower()]) else ""
    return f"https://{host}{port}{path or '/'}" + (f"?{urlencode(query)}" if query else "")


def _strip_amp(path: str) -> str:
    """Return a path without AMP markers and trailing slashes, even if several follow each other."""
    shorter = _AMP_PATH.sub("", path).rstrip("/")
    return shorter if shorter == path else _strip_amp(shorter)


def outlet(url: str) -> str:
    """Return the registered domain of an address (`bbc.co.uk`), by the public suffix list that tldextract bundles.

    On a platform where anybody may publish it is the account: `name.substack.com`, `medium.com/@name`, `t.me/name`.
    Raises ValueError like `canonical`.
    """
    parts = urlsplit(canonical(url))
    host = parts.hostname or ""
    return find_account(host, parts.path) or _registered_domain(host)


def site(host: str) -> str:
    """Return what requests to a host count for: its registered domain.

    Where each account of a platform has a host of its own, it is that host (`name.substack.com`).
    """
    name = host.lower().rstrip(".")
    return find_account(name, "") or _registered_domain(name)


def server(url: str) -> tuple[str, str, int | None]:
    """Return what tells the servers of an outlet apart: the outlet, the host without a shared label, and the port.

    The port is None if it is the default one. Raises ValueError like `canonical`.
    """
    parts = _split_url(url)
    host = _normalize_host(parts)
    label, _, rest = host.partition(".")
    port = None if parts.port == _DEFAULT_PORTS[parts.scheme.lower()] else parts.port
    return outlet(url), rest if label in SHARED_LABELS and "." in rest else host, port


def may_speak_for(url: str, other: str) -> bool:
    """Return whether the page at `url` may state facts about the page at `other`: they have the same outlet.

    A page of a platform that names no account speaks only for itself. Raises ValueError like `canonical`.
    """
    if canonical(url) == canonical(other):
        return True
    return outlet(url) == outlet(other) and not is_platform(outlet(url))


def absolute(url: str, base: str) -> str | None:
    """Return `url` resolved against `base`; None if the result is not an http(s) address that can be fetched.

    It has no user and no password, which look like a host and would be shown to everybody. Control and directional
    characters in it are percent-encoded, so that it can be shown and logged.
    """
    if len(url) > MAX_URL:
        return None
    try:
        resolved = urljoin(base, url.strip())
        parts = _split_url(resolved)
        _normalize_host(parts)
        if "@" in parts.netloc:
            resolved = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    except ValueError:
        return None
    if resolved.isprintable():
        return resolved
    return "".join(character if is_safe(character) else quote(character, errors="replace") for character in resolved)


def entry_id(canonical_url: str) -> str:
    """Return the id of the entry with this canonical address."""
    return _hash_parts("e1", canonical_url)


def article_id(canonical_url: str) -> str:
    """Return the id of the article with this canonical address."""
    return _hash_parts("a1", canonical_url)


def is_article_id(name: str) -> bool:
    """Return whether a name begins as the ids of articles do, and no address or domain does; it may be misspelt."""
    return name.startswith("a1_")


def story_id(first_article_id: str) -> str:
    """Return the id of the story whose first article is this one."""
    return _hash_parts("s1", first_article_id)


def message_key(rule: str, subject: str, channel: str, phase: str = "") -> str:
    """Return the idempotency key of an alert: one per rule, subject, channel and phase.

    `subject`: the id of the story, or of whatever else the alert is about. `phase`: of the story; "" if it has none.
    """
    return _hash_parts("m1", rule, subject, channel, *filter(None, (phase,)))


def resent_message_key(act_id: str, key: str) -> str:
    """Return the key of the copy of a delivered message that an action sends again."""
    return message_key("again", act_id, key)


def counted_message_key(key: str) -> str:
    """Return the key under which a message is written that a digest only counts.

    Readers do not learn what the message is about, so its own key stays free for another outlet that reports the same.
    """
    return _hash_parts("m1", key, "counted")


def feed_message_key(rule: str, trouble: FeedTrouble, phase: str, channel: str) -> str:
    """Return the idempotency key of an alert about a feed: one per rule, trouble, phase and channel.

    `phase`: the beginning or the end of the trouble.
    """
    began = trouble.began_at.isoformat()
    return _hash_parts("f1", rule, trouble.feed_id, trouble.kind, began, phase, channel)


def digest_key(keys: Iterable[str]) -> str:
    """Return the idempotency key of a digest: one message for the alerts with these keys."""
    return _hash_parts("d1", *sorted(keys))


def hide_query_values(text: str, url: str) -> str:
    """Return a text that quotes an address with "…" in place of the values in its query, which may be keys."""
    for name in {pair.partition("=")[0] for pair in urlsplit(url).query.split("&") if "=" in pair}:
        value = rf"(?<=[?&]){re.escape(name)}=[^&\s'\"]*?(?=[:,;.]?(?:[&\s'\"]|$))"
        text = re.sub(value, f"{name}=…".replace("\\", r"\\"), text)
    return text


def _hash_parts(version: str, *parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{version}_{digest[:20]}"


def _split_url(url: str) -> SplitResult:
    """Split an address. Raises ValueError if it is not an absolute http(s) address or is too long."""
    if len(url) > MAX_URL:
        raise ValueError(f"the address has {len(url)} characters, more than the limit of {MAX_URL}: {url[:80]}…")
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(f"not an http(s) address: {url[:120]!r}")
    return parts


def _normalize_host(parts: SplitResult) -> str:
    """Return the host in ASCII and lower case, IPv6 in brackets. Raises ValueError if it is not a valid host name."""
    host = (parts.hostname or "").rstrip(".")
    if ":" in host and "%" not in host:
        return f"[{IPv6Address(host)}]"
    name = host.encode("idna").decode("ascii").lower()
    if not _HOST.fullmatch(name):
        raise ValueError(f"not a host name: {host[:120]!r}")
    return name


def preload() -> None:
    """Load the list of public suffixes: 0.1 CPU seconds."""
    _registered_domain("newsvane.example")


@lru_cache(maxsize=65_536)
def _registered_domain(host: str) -> str:
    found = _domain_extractor()(host)
    if found.top_domain_under_public_suffix:
        return str(found.top_domain_under_public_suffix)
    if ":" in host or host.replace(".", "").isdigit():
        return host
    return ".".join(host.split(".")[-2:])


@cache
def _domain_extractor() -> Callable[[str], Any]:
    import tldextract  # noqa: PLC0415 - slow to import, and it imports requests

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
