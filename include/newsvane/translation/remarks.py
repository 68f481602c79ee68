"""Decide whether a line that says nothing else remarks that a machine brought the page into its language.

Unlike the sentences of notice_grammar.py, a remark need not say "translated", and some of its words may be unknown:
"In English by Gemini, from the Latvian", "A program carried this interview over into Turkish".

For the letters of a row, see notice_grammar.py. Here "s" and "i" are languages whose ending means "from" and "into".
"""

import re
from collections.abc import Sequence

from newsvane.translation.named_languages import VERSION_WORD, find_direction
from newsvane.translation.notice_grammar import HEADING, MAX_LABEL_LENGTH, is_affirmed
from newsvane.translation.rows import read_row
from newsvane.translation.tokens import Token
from newsvane.translation.vocabulary import OWN_LANGUAGE, POSTPOSITIONS, VERB_LAST, fold, phrases

MAX_UNKNOWN = 4
"""The maximum number of unknown words in the part of a remark that says what the machine did."""
MAX_UNKNOWN_IN_TEXT = 3
"""The maximum number of unknown words in a remark that is a paragraph of the text."""
MAX_UNKNOWN_BEFORE = 2
"""How many unknown words may stand before what the machine did; in "the minister claimed that this letter" three do."""

_GAP = '[^.:"ZHKY]{0,10}?'
_TARGET = "(?:IF{0,2}L|LF?I|i)"
_SOURCE = "(?:SF{0,2}L|LF?S|s)"
_FROM_TO = rf"{_SOURCE}(?:[FI]{{0,2}}L|{_GAP}[PVG])"
_FROM_INTO = rf"(?:{_SOURCE}(?:F{{0,2}}I?F{{0,2}}[Li])?|L[FI/]{{1,2}}L)"
"""A direction at the beginning of a label: "From Russian into English", "English to Dutch"."""
_ONE_UNKNOWN = "(?:^|,)(?![^X,]*X[^X,]*X)"
"""A verb: "a program carried this interview over into Turkish"."""
_DIRECTION = re.compile(f"{_TARGET}|{_SOURCE}")
_WITH_DIRECTION = [
    re.compile(pattern)
    for pattern in (
        rf"[VT]{_GAP}[MNB]",
        rf"[MNB]{_GAP}[VT]",
        rf'(?<!O){_TARGET}[^.:"ZHKYO]{{0,10}}?[MN]|[PV]{_GAP}{_SOURCE}{_GAP}[MN]',
        rf"[PL]{_GAP}[MN]H?{_GAP}{_SOURCE}",
        rf"{_ONE_UNKNOWN}[^X]{{0,12}}?(?:[DP][^X]{{0,8}}?[MN]|[MN]{_GAP}[DP]){_GAP}(?:{_TARGET}|{_FROM_TO})",
        rf"[MN]F?G{{1,2}}F?P{_SOURCE}(?=$|[,./])",
        rf"{_SOURCE}O?[F,]?D?F?PG{{1,2}}F{{0,2}}[MN]",
        rf"G[FI]{{0,2}}{_SOURCE}[FIL]{{0,4}}M(?=$|[,./])",
        rf"^[F/]{{0,2}}{_FROM_INTO}[FPOS,:/]{{0,4}}(?:(?:G|F?X)[FS]{{0,3}})?W?[MN][MNW]{{0,2}}F?(?=$|[,./RU])",
    )
]
"""Shapes of remarks that name the language of the page or of the original."""
_WITHOUT_DIRECTION = [
    re.compile(pattern)
    for pattern in (
        rf"V{_GAP}[MNB]",
        rf"[MNB]{_GAP}V",
        rf"T{_GAP}G{_GAP}[MNB]|T{_GAP}[MNB]{_GAP}G",
        rf"[MNB]{_GAP}G{_GAP}T|G{_GAP}[MNB]{_GAP}T|(?<!H)(?<!HF)G{_GAP}T{_GAP}[MNB]|G{_GAP}T{_GAP}D{_GAP}[MNB]",
        r"[VTA][FSLIG/]{0,6}:F{0,2}[MNB]",
        r"^[F/]{0,3}(?:PF?[Li]|[Li][F/]{0,2}PF?|i|LF?/?F?L)[FP/]{0,3}[:/]P?F{0,2}[MN]{1,3}(?=F?(?:$|[,./R]))",
        r"^[F/]{0,3}[Li][F/]{0,3}:F{0,2}[MN]{1,3}(?=[,./]F{0,2}[RHVA])",
        r"^[F:/]{0,3}[Li]F?PF{1,4}(?:MT|TM)",
        r"^[FZX,]{0,4}(?:L[FD]{0,2}G[FSD]{0,3}M|M[F]?GF{0,2}L|GMI?L|LMF?G)F?(?=$|[.,])",
    )
]
"""Shapes before which every word is known: "he said that …" makes them something else."""
_VERSION_OF = re.compile(
    r"^[F,:/]{0,3}(?:D[FD]{0,3})?(?:(?:MP|PM)[FS]{0,3}(?:LF?P|PF?L)|(?:LPM|MLP)P)"
    r"|^[F,:/]{0,3}D[FDK]{0,4}(?:(?:MF{0,2}G|GF{0,2}M)F?LF?P|PGF{0,2}[MN]|MGP)"
)
"""A version that a machine made of a page in a language: "Note: automatic version of an English article"; or of this
page: "you are reading a version made by a computer"."""
_CREDITED = re.compile(r"(?<=,)F?LF{1,2}(?:MT|TM|N)(?=\.?$)")
"""A language and a machine at the end of a credit: "Reporting by our Oslo desk; English via machine translation"."""
_OWN_ACCOUNT = re.compile(
    r'(?=[^MN"]*(?:L[^MN,]*Z|Z[^MN,]*L))[^"MN]*[,:](?:(?=[^,:]*[VTi])[^,:"]*[MN]|(?=[^,:]*P)[^,:"]*N)'
)
"""Why somebody took a machine: "I do not know Polish, so I ran this post through DeepL"."""
_OF_MYSELF = re.compile(rf"\b(?:{'|'.join(phrases('first_person'))})\b|{'|'.join(phrases('first_person_unspaced'))}")
_NO_TRANSLATOR = re.compile("ZF?A")
"""No translator saw the page: "no translator has worked on this text"."""
_NOT_BY_PEOPLE = re.compile("Z[FDP]{0,3}V[FDP]{0,3}H|ZF?HF?V|H[FD]{0,2}V[FDPL]{0,3}Z")
"""No person translated it: "no human translated this post"."""
_NO_READER = re.compile("(?!.*X)(?=.*R)(?=.*(?:D[FL]{0,2}T|T[FL]{0,2}D)).*(?:[ZU][^,:]{0,8}H|H[^,:]{0,8}[ZU])")
"""No person read the translation: "no human has checked this translation"."""
_THIS_PAGE = re.compile("P[FL]?D|D[FL]{0,2}P")
_PEOPLE = re.compile("|".join(phrases("people")))
_PLAYFUL = re.compile("E.*[:,]F{0,3}A(?=[FK]*K)[FK]{1,3}MU*(?=$|[,.])")
"""An apology: "Sorry for the blunders, the translator here is a robot"."""
_NAMES_PAGE = re.compile(rf"[DP:]|{_DIRECTION.pattern}")
"""A page, or a language with "from" or "into": "un roman" is no Romanian."""
_TRANSLATION_PROGRAM = re.compile("(?<=T)W|W(?=T)")
_MACHINE_TRANSLATOR = re.compile("A[FG]?[MBN]|[MBN]G?A")


def is_remark(tokens: Sequence[Token], sentence: str, language: str, *, is_text: bool) -> bool:
    """Return whether the sentence is a remark. `is_text`: it is a paragraph of the text, so it has to name the page."""
    slots = "".join(token.slot for token in tokens)
    if len(sentence) > MAX_LABEL_LENGTH or any(slot in slots for slot in 'Y"'):
        return False
    row = _TRANSLATION_PROGRAM.sub("M", _mark_directions(read_row(tokens, language), tokens, language))
    if language not in POSTPOSITIONS:
        row = re.sub("(?<=L)S(?=F?[MN])", "F", row)  # "the French version of the software"
    if _MACHINE_TRANSLATOR.search(slots) and re.search("[Lsi]", row):
        row = re.sub("N(?=[FG]?[MN])|M(?=[FG]?N)", "T", row, count=1)
    if (not is_text and _is_by_nobody(slots, sentence)) or _PLAYFUL.search(row):
        return True
    if any(token.language == OWN_LANGUAGE for token in tokens) and not _THIS_PAGE.search(row):
        return False
    if is_text and "E" not in row and (not re.search("[DP]", row) or row.count("X") > MAX_UNKNOWN_IN_TEXT):
        return False
    if _OWN_ACCOUNT.search(row) and _OF_MYSELF.search(fold(sentence)):
        return True
    found = [match for match in _find_shapes(row) if _is_about_page(match, row)]
    found += _CREDITED.finditer(row) if row.count("X") <= MAX_UNKNOWN else []
    found += _VERSION_OF.finditer(row) if VERSION_WORD.search(fold(sentence)) else []
    return any(_is_plain(match, row, language) and is_affirmed(match, row, language) for match in found)


def _is_by_nobody(slots: str, sentence: str) -> bool:
    """Return whether a sentence about this page says that no person translated it, or saw the translation."""
    if re.search("[MNB]", slots) or slots.count("X") > MAX_UNKNOWN_BEFORE or "D" not in slots:
        return False
    if _NO_TRANSLATOR.search(slots) and "X" not in slots and _THIS_PAGE.search(slots):
        return True
    is_denied = _NOT_BY_PEOPLE.search(slots) or _NO_READER.match(slots)
    return bool(is_denied and _PEOPLE.search(fold(sentence)))


def _find_shapes(row: str) -> list[re.Match[str]]:
    found = [match for shape in _WITHOUT_DIRECTION for match in shape.finditer(row) if "X" not in row[: match.start()]]
    if _DIRECTION.search(row):
        matches = (match for shape in _WITH_DIRECTION for match in shape.finditer(row))
        found += [match for match in matches if row.count("X", 0, match.start()) <= MAX_UNKNOWN_BEFORE]
    return found


def _is_about_page(found: re.Match[str], row: str) -> bool:
    """Return whether the subject may be the page: not "a startup taught a chatbot to write reports in Russian"."""
    before = row[: found.start()]
    return "X" not in before or "P" in before or bool(re.search("[DVT]", row[: found.end()]))


def _mark_directions(row: str, tokens: Sequence[Token], language: str) -> str:
    """Return the row with "s" and "i" in place of "L" for languages whose ending means "from" and "into"."""
    ways = (find_direction(token, language) if slot == "L" else None for token, slot in zip(tokens, row, strict=True))
    return "".join(way.lower() if way else slot for slot, way in zip(row, ways, strict=True))


def _is_plain(found: re.Match[str], row: str, language: str) -> bool:
    """Return whether the part of a remark that says what the machine did is no offer, and has known words.

    If some are unknown, the remark names a page, or a language with its direction.
    """
    start = row.rfind(".", 0, found.start()) + 1
    end = found.end() + len(re.split("[,./]", row[found.end() :])[0])
    if HEADING.match(row, found.end()) or row.startswith("X", found.end()):
        return False
    is_offer = "K" in (row if language in VERB_LAST else row[:end])
    unknown = row.count("X", start, end)
    return not is_offer and unknown <= MAX_UNKNOWN and (not unknown or bool(_NAMES_PAGE.search(row)))
