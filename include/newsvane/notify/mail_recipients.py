"""Find the recipients in the address of a mail channel that get no mail, because Apprise leaves them out silently."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from newsvane.notify.address_text import Option, is_clear, list_options
from newsvane.notify.apprise_address import split_address

_OPTIONS = ("to", "cc", "bcc", "reply")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_SEPARATORS = re.compile(r"[,;\r\n]")
_BRACKETED = re.compile(r"<([^<>]*)>")
_HOST_LIKE = re.compile(r"[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,}){2,}")
"""A word such as anna.mail.example, which is no part of a name such as U.N. or St.Gallen."""

_ONE_IN_THE_PATH = "one of the recipients in the path"


def find_recipient_mistakes(channel: Any, url: str) -> list[str]:
    """Return what is wrong with the recipients in an address that Apprise reads as `channel`.

    Recipients in options are named. Nothing is named that may be a part of a password.
    """
    options = list_options(url)
    named = list_left_out(channel, url)
    wrong = [repr(each) for each in named] if is_clear(url) else ["one of the recipients"] * bool(named)
    wrong += [_ONE_IN_THE_PATH] * _has_wrong_path(channel, url)
    them = "them as mail addresses" if len(wrong) > 1 else "it as a mail address"
    remedy = "write name@domain, with commas between several"
    mistakes = [f"no mail goes to {', '.join(wrong)}: Apprise cannot read {them}; {remedy}"] * bool(wrong)
    if not channel.targets and not wrong:
        mistakes.append("there is no recipient: add to=name@domain")
    if any(map(_continues_password, options)):
        mistakes.append("an option has no name: in a password, write ; as %3B and & as %26")
    return [*mistakes, *(f"{each}= is there more than once, and only the last counts: write one {each}=, with commas "
                         "between its recipients" for each in _list_repeated(options))]  # fmt: skip


def list_left_out(channel: Any, url: str) -> list[str]:
    """Return the recipients, as written in the options of an address, to whom no mail goes.

    They may be shown only if the address `is_clear`. Recipients in its path are not among them: they may be a part of a
    password.
    """
    options = list_options(url)
    last = {option.name: option.value for option in options if option.name in _OPTIONS}
    continued = [option.value for option in options if option.after in _OPTIONS and "@" in option.value]
    named = dict.fromkeys(address for text in (*last.values(), *continued) for address in _split(text))
    kept = _list_kept(channel)
    return [address for address in named if _plain(address) not in kept]


def _continues_password(option: Option) -> bool:
    """Return whether an option is probably the rest of a password with a raw ; or &."""
    return not option.name and option.after not in _OPTIONS and (option.after == "pass" or "@" in option.value)


def _has_wrong_path(channel: Any, url: str) -> bool:
    """Return whether the path of an address has something to which no mail goes."""
    parts = split_address(url)
    to = parts.get("qsd", {}).get("to")
    targets = parts.get("targets", [])
    in_path = targets[:-1] if to else targets
    kept = _list_kept(channel)
    return any(_plain(address) not in kept for text in in_path for address in _split(text))


def _list_kept(channel: Any) -> set[str]:
    """Return the recipients that get mail, in lower case."""
    addresses = [address for _, address in channel.targets]
    return {address.lower() for address in (*addresses, *channel.cc, *channel.bcc, *channel.reply_to)}


def _plain(address: str) -> str:
    """Return an address in lower case, without what may stand around it in a text: (mailto:anna@a.example)."""
    return address.strip("()[]<>\"'.?!").rpartition(":")[2].lower()


def _list_repeated(options: Sequence[Option]) -> list[str]:
    """Return the names of options with recipients that are there more than once."""
    names = [option.name for option in options]
    return [each for each in _OPTIONS if names.count(each) > 1]


def _split(text: str) -> Iterator[str]:
    """Yield the addresses in a list such as `Anna <anna@a.example>, ben@b.example`, also those that cannot be any."""
    has_names = "<" in text
    for piece in filter(str.strip, _SEPARATORS.split(_QUOTED.sub(" ", text))):
        if bracketed := _BRACKETED.findall(piece):
            yield from (address.strip() for address in bracketed)  # the words before it are a name
        elif "@" in piece or has_names:  # Lopez, Anna <anna@a.example> is a name with a comma
            yield from (word for word in piece.split() if "@" in word.strip("@") or _HOST_LIKE.fullmatch(word))
        else:
            yield piece.strip()
