"""Import and export the watch list as OPML 2.0 (opml.org), without loss in either direction. Pure; files are hostile.

An outline with `xmlUrl` is a feed, one without is a folder. `text` becomes the title, `htmlUrl` the site. Attributes
without a field of their own are kept in `Feed.opml`, so that an export writes them back. Its keys: `-name` means that
the outline lacks an attribute which Newsvane would write; `2/name` is an attribute of the folder at level 2, kept at
its first feed; `2/` means that a new folder begins although the previous one has the same name. Fields that OPML does
not know are in NAMESPACE.
"""

import html
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from charset_normalizer import from_bytes
from lxml import etree
from pydantic import ValidationError

from newsvane.charsets import find_codec
from newsvane.feeds.watchlist import (
    LANGUAGE_CODE,
    MAX_FOLDER_DEPTH,
    FeedIds,
    find_faults,
    find_outlet,
    normalize_address,
    suggest_id,
)
from newsvane.records import Feed

NAMESPACE = "urn:newsvane:opml:1"

MAX_BYTES = 16_000_000
"""A larger file is refused; 10,000 feeds take about 3 MB."""

MAX_ATTRIBUTES = 200
"""Attributes of one outline: the time to read them grows with their square."""

MAX_PROBLEMS = 100
"""Problems that are reported one by one."""

MAX_REPAIRED_LINE = 5_000
"""Characters of a line up to which its quotes are repaired."""

_OPML_NAMES = {name.lower(): name for name in ("xmlUrl", "htmlUrl", "text", "title", "type", "language")}
_OWN_FIELDS = ("id", "outlet", "country", "kind", "paused", "read", "access")
_FOLDER_KEY = re.compile(r"\d{1,3}/")
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?opml(?=[\s>/])", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STRAY_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{2,31};)?")
_ATTRIBUTE = r"(?:text|title|type|description|language|version|category|created|(?:xml|html)url|[\w-]+:[\w.-]+)\s*=\s*"
_ATTRIBUTE_VALUE = re.compile(rf'(?<=\s)({_ATTRIBUTE}")(.*?)(?="\s+{_ATTRIBUTE}"|"\s*/?>\s*(?:<|$))', re.IGNORECASE)
"""An attribute of an outline, up to the quote before the next attribute or the end of the tag."""
_CHARSET = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_GUESSED_CHARSETS = [f"cp{page}" for page in (1251, 1252, 1253, 1254, 1255, 1256, 932)] + ["gb18030", "big5", "euc_kr"]


def from_opml(body: bytes) -> tuple[tuple[Feed, ...], tuple[str, ...]]:
    """Return the feeds of an OPML file in its order, and its problems, one line each with the line number.

    Ids are those of a Newsvane export, else made from title or address. Of feeds with the same address only the first
    is used. Never raises: what cannot be read is reported as a problem.
    """
    if len(body) > MAX_BYTES:
        return (), (f"the file is larger than {MAX_BYTES // 1_000_000} MB: split it",)
    text, problems = _decode(body)
    root = _ROOT.search(text)
    if root is None:
        return (), (*problems, f"not an OPML file: it begins {text.strip()[:60]!r}")
    above = text.count("\n", 0, root.start())
    text, found = _FORBIDDEN.subn("", text[root.start() :])
    if found:
        problems.append(f"removed {found} characters that XML forbids")
    text, found = _STRAY_AMPERSAND.subn(_repair_ampersand, text)
    if found:
        problems.append(f"& that does not begin an XML entity ({found} times) was read as text")
    tree, wrong = _parse(text)
    repaired = _repair_quotes(text, wrong)
    if repaired != text:
        problems += [f"line {line + above}: not well formed ({fault}); repaired" for line, fault in wrong.items()]
        tree, wrong = _parse(repaired)
    problems += [f"line {line + above}: not well formed ({fault})" for line, fault in wrong.items()]
    reader = _OutlineReader(above, problems)
    reader.read(tree)
    more = len(problems) - MAX_PROBLEMS
    return tuple(reader.feeds), (*problems[:MAX_PROBLEMS], *([f"… and {more:,} more"] if more > 0 else []))


def to_opml(feeds: Iterable[Feed]) -> bytes:
    """Return the feeds as OPML 2.0, in their order and folders, without characters that XML forbids."""
    root = etree.Element("opml", version="2.0", nsmap={"newsvane": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Newsvane: the watch list"
    opened: list[tuple[str, Any]] = [("", etree.SubElement(root, "body"))]
    for feed in feeds:
        names = [name for name, _ in opened[1:]]
        same = sum(1 for level in range(1, len(names) + 1) if names[:level] == list(feed.folder[:level]))
        kept = min([same, *(level - 1 for level in range(1, same + 1) if f"{level}/" in feed.opml)])
        del opened[kept + 1 :]
        for name in feed.folder[kept:]:
            outline = etree.SubElement(opened[-1][1], "outline")
            opened.append((name, outline))
            level = f"{len(opened) - 1}/"
            kept_back = {key.removeprefix(level): value for key, value in feed.opml.items() if key.startswith(level)}
            _set_attributes(outline, {"text": name, "title": name}, kept_back)
        _write_feed(etree.SubElement(opened[-1][1], "outline"), feed)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


@dataclass
class _OutlineReader:
    """Makes feeds from outlines. `above`: number of lines before the root element. `path`: folders of the last feed."""

    above: int
    problems: list[str]
    feeds: list[Feed] = field(default_factory=list)
    path: tuple[Any, ...] = ()
    ids: FeedIds = field(default_factory=FeedIds)
    titles: dict[str, str] = field(default_factory=dict)
    """Titles of the feeds added so far, by normalized address."""

    def read(self, tree: Any) -> None:
        """Read all outlines in the order of the document."""
        within: dict[Any, tuple[Any, ...]] = {}
        for outline in () if tree is None else tree.iter():
            if not isinstance(outline.tag, str) or etree.QName(outline).localname.lower() != "outline":
                continue
            path = within.get(outline.getparent(), ())
            if len(outline.attrib) > MAX_ATTRIBUTES:
                self._report(outline, f"{len(outline.attrib):,} attributes are too many; left out")
                continue
            attributes = _normalize_names(outline)
            named = repr(_title(attributes)[:80])
            if attributes.get("xmlUrl", "").strip():
                within[outline] = path
                try:
                    self._add_feed(outline, attributes, path)
                except ValueError as error:
                    self._report(outline, f"{named}: {error}; left out")
            elif not len(outline):
                self._report(outline, f"{named} has no xmlUrl; left out")
            elif len(path) < MAX_FOLDER_DEPTH:
                within[outline] = (*path, outline)
            else:
                within[outline] = path
                self._report(
                    outline, f"folder {named} is nested in {MAX_FOLDER_DEPTH} others; merged into the one above"
                )

    def _add_feed(self, outline: Any, attributes: dict[str, str], path: tuple[Any, ...]) -> None:
        """Add the feed of an outline. Raises ValueError if its address is not valid or occurred before."""
        own = {name: attributes.pop(f"{{{NAMESPACE}}}{name}", "") for name in _OWN_FIELDS}
        url = re.sub(r"^feed:(?://)?(?=https?:)", "", attributes.pop("xmlUrl").strip())
        implied = find_outlet(url)
        if first := self.titles.get(normalize_address(url)):
            raise ValueError(f"has the same address as {first!r}")
        fields, opml = _split_fields(attributes)
        feed = Feed(
            feed_id="feed",
            url=url,
            outlet=implied,
            folder=tuple(_title(_normalize_names(folder)) for folder in path),
            opml=opml | self._folder_attributes(path),
            **fields,
        )
        for name, value in own.items():
            if value and name != "id":
                feed = self._set_field(outline, feed, name, value)
        self.feeds.append(feed.model_copy(update={"feed_id": self.ids.allocate(own["id"] or suggest_id(feed))}))
        self.titles[normalize_address(url)] = feed.title or url
        self.path = path

    def _set_field(self, outline: Any, feed: Feed, name: str, value: str) -> Feed:
        """Return the feed with a field from NAMESPACE set, or unchanged if the value is not valid."""
        try:
            changed = Feed.model_validate({**feed.model_dump(), name: value})
            fault = next((fault for _, fault in find_faults(changed)), "")
        except ValidationError as error:
            fault = error.errors()[0]["msg"]
        if fault:
            self._report(outline, f"newsvane:{name}: {fault}; left out")
        return feed if fault else changed

    def _folder_attributes(self, path: tuple[Any, ...]) -> dict[str, str]:
        """Return what must be kept in `Feed.opml` of the folders that begin with this feed."""
        same = sum(1 for level in range(1, len(path) + 1) if path[:level] == self.path[:level])
        opml = {}
        for level, folder in enumerate(path[same:], same + 1):
            attributes = _normalize_names(folder)
            if (
                level == same + 1
                and len(self.path) > same
                and _title(_normalize_names(self.path[same])) == _title(attributes)
            ):
                opml[f"{level}/"] = ""
            opml |= {f"{level}/{name}": value for name, value in _extra_attributes(attributes).items()}
        return opml

    def _report(self, outline: Any, problem: str) -> None:
        self.problems.append(f"line {outline.sourceline + self.above}: {problem}")


def _normalize_names(outline: Any) -> dict[str, str]:
    """Return the attributes without those that have an undeclared prefix; known ones are spelled as in OPML."""
    attributes: dict[str, str] = {}
    for name, value in outline.attrib.items():
        if ":" in name.rpartition("}")[2]:
            continue
        known = _OPML_NAMES.get(name.lower(), name)
        attributes[name if known in attributes else known] = value
    return attributes


def _title(attributes: Mapping[str, str]) -> str:
    return attributes.get("text", attributes.get("title", ""))


def _extra_attributes(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes without `text` and `title`, unless these are missing or differ from the title."""
    opml = {f"-{name}": "" for name in ("text", "title") if name not in attributes}
    title = _title(attributes)
    return opml | {name: value for name, value in attributes.items() if name not in {"text", "title"} or value != title}


def _split_fields(attributes: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the fields of a feed, and the attributes of its outline that these do not cover."""
    opml = _extra_attributes(attributes)
    kind, site, language = (opml.pop(name, None) for name in ("type", "htmlUrl", "language"))
    fields = {"title": _title(attributes), "site": _valid_site(site), "language": _language_code(language)}
    opml |= {"-type": ""} if kind is None else {"type": kind} if kind != "rss" else {}
    opml |= {"htmlUrl": site} if site is not None and site != fields["site"] else {}
    opml |= {"language": language} if language is not None and language != fields["language"] else {}
    return fields, opml


def _write_feed(outline: Any, feed: Feed) -> None:
    """Set the attributes of a feed. A field that was changed since the import takes precedence over the outline's."""
    plain = {"type": "rss", "text": feed.title, "title": feed.title, "xmlUrl": feed.url}
    plain |= {name: value for name, value in (("htmlUrl", feed.site), ("language", feed.language)) if value}
    kept = {name: value for name, value in feed.opml.items() if not _FOLDER_KEY.match(name)}
    for name, value, read in (("htmlUrl", feed.site, _valid_site), ("language", feed.language, _language_code)):
        if name in kept and read(kept[name]) != value:
            del kept[name]
    if feed.title and {"-text", "-title"} <= kept.keys():
        del kept["-text"]
    own = {"id": feed.feed_id, "country": feed.country, "paused": "true" if feed.paused else None}
    own |= {"outlet": feed.outlet if feed.outlet != find_outlet(feed.url) else None}
    own |= {"kind": feed.kind if feed.kind != "other" else None}
    own |= {"read": feed.read if feed.read != "all" else None, "access": feed.access or None}
    _set_attributes(
        outline, plain, kept | {f"{{{NAMESPACE}}}{name}": own[name] or "" for name in _OWN_FIELDS if own[name]}
    )


def _set_attributes(outline: Any, attributes: dict[str, str], kept: Mapping[str, str]) -> None:
    """Set the attributes, adjusted by what was kept from the imported outline."""
    kept = {name: value for name, value in kept.items() if name not in {"", "xmlUrl"}}
    for name, value in (attributes | kept).items():
        if not name.startswith("-") and f"-{name}" not in kept:
            outline.set(name, _FORBIDDEN.sub("", value))


def _valid_site(address: str | None) -> str | None:
    try:
        find_outlet(address or "")
    except ValueError:
        return None
    return address


def _language_code(tag: str | None) -> str | None:
    code = re.split(r"[-_]", (tag or "").lower())[0]
    return code if LANGUAGE_CODE.fullmatch(code) else None


def _parse(text: str) -> tuple[Any, dict[int, str]]:
    """Return as much of the tree as can be parsed, and what is wrong by line number."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    tree = etree.fromstring(text.encode(), parser)
    wrong = {fault.line: fault.message for fault in reversed(parser.error_log)}
    return tree, dict(sorted(wrong.items()))


def _repair_quotes(text: str, wrong: Container[int]) -> str:
    """Escape quotes and `<` inside the attributes of the wrong lines; half of all files do not escape them."""
    if not wrong:
        return text
    return "\n".join(
        _ATTRIBUTE_VALUE.sub(lambda found: found[1] + found[2].replace('"', "&quot;").replace("<", "&lt;"), line)
        if number in wrong and len(line) <= MAX_REPAIRED_LINE
        else line
        for number, line in enumerate(text.split("\n"), 1)
    )


def _repair_ampersand(found: re.Match[str]) -> str:
    """Return an HTML entity as its character, and any other & as text."""
    known = html.unescape(found[0])
    return html.escape(known) if known != found[0] else "&amp;" + (found[1] or "")


def _decode(body: bytes) -> tuple[str, list[str]]:
    """Decode by byte order mark, UTF-8 if it is valid, declaration, or detection; with a problem line if guessed."""
    declared = [found[1].decode()] if (found := _CHARSET.search(body[:300])) else []
    marked = ["utf-16"] if body.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig"]
    for codec in (*marked, *filter(None, map(find_codec, declared))):
        try:
            return body.decode(codec), []
        except UnicodeDecodeError:
            continue
    stretches = b" ".join(re.findall(rb"[^<>]{0,50}[\x80-\xff][^<>]{0,50}", body[:1_000_000]))
    best = from_bytes(stretches[:20_000], cp_isolation=_GUESSED_CHARSETS).best()
    charset = best.encoding if best else "cp1252"
    named = f"is not in the declared charset {declared[0]}" if declared else "declares no charset"
    return body.decode(charset, "replace"), [f"the text {named}; read as {charset}"]
