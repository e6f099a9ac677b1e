"""What becomes of a demanded check, by chance: most are made in time. Pure."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from app.checks.windows import Window
from app.demo.scale.cast import Phone, Task

MISSED, LATE, ABNORMAL = 0.03, 0.03, 0.02  # shares of what is demanded; the others are in time, and normal
NO_SCAN = 0.04  # of what is made at a post
SECOND = timedelta(seconds=1)


class Made(NamedTuple):
    """A check that somebody made."""

    at: datetime
    who: Phone
    task: Task
    window: Window
    key: str
    abnormal: bool


def made_of(luck: Random, window: Window, task: Task, key: str, now: datetime) -> Made | None:
    """The check that was made of a window by now and has arrived; None where there is none."""
    fate, who = luck.random(), luck.choice(task.able)
    if fate < MISSED:
        return None
    late = fate < MISSED + LATE
    at = _late(luck, window) if late else _in_time(luck, window)
    if at > min(now, who.heard_at):
        return None
    return Made(at, who, task, window, key, abnormal=fate > 1 - ABNORMAL and bool(task.post))


def _late(luck: Random, window: Window) -> datetime:
    return _whole(window.deadline_at + timedelta(minutes=luck.uniform(5, 400)))


def _in_time(luck: Random, window: Window) -> datetime:
    return _whole(window.opens_at + (window.deadline_at - window.opens_at) * luck.betavariate(1.4, 3))


def _whole(at: datetime) -> datetime:
    """As exact as a browser's clock."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
