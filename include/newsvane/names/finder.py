"""Find the people, organisations and places that an article names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from newsvane.names.cues import find_id_form, is_given_name, load_cues, load_given_names, may_be_given_name
from newsvane.names.event_place import where
from newsvane.names.found_person import FoundPerson
from newsvane.names.known_names import Match, find_known, match_place
from newsvane.names.lexicon import Lexicon
from newsvane.names.persons import find_persons
from newsvane.names.romanize import romanize
from newsvane.names.uncased_context import is_foreign, is_surname
from newsvane.names.word_forms import fold_word, to_base_form
from newsvane.names.words import Words
from newsvane.records import Article
from newsvane.records.names import ArticleNames, NameMention, NamePosition
from newsvane.stories.stopwords import load_stopwords

MAX_NAMES = 200
"""The most names of one article; the first ones are kept."""
MAX_WRITTEN = 5
"""How many spellings of a name are kept per article."""
_ORDER: dict[NamePosition, int] = {"title": 0, "lead": 1, "text": 2}


@dataclass
class _Named:
    """What an article says of one entity.

    `places`: of each mention, the index of the first word and that after the last one. `parts`: the folded words of the
    full name of a person who is not in the lexicon.
    """

    places: list[tuple[int, int]] = field(default_factory=list)
    parts: tuple[str, ...] = ()


def find_names(article: Article, lexicon: Lexicon) -> tuple[NameMention, ...]:
    """Return the names in title and text: those in the title first, then those in the lead, each by first mention."""
    words = Words(article.title, article.text, article.language)
    return describe_names(words, find_known(words, lexicon), lexicon)


def find_all(article: Article, lexicon: Lexicon) -> ArticleNames:
    """Return the names of an article, and where its event happened."""
    words = Words(article.title, article.text, article.language)
    matches = find_known(words, lexicon)
    names = describe_names(words, matches, lexicon)
    kept = {each.entity_id for each in names}
    place = where(article, lexicon, words, [each for each in matches if each.entity_ids[0] in kept])
    return ArticleNames(mentions=names, place=place)


def describe_names(words: Words, matches: Sequence[Match], lexicon: Lexicon) -> tuple[NameMention, ...]:
    """Return the names among the words, of which `matches` are in the lexicon."""
    named = _gather_known(matches, lexicon)
    covered = {position for each in named.values() for place in each.places for position in range(*place)}
    covered |= {position for match in matches if match.use != "short" for position in range(match.first, match.end)}
    free = [position not in covered for position in range(len(words))]
    for entity_id, person in _gather_persons(words, free, lexicon).items():
        named[entity_id].places += person.places
        named[entity_id].parts = person.parts
    mentions = [_describe(words, entity_id, found, lexicon) for entity_id, found in named.items()]
    first = {entity_id: min(found.places) for entity_id, found in named.items()}
    ordered = sorted(mentions, key=lambda each: (_ORDER[each.position], first[each.entity_id]))
    return tuple(ordered[:MAX_NAMES])


def _gather_known(matches: Iterable[Match], lexicon: Lexicon) -> defaultdict[str, _Named]:
    """Return the mentions of the entities of the lexicon, without those that lack what they need beside them."""
    matches = list(matches)
    full = _gather_full(matches, lexicon)
    named: defaultdict[str, _Named] = defaultdict(_Named)
    for match in matches:
        if found := _resolve(match, full):
            named[found].places.append((match.first, match.end))
    return named


def _gather_full(matches: Iterable[Match], lexicon: Lexicon) -> dict[str, set[int]]:
    """Return the index of the first word of each full mention, by entity.

    Of several entities with one name, it is the first whose context is named.
    """
    found = [match for match in matches if match.use != "short"]
    ids = {each for match in found for each in match.entity_ids}
    full: dict[str, set[int]] = defaultdict(set)
    for match in found:
        fitting = (each for each in match.entity_ids if _has_context(each, ids, lexicon))
        if entity_id := next(fitting, None):
            full[entity_id].add(match.first)
    return full


def _has_context(entity_id: str, ids: Set[str], lexicon: Lexicon) -> bool:
    """Return whether an entity needs no context, or another entity is named that is it or is in its country."""
    context = set(lexicon.entities[entity_id].context)
    others = ids - {entity_id}
    return not context or bool(context & (others | {lexicon.entities[other].country for other in others}))


def _resolve(match: Match, full: Mapping[str, Set[int]]) -> str | None:
    """Return the entity of a match; None if it is uncertain. `full`: see `_gather_full`.

    A surname is that of the entity last named in full before it, else that of the only one named in full.
    """
    if match.use != "short":
        return next((each for each in match.entity_ids if match.first in full.get(each, ())), None)
    candidates = {each: full[each] for each in match.entity_ids if each in full}
    before = {each: max(at) for each, found in candidates.items() if (at := [p for p in found if p < match.first])}
    if before:
        return max(before, key=lambda each: before[each])
    return next(iter(candidates)) if len(candidates) == 1 else None


def _gather_persons(words: Words, free: Sequence[bool], lexicon: Lexicon) -> dict[str, _Named]:
    """Return the people recognised by the shape of their names, by id, with the later mentions of their surnames."""
    shapes = (each for each in find_persons(words, free) if not _ends_in_place(words, each, lexicon))
    found = [person for each in shapes if (person := _to_base(words, each))]
    by_parts = _unite(found)
    named: dict[str, _Named] = {}
    for parts, mentions in by_parts.items():
        entity_id = lexicon.resolve(_choose_id(parts, lexicon))
        if entity_id is None:
            continue
        named.setdefault(entity_id, _Named(parts=parts)).places += [(each.first, each.end) for each in mentions]
    _add_surnames(words, free, named, found)
    return named


def _ends_in_place(words: Words, person: FoundPerson, lexicon: Lexicon) -> bool:
    """Return whether a name is a club with its city (Spartak Moskau), or in Persian a foreign first name and a city.

    In Persian the person may act on the city, or in it.
    """
    if person.end - person.first != 2 or match_place(words, person.end - 1, lexicon) is None:
        return False
    is_club = words.all[person.first].folded in load_cues().not_places_before_capital
    return is_club or (words.language == "fa" and is_foreign(words, person.first))


def _to_base(words: Words, person: FoundPerson) -> FoundPerson | None:
    """Return the person with the surname in its base form; None if that cannot be known."""
    surname = to_base_form(words.all[person.end - 1].text, words.language, words.counts)
    return person._replace(parts=(*person.parts[:-1], fold_word(surname))) if surname else None


def _unite(found: Iterable[FoundPerson]) -> dict[tuple[str, ...], list[FoundPerson]]:
    """Return the mentions by the longest form of each name: Javad Zarif and Mohammad Javad Zarif are one person."""
    by_parts: dict[tuple[str, ...], list[FoundPerson]] = defaultdict(list)
    for each in found:
        by_parts[each.parts].append(each)
    for short in sorted(by_parts, key=len):
        longer = [
            each
            for each in by_parts
            if len(each) > len(short)
            and each[-1] == short[-1]
            and set(short) < set(each)
            and (each[0] == short[0] or load_cues().fathers.isdisjoint(each))
        ]
        if len(longer) == 1:
            by_parts[longer[0]] += by_parts.pop(short)
    return by_parts


def _choose_id(parts: Sequence[str], lexicon: Lexicon) -> str:
    """Return the id of a name; without its initials if the lexicon has the person so: Vjosa R. Osmani."""
    short = _build_id([part for part in parts if len(part) > 1])
    return short if short in lexicon.entities else _build_id(parts)


def _build_id(parts: Sequence[str]) -> str:
    return "-".join(romanize(find_id_form(part)) for part in parts)


def _add_surnames(words: Words, free: Sequence[bool], named: dict[str, _Named], found: Sequence[FoundPerson]) -> None:
    """Add to `named` the later mentions of a surname alone, if only one person has it. `found`: the full names."""
    owners: dict[str, list[str]] = defaultdict(list)
    for entity_id, person in named.items():
        owners[person.parts[-1]].append(entity_id)
    sole = {surname: ids[0] for surname, ids in owners.items() if len(ids) == 1}
    written = words.find_written(sole.keys()) if sole else frozenset()
    taken = {position for each in found for position in range(each.first, each.end)}
    for position, word in enumerate(words.all):
        if word.text not in written or position in taken or not free[position] or word.plain:
            continue
        if not word.is_capital and (word.is_cased or word.text in load_stopwords(words.language)):
            continue
        forms = words.forms(position) if word.is_cased else _without_letter(words.forms(position))
        owner = next((sole[form] for form in forms if form in sole), None)
        if owner is None or not _is_whole(words, position, named[owner].parts):
            continue
        if position > min(named[owner].places)[0] and not _has_neighbour(words, position):
            named[owner].places.append((position, position + 1))


def _is_whole(words: Words, position: int, parts: Sequence[str]) -> bool:
    """Return whether a surname is no mere ending like زاده, or has the rest of the same surname before it."""
    is_ending = parts[-1] in load_cues().surname_endings
    return not is_ending or (position > 0 and words.all[position - 1].folded == parts[-2])


def _without_letter(forms: Sequence[str]) -> Iterator[str]:
    """Yield a word of Arabic script, and without the one letter that is written together with it: و, but not ال."""
    return (form for form in forms if len(forms[0]) - len(form) < 2)


def _has_neighbour(words: Words, position: int) -> bool:
    """Return whether a surname has another name before or after it."""
    word = words.all[position]
    before = words.all[position - 1] if position and word.is_joined else None
    after = words.all[position + 1] if position + 1 < len(words) and words.all[position + 1].gap == " " else None
    if not word.is_cased:
        is_first = is_given_name(word.folded) and after is not None and is_surname(words, position + 1)
        is_family = before is not None and before.folded in load_cues().families
        return is_first or is_family or (before is not None and may_be_given_name(before.folded, words.language))
    if after is not None and after.is_capital and not after.starts:
        return True
    if before is None or not before.is_capital or before.folded in load_cues().titles:
        return False
    return not before.starts or before.folded in load_given_names()


def _describe(words: Words, entity_id: str, found: _Named, lexicon: Lexicon) -> NameMention:
    places = sorted(found.places)
    written = Counter(words.text_between(first, end) for first, end in places)
    position: NamePosition = words.all[places[0][0]].place
    entity = lexicon.entities.get(entity_id)
    ordered = tuple(text for text, _ in written.most_common(MAX_WRITTEN))
    if entity is None:
        full = _choose_label(words, places, found.parts)
        return NameMention(
            entity_id=entity_id, kind="person", name=full, written=ordered, mentions=len(places), position=position,
            known=False,
        )  # fmt: skip
    return NameMention(
        entity_id=entity_id,
        kind=entity.kind,
        name=entity.name,
        written=ordered,
        mentions=len(places),
        position=position,
        country=entity.country,
        latitude=entity.latitude,
        longitude=entity.longitude,
        geonames_id=entity.geonames,
    )


def _choose_label(words: Words, places: Sequence[tuple[int, int]], parts: Sequence[str]) -> str:
    """Return the longest way in which a person is written, with the surname in its base form."""
    first, end = max(places, key=lambda each: each[1] - each[0])
    text, surname = words.text_between(first, end), words.all[end - 1].text
    base = to_base_form(surname, words.language, words.counts)
    return text.removesuffix(surname) + base if base and fold_word(base) == parts[-1] else text
