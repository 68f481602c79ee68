"""Ten layouts that were written before the detection of links."""
# ruff: noqa: E501, SIM905 - markup is written as it is found

from collections.abc import Sequence
from html import escape

from tests.unit.entries.list_pages.stories import (
    ARABIC,
    CHINESE,
    ENGLISH,
    GERMAN,
    GREEK,
    HINDI,
    PERSIAN,
    RUSSIAN,
    SPANISH,
    Layout,
    Story,
    make_stories,
)

_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def _join(lines: Sequence[str]) -> str:
    return "\n".join(lines)


def _wordpress(stories: Sequence[Story]) -> str:
    posts = _join([
        f"""<article id="post-{5000 + n}" class="post-{5000 + n} post type-post status-publish format-standard hentry
category-{"politics" if n % 2 else "world"}"><header class="entry-header"><h2 class="entry-title"><a href="{s.href}"
rel="bookmark">{escape(s.title)}</a></h2><div class="entry-meta"><span class="posted-on">Posted on <a href="{s.href}"
rel="bookmark"><time class="entry-date published" datetime="{s.at.isoformat()}">{s.at:%B %d, %Y}</time></a></span>
<span class="byline">by <a class="url fn n" href="/author/ann-hall/">Ann Hall</a></span></div></header>
<div class="entry-summary"><p>A first sentence that says a little more about it, and then stops&hellip;</p>
<p><a href="{s.href}" class="more-link">Continue reading <span class="screen-reader-text">{escape(s.title)}</span></a></p>
</div><footer class="entry-footer"><span class="cat-links"><a href="/category/world/" rel="category tag">World</a></span>
<span class="comments-link"><a href="{s.href}#respond">Leave a comment</a></span></footer></article>"""
        for n, s in enumerate(stories)
    ])
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8"><title>News &#8211; The Island Post</title>
<link rel="stylesheet" href="/style.css"></head><body class="archive category has-sidebar group-blog">
<div id="page"><a class="skip-link" href="#content">Skip to content</a><header id="masthead" class="site-header">
<p class="site-title"><a href="/" rel="home">The Island Post</a></p><nav id="site-navigation" class="main-navigation">
<ul id="primary-menu" class="menu"><li class="menu-item"><a href="/">Home</a></li><li class="menu-item">
<a href="/category/world/">World</a></li><li class="menu-item"><a href="/category/politics/">Politics and parliament</a>
</li><li class="menu-item"><a href="/about-the-island-post/">About the Island Post and its people</a></li></ul></nav>
</header><div id="content" class="site-content"><main id="main" class="site-main"><header class="page-header">
<h1 class="page-title">News</h1></header>{posts}<nav class="navigation pagination"><div class="nav-links">
<span class="page-numbers current">1</span><a class="page-numbers" href="/news/page/2/">2</a>
<a class="page-numbers" href="/news/page/3/">3</a><a class="next page-numbers" href="/news/page/2/">Older posts</a></div>
</nav></main><aside id="secondary" class="widget-area"><section class="widget widget_recent_comments"><h2>Recent comments
</h2><ul><li>Ben on <a href="/2024/an-old-story-about-the-harbour/#comment-2">An old story about the harbour</a></li>
<li>Eve on <a href="/2023/another-old-story-about-it/#comment-9">Another old story about it and others</a></li></ul>
</section><section class="widget widget_tag_cloud"><div class="tagcloud"><a href="/tag/grain/">grain</a>
<a href="/tag/press-freedom/">press freedom</a><a href="/tag/harbour/">harbour</a></div></section></aside></div>
<footer id="colophon" class="site-footer"><a href="https://wordpress.org/">Proudly powered by WordPress</a></footer>
</div></body></html>"""


def _persian_agency(stories: Sequence[Story]) -> str:
    jalali = {24: "۳ آذر ۱۴۰۵", 23: "۲ آذر ۱۴۰۵"}
    items = _join([
        f"""<li class="news"><figure><a href="{s.href}" target="_blank"><img src="/d/{n}.jpg" alt="{escape(s.title)}"></a>
</figure><div class="desc"><h3><a href="{s.href}" target="_blank">{s.title}</a></h3><p>خلاصه‌ای از خبر که در فهرست
می‌آید و ادامه آن در صفحه خبر است.</p><span class="date">{jalali[s.at.day]} - {f"{s.at:%H:%M}".translate(_PERSIAN_DIGITS)}
</span></div></li>"""
        for n, s in enumerate(stories)
    ])
    menu = _join([f'<li><a href="/service/{n}">{w}</a></li>' for n, w in enumerate("سیاسی اقتصادی ورزشی جهان".split())])
    popular = _join([
        f'<li><span>{n}</span><a href="/news/4711{n}/کهنه">خبر کهنه‌ای که هفته پیش بسیار خوانده شد شماره {n}</a></li>'
        for n in range(1, 6)
    ])
    return f"""<!doctype html><html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>آخرین خبرها</title></head><body>
<div id="mega-menu"><ul>{menu}</ul></div><div class="row"><div class="col-8"><section id="box1"><header><h2>
<a href="/archive">آخرین خبرها</a></h2></header><ul>{items}</ul></section><div class="pages"><a href="?page=2">۲</a>
<a href="?page=3">۳</a></div></div><div class="col-4"><section class="box most-visited"><h2>پربازدیدترین</h2>
<ul>{popular}</ul></section></div></div><div id="footer"><a href="/about">درباره ما</a><a href="/contact">تماس با ما</a>
<a href="/links">پیوندها و همه سرویس‌های خبرگزاری</a></div></body></html>"""


def _drupal(stories: Sequence[Story]) -> str:
    rows = _join([
        f"""<div class="views-row views-row-{n + 1} {"views-row-odd" if n % 2 else "views-row-even"}"><div class="views-field
views-field-title"><span class="field-content"><a href="{s.href}">{escape(s.title)}</a></span></div><div class="views-field
views-field-created"><span class="field-content">{s.at:%d/%m/%Y - %H:%M}</span></div></div>"""
        for n, s in enumerate(stories)
    ])
    return f"""<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="es" lang="es"><head><title>Noticias | Radio
del Sur</title></head><body class="html not-front sidebar-first page-noticias"><div id="header"><div class="region">
<ul class="links inline main-menu"><li class="menu-1"><a href="/">Inicio</a></li><li class="menu-2"><a href="/programas">
Programas de la radio</a></li><li class="menu-3"><a href="/quienes-somos-y-que-hacemos">Quiénes somos y qué hacemos</a></li>
</ul></div></div><div id="main-wrapper"><div id="content" class="column"><h1 class="title">Noticias</h1>
<div class="view view-noticias view-id-noticias"><div class="view-content">{rows}</div><div class="item-list">
<ul class="pager"><li class="pager-current">1</li><li class="pager-item"><a title="Ir a la página 2"
href="/noticias?page=1">2</a></li><li class="pager-next"><a href="/noticias?page=1">siguiente ›</a></li></ul></div></div>
</div><div class="region region-sidebar-first"><div class="block block-menu"><h2>Secciones</h2><ul class="menu">
<li class="leaf"><a href="/seccion/politica">Política nacional</a></li><li class="leaf"><a href="/seccion/economia">
Economía y trabajo</a></li><li class="leaf"><a href="/seccion/cultura">Cultura</a></li></ul></div></div></div>
<div id="footer"><p><a href="mailto:radio@news.example">radio@news.example</a></p></div></body></html>"""


def _next_cards(stories: Sequence[Story]) -> str:
    cards = _join([
        f"""<a class="Card_root__x1Y2z relative flex flex-col" href="{s.href}"><div class="Card_media__p0Qa1"><img
src="/_next/image?url=%2F{n}.jpg" alt=""/></div><div class="p-4"><span class="Card_kicker__aa11B uppercase">Politics</span>
<h3 class="Card_title__k2J3h text-lg font-bold">{escape(s.title)}</h3><p class="Card_dek__m4M4m line-clamp-2">What we know
about it, and what comes next.</p><time dateTime="{s.at:%Y-%m-%dT%H:%M:%S.000Z}">{n + 1} hours ago</time></div></a>"""
        for n, s in enumerate(stories)
    ])
    topics = _join([
        f'<a class="Chip_root__99" href="/topics/{w.lower().replace(" ", "-")}">{w}</a>'
        for w in ("Climate and energy", "Elections 2027", "Grain", "Press freedom around the world")
    ])
    return f"""<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><title>Latest | Meridian</title></head><body>
<div id="__next"><header class="Header_root__1"><a href="/" aria-label="Meridian home"><svg></svg></a><nav><a
href="/world">World</a><a href="/business">Business</a><a href="/culture">Culture</a></nav><button>Subscribe</button>
</header><main><h1>Latest</h1><section class="Topics_root__7">{topics}</section><div class="grid grid-cols-3 gap-6">{cards}
</div><a class="Button_root__1" href="/latest?cursor=48">Load more</a></main><footer><a href="/privacy-policy">Privacy
policy</a><a href="/terms-of-service">Terms of service</a><a href="/code-of-ethics">Our code of ethics and corrections</a>
</footer></div><script id="__NEXT_DATA__" type="application/json">{{"props":{{}}}}</script></body></html>"""


def _russian_feed(stories: Sequence[Story]) -> str:
    months = {11: "ноября"}
    items = _join([
        f"""<div class="list-item" data-schema-position="{n}"><div class="list-item__content"><a href="{s.href}"
class="list-item__image"><img alt="" title="" class="responsive_img" src="/i/{n}.jpg"></a><a href="{s.href}"
class="list-item__title color-font-hover-only">{s.title}</a></div><div class="list-item__info"><div class="list-item__date">
{s.at.day} {months[s.at.month]} {s.at.year}, {s.at:%H:%M}</div><div class="list-item__views">{n * 117}</div></div>
<div class="list-item__tags"><div class="list-item__tags-list"><a href="/politics/" class="list-tag">Политика</a>
<a href="/person_Ivanov/" class="list-tag">Иван Петрович Иванов</a><a href="/world/" class="list-tag">В мире</a></div>
</div></div>"""
        for n, s in enumerate(stories)
    ])
    return f"""<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Лента новостей</title></head><body
class="m-ria"><div class="page"><div class="header"><div class="header__menu"><a href="/politics/">Политика</a><a
href="/world/">В мире</a><a href="/economy/">Экономика</a><a href="/society/">Общество</a></div></div><div
class="layout-rubric__main"><div class="rubric-list"><div class="list list-tags">{items}</div><div class="list-more"
data-url="/services/more.html">Еще материалы</div></div></div><div class="footer"><div class="footer__rubric-list"><a
href="/docs/about/">О проекте</a><a href="/docs/terms_of_use/copyright/">Правила использования материалов</a><a
href="/docs/policy/">Политика конфиденциальности</a></div></div></div></body></html>"""


def _chinese_table(stories: Sequence[Story]) -> str:
    rows = _join([
        f"""<tr><td width="20"><img src="dot.gif"></td><td align="left"><a href="{s.href}" title="{s.title}" target=_blank>
{s.title[:12]}...</a></td><td width="90" class="bt_time">{s.at:%Y-%m-%d}</td></tr>"""
        for s in stories
    ])
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=utf-8"><TITLE>新闻动态</TITLE></HEAD>
<BODY><TABLE width=960 align=center><TR><TD><A href="/index.htm">首页</A> | <A href="/xwdt/index.htm">新闻动态</A> |
<A href="/zwgk/index.htm">政务公开</A> | <A href="/bsdt/index.htm">办事大厅</A></TD></TR></TABLE><TABLE width=960 align=center>
<TR><TD width=200 valign=top><TABLE><TR><TD><A href="/xwdt/gzdt.htm">工作动态</A></TD></TR><TR><TD>
<A href="/xwdt/tzgg.htm">通知公告</A></TD></TR></TABLE></TD><TD valign=top><TABLE class="list_table">{rows}</TABLE>
<TABLE><TR><TD>共120条 1/12 <A href="index_1.htm">下页</A> <A href="index_11.htm">尾页</A></TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=960><TR><TD>主办单位 版权所有 <A href="/wzdt.htm">网站地图</A></TD></TR></TABLE></BODY></HTML>"""


def _joomla(stories: Sequence[Story]) -> str:
    months = {11: "Νοεμβρίου"}
    posts = _join([
        f"""<div class="items-row cols-1 row-{n} row-fluid clearfix"><div class="span12"><div class="item column-1"
itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting"><div class="page-header"><h2 itemprop="name">
<a href="{s.href}" itemprop="url">{s.title}</a></h2></div><dl class="article-info muted"><dt class="article-info-term">
Λεπτομέρειες</dt><dd class="category-name">Κατηγορία: <a href="/el/eidiseis" itemprop="genre">Ειδήσεις</a></dd>
<dd class="published"><time datetime="{s.at.isoformat()}" itemprop="datePublished">Δημοσιεύτηκε: {s.at.day}
{months[s.at.month]} {s.at.year}</time></dd></dl><p>Μια σύντομη περίληψη της είδησης για τη σελίδα του καταλόγου.</p>
<p class="readmore"><a class="btn" href="{s.href}" aria-label="Περισσότερα: {s.title}">Περισσότερα...</a></p></div></div>
</div>"""
        for n, s in enumerate(stories)
    ])
    return f"""<!DOCTYPE html><html lang="el-gr"><head><base href="https://news.example/el/eidiseis"><title>Ειδήσεις</title>
</head><body class="site com_content view-category layout-blog"><div class="body"><header class="header"><a class="brand"
href="/">Νησί FM</a></header><nav class="navigation"><ul class="nav menu nav-pills"><li class="item-101"><a href="/el/">
Αρχική</a></li><li class="item-102 current active"><a href="/el/eidiseis">Ειδήσεις</a></li><li class="item-103"><a
href="/el/epikoinonia">Επικοινωνία με τον σταθμό μας</a></li></ul></nav><main id="content" role="main"><ul
class="breadcrumb"><li><a href="/el/" class="pathway">Αρχική</a></li></ul><div class="blog" itemscope>{posts}</div>
<div class="pagination"><p class="counter">Σελίδα 1 από 9</p><ul class="pagination-list"><li><a
href="/el/eidiseis?start=6">2</a></li><li><a href="/el/eidiseis?start=12">3</a></li></ul></div></main></div></body></html>"""


def _static(stories: Sequence[Story]) -> str:
    months = {11: "November"}
    items = _join([
        f"""<h3><a href="{s.href}">{s.title}</a></h3><p><i>{s.at.day}. {months[s.at.month]} {s.at.year}</i><br>
Ein kurzer Anreißer, der in zwei Zeilen sagt, worum es geht. <a href="{s.href}">[weiter]</a></p><hr>"""
        for s in stories
    ])
    return f"""<html><head><title>Inselbote - Aktuelles</title></head><body bgcolor="#ffffff"><table border=0><tr>
<td><a href="index.html">Startseite</a></td><td><a href="aktuelles.html">Aktuelles</a></td><td><a href="archiv.html">
Archiv aller Ausgaben</a></td><td><a href="verein.html">Der Verein und seine Geschichte</a></td></tr></table>
<h1>Aktuelles</h1>{items}<p align=center><a href="aktuelles2.html">&auml;ltere Meldungen</a></p><p><font size=1>
<a href="impressum.html">Impressum</a> <a href="mailto:post@news.example">Mail</a> <a href="#top">nach oben</a></font></p>
</body></html>"""


def _arabic_portal(stories: Sequence[Story]) -> str:
    hero, grid, rest = stories[0], stories[1:5], stories[5:]
    cards = _join([
        f"""<div class="grid-item"><a href="{s.href}" class="img"><img data-src="/{n}.webp" alt="{s.title}"></a><div
class="txt"><a href="/section/world" class="sec">العالم</a><h2 class="tt"><a href="{s.href}">{s.title}</a></h2><span
class="time" data-time="{s.at.isoformat()}">منذ {n + 2} ساعات</span></div></div>"""
        for n, s in enumerate(grid)
    ])
    lines = _join([
        f"""<li class="news-line"><span class="tm" data-time="{s.at.isoformat()}">{s.at:%H:%M}</span><a href="{s.href}"
title="{s.title}">{s.title}</a></li>"""
        for s in rest
    ])
    most = _join([
        f'<div class="mr-item"><em>{n}</em><a href="/news/2026/10/{n}/مقال-قديم-قرأه-الكثيرون">مقال قديم قرأه الكثيرون هذا الشهر '
        f"وما زال يقرأ {n}</a></div>"
        for n in range(1, 6)
    ])
    menu = _join([
        f'<li><a href="/section/{n}">{w}</a></li>' for n, w in enumerate("العالم اقتصاد رياضة ثقافة منوعات".split())
    ])
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>الأخبار</title></head><body
class="rtl home has-menu"><div class="top"><ul class="main-menu">{menu}</ul></div><div class="container"><div
class="hero"><a href="{hero.href}"><img src="/hero.webp" alt=""></a><h1><a href="{hero.href}">{hero.title}</a></h1><span
class="time" data-time="{hero.at.isoformat()}">منذ ساعة</span></div><div class="grid">{cards}</div><div class="latest">
<h4><a href="/latest">آخر الأخبار</a></h4><ul>{lines}</ul></div><div class="most-read-box"><h4>الأكثر قراءة</h4>{most}
</div></div><div class="bottom-footer"><a href="/about-us">من نحن</a><a href="/privacy">سياسة الخصوصية وشروط الاستخدام</a>
<a href="/ads">أعلن معنا</a></div></body></html>"""


def _hindi_bootstrap(stories: Sequence[Story]) -> str:
    months = {11: "नवंबर"}
    cards = _join([
        f"""<div class="col-md-4 mb-3"><div class="card h-100 shadow-sm"><img class="card-img-top" src="/t{n}.jpg"
alt="..."><div class="card-body"><h5 class="card-title">{s.title}</h5><p class="card-text text-muted">खबर का छोटा सा
सार, जो सूची में दिखता है और आगे पढ़ने को कहता है।</p><p class="card-text"><small>{s.at.day} {months[s.at.month]}
{s.at.year}</small></p><a href="{s.href}" class="btn btn-primary stretched-link">और पढ़ें</a></div></div></div>"""
        for n, s in enumerate(stories)
    ])
    return f"""<!doctype html><html lang="hi"><head><meta charset="utf-8"><title>ताज़ा खबरें</title></head><body><nav
class="navbar navbar-expand-lg"><a class="navbar-brand" href="/">द्वीप समाचार</a><ul class="navbar-nav"><li
class="nav-item"><a class="nav-link" href="/desh">देश</a></li><li class="nav-item"><a class="nav-link" href="/videsh">
विदेश</a></li><li class="nav-item"><a class="nav-link" href="/khel">खेल</a></li></ul></nav><div class="container"><h1>ताज़ा
खबरें</h1><div class="row">{cards}</div><ul class="pagination"><li class="page-item"><a class="page-link" href="?p=2">2</a>
</li></ul></div><footer class="bg-dark"><a href="/contact">संपर्क करें</a><a href="/about">हमारे बारे में</a></footer></body>
</html>"""


LAYOUTS = (
    Layout("WordPress, English", make_stories(ENGLISH, "https://news.example/2026/11/{slug}/"), _wordpress),
    Layout("an agency, Persian", make_stories(PERSIAN, "/news/{n}/{slug}"), _persian_agency, timed=False),
    Layout("Drupal views, Spanish", make_stories(SPANISH, "/noticias/{slug}"), _drupal, path="/noticias"),
    Layout("cards of Next.js, English", make_stories(ENGLISH, "/world/{slug}-{n}"), _next_cards, path="/latest"),
    Layout("a feed of lines, Russian", make_stories(RUSSIAN, "/{at:%Y%m%d}/{n}0183.html"), _russian_feed, path="/lenta/"),
    Layout(
        "tables without classes, Chinese", make_stories(CHINESE, "./{at:%Y%m}/t{at:%Y%m%d}_{n}.htm"), _chinese_table,
        path="/xwdt/gzdt/", timed=False,
    ),
    Layout("Joomla, Greek", make_stories(GREEK, "/el/eidiseis/{n}-{slug}"), _joomla, path="/el/eidiseis"),
    Layout("static pages, German", make_stories(GERMAN, "meldung{n}.html"), _static, path="/aktuelles.html", timed=False),
    Layout("a portal of blocks, Arabic", make_stories(ARABIC, "/news/2026/11/{at:%d}/{slug}"), _arabic_portal, path="/"),
    Layout("cards of Bootstrap, Hindi", make_stories(HINDI, "/story.php?id={n}"), _hindi_bootstrap, timed=False),
)  # fmt: skip
