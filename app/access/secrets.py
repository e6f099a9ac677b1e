"""Passwords and one-time secrets. Hashing is slow on purpose, so it never runs under the writers' lock."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import TooMany

_hasher = PasswordHasher()  # Argon2id, RFC 9106's second recommendation
# A hash takes 64 MB and a core; more than this at once would starve everybody else.
_slots = threading.BoundedSemaphore(2)
# And who waits holds one of the server's threads: these many at most, so that cards are still answered.
_places = threading.BoundedSemaphore(4)
_DECOY = _hasher.hash("nobody has this password")


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise TooMany("现在进的人太多", hint="过几秒再试一次。")
    try:
        with _slots:
            yield
    finally:
        _places.release()


def hash_password(password: str) -> str:
    """An Argon2id hash of `password`, with its own salt. Raises TooMany where too many wait already."""
    with _place():
        return _hasher.hash(password)


def password_fits(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`. Takes as long for an account without a password.

    Raises TooMany where too many wait already.
    """
    with _place():
        try:
            _hasher.verify(stored or _DECOY, password)
            return stored is not None
        except (VerificationError, InvalidHashError):
            return False


def digest(secret: str) -> str:
    """SHA-256 of a random secret, as stored; it has too many values to be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_digest(account_id: object, code: str) -> str:
    """What is stored of a 6-digit code: useless without knowing whose it is, and short-lived."""
    return digest(f"{account_id}:{code}")
