"""Read the tokens of a sentence as a row of letters, one per token, and decide what a negation in it denies.

For the letters, see notice_grammar.py.
"""

import re
from collections.abc import Sequence

from newsvane.translation.tokens import Token
from newsvane.translation.vocabulary import OWN_LANGUAGE, VERB_LAST

_OFFERED_IN = re.compile("y(?=.*(?:MF?T|TF?M))")
"""An offer: "read it in your language by machine translation"."""
_QUOTED_NAME = re.compile(r'"X{1,3}"(?=[MW]{1,2})|(?<=[MW])"X{1,3}"')
"""The name of a machine, before or after what it is: "the machine translation system «Tilde»"."""
_PUT_INTO = re.compile(r"XIF?L(?=F{0,3}[MN])|IF?LX(?=F{0,2}[MN])")
"""Any verb with "into German by a machine"."""
_REVIEW_DENIED = re.compile(r"(?:(?<![MNB])Z|Z(?!,?F{0,2}H{1,2}[DF]{0,2}V))[FSIGE,]{0,4}[RHA]+(?:[FSIG]{0,2}[RHA])*")
"""No review, but not "no AI, people translated it"."""
_REVIEW_DENIED_LAST = re.compile(r"(?:(?<!V)[RHA]+[FSIG]{0,4}Z|[RHA]+[FSIG]{0,4}Z(?!F?[MNB]))")
"""The same where the negation comes last, but not "translated by people, no AI"."""
_PEOPLE_DENIED = re.compile("Z[FSIDPOGVTZ]{1,8}[HA](,?F{0,3}W(?!.*X))?")
"""No people at work: "was not translated by a person, but by a program"."""


def read_row(tokens: Sequence[Token], language: str) -> str:
    """Return the slots of a sentence as letters, one per token. Denied reviews are "U", machine translators "N"."""
    row = "".join("y" if token.language == OWN_LANGUAGE else token.slot for token in tokens)
    row = _OFFERED_IN.sub("X", row).replace("y", "L")
    row = re.sub("A(?=[FG]?[MBN])|(?<=[MBN])A|(?<=[MBN]G)A", "N", row)
    row = _QUOTED_NAME.sub(lambda found: "W" * len(found[0]), row)
    row = _PUT_INTO.sub(lambda found: found[0].replace("X", "V"), row)
    row = _REVIEW_DENIED.sub(lambda found: "U" * len(found[0]), row)
    row = _PEOPLE_DENIED.sub(_read_denied_people, row)
    if language in VERB_LAST:
        row = _REVIEW_DENIED_LAST.sub(lambda found: "U" * len(found[0]), row)
    row = re.sub("Z(F?U)", r"U\1", row)
    return re.sub("WF?T", lambda found: "N" * len(found[0]), row)


def _read_denied_people(found: re.Match[str]) -> str:
    """Return the slots of what people did not do. The program that did it instead is a machine."""
    denied = re.sub("[ZHA]", "U", found[0])
    return denied.replace("W", "M") if found[1] else denied
