"""What a write that takes records in may remember: many records ask for the same plan, roles and settings.

Such a write changes none of these, and the writers' queue keeps others from it meanwhile; so each is read once.
It is hopeful: it has no savepoints, so that nothing in it can fail alone. Where anything goes wrong its caller
rolls all of it back, and takes it in once more, carefully.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import g

T = TypeVar("T")


@contextmanager
def hopefully() -> Iterator[None]:
    """The write in here is hopeful; what it remembers ends with it."""
    g.remembered = {}
    try:
        yield
    finally:
        del g.remembered


def is_hopeful() -> bool:
    """Whether the write under way is rolled back as a whole, should anything fail."""
    return "remembered" in g


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives; in a hopeful write made once for each key, which names all that the answer hangs on.

    Only for what this write does not change; or tells by `remember`, and flushes before it tells by `forget`.
    """
    known: dict[Hashable, Any] | None = g.get("remembered")
    if known is None:
        return make()
    if key not in known:
        with g.session.no_autoflush:  # what was written so far has no part in it
            known[key] = make()
    found: T = known[key]
    return found


def remember(key: Hashable, value: object) -> None:
    """From here on this is what a hopeful write knows under a key."""
    if is_hopeful():
        g.remembered[key] = value


def forget(key: Hashable) -> None:
    """What is known under a key is not true any more."""
    if is_hopeful():
        g.remembered.pop(key, None)
