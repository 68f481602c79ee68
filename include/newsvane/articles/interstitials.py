"""Whether the text of a page is a wall in front of an article (consent, log-in, robot check) or an error page."""

import re
from collections.abc import Sequence

from newsvane.texts import words

LONGEST = 150
"""Words; walls are short."""
DENSITY = 0.05
"""Part of the words that are a wall's own. News on cookies or log-ins stays well under it."""
TEASER = 25
"""Words beside a wall's own blocks from which the page shows the beginning of an article."""

_ERROR = (
    r"(?:page |seite |p[áa]gina |pagina |faqja |sayfa |страница |صفحه |الصفحة )?(?:not found|no encontrad[ao]"
    r"|nicht gefunden|existiert nicht|introuvable|non trovata|n[ãa]o encontrada|niet gevonden|nuk u gjet|bulunamadı"
    r"|не найдена|یافت نشد|غير موجودة?|does(?: not|n['’]t) exist|access denied|forbidden|(?:internal )?server error"
    r"|service unavailable)"
)
_TITLE = re.compile(
    rf"\b(?:40[0134]|50[0-4])\b|{_ERROR}|just a moment|attention required|security check|one more step"
    r"|captcha|are you (?:a )?(?:robot|human)|^(?:log ?in|sign ?in|error|subscribe)\b",
    re.IGNORECASE,
)
_NOTHING_ELSE = re.compile(
    rf"\W*(?:(?:error|fehler|erreur)?\W*(?:40[0134]|50[0-4])\W*)?(?:(?:oops|sorry)\W+)?(?:{_ERROR}|error)?\W*",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:cookies?|consent\w*|gdpr|privacy|datenschutz\w*|einwillig\w*|zustimm\w*|consentement|consentimiento"
    r"|consenso|pëlqim\w*|accept(?:er|ar)?|akzeptier\w*|captcha|robots?|javascript|browser|navigateur|navegador"
    r"|log ?in|logged in|sign ?in|subscri\w+|suscri\w+|abonn\w+|abbona\w+|anmelde\w*|registrier\w*"
    r"|regist(?:er|rate|rarse)|iniciar? sesión|connectez|connecter|accedi|assina\w+|hyr(?:ni)?|password|passwort"
    r"|contraseña|giriş yap\w*|çerez\w*|согласи\w*|войти|подпис\w+|تسجيل الدخول|الارتباط|ورود|کوکی\w*)\b"
)


def is_wall(title: str, blocks: Sequence[str], *, is_article: bool) -> bool:
    """Short, and either called an error by its title or full of a wall's own words.

    `is_article`: the page calls itself one; then its title must say nothing else, or the text must be all wall.
    """
    count = len(words("\n\n".join(blocks)))
    if not 0 < count <= LONGEST:
        return False
    if title and (_NOTHING_ELSE.fullmatch(title) if is_article else _TITLE.search(title)):
        return True
    own = [len(_OWN.findall(block.lower())) for block in blocks]
    if sum(own) < 3 or sum(own) < DENSITY * count:
        return False
    beside = sum(len(words(block)) for block, found in zip(blocks, own, strict=True) if not found)
    return not is_article or beside < TEASER
