"""Whether the time to read a paste grows with its text and no faster, expressions included."""

import time

from app.exchange.pasted import read_pasted
from tests.exchange.endless import UNITS, endless

SMALL, LARGE = 60_000, 480_000  # characters
NOTHING = 0.01  # seconds: below this the clock measures itself


def paste_growth() -> dict[str, float]:
    """Of eight times the text, how many times the time; the worst of every unit. 8 is linear, 64 is quadratic."""
    return {"paste_growth": max(_seconds(one, LARGE) / max(_seconds(one, SMALL), NOTHING) for one in UNITS)}


def _seconds(unit: str, size: int) -> float:
    """The processor's time for one paste, the best of three."""
    text = endless(unit, size)
    return min(_once(text) for _ in range(3))


def _once(text: str) -> float:
    began = time.process_time()
    read_pasted(text)
    return time.process_time() - began
