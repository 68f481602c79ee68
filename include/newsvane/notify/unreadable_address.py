"""Say why Apprise cannot read an address, and what to write instead. Nothing of it is shown but service and sender."""

import re
from typing import Any

from newsvane.notify.apprise_address import find_service, is_mail, list_services, parse_parts, split_address
from newsvane.similar_names import find_similar

_START = re.compile(r"\s*([a-z0-9]{1,32}):(/{0,2})", re.IGNORECASE)
_OTHER_NAMES = {
    "mail": "mailto",
    "mails": "mailtos",
    "email": "mailto",
    "smtp": "mailto",
    "smtps": "mailtos",
    "http": "json",
    "https": "jsons",
    "webhook": "json",
    "telegram": "tgram",
}
"""What people write for a service, and how Apprise calls it."""

_SERVICES_PAGE = "https://appriseit.com/services/"


def explain_unreadable(url: str) -> str:
    """Return why Apprise cannot read this address."""
    found = _START.match(url)
    service, slashes = (found[1].lower(), found[2]) if found else ("", "")
    kind = find_service(service)
    if kind is None and slashes == "//":
        return _explain_unknown(service)
    if kind is None:
        return "the address must begin with a service, such as mailtos:// or json://"
    if slashes != "//":
        return f"the address must begin with {service}://, with two slashes"
    why = _explain_mail(url) if service in {"mailto", "mailtos"} else ""
    return why or f"{service}:// needs something else after it: write it as on {kind.setup_url}"


def _explain_unknown(service: str) -> str:
    """Say that Apprise knows no such service, and which one was probably meant."""
    similar = find_similar(service, [*_OTHER_NAMES, *list_services()])
    meant = _OTHER_NAMES.get(similar[0], similar[0]) if similar else ""
    advice = f"did you mean {meant}://?" if meant else f"see {_SERVICES_PAGE} for their names"
    return f"{service}:// is no service that Apprise knows; {advice}"


def _explain_mail(url: str) -> str:
    """Return why Apprise cannot read an address of mail; "" if it is none of the usual mistakes."""
    server = re.sub(r"\[[^]]*\]", "", re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0])
    if "@" not in server and re.search(r":(?!\d*$)", server):  # the rest of the password is taken for something else
        return "the server cannot be found in the address: write / as %2F, ? as %3F and # as %23 in user and password"
    parts = split_address(url)
    if is_mail(parse_parts(parts | {"from_addr": "a@a.example"})):
        return _explain_sender(parts)
    mode, modes = parts.get("secure_mode"), sorted(find_service("mailto").template_args["mode"]["values"])
    return f"mode={mode!r} is none of {', '.join(modes)}" if mode and mode not in modes else ""


def _explain_sender(parts: dict[str, Any]) -> str:
    """Say that an address of mail has no sender, which Apprise makes of user and server unless there is a `from`."""
    options = parts["qsd"]
    if written := options.get("from"):
        return f"the sender {written!r} is no mail address: write from=name@domain"
    return f"the sender's address is missing: add {'&' if options else '?'}from=name@domain to it"
