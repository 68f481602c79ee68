"""Extract the address of the original from that of a translation proxy or an archived copy."""

import re
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from newsvane.records import Record
from newsvane.shared_hosts import GOOGLE_DOMAINS

_MAX_NESTED = 4
"""The maximum number of nested proxies and archives that are unwrapped."""
_ARCHIVE = re.compile(
    r"^https?://(?:web\.archive\.org/web/\d+(?:[a-z]{2}_)?|archive\.(?:ph|is|today|li|md|vn|fo)/\d+)/(?P<rest>.+)$",
    re.IGNORECASE,
)
_QUERY_PROXIES = (
    ({"translate.googleusercontent.com", *(f"translate.{domain}" for domain in GOOGLE_DOMAINS)}, "u", "sl", "tl"),
    ({f"{www}{name}.com" for name in ("microsofttranslator", "translatetheweb") for www in ("", "www.", "ssl.")},
     "a", "from", "to"),
    ({f"translate.yandex.{ending}" for ending in ("ru", "com", "ua", "kz", "by", "com.tr")}, "url", "lang", ""),
    ({"fanyi.baidu.com"}, "query", "from", "to"),
    ({"papago.naver.com", "papago.naver.net"}, "url", "source", "target"),
    ({"translate.sogoucdn.com", "translate.sogou.com", "webtrans.yodao.com"}, "url", "from", "to"),
)  # fmt: skip
"""The hosts of each proxy, and its query parameters for the address, the source and the target language."""
_TURBO_PATH = re.compile(
    r"^/proxy_u/(?P<source>[a-z]{2,3})-(?P<target>[a-z]{2,3})[^/]*/(?P<scheme>https?)/(?P<rest>.+)$"
)
_TURBO_HOSTS = {"translated.turbopages.org", "z5h64q92x9.net", "translated.z5h64q92x9.net"}
_KAGI_PATH = re.compile(r"^/(?:translate/)?(?:(?P<target>[a-z]{2,3}(?:[-_]\w+)?)/)?(?P<address>https?://.+)$")
_PATH_PROXIES = {"honyaku.j-server.com": ("SLANG", "TLANG")}
"""Hosts whose path ends with the address of the original, and their parameters for source and target language."""
_PATH_ADDRESS = re.compile(r"https?://.+$")
_LANGUAGE_CODE = re.compile(r"^(?!auto\b)([a-z]{2,3})(?=$|-)", re.IGNORECASE)


class ProxiedPage(Record):
    """The information in the address of a proxy. `host`: of the proxy. `url`: of the original; None if it is missing.

    `source`, `target`: the languages that the proxy translates from and to.
    """

    host: str
    url: str | None
    source: str | None = None
    target: str | None = None


def unwrap_proxy_url(url: str) -> ProxiedPage | None:
    """Return the page behind the address of a translation proxy; None for any other address.

    Archived copies of proxied pages, and proxies inside proxies, are unwrapped too.
    """
    found = None
    for _ in range(_MAX_NESTED):
        inner = _unwrap_once(_archived_url(url) or url)
        if inner is None:
            break
        found = inner if found is None else found.model_copy(update={"url": inner.url})
        if inner.url is None:
            break
        url = inner.url
    if found and found.url and (plain := _archived_url(found.url)):
        return found.model_copy(update={"url": plain})
    return found


def _archived_url(url: str) -> str | None:
    """Return the address that an archive copied; None if `url` is not in an archive."""
    found = _ARCHIVE.match(url)
    return _with_scheme(found["rest"]) if found else None


def _unwrap_once(url: str) -> ProxiedPage | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        query = {key: values[0] for key, values in parse_qs(parts.query).items() if len(values) == 1}
    except ValueError:
        return None
    if host.endswith(".translate.goog"):
        kept = [(key, value) for key, value in parse_qsl(parts.query, True) if not key.startswith("_x_tr_")]
        scheme = "http" if query.get("_x_tr_sch") == "http" else "https"
        original = f"{scheme}://{_decode_host(host)}{parts.path or '/'}" + (f"?{urlencode(kept)}" if kept else "")
        return ProxiedPage(
            host="translate.goog",
            url=original,
            source=_language(query.get("_x_tr_sl")),
            target=_language(query.get("_x_tr_tl")),
        )
    if host == "translate.kagi.com" and (inner := _KAGI_PATH.match(parts.path)):
        kept = [(key, value) for key, value in parse_qsl(parts.query, True) if key not in {"from", "to", "kt_quality"}]
        original = inner["address"] + (f"?{urlencode(kept)}" if kept else "")
        target = inner["target"] or query.get("to")
        return ProxiedPage(host=host, url=original, source=_language(query.get("from")), target=_language(target))
    if host in _TURBO_HOSTS:
        found = _TURBO_PATH.match(parts.path)
        if not found:
            return ProxiedPage(host=host, url=None)
        original = f"{found['scheme']}://{found['rest']}" + (f"?{parts.query}" if parts.query else "")
        return ProxiedPage(host=host, url=original, source=found["source"], target=found["target"])
    if host in _PATH_PROXIES and (address_in_path := _PATH_ADDRESS.search(parts.path)):
        source, target = (_language(query.get(each)) for each in _PATH_PROXIES[host])
        return ProxiedPage(host=host, url=address_in_path[0], source=source, target=target)
    for hosts, address, source, target in _QUERY_PROXIES:
        if host in hosts and address in query:
            target_code = query.get(target) if target else query.get(source, "").partition("-")[2]
            return ProxiedPage(
                host=host,
                url=_with_scheme(query[address]),
                source=_language(query.get(source)),
                target=_language(target_code),
            )
    return None


def _decode_host(host: str) -> str:
    """Undo Google's encoding of a host name: `--` is `-`, `-` is `.`; an ambiguous name lies between `0-` and `-0`."""
    label = host.removesuffix(".translate.goog")
    wrapped = re.fullmatch(r"([01])-(.+)-\1", label)
    return re.sub("--|-", lambda found: "-" if found[0] == "--" else ".", wrapped[2] if wrapped else label)


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"http://{address}"


def _language(value: str | None) -> str | None:
    found = _LANGUAGE_CODE.match(value or "")
    return found[1].lower() if found else None
