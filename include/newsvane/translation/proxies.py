"""Addresses of translation proxies -> the address of the original inside them."""

import re
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from newsvane.records import Record

_NESTED = 4
"""Proxies and archives inside one another that are undone."""
_ARCHIVE = re.compile(
    r"^https?://(?:web\.archive\.org/web/\d+(?:[a-z]{2}_)?|archive\.(?:ph|is|today|li|md|vn|fo)/\d+)/(?P<rest>.+)$",
    re.IGNORECASE,
)
_QUERIES = (
    (re.compile(r"^translate\.google(?:\.[a-z]{2,3}){1,2}$|^translate\.googleusercontent\.com$"), "u", "sl", "tl"),
    (re.compile(r"(?:^|\.)(?:microsofttranslator|translatetheweb)\.com$"), "a", "from", "to"),
    (re.compile(r"^translate\.yandex\.(?:ru|com|ua|kz|by|com\.tr)$"), "url", "lang", ""),
    (re.compile(r"^fanyi\.baidu\.com$"), "query", "from", "to"),
    (re.compile(r"^papago\.naver\.(?:com|net)$"), "url", "source", "target"),
)
"""Host, and the parameters with the address, the language from and the language to."""
_TURBO = re.compile(r"^/proxy_u/(?P<source>[a-z]{2,3})-(?P<target>[a-z]{2,3})[^/]*/(?P<scheme>https?)/(?P<rest>.+)$")
_CODE = re.compile(r"^(?!auto\b)([a-z]{2,3})(?=$|-)", re.IGNORECASE)


class Original(Record):
    """What a proxy address says: the proxy's `host`, the original's `url`, the languages from and to."""

    host: str
    url: str | None
    source: str | None = None
    target: str | None = None


def original_of(url: str) -> Original | None:
    """What lies behind a translation proxy's address, or an archived copy of one; None for any other address."""
    found = None
    for _ in range(_NESTED):
        inner = _undo(_archived(url) or url)
        if inner is None:
            break
        found = inner if found is None else found.model_copy(update={"url": inner.url})
        if inner.url is None:
            break
        url = inner.url
    if found and found.url and (plain := _archived(found.url)):
        return found.model_copy(update={"url": plain})
    return found


def _archived(url: str) -> str | None:
    """The address of which this is an archive's copy."""
    found = _ARCHIVE.match(url)
    return _full(found["rest"]) if found else None


def _undo(url: str) -> Original | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    except ValueError:
        return None
    if host.endswith(".translate.goog"):
        kept = [(key, value) for key, value in parse_qsl(parts.query, True) if not key.startswith("_x_tr_")]
        scheme = "http" if query.get("_x_tr_sch") == "http" else "https"
        original = f"{scheme}://{_decode_host(host)}{parts.path or '/'}" + (f"?{urlencode(kept)}" if kept else "")
        return Original(
            host="translate.goog",
            url=original,
            source=_code(query.get("_x_tr_sl")),
            target=_code(query.get("_x_tr_tl")),
        )
    if host == "translated.turbopages.org":
        found = _TURBO.match(parts.path)
        if not found:
            return Original(host=host, url=None)
        original = f"{found['scheme']}://{found['rest']}" + (f"?{parts.query}" if parts.query else "")
        return Original(host=host, url=original, source=found["source"], target=found["target"])
    for pattern, address, source, target in _QUERIES:
        if pattern.search(host) and address in query:
            to = query.get(target) if target else query.get(source, "").partition("-")[2]
            return Original(host=host, url=_full(query[address]), source=_code(query.get(source)), target=_code(to))
    return None


def _decode_host(host: str) -> str:
    """Undo Google's encoding of a host: `-` was `--`, `.` was `-`; an ambiguous name lies between `0-` and `-0`."""
    label = host.removesuffix(".translate.goog")
    wrapped = re.fullmatch(r"([01])-(.+)-\1", label)
    return re.sub("--|-", lambda found: "-" if found[0] == "--" else ".", wrapped[2] if wrapped else label)


def _full(address: str) -> str:
    return address if "://" in address else f"http://{address}"


def _code(value: str | None) -> str | None:
    found = _CODE.match(value or "")
    return found[1].lower() if found else None
