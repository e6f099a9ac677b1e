"""Showing how far a long command has come: one line that is rewritten; where nobody watches, a line now and then."""

import sys
from collections.abc import Callable

import click

STEP = 5  # percent between lines where nobody watches


def printed() -> Callable[[float], None]:
    """A function that prints the share that is done, 0 to 1, whenever it says something new."""
    watched = sys.stdout.isatty()
    last = -1

    def tick(share: float) -> None:
        nonlocal last
        percent = int(share * 100)
        if percent == last or not (watched or percent >= last + STEP or percent == 100):
            return
        last = percent
        click.echo(f"\r  {percent:3d} %" if watched else f"  {percent} %", nl=not watched or percent == 100)

    return tick
