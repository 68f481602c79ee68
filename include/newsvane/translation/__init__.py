"""Page and text -> whether a machine translated it, how that is known, and where the original is.

Two steps, because the body's language is only known once the notice is out of the text: `find_signs` collects what
the address, the markup and the notices say; `judge` weighs it against the language the body is written in.
"""

from newsvane.translation.classify import judge
from newsvane.translation.proxies import original_of
from newsvane.translation.signals import Signs, find_signs

__all__ = ["Signs", "find_signs", "judge", "original_of"]
