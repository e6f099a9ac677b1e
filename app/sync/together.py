"""Pushes that wait at the same time go through the writers' queue together, in one commit.

Whoever comes first to the head of a line takes in all who stand in it by then; the others find their push done.
A push is never split. Where anything fails, nothing of what was taken together stays: each is then taken alone,
with its own outcome.
"""

import threading
from collections import deque
from uuid import UUID

from flask import current_app

from app.core import db
from app.core.memo import hopefully
from app.sync.apply import within
from app.sync.standing import Standing
from app.sync.taking import Pushed, take_in

AT_ONCE = 50  # ops in one commit; a single push may hold as many


class NotTaken(RuntimeError):
    """The thread that took this push in ended before it was done."""


class _Line:
    """The pushes for the same enterprises that wait."""

    def __init__(self) -> None:
        self.waiting: deque[Pushed] = deque()
        self._is_led = False
        self._lock = threading.Lock()

    def join(self, push: Pushed) -> bool:
        """Stand in the line; whether to lead it, since nobody does. Else `push.woken` tells."""
        with self._lock:
            self.waiting.append(push)
            leads, self._is_led = not self._is_led, True
        return leads

    def pass_on(self) -> None:
        """Let the first of those who wait lead the line."""
        with self._lock:
            if self.waiting:
                self.waiting[0].woken.set()
            else:
                self._is_led = False

    def next(self) -> list[Pushed]:
        """The first, and as many of the following as one commit takes."""
        some = [self.waiting.popleft()]
        count = len(some[0].items)
        while self.waiting and count + len(self.waiting[0].items) <= AT_ONCE:
            some.append(self.waiting.popleft())
            count += len(some[-1].items)
        return some


def take_together(push: Pushed, enterprises: frozenset[UUID]) -> Standing:
    """Take a push of these enterprises' ops in, with those that wait beside it; how the server stands then.

    Raises what `take_in` raises for this push.
    """
    if len(enterprises) > 1 or push.returning or db.is_writing():
        # Its rows are held to one enterprise each; or are its session's own; or it holds the queue already.
        _take_alone(push, enterprises)
    else:
        line = _line_of(enterprises)
        if not line.join(push):
            push.woken.wait()
        if not push.is_done:
            _lead(line, enterprises)
    if push.failed is not None:
        raise push.failed
    assert push.stands is not None
    return push.stands


def _lead(line: _Line, enterprises: frozenset[UUID]) -> None:
    """Take the first in line, who leads it, and those behind; then let the next lead, and these go."""
    some = line.next()
    try:
        _take_all(some, enterprises)
    finally:
        line.pass_on()
        for one in some:
            one.woken.set()


def _line_of(enterprises: frozenset[UUID]) -> _Line:
    lines: dict[frozenset[UUID], _Line] = current_app.extensions.setdefault("push_lines", {})
    return lines.setdefault(enterprises, _Line())


def _take_all(some: list[Pushed], enterprises: frozenset[UUID]) -> None:
    try:
        with within(enterprises), hopefully():
            take_in(some)
        _let_go(some)
    except Exception:  # whatever it was: it is found out once more, and belongs to one of them
        for one in some:
            one.begin_anew()
            _take_alone(one, enterprises)
    finally:
        for one in some:  # also where this thread is being ended: nobody waits for ever
            one.failed = one.failed or (None if one.is_done else NotTaken())


def _take_alone(push: Pushed, enterprises: frozenset[UUID]) -> None:
    try:
        with within(enterprises):
            take_in([push])
        _let_go([push])
    except Exception as error:
        push.begin_anew()
        push.failed = error


def _let_go(some: list[Pushed]) -> None:
    """Take what was made of pushes out of this thread's session: its next write would empty the rows, or its end,
    and it is another thread that answers with them.
    """
    active = db.session()
    for row in {item.row for one in some for item in one.items if item.row is not None}:
        if row in active:
            active.expunge(row)
