"""The hostile neighbour: an outlet that tries to forge, hide, claim, flood and stall what the others publish.

It joins the news world with `--neighbour` (`scene(…, neighbour=True)`). At first it copies, claims addresses and
language versions, calls its page a translation, imitates a proxy, lists articles of others as advertisements with false
words, and answers with headers and feeds that raise errors. After `POST /-/publish` it lists copies that claim to be
older than what they copy, puts a copied text in the place of one of its own, joins two stories in one text, and floods.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web
from markupsafe import escape

from newsvane.urls import canonical
from tests.world.content import Story, World

OUTLET = "shadow-wire.example"
ODD = "odd-wire.example"
HOST = f"http://{OUTLET}"
FLOOD = 60
"""How many articles it publishes at once."""

COPIED = "meridian-post/computers-from-the-camp"
CLAIMED = ("meridian-post/exiles-camp-explained", "meridian-post/off-the-list", "tirana-courier/camp-search-questions")
SOURCE = "northline/search-at-ashraf"
"""The original of the first claimed article, which is a copy itself."""
HIDDEN = ("tirana-courier/new-charges-camp", "meridian-post/off-the-list")
BRIDGED = ("meridian-post/computers-from-the-camp", "meridian-post/off-the-list")
FORGED = ("meridian-post/exiles-camp-explained", "tirana-courier/camp-search-questions", COPIED)

OWN = (
    "Our correspondent in Tehran has spoken to three merchants who sell saffron by the gram and gold by the kilo, and "
    "who have closed their stalls for a week because nobody can say what either will be worth on Saturday morning.",
    "The eldest keeps the ledgers of his grandfather under the counter. They show a year in which prices doubled twice "
    "and the family moved to Isfahan with a single cart, which is why he laughs when he is asked about the future.",
    "A nephew drives goods to the border and back. He counts the lorries in the other direction and writes the number "
    "on the inside of his windscreen; it has not been above forty since the beginning of the month, he says.",
)
SPANISH = (
    "Un corresponsal visitó en Teherán a tres comerciantes que venden azafrán por gramos y oro por kilos, y que "
    "han cerrado sus puestos durante una semana porque nadie sabe cuánto valdrán el sábado por la mañana.",
    "El mayor guarda los libros de su abuelo debajo del mostrador, y en ellos se lee un año en que los precios se "
    "duplicaron dos veces y la familia se mudó a Isfahán con un solo carro y una mula prestada.",
)
PROXIED = (
    "A spokesman in Tehran denied on Thursday what he had confirmed on Wednesday, and asked everybody to forget both, "
    "since the minister would speak on Saturday and might prefer a third version of what was in the boxes.",
    "Asked which boxes he meant, he put on his coat. A colleague explained that the word had been mistranslated, and "
    "that no lorry, no port and no customs office had been mentioned by anybody with the right to mention them.",
)
FALSE = "The residents have confessed to everything, and the paper withdraws its report. " * 12

OLD = "<pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate>"

WATCH = f"""
[[feed]]
id = "shadow-wire"
url = "{HOST}/feed.xml"
title = "Shadow Wire"
outlet = "{OUTLET}"
language = "en"
country = "MT"
kind = "agency"

[[feed]]
id = "odd-wire"
url = "http://{ODD}/feed.xml"
title = "Odd Wire"
outlet = "{ODD}"
"""
"""The feeds of the neighbour, for the watch list."""


def answers(host: str) -> bool:
    """Return whether the neighbour answers for this host."""
    return host in {ODD, OUTLET} or host.endswith(f".{OUTLET}")


def serve(world: World, request: web.Request, host: str) -> web.Response:
    """Answer a request to one of the neighbour's hosts."""
    if host == ODD:
        return web.Response(status=503, headers={"Retry-After": "99999999999"}, text="later")
    if request.path == "/feed.xml":
        return web.Response(text=_feed(world), content_type="application/rss+xml")
    if request.path == "/wire/stall":
        return web.Response(status=503, headers={"Expires": "Sat, 01 Jan 99999999999 00:00:00 GMT"}, text="later")
    page = _pages(world).get(request.path_qs)
    if page is None:
        return web.Response(status=404, text="<h1>Not found</h1>", content_type="text/html")
    return web.Response(text=page, content_type="text/html")


def truth(world: World) -> dict[str, dict[str, Any]]:
    """Return what Newsvane must find at the neighbour before `POST /-/publish`, as in `truth.json`."""
    copied = canonical(world.stories[COPIED].url)
    claimed = canonical(world.stories[CLAIMED[0]].url)
    proxy = f"http://translate.google.{OUTLET}/translate?u={world.stories[COPIED].url}"
    found = {
        f"{HOST}/wire/copied": _article(
            "Copied",
            age=(world.stories[COPIED].age or 1) - 1,
            topics=["albania", "iran", "mek"],
            copy=("same_text", copied),
        ),
        f"{HOST}/wire/versions": _article("Merchants of Tehran close their stalls", age=90, topics=["iran"]),
        f"{HOST}/wire/traducido": _article(
            "Comerciantes de Teherán",
            age=80,
            topics=["iran"],
            language="es",
            translation_state="translated",
            notice_language="es",
            source_url=claimed,
            copy=("translation", canonical(world.stories[SOURCE].url)),
        ),
        proxy: _article("Tehran denies", age=70, topics=["iran"]),
        f"{HOST}/wire/stall": {"outcome": "skipped", "reason": "http_503", "will_retry": True},
    }
    return {canonical(url): expected | {"found_by": ["shadow-wire"]} for url, expected in found.items()}


FEEDS = {
    "shadow-wire": {"status": "ok", "reason": "", "entries": 6},
    "odd-wire": {"status": "failed", "reason": "http_503", "entries": 0},
}
"""What polls must find, as `feeds` in `truth.json`."""


def _article(
    title: str, *, topics: list[str], age: float, copy: tuple[str, str] | None = None, **expected: Any
) -> dict[str, Any]:
    kind, original = copy or (None, None)
    found = {
        "outcome": "article",
        "kind": "article",
        "post_edited": False,
        "title": title,
        "language": "en",
        "page_language": "en",
        "translation_state": "none",
        "notice_language": None,
        "source_url": None,
        "topics": topics,
        "copy_of": original,
        "copy_kind": kind,
        "reason": None,
        "published_at_offset_hours": -age,
    } | expected
    return found | {"page_language": found["language"]}


def _feed(world: World) -> str:
    links = [f"{HOST}{path}" for path in ("/wire/copied", "/wire/versions", "/wire/traducido", "/wire/stall")]
    links.append(f"http://translate.google.{OUTLET}/translate?u={escape(world.stories[COPIED].url)}")
    items = [_item(link) for link in links]
    adverts = f"<category>Sponsored</category><description>{FALSE}</description><author>A forger</author>"
    items += [_item(world.stories[key].url, adverts) for key in HIDDEN if not world.stories[key].held or world.released]
    if world.released:
        late = [*(f"/wire/forged-{at}" for at in range(len(FORGED))), "/wire/bridge"]
        late += [f"/wire/flood-{number}" for number in range(FLOOD)]
        items += [_item(f"{HOST}{path}") for path in late]
        items[1] = _item(f"{HOST}/wire/versions", "<description>Corrected</description>")
    return f"<rss version='2.0'><channel><title>Shadow Wire</title>{''.join(items)}</channel></rss>"


def _item(link: str, more: str = "") -> str:
    return f"<item><title>Report {escape(link[-24:])}</title><link>{escape(link)}</link>{more or OLD}</item>"


def _pages(world: World) -> Mapping[str, str]:
    """Return the neighbour's pages by path and query."""
    copied, claimed = world.stories[COPIED], [world.stories[key] for key in CLAIMED]
    lies = f"<link rel=canonical href='{copied.url}'><meta property='og:url' content='{copied.url}'>"
    versions = "".join(
        f"<link rel=alternate hreflang={n} href='{s.url}'>" for n, s in zip(("en", "sq", "fa"), claimed, strict=True)
    )
    notice = f"<p>Esta página fue traducida automáticamente. <a href='{claimed[0].url}'>Original</a></p>"
    found = {
        "/wire/copied": _page(world, "Copied", world.text(copied), age=(copied.age or 1) - 1, head=lies),
        "/wire/versions": _page(world, "Merchants of Tehran close their stalls", OWN, age=90, head=versions),
        "/wire/traducido": _page(world, "Comerciantes de Teherán", SPANISH, age=80, language="es", above=notice),
        f"/translate?u={copied.url}": _page(world, "Tehran denies", PROXIED, age=70),
    }
    if world.released:
        found["/wire/versions"] = _page(world, "Old news", world.text(claimed[1]), age=900)
        texts = [line for key in BRIDGED for line in world.text(world.stories[key])]
        found["/wire/bridge"] = _page(world, "Two in one", tuple(texts), age=700)
        for at, key in enumerate(FORGED):
            story: Story = world.stories[key]
            found[f"/wire/forged-{at}"] = _page(world, story.title, world.text(story), age=(story.age or 0) + 500)
        for number in range(FLOOD):
            text = tuple(f"{line} Edition {number}, {number * 7} copies." for line in OWN)
            found[f"/wire/flood-{number}"] = _page(world, f"MEK in Albania: edition {number}", text, age=0.1)
    return found


def _page(
    world: World,
    title: str,
    paragraphs: tuple[str, ...],
    *,
    age: float,
    language: str = "en",
    head: str = "",
    above: str = "",
) -> str:
    published = (world.now - timedelta(hours=age)).isoformat()
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html lang={language}><head><title>{escape(title)}</title>"
        f"<meta property='article:published_time' content='{published}'>{head}</head>"
        f"<body>{above}<article><h1>{escape(title)}</h1>{text}</article></body></html>"
    )
