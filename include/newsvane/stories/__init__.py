"""Decide which articles carry the same text, which of them came first, and which report the same event.

`group(articles)` returns one `Grouping` per article: the article it copies or translates (`copy_of`) and its story.
It works in four stages:

1. Blocking: two articles are compared only if they share something cheap to look up. Near copies share one of 32
   MinHash buckets (`shingles`). Translations share a number, a name, a picture or an address (`translation_links`).
   Reports on one event share what happened, and who or where, within days (`event_keys`). Equal addresses and equal
   texts are found by dictionary.
2. Linking: each candidate pair is measured. `copy_links` finds equal addresses, equal texts and near copies (measured
   by `similarity`, without the boilerplate of `repeated_sentences`). `translation_links` compares `anchors`: numbers
   and names, and their order (`shared_anchors`).
3. Copies: `grouping` attaches each copy or translation to one original (`copy_forest`). Which of two articles came
   first is decided by `newsvane.observation`.
4. Stories: `story_joining` puts each original into the story of the event that it reports, and makes two stories one.
   `event_profiles` collects what an article reports (`event_concepts`, `term_vectors`, `rare_words`), who, where and
   how many; `event_evidence` weighs what two reports have in common, by how rare it is (`frequencies`);
   `report_comparisons` compares them, and `story_scores` weighs how much whole stories resemble each other.
   `common_traits` names what they have in common. `story_ids` keeps the known ids of stories.

`candidates` limits the comparisons per outlet, so that a flood of similar articles delays nobody.

`sketch` returns the lookup keys that the lake stores for each article, so that `group` gives the same answer for a
batch and its neighbours as for the whole history at once. The neighbours are all articles that share a bucket, a key,
a text hash or a declared address with the batch, and their whole stories; the sentences that outlets repeat must be
passed to it. `describe_revision` compares two readings of one address. A revised article is grouped by what it said
when it was first read (`first_readings`). Everything here is pure.
"""

from newsvane.stories import event_concepts, frequencies, rare_words
from newsvane.stories.candidates import MAX_PER_OUTLET
from newsvane.stories.event_evidence import report_one_event
from newsvane.stories.first_readings import as_first_read, is_rewritten, keep_first_reading
from newsvane.stories.grouping import WINDOW_DAYS, group
from newsvane.stories.kept_copies import keep_copies
from newsvane.stories.repeated_sentences import MIN_REPETITIONS
from newsvane.stories.revisions import describe_revision
from newsvane.stories.shingles import MIN_WORDS, TextOverlap, compare_texts
from newsvane.stories.sketches import sketch
from newsvane.stories.story_ids import keep_story_ids
from newsvane.stories.taken_texts import has_taken_text

__all__ = [
    "MAX_PER_OUTLET",
    "MIN_REPETITIONS",
    "MIN_WORDS",
    "WINDOW_DAYS",
    "TextOverlap",
    "as_first_read",
    "compare_texts",
    "describe_revision",
    "group",
    "has_taken_text",
    "is_rewritten",
    "keep_copies",
    "keep_first_reading",
    "keep_story_ids",
    "preload",
    "report_one_event",
    "sketch",
]


def preload() -> None:
    """Load what `group` looks words up in."""
    event_concepts.preload()
    frequencies.preload()
    rare_words.preload()
