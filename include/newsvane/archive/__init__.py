"""Keep fetched pages in WARC files, and read pages from WARC files, ours or any crawler's.

A page is archived before anything parses it, so that everything made from it can be made again later. A page that is in
a WARC file already is not copied: the lake refers to its record there.

writer: writes our own files. reader: reads one page, knowing where it is. captures: reads a whole file, whatever is
wrong with it. This is the only package that imports warcio.
"""

from newsvane.archive.captures import Capture, is_warc_name, read_captures
from newsvane.archive.reader import is_elsewhere, name_warc_file, read_archived_page
from newsvane.archive.writer import ArchiveWriter

__all__ = [
    "ArchiveWriter",
    "Capture",
    "is_elsewhere",
    "is_warc_name",
    "name_warc_file",
    "read_archived_page",
    "read_captures",
]
