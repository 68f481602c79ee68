"""Stories keep their ids while their articles regroup."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from newsvane import urls
from newsvane.records import Grouping


def keep_stories(groupings: Sequence[Grouping], known: Mapping[str, str]) -> list[Grouping]:
    """The groupings, under the story ids by which their articles are already known (`known`, by article id).

    An earlier article that becomes the first leaves the story its id. When stories merge, the id with the most articles
    stays, of two with as many that of the first article. When one is split, its first article keeps the id, or else the
    largest part. A new story is named after its first article. What merged and what was split is the difference between
    `known` and the answer.
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
