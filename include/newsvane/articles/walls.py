"""Whether the text of a page is a wall in front of an article (consent, log-in, robot check) or an error page."""

import re

from newsvane.texts import words

LONGEST = 150
"""Words; walls are short."""
DENSITY = 0.05
"""Part of the words that are a wall's own. News on cookies or log-ins stays well under it."""

_TITLE = re.compile(
    r"\b(?:40[0134]|50[0-4])\b|not found|access denied|forbidden|just a moment|attention required|security check"
    r"|captcha|are you (?:a )?(?:robot|human)|^(?:log ?in|sign ?in|error|subscribe)\b|no encontrad[ao]|nicht gefunden"
    r"|introuvable|non trovata|nuk u gjet|یافت نشد|غير موجودة?|не найдена|bulunamadı",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"cookies?|consent\w*|gdpr|privacy|datenschutz|einwillig\w*|consentement|consentimiento|consenso|pëlqim\w*|accept\w*|akzeptier\w*"
    r"|captcha|robots?|javascript|browser|log(?:in|ged)|signin|subscri\w+|password|کوکی\w*|الارتباط|согласи\w*|çerez\w*"
)


def is_wall(title: str, text: str, *, is_article: bool) -> bool:
    """Short, and either called an error by its title or full of a wall's own words."""
    found = words(text)
    if not found or len(found) > LONGEST:
        return False
    own = sum(bool(_OWN.fullmatch(word)) for word in found)
    return (not is_article and bool(_TITLE.search(title))) or (own >= 3 and own / len(found) >= DENSITY)
