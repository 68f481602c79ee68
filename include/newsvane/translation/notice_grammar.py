"""Decide by the slots of a sentence whether it says that a machine translated this page.

A sentence is a row of letters and of the marks , : . " (tokens.py, rows.py). notices.toml has the words of a letter:

    A translator    B brand (Google)    D "this"        E error           F small word, number    G made
    H person        I "into"            K click, link   L language        M machine, AI           N engine (DeepL)
    O original      P page, text        R review        S "from"          T translation           U not reviewed
    V translated    W tool, model       X any other     Y summary, audio  Z "not"                 / a separating mark

The shapes are the same in all languages:

- a statement about the page: "this article was translated by AI", "AI translated this text", "we entrusted the
  translation of this text to AI"
- a presentation: "this is a machine translation", "you are reading an automatic translation"
- a credit: "Translation: ChatGPT"
- a label, of which every word is accounted for: "Translated from Persian by DeepL and reviewed by our editors"

Words that belong to no slot make a sentence something else. A negation turns it down, unless it negates the review.
What else a line may say that says nothing else: remarks.py.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from newsvane.translation.named_languages import VERSION
from newsvane.translation.tokens import Token
from newsvane.translation.vocabulary import POSTPOSITIONS, VERB_LAST

MAX_NOTICE_START = 40
"""The maximum number of characters before a notice in its sentence ("Editor's note: "), if some words are unknown."""
MAX_KNOWN_START = 70
"""The same if all of the words are known: "First published in English in our Riga office; "."""
MAX_UNKNOWN_IN_LABEL = 2
"""The maximum number of unknown words in a label that begins with the page and its translation by a machine."""
MAX_LABEL_LENGTH = 160
"""Characters of the longest label."""

_FILLER = "FSIGOLWU,/"
"""What may stand between any two parts of a statement."""
_THIS_PAGE = r"(?:D[FLOM]{0,3}P{1,2}[FD]{0,2}|P[FL]{0,2}D|DF{1,2}KD?)"
_ORIGIN = rf"(?:[{_FILLER}]|O[FS]{{1,3}}X{{1,4}}){{0,14}}?"
"""What may stand between the page and its translation: "originally published in Le Monde and"."""
_BY = r"(?:[FSIGOLDPHRWTU,/]|S[FO]{0,2}X{1,2}|X(?!X)){0,12}?M"
"""The machine after the verb. Unknown words: the name of a language, and single ones."""
_BEFORE_VERB = rf"M(?:[{_FILLER}MTP]|X(?!X)){{0,8}}?V"
_TRANSLATED = rf"(?:V{_BY}|{_BEFORE_VERB})"
_MACHINE_TRANSLATION = r"(?:M[FLGOSWM]{0,3}T|T[FLGOSDWP,]{0,6}M)"
_FROM_ORIGINAL = r"(?=[FGDPIL]{0,6}S[FDPGI]{0,3}[LO])"
_STATEMENTS = [
    re.compile(pattern)
    for pattern in (
        rf"(?:{_THIS_PAGE}|^F{{1,3}}K?D,){_ORIGIN}{_TRANSLATED}",
        r"D(?=X?[F,])[FX,]{1,5}M[FX,]{0,3}(?:[VT]F{0,3}P|PF{0,3}[VT])",
        rf"{VERSION}[FDPSO]{{0,6}}MF?[PT]F{{0,3}}L",
        rf"(?:{_THIS_PAGE}|D)[FLGDPO,M]{{0,8}}{_MACHINE_TRANSLATION}(?![XW])",
        r"D[FL]{0,2}(?:MF?V|VF?M)[FL]{0,2}P(?!X)",
        rf"T[FIS]{{0,4}}{_THIS_PAGE}[FSILO,]{{0,10}}(?:G[FSGIW]{{0,4}}M|M[FS]{{0,3}}G)",
        r"(?:PF{0,3}T|T[FI]{0,3}P)[FSIL]{0,4}(?:G[FSGIW]{0,4}M|M[DFSW]{0,3}G)",
        rf"GF{{0,2}}T[FSI]{{0,4}}{_THIS_PAGE}[FSI]{{0,3}}M",
        rf"D[FL]{{0,2}}{_MACHINE_TRANSLATION}F?SF?L",
        rf"{_THIS_PAGE}[FO]{{0,3}}SF{{0,2}}LF{{0,2}}IF{{0,2}}L[FSGIW]{{0,6}}M",
        r"LF?P(?:F?P)?F?[MW]{1,3}[FG]{0,2}LI",
        rf"{_THIS_PAGE}[FSI]{{0,3}}U{{2,}}[FSGV,]{{0,4}}M",
        rf"(?:{_THIS_PAGE}|D)[FKLGO]{{0,8}}[GV]F?SF{{0,2}}LF{{0,3}}M",
        r"P[FKD]{0,4}[GV]F?SF{0,2}L[FI]{1,3}LF{0,3}M",
        r"DPF?M[FLP]{0,9}SF{0,2}L(?=X?F?(?:[.,]|$))",
        rf"{_THIS_PAGE}[FGO]{{0,5}}L[FGOI,]{{0,6}}GI?F?M(?=[.,]|$)",
        r"DF?K[FK]{0,2}I?F?LF{0,2}GF{0,2}M",
        r"^GX?SF?LF{0,2}M(?=[.,]|$)",
        r"LX?F{0,2}DF?[PX]F{0,3}(?:GS?F{0,3}M|M:?X?G)(?=[.,]|$)",
    )
]
_VERB_LAST = [
    re.compile(rf"{_THIS_PAGE}[FSIO,]{{0,4}}X?L[FSIW]{{0,4}}M[FT]{{0,3}}V(?=$|[.])"),
    re.compile(r'^[^"YZ]*M[FL]{0,2}TF{0,2}DF?\.?$'),
]
"""The same where the verb comes last: "this text, from the agency's Arabic desk by AI is translated", "an automatic
translation you are reading"."""
_MADE_BY_ENGINE = re.compile(
    rf"(?:{_THIS_PAGE}|{VERSION}|F?P)[FSIOLMDE,/]{{0,6}}(?:G[FGSILWMB,]{{0,7}}N|N[FGSIW]{{0,3}}G)"
    rf"|(?:{VERSION}|DF{{1,2}}L)[FSIOLDPG,/]{{0,12}}(?:G[FGSIW]{{0,6}}[MN]|(?<!S)(?<!SF)[MN][DFGSIWLOPT]{{0,6}}G)"
    rf"|[MN]F{{0,2}}GF{{0,3}}(?:LF{{0,3}}{_THIS_PAGE}|{VERSION}){_FROM_ORIGINAL}"
    rf"|GF{{0,2}}{_THIS_PAGE}[FSIOLW,]{{0,7}}N"
    rf"|DF{{0,3}}(?:MF{{0,2}}G|GF{{0,2}}M)F?LF?P(?=[FP]{{1,5}},?F{{0,2}}O{{1,2}}[FIO]{{0,3}}L)"
    rf"|LPX?F{{0,3}}NF?IF?L|{_THIS_PAGE}[FGO]{{0,5}}L[FGOI,]{{1,8}}LF?GF?N|DPXF?LF{{1,4}}N(?=[.:,]|$)"
)
"""A statement without a word for "translate": "the German version was made with DeepL", "our readers get this column
thanks to DeepL", "you are reading the automatically made Polish edition of a text that first appeared in Arabic", "an
engine brings our German articles into Croatian", "this site speaks Spanish thanks to an automatic translator"."""
_MAKER_LAST = re.compile(rf"GF{{0,2}}{VERSION}F{{0,3}}[MN]{_FROM_ORIGINAL}")
"""The same in languages in which the verb may come first."""
_VERB_FIRST = [
    re.compile(rf"V[FGL]{{0,3}}{_THIS_PAGE}{_BY}"),
    re.compile(rf"{_TRANSLATED}[FSIL]{{0,4}}D[FLO]{{0,2}}P"),
]
"""Shapes of languages in which the verb may come first. In the others they are imperatives: "translate this page"."""
_CREDIT = re.compile(r"(?:(?<=[,/.K])|^)[FPGO]{0,2}[TVA][FLSIG/]{0,6}:[FSW]{0,2}M[MWT]{0,2}(?=$|[,/.FRHUK])")
_ELLIPTIC = re.compile(r"(?:(?<=[,/.])|^)F?SF{0,2}LF{0,2}N(?=$|[,/.RH])")
"""A translator's credit without a verb: "Aus dem Ukrainischen von DeepL"."""
_FROM_FEED = re.compile(r"(?:(?<=[/.])|^)(?:XF?){0,2}LX?F?SF?MT(?=$|[,/.])")
"""A label in languages with postpositions: "from the agency's English feed by machine translation"."""
_DESCRIBED = re.compile(rf"(?:(?<=[,/.])|^)F?P:[FLS]{{0,4}}{_MACHINE_TRANSLATION}[FLS]{{0,4}}(?=$|[,/.RH])")
"""What a credit says of the text: "Text: machine translation from English, editing: A. Joshi"."""
_TRANSLATED_PAGE = re.compile(r"[FD]{0,3}P[FL]{0,4}V(?:[FSIGOLDPWTU]|X(?!X)){0,8}?M")
_TRANSLATED_FROM = re.compile(r"[FD]{0,3}P[FL]{0,4}V(?=[FIL]{0,5}SF{0,2}L)[FSIGOLDPWTU]{0,10}?M")
"""The page, the language translated from, and the machine: "the text is translated from Finnish by a model that …"."""
_ASIDE = re.compile(r",[^,.:]{1,16},")
"""What is put between commas: "the French version of this report, which appeared in Bissau, was made by …"."""
_AUTHORS = re.compile(r"^F?X{1,4}[,/](?=[VTMN])")
"""Who wrote the text, before who translated it: "By Ana Pérez, translated by DeepL"."""
_MADE_FROM = re.compile(r"(?=[FGIM]{0,4}N)(?:[MN]{1,2}[FI]?G|GF{0,2}[MN]{1,2})[FG,]{0,3}OF{0,2}L")
"""What says "translated" without the word: "Made with an AI translator, original in Finnish"."""
HEADING = re.compile("F?:(?!.*E)[FL]{0,2}X")
"""After the machine: "Translating documents with AI: five tips"."""
MACHINES = str.maketrans("BN", "MM")
"""Brands and engines become machines, for shapes that do not tell them apart."""
_REMARK = re.compile(r"(?<=[MVTLWBN])F?,(?=[^,]*[HREUOK])(?:[^X,]|X(?!X{2})){1,12}\.?$")
"""What a label adds after a comma: "the editors made no changes"."""
_OFFER = re.compile(r"[FIGSBLMX]{0,6}K[FK]{0,3}(?:$|[./])")
"""What the reader is asked to do, after the machine, in languages with the verb at the end."""
_PRELUDE = re.compile(r"(?:.*[:/])?(?:F?H?[FLDPOESIG,]{0,9}|F?H[FX]{0,2}|UU[^MNBZYK]{0,9})")
_DISCLAIMER = re.compile(
    r"(?=[^EZ]*Z[^E]*E|[^EZ]*E[^Z]*Z)[^MNBVTYK]{4,24}|(?!.*X.*X.*X.*X)(?=.*(?:LF?P|PF?L|LO|OL))[^MNBVTYK]{3,16},[FD]{0,3}"
)
"""What a disclaimer says first: "the bank is not liable for errors, since ", "only the German text is binding; "."""
_WARNED_OF = re.compile(
    r"DF?T(?:[FSIL]{0,3},?[FSIWX]{0,3}G[FGSIWX,]{0,6})?M|TM[FSL]{0,4}D|M[FW]{0,2}G[FW]?DF?T|DF?PVF{0,2}W?M"
)
"""This machine translation, in a sentence about errors in it: "is not responsible for this automated translation"."""
_OTHER_DENIED = re.compile("FX{1,2}F?Z")
"""What is denied after "and" in languages with the negation at the end: "and legal force has not"."""
_USE_DENIED = re.compile(r"[^,/.:]{0,4}?ZF{0,2}[GV]")
"""After the machine: "and AI was not used"."""
NAMES = re.compile(
    r"/[FSGR]{0,2}X{1,4}$|(?<=[RH])[FGSIHP,]{0,4}X{1,4}(?=$|[,/.])|(?<=S)F?X{1,2}|(?<=F)X(?=H)|(?<=M)[,/F]{1,2}X{1,3}$"
    r"|(?<=F)X{1,2}(?=M$)"
)
"""Names in a label: of a person who checked, of a language, of a bot."""


def is_statement(row: str, tokens: Sequence[Token], language: str, *, is_text: bool = False) -> bool:
    """Return whether the sentence says of this page that a machine translated it, whatever follows.

    `is_text`: it is in a paragraph of the text, where nobody else may be named before: "the court finds that …".
    """
    plain = row.translate(MACHINES).replace("A", "H")  # a translator that is no machine (rows.py) is a person
    shapes = [*_STATEMENTS, *_VERB_LAST] if language in VERB_LAST else [*_STATEMENTS, *_VERB_FIRST]
    found = [found for shape in shapes for found in shape.finditer(plain)]
    made = row.replace("A", "H")
    for each in {made, _ASIDE.sub("", made)}:
        found += _MADE_BY_ENGINE.finditer(each)
    found += [] if language in VERB_LAST else _MAKER_LAST.finditer(made)
    if any(_counts(each, plain, tokens, language, is_text=is_text) for each in found):
        return True
    warned = None if is_text or "E" not in plain else _WARNED_OF.search(plain)
    if warned and not re.search('[YK"]', plain[: warned.end()]) and "Z" not in warned[0]:
        return True
    credits_ = [*_CREDIT.finditer(row.translate(MACHINES)), *_DESCRIBED.finditer(plain), *_ELLIPTIC.finditer(made)]
    credits_ += _FROM_FEED.finditer(plain) if language in POSTPOSITIONS else []
    return any(is_affirmed(each, row, language) for each in credits_)


def _counts(found: re.Match[str], row: str, tokens: Sequence[Token], language: str, *, is_text: bool) -> bool:
    before = row[: found.start()]
    if HEADING.match(row, found.end()):
        return False
    max_start = MAX_NOTICE_START if "X" in before else MAX_KNOWN_START
    is_disclaimer = not is_text and _DISCLAIMER.fullmatch(before)
    is_near = _PRELUDE.fullmatch(before) and tokens[found.start()].start <= max_start
    if '"' in before or not (is_disclaimer or is_near):
        return False
    after = row[found.end() :]
    if language in VERB_LAST and found[0][-1] in "TMG" and _OFFER.match(after):
        return False
    if language in VERB_LAST and found[0][-1] in "TM" and re.match("(?!GF)[FIGS]{0,3}X", after):
        return False
    by_people_first = re.search("V[^M]*H[^M]*R[^M]*M", found[0])
    return not by_people_first and is_affirmed(found, row, language)


def is_affirmed(found: re.Match[str], row: str, language: str) -> bool:
    """Return whether nothing negates the clause with the machine, nor that between verb and machine."""
    machine, start = found.end() - 1, found.start()
    clause = found[0].translate(MACHINES)
    if "M" in clause:
        machine = start + clause.rindex("M")
    verb = next((start + clause.index(slot) for slot in "VT" if slot in clause), start)
    begin = min(row.rfind(",", 0, machine) + 1, verb)
    after = "".join(takewhile(lambda slot: slot not in ",/.:", row[found.end() : found.end() + 4]))
    is_denied = _USE_DENIED.match(row, found.end()) or (
        language in VERB_LAST and "Z" in after and not _OTHER_DENIED.match(after)
    )
    return "Z" not in row[begin : found.end()] and not is_denied


def is_label(row: str, sentence: str) -> bool:
    """Return whether every word of the sentence belongs to a label that says that a machine translated something."""
    names = re.split(r"[,/(\[|]", sentence)[0].split()[1:]
    accounted = row.replace("A", "H")
    if re.search("V.*[MN]X\\.?$", accounted) and sentence.rsplit(maxsplit=1)[-1][0].isupper():
        accounted = accounted.rstrip(".")[:-1]  # the name of the machine: "by the machine translator Tilde"
    accounted = _AUTHORS.sub("", accounted) if all(name[0].isupper() for name in names) else accounted
    accounted = _REMARK.sub("", NAMES.sub("", _REMARK.sub("", accounted))).replace("N", "M")
    if told := _TRANSLATED_FROM.match(accounted.replace("B", "M")):
        accounted = accounted[: told.end()]
    machine = accounted.replace("B", "M")
    if len(sentence) > MAX_LABEL_LENGTH or any(slot in accounted for slot in 'YZ"'):
        return False
    if (
        _has_strange_words(accounted)
        or "M" not in machine
        or not (re.search("[VT]", machine) or _MADE_FROM.search(row))
        or re.match("[^MVT]*[KE]|F?H[FL]{0,3}G", machine)
    ):
        return False
    is_product = not re.search("[MVG:]|SF?L|TF{0,2}[SF]F?B|BF?T.*E", accounted)
    is_offer = accounted.endswith("K") and "O" not in accounted
    is_tool = "V" not in accounted and "G" not in accounted and "W" in accounted
    return not is_product and not is_offer and not is_tool and not re.search("V[^M]*H[^M]*R[^M]*M", machine)


def _has_strange_words(row: str) -> bool:
    """Return whether a label has words that make it something else. A page that was translated may have some."""
    if not (unknown := row.count("X")):
        return False
    return unknown > MAX_UNKNOWN_IN_LABEL or "XX" in row or not _TRANSLATED_PAGE.match(row)


def is_telling_label(row: str) -> bool:
    """Return whether a label counts beside other sentences: it begins with the verb, or names the page."""
    plain = _REMARK.sub("", NAMES.sub("", row.translate(MACHINES)))
    return "X" not in plain and bool(
        re.match(f"F{{0,2}}P?[{_FILLER}]{{0,8}}(?:MF?V|V)|F{{0,2}}P[V{_FILLER}]{{0,8}}M", plain)
    )
