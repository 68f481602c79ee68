"""Check the name of an outlet as a person writes it into a watch file or behind a command. Pure."""

from newsvane import urls


def explain_outlet(written: str) -> str:
    """Say why a name is no outlet, and what to write instead; "" if it is one (`urls.outlet`)."""
    is_address = "://" in written
    try:
        meant = urls.outlet(written if is_address else f"https://{written}/")
    except ValueError:
        meant = ""
    if "." not in meant:
        return f'{written!r} is no outlet: write its domain, such as "example.com"'
    if is_address:
        return f'{written!r} is no outlet: write "{meant}"'
    return "" if meant == written else f'{written!r} is no outlet: its articles count as those of "{meant}"; write that'
