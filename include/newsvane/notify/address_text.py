"""Split an address as it is written, and say whether the password in it may have been split, too. Pure."""

import re
from typing import NamedTuple
from urllib.parse import unquote

_START = re.compile(r"\s*[^:\s]+:[/\\]+")
_CLEAR = re.compile(r"[^@/?#]*(?:@+[^@/?#]*)?(?:/[^@?#]*)?(?:\?[^@?=]*(?:=[^?]*)?)?")


class Option(NamedTuple):
    """An option of an address. `after`: the name of the option before it, whose value it may continue."""

    name: str
    value: str
    after: str


def is_clear(url: str) -> bool:
    """Return whether server and options of an address can only be what they seem to be, so that they may be shown.

    A password with a raw @, /, ? or # has an @ where such an address has none: a part of it looks like the server, a
    recipient or an option. Some correct addresses are not clear, such as those with recipients in the path.
    """
    return bool(_CLEAR.fullmatch(_strip_start(url)))


def has_raw_at(url: str) -> bool:
    """Return whether an address has a raw @ in its user or password: its server may be a part of the password."""
    authority = re.split("[/?#]", _strip_start(url), maxsplit=1)[0]
    return len(re.findall("@+", authority)) > 1 and ":" in authority.rpartition("@")[0]


def has_unescaped_password(url: str) -> bool:
    """Return whether an address of mail very probably has a raw @, /, ? or # in its user or password."""
    before, _, options = _strip_start(url).partition("?")
    place, hash_sign, fragment = before.partition("#")
    authority = re.sub(r"\[[^]]*\]", "", place.partition("/")[0])
    if "@" not in authority and re.search(r":(?!\s*\d*\s*$)", authority):
        return True  # user:pa of user:pa/ss@server
    continues = re.match(r"[^=]*@[^=]*\?", options)  # ss@server?to of user:p@ss?ss@server?to=
    return has_raw_at(url) or bool(hash_sign and "@" in fragment) or bool(continues)


def list_options(url: str) -> list[Option]:
    """Return the options of an address, as Apprise splits them. One without a name has the name ""."""
    found: list[Option] = []
    after = ""
    for written in re.split("[&;]", _strip_start(url).partition("?")[2]):
        name, equals, value = written.partition("=")
        if equals:
            after = unquote(name).lower().strip()
            found.append(Option(after, unquote(value).strip(), ""))
        elif name.strip():
            found.append(Option("", unquote(name).strip(), after))
    return found


def _strip_start(url: str) -> str:
    """Return an address without its service and the slashes after it."""
    return _START.sub("", url, count=1).strip()
