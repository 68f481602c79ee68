"""Recognise titles of pages that are nothing but an error message, in the languages of the outlets we read. Pure."""

import re

from newsvane.texts import words

MAX_ERROR_LENGTH = 100
"""Characters of a title that is nothing but an error message."""

_PAGE = (
    r"(?:page|article|content|story|url|seite|artikel|p[áa]gina|contenido|art[íi]culo|contenu|strona|str[áa]nka|faqja"
    r"|artikulli|sayfa|страница|страницата|статья|сторінка|stranica|articolo|صفحه|مطلب|الصفحة|المقال|σελίδα|sivu|sidan"
    r"|siden|oldal|דף|העמוד|記事が?|ページが?|文章|页面|기사를?|페이지를?|लेख|ख़बर|खबर|पृष्ठ|पेज|صفحہ|مضمون|خبر)"
)
_NOT_FOUND = (
    r"(?:not found|(?:can ?not|can['’]t|could ?n[o'’]t) be found|(?:not|no longer) (?:available|here|exists?)"
    r"|does(?: not|n['’]t) exist|no encontrad[ao]|no existe|no disponible|nicht gefunden|existiert nicht"
    r"|nicht (?:mehr )?verfügbar|introuvable|n['’]existe (?:pas|plus)|(?:non|pas) trouvée?|non trovat[ao]|non esiste"
    r"|n[ãa]o encontrad[ao]|n[ãa]o existe|niet gevonden|bestaat niet|nuk u gjet(?:ën)?|nuk ekziston|nuk gjendet"
    r"|bulunamadı|mevcut değil|не найден[ао]?|не существует|не знайден[оа]|nie znaleziono|nie istnieje|nenalezena"
    r"|nie ma takiej strony|tu nic nie ma"
    r"|nije pronađena|није пронађена|не е намерена|nu a fost găsită|δεν βρέθηκε|hittades inte|ikke fu?nnet|ikke fundet"
    r"|nem található|یافت نشد|پیدا نشد|وجود ندارد|غير موجودة?|לא נמצא(?:ה)?|見つかりません(?:でした)?|存在しません"
    r"|找不到|不存在|찾을 수 없습니다|नहीं मिला|नहीं मिली|उपलब्ध नहीं है|نہیں مل(?:ا|ی|سکا))"
)
_GONE = (
    r"(?:(?:has|have) been (?:removed|withdrawn|deleted|unpublished|taken down)|(?:has )?expired"
    r"|wurde (?:gelöscht|entfernt)|a été (?:supprimé|retiré)e?|ha sido (?:eliminad|retirad)[ao]"
    r"|è stat[ao] (?:rimoss|eliminat)[ao]|foi (?:removid|apagad)[ao]"
    r"|kaldırıldı|silindi|удал[её]н[ао]?|видален[ао]|usunięt[ya]|verwijderd|on poistettu|është (?:hequr|fshirë)"
    r"|(?:är |har )?(?:borttagen|avpublicera(?:d|ts)|tagits bort)|(?:er )?(?:fjernet|avpublisert)"
    r"|हटा (?:दी|दिया) (?:गई|गया)(?: है)?|حذف شد(?:ه است)?|تم حذفه?ا?|削除されました|已(?:被)?删除|삭제되었습니다)"
)
_DELETED_PAGE = r"(?:삭제된 (?:기사|페이지|게시물)(?:입니다)?|削除された(?:記事|ページ)(?:です)?|已删除的(?:文章|页面))"
_NO_ACCESS = (
    r"(?:access (?:to this page has been )?denied|forbidden|zugriff verweigert|acc[èe]s refus[ée]|acceso denegado"
    r"|accesso negato|acesso negado|erişim engellendi|доступ запрещ[её]н|(?:internal )?server error|bad gateway"
    r"|(?:not |un)available (?:in your (?:region|country|location)|for legal reasons)"
    r"|in (?:ihr|dein)em land nicht verfügbar|pas disponible dans votre (?:pays|région)"
    r"|no (?:está )?disponible en su (?:país|región)"
    r"|non (?:è )?disponibile nel tuo paese|недоступ\w+ в вашем регионе|ülkenizde (?:erişilemiyor|kullanılamıyor)"
    r"|gateway time-?out|service (?:temporarily )?unavailable|something went wrong)"
)
ERROR = rf"(?:(?:(?:\w+\s+){{0,2}}{_PAGE}\s*(?:\w+\s+){{0,3}})?{_NOT_FOUND}|{_NO_ACCESS})"
"""An error message inside a longer title."""
_GONE_PAGE = rf"(?:\w+\s+){{0,2}}{_PAGE}\s*(?:\w+\s+){{0,2}}{_GONE}"
_WHOLE_ERROR_TITLE = re.compile(
    rf"\W*(?:(?:error|fehler|erreur|gabim|hata|ошибка|خطا(?:ی)?)?\W*(?:4(?:0[0134]|51)|50[0-4])\b\W*)?"
    rf"(?:(?:oops|sorry|ups|hoppla)\W+)?(?:{ERROR}|{_GONE_PAGE}|{_DELETED_PAGE}|error)?\W*",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s+[|–—·:»-]+\s+")


def is_error_title(title: str) -> bool:
    """Return whether a title, or its part before the name of the site, is only an error message."""
    parts = (title, *_TITLE_PARTS.split(title)[:1])
    return any(words(part) and _WHOLE_ERROR_TITLE.fullmatch(part[:MAX_ERROR_LENGTH]) for part in parts)
