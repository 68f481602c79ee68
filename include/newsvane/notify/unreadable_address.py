"""Say why Apprise cannot read an address, and what to write instead.

Nothing of it is shown but the service and, if no password can be meant, sender and mode.
"""

import re
from typing import Any

from newsvane.notify.address_text import has_unescaped_password, is_clear
from newsvane.notify.apprise_address import find_service, is_mail, list_services, parse_parts, split_address
from newsvane.similar_names import find_misspelt

_START = re.compile(r"\s*([a-z0-9]{1,32}):(/{0,2})", re.IGNORECASE)
OTHER_NAMES = {
    "mail": "mailto",
    "mails": "mailtos",
    "email": "mailto",
    "smtp": "mailto",
    "smtps": "mailtos",
    "gmail": "mailtos",
    "http": "json",
    "https": "jsons",
    "webhook": "json",
    "telegram": "tgram",
    "teams": "workflows",
    "msteams": "workflows",
    "mattermost": "mmost",
    "outlook": "o365",
    "office365": "o365",
    "rocketchat": "rocket",
    "googlechat": "gchat",
    "nextcloud": "ncloud",
    "pushover": "pover",
    "pushbullet": "pbul",
    "homeassistant": "hassio",
}
"""What people write for a service, and how Apprise calls it."""

_MIN_MISSPELT = 4
"""Letters of the shortest name that is taken for a misspelt one: sms is not smsc."""

_SERVICES_PAGE = "https://appriseit.com/services/"

SERVER_NOT_FOUND = (
    "the server cannot be found in the address: "
    "write / as %2F, ? as %3F and # as %23 in user and password, and @ as %40"
)


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
    if not kind.enabled:
        return _explain_disabled(service, kind)
    why = _explain_mail(url) if service in {"mailto", "mailtos"} else ""
    return why or f"{service}:// needs something else after it: write it as on {kind.setup_url}"


def _explain_unknown(service: str) -> str:
    """Say that Apprise knows no such service, and which one was probably meant."""
    meant = _find_meant(service)
    advice = f"did you mean {meant}://?" if meant else f"see {_SERVICES_PAGE} for their names"
    return f"{service}:// is no service that Apprise knows; {advice}"


def _find_meant(service: str) -> str:
    """Return the service whose name this is in other words or misspelt, "" if it is like none."""
    if len(service) < _MIN_MISSPELT:
        return ""
    names = [*OTHER_NAMES, *list_services()]
    swapped = [each for each in names if sorted(each) == sorted(service)]  # mial
    similar = swapped[0] if swapped else find_misspelt(service, names)
    return OTHER_NAMES.get(similar, similar)


def _explain_disabled(service: str, kind: Any) -> str:
    """Say that Apprise needs something for a service that is not installed."""
    needed = kind.requirements.get("packages_required") or []
    listed = [needed] if isinstance(needed, str) else needed
    packages = [re.split(r"[\s<>=!~;\[]", each, maxsplit=1)[0] for each in listed]
    if not packages:
        return f"{service}:// cannot be used on this machine: see {kind.setup_url}"
    return f"{service}:// needs the Python package{'s' if len(packages) > 1 else ''} {', '.join(packages)}"


def _explain_mail(url: str) -> str:
    """Return why Apprise cannot read an address of mail; "" if it is none of the usual mistakes."""
    if has_unescaped_password(url):
        return SERVER_NOT_FOUND
    parts = split_address(url)
    if is_mail(parse_parts(parts | {"from_addr": "a@a.example"})):
        return _explain_sender(parts, shown=is_clear(url))
    mode, modes = parts.get("secure_mode"), sorted(find_service("mailto").template_args["mode"]["values"])
    if not mode or mode in modes:
        return ""
    return f"{f'mode={mode!r}' if is_clear(url) else 'mode='} is none of {', '.join(modes)}"


def _explain_sender(parts: dict[str, Any], *, shown: bool) -> str:
    """Say that an address of mail has no sender, which Apprise makes of user and server unless there is a `from`."""
    options = parts["qsd"]
    if written := options.get("from"):
        return f"the sender {f'{written!r} ' if shown else ''}is no mail address: write from=name@domain"
    return f"the sender's address is missing: add {'&' if options else '?'}from=name@domain to it"
