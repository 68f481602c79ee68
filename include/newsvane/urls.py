"""Addresses: one canonical form for one article, the outlet of an address, and versioned ids made of them.

The canonical form is an identity, never fetched: it is lossy on purpose (after Media Cloud's rules). All pure.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv6Address
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

import tldextract

from newsvane.records import FeedTrouble

MAX_URL = 2_048
"""Longer addresses are refused; Media Cloud's limit."""

_TRACKERS = re.compile(
    r"(utm_|mc_|ga_|hsa_|pk_|piwik_|matomo_|at_|itm_|cx_|wt_|_hs).*"
    r"|(fb|g|dc|ms|y|tw|ttc|wbra|gbra|li_fat_)clid|_gl|igsh(id)?|mkt_tok|s_cid|cmpid|cmp|ncid|ref|ref_?(src|url)|referrer"
    r"|ocid|smid|smtyp|icid|xtor|tblci|outputtype|amp|spm|share|shared|feature|fbc_id|rss|ns_(mchannel|source|campaign)",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp|touch)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?:/amp(?:\.html)?/?|\.amp(?:\.html)?)$|^/amp(?=/.)", re.IGNORECASE)
_AMP_HOSTS = re.compile(r"(?:^|\.)(?:cdn\.ampproject\.org|google\.[a-z.]{2,6})$")
_AMP_CACHE = re.compile(r"^/(?:amp|[cv])/(?:s/)?(?P<rest>[^/]+\.[^/]+/.*)$")
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_SAFE = "!$&'()*+,;=:@-._~"


def canonical(url: str) -> str:
    """The identity of an address: `https://host/path?sorted`, without www, mobile and AMP variants and trackers.

    Raises ValueError where `url` is no absolute http(s) address or is longer than MAX_URL.
    """
    parts = _split(url)
    host = _host(parts)
    cache_path = _AMP_CACHE.match(parts.path) if _AMP_HOSTS.search(host) else None
    if cache_path:
        return canonical("https://" + cache_path["rest"] + (f"?{parts.query}" if parts.query else ""))
    while _MOBILE.match(host):
        host = _MOBILE.sub("", host)
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/" + _SAFE, errors="surrogateescape")
    path = _plain_path(re.sub(r"/{2,}", "/", path))
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKERS.fullmatch(k))
    return f"https://{host}{path or '/'}" + (f"?{urlencode(query)}" if query else "")


def _plain_path(path: str) -> str:
    """Without AMP's marks and the closing slash, however many follow each other."""
    shorter = _AMP_PATH.sub("", path).rstrip("/")
    return shorter if shorter == path else _plain_path(shorter)


def outlet(url: str) -> str:
    """The registered domain of an address (`bbc.co.uk`), by the public suffix list that tldextract bundles.

    Raises ValueError as `canonical`.
    """
    return _registered_domain(urlsplit(canonical(url)).hostname or "")


def absolute(url: str, base: str) -> str | None:
    """`url` resolved against `base`; None where that gives no fetchable http(s) address."""
    try:
        resolved = urljoin(base, url.strip())
        _host(_split(resolved))
    except ValueError:
        return None
    return resolved


def entry_id(canonical_url: str) -> str:
    """Id of the entry with this canonical address."""
    return _versioned("e1", canonical_url)


def article_id(canonical_url: str) -> str:
    """Id of the article with this canonical address."""
    return _versioned("a1", canonical_url)


def story_id(first_article_id: str) -> str:
    """Id of the story that this article began."""
    return _versioned("s1", first_article_id)


def message_key(rule: str, subject: str, channel: str, phase: str = "") -> str:
    """Idempotency key of an alert: one a rule, story (or whatever it tells of) and channel, and phase of a story."""
    return _versioned("m1", rule, subject, channel, *filter(None, (phase,)))


def feed_message_key(rule: str, trouble: FeedTrouble, phase: str, channel: str) -> str:
    """Idempotency key of an alert on a feed: one a rule, trouble, phase of it (its beginning, its end) and channel."""
    began = trouble.began_at.isoformat()
    return _versioned("f1", rule, trouble.feed_id, trouble.kind, began, phase, channel)


def digest_key(keys: Iterable[str]) -> str:
    """Idempotency key of a message that tells the alerts of these keys together."""
    return _versioned("d1", *sorted(keys))


def _versioned(version: str, *parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{version}_{digest[:20]}"


def _split(url: str) -> SplitResult:
    if len(url) > MAX_URL:
        raise ValueError(f"address of {len(url)} characters, at most {MAX_URL} are taken: {url[:80]}…")
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(f"not an http(s) address: {url[:120]!r}")
    return parts


def _host(parts: SplitResult) -> str:
    """The host in ASCII and lower case, IPv6 in brackets. Raises ValueError where it can be none."""
    host = (parts.hostname or "").rstrip(".")
    if ":" in host and "%" not in host:
        return f"[{IPv6Address(host)}]"
    name = host.encode("idna").decode("ascii").lower()
    if not _HOST.fullmatch(name):
        raise ValueError(f"not a host name: {host[:120]!r}")
    return name


@lru_cache(maxsize=65_536)
def _registered_domain(host: str) -> str:
    found = _extract(host)
    if found.top_domain_under_public_suffix:
        return found.top_domain_under_public_suffix
    if ":" in host or host.replace(".", "").isdigit():
        return host
    return ".".join(host.split(".")[-2:])


_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
