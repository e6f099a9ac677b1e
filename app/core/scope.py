"""The scope: whose rows a request may see and write. The one place where enterprises are kept apart.

A request gets its scope from the account that is signed in; a public page from the label that was scanned.
Asking for an enterprise's rows without a scope raises, so that forgetting it can't leak.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, wraps
from typing import Any, TypeVar, TypeVarTuple, cast
from uuid import UUID
from weakref import WeakKeyDictionary

from flask import g
from sqlalchemy import Executable, Select, Table, event
from sqlalchemy.orm import ORMExecuteState, PassiveFlag, Session, with_loader_criteria
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.sql import TextClause, visitors
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.selectable import AliasedReturnsRows, SelectBase

from app.core.tables import Base, Owned

Scope = frozenset[UUID]
E = TypeVar("E", bound=Executable)
Ts = TypeVarTuple("Ts")

SCOPES_AT_MOST = 1000  # that are remembered
EVERYWHERE: Scope = frozenset([UUID(int=0)])  # a marker, compared by identity; an empty scope is nobody


class ScopeMissing(RuntimeError):
    """Enterprise data was asked for before anybody said whose. A bug, never a user's mistake."""


def scope_to(enterprises: Scope) -> None:
    """From here on this request sees and writes rows of these enterprises only."""
    g.scope = enterprises


@contextmanager
def everywhere() -> Iterator[None]:
    """Look across enterprises: for sign-in, for tokens, for jobs and commands. Each use says why."""
    before = g.get("scope")
    g.scope = EVERYWHERE
    try:
        yield
    finally:
        g.scope = before


def in_scope(enterprise_id: UUID) -> bool:
    """Whether rows of this enterprise may be seen. Raises ScopeMissing where nobody has said."""
    scope: Scope | None = g.get("scope")
    if scope is None:
        raise ScopeMissing("enterprise data asked for outside a scope")
    return scope is EVERYWHERE or enterprise_id in scope


@cache
def _owned_tables() -> frozenset[str]:
    return frozenset(
        cast(Table, mapper.local_table).name
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Owned)
    )


def _touches_owned(state: ORMExecuteState) -> bool:
    if state.bind_mapper is not None and issubclass(state.bind_mapper.class_, Owned):
        return True  # what it asks for first; the common case
    # Not `state.all_mappers`: that overlooks what a count or a subquery reads.
    parts = visitors.iterate(cast(Any, state.statement))
    return any(isinstance(part, Table) and part.name in _owned_tables() for part in parts)


@event.listens_for(Session, "do_orm_execute")
def _keep_apart(state: ORMExecuteState) -> None:
    raw = isinstance(state.statement, TextClause)
    if state.is_column_load or not (raw or _touches_owned(state)):
        return
    scope: Scope | None = g.get("scope")
    if scope is None:
        raise ScopeMissing("enterprise data asked for outside a scope")
    if scope is EVERYWHERE:
        return
    if raw or state.is_insert or not state.is_orm_statement:
        raise ScopeMissing("enterprise data asked for past the mapped classes, where no scope holds")
    state.statement = _held_to(scope, state.statement)


def _remembered(hold: Callable[[Scope | None, E], E]) -> Callable[[Scope | None, E], E]:
    """A statement that is made once for all is also held to a scope once; one made for a moment goes with it."""
    kept: WeakKeyDictionary[E, dict[Scope | None, E]] = WeakKeyDictionary()

    @wraps(hold)
    def held(scope: Scope | None, statement: E) -> E:
        known = kept.setdefault(statement, {})
        found = known.get(scope)
        if found is None:
            if len(known) >= SCOPES_AT_MOST:
                known.clear()
            known[scope] = found = hold(scope, statement)
        return found

    return held


@_remembered
def _held_to(scope: Scope | None, statement: Executable) -> Executable:
    return statement.options(_only(cast(Scope, scope)))


def limited(asked: Select[*Ts]) -> Select[*Ts]:
    """A select of columns with the limits of the scope in it, for who asks it past the session's own checks.

    It is to be made once for all, and reads tables of enterprises only as they are: neither alias nor subquery of
    one could be told from the table itself, and no outer join would survive the limits. Raises ScopeMissing where
    there is one, or nobody has said whose rows are asked for.
    """
    scope: Scope | None = g.get("scope")
    if scope is EVERYWHERE:
        return asked
    return cast(Select[*Ts], _limited_to(scope, cast(Select[Any], asked)))


@_remembered
def _limited_to(scope: Scope | None, asked: Select[Any]) -> Select[Any]:
    parts = [asked, *(part for one in (asked, *asked.get_final_froms()) for part in visitors.iterate(one))]
    owned = {part.name: part for part in parts if isinstance(part, Table) and part.name in _owned_tables()}
    if not owned:
        return asked
    nested = (isinstance(part, SelectBase | AliasedReturnsRows) and part is not asked for part in parts)
    if scope is None or any(nested):
        raise ScopeMissing("enterprise data asked for where no scope holds")
    columns = [table.c.enterprise_id for table in owned.values()]
    if len(scope) == 1:  # nearly always; a list costs more in every statement
        (one,) = scope
        return asked.where(*(each == one for each in columns))
    return asked.where(*(each.in_(tuple(scope)) for each in columns))


@lru_cache(maxsize=SCOPES_AT_MOST)
def _only(scope: Scope) -> ExecutableOption:
    """What keeps a statement to the rows of these enterprises, wherever it reads them."""
    if len(scope) == 1:  # nearly always; a list costs more in every statement
        (one,) = scope
        return with_loader_criteria(Owned, lambda cls: cls.enterprise_id == one, include_aliases=True)
    ids = tuple(scope)
    return with_loader_criteria(Owned, lambda cls: cls.enterprise_id.in_(ids), include_aliases=True)


@event.listens_for(Session, "before_flush")
def _write_inside(active: Session, _context: object, _instances: object) -> None:
    scope: Scope | None = g.get("scope")
    if scope is None or scope is EVERYWHERE:
        return
    for row in (*active.new, *active.dirty):
        if isinstance(row, Owned) and set(_given_to(row)) - scope - {None}:
            raise ScopeMissing(f"a {type(row).__name__} of another enterprise was about to be written")


def _given_to(row: Owned) -> Sequence[UUID | None]:
    """The enterprise that a row is about to be written to, where that is new."""
    return get_history(row, "enterprise_id", PassiveFlag.PASSIVE_NO_INITIALIZE).added
