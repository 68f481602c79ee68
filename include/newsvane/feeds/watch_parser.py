"""Parse the files of a watch list: feeds.toml, and those that it includes. Pure."""

import re
from dataclasses import dataclass

import tomli

from newsvane.feeds import source_kinds
from newsvane.feeds.watchlist import TABLES, find_faults, find_outlet, identify
from newsvane.records import Feed, ReadMode, Record
from newsvane.similar_names import suggest
from newsvane.toml_config import TomlConfig

_FIRST_TABLE = re.compile(r"^\s*\[", re.MULTILINE)


class WatchFileHead(Record):
    """What a watch file says above its tables.

    `include`: patterns of further files, relative to the watch folder. `exclude`: ids of sources in those files that
    are left out. `read`: which entries of its sources are read unless their tables say otherwise.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    read: ReadMode = "all"


def read_includes(text: str) -> tuple[str, ...]:
    """Return the patterns of further watch files that a watch list names above its tables; () if it cannot be read."""
    above = _FIRST_TABLE.split(text, maxsplit=1)[0]
    try:
        found = tomli.loads(above).get("include", ())
    except (tomli.TOMLDecodeError, RecursionError):
        return ()
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def parse_watch_list(text: str, *, path: str) -> tuple[Feed, ...]:
    """Parse a watch list that is one file. `path`: only for messages. Raises ConfigError as `WatchListParser.parse`."""
    return WatchListParser().parse(text, path)


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of a source. `index`: its number among those of its kind in the file, from 0."""

    path: str
    file: TomlConfig
    kind: str
    index: int

    def report_faults(self, feed: Feed) -> bool:
        """Add a mistake for each wrong value of the source. Return whether there is none."""
        faults = list(find_faults(feed))
        for field, fault in faults:
            key = next((key for key, each in TABLES[self.kind].items() if each == field), field)
            because_of = ("kind",) if self.kind == "source" else ()
            self.file.report(self.kind, self.index, key, f"{key}: {fault}", because_of=because_of)
        return not faults

    def describe(self, key: str, path: str) -> str:
        """Return `the [[feed]] in feeds.toml, line 7`, without the file if it is the one at `path`."""
        file = "" if self.path == path else f"{self.path}, "
        return f"the [[{self.kind}]] in {file}line {self.file.locate(self.kind, self.index, key)}"


class WatchListParser:
    """Parses the files of one watch list, one after the other: the main one first, then those that it includes.

    The ids of earlier files are taken. Two kinds of sources in included files are left out: those whose address is in
    an earlier file, so that what a person writes into the main one wins, and those that the main one excludes.
    """

    def __init__(self) -> None:
        self._main: TomlConfig | None = None
        self._excluded: tuple[str, ...] = ()
        self._included: set[str] = set()
        """The ids in all included files, also of sources that are left out."""
        self._ids: dict[str, _Table] = {}
        self._addresses: set[str] = set()

    def parse(self, text: str, path: str) -> tuple[Feed, ...]:
        """Parse a file: TOML with one table `[[feed]]` per feed, the fields of Feed as keys (`id` for `feed_id`).

        A `[[source]]` is a table of the same form whose `kind` is that of the source; its outlet's kind is
        `outlet_kind`. Where no outlet is given, it is the registered domain of the address. `path`: only for messages.
        Raises ConfigError with every mistake and its line: broken TOML, unknown keys, wrong values, repeated ids or
        addresses.
        """
        file = TomlConfig(text, path=path, kinds=tuple(TABLES), top_keys=tuple(WatchFileHead.model_fields))
        head = file.top(WatchFileHead)
        left_out = self._register(file, head)
        tables: dict[str, _Table] = {}
        feeds: list[Feed] = []
        for kind, keys in TABLES.items():
            for index, feed in file.tables(kind, Feed, keys):
                if feed.feed_id in left_out or (address := identify(feed)) in self._addresses:
                    continue
                table = _Table(path, file, kind, index)
                is_valid = table.report_faults(feed)
                self._report_repeated(feed, table, tables.setdefault(address, table))
                if is_valid:
                    self._ids.setdefault(feed.feed_id, table)
                    feeds.append(source_kinds.complete(feed, outlet=find_outlet(feed.url), read=head.read))
        self._addresses.update(tables)
        file.require_valid()
        return tuple(feeds)

    def require_known_exclusions(self) -> None:
        """Raise ConfigError, after the last file, if the main one excludes an id that no included file has."""
        for source_id in self._excluded:
            if self._main and source_id not in self._included:
                message = f"exclude: {self._explain_unknown(source_id)}"
                self._main.report_top("exclude", message, source_id)
        if self._main:
            self._main.require_valid()

    def _explain_unknown(self, source_id: str) -> str:
        if source_id in self._ids:
            return f"{source_id!r} is in this file: remove its table, or write paused = true there"
        advice = suggest(source_id, self._included) or "`newsvane feeds list --all` shows the ids"
        return f"no included file has a source {source_id!r}; {advice}"

    def _register(self, file: TomlConfig, head: WatchFileHead) -> tuple[str, ...]:
        """Remember a file, and return the ids of sources to leave out of it. Report keys that only the main one has."""
        if self._main is None:
            self._main, self._excluded = file, head.exclude
            return ()
        for key in head.model_fields_set & {"include", "exclude"}:
            file.report_top(key, f"{key}: only feeds.toml may have it: move it there")
        self._included.update(*map(file.list_ids, TABLES))
        return self._excluded

    def _report_repeated(self, feed: Feed, table: _Table, same_address: _Table) -> None:
        if same_id := self._ids.get(feed.feed_id):
            taken_by = same_id.describe("id", table.path)
            table.file.report(table.kind, table.index, "id", f"the id {feed.feed_id!r} is taken by {taken_by}")
        elif same_address is not table:
            first = same_address.describe("url", table.path)
            table.file.report(table.kind, table.index, "url", f"repeats the url of {first}")
