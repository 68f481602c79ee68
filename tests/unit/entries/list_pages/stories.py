"""The stories that the list pages list."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

BASE = "https://news.example"


class Story(NamedTuple):
    """What a page lists: the article's address as it is written, its title and its time."""

    href: str
    title: str
    at: datetime


class Layout(NamedTuple):
    """A page as one system writes it. `dated`: whether the page shows dates; `timed`: also the time of day."""

    name: str
    stories: tuple[Story, ...]
    render: Callable[[Sequence[Story]], str]
    path: str = "/news"
    dated: bool = True
    timed: bool = True


def make_stories(titles: str, href: str, *, hours: int = 5) -> tuple[Story, ...]:
    """Return a story per line of `titles`. `href`: a pattern with n, slug, at."""
    newest = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    found = []
    for number, title in enumerate(filter(None, map(str.strip, titles.splitlines()))):
        at = newest - timedelta(hours=hours * number)
        slug = "-".join("".join(c if c.isalnum() or ord(c) > 0x300 else " " for c in title.lower()).split())
        found.append(Story(href.format(n=48_210 - 7 * number, slug=slug, at=at), title, at))
    return tuple(found)


ENGLISH = """
Parliament delays vote on press law after protests in the capital
Harbour workers end a strike that stopped grain exports
Two journalists released after eleven months in detention
Central bank raises its key rate for the third time this year
Flood warnings for the northern valleys as snow melts early
Museum returns bronzes that were taken a century ago
New ferry line links the islands from next spring
Court orders the ministry to publish its contracts
Why bees are back in the old mining town
"""
PERSIAN = """
تعویق رای‌گیری درباره لایحه مطبوعات پس از اعتراض‌ها در پایتخت
پایان اعتصاب کارگران بندر که صادرات غلات را متوقف کرده بود
آزادی دو روزنامه‌نگار پس از یازده ماه بازداشت
بانک مرکزی برای سومین بار نرخ بهره را بالا برد
هشدار سیل در دره‌های شمالی با آب شدن زودهنگام برف
موزه آثار برنزی یک قرن پیش را بازگرداند
خط کشتیرانی تازه جزیره‌ها را به هم پیوند می‌دهد
"""
SPANISH = """
El Congreso aplaza la votación de la ley de prensa tras las protestas
Los trabajadores del puerto ponen fin a una huelga de tres semanas
Liberan a dos periodistas después de once meses de detención
El banco central sube los tipos por tercera vez este año
Alerta de inundaciones en los valles del norte
El museo devuelve los bronces expoliados hace un siglo
Una nueva línea de ferri unirá las islas en primavera
"""
RUSSIAN = """
Парламент отложил голосование по закону о печати после протестов
Портовые рабочие завершили забастовку, остановившую вывоз зерна
Двух журналистов освободили после одиннадцати месяцев ареста
Центробанк в третий раз за год поднял ключевую ставку
В северных долинах объявлено предупреждение о паводке
Музей вернул бронзу, вывезенную сто лет назад
Новая паромная линия свяжет острова весной
Суд обязал министерство раскрыть договоры
"""
CHINESE = """
国会推迟新闻法表决 首都连日出现抗议活动
港口工人结束罢工 粮食出口恢复正常
两名记者被关押十一个月后获释
央行今年第三次上调基准利率
北部山谷因积雪提前融化发布洪水预警
博物馆归还一个世纪前被带走的青铜器
新渡轮航线明年春天连接各岛
法院命令部门公布采购合同
"""
GREEK = """
Η Βουλή αναβάλλει την ψηφοφορία για τον νόμο περί Τύπου
Λήγει η απεργία των λιμενεργατών που σταμάτησε τις εξαγωγές
Ελεύθεροι δύο δημοσιογράφοι μετά από έντεκα μήνες κράτησης
Τρίτη αύξηση επιτοκίων από την κεντρική τράπεζα φέτος
Προειδοποίηση για πλημμύρες στις βόρειες κοιλάδες
Το μουσείο επιστρέφει τα χάλκινα γλυπτά
"""
GERMAN = """
Parlament verschiebt Abstimmung über das Pressegesetz
Hafenarbeiter beenden Streik, Getreide wird wieder verladen
Zwei Journalisten nach elf Monaten Haft freigelassen
Zentralbank erhöht den Leitzins zum dritten Mal in diesem Jahr
Hochwasserwarnung für die nördlichen Täler
Museum gibt geraubte Bronzen zurück
"""
ARABIC = """
البرلمان يؤجل التصويت على قانون الصحافة بعد احتجاجات في العاصمة
عمال الميناء ينهون إضرابا أوقف صادرات الحبوب
الإفراج عن صحفيين اثنين بعد أحد عشر شهرا من الاعتقال
البنك المركزي يرفع سعر الفائدة للمرة الثالثة هذا العام
تحذيرات من فيضانات في الوديان الشمالية مع ذوبان الثلوج
المتحف يعيد تماثيل برونزية نهبت قبل قرن
خط عبارات جديد يربط الجزر اعتبارا من الربيع
المحكمة تأمر الوزارة بنشر عقودها
لماذا عاد النحل إلى مدينة المناجم القديمة
"""
HINDI = """
राजधानी में विरोध के बाद संसद ने प्रेस कानून पर मतदान टाला
अनाज निर्यात रोकने वाली बंदरगाह मजदूरों की हड़ताल खत्म
ग्यारह महीने की हिरासत के बाद दो पत्रकार रिहा
केंद्रीय बैंक ने इस साल तीसरी बार ब्याज दर बढ़ाई
उत्तरी घाटियों में बाढ़ की चेतावनी जारी
संग्रहालय ने सौ साल पहले ले जाई गई कांस्य मूर्तियां लौटाईं
"""
