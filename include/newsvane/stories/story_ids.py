"""Keep the ids of known stories when their articles are grouped again."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from newsvane import urls
from newsvane.records import Grouping


def keep_story_ids(
    groupings: Sequence[Grouping], known: Mapping[str, str], versions: Mapping[str, str] | None = None
) -> list[Grouping]:
    """Return the groupings with the story ids by which their articles are already known.

    `known`: story ids by article id. `versions`: articles that have become others under their id, and what tells them
    from what they were: they bring no story along, and a story that begins with one is not named after the id alone,
    because messages may have been sent about a story of that name. The rules:

    - If an earlier article becomes the first one of a story, the story keeps its id.
    - If stories merge, the id with the most articles remains; on a tie, the id named after the first article.
    - If a story is split, the part with its first article keeps the id, or else the largest part.
    - A new story is named after its first article.

    The difference between `known` and the result shows what merged and what was split.
    """
    renewed = versions or {}
    first_of = {urls.story_id(each.article_id): each.story_id for each in groupings if each.article_id not in renewed}
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for grouping in groupings:
        if grouping.article_id in known and grouping.article_id not in renewed:
            parts[known[grouping.article_id]][grouping.story_id] += 1
    kept: dict[str, tuple[int, bool, str]] = {}
    for story, sizes in parts.items():
        part = first_of.get(story) or min(sizes, key=lambda part: (-sizes[part], part))
        kept[part] = min(kept.get(part, (1, False, "")), (-sizes[part], story != part, story))
    names = {urls.story_id(key): urls.story_id(f"{key} {version}") for key, version in renewed.items()}
    names |= {part: story for part, (_, _, story) in kept.items()}
    return [each.model_copy(update={"story_id": names.get(each.story_id, each.story_id)}) for each in groupings]
