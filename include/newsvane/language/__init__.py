"""Text -> language; the blocks of a page -> the languages that it mixes.

Codes are ISO 639-1, 639-3 where there is none, one for all variants of a language; "und" rather than a guess. Same
text, same answer, in any order and thread. What a page declares is at most an expectation: it tips a doubtful text.
"""

from newsvane.language.blocks import SHARE as SHARE
from newsvane.language.blocks import identify_blocks as identify_blocks
from newsvane.language.detectors import preload as preload
from newsvane.language.ensemble import UNDETERMINED as UNDETERMINED
from newsvane.language.ensemble import identify as identify
