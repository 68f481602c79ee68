"""Determine whether a machine translated a page, with the evidence, and where the original is. Pure: no I/O.

There are two steps, because the language of the text is only known once the notice is removed from it. `find_signals`
collects the evidence in address, markup and notices. `classify_translation` weighs it against the language in which the
text is written.
"""

from newsvane.translation.classify import classify_translation
from newsvane.translation.proxies import unwrap_proxy_url
from newsvane.translation.signals import Signals, find_signals

__all__ = ["Signals", "classify_translation", "find_signals", "unwrap_proxy_url"]
