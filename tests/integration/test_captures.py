"""WARC files of any crawler are read to their end, whatever is wrong with them; each record has a page or a reason."""

import gzip
import hashlib
import random
import tracemalloc
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane.archive import Capture, is_warc_name, name_warc_file, read_archived_page, read_captures
from newsvane.archive.captures import MAX_OVERLONG
from newsvane.errors import ArchiveDamaged
from tests.support.warc_files import CAPTURED, Record, pack, write_warc

BODIES = [f"<html><p>Story {number} of the harbour.</p></html>".encode() for number in range(6)]
RECORDS = [Record(f"https://outlet.example/{number}", body) for number, body in enumerate(BODIES)]


def captures(path: Path, start: int = 0, max_bytes: int = 100_000) -> list[Capture]:
    found = read_captures(path, name=name_warc_file(path.parent / "archive", path), max_bytes=max_bytes, start=start)
    return [each for each in found if not each.is_other]


def one(tmp_path: Path, record: Record) -> Capture:
    (found,) = captures(write_warc(tmp_path / "a.warc.gz", [record]))
    return found


@pytest.mark.parametrize("form", ["records", "whole", "plain"])
def test_all_pages_are_read_with_the_time_of_their_capture(tmp_path: Path, form: str) -> None:
    found = captures(write_warc(tmp_path / "a.warc.gz", RECORDS, form=form))
    assert [each.page and (each.page.final_url, each.page.body, each.page.fetched_at) for each in found] == [
        (record.uri, record.body, CAPTURED) for record in RECORDS
    ]


@pytest.mark.parametrize("form", ["records", "whole", "plain"])
def test_reading_goes_on_at_any_record(tmp_path: Path, form: str) -> None:
    path = write_warc(tmp_path / "a.warc.gz", RECORDS, form=form)
    everything = captures(path)
    for number, capture in enumerate(everything):
        assert captures(path, capture.end) == everything[number + 1 :]


@pytest.mark.parametrize("form", ["records", "plain"])
def test_a_page_is_read_again_from_its_file(tmp_path: Path, form: str) -> None:
    path = write_warc(tmp_path / "files" / "a.warc.gz", RECORDS, form=form)
    for capture in captures(path):
        assert capture.page
        assert capture.page.raw
        assert read_archived_page(tmp_path / "archive", capture.page.raw) == capture.page
    path.unlink()
    with pytest.raises(ArchiveDamaged, match="somebody else's archive"):
        read_archived_page(tmp_path / "archive", capture.page.raw)


def test_a_file_of_our_own_archive_keeps_its_name(tmp_path: Path) -> None:
    assert name_warc_file(tmp_path, tmp_path / "2026-11-24" / "a.warc.gz") == "2026-11-24/a.warc.gz"
    assert name_warc_file(tmp_path / "archive", tmp_path / "b.warc") == f"file:{tmp_path}/b.warc"


def test_a_page_in_a_file_compressed_as_a_whole_cannot_be_referred_to(tmp_path: Path) -> None:
    found = captures(write_warc(tmp_path / "a.warc.gz", RECORDS, form="whole"))
    assert {each.page.raw for each in found if each.page} == {None}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Record("https://a.example/", b"<p>", headers="HTTP/1.1 404 Not Found\r\nContent-Type: text/html"), "http_404"),
        (Record("https://a.example/", b"", kind="revisit"), "revisit"),
        (Record("dns:a.example", b"20240305 a.example. 60 A 192.0.2.1", headers=""), "not_http"),
        (Record("https://a.example/", b"no HTTP at all", headers=""), "bad_http"),
        (Record("https://a.example/", b"{}", headers="HTTP/1.1 200 OK\r\nContent-Type: application/json"), "not_html"),
        (Record("https://a.example/", b"<p>", digest="sha1:" + "A" * 32), "digest"),
        (Record("https://a.example/", b"<p>", more="WARC-Truncated: length"), "cut_short"),
        (Record("https://a.example/", b"x" * 200_000), "too_large"),
        (Record("https://a.example/", gzip.compress(b"x" * 200_000),
                headers="HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip"), "too_large"),
    ],
)  # fmt: skip
def test_a_record_without_a_page_has_a_reason(tmp_path: Path, record: Record, reason: str) -> None:
    path = write_warc(tmp_path / "a.warc.gz", [RECORDS[0], record, RECORDS[1]])
    assert [each.reason for each in captures(path)] == ["", reason, ""]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("Content-Encoding: gzip", gzip.compress(BODIES[0])),
        ("Content-Encoding: deflate", zlib.compress(BODIES[0])),
        ("Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODIES[0]), BODIES[0])),
        ("Transfer-Encoding: chunked", BODIES[0]),
        ("Content-Encoding: gzip", BODIES[0]),
    ],
    ids=["gzip", "deflate", "chunked", "said to be chunked", "said to be gzip"],
)
def test_transfer_encodings_are_undone(tmp_path: Path, encoding: str, body: bytes) -> None:
    found = one(
        tmp_path,
        Record("https://a.example/", body, headers=f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{encoding}"),
    )
    assert found.page
    assert found.page.body == BODIES[0]
    assert found.page.raw
    assert read_archived_page(tmp_path, found.page.raw).body == BODIES[0]


def test_the_digest_of_the_decoded_content_is_accepted_in_any_form(tmp_path: Path) -> None:
    for digest in (
        f"sha256:{hashlib.sha256(BODIES[0]).hexdigest()}",
        f"md5:{hashlib.md5(BODIES[0]).hexdigest()}",
        "x:y",
    ):
        assert one(tmp_path, Record("https://a.example/", BODIES[0], digest=digest)).page


@pytest.mark.parametrize("form", ["records", "whole", "plain"])
def test_a_file_that_was_cut_is_read_up_to_the_cut(tmp_path: Path, form: str) -> None:
    whole = pack(RECORDS, form=form)
    path = tmp_path / "a.warc.gz"
    for cut in range(len(whole) // 3, len(whole), 41):
        path.write_bytes(whole[:cut])
        found = captures(path)
        assert all(each.page or each.reason for each in found)
        assert [each.page.body for each in found if each.page] == BODIES[: sum(bool(each.page) for each in found)]


@pytest.mark.parametrize("form", ["records", "plain"])
def test_reading_goes_on_after_a_damaged_part(tmp_path: Path, form: str) -> None:
    written = [pack([each], form=form)[len(pack([], form=form)) :] for each in RECORDS]
    noise = random.Random(5).randbytes(300)
    middle = len(written[2]) // 2
    written[2] = written[2][:middle] + noise + written[2][middle + 300 :] if form == "records" else noise
    path = tmp_path / "a.warc.gz"
    path.write_bytes(pack([], form=form) + b"".join(written))
    found = captures(path)
    assert [each.page.body for each in found if each.page][-3:] == BODIES[3:]
    assert Counter(bool(each.page) for each in found)[False] >= 1
    starts = [each.end for each in found]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    "content", [b"", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"<html>", bytes(5000), b"\x1f\x8b\x08" * 500]
)
def test_a_file_that_is_none_has_no_pages(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.warc.gz").write_bytes(content)
    assert not [each for each in captures(tmp_path / "a.warc.gz") if each.page]


def test_memory_stays_flat(tmp_path: Path) -> None:
    body = b"<p>" + b"words of a long page " * 5_000
    path = write_warc(tmp_path / "a.warc.gz", (Record(f"https://a.example/{n}", body) for n in range(300)))
    tracemalloc.start()
    assert sum(1 for each in read_captures(path, name="x", max_bytes=1_000_000) if each.page) == 300
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * len(body)


def test_names_and_a_date_that_is_none(tmp_path: Path) -> None:
    assert [name for name in ("a.WARC.gz", "a.warc", "a.arc.gz", "a.html", "warc.paths.gz") if is_warc_name(name)] == [
        "a.WARC.gz", "a.warc", "a.arc.gz",
    ]  # fmt: skip
    record = RECORDS[0].to_bytes().replace(b"2024-03-05T14:30:00Z", b"on a tuesday")
    (tmp_path / "a.warc").write_bytes(record)
    assert [each.reason for each in captures(tmp_path / "a.warc")] == ["bad_record"]


def test_an_arc_file_of_2003_is_read(tmp_path: Path) -> None:
    http = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODIES[0]
    head = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
    lines = [
        b"filedesc://a.arc 0.0.0.0 20030115120000 text/plain %d\n%s\n" % (len(head), head),
        b"http://old.example/story 192.0.2.1 20030115120001 text/html %d\n%s\n" % (len(http), http),
    ]
    (tmp_path / "a.arc.gz").write_bytes(b"".join(map(gzip.compress, lines)))
    (found,) = captures(tmp_path / "a.arc.gz")
    assert found.page
    assert (found.page.url, found.page.body.strip(), found.page.fetched_at) == (
        "http://old.example/story", BODIES[0], datetime(2003, 1, 15, 12, 0, 1, tzinfo=UTC),
    )  # fmt: skip


def say_length(record: Record, length: object) -> bytes:
    """Return a record with another length than it has."""
    name, true = b"Content-Length: ", str(len(record.headers) + 4 + len(record.body)).encode()
    return record.to_bytes().replace(name + true, name + str(length).encode())


def write_among_others(path: Path, record: bytes, form: str) -> Path:
    """Write a record between two sound ones."""
    records = [RECORDS[0].to_bytes(), record, RECORDS[1].to_bytes()]
    content = b"".join(map(gzip.compress, records)) if form == "records" else b"".join(records)
    path.write_bytes(gzip.compress(content) if form == "whole" else content)
    return path


@pytest.mark.parametrize("form", ["records", "whole", "plain"])
@pytest.mark.parametrize("kind", ["response", "request", "revisit", "resource", "warcinfo"])
@pytest.mark.parametrize("length", [2**31, 2**63 - 1, 2**63, 10**30, "9" * 5000])
def test_a_record_that_claims_any_length_costs_no_other(tmp_path: Path, form: str, kind: str, length: object) -> None:
    damaged = say_length(Record("https://outlet.example/huge", b"<p>", kind=kind), length)
    found = captures(write_among_others(tmp_path / "a.warc.gz", damaged, form))
    assert [each.page.body for each in found if each.page] == BODIES[:2]
    if length != "9" * 5000:  # which is no number, so the record counts as empty
        assert [each.reason for each in found if not each.page] == ["damaged"]


@pytest.mark.parametrize("form", ["records", "whole", "plain"])
def test_each_record_with_a_wrong_length_is_reported(tmp_path: Path, form: str) -> None:
    wrong = say_length(RECORDS[2], 2**40)
    joined = gzip.compress(wrong) + wrong if form == "records" else wrong + wrong
    found = captures(write_among_others(tmp_path / "a.warc.gz", joined if form != "records" else wrong, form))
    assert sum(each.reason == "damaged" for each in found) == (1 if form == "records" else 2)


@pytest.mark.parametrize("form", ["whole", "plain"])
def test_a_file_of_wrong_lengths_is_not_read_to_its_end_for_each(tmp_path: Path, form: str) -> None:
    wrong = say_length(RECORDS[2], 2**40) * 500
    found = captures(write_among_others(tmp_path / "a.warc.gz", wrong, form))
    assert [each.reason for each in found] == ["", *["damaged"] * MAX_OVERLONG]


@pytest.mark.parametrize(
    "date", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "0000-00-00T00:00:00Z", "20251340999999"]
)
def test_a_date_that_is_none_in_utc_is_the_fault_of_its_record(tmp_path: Path, date: str) -> None:
    record = RECORDS[2].to_bytes().replace(b"2024-03-05T14:30:00Z", date.encode())
    found = captures(write_among_others(tmp_path / "a.warc.gz", record, "records"))
    assert [each.reason for each in found] == ["", "bad_record", ""]


@pytest.mark.parametrize("form", ["records", "whole", "plain"])
@pytest.mark.parametrize("more", ["X-A: " + "b" * 100_000_000, "X-A: b\r\n" * 500_000, "\r\n" * 30_000_000])
def test_headers_without_end_take_little_memory(tmp_path: Path, form: str, more: str) -> None:
    record = RECORDS[2].to_bytes().replace(b"WARC-Target-URI", more.encode() + b"\r\nWARC-Target-URI")
    path = write_among_others(tmp_path / "a.warc.gz", record, form)
    tracemalloc.start()
    found = captures(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [each.page.body for each in found if each.page] == BODIES[:2]
    assert "damaged" in {each.reason for each in found}
    assert peak < 60_000_000


@pytest.mark.parametrize("form", ["records", "whole", "plain"])
@pytest.mark.parametrize("length", [2**63, "none"])
def test_a_damaged_first_record_costs_no_other(tmp_path: Path, form: str, length: object) -> None:
    records = [say_length(RECORDS[2], length), RECORDS[0].to_bytes(), RECORDS[1].to_bytes()]
    content = b"".join(map(gzip.compress, records)) if form == "records" else b"".join(records)
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(content) if form == "whole" else content)
    found = captures(tmp_path / "a.warc.gz")
    assert [each.page.body for each in found if each.page] == BODIES[:2]
    assert [each.page.raw is None for each in found if each.page] == [form == "whole"] * 2


def test_whatever_our_code_does_with_a_record_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(record: object, *, max_bytes: int) -> None:
        if "/1" in record.rec_headers.get_header("WARC-Target-URI"):  # type: ignore[attr-defined]
            raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("newsvane.archive.captures.find_fault", fail)
    found = captures(write_warc(tmp_path / "a.warc.gz", RECORDS[:3]))
    assert [each.reason for each in found] == ["", "unreadable", ""]
