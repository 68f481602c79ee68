"""Copies, translations and stories: which articles are one text, which of them came first, what they are about.

`sketch` gives what an article is looked up by in the history. `group` decides over a whole set, in any order of input.
A set that holds, with each article, all that share a bucket, a key, a text hash or a declared address with it, and the
whole groups of those, gives the same answer as everything at once, if it is told what the outlets repeat.
`keep_stories` gives regrouped stories the ids by which they are known; `revision` tells what an update of an article
changed.
"""

from newsvane.stories.grouping import WINDOW_DAYS, group
from newsvane.stories.links import moment
from newsvane.stories.repeated_sentences import REPEATED
from newsvane.stories.revisions import Revision, revision
from newsvane.stories.shingles import MIN_WORDS, Similarity, similarity
from newsvane.stories.sketches import Sketch, sketch
from newsvane.stories.story_ids import keep_stories

__all__ = [
    "MIN_WORDS",
    "REPEATED",
    "WINDOW_DAYS",
    "Revision",
    "Similarity",
    "Sketch",
    "group",
    "keep_stories",
    "moment",
    "revision",
    "similarity",
    "sketch",
]
