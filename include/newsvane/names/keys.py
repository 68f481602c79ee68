"""The keys by which queries find articles that name somebody: person:, org: and place:."""

from newsvane.records.names import ArticleNames


def list_keys(names: ArticleNames) -> tuple[str, ...]:
    """Return the keys of an article, in order: kind and id, of people also the surname, of places also the country."""
    found: set[str] = set()
    for each in names.mentions:
        found.add(f"{each.kind}:{each.entity_id}")
        if each.kind == "person":
            found.add(f"person:{each.entity_id.rpartition('-')[2]}")
        if each.kind == "place" and each.country:
            found.add(f"place:{each.country.lower()}")
    if names.place:
        found.add(f"place:{names.place.entity_id}")
        if names.place.country:
            found.add(f"place:{names.place.country.lower()}")
    return tuple(sorted(found))
