"""Tell from the source of a page that no topic can match it, without parsing it."""

import re

from newsvane import urls
from newsvane.articles.markup import decode
from newsvane.configuration import Configuration
from newsvane.errors import Terminal
from newsvane.pipeline.outlets import FeedsByOutlet
from newsvane.records import Page
from newsvane.topics import build_gate
from newsvane.translation import unwrap_proxy_url

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


class RawGate:
    """Looks for what the topics need in whole pages, scripts and menus included: more passes than after parsing.

    A page that names another outlet's address as its own counts as one of the outlet that answered.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._gate = build_gate(configuration.topics)
        self._feeds = FeedsByOutlet(configuration.feeds, configuration.outlets)

    def may_match(self, page: Page) -> bool:
        """Return whether a topic may match the page. A page that cannot be decoded may not.

        What a translation proxy serves may: its outlet is not that of the address.
        """
        try:
            markup = decode(page.body)
            outlet = urls.outlet(page.final_url)
        except (Terminal, ValueError):
            return False
        if unwrap_proxy_url(page.final_url):
            return True
        pieces = [markup]
        if "\\u" in markup:  # JSON in a script may hold the whole text with escaped letters
            pieces.append(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), markup))
        feed = self._feeds.find(page.final_url)
        return self._gate.may_match([pieces], outlets={outlet}, country=feed.country if feed else None)
