"""Find the recipients in the address of a mail channel that get no mail, because Apprise leaves them out silently."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from newsvane.notify.apprise_address import split_address

_OPTIONS = ("to", "cc", "bcc", "reply")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_SEPARATORS = re.compile(r"[,;\r\n]")
_BRACKETED = re.compile(r"<([^<>]*)>")


def find_recipient_mistakes(channel: Any, url: str) -> list[str]:
    """Return what is wrong with the recipients in an address that Apprise reads as `channel`. Recipients are named."""
    wrong = ", ".join(map(repr, list_left_out(channel, url)))
    verb = "are no mail addresses" if "', '" in wrong else "is no mail address"
    left_out = [f"{wrong} {verb}, so no mail goes there: write name@domain, with commas between several"] * bool(wrong)
    return [*left_out, *(f"{each}= is there more than once, and only the last counts: write one {each}=, with commas "
                         "between its recipients" for each in _list_repeated(url))]  # fmt: skip


def list_left_out(channel: Any, url: str) -> list[str]:
    """Return the recipients, as written in an address that Apprise reads as `channel`, to whom no mail goes."""
    parts = split_address(url)
    options = parts.get("qsd", {})
    written = [*parts.get("targets", ()), *(parts.get(name) or "" for name in ("cc", "bcc", "reply_to"))]
    written += [name for name, value in options.items() if "@" in name and not value]  # they came after a semicolon
    kept = {address.lower() for _, address in channel.targets} | {
        address.lower() for address in (*channel.cc, *channel.bcc, *channel.reply_to)
    }
    named = dict.fromkeys(address for text in written for address in _split(text))
    return [address for address in named if address.rstrip(".").lower() not in kept]


def _list_repeated(url: str) -> Iterable[str]:
    """Return the options with recipients that an address has more than once."""
    names = re.findall(r"[?&;]([a-z]+)=", url, re.IGNORECASE)
    return [each for each in _OPTIONS if [name.lower() for name in names].count(each) > 1]


def _split(text: str) -> Iterator[str]:
    """Yield the addresses in a list such as `Anna <anna@a.example>, ben@b.example`, also those that cannot be any."""
    has_names = "<" in text
    for piece in _SEPARATORS.split(_QUOTED.sub(" ", text)):
        words = [word for word in piece.split() if "@" in word or "." in word.strip(".")]
        if bracketed := _BRACKETED.findall(piece):
            yield from (address.strip() for address in bracketed)  # the words before it are a name
        elif words:
            yield from words
        elif piece.strip() and not has_names:  # else it may be part of a name: Lopez, Anna <anna@a.example>
            yield piece.strip()
