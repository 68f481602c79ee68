"""Keep the ids of known stories when their articles are grouped again."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from newsvane import urls
from newsvane.records import Grouping


def keep_story_ids(groupings: Sequence[Grouping], known: Mapping[str, str]) -> list[Grouping]:
    """Return the groupings with the story ids by which their articles are already known.

    `known`: story ids by article id. The rules:

    - If an earlier article becomes the first one of a story, the story keeps its id.
    - If stories merge, the id with the most articles remains; on a tie, the id named after the first article.
    - If a story is split, the part with its first article keeps the id, or else the largest part.
    - A new story is named after its first article.

    The difference between `known` and the result shows what merged and what was split.
    """
    first_of = {urls.story_id(grouping.article_id): grouping.story_id for grouping in groupings}
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for grouping in groupings:
        if grouping.article_id in known:
            parts[known[grouping.article_id]][grouping.story_id] += 1
    kept: dict[str, tuple[int, bool, str]] = {}
    for story, sizes in parts.items():
        part = first_of.get(story) or min(sizes, key=lambda part: (-sizes[part], part))
        kept[part] = min(kept.get(part, (1, False, "")), (-sizes[part], story != part, story))
    return [
        grouping.model_copy(update={"story_id": kept[grouping.story_id][2]}) if grouping.story_id in kept else grouping
        for grouping in groupings
    ]
