"""The watch list as OPML 2.0 (opml.org), both ways without loss. What comes from elsewhere is hostile.

An outline with `xmlUrl` is a feed, one without is a folder. `text` becomes the title, `htmlUrl` the site; what has no
field of its own is kept in `Feed.opml`, so that an export gives it back. There `-name` says that the outline lacks an
attribute that Newsvane would write, `2/name` is an attribute of the folder at level 2 and stands at its first feed, and
`2/` says that a folder begins anew although the one before has the same name. Our own fields lie in NAMESPACE.
"""

import html
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from charset_normalizer import from_bytes
from lxml import etree
from pydantic import ValidationError

from newsvane.feeds.watchlist import LANGUAGE, MAX_FOLDERS, Ids, faults, outlet, readable_id, same_address
from newsvane.records import Feed

NAMESPACE = "urn:newsvane:opml:1"
MAX_BYTES = 16_000_000
"""A larger file is refused; 10,000 feeds take about 3 MB."""
MAX_ATTRIBUTES = 200
"""Attributes of one outline: the time to read them grows with their square."""
MAX_PROBLEMS = 100
MAX_MENDED = 5_000
"""Characters of a line whose quotes are mended."""

_NAMES = {name.lower(): name for name in ("xmlUrl", "htmlUrl", "text", "title", "type", "language")}
_OWN = ("id", "outlet", "country", "kind", "paused")
_OF_FOLDER = re.compile(r"\d{1,3}/")
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?opml(?=[\s>/])", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{2,31};)?")
_ATTRIBUTE = r"(?:text|title|type|description|language|version|category|created|(?:xml|html)url|[\w-]+:[\w.-]+)\s*=\s*"
_VALUE = re.compile(rf'(?<=\s)({_ATTRIBUTE}")(.*?)(?="\s+{_ATTRIBUTE}"|"\s*/?>\s*(?:<|$))', re.IGNORECASE)
"""An attribute of an outline up to the quote that another one, or the end of the tag, follows."""
_CHARSET = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_KNOWN = re.compile(r"(windows|cp|iso|koi8|gb|big5|euc|shift|latin|mac|utf-?16).*", re.IGNORECASE)
"""Charsets of the web; Python knows others that only an attacker would name."""
_GUESSES = [f"cp{page}" for page in (1251, 1252, 1253, 1254, 1255, 1256, 932)] + ["gb18030", "big5", "euc_kr"]


def from_opml(body: bytes) -> tuple[tuple[Feed, ...], tuple[str, ...]]:
    """The feeds of an OPML file in its order, and what was wrong with it: in words, with the line. Raises nothing.

    Ids are those of a Newsvane export, else made of title or address. Of feeds with the same address the first counts.
    """
    if len(body) > MAX_BYTES:
        return (), (f"larger than {MAX_BYTES // 1_000_000} MB: split the file",)
    text, problems = _decoded(body)
    root = _ROOT.search(text)
    if root is None:
        return (), (*problems, f"no OPML: it begins {text.strip()[:60]!r}")
    above = text.count("\n", 0, root.start())
    text, found = _FORBIDDEN.subn("", text[root.start() :])
    if found:
        problems.append(f"{found} characters that XML forbids were taken out")
    text, found = _STRAY.subn(_mended, text)
    if found:
        problems.append(f"& without an entity of XML, {found} times; read as text")
    tree, wrong = _parsed(text)
    mended = _mended_quotes(text, wrong)
    if mended != text:
        problems += [f"line {line + above}: not well formed ({fault}); mended" for line, fault in wrong.items()]
        tree, wrong = _parsed(mended)
    problems += [f"line {line + above}: not well formed ({fault})" for line, fault in wrong.items()]
    reading = _Reading(above, problems)
    reading.read(tree)
    more = len(problems) - MAX_PROBLEMS
    return tuple(reading.feeds), (*problems[:MAX_PROBLEMS], *([f"… and {more:,} more"] if more > 0 else []))


def to_opml(feeds: Iterable[Feed]) -> bytes:
    """The feeds as OPML 2.0, in their order, in their folders. Characters that XML forbids are left out."""
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
            _write(outline, {"text": name, "title": name}, kept_back)
        _write_feed(etree.SubElement(opened[-1][1], "outline"), feed)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


@dataclass
class _Reading:
    """Outlines to feeds. `above`: lines before the root element. `path`: the folders of the last feed."""

    above: int
    problems: list[str]
    feeds: list[Feed] = field(default_factory=list)
    path: tuple[Any, ...] = ()
    ids: Ids = field(default_factory=Ids)
    titles: dict[str, str] = field(default_factory=dict)
    """By address, of the feeds taken."""

    def read(self, tree: Any) -> None:
        """All outlines, in the order of the document."""
        within: dict[Any, tuple[Any, ...]] = {}
        for outline in () if tree is None else tree.iter():
            if not isinstance(outline.tag, str) or etree.QName(outline).localname.lower() != "outline":
                continue
            path = within.get(outline.getparent(), ())
            if len(outline.attrib) > MAX_ATTRIBUTES:
                self._complain(outline, f"{len(outline.attrib):,} attributes; left out")
                continue
            attributes = _named(outline)
            named = repr(_title(attributes)[:80])
            if attributes.get("xmlUrl", "").strip():
                within[outline] = path
                try:
                    self._take(outline, attributes, path)
                except ValueError as error:
                    self._complain(outline, f"{named}: {error}; left out")
            elif not len(outline):
                self._complain(outline, f"{named} has no xmlUrl; left out")
            elif len(path) < MAX_FOLDERS:
                within[outline] = (*path, outline)
            else:
                within[outline] = path
                self._complain(outline, f"folder {named} lies in {MAX_FOLDERS} others; what it holds went one up")

    def _take(self, outline: Any, attributes: dict[str, str], path: tuple[Any, ...]) -> None:
        """Make a feed of an outline. Raises ValueError where its address is none, or not its own."""
        own = {name: attributes.pop(f"{{{NAMESPACE}}}{name}", "") for name in _OWN}
        url = re.sub(r"^feed:(?://)?(?=https?:)", "", attributes.pop("xmlUrl").strip())
        implied = outlet(url)
        if first := self.titles.get(same_address(url)):
            raise ValueError(f"repeats the address of {first!r}")
        fields, opml = _read(attributes)
        feed = Feed(
            feed_id="feed",
            url=url,
            outlet=implied,
            folder=tuple(_title(_named(folder)) for folder in path),
            opml=opml | self._opened(path),
            **fields,
        )
        for name, value in own.items():
            if value and name != "id":
                feed = self._with(outline, feed, name, value)
        self.feeds.append(feed.model_copy(update={"feed_id": self.ids.take(own["id"] or readable_id(feed))}))
        self.titles[same_address(url)] = feed.title or url
        self.path = path

    def _with(self, outline: Any, feed: Feed, name: str, value: str) -> Feed:
        """The feed with a field of our own, where its value can be one."""
        try:
            changed = Feed.model_validate({**feed.model_dump(), name: value})
            fault = next((fault for _, fault in faults(changed)), "")
        except ValidationError as error:
            fault = error.errors()[0]["msg"]
        if fault:
            self._complain(outline, f"newsvane:{name}: {fault}; left out")
        return feed if fault else changed

    def _opened(self, path: tuple[Any, ...]) -> dict[str, str]:
        """What is to be kept of the folders that begin with this feed."""
        same = sum(1 for level in range(1, len(path) + 1) if path[:level] == self.path[:level])
        opml = {}
        for level, folder in enumerate(path[same:], same + 1):
            attributes = _named(folder)
            if level == same + 1 and len(self.path) > same and _title(_named(self.path[same])) == _title(attributes):
                opml[f"{level}/"] = ""
            opml |= {f"{level}/{name}": value for name, value in _unsaid(attributes).items()}
        return opml

    def _complain(self, outline: Any, problem: str) -> None:
        self.problems.append(f"line {outline.sourceline + self.above}: {problem}")


def _named(outline: Any) -> dict[str, str]:
    """The attributes, the known ones under the names of OPML in whatever case they are; none of an unknown prefix."""
    attributes: dict[str, str] = {}
    for name, value in outline.attrib.items():
        if ":" in name.rpartition("}")[2]:
            continue
        known = _NAMES.get(name.lower(), name)
        attributes[name if known in attributes else known] = value
    return attributes


def _title(attributes: Mapping[str, str]) -> str:
    return attributes.get("text", attributes.get("title", ""))


def _unsaid(attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes without text and title, unless they are not what their title says."""
    opml = {f"-{name}": "" for name in ("text", "title") if name not in attributes}
    title = _title(attributes)
    return opml | {name: value for name, value in attributes.items() if name not in {"text", "title"} or value != title}


def _read(attributes: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Fields of a feed, and what they do not say of its outline."""
    opml = _unsaid(attributes)
    kind, site, language = (opml.pop(name, None) for name in ("type", "htmlUrl", "language"))
    fields = {"title": _title(attributes), "site": _site(site), "language": _language(language)}
    opml |= {"-type": ""} if kind is None else {"type": kind} if kind != "rss" else {}
    opml |= {"htmlUrl": site} if site is not None and site != fields["site"] else {}
    opml |= {"language": language} if language is not None and language != fields["language"] else {}
    return fields, opml


def _write_feed(outline: Any, feed: Feed) -> None:
    """The attributes of a feed. Where a field was changed since, it goes before what was kept of the outline."""
    plain = {"type": "rss", "text": feed.title, "title": feed.title, "xmlUrl": feed.url}
    plain |= {name: value for name, value in (("htmlUrl", feed.site), ("language", feed.language)) if value}
    kept = {name: value for name, value in feed.opml.items() if not _OF_FOLDER.match(name)}
    for name, value, read in (("htmlUrl", feed.site, _site), ("language", feed.language, _language)):
        if name in kept and read(kept[name]) != value:
            del kept[name]
    if feed.title and {"-text", "-title"} <= kept.keys():
        del kept["-text"]
    own = {"id": feed.feed_id, "country": feed.country, "paused": "true" if feed.paused else None}
    own |= {"outlet": feed.outlet if feed.outlet != outlet(feed.url) else None}
    own |= {"kind": feed.kind if feed.kind != "other" else None}
    _write(outline, plain, kept | {f"{{{NAMESPACE}}}{name}": own[name] or "" for name in _OWN if own[name]})


def _write(outline: Any, attributes: dict[str, str], kept: Mapping[str, str]) -> None:
    """Set the attributes, changed by what was kept."""
    kept = {name: value for name, value in kept.items() if name not in {"", "xmlUrl"}}
    for name, value in (attributes | kept).items():
        if not name.startswith("-") and f"-{name}" not in kept:
            outline.set(name, _FORBIDDEN.sub("", value))


def _site(address: str | None) -> str | None:
    try:
        outlet(address or "")
    except ValueError:
        return None
    return address


def _language(tag: str | None) -> str | None:
    code = re.split(r"[-_]", (tag or "").lower())[0]
    return code if LANGUAGE.fullmatch(code) else None


def _parsed(text: str) -> tuple[Any, dict[int, str]]:
    """As much of the tree as can be read, and what is wrong with which line."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    tree = etree.fromstring(text.encode(), parser)
    wrong = {fault.line: fault.message for fault in reversed(parser.error_log)}
    return tree, dict(sorted(wrong.items()))


def _mended_quotes(text: str, wrong: Container[int]) -> str:
    """The text with quotes and `<` inside the attributes of these lines escaped; half of all files lack it."""
    if not wrong:
        return text
    return "\n".join(
        _VALUE.sub(lambda found: found[1] + found[2].replace('"', "&quot;").replace("<", "&lt;"), line)
        if number in wrong and len(line) <= MAX_MENDED
        else line
        for number, line in enumerate(text.split("\n"), 1)
    )


def _mended(found: re.Match[str]) -> str:
    """An entity of HTML as its character; any other & as text."""
    known = html.unescape(found[0])
    return html.escape(known) if known != found[0] else "&amp;" + (found[1] or "")


def _decoded(body: bytes) -> tuple[str, list[str]]:
    """Text by byte order mark, UTF-8 where it fits, declaration, detection; and a line where it had to be guessed."""
    declared = [found[1].decode()] if (found := _CHARSET.search(body[:300])) else []
    marked = ["utf-16"] if body.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig"]
    for charset in (*marked, *filter(_KNOWN.fullmatch, declared)):
        try:
            return body.decode(charset), []
        except (UnicodeDecodeError, LookupError):
            continue
    stretches = b" ".join(re.findall(rb"[^<>]{0,50}[\x80-\xff][^<>]{0,50}", body[:1_000_000]))
    best = from_bytes(stretches[:20_000], cp_isolation=_GUESSES).best()
    charset = best.encoding if best else "cp1252"
    named = f"is not the {declared[0]} it declares" if declared else "declares no charset"
    return body.decode(charset, "replace"), [f"the text {named}; read as {charset}"]
