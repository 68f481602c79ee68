"""Addresses of translation proxies -> the address of the original inside them."""

import re
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from newsvane.records import Record

_GOOGLE = re.compile(r"^translate\.google(?:\.[a-z]{2,3}){1,2}$|^translate\.googleusercontent\.com$")
_MICROSOFT = re.compile(r"(?:^|\.)(?:microsofttranslator|translatetheweb)\.com$")
_TURBO = re.compile(r"^/proxy_u/(?P<source>[a-z]{2,3})-(?P<target>[a-z]{2,3})[^/]*/(?P<scheme>https?)/(?P<rest>.+)$")
_CODE = re.compile(r"^([a-z]{2,3})(?=$|-)", re.IGNORECASE)


class Original(Record):
    """What a proxy address says: the proxy's `host`, the original's `url`, the languages from and to."""

    host: str
    url: str | None
    source: str | None = None
    target: str | None = None


def original_of(url: str) -> Original | None:
    """What lies behind a translation proxy's address; None for any other address."""
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
    if _GOOGLE.match(host) and "u" in query:
        return Original(host=host, url=_full(query["u"]), source=_code(query.get("sl")), target=_code(query.get("tl")))
    if _MICROSOFT.search(host) and "a" in query:
        return Original(
            host=host, url=_full(query["a"]), source=_code(query.get("from")), target=_code(query.get("to"))
        )
    if host == "translated.turbopages.org":
        found = _TURBO.match(parts.path)
        if not found:
            return Original(host=host, url=None)
        original = f"{found['scheme']}://{found['rest']}" + (f"?{parts.query}" if parts.query else "")
        return Original(host=host, url=original, source=found["source"], target=found["target"])
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
    return found[1].lower() if found and found[1].lower() not in {"aut", "auto"} and value != "auto" else None
