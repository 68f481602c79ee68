"""Look for texts in every file of a home and of a bucket, to prove that they are gone.

Files are read as they are, and also as what they contain: gzip (WARC), Parquet, DuckDB and SQLite. The passages are
held in memory only.
"""

import gzip
import re
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from newsvane import lake, storage
from newsvane.archive_mentions import MIN_LETTERS, Mentions, encode
from newsvane.errors import LakeError
from newsvane.records import Record
from newsvane.settings import Settings

MAX_PASSAGES = 300
"""How many passages are looked for at most. Each file is searched for each of them."""
PASSAGES_PER_ARTICLE = 6
WORDS_PER_PASSAGE = 7
MAX_TITLES = 300
"""How many titles are looked for wherever they stand in a page. Each page is searched for each of them."""
_BLOCK_BYTES = 4 * 2**20
_OVERLAP = 4096
"""A passage is shorter than this in every encoding, so none is missed between two blocks."""
_PLAIN = re.compile(r"[^\"'\\<>&\n‘’‚“”„«»–—…\xa0]+")
"""A part of a text that JSON, HTML and SQL write as it is, apart from its encoding."""
_TABULAR = {".parquet": "parquet", ".duckdb": "duckdb", ".sqlite": "sqlite"}


class Scan(Record):
    """The result. `files`: how many were read. `found`: those that contain a passage. `unread`: that could not be read,
    with the reason. `rows`: those of the lake that contain a passage: table, id and address.
    """

    files: int
    passages: int
    found: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The result in words."""
        unread = f"; {len(self.unread)} could not be read: {'; '.join(self.unread[:5])}" if self.unread else ""
        if self.found:
            more = f" and {len(self.found) - 20:,} more" if len(self.found) > 20 else ""
            return f"{len(self.found)} of {self.files:,} files contain it: {', '.join(self.found[:20])}{more}{unread}"
        passages = f"{self.passages} passages" if self.passages > 1 else "the text"
        return f"{self.files:,} files scanned for {passages}, none contains it{unread}"


def choose_passages(articles: Iterable[lake.FoundArticle], kept: Iterable[lake.FoundArticle]) -> list[str]:
    """Return distinctive passages of articles: titles, and a few runs of words from each text, evenly spread.

    `kept`: copies that stay. What they say as well is left out. If nothing else is left, the addresses are returned.
    """
    passages = dict[str, None]()
    articles = list(articles)
    others = "\n".join(text for each in kept for text in (each.title, *each.texts))
    for article in articles:
        cuts = [*_cut(article.title, 1), *(cut for text in article.texts for cut in _cut(text, PASSAGES_PER_ARTICLE))]
        passages |= dict.fromkeys(cut for cut in cuts if cut not in others)
        if len(passages) > MAX_PASSAGES:
            break
    return list(passages or [each.canonical_url for each in articles])[:MAX_PASSAGES]


def list_mentions(
    connection: lake.Connection, articles: Sequence[lake.FoundArticle], entries: Iterable[lake.FoundEntry]
) -> Mentions:
    """Return the titles and addresses of articles as other pages may have them. `entries`: what led to them."""
    listed = defaultdict[str, set[str]](set)
    for entry in entries:
        listed[entry.article_id].add(entry.url)
    titles = sorted({each.title for each in articles} - {""})[:MAX_TITLES]
    taken = lake.find_taken_titles(connection, titles, [each.article_id for each in articles])
    own = [each for each in titles if each not in taken]
    return Mentions(((each.title, each.urls | listed[each.article_id]) for each in articles), own)


def scan(settings: Settings, passages: Sequence[str], *, on_done: Callable[[], None] = lambda: None) -> Scan:
    """Look for passages in every file of the home, of the bucket, and of a catalog in PostgreSQL."""
    needles = [each for passage in passages for each in encode(passage)]
    files, found, unread = 0, list[str](), list[str]()
    for name, path in _list_everything(settings):
        try:
            is_found = _is_in(path, passages, needles)
        except (OSError, EOFError, zlib.error, LakeError) as error:
            if isinstance(error, FileNotFoundError):  # it has just been removed by others
                continue
            unread.append(f"{name} ({error})")
            is_found = False
        files += 1
        if is_found:
            found.append(name)
        on_done()
    if not settings.is_embedded:
        found += lake.find_in_catalog(settings, passages)
    rows = _find_rows(settings, passages) if found else ()
    return Scan(files=files, passages=len(passages), found=tuple(found), unread=tuple(unread), rows=rows)


def _find_rows(settings: Settings, passages: Sequence[str]) -> tuple[str, ...]:
    """Return which rows of the lake contain a passage, so that they can be forgotten, too."""
    if not lake.exists(settings):
        return ()
    with lake.open_shared(settings) as connection:
        return tuple(lake.find_rows(connection, passages))


def _cut(text: str, number: int) -> Iterator[str]:
    """Yield up to `number` runs of words from a text that any file would contain unchanged."""
    parts = [words for part in _PLAIN.findall(text) if (words := part.split())]
    runs = [
        " ".join(words[start : start + WORDS_PER_PASSAGE])
        for words in parts
        for start in range(0, max(1, len(words) - WORDS_PER_PASSAGE + 1), WORDS_PER_PASSAGE)
    ]
    long = [run for run in runs if len(run) >= MIN_LETTERS and "://" not in run]
    step = max(1, len(long) // max(1, number))
    yield from long[::step][:number]


def _list_everything(settings: Settings) -> Iterator[tuple[str, storage.StoragePath]]:
    roots: list[storage.StoragePath] = [settings.home]
    if settings.is_embedded and not settings.catalog_path.is_relative_to(settings.home):
        roots.append(settings.lake_path)
    if not settings.published_path.is_relative_to(settings.home):
        roots.append(settings.published_path)
    if settings.store:
        roots.append(storage.s3_path(settings.store))
    for root in roots:
        if isinstance(root, Path) and root.is_file():
            yield str(root), root
            continue
        for file in list(storage.list_files(root)):
            yield f"{root}/{file.path}", root / file.path


def _is_in(path: storage.StoragePath, passages: Sequence[str], needles: Sequence[bytes]) -> bool:
    if not isinstance(path, Path):
        with tempfile.NamedTemporaryFile(suffix=path.suffix) as copy:
            with path.open("rb") as file:
                while block := file.read(_BLOCK_BYTES):
                    copy.write(block)
            copy.flush()
            return _is_in(Path(copy.name), passages, needles)
    with path.open("rb") as file:
        if _contains(iter(lambda: file.read(_BLOCK_BYTES), b""), needles):
            return True
    if path.suffix == ".gz":
        with gzip.open(path) as unpacked:
            return _contains(iter(lambda: unpacked.read(_BLOCK_BYTES), b""), needles)
    kind = _TABULAR.get(path.suffix)
    return kind is not None and lake.is_in_file(path, kind, passages)


def _contains(blocks: Iterator[bytes], needles: Sequence[bytes]) -> bool:
    tail = b""
    for block in blocks:
        content = tail + block
        if any(needle in content for needle in needles):
            return True
        tail = content[-_OVERLAP:]
    return False
