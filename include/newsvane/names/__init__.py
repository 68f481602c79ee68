"""The people, organisations and places that articles name, one entity in every language and script. Pure.

Names come from a lexicon: shipped entities, countries and cities, and the user's entities.toml. Other people are found
by the shape of their names. Precision comes before recall: a wrong person is worse than none.
"""

from newsvane.names.entities import Entity, EntityTable, parse_entities
from newsvane.names.finder import find_all, find_names
from newsvane.names.keys import list_keys
from newsvane.names.lexicon import Lexicon, build_lexicon, load_places
from newsvane.names.query_names import find_by_parts, find_spelled, resolve_names

__all__ = [
    "Entity",
    "EntityTable",
    "Lexicon",
    "build_lexicon",
    "find_all",
    "find_by_parts",
    "find_names",
    "find_spelled",
    "list_keys",
    "load_places",
    "parse_entities",
    "resolve_names",
]
