"""The filter by machine translation, on the pages Coverage and Search: what may be chosen, and the same in SQL."""

from collections.abc import Mapping
from typing import Literal

TranslationChoice = Literal["", "machine", "possible", "notice", "none"]

TRANSLATIONS: Mapping[TranslationChoice, str] = {
    "": "all",
    "machine": "said to be machine-translated",
    "possible": "possibly machine-translated",
    "notice": "with a translation notice",
    "none": "no sign of translation",
}
"""What may be chosen, in words. A notice may stand on a page that is not translated, such as one that offers to be."""

CONDITIONS: Mapping[TranslationChoice, str] = {
    "machine": "translation_state IN ('translated', 'proxy')",
    "possible": "translation_state = 'possible'",
    "notice": "translation_notice_language IS NOT NULL",
    "none": "translation_state = 'none' AND translation_notice_language IS NULL",
}
"""Conditions on a row of coverage. Queries in files repeat them."""
