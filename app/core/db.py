"""The database: sessions, the one commit, and the writers' queue.

Reads run in a read-only transaction. Writes run inside `@action`, which queues on one lock (SQLite has one
writer anyway; queueing outside it keeps p95 low), begins, runs, lets the audit seal its link, and commits.
"""

import fcntl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar, TypeVarTuple

from flask import Flask, current_app, g
from sqlalchemy import Engine, FromClause, Row, Select, create_engine, event, func, select
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import Session

from app.core.memo import is_hopeful
from app.core.scope import EVERYWHERE, Scope, ScopeMissing, everywhere, in_scope, limited, scope_to
from app.core.tables import Base, Owned, Utc

__all__ = [
    "EVERYWHERE",
    "Base",
    "Owned",
    "Scope",
    "ScopeMissing",
    "Utc",
    "action",
    "by_index",
    "everywhere",
    "rows",
    "savepoint",
    "scope_to",
    "session",
]

P = ParamSpec("P")
R = TypeVar("R")
Ts = TypeVarTuple("Ts")

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_lock = threading.RLock()
_TURN = 20260302  # PostgreSQL: the name of our advisory locks
before_commit: list[Callable[[Session], None]] = []
after_rollback: list[Callable[[Session], None]] = []


def init_app(app: Flask) -> None:
    """Make the engine of `DATABASE_URL` and close the session at the end of each request or command."""
    url = make_url(app.config["DATABASE_URL"])
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    sqlite = url.get_backend_name() == "sqlite"
    # What people wrote is theirs: a statement that fails is logged without it.
    pool = {} if sqlite else {"pool_pre_ping": True, "pool_size": 10}
    engine = create_engine(url, hide_parameters=True, **pool)
    if sqlite:
        engine.dialect.statement_compiler = _Hinting
        event.listen(engine, "connect", _tune_sqlite)
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        app.extensions["lock_file"] = f"{url.database}.lock" if url.database else None
    event.listen(engine, "begin", _begin_sqlite if sqlite else _begin_postgres)
    app.extensions["engine"] = engine
    app.teardown_appcontext(_close)


class _Hinting(SQLiteCompiler):
    """Says what `by_index` asks for, which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, _table: FromClause, text: str | None) -> str | None:
        return text


def engine() -> Engine:
    """The application's engine."""
    found: Engine = current_app.extensions["engine"]
    return found


def _tune_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = _writing.get()
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgres(connection: Connection) -> None:
    if not _writing.get():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


class _Session(Session):
    """A session whose short ways keep to the scope, too."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """As in SQLAlchemy; that an earlier, wider scope has loaded a row does not put it into this one."""
        found = super().get(entity, ident, **options)
        return found if not isinstance(found, Owned) or in_scope(found.enterprise_id) else None

    def bulk_save_objects(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refused: the bulk ways pass by every check of what is written."""
        raise ScopeMissing("rows are written as objects, through the session")

    bulk_insert_mappings = bulk_update_mappings = bulk_save_objects


def session() -> Session:
    """The session of this request or command."""
    if "session" not in g:
        g.session = _Session(engine(), expire_on_commit=False)
    found: Session = g.session
    return found


def rows(asked: Select[*Ts], sought: Mapping[str, Any] | None = None) -> Sequence[Row[*Ts]]:
    """What a select of columns finds in the scope: past the objects, whose ways cost more than the question itself.

    For what every push asks, by selects that are made once for all. Raises ScopeMissing as `scope.limited` does.
    """
    active = session()
    if active.autoflush:
        active.flush()  # as before every other question
    return active.connection().execute(limited(asked), sought).all()


def by_index(asked: Select[*Ts], table: type[Base], index: str) -> Select[*Ts]:
    """A select that SQLite is to answer by this index of a table: it has no say, and fails where it cannot.

    For a history of a million rows. SQLite has no idea of what lies in an index but what it was last told, and of
    those that begin with the enterprise it may well take the wrong one, which is to read all there ever was.
    PostgreSQL counts for itself.
    """
    return asked.with_hint(table, f"INDEXED BY {index}", "sqlite")


def _close(_error: BaseException | None) -> None:
    found: Session | None = g.pop("session", None)
    if found is not None:
        found.close()


@contextmanager
def _writers_queue() -> Iterator[None]:
    path = current_app.extensions.get("lock_file")
    if path is None:
        yield
        return
    with _lock, Path(path).open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _take_turns(connection: Connection) -> None:
    """On PostgreSQL, too, one enterprise has one writer: what an action checks still holds when it writes.

    Writers of different enterprises run side by side; who writes everywhere runs alone. Sign-in has no scope
    yet and locks the rows that it decides on.
    """
    scope: Scope | None = g.get("scope")
    if connection.dialect.name != "postgresql" or scope is None:
        return
    if scope is EVERYWHERE:
        connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
        return
    connection.execute(select(func.pg_advisory_xact_lock_shared(_TURN)))
    for key in sorted({int.from_bytes(one.bytes[-4:], signed=True) for one in scope}):
        connection.execute(select(func.pg_advisory_xact_lock(_TURN, key)))


def is_writing() -> bool:
    """Whether this thread is inside a write."""
    return _writing.get()


@contextmanager
def writing() -> Iterator[Session]:
    """One write: queue, begin, run the block, let the audit seal it, commit. Inside another it just joins."""
    active = session()
    if _writing.get():
        yield active
        if not is_hopeful():  # there, all that is pending goes to the database at once
            active.flush()
        return
    with _writers_queue():
        active.rollback()  # a read transaction may be open
        active.expire_all()  # whatever was loaded before is read anew under the lock
        mark = _writing.set(True)
        try:
            _take_turns(active.connection())
            yield active
            active.flush()
            for seal in before_commit:
                seal(active)
            active.commit()
        except BaseException:
            active.rollback()
            for forget in after_rollback:
                forget(active)
            raise
        finally:
            _writing.reset(mark)


@contextmanager
def savepoint() -> Iterator[None]:
    """A part of a write that may fail alone: what it wrote, and what it noted for the audit, is taken back."""
    active = session()
    noted = {key: len(held) for key, held in active.info.items() if isinstance(held, list)}
    try:
        with active.begin_nested():
            yield
    except BaseException:
        for key, held in active.info.items():
            if isinstance(held, list):
                del held[noted.get(key, 0) :]
        raise


@contextmanager
def migrating() -> Iterator[Connection]:
    """A connection that may change tables, behind the writers' queue, committed at the end."""
    with _writers_queue():
        mark = _writing.set(True)
        try:
            with engine().begin() as connection:
                yield connection
        finally:
            _writing.reset(mark)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function that writes. The outermost one commits; those it calls join it."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with writing():
            return function(*args, **kwargs)

    return run
