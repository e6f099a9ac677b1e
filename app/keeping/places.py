"""Where a database lives, and how another one takes its place in one step, the old one kept."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, inspect, literal, select, table, text
from sqlalchemy.exc import DatabaseError

from app.core import db
from app.core.clock import now
from app.core.disk import sync_folder
from app.core.errors import Conflict

NOT_ROWS = {"alembic_version"}
PATIENCE = 30  # tenths of a second


class Place(Protocol):
    """A database that a restore may replace."""

    def refuse_busy(self) -> None:
        """Raise Conflict where another process has it open."""

    def has_rows(self) -> bool:
        """Whether anything is in it."""

    def beside(self) -> AbstractContextManager[str]:
        """The address of an empty database beside it. What is not swapped in is thrown away."""

    def swap(self) -> str:
        """Put the new database in its place; where the old one is now, or "" where there was none."""


def place_of(engine: Engine) -> Place:
    """The place of the application's own database."""
    return Postgres(engine) if engine.dialect.name == "postgresql" else Sqlite(engine)


def _busy(what: str) -> Conflict:
    return Conflict(f"{what}，什么都没有动", hint="先停下岗卡（网站和任务都停），再恢复。")


def _stamp() -> str:
    """A name that no other restore has had, not even one in the same second."""
    return f"{now():%Y%m%dt%H%M%S%fz}"


class Sqlite:
    """A file. The new one is built beside it and renamed over it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.file = Path(engine.url.database or "").absolute()
        self.new = self.file.with_name(f"{self.file.name}.restoring")

    def refuse_busy(self) -> None:
        """Who else has the file open holds a lock on it, even between two requests."""
        self.engine.dispose()
        if not self.file.exists():
            return
        with closing(sqlite3.connect(self.file, timeout=0, isolation_level=None)) as alone:
            try:
                alone.execute("PRAGMA locking_mode=EXCLUSIVE")
                alone.execute("BEGIN EXCLUSIVE")
                alone.execute("COMMIT")
                alone.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except (
                sqlite3.DatabaseError
            ) as error:  # anything else: a broken file, which a restore may replace
                if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    raise _busy("有程序正开着这个数据库") from error

    def has_rows(self) -> bool:
        """Whether there is such a file with anything in it, even if nobody can read it any more."""
        try:
            return self.file.exists() and _has_rows(self.engine)
        except DatabaseError:
            return True

    @contextmanager
    def beside(self) -> Iterator[str]:
        """A new file beside it."""
        self._clear()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield f"sqlite:///{self.new}"
        finally:
            self._clear()

    def _clear(self) -> None:
        for end in ("", "-wal", "-shm", ".lock"):
            _beside(self.new, end).unlink(missing_ok=True)

    def swap(self) -> str:
        """Give the old file a second name, then the new file its own: at no moment is there no database."""
        with closing(sqlite3.connect(self.new)) as last:  # all of it in the one file
            last.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.refuse_busy()
        old = _beside(self.file, f".before-{_stamp()}")
        if kept := self.file.exists():
            old.hardlink_to(self.file)
            for end in ("-wal", "-shm"):  # of a broken file: they would be played into the new one
                if _beside(self.file, end).exists():
                    _beside(self.file, end).rename(_beside(old, end))
        self.new.replace(self.file)
        sync_folder(self.file.parent)
        return str(old) if kept else ""


def _beside(file: Path, end: str) -> Path:
    return file.with_name(file.name + end)


class Postgres:
    """A schema. The new tables are made in one beside it and moved over."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.new = f"restoring_{_stamp()}"

    def refuse_busy(self) -> None:
        """Who else is connected as we are is counted by the database itself.

        A connection that was just closed is counted for a moment longer.
        """
        self.engine.dispose()
        for _ in range(PATIENCE):
            others = self._others()
            if not others:
                return
            time.sleep(0.1)
        raise _busy(f"还有 {others} 个连接在用这个数据库")

    def _others(self) -> int:
        asked = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            AND usename = current_user AND pid <> pg_backend_pid()"""
        with self.engine.connect() as connection:
            return connection.scalar(text(asked)) or 0

    def has_rows(self) -> bool:
        """Whether any table holds anything."""
        return _has_rows(self.engine)

    @contextmanager
    def beside(self) -> Iterator[str]:
        """A new schema beside it, which comes first in what is looked up."""
        self._run(f"CREATE SCHEMA {self.new}")
        options = f"{self.engine.url.query.get('options', '')} -csearch_path={self.new}".strip()
        address = self.engine.url.update_query_dict({"options": options})
        try:
            yield address.render_as_string(hide_password=False)
        finally:
            self._run(f"DROP SCHEMA IF EXISTS {self.new} CASCADE")

    def swap(self) -> str:
        """Move the old tables out and the new ones in, in one transaction."""
        self.refuse_busy()
        old = f"before_{_stamp()}"
        with self.engine.connect() as connection:
            home = connection.scalar(text("SELECT quote_ident(current_schema())"))
        mine, new = self._tables("current_schema()"), self._tables(f"'{self.new}'")
        self._run(
            *([f"CREATE SCHEMA {old}"] if mine else []),
            *(f"ALTER TABLE {home}.{one} SET SCHEMA {old}" for one in mine),
            *(f"ALTER TABLE {self.new}.{one} SET SCHEMA {home}" for one in new),
        )
        return old if mine else ""

    def _tables(self, schema: str) -> list[str]:
        asked = f"""SELECT quote_ident(tablename) FROM pg_tables
            WHERE schemaname = {schema} AND tableowner = current_user"""  # noqa: S608 (our own words)
        with self.engine.connect() as connection:
            return list(connection.scalars(text(asked)))

    def _run(self, *statements: str) -> None:
        """All of it or nothing."""
        with db.migrating() as connection:
            for one in statements:
                connection.exec_driver_sql(one)


def _has_rows(engine: Engine) -> bool:
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - NOT_ROWS
        return any(connection.scalar(select(literal(1)).select_from(table(one)).limit(1)) for one in names)
