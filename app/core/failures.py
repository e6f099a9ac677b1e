"""Telling a database that can't work now from a statement that can't work ever."""

from sqlalchemy.exc import DBAPIError, OperationalError

_SQLITE = ("disk is full", "disk i/o", "locked", "readonly", "unable to open", "malformed")
# PostgreSQL's classes: connection, transaction rolled back, out of resources, operator intervention, system.
_POSTGRES = ("08", "40", "53", "57", "58")


def storage_failed(error: BaseException) -> bool:
    """Whether the database itself failed (full, locked, gone), so that nothing at all can be kept now."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return str(state)[:2] in _POSTGRES
    text = str(error.orig).lower()
    return isinstance(error, OperationalError) and any(sign in text for sign in _SQLITE)
