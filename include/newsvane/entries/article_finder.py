"""Find the list of articles in a JSON answer, whatever it is called and however deep it lies. Pure, in bounded time.

All lists at the same path (`sections.*.articles`) are one. A list may hold articles if most of its objects have the
address of a page and a name for a title. Of several, those with dates come first, then those with an expected name
(`articles`, `results`); lists within an article (its tags, its related stories) never count.
"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from newsvane.entries import article_names as names
from newsvane.entries.answer_status import find_message, says_error, says_nothing_found
from newsvane.entries.article_fields import (
    find_address,
    find_date,
    find_title_name,
    is_of_other_type,
    is_page,
    view_article,
)

MAX_DEPTH = 16
"""Objects and lists within each other that are looked into."""

MAX_CONTAINERS = 100_000
"""Objects and lists that are looked into, the outermost first."""

MAX_PATHS = 1_000
"""Different paths at which lists are compared."""

MAX_MEMBERS = 1_000
"""Members of an object that are looked into."""

MAX_PROBED = 50
"""Objects of a list that are looked at to see whether it holds articles."""

Path = tuple[str, ...]
_EACH = "*"


@dataclass(slots=True)
class _Found:
    """What was found at one path: the objects of its lists, and whether a list there is empty."""

    path: Path
    items: list[dict[str, Any]] = field(default_factory=list)
    is_empty: bool = False

    @property
    def name(self) -> str:
        """The name of the list, "" for the answer itself."""
        return next((name for name in reversed(self.path) if name != _EACH), "")

    @property
    def is_expected(self) -> bool:
        """Whether a list of this name may be expected to hold articles."""
        return (not self.name or self.name in names.LISTS) and names.ASIDES.isdisjoint(self.path)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A list that may hold articles. `shape`: the names of the address and of the title that most of them have."""

    found: _Found
    is_dated: bool
    shape: tuple[str, str]

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        is_aside = self.found.name in names.SECTIONS or not names.ASIDES.isdisjoint(self.found.path)
        return self.is_dated, not is_aside, self.found.is_expected


def find_articles(answer: Any, limit: int) -> list[dict[str, Any]] | None:
    """Return the objects that describe articles in a JSON value, at most `limit`.

    An empty list, or a total of zero, is an empty list. None if the answer reports an error, has no list of articles,
    or has several that are equally likely.
    """
    lists = _collect_lists(answer, limit)
    candidates = _drop_nested({found.path: one for found in lists if (one := _probe(found))})
    is_error = says_error(answer)
    best = max((one.rank for one in candidates), default=None)
    if best is None:
        return None if is_error or not _is_empty(answer, lists) else []
    chosen = [one for one in candidates if one.rank == best]
    is_doubtful = not (chosen[0].is_dated or chosen[0].found.is_expected)
    if is_doubtful and (is_error or len(chosen) > 1 or find_message(answer)):
        return None
    shape = max(chosen, key=lambda one: len(one.found.items)).shape
    return [thing for one in chosen if one.shape == shape for thing in one.found.items][:limit]


def _collect_lists(answer: Any, limit: int) -> list[_Found]:
    """Return what is at the paths of an answer that lead to a list, the outermost first."""
    found: dict[Path, _Found] = {}
    queue: deque[tuple[Any, Path]] = deque([(answer, ())])
    for _ in range(MAX_CONTAINERS):
        if not queue:
            break
        value, path = queue.popleft()
        members = _list_members(value)
        if members is not None and (path in found or len(found) < MAX_PATHS):
            here = found.setdefault(path, _Found(path))
            here.is_empty = here.is_empty or not members
            here.items += [each for each in members[: limit - len(here.items)] if isinstance(each, dict)]
        if isinstance(value, dict | list) and len(path) < MAX_DEPTH:
            room = MAX_CONTAINERS - len(queue)
            queue += islice(_iterate_inner(value, members, path), room)
    return list(found.values())


def _list_members(value: Any) -> list[Any] | None:
    """Return the members of a list, or of an object that is one, by ids (`{"17": {…}, "23": {…}}`); else None."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or not value:
        return None
    first = islice(value.items(), MAX_PROBED)
    is_map = all(isinstance(each, dict) and any(map(str.isdigit, name[:100])) for name, each in first)
    return list(value.values()) if is_map else None


def _iterate_inner(value: Any, members: list[Any] | None, path: Path) -> Iterator[tuple[Any, Path]]:
    """Yield the objects and lists within a value that may lead to a list of articles, each with its path."""
    if members is not None:
        inside = (*path, _EACH)
        yield from ((each, inside) for each in members if isinstance(each, dict | list))
        return
    for name, each in islice(value.items(), MAX_MEMBERS):
        folded = names.fold_name(name)
        if isinstance(each, dict | list) and folded not in names.NEVER:
            yield each, (*path, folded)


def _probe(found: _Found) -> _Candidate | None:
    """Return a list as a candidate if most of its objects, as far as they are looked at, are articles.

    Half of them are enough for a list of an expected name.
    """
    step = -(-len(found.items) // MAX_PROBED) or 1
    probed = [views for views in map(view_article, found.items[::step]) if not is_of_other_type(views)]
    shapes: Counter[tuple[str, str]] = Counter()
    dated = 0
    for views in probed:
        title = find_title_name(views)
        name, address = find_address(views) if title else ("", "")
        if is_page(address):
            shapes[name, title] += 1
            dated += bool(find_date(views)[0])
    if not shapes or 2 * shapes.total() < len(probed) + (not found.is_expected):
        return None
    is_dated = 2 * dated >= shapes.total()
    candidate = _Candidate(found, is_dated, shapes.most_common(1)[0][0])
    return candidate if is_dated or found.name not in names.SECTIONS else None


def _drop_nested(candidates: dict[Path, _Candidate]) -> list[_Candidate]:
    """Return the candidates that are not within another one; or the inner ones, if the outer list is one of sections.

    `candidates`: by path, the outermost first.
    """
    kept = dict(candidates)
    for path, inner in candidates.items():
        outer = next((kept[path[:end]] for end in range(len(path)) if path[:end] in kept), None)
        if outer:
            del kept[outer.found.path if _is_list_of_lists(outer, inner) else path]
    return list(kept.values())


def _is_list_of_lists(outer: _Candidate, inner: _Candidate) -> bool:
    """Return whether the objects of the outer list are sections, and those of the inner one their articles."""
    if len(inner.found.items) < 2 * len(outer.found.items):
        return False
    is_named = inner.found.name in names.ARTICLE_LISTS and inner.found.is_expected
    return not outer.is_dated and (inner.is_dated or is_named)


def _is_empty(answer: Any, lists: list[_Found]) -> bool:
    """Return whether an answer without articles says that there are none."""
    if answer == {}:
        return True
    expected = [found for found in lists if found.is_expected]
    if any(found.items for found in expected):
        return False
    return any(found.is_empty for found in expected) or says_nothing_found(answer)
