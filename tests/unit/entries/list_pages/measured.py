"""Layouts of the classes in which unseen pages were first read wrongly: tables in forms, adverts, other calendars."""

from collections.abc import Sequence
from html import escape

from tests.unit.entries.list_pages.stories import CHINESE, ENGLISH, PERSIAN, SPANISH, Layout, Story, make_stories

_ARABIC = """
البرلمان يؤجل التصويت على قانون الصحافة بعد احتجاجات في العاصمة
عمال الميناء ينهون إضرابا أوقف صادرات الحبوب
الإفراج عن صحفيين بعد أحد عشر شهرا من الاحتجاز
البنك المركزي يرفع سعر الفائدة للمرة الثالثة هذا العام
متحف يعيد تماثيل برونزية نقلت قبل قرن
"""
_JAPANESE = """
国会、報道法案の採決を延期 首都で抗議続く
港湾労働者のストライキが終結 穀物輸出再開へ
拘束されていた記者二人、十一か月ぶりに釈放
中央銀行、今年三回目の利上げを決定
北部の谷に洪水警報 雪解け早まる
"""
_THAI = """
รัฐสภาเลื่อนลงมติร่างกฎหมายสื่อหลังการประท้วงในเมืองหลวง
คนงานท่าเรือยุติการประท้วงที่หยุดการส่งออกธัญพืช
ปล่อยตัวนักข่าวสองคนหลังถูกคุมขังสิบเอ็ดเดือน
ธนาคารกลางขึ้นดอกเบี้ยเป็นครั้งที่สามของปีนี้
"""
_CROATIAN = """
Sabor odgodio glasanje o zakonu o medijima nakon prosvjeda
Lučki radnici prekinuli štrajk koji je zaustavio izvoz žita
Dvoje novinara pušteno nakon jedanaest mjeseci pritvora
Središnja banka treći put ove godine podigla kamate
Muzej vraća bronce odnesene prije stotinu godina
"""
_THAI_MONTHS = {11: "พฤศจิกายน"}


def _grid_in_a_form(stories: Sequence[Story]) -> str:
    rows = "".join(
        f"""<tr class="{"Odd" if n % 2 else "Even"}"><td>{s.at:%d/%m/%Y}</td>
<td><a href="{escape(s.href)}">{s.title}</a></td>
<td><a href="List.aspx?area={n}">Area {"ABCDEFGHI"[n]}</a></td><td><a href="/files/{n}.pdf">PDF</a></td></tr>"""
        for n, s in enumerate(stories)
    )
    return f"""<html lang=es><head><title>Comunicados</title></head><body><form id=aspnetForm method=post>
<ul class=menu><li><a href="Default.aspx">Inicio</a><li><a href="Areas.aspx">Nuestras áreas</a></ul>
<table><tr><th>Fecha<th>Título<th>Área<th></tr>{rows}</table></form></body></html>"""


def _table_in_a_small_form(stories: Sequence[Story]) -> str:
    rows = "".join(
        f"""<tr class="row{n % 2}"><td class=list-title><a href="{escape(s.href)}"> {s.title} </a></td>
<td>{s.at:%d %B %Y}</td><td>Written by <a href="/team/{n}-desk">the desk</a></td></tr>"""
        for n, s in enumerate(stories)
    )
    menus = "".join(f"<li><a href=/offices/{n}>Office {n}</a>" for n in range(40))
    return f"""<html lang=en><head><title>News</title></head><body><ul>{menus}</ul><main><form id=adminForm><table
class=category>{rows}</table></form></main></body></html>"""


def _cards_with_an_advert(stories: Sequence[Story]) -> str:
    cards = [
        f"""<div class=Card_a1><a class=Card_b2 href="{escape(s.href)}"><h2 class=Card_c3>{s.title}</h2><span
class=Card_date><b>{s.at:%d}</b> <i>{s.at:%B}</i> <i>{s.at:%Y}</i></span></a></div>"""
        for s in stories
    ]
    cards.insert(
        4,
        """<div class=Card_a1><a class=Card_b2 href="/subscribe?src=list4"><h2 class=Card_c3>Local reporting needs
you: become a subscriber of the Bay Ledger</h2></a></div>""",
    )
    return f"<html lang=en><head><title>News</title></head><body><main>{''.join(cards)}</main></body></html>"


def _definition_list(stories: Sequence[Story]) -> str:
    items = "".join(
        f"<dt>令和{s.at.year - 2018}年{s.at.month}月{s.at.day}日</dt><dd><a href={s.href}>{s.title}</a></dd>"
        for s in stories
    )
    return f"<html lang=ja><head><title>新着情報</title></head><body><dl>{items}</dl></body></html>"


def _rows_in_arabic(stories: Sequence[Story]) -> str:
    rows = "".join(
        f"""<div class=views-row><h3><a href="{s.href}">{s.title}</a></h3><span
class=date>{s.at.day} تشرين الثاني/نوفمبر {s.at.year} - {s.at:%H:%M}</span></div>"""
        for s in stories
    )
    return f"<html lang=ar dir=rtl><head><title>أخبار</title></head><body>{rows}</body></html>"


def _list_in_thai(stories: Sequence[Story]) -> str:
    rows = "".join(
        f"<li><a href={s.href}>{s.title}</a> <em>{s.at.day} {_THAI_MONTHS[s.at.month]} {s.at.year + 543}</em>"
        for s in stories
    )
    return f"<html lang=th><head><title>ข่าว</title></head><body><ul>{rows}</ul></body></html>"


def _list_without_years(stories: Sequence[Story]) -> str:
    rows = "".join(f"<li><span>[{s.at:%m-%d}]</span><a href={s.href}>{s.title}</a></li>" for s in stories)
    return f"<html lang=zh><head><title>要闻</title></head><body><ul class=list>{rows}</ul></body></html>"


def _month_first(stories: Sequence[Story]) -> str:
    rows = "".join(
        f"<tr><td>{s.at.month}/{s.at.day}/{s.at.year}</td><td><a href={s.href}>{s.title}</a></td></tr>" for s in stories
    )
    return f"<html lang=en><head><title>News</title></head><body><table>{rows}</table></body></html>"


def _croatian_months(stories: Sequence[Story]) -> str:
    months = {10: "listopada", 11: "studenoga"}
    rows = "".join(
        f"<li><a href={s.href}>{s.title}</a> <i>{s.at.day}. {months[s.at.month]} {s.at.year}.</i></li>" for s in stories
    )
    return f"<html lang=hr-HR><head><title>Novosti</title></head><body><ul>{rows}</ul></body></html>"


def _list_of_times(stories: Sequence[Story]) -> str:
    rows = "".join(f"<li><time>{s.at:%H:%M}</time> <a href={s.href}>{s.title}</a></li>" for s in stories)
    return f"<html lang=fa dir=rtl><head><title>خبرها</title></head><body><ol>{rows}</ol></body></html>"


LAYOUTS = (
    Layout("a grid in a form", make_stories(SPANISH, "Detail.aspx?id={n}&tipo=CP"), _grid_in_a_form, path="/List.aspx",
           timed=False),
    Layout("a table in a small form", make_stories(ENGLISH, "/index.php/news/{n}-{slug}"), _table_in_a_small_form,
           timed=False),
    Layout("cards with an advert", make_stories(ENGLISH, "/article/rJ8k{n}Wx"), _cards_with_an_advert, timed=False),
    Layout("years of an era", make_stories(_JAPANESE, "/kosodate/hoiku/10{n}.html"), _definition_list, timed=False),
    Layout("Aramaic months", make_stories(_ARABIC, "/ar/node/{n}"), _rows_in_arabic),
    Layout("Buddhist years", make_stories(_THAI, "/news/{n}"), _list_in_thai, timed=False),
    Layout("days in the addresses only", make_stories(CHINESE, "./{at:%Y%m}/t{at:%Y%m%d}_10{n}.html"),
           _list_without_years, path="/xw/", timed=False),
    Layout("the month first", make_stories(ENGLISH, "/archives/{n}", hours=100), _month_first, timed=False),
    Layout("months of one language", make_stories(_CROATIAN, "/novosti/{slug}", hours=200), _croatian_months,
           timed=False),
    Layout("folders with the day", make_stories(PERSIAN, "/news/{at:%Y/%m/%d}/{n}/"), _list_of_times, timed=False),
)  # fmt: skip
