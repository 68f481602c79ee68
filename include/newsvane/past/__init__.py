"""What is special about pages of the past: lists of their addresses, archives that captured them, and their times.

leads: an address to read. address_lists: lists of addresses in several formats. wayback: the index and the captures of
a Wayback Machine. dating: when an article of the past appeared. Pure.
"""

from newsvane.past.address_lists import parse_addresses
from newsvane.past.dating import date_article
from newsvane.past.leads import Lead, NoLead
from newsvane.past.wayback import build_index_url, parse_index, require_asked, unwrap_capture

__all__ = [
    "Lead", "NoLead", "build_index_url", "date_article", "parse_addresses", "parse_index", "require_asked",
    "unwrap_capture",
]  # fmt: skip
