"""Stories keep their ids while their articles regroup."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from newsvane import urls
from newsvane.records import Grouping


def keep_stories(groupings: Sequence[Grouping], known: Mapping[str, str]) -> list[Grouping]:
    """The groupings, under the story ids by which their articles are already known (`known`, by article id).

    An earlier article that becomes the head leaves the story its id. When stories merge, the id with the most articles
    stays; when one is split, its first article keeps the id, or else the largest part. A new story is named after its
    head.
    """
    heads = {grouping.article_id: grouping.copy_of or grouping.article_id for grouping in groupings}
    first_of = {urls.story_id(article_id): head for article_id, head in heads.items()}
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for article_id, head in heads.items():
        if article_id in known:
            parts[known[article_id]][head] += 1
    kept: dict[str, tuple[int, str]] = {}
    for story, sizes in parts.items():
        head = first_of.get(story) or min(sizes, key=lambda part: (-sizes[part], part))
        kept[head] = min(kept.get(head, (1, "")), (-sizes[head], story))
    return [
        grouping.model_copy(update={"story_id": kept[head][1]}) if head in kept else grouping
        for grouping, head in zip(groupings, heads.values(), strict=True)
    ]
