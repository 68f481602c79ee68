"""Keep what was found about the copies of a text that its outlet has replaced since then.

The text of the original can no longer be compared. Without this rule, an outlet that rewrites its report would make the
earliest copy of the former text an original.
"""

from collections.abc import Collection, Mapping, Sequence

from newsvane.records import Article, Grouping
from newsvane.stories.first_readings import as_first_read


def keep_copies(
    groupings: Sequence[Grouping],
    stored: Mapping[str, Grouping],
    articles: Mapping[str, Article],
    replaced: Mapping[str, str],
) -> list[Grouping]:
    """Return the groupings with the stored links to articles that have another text now, as long as these are in the
    same story.

    `stored`: the links found before, by id of the copy. `articles`: all of these groupings, by id. `replaced`: the hash
    of the text that was replaced, by id of the articles whose text is being replaced now.
    """
    found = {each.article_id: each for each in groupings}
    kept: dict[str, Grouping] = {}
    for copy, link in stored.items():
        text = link.copied_text or replaced.get(link.copy_of or "")
        original = found.get(link.copy_of or "")
        if text is None or original is None or original.copy_of is not None or copy in replaced:
            continue
        is_still_there = as_first_read(articles[original.article_id]).text_hash == text
        if not is_still_there and _is_original_of_story(found.get(copy), original.story_id):
            evidence = _add(link.evidence, f"{articles[original.article_id].outlet} has replaced this text since")
            kept[copy] = link.model_copy(
                update={"story_id": original.story_id, "evidence": evidence, "copied_text": text}
            )
    return [kept.get(each.article_id) or _attach_to_kept(each, kept) for each in groupings]


def _is_original_of_story(grouping: Grouping | None, story_id: str) -> bool:
    return grouping is not None and grouping.copy_of is None and grouping.story_id == story_id


def _attach_to_kept(grouping: Grouping, kept: Mapping[str, Grouping]) -> Grouping:
    """Return the grouping of what copies a kept copy as that of another copy of the same original."""
    source = kept.get(grouping.copy_of or "")
    if source is None:
        return grouping
    update = {"copy_of": source.copy_of, "copied_text": source.copied_text}
    return grouping.model_copy(update={**update, "evidence": _add(grouping.evidence, source.evidence[-1])})


def _add(lines: Collection[str], line: str) -> tuple[str, ...]:
    return (*lines,) if line in lines else (*lines, line)
