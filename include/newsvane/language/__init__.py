"""Identify the language of a text, and the languages that the paragraphs of a page are written in.

Codes are ISO 639-1, or ISO 639-3 where there is none, with one code for all variants of a language. The answer is "und"
(undetermined) rather than a guess. The same text always gets the same answer, in any order and thread. The languages
that a page or a feed declares only decide doubtful texts. Settings and environment are not used.
"""

from newsvane.language.blocks import MIN_SHARE as MIN_SHARE
from newsvane.language.blocks import identify_blocks as identify_blocks
from newsvane.language.detectors import preload as preload
from newsvane.language.ensemble import UNDETERMINED as UNDETERMINED
from newsvane.language.ensemble import confirm as confirm
from newsvane.language.ensemble import identify as identify
