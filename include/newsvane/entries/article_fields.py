"""Read one article from an object of a list, whatever its names: address, title, date, language, authors, text. Pure.

An API may wrap an article (`node`, `_source`, `attributes`), a text (`{"rendered": …}`) or an address (`{"href": …}`).
Addresses of images, of the API itself (`self`) and of short, mobile and AMP forms are not taken for that of the page.
Values of a wrong type count as missing.
"""

import html
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from newsvane.entries import article_names as names
from newsvane.entries.claimed_dates import Date, parse_claimed_date
from newsvane.entries.items import Item
from newsvane.entries.language_names import find_language_code
from newsvane.entries.normalize import MAX_CONTENT
from newsvane.entries.placeholder_titles import is_outlet_name
from newsvane.safe_text import unescape

MAX_MEMBERS = 500
"""Members of an object that are looked at."""

MAX_WRAPPERS = 3
"""Objects within each other in which an article is sought."""

NOT_AN_ARTICLE = "that are not articles"

_MAX_LISTED = 20
_MAX_DEPTH = 4
_ADDRESS = re.compile(r"(?:https?:)?//[^\s/?#]+(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_RELATIVE = re.compile(r"/[^/\\\s]\S*|\?\S+|[\w.~%-]+[/?]\S+|[\w.~%-]+\.(?:s?html?|php|aspx?|jsp)(?:[?#]\S*)?")
_HOST_FIRST = re.compile(r"www\.[\w-]+\.\S+")
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|ico|bmp)(?:[?#].*)?$", re.IGNORECASE | re.DOTALL)
_TWIN = re.compile(r"^(?:https?:)?//(?:m|mobile|amp)\.|/amp(?:/|$)|\.amp(?:\.html)?$|[?&]amp\b", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_INLINE_TAG = re.compile(
    r"</?(?:b|i|u|s|em|strong|mark|span|small|sub|sup|font|br|wbr|a|p|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE
)

View = dict[str, Any]
"""Members of an object by their folded names."""


def view_article(thing: dict[str, Any]) -> list[View]:
    """Return the object and those it wraps; the first that has an address and a title comes before the others."""
    views: list[View] = []
    for _ in range(MAX_WRAPPERS + 1):
        wrapped = next((thing[name] for name in names.WRAPPERS if isinstance(thing.get(name), dict)), None)
        members = names.fold_names(thing, MAX_MEMBERS)
        views.append({name: value for name, value in members.items() if value is not wrapped or value is None})
        if wrapped is None:
            break
        thing = wrapped
    asides = [views[0][name] for name in names.ASIDE_WRAPPERS if isinstance(views[0].get(name), dict)]
    views += [names.fold_names(each, MAX_MEMBERS) for each in asides]
    if len(views) > 1:
        views.sort(key=lambda view: not (find_title_name([view]) and find_address([view])[1]))
    return views


def build_item(thing: dict[str, Any], key: int | None) -> Item:
    """Return the article that an object of a list describes. What it lacks is empty."""
    views = view_article(thing)
    if is_of_other_type(views):
        return Item(key=key, fault=NOT_AN_ARTICLE)
    _, link = find_address(views)
    title = _to_plain(_pick_text(views, names.TITLE, like="title"), _INLINE_TAG)
    return Item(
        key=key,
        link=link,
        title="" if is_outlet_name(title, _read_outlet(views)) else html.escape(title),
        authors=tuple(html.escape(unescape(each)) for each in _read_authors(views)),
        published=find_date(views),
        content=html.escape(_to_plain(_pick_text(views, names.SUMMARY)[: 2 * MAX_CONTENT], _TAG)),
        language=find_language_code(_pick_text(views, names.LANGUAGE)),
        image=_read_image(views),
        categories=("sponsored",) if _is_sponsored(views) else (),
    )


def find_address(views: list[View]) -> tuple[str, str]:
    """Return the name of the address of the article's page, and the address; "" for both if there is none.

    The address of a mobile or AMP page is taken only if there is no other.
    """
    for view in views:
        read = ((name, _read_address(view[name], name)) for name in _present(view, names.ADDRESS, like="address"))
        if found := [each for each in read if each[1]]:
            return next((each for each in found if not _TWIN.search(each[1])), found[0])
    last = (
        (name, _read_address(view[name], name, exact=True))
        for view in views
        for name in _present(view, names.LAST_ADDRESS)
    )
    return next((each for each in last if each[1]), ("", ""))


def find_title_name(views: list[View]) -> str:
    """Return the name under which a title would stand, even if it is empty; "" if there is none."""
    return next((name for view in views for name in _present(view, names.TITLE, like="title")), "")


def _present(view: View, candidates: Iterable[str], *, like: str = "") -> Iterator[str]:
    """Yield those names that a view has; then, for a kind of `like`, its other names that are like those."""
    yield from (name for name in candidates if name in view)
    if like:
        yield from (name for name in view if names.is_like(name, like))


def is_of_other_type(views: list[View]) -> bool:
    """Return whether an object says that it is something else than an article, such as a site or a person."""
    types = (view.get("type") for view in views)
    return any(isinstance(each, str) and names.fold_name(each) in names.NO_ARTICLE_TYPES for each in types)


def is_page(address: str) -> bool:
    """Return whether an address leads deeper than the front page of a site."""
    found = _ADDRESS.match(address)
    return bool(address) and (found is None or found["rest"] not in {"", "/"})


def find_date(views: list[View]) -> Date:
    """Return the date of publication: as written, and the time if it is in a form for machines."""
    for candidates, like in ((names.PUBLISHED, "date"), (names.CREATED, "")):
        written = [(name, view) for view in views for name in _present(view, candidates, like=like)]
        dates = [_read_date(name, view) for name, view in islice(written, _MAX_LISTED)]
        if written:
            return next((date for date in dates if date[1]), next((date for date in dates if date[0]), ("", None)))
    return "", None


def _read_date(name: str, view: View) -> Date:
    value = view[name]
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        parts = names.fold_names(value, MAX_MEMBERS)
        value = next((parts[part] for part in names.DATE_PARTS if part in parts), None)
    time = view.get("time")
    if name == "date" and isinstance(value, str) and len(value.strip()) == 10 and isinstance(time, str):
        together = parse_claimed_date(f"{value.strip()} {time.strip()}")
        return together if together[1] else parse_claimed_date(value)
    return parse_claimed_date(value)


def _read_address(value: Any, name: str, *, exact: bool = False) -> str:
    """Return the address of a page in a value; `exact`: the name promises none, so it must be a whole one or a path."""
    if isinstance(value, str):
        return _check_address(value.strip(), exact=exact)
    if isinstance(value, dict):
        parts = names.fold_names(value, MAX_MEMBERS)
        candidates = names.LINK_RELATIONS if name in {"links", "urls"} else names.ADDRESS_PARTS
        return next(filter(None, (_read_part(parts.get(part), exact=exact) for part in candidates)), "")
    if isinstance(value, list):
        return next(filter(None, (_read_link(each) for each in value[:_MAX_LISTED])), "")
    return ""


def _read_part(value: Any, *, exact: bool) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        parts = names.fold_names(value, MAX_MEMBERS)
        value = next((parts[part] for part in names.ADDRESS_PARTS if isinstance(parts.get(part), str)), None)
    return _check_address(value.strip(), exact=exact) if isinstance(value, str) else ""


def _read_link(value: Any) -> str:
    """Return the address in a member of a list of links, unless it says that it leads elsewhere than to the page."""
    if isinstance(value, str):
        return _check_address(value.strip(), exact=False)
    if not isinstance(value, dict):
        return ""
    relation, form = value.get("rel"), value.get("type")
    if isinstance(relation, str) and names.fold_name(relation) not in names.LINK_RELATIONS:
        return ""
    return "" if isinstance(form, str) and "html" not in form else _read_part(value, exact=False)


def _check_address(text: str, *, exact: bool) -> str:
    text = text.replace("&amp;", "&")
    if not text or _IMAGE_FILE.search(text[-200:]):
        return ""
    if _ADDRESS.match(text):
        return text
    if exact:
        return text if text.startswith("/") and _RELATIVE.fullmatch(text) else ""
    if _HOST_FIRST.fullmatch(text):
        return f"https://{text}"
    return text if _RELATIVE.fullmatch(text) else ""


def _read_image(views: list[View]) -> str:
    for value in _iterate_values(views, names.IMAGE):
        one = value[0] if isinstance(value, list) and value else value
        if isinstance(one, dict):
            parts = names.fold_names(one, MAX_MEMBERS)
            one = next((parts[part] for part in names.IMAGE_PARTS if part in parts), None)
        if isinstance(one, str) and one.strip():
            return one
    return ""


def _read_authors(views: list[View]) -> list[str]:
    for value in _iterate_values(views, names.AUTHOR):
        people = value[:_MAX_LISTED] if isinstance(value, list) else [value]
        if found := [text for each in people if (text := read_text(each))]:
            return found
    return []


def _read_outlet(views: list[View]) -> list[str]:
    """Return what the article's outlet is called, in whatever ways."""
    found = []
    for value in _iterate_values(views, names.OUTLET):
        one = value[0] if isinstance(value, list) and value else value
        parts = names.fold_names(one, MAX_MEMBERS) if isinstance(one, dict) else {}
        found += [one, *(parts.get(part) for part in names.OUTLET_PARTS)]
    return [text for text in found if isinstance(text, str)]


def _is_sponsored(views: list[View]) -> bool:
    flags = (
        value is True or str(value)[:5].lower() in {"1", "true", "yes"}
        for value in _iterate_values(views, names.SPONSORED)
    )
    types = (view.get(name) for view in views for name in ("type", "kind"))
    return any(flags) or any(isinstance(each, str) and names.fold_name(each) in names.SPONSORED_TYPES for each in types)


def _iterate_values(views: list[View], candidates: tuple[str, ...]) -> Iterator[Any]:
    return (view[name] for view in views for name in candidates if view.get(name))


def _pick_text(views: list[View], candidates: tuple[str, ...], *, like: str = "") -> str:
    """Return the first text under one of the names; that of the first view which has one of them, even if empty."""
    for view in views:
        present = list(_present(view, candidates, like=like))
        if present:
            return next(filter(None, (read_text(view[name]) for name in present)), "")
    return ""


def read_text(value: Any, depth: int = 0) -> str:
    """Return the text that a value holds: itself, the first of a list, or the main one of an object; or ""."""
    if isinstance(value, str):
        return value
    if depth == _MAX_DEPTH or not value:
        return ""
    if isinstance(value, list):
        return read_text(value[0], depth + 1)
    if not isinstance(value, dict):
        return ""
    parts = names.fold_names(value, MAX_MEMBERS)
    known = (read_text(parts[name], depth + 1) for name in names.TEXT_PARTS if name in parts)
    return next(filter(None, known), "") or _read_translation(parts)


def _read_translation(parts: View) -> str:
    """Return the first text of an object whose members are named for languages (`{"en": …, "fr": …}`)."""
    if not all(1 < len(name) < 6 for name in parts):
        return ""
    return next((value for value in parts.values() if isinstance(value, str) and value.strip()), "")


def _to_plain(text: str, tags: re.Pattern[str]) -> str:
    """Return plain text in which a list may have left references (`&amp;`) and tags."""
    return tags.sub(" " if tags is _TAG else "", unescape(text)).strip()
