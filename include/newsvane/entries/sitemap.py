"""Sitemaps (sitemaps.org) with Google's news extension. An index lists sitemaps, not articles: it has no entries."""

from lxml import etree

from newsvane.entries.items import Draft, Item, moment


def parse(text: str) -> Draft | None:
    """The sitemap in a text that begins with its root element; None where there is none."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    if etree.QName(root).localname == "sitemapindex":
        found = [_text(child, "loc") for child in root]
        some = ", ".join(found[:5])
        return Draft(problems=[f"an index of {len(found)} sitemaps, not a feed; watch one of them: {some}"])
    items = [(child, _below(child, "news")) for child in root if isinstance(child.tag, str)]
    if any(news is not None for _, news in items):
        items = [(child, news) for child, news in items if news is not None]
    return Draft(items=[_item(child, news) for child, news in items])


def _item(child: etree._Element, news: etree._Element | None) -> Item:
    publication = _below(news, "publication")
    return Item(
        link=_text(child, "loc"),
        title=_text(news, "title"),
        published=moment(_text(news, "publication_date")),
        updated=moment(_text(child, "lastmod")),
        language=_text(publication, "language"),
        image=_text(_below(child, "image"), "loc"),
    )


def _below(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name; namespaces are often wrong."""
    children = () if element is None else element
    return next((c for c in children if isinstance(c.tag, str) and etree.QName(c).localname == name), None)


def _text(element: etree._Element | None, name: str) -> str:
    found = _below(element, name)
    return "" if found is None else "".join(found.itertext()).strip()
