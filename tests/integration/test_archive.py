"""Pages are read from WARC files as they were written; damaged files raise an error that names the damage."""

import gzip
import io
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from newsvane.archive import ArchiveWriter, read_archived_page
from newsvane.errors import ArchiveDamaged
from newsvane.records import Page, Raw

NAME = "2026-11-24/ingest-ab12-003.warc.gz"


def page(body: bytes = b"<p>hello</p>", **changes: object) -> Page:
    values = {
        "url": "http://a.example/x?utm_source=feed",
        "final_url": "https://a.example/x",
        "status": 200,
        "headers": (("Content-Type", "text/html"), ("Vary", "a"), ("Vary", "b")),
        "body": body,
        "fetched_at": datetime(2026, 11, 24, 8, 30, 1, 123456, tzinfo=UTC),
    }
    return Page.model_validate(values | changes)


PAGES = [
    pytest.param(page(), id="plain"),
    pytest.param(page(b""), id="empty"),
    pytest.param(page(status=304, headers=(("ETag", '"1"'),)), id="not modified"),
    pytest.param(page(bytes(range(256)) * 5000), id="binary"),
    pytest.param(page(b"HTTP/1.1 200 OK\r\n\r\nWARC/1.1\r\n\r\n"), id="looks like a record"),
    pytest.param(page(headers=(("Content-Encoding", "gzip"), ("transfer-encoding", "chunked"))), id="came compressed"),
    pytest.param(page(headers=(("Content-Length", "3"),)), id="wrong length"),
    pytest.param(page(headers=(("X-Empty", ""), ("X-Colon", ": a: b"))), id="odd headers"),
    pytest.param(page(headers=()), id="no headers"),
    pytest.param(page(url="http://a.example/کوه"), id="address beyond ASCII"),
    pytest.param(page(fetched_at=datetime(2026, 11, 24, tzinfo=UTC)), id="on the second"),
]


@pytest.mark.parametrize("original", PAGES)
def test_a_page_comes_back_the_same(tmp_path: Path, original: Page) -> None:
    with ArchiveWriter(tmp_path, NAME) as archive:
        archive.write(page(b"before"))
        raw = archive.write(original)
        archive.write(page(b"after"))
    assert read_archived_page(tmp_path, raw) == original.model_copy(update={"raw": raw})
    assert raw.file == NAME


def test_headers_cannot_forge_a_record(tmp_path: Path) -> None:
    evil = page(url="http://a.example/\r\n\r\nWARC/1.1", headers=(("X", "a\r\nContent-Length: 1"),))
    with ArchiveWriter(tmp_path, NAME) as archive:
        raw = archive.write(evil)
    back = read_archived_page(tmp_path, raw)
    assert (back.body, len(back.headers), back.url) == (evil.body, 1, "http://a.example/ WARC/1.1")


def test_headers_beyond_ascii_are_percent_encoded(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, NAME) as archive:
        raw = archive.write(page(headers=(("X-Name", "caf\xe9"),)))
    assert read_archived_page(tmp_path, raw).header("x-name") == "caf%C3%A9"


def test_any_warc_tool_can_read_it(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, NAME) as archive:
        archive.write(page(headers=(("Content-Encoding", "gzip"),)))
    with (tmp_path / NAME).open("rb") as file:
        records = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in ArchiveIterator(file)
        ]
    assert records[0][0] == "warcinfo"
    assert records[1:] == [("response", "https://a.example/x", b"<p>hello</p>")]


def test_a_rerun_replaces_the_file(tmp_path: Path) -> None:
    for body in (b"first " * 100, b"second"):
        with ArchiveWriter(tmp_path, NAME) as archive:
            raw = archive.write(page(body))
    assert read_archived_page(tmp_path, raw).body == b"second"
    assert [path.name for path in (tmp_path / NAME).parent.iterdir()] == [Path(NAME).name]


def test_nothing_to_write_leaves_no_file(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, NAME):
        pass
    assert not list(tmp_path.iterdir())


def test_an_error_leaves_the_file_that_was(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, NAME) as archive:
        raw = archive.write(page(b"kept"))
    with pytest.raises(RuntimeError), ArchiveWriter(tmp_path, NAME) as archive:
        archive.write(page(b"lost"))
        raise RuntimeError
    assert read_archived_page(tmp_path, raw).body == b"kept"
    assert len(list((tmp_path / NAME).parent.iterdir())) == 1


def test_a_run_that_lingers_cannot_land_after_its_rerun(tmp_path: Path) -> None:
    with (
        pytest.raises(ArchiveDamaged, match="another run with the same name"),
        ArchiveWriter(tmp_path, NAME) as lingering,
    ):
        lingering.write(page(b"late"))
        with ArchiveWriter(tmp_path, NAME) as rerun:
            raw = rerun.write(page(b"good"))
    assert read_archived_page(tmp_path, raw).body == b"good"


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def _text(path: Path) -> None:
    path.write_bytes(gzip.compress(b"no record at all\r\n" * 50))


def _unlink(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE = [
    pytest.param(_unlink, "missing", id="missing"),
    pytest.param(_cut, "digest", id="cut short"),
    pytest.param(_empty, "unreadable", id="empty"),
    pytest.param(_noise, "unreadable", id="noise"),
    pytest.param(_text, "unreadable", id="gzip of something else"),
    pytest.param(_folder, "unreadable", id="a folder"),
]


@pytest.mark.parametrize(("damage", "reason"), DAMAGE)
def test_damage_is_named(tmp_path: Path, damage: Callable[[Path], None], reason: str) -> None:
    with ArchiveWriter(tmp_path, NAME) as archive:
        archive.write(page(b"before"))
        raw = archive.write(page(bytes(range(256)) * 4))
    damage(tmp_path / NAME)
    with pytest.raises(ArchiveDamaged, match="ingest-ab12-003") as caught:
        read_archived_page(tmp_path, raw)
    assert caught.value.reason == reason


@pytest.mark.parametrize("offset", [1, 7, 100_000])
def test_wrong_offset_is_named(tmp_path: Path, offset: int) -> None:
    with ArchiveWriter(tmp_path, NAME) as archive:
        raw = archive.write(page())
    with pytest.raises(ArchiveDamaged):
        read_archived_page(tmp_path, raw.model_copy(update={"offset": offset}))


def test_another_page_in_its_place_is_named(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, NAME) as archive:
        raw, other = archive.write(page(b"one")), archive.write(page(b"two"))
    with pytest.raises(ArchiveDamaged, match="differs from what was archived"):
        read_archived_page(tmp_path, raw.model_copy(update={"offset": other.offset}))


def test_a_warcinfo_is_no_page(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, NAME) as archive:
        raw = archive.write(page())
    with pytest.raises(ArchiveDamaged):
        read_archived_page(tmp_path, raw.model_copy(update={"offset": 0}))


def test_nothing_outside_the_archive_is_read(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path / "a", NAME) as archive:
        raw = archive.write(page())
    shutil.copy(tmp_path / "a" / NAME, tmp_path / "secret")
    with pytest.raises(ArchiveDamaged, match="outside of the archive"):
        read_archived_page(tmp_path / "a", Raw(file="../secret", offset=raw.offset, digest=raw.digest))


def test_records_stand_alone(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, NAME) as archive:
        archive.write(page(b"before"))
        raw = archive.write(page(b"alone"))
    rest = (tmp_path / NAME).read_bytes()[raw.offset :]
    assert b"alone" in gzip.GzipFile(fileobj=io.BytesIO(rest)).read()
