"""Recognise interstitials (consent, log-in, robot check) and error pages by their title and text."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from newsvane.articles.page_words import WORDS
from newsvane.error_titles import ERROR, is_error_title
from newsvane.records import OtherKind
from newsvane.texts import words

MAX_INTERSTITIAL_WORDS = 150
"""A longer text is never an interstitial."""
MAX_GATE_WORDS = 80
"""A page with a longer text is more than a form for logging in, or a test for robots."""
MIN_KEYWORDS = 3
MIN_KEYWORD_DENSITY = 0.05
"""The minimum share of keywords in an interstitial. News about cookies or log-ins stays well below."""
MIN_TEASER_WORDS = 25
"""With this many words in blocks without keywords, the page shows the beginning of an article."""

_ROBOT_TESTS = (
    "/cdn-cgi/challenge-platform/", "turnstile-wrapper", "challenge-form", "challenge-stage", "cf-chl-",
    "_Incapsula_Resource",
    "px-captcha", "captcha-delivery.com", "ddos-guard", "sucuri_cloudproxy",
)  # fmt: skip
"""What the pages of Cloudflare, Imperva, HUMAN, DataDome, DDoS-Guard and Sucuri have that test for robots."""
_BESIDE = re.compile(r"modal|popup|overlay|dialog|drawer|off-?canvas|sidebar|header|menu|hidden", re.IGNORECASE)
_SOUGHT_PAGE = re.compile("|".join(WORDS["sought_page"]))
"""How a page speaks, in small letters, of the one that a reader asked for and that is not there."""
MAX_BLOCKS_BEFORE_ERROR = 2
"""An error page says so in its first paragraphs; the latest news may follow."""
_INTERSTITIAL_TITLE = re.compile(
    rf"\b(?:4(?:0[0134]|51)|50[0-4])\b|{ERROR}|^error\b|"
    r"(?P<wall>just a moment|attention required|security check|one more step|captcha|are you (?:a )?(?:robot|human)"
    r"|not a (?:ro)?bot\b|(?:verify|verifying|confirm) (?:that )?you are (?:a )?human|checking your browser"
    r"|проверка браузера|не робот|kein roboter"
    r"|^(?:un momento|einen moment|un instant|um momento|bir dakika|chwileczkę|egy pillanat|un moment"
    r"|подождите|请稍候|잠시만|お待ちください)\W*$|pas un robot|(?:no|non) (?:eres|es|soy|sei|sono) un robot"
    r"|nie jeste[śm] robotem|nejste robot|robot olmadığ|insan olduğunuz|ربات نیستید|لست روبوت|لست (?:برنامج )?آلي"
    r"|não é um robô|geen robot|inte (?:är )?en robot"
    r"|^(?:log ?in|sign ?in|subscribe)\b)",
    re.IGNORECASE,
)
_KEYWORDS = "|".join((
    r"cookies?|consent\w*|gdpr|rgpd|privacy|privacidade?|privacidad|datenschutz\w*|einwillig\w*|zustimm\w*",
    r"consentement|consentimiento|consenso|consentimento|souhlas\w*|samtyck\w*|samtykke\w*|toestemming",
    r"zgod[aęy]|pristanak\w*|hozzájárul\w*|onay\w*|rızanız\w*|aceit\w+|acept\w+|accett\w+|accepteer\w*",
    r"akceptuj\w*|acordați|pranoj\w*|kabul et\w*|partners?|parceiros|partenaires|partner[íi]?|socios|رضایت",
    r"می‌پذیرم|أوافق|موافق\w*|pëlqim\w*|accept(?:er|ar)?|akzeptier\w*|captcha|robots?|javascript|browser",
    r"navigateur|navegador|log ?in|logged in|sign ?in|subscri\w+|suscri\w+|abonn\w+|abbona\w+|anmelde\w*",
    r"registrier\w*|regist(?:er|rate|rarse)|iniciar? sesión|connectez|connecter|accedi|assina\w+|hyr(?:ni)?",
    r"password|passwort|contraseña|giriş yap\w*|çerez\w*|согласи\w*|werbung|werbefrei|abos?|kündig\w+|kündbar",
    r"weiterlesen|kundennummer|kundenkonto|im monat|per month|a month|cancel any ?time|continue reading",
    r"advertising|ad-free|publicité|traceurs|annonces|sans engagement|par mois|premier mois|publicidad",
    r"anuncios|al mes|sin compromiso|pubblicità|al mese|publicidade|por mês|reklam\w*|në muaj|реклам\w*",
    r"в месяц|تبلیغات|اشتراک\w*|الاشتراك|войти|подпис\w+|تسجيل الدخول|الارتباط|ورود|کوکی\w*",
    r"logga in|prenumer\w+|inte kund|avsluta när|log ind|logg inn|kirjaudu|tilaajille|tilaajaksi|zaloguj\w*|subskry\w+",
    r"přihlas\w* se|předplat\w+|prihlás\w* sa|predplat\w*|bejelentkez\w*|előfizet\w*|autentific\w*|pretplat\w+",
    r"претплат\w+|prijavi(?:te)? se|најав(?:и|ете) се|абонир\w*|абонамент\w*|увійти|передплат\w+|abone ol\w*|kyçuni",
    r"συνδρομ\w+|σύνδεση|συνδεθείτε|χωρίς δέσμευση|τον (?:πρώτο )?μήνα",
    r"מנוי\w*|התחבר\w*|inloggen|berlangganan|đăng nhập|सदस्यता|लॉग इन|سبسکرا\w*",
))
_UNSPACED_KEYWORDS = "ログイン|会員登録|会員限定|有料会員|登录|登入|订阅|訂閱|로그인|구독"
_KEYWORD = re.compile(rf"\b(?:{_KEYWORDS})\b|{_UNSPACED_KEYWORDS}")


def find_interstitial(titles: Sequence[str], blocks: Sequence[str], *, is_article: bool) -> OtherKind | None:
    """Return "error" or "wall" if the page is one, by its title or the words of its text.

    `titles`: every wording of the page's title; one that is nothing but an error message is enough, however long the
    page is: many show their latest news below. `is_article`: the page marks itself as an article. Then the conditions
    are stricter: there must be hardly any text outside the blocks with keywords.
    """
    beginning = (*titles, *blocks[:MAX_BLOCKS_BEFORE_ERROR])
    if any(map(is_error_title, titles)) or any(_SOUGHT_PAGE.search(each.lower()) for each in beginning):
        return "error"
    count = len(words("\n\n".join(blocks)))
    if not 0 < count <= MAX_INTERSTITIAL_WORDS:
        return None
    title = next(iter(titles), "")
    if not is_article and (found := _INTERSTITIAL_TITLE.search(title)):
        return "wall" if found["wall"] else "error"
    return "wall" if _is_wall(blocks, count, is_article=is_article) else None


def is_gate(tree: HtmlElement, markup: str, blocks: Sequence[str]) -> bool:
    """Return whether a page with little text only asks for a password, or tests whether the reader is a robot."""
    if len(words("\n\n".join(blocks))) > MAX_GATE_WORDS:
        return False
    if any(mark in markup for mark in _ROBOT_TESTS):
        return True
    if "password" not in markup:
        return False
    forms = (field.iterancestors() for field in tree.iter("input") if field.get("type", "").lower() == "password")
    return any(not any(map(_is_beside, ancestors)) for ancestors in forms)


def _is_beside(element: HtmlElement) -> bool:
    """Return whether an element stands beside what a page shows, such as a dialog for logging in."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    is_hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return is_hidden or element.tag in {"header", "nav", "footer", "aside", "dialog"} or bool(_BESIDE.search(names))


def _is_wall(blocks: Sequence[str], count: int, *, is_article: bool) -> bool:
    keywords = [len(_KEYWORD.findall(block.lower())) for block in blocks]
    if sum(keywords) < MIN_KEYWORDS or sum(keywords) < MIN_KEYWORD_DENSITY * count:
        return False
    other_words = sum(len(words(block)) for block, found in zip(blocks, keywords, strict=True) if not found)
    return not is_article or other_words < MIN_TEASER_WORDS
