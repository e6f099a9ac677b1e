"""Who may be inside the server while its files are changed: nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Gate:
    """Requests go through side by side; whoever changes the database's files waits until none is inside.

    A server is stopped before it is restored: files that are changed under a request would lose what no server loses.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """A request of the app."""
        with self._changed:
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody inside, and nobody comes in."""
        with self._changed:
            self._changed.wait_for(lambda: self._inside == 0)
            yield
