"""Recognise interstitials (consent, log-in, robot check) and error pages by their title and text."""

import re
from collections.abc import Sequence

from newsvane.texts import words

MAX_INTERSTITIAL_WORDS = 150
"""A longer text is never an interstitial."""
MIN_KEYWORDS = 3
MIN_KEYWORD_DENSITY = 0.05
"""The minimum share of keywords in an interstitial. News about cookies or log-ins stays well below."""
MIN_TEASER_WORDS = 25
"""With this many words in blocks without keywords, the page shows the beginning of an article."""

_ERROR = (
    r"(?:page |seite |p[áa]gina |pagina |faqja |sayfa |страница |صفحه |الصفحة )?(?:not found|no encontrad[ao]"
    r"|nicht gefunden|existiert nicht|introuvable|non trovata|n[ãa]o encontrada|niet gevonden|nuk u gjet|bulunamadı"
    r"|не найдена|یافت نشد|غير موجودة?|does(?: not|n['’]t) exist|access denied|forbidden|(?:internal )?server error"
    r"|service unavailable)"
)
_INTERSTITIAL_TITLE = re.compile(
    rf"\b(?:40[0134]|50[0-4])\b|{_ERROR}|just a moment|attention required|security check|one more step"
    r"|captcha|are you (?:a )?(?:robot|human)|^(?:log ?in|sign ?in|error|subscribe)\b",
    re.IGNORECASE,
)
_WHOLE_ERROR_TITLE = re.compile(
    rf"\W*(?:(?:error|fehler|erreur)?\W*(?:40[0134]|50[0-4])\W*)?(?:(?:oops|sorry)\W+)?(?:{_ERROR}|error)?\W*",
    re.IGNORECASE,
)
_KEYWORD = re.compile(
    r"\b(?:cookies?|consent\w*|gdpr|privacy|datenschutz\w*|einwillig\w*|zustimm\w*|consentement|consentimiento"
    r"|consenso|pëlqim\w*|accept(?:er|ar)?|akzeptier\w*|captcha|robots?|javascript|browser|navigateur|navegador"
    r"|log ?in|logged in|sign ?in|subscri\w+|suscri\w+|abonn\w+|abbona\w+|anmelde\w*|registrier\w*"
    r"|regist(?:er|rate|rarse)|iniciar? sesión|connectez|connecter|accedi|assina\w+|hyr(?:ni)?|password|passwort"
    r"|contraseña|giriş yap\w*|çerez\w*|согласи\w*|войти|подпис\w+|تسجيل الدخول|الارتباط|ورود|کوکی\w*)\b"
)


def is_interstitial(title: str, blocks: Sequence[str], *, is_article: bool) -> bool:
    """Return whether the text is short, and its title names an error or its words are those of an interstitial.

    `is_article`: the page marks itself as an article. Then the conditions are stricter: the title must be only an error
    message, or there must be hardly any text outside the blocks with keywords.
    """
    count = len(words("\n\n".join(blocks)))
    if not 0 < count <= MAX_INTERSTITIAL_WORDS:
        return False
    if title and (_WHOLE_ERROR_TITLE.fullmatch(title) if is_article else _INTERSTITIAL_TITLE.search(title)):
        return True
    keywords = [len(_KEYWORD.findall(block.lower())) for block in blocks]
    if sum(keywords) < MIN_KEYWORDS or sum(keywords) < MIN_KEYWORD_DENSITY * count:
        return False
    other_words = sum(len(words(block)) for block, found in zip(blocks, keywords, strict=True) if not found)
    return not is_article or other_words < MIN_TEASER_WORDS
