"""Reading settings."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, bindparam, event, select
from sqlalchemy.orm import Session, SessionTransaction

from app.core import db
from app.core.ids import parse_id
from app.core.memo import once, remember
from app.settings.models import SettingValue
from app.settings.registry import Setting

T = TypeVar("T")
_SET = select(SettingValue.unit_id, SettingValue.key, SettingValue.value).where(
    SettingValue.unit_id.in_(bindparam("units", expanding=True))
)


def units_of(path: str) -> list[UUID]:
    """The unit ids of a path "/a/b/c/", outermost first."""
    return list(_ids_in(path))


@lru_cache(maxsize=4096)  # thousands of plans stand on few units
def _ids_in(path: str) -> tuple[UUID, ...]:
    return tuple(found for part in path.split("/") if (found := parse_id(part)))


def value_of(setting: Setting[T], path: str) -> T:
    """The value that holds on the unit at `path`: its own, else its nearest ancestor's, else the default."""
    found = overrides(path).get(setting.key)
    return setting.default if found is None else found[0]


def overrides(path: str) -> dict[str, tuple[Any, UUID]]:
    """Key > (value, the unit that sets it), for all that is overridden on the way down to `path`.

    Read once for each path within a transaction: a request asks for many settings of few units.
    """
    known: dict[str, dict[str, tuple[Any, UUID]]] = db.session().info.setdefault("settings", {})
    if path not in known:
        known[path] = once(("settings", path), lambda: _read(path))
    return known[path]


def read_overrides(paths: Collection[str]) -> None:
    """Read in one question what is overridden on the way down to each of these paths; see `overrides`."""
    known: dict[str, dict[str, tuple[Any, UUID]]] = db.session().info.setdefault("settings", {})
    known.update(_read_all([path for path in paths if path not in known]))


def foresee_overrides(paths: Collection[str]) -> None:
    """Let a hopeful write read in one question what is overridden on the way down to each of these paths."""
    found = _read_all(paths)
    for path in paths:
        remember(("settings", path), found[path])


def _read(path: str) -> dict[str, tuple[Any, UUID]]:
    return _read_all([path])[path]


def _read_all(paths: Collection[str]) -> dict[str, dict[str, tuple[Any, UUID]]]:
    chains = {path: units_of(path) for path in paths}
    with db.everywhere():  # a park's setting holds for its enterprises, which can't look into the park
        rows = db.rows(_SET, {"units": list({one for chain in chains.values() for one in chain})})
    return {path: _nearest(rows, chain) for path, chain in chains.items()}


def _nearest(rows: Sequence[Row[*tuple[Any, ...]]], chain: Sequence[UUID]) -> dict[str, tuple[Any, UUID]]:
    """Key > (value, unit) of the units of a chain, where a lower one's value goes before a higher one's."""
    held = sorted((row for row in rows if row.unit_id in chain), key=lambda row: chain.index(row.unit_id))
    return {row.key: (row.value, row.unit_id) for row in held}


def forget(active: Session) -> None:
    """What was read is read anew: a setting has changed."""
    active.info.pop("settings", None)


@event.listens_for(Session, "after_transaction_end")
def _forget_with_it(active: Session, _transaction: SessionTransaction) -> None:
    forget(active)
