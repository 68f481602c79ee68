"""Repair text that was encoded as UTF-8 twice (`CafÃ©`, `itâ€™s`), but only if that is certain."""

import re

MIN_SEQUENCES = 3
"""This many sequences in a row, or on a page without other non-ASCII characters, do not occur by chance."""

_BYTE_OF = {bytes([n]).decode("cp1252", "ignore") or chr(n): n for n in range(0x80, 0x100)} | {
    chr(n): n for n in range(0x80, 0xA0)
}
_NEXT = f"[{re.escape(''.join(character for character, byte in _BYTE_OF.items() if byte < 0xC0))}]"
_SEQUENCE = f"[Â-Û]{_NEXT}|[à-ï]{_NEXT}{_NEXT}|[ð-ô]{_NEXT}{_NEXT}{_NEXT}"
_RUN = re.compile(f"(?:{_SEQUENCE})+")
_CERTAIN = re.compile(f"â[€\x80]{_NEXT}|(?:{_SEQUENCE}){{{MIN_SEQUENCES}}}")
_NEXT_ENCODED = rb"(?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2[\x80\x82\x84].)"
_ENCODED_SEQUENCE = re.compile(rb"\xc3(?:[\x82-\x9b]%b|[\xa0-\xb4]%b%b)" % ((_NEXT_ENCODED,) * 3))
_ENCODED_QUOTE = "â€".encode()
_TO_LATIN_1 = str.maketrans({character: chr(byte) for character, byte in _BYTE_OF.items()})


def repair_double_encoding(text: str, encoded: bytes) -> str:
    """Return the text repaired, or unchanged if it is not certain that it was encoded twice.

    `encoded`: the same text as UTF-8 bytes. Searching them first is a fast way to skip pages without such sequences.
    """
    has_sequences = encoded.count(b"\xc3") >= MIN_SEQUENCES and len(_ENCODED_SEQUENCE.findall(encoded)) >= MIN_SEQUENCES
    if not has_sequences and _ENCODED_QUOTE not in encoded:
        return text
    runs = [run[0] for run in _RUN.finditer(text)]
    repaired = {run: decoded for run in set(runs) if (decoded := _decode_run(run))}
    covered = sum(len(run) for run in runs if run in repaired)
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    is_all = len(re.findall(_SEQUENCE, "".join(runs))) >= MIN_SEQUENCES and covered >= 0.98 * beyond_ascii
    if not (is_all or any(map(_CERTAIN.search, repaired))):
        return text
    return _RUN.sub(lambda run: repaired.get(run[0], run[0]), text)


def _decode_run(run: str) -> str | None:
    try:
        return run.translate(_TO_LATIN_1).encode("latin-1").decode("utf-8")
    except ValueError:
        return None
