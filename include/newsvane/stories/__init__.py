"""Copies, translations and stories: which articles are one text, which of them came first, what they are about.

`sketch` gives the buckets under which an article is looked up in the history. `group` decides over a whole set, in any
order of input. A set that holds, with each article, all that share a bucket, a text hash or a declared address with it,
and the whole groups of those, gives the same answer as everything at once. `keep_stories` gives regrouped stories the
ids by which they are known.
"""

from newsvane.stories.grouping import WINDOW_DAYS, group
from newsvane.stories.names import keep_stories
from newsvane.stories.shingles import MIN_WORDS, Similarity, similarity
from newsvane.stories.sketches import Sketch, sketch

__all__ = ["MIN_WORDS", "WINDOW_DAYS", "Similarity", "Sketch", "group", "keep_stories", "similarity", "sketch"]
