"""Keep searches under a name, for their owner or for everybody who may read the pages.

They are a table of Airflow's database, the only place to which the API server may write: several API servers share it,
each change is one transaction, and Airflow's own backup has it. The lake is not written. Names and states are text that
people wrote: whoever shows them escapes them.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qs

from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
from airflow.utils.session import create_session
from airflow.utils.sqlalchemy import UtcDateTime
from pydantic import ValidationError
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    inspect,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.dml import UpdateBase
from starlette.exceptions import HTTPException

from newsvane.safe_text import to_line
from newsvane_pages.search_address import SearchState

MAX_SEARCHES = 100
"""Searches that one user may keep."""
MAX_NAME_LENGTH = 80
"""In characters."""
MAX_SHOWN = 500
"""Searches of others that are shown."""

_TABLE = Table(
    "newsvane_saved_searches",
    MetaData(),
    Column("search_id", String(32), primary_key=True),
    Column("owner", String(250), nullable=False),
    Column("owner_name", String(250), nullable=False),
    Column("name", String(MAX_NAME_LENGTH), nullable=False),
    Column("address", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    UniqueConstraint("owner", "name", name="newsvane_saved_searches_owner_name"),
)


class SavedSearch(NamedTuple):
    """A search under a name. `owner`: id of the Airflow user. `address`: the query part of its address, with "?"."""

    search_id: str
    owner: str
    owner_name: str
    name: str
    address: str
    shared: bool
    saved_at: datetime

    @property
    def queries(self) -> list[str]:
        """The queries, for people to read."""
        return parse_qs(self.address.removeprefix("?")).get("q", [])

    @property
    def followed(self) -> str:
        """The query that its feeds have: the one whose articles are listed. "" if this version cannot tell."""
        try:
            return self.state.queries[self.state.shown_index]
        except (HTTPException, IndexError):
            return ""

    @property
    def chosen(self) -> list[str]:
        """The filters, for people to read; none if this version does not know the state any more."""
        try:
            return self.state.chosen
        except HTTPException:
            return []

    @property
    def state(self) -> SearchState:
        """The state of the search page. Raises HTTPException (422) if this version does not know it any more."""
        given = parse_qs(self.address.removeprefix("?"))
        try:
            return SearchState.model_validate({
                name: values if name == "q" else values[-1] for name, values in given.items()
            })
        except ValidationError as error:
            raise HTTPException(
                HTTPStatus.UNPROCESSABLE_ENTITY, "This search was saved by another version: save it again."
            ) from error


class Person(NamedTuple):
    """Somebody who uses the pages. `may_edit`: they may also change what others share."""

    user_id: str
    name: str
    may_edit: bool

    @classmethod
    def of(cls, user: BaseUser, *, may_edit: bool) -> "Person":
        """Return the person that Airflow knows as `user`."""
        return cls(str(user.get_id()), to_line(user.get_name())[:250], may_edit)


def save_search(person: Person, name: str, wanted: SearchState, *, shared: bool) -> SavedSearch:
    """Keep a search. Raises HTTPException: 409 if the name is taken or there are too many, 422 if a text is wrong."""
    if not wanted.queries:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "There is no query to save: search first.")
    address, now = wanted.address(), datetime.now(UTC)
    saved = SavedSearch(secrets.token_hex(8), person.user_id, person.name, _clean_name(name), address, shared, now)
    with _transaction(saved.name) as connection:
        connection.execute(_TABLE.insert().values(saved._asdict()))
        if _count_searches(connection, person) > MAX_SEARCHES:
            message = f"You keep {MAX_SEARCHES} searches, which is the limit: delete one first."
            raise HTTPException(HTTPStatus.CONFLICT, message)
    return saved


def _count_searches(connection: Connection, person: Person) -> int:
    """Count the searches of a person. Saves at the same instant wait here for each other, at a search that is kept."""
    own = _TABLE.c.owner == person.user_id
    connection.execute(select(_TABLE.c.search_id).where(own).with_for_update()).all()
    return connection.scalar(select(func.count()).select_from(_TABLE).where(own)) or 0


def list_searches(person: Person) -> list[SavedSearch]:
    """Return the searches that this person may see, by name: their own, then those that others share."""
    own = _TABLE.c.owner == person.user_id
    order = own.desc(), func.lower(_TABLE.c.name), _TABLE.c.search_id
    query = select(_TABLE).where(_visible(person)).order_by(*order).limit(MAX_SEARCHES + MAX_SHOWN)
    with _transaction() as connection:
        return [SavedSearch(*row) for row in connection.execute(query)]


def find_search(person: Person, search_id: str) -> SavedSearch:
    """Return a search that this person may see. Raises HTTPException (404) if there is none."""
    with _transaction() as connection:
        row = connection.execute(select(_TABLE).where(_TABLE.c.search_id == search_id, _visible(person))).first()
    if row is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such search: it was deleted, or it is not shared.")
    return SavedSearch(*row)


def rename_search(person: Person, search_id: str, name: str) -> None:
    """Give a search another name. Raises HTTPException as `save_search` does, and as the other changes do."""
    cleaned = _clean_name(name)
    _change(person, search_id, _TABLE.update().where(_editable(person, search_id)).values(name=cleaned), cleaned)


def share_search(person: Person, search_id: str, *, shared: bool) -> None:
    """Share a search, or share it no more. Raises HTTPException: 403 if this person may not, 404 if there is none."""
    _change(person, search_id, _TABLE.update().where(_editable(person, search_id)).values(shared=shared))


def delete_search(person: Person, search_id: str) -> None:
    """Delete a search. Raises HTTPException: 403 if this person may not, 404 if there is none."""
    _change(person, search_id, _TABLE.delete().where(_editable(person, search_id)))


def may_change(person: Person, search: SavedSearch) -> bool:
    """Return whether this person may rename, share and delete a search: their own, or a shared one if they may edit."""
    return search.owner == person.user_id or (person.may_edit and search.shared)


def _clean_name(name: str) -> str:
    cleaned = to_line(name).strip()
    if not 0 < len(cleaned) <= MAX_NAME_LENGTH:
        message = f"A search needs a name of 1 to {MAX_NAME_LENGTH} characters."
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, message)
    return cleaned


def _visible(person: Person) -> ColumnElement[bool]:
    return or_(_TABLE.c.owner == person.user_id, _TABLE.c.shared)


def _editable(person: Person, search_id: str) -> ColumnElement[bool]:
    """Return the condition of `may_change`. It is part of each change, so nothing can come in between."""
    owned = _TABLE.c.owner == person.user_id
    return (_TABLE.c.search_id == search_id) & (or_(owned, _TABLE.c.shared) if person.may_edit else owned)


def _change(person: Person, search_id: str, statement: UpdateBase, name: str = "") -> None:
    with _transaction(name) as connection:
        changed = connection.execute(statement).rowcount
    if not changed:
        found = find_search(person, search_id)
        message = f"Only {found.owner_name} and users who may act can change this search."
        raise HTTPException(HTTPStatus.FORBIDDEN, message)


@contextmanager
def _transaction(name: str = "") -> Iterator[Connection]:
    """Open a transaction. Raises HTTPException: 409 if a search has this name, 503 if the database does not answer."""
    try:
        _create_table()
        with create_session(scoped=False) as session:
            yield session.connection()
    except IntegrityError as error:
        message = f"There is a search named “{name}”: choose another name."
        raise HTTPException(HTTPStatus.CONFLICT, message) from error
    except SQLAlchemyError as error:
        message = f"Airflow's database does not answer ({type(error).__name__}): try again."
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, message) from error


@cache
def _create_table() -> None:
    """Create the table if it is missing. Another API server may do so at the same time."""
    with create_session(scoped=False) as session:
        engine = session.get_bind()
    try:
        _TABLE.create(engine, checkfirst=True)
    except SQLAlchemyError:
        if not inspect(engine).has_table(_TABLE.name):
            raise
