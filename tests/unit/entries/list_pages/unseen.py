"""Twelve layouts that were written after the detection of links, before it was tried on them."""
# ruff: noqa: E501, SIM905 - markup is written as it is found

from collections.abc import Sequence
from html import escape

from tests.unit.entries.list_pages.stories import ENGLISH, Layout, Story, make_stories

_JAPANESE = """
国会、報道法案の採決を延期 首都で抗議続く
港湾労働者のストライキが終結 穀物輸出再開へ
拘束されていた記者2人、11か月ぶりに解放
中央銀行が今年3回目の利上げを決定
雪解けが早く北部の谷に洪水警報
博物館が百年前の青銅器を返還
"""
_TURKISH = """
Meclis basın yasası oylamasını protestoların ardından erteledi
Liman işçileri tahıl ihracatını durduran grevi bitirdi
İki gazeteci on bir ay sonra serbest bırakıldı
Merkez Bankası faizi bu yıl üçüncü kez artırdı
Kuzey vadileri için sel uyarısı yapıldı
Müze yüz yıl önce alınan bronzları iade etti
Adaları birbirine bağlayan yeni feribot hattı baharda açılıyor
Mahkeme bakanlığın sözleşmelerini açıklamasına karar verdi
"""
_KOREAN = """
국회, 수도 시위 이후 언론법 표결 연기
곡물 수출 막았던 항만 파업 끝나
구금 11개월 만에 기자 두 명 석방
중앙은행, 올해 세 번째로 기준금리 인상
이른 해빙으로 북부 계곡에 홍수 주의보
박물관, 백 년 전 가져간 청동상 반환
"""
_FRENCH = """
Le Parlement reporte le vote de la loi sur la presse
Fin de la grève des dockers qui bloquait les exportations de céréales
Deux journalistes libérés après onze mois de détention
La banque centrale relève son taux pour la troisième fois cette année
Alerte aux crues dans les vallées du nord
"""
_UKRAINIAN = """
Парламент відклав голосування за закон про пресу після протестів
Портові робітники завершили страйк, що зупинив вивезення зерна
Двох журналістів звільнили після одинадцяти місяців ув'язнення
Центральний банк утретє за рік підвищив облікову ставку
У північних долинах оголосили попередження про повінь
Музей повернув бронзу, вивезену сто років тому
"""
_HEBREW = """
הפרלמנט דחה את ההצבעה על חוק העיתונות לאחר מחאות בבירה
עובדי הנמל סיימו שביתה שעצרה את יצוא התבואה
שני עיתונאים שוחררו לאחר אחד עשר חודשי מעצר
הבנק המרכזי העלה את הריבית בפעם השלישית השנה
אזהרת שיטפונות בעמקים הצפוניים עם הפשרת השלגים
המוזיאון החזיר פסלי ברונזה שנלקחו לפני מאה שנה
קו מעבורת חדש יחבר את האיים באביב
"""
_ITALIAN = """
Il Parlamento rinvia il voto sulla legge sulla stampa
Finisce lo sciopero dei portuali che fermava il grano
Liberi due giornalisti dopo undici mesi di carcere
La banca centrale alza i tassi per la terza volta
"""
_PORTUGUESE = """
Parlamento adia votação da lei de imprensa após protestos
Trabalhadores do porto encerram greve que parou exportações
Dois jornalistas libertados após onze meses de detenção
Banco central sobe a taxa pela terceira vez este ano
Alerta de cheias nos vales do norte
"""
_ALBANIAN = """
Kuvendi shtyn votimin për ligjin e shtypit pas protestave
Punëtorët e portit i japin fund grevës që ndali eksportin e grurit
Lirohen dy gazetarë pas njëmbëdhjetë muajsh paraburgim
Banka qendrore rrit normën bazë për herë të tretë këtë vit
Paralajmërim për përmbytje në luginat e veriut
"""
_INDONESIAN = """
Parlemen menunda pemungutan suara undang-undang pers
Buruh pelabuhan mengakhiri mogok yang menghentikan ekspor gandum
Dua jurnalis dibebaskan setelah sebelas bulan ditahan
Bank sentral menaikkan suku bunga untuk ketiga kalinya tahun ini
Peringatan banjir di lembah-lembah utara
Museum mengembalikan perunggu yang diambil seabad lalu
"""
_MONTHS = {
    "fr": "novembre", "it": "novembre", "pt": "novembro", "sq": "nëntor", "id": "November", "tr": "Kasım",
}  # fmt: skip


def _papermod(stories: Sequence[Story]) -> str:
    posts = "".join(
        f"""<article class="{"first-entry" if n == 0 else "post-entry"}"> <header class="entry-header"><h2
class="entry-hint-parent">{escape(s.title)}</h2></header><div class="entry-content"><p>Some first words of the post, as
many as fit into the summary...</p></div><footer class="entry-footer"><span title='{s.at:%Y-%m-%d %H:%M:%S} +0000 UTC'>
{s.at:%B} {s.at.day}, {s.at.year}</span>&nbsp;·&nbsp;3 min&nbsp;·&nbsp;Desk</footer><a class="entry-link"
aria-label="post link to {escape(s.title)}" href="{s.href}"></a></article>"""
        for n, s in enumerate(stories)
    )
    return f"""<!doctype html><html lang="en" dir="auto"><head><title>Posts | Ferry Notes</title></head><body class="list"
id="top"><header class="header"><nav class="nav"><div class="logo"><a href="https://news.example/" accesskey="h"
title="Ferry Notes (Alt + H)">Ferry Notes</a></div><ul id="menu"><li><a href="https://news.example/archives/"
title="Archive"><span>Archive</span></a></li><li><a href="https://news.example/tags/" title="Tags"><span>Tags</span></a>
</li></ul></nav></header><main class="main"><header class="page-header"><h1>Posts</h1></header>{posts}<footer
class="page-footer"><nav class="pagination"><a class="next" href="https://news.example/posts/page/2/">Next&nbsp;»</a></nav>
</footer></main><footer class="footer"><span>&copy; 2026 <a href="https://news.example/">Ferry Notes</a></span><span>Powered
by <a href="https://gohugo.io/">Hugo</a></span></footer></body></html>"""


def _japanese_dl(stories: Sequence[Story]) -> str:
    rows = "".join(
        f'<dt>{s.at.year}年{s.at.month}月{s.at.day}日<span class="icon">報道発表</span></dt><dd><a href="{s.href}">{s.title}</a></dd>'
        for s in stories
    )
    return f"""<!DOCTYPE html><html lang="ja"><head><meta charset="UTF-8"><title>新着情報</title></head><body><div
id="wrapper"><div id="header"><p id="logo"><a href="/index.html"><img src="/img/logo.png" alt="島しょ庁"></a></p><ul
id="gnavi"><li><a href="/about/index.html">組織について</a></li><li><a href="/policy/index.html">政策・施策の一覧</a></li><li><a
href="/press/index.html">報道発表</a></li></ul></div><div id="contents"><p id="pankuzu"><a href="/">ホーム</a> &gt; 新着情報</p>
<h1>新着情報</h1><dl class="newsList">{rows}</dl><p><a href="/press/backnumber.html">過去の新着情報一覧はこちら</a></p></div><div
id="footer"><ul><li><a href="/sitemap.html">サイトマップ</a></li><li><a href="/privacy.html">プライバシーポリシー</a></li></ul></div>
</div></body></html>"""


def _turkish_portal(stories: Sequence[Story]) -> str:
    slides = "".join(
        f"""<div class="swiper-slide"><a href="{s.href}" title="{s.title}" class="headline-link"><img
src="/m/{n}.jpg" alt="{s.title}"><span class="headline-title">{s.title}</span></a></div>"""
        for n, s in enumerate(stories[:3])
    )
    cards = "".join(
        f"""<div class="col-6 col-lg-4"><div class="card news-card"><a href="{s.href}"><img class="lazy" data-src="/k.jpg"
alt="{s.title}"></a><div class="card-body"><a class="category-badge" href="/gundem">Gündem</a><h3 class="card-title"><a
href="{s.href}">{s.title}</a></h3><span class="date"><i class="fa fa-clock"></i> {s.at.day:02} {_MONTHS["tr"]} {s.at.year}
{s.at:%H:%M}</span></div></div></div>"""
        for s in stories[3:]
    )
    dates = "".join(f'<li><a href="/yazarlar/{n}">Yazar Adı {n}</a></li>' for n in range(4))
    menu = "".join(
        f'<li class="nav-item"><a class="nav-link" href="/{w.lower()}">{w}</a></li>'
        for w in ("Gündem", "Ekonomi", "Spor", "Dünya", "Magazin")
    )
    return f"""<!DOCTYPE html><html lang="tr"><head><title>Son Dakika Haberleri</title></head><body><header><nav
class="navbar"><ul class="navbar-nav">{menu}</ul></nav></header><div class="container"><div class="swiper mainSlider"><div
class="swiper-wrapper">{slides}</div></div><div class="row">{cards}</div><h4>Yazarlar</h4><ul class="authors">{dates}</ul>
</div><footer><div class="row"><a href="/kunye">Künye</a><a href="/iletisim">İletişim</a><a href="/gizlilik-politikasi">
Gizlilik Politikası</a></div></footer></body></html>"""


def _korean_headlines(stories: Sequence[Story]) -> str:
    items = "".join(
        f"""<li><dl><dt class="photo"><a href="{s.href}" class="nclicks(fls.list)"><img src="/t.jpg" width="106"
alt="{s.title}" onError="javascript:this.src='/noimg.gif'"></a></dt><dt><a href="{s.href}" class="nclicks(fls.list)">
{s.title}
</a></dt><dd><span class="lede">기사 첫 문장이 여기에 조금 나온다…</span><span class="writing">섬신문</span><span class="date
is_new">{s.at:%Y.%m.%d.} {s.at:%H:%M}</span></dd></dl></li>"""
        for s in stories
    )
    return f"""<!doctype html><html lang="ko"><head><title>속보 : 섬신문</title></head><body><div id="wrap"><table
class="container"><tr><td class="aside"><div class="snb"><h2 class="snb_h2">정치</h2><ul class="nav"><li><a
href="/main/list.naver?sid2=264">대통령실</a></li><li><a href="/main/list.naver?sid2=265">국회/정당</a></li><li><a
href="/main/list.naver?sid2=268">북한</a></li></ul></div></td><td class="content"><div id="main_content"><div
class="list_body newsflash_body"><ul class="type06_headline">{items}</ul></div><div class="paging"><strong>1</strong><a
href="?page=2" class="nclicks(fls.page)">2</a><a href="?page=3" class="nclicks(fls.page)">3</a></div><div
class="pagenavi_day"><a href="?date=20261123">11월23일</a><a href="?date=20261122">11월22일</a></div></div></td></tr></table>
</div></body></html>"""


def _ghost(stories: Sequence[Story]) -> str:
    cards = "".join(
        f"""<article class="post-card post tag-actu {"no-image" if n % 2 else "featured post-card-large"}"><a
class="post-card-image-link" href="{s.href}"><img class="post-card-image" src="/i.jpg" alt="{escape(s.title)}"
loading="lazy"></a><div class="post-card-content"><a class="post-card-content-link" href="{s.href}"><header
class="post-card-header"><div class="post-card-tags"><span class="post-card-primary-tag">Actu</span></div><h2
class="post-card-title">{escape(s.title)}</h2></header><div class="post-card-excerpt">Un résumé de quelques mots.</div></a>
<footer class="post-card-meta"><time class="post-card-meta-date" datetime="{s.at:%Y-%m-%d}">{s.at.day} {_MONTHS["fr"]}
{s.at.year}</time><span class="post-card-meta-length">4 min</span></footer></div></article>"""
        for n, s in enumerate(stories)
    )
    return f"""<!DOCTYPE html><html lang="fr"><head><title>Le Courrier des îles</title></head><body class="home-template
is-head-left-logo has-cover"><div class="viewport"><header id="gh-head" class="gh-head outer"><div class="gh-head-inner
inner"><a class="gh-head-logo" href="https://news.example">Le Courrier des îles</a><nav class="gh-head-menu"><ul
class="nav"><li class="nav-accueil nav-current"><a href="https://news.example/">Accueil</a></li><li class="nav-a-propos"><a
href="https://news.example/a-propos/">À propos du journal</a></li></ul></nav><a class="gh-head-button"
href="#/portal/signup">S'abonner</a></div></header><main id="site-main" class="site-main outer"><div class="inner posts"><div
class="post-feed">{cards}</div></div></main><footer class="site-footer outer"><nav class="site-footer-nav"><ul><li><a
href="#/portal/">S'inscrire</a></li></ul></nav><div class="gh-powered-by"><a href="https://ghost.org/">Powered by Ghost</a>
</div></footer></div></body></html>"""


def _aspnet(stories: Sequence[Story]) -> str:
    rows = "".join(
        f"""<tr><td class="newsDate" valign="top"><span id="ctl00_rpt_ctl{n:02}_lblDate">{s.at:%d.%m.%Y %H:%M}</span></td><td>
<a id="ctl00_rpt_ctl{n:02}_lnk" class="newsTitle" href="{escape(s.href)}">{escape(s.title)}</a><br /><span
id="ctl00_rpt_ctl{n:02}_lblLead" class="lead">Короткий вступ до новини для переліку.</span></td></tr>"""
        for n, s in enumerate(stories)
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Новини</title></head><body><form name="aspnetForm" method="post"
action="News.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUK" /><div
id="top"><a href="Default.aspx">Головна</a><a href="News.aspx">Новини</a><a href="About.aspx">Про нас</a></div><table
id="ctl00_tbl" cellspacing="0">{rows}</table><div><a href="javascript:__doPostBack('ctl00$pager','2')">2</a> <a
href="javascript:__doPostBack('ctl00$pager','3')">3</a></div><div id="bottom"><a href="Rss.aspx">RSS</a> <a
href="Contacts.aspx">Контакти</a></div></form></body></html>"""


def _hebrew_slots(stories: Sequence[Story]) -> str:
    slots = "".join(
        f"""<div class="slotView"><div class="mediaArea"><a href="{s.href}" tabindex="-1"><div class="MediaCarousel"><img
src="/p.jpg" alt="צילום"></div></a></div><div class="textDiv"><div class="slotTitle medium"><a href="{s.href}"><span
data-tb-title="true">{s.title}</span></a></div><div class="slotSubTitle"><a href="{s.href}"><span>משנה קצר שמסביר את הידיעה
בעוד כמה מילים ולא יותר מזה, אבל ארוך מן הכותרת עצמה כמו שקורה הרבה פעמים באתרים גדולים</span></a></div><div
class="moreDetails"><span class="author">מערכת</span><span class="DateDisplay" data-wcmdate="{s.at:%Y-%m-%dT%H:%M:%S.000Z}">
לפני {n + 1} שעות</span></div></div></div>"""
        for n, s in enumerate(stories)
    )
    menu = "".join(
        f'<a class="site-link" href="/category/{n}"><span>{w}</span></a>'
        for n, w in enumerate("חדשות כלכלה ספורט תרבות בריאות".split())
    )
    return f"""<!DOCTYPE html><html lang="he" dir="rtl"><head><title>חדשות</title></head><body><div id="ynet-root"><div
class="siteHeader"><div class="navLinks">{menu}</div></div><div class="layoutContainer"><div class="slotsContent">{slots}
</div></div><div class="FooterLinks"><a href="/privacy">מדיניות פרטיות</a><a href="/terms">תנאי שימוש</a><a
href="/accessibility">הצהרת נגישות לאתר ולכל שירותיו</a></div></div></body></html>"""


def _squarespace(stories: Sequence[Story]) -> str:
    items = "".join(
        f"""<div class="summary-item summary-item-record-type-text sqs-gallery-design-list-slide"><div
class="summary-content sqs-gallery-meta-container"><div class="summary-metadata-container
summary-metadata-container--above-title"><div class="summary-metadata summary-metadata--primary"><time
class="summary-metadata-item summary-metadata-item--date" datetime="{s.at:%Y-%m-%d}">{s.at.day} {_MONTHS["it"]} {s.at.year}
</time></div></div><div class="summary-title"><a href="{s.href}" class="summary-title-link">{escape(s.title)}</a></div><div
class="summary-excerpt summary-excerpt-only"><p>Poche parole di riassunto.</p></div><a href="{s.href}"
class="summary-read-more-link">Leggi tutto</a></div></div>"""
        for s in stories
    )
    return f"""<!doctype html><html xmlns:og="http://opengraphprotocol.org/schema/" lang="it-IT"><head><title>Comunicati —
Stampa Libera</title></head><body id="collection-5f" class="header-overlay-alignment-center tweak-footer"><div
id="siteWrapper" class="clearfix site-wrapper"><header id="header" class="header theme-col--primary"><div
class="header-nav"><div class="header-nav-list"><div class="header-nav-item header-nav-item--collection"><a
href="/chi-siamo">Chi siamo</a></div><div class="header-nav-item header-nav-item--collection"><a href="/comunicati">
Comunicati</a></div><div class="header-nav-item"><a href="/dona">Dona</a></div></div></div></header><main id="page"
class="container"><article class="sections" id="sections"><section class="page-section"><div class="content-wrapper"><div
class="content"><div class="sqs-layout sqs-grid-12 columns-12"><div class="row sqs-row"><div class="col sqs-col-12"><div
class="sqs-block summary-v2-block sqs-block-summary-v2"><div class="summary-item-list-container"><div
class="summary-item-list sqs-gallery">{items}</div></div></div></div></div></div></div></div></section></article></main>
<footer class="sections" id="footer-sections"><p><a href="mailto:info@news.example">Scrivici</a> <a
href="/informativa-sulla-privacy">Informativa sulla privacy</a></p></footer></div></body></html>"""


def _blogger(stories: Sequence[Story]) -> str:
    days = ["segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"]
    posts = "".join(
        f"""<div class="date-outer"><h2 class="date-header"><span>{days[s.at.weekday()]}, {s.at.day} de {_MONTHS["pt"]} de
{s.at.year}</span></h2><div class="date-posts"><div class="post-outer"><div class="post hentry uncustomized-post-template"
itemprop="blogPost"><a name="{9000 + n}"></a><h3 class="post-title entry-title" itemprop="name"><a href="{s.href}">
{escape(s.title)}</a></h3><div class="post-body entry-content"><p>As primeiras linhas do texto, como saem no blogue.</p></div>
<div class="jump-link"><a href="{s.href}#more" title="{escape(s.title)}">Ler mais »</a></div><div class="post-footer"><span
class="post-author vcard">Publicada por <span class="fn">Redação</span></span> à(s) <a class="timestamp-link"
href="{s.href}" rel="bookmark" title="permanent link"><abbr class="published" title="{s.at.isoformat()}">{s.at:%H:%M}
</abbr></a> <span class="post-comment-link"><a class="comment-link" href="{s.href}#comment-form">Sem comentários:</a></span>
</div></div></div></div></div>"""
        for n, s in enumerate(stories)
    )
    old = "".join(
        f'<li><a href="https://news.example/2026/0{m}/uma-noticia-antiga-do-blogue-{m}.html">Uma notícia antiga do blogue {m}</a></li>'
        for m in range(5, 9)
    )
    return f"""<!DOCTYPE html><html dir="ltr" lang="pt-PT"><head><title>Jornal da Ilha</title></head><body class="loading
variant-wide"><div class="navbar section" id="navbar"></div><div class="content"><div class="content-outer"><div
class="tabs-outer"><ul><li><a href="https://news.example/">Página inicial</a></li><li><a
href="https://news.example/p/sobre.html">Sobre</a></li></ul></div><div class="main-outer"><div class="columns"><div
class="column-center-outer"><div class="main section" id="main"><div class="widget Blog" id="Blog1"><div class="blog-posts
hfeed">{posts}</div><div class="blog-pager" id="blog-pager"><a class="blog-pager-older-link"
href="https://news.example/search?updated-max=2026-11-20&amp;max-results=5">Mensagens antigas</a></div></div></div></div><div
class="column-right-outer"><aside><div class="sidebar section"><div class="widget BlogArchive"><h2>Arquivo</h2><ul
class="posts">{old}</ul></div></div></aside></div></div></div></div></div></body></html>"""


def _typo3(stories: Sequence[Story]) -> str:
    items = "".join(
        f"""<div class="article articletype-0 topnews" itemscope="itemscope" itemtype="http://schema.org/Article"><div
class="header"><h3><a title="{escape(s.title)}" href="{s.href[1:]}"><span itemprop="headline">{escape(s.title)}</span></a></h3>
</div><div class="teaser-text"><div itemprop="description"><p>Pak fjalë për lajmin.</p></div><a class="more"
title="{escape(s.title)}" href="{s.href[1:]}">Lexo më shumë</a></div><div class="footer"><p><span class="news-list-date"><time
itemprop="datePublished" datetime="{s.at:%Y-%m-%d}">{s.at:%d.%m.%Y}</time></span><span class="news-list-category">Vendi</span>
</p></div></div>"""
        for s in stories
    )
    return f"""<!DOCTYPE html><html lang="sq"><head><base href="https://news.example/"><title>Lajme: Radio Ishulli</title>
</head><body id="p12"><div id="mainmenu"><ul class="level1"><li><a href="kreu/">Kreu</a></li><li class="act"><a
href="lajme/">Lajme</a></li><li><a href="emisione/">Emisione</a></li></ul></div><div id="content"><div class="news"><div
class="news-list-view">{items}<div class="page-navigation"><ul class="f3-widget-paginator"><li class="current">1</li><li><a
href="lajme/faqe/2/">2</a></li></ul></div></div></div></div><div id="footer"><a href="kontakt/">Kontakt</a></div></body>
</html>"""


def _indonesian(stories: Sequence[Story]) -> str:
    items = "".join(
        f"""<div class="articleItem"><a class="article-link" href="{s.href}"><div class="articleItem-wrap"><div
class="articleItem-img"><img src="/a.jpg" alt=""></div><div class="articleItem-box"><h2 class="articleTitle">{s.title}</h2>
<div class="articlePost"><div class="articlePost-subtitle">Nasional</div><div class="articlePost-date">{s.at.day}
{_MONTHS["id"]} {s.at.year}</div></div></div></div></a></div>"""
        for s in stories
    )
    trend = "".join(
        f"""<div class="mostItem"><a class="mostItem-link" href="/read/2026/10/0{n}/0912345/berita-lama-yang-banyak-dibaca-{n}">
<div class="mostItem-count">{n}</div><div class="mostItem-box"><h2 class="mostTitle">Berita lama yang banyak dibaca minggu ini
{n}</h2></div></a></div>"""
        for n in range(1, 6)
    )
    return f"""<!DOCTYPE html><html lang="id"><head><title>Indeks Berita Terbaru</title></head><body><div class="header"><div
class="nav__wrap"><ul class="nav__row"><li class="nav__item"><a class="nav__link" href="/nasional">Nasional</a></li><li
class="nav__item"><a class="nav__link" href="/global">Global</a></li><li class="nav__item"><a class="nav__link" href="/tren">
Tren</a></li></ul></div></div><div class="container"><div class="row"><div class="col-bs10-7"><div class="articleList -list">
{items}</div><div class="paging__wrap"><a class="paging__link" href="?page=2">2</a></div></div><div class="col-bs10-3"><div
class="sectionBox"><h3 class="mostHeader">Terpopuler</h3><div class="mostList">{trend}</div></div></div></div></div><div
class="footer"><a href="/about-us">Tentang Kami</a><a href="/pedoman-media-siber">Pedoman Media Siber</a></div></body></html>"""


def _bare_day(stories: Sequence[Story]) -> str:
    items = "".join(f'<li><a href="{s.href}">{escape(s.title)}</a></li>\n' for s in stories)
    return f"""<!doctype html><html><head><title>Articles published this week | The Bay Ledger</title></head><body><header>
<a href="/"><img src="/logo.svg" alt="The Bay Ledger"></a><ul><li><a href="/local-news">Local news</a></li><li><a
href="/sports">Sports</a></li><li><a href="/obituaries">Obituaries</a></li><li><a href="/e-edition">E-edition</a></li></ul>
</header><h1>This week</h1><ul>{items}</ul><p><a href="/sitemap/2026/11/16">Previous week</a></p><footer><ul><li><a
href="/about-the-bay-ledger">About The Bay Ledger</a></li><li><a href="/subscriber-help-and-delivery">Subscriber help and
delivery</a></li><li><a href="/place-an-ad">Place an ad</a></li></ul></footer></body></html>"""


LAYOUTS = (
    Layout("Hugo with PaperMod, English", make_stories(ENGLISH, "https://news.example/posts/{slug}/"), _papermod,
           path="/posts/"),
    Layout("a definition list, Japanese", make_stories(_JAPANESE, "/press/{at:%Y%m%d}_{n}.html"), _japanese_dl,
           timed=False),
    Layout("a portal with a slider, Turkish", make_stories(_TURKISH, "/gundem/{slug}-{n}h"), _turkish_portal, path="/",
           dated=False),
    Layout("a portal of headlines, Korean", make_stories(_KOREAN, "/main/read.naver?oid=001&aid=00150{n}"),
           _korean_headlines),
    Layout("Ghost, French", make_stories(_FRENCH, "/{slug}/"), _ghost, path="/", timed=False),
    Layout("ASP.NET, Ukrainian", make_stories(_UKRAINIAN, "NewsDetail.aspx?ID={n}&lang=uk"), _aspnet, path="/News.aspx"),
    Layout("slots, Hebrew", make_stories(_HEBREW, "/news/article/h1{n}vbx"), _hebrew_slots, path="/category/184"),
    Layout("Squarespace, Italian", make_stories(_ITALIAN, "/comunicati/{slug}"), _squarespace, path="/comunicati",
           timed=False),
    Layout("Blogger, Portuguese", make_stories(_PORTUGUESE, "https://news.example/2026/11/{slug}.html"), _blogger,
           path="/"),
    Layout("TYPO3, Albanian", make_stories(_ALBANIAN, "/lajme/lajmi/{slug}/"), _typo3, path="/lajme/", timed=False),
    Layout("an index, Indonesian", make_stories(_INDONESIAN, "https://news.example/read/{at:%Y/%m/%d}/09{n}/{slug}"),
           _indonesian, path="/indeks", timed=False),
    Layout("nothing but links, English", make_stories(ENGLISH, "/story/{n}/{slug}"), _bare_day, path="/sitemap/week",
           dated=False),
)  # fmt: skip
