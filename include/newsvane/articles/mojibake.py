"""Text that was encoded as UTF-8 twice (`CafÃ©`, `itâ€™s`) -> as it was meant, only where that is certain."""

import re

SEQUENCES = 3
"""So many in a row, or in a page that has nothing else beyond ASCII, do not come about by chance."""

_BYTES = {bytes([n]).decode("cp1252", "ignore") or chr(n): n for n in range(0x80, 0x100)} | {
    chr(n): n for n in range(0x80, 0xA0)
}
_NEXT = f"[{re.escape(''.join(sign for sign, byte in _BYTES.items() if byte < 0xC0))}]"
_SEQUENCE = f"[Â-Û]{_NEXT}|[à-ï]{_NEXT}{_NEXT}|[ð-ô]{_NEXT}{_NEXT}{_NEXT}"
_RUN = re.compile(f"(?:{_SEQUENCE})+")
_CERTAIN = re.compile(f"â[€\x80]{_NEXT}|(?:{_SEQUENCE}){{{SEQUENCES}}}")
_NEXT_ENCODED = rb"(?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2[\x80\x82\x84].)"
_HINT = re.compile(rb"\xc3(?:[\x82-\x9b]%b|[\xa0-\xb4]%b%b)" % ((_NEXT_ENCODED,) * 3))
_QUOTE = "â€".encode()
_TABLE = str.maketrans({sign: chr(byte) for sign, byte in _BYTES.items()})


def undouble(text: str, encoded: bytes) -> str:
    """The text repaired; `encoded` is its UTF-8, in which the usual page is told from others in no time."""
    if len(_HINT.findall(encoded)) < SEQUENCES and _QUOTE not in encoded:
        return text
    runs = [run[0] for run in _RUN.finditer(text)]
    repaired = {run: meant for run in set(runs) if (meant := _meant(run))}
    covered = sum(len(run) for run in runs if run in repaired)
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    alone = len(re.findall(_SEQUENCE, "".join(runs))) >= SEQUENCES and covered >= 0.98 * beyond
    if not (alone or any(map(_CERTAIN.search, repaired))):
        return text
    return _RUN.sub(lambda run: repaired.get(run[0], run[0]), text)


def _meant(run: str) -> str | None:
    try:
        return run.translate(_TABLE).encode("latin-1").decode("utf-8")
    except ValueError:
        return None
