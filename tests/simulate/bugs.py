"""Bugs to plant in the server, to see the simulator catch them."""

from collections.abc import Callable

PLANTED: dict[str, Callable[[], None]] = {}


def plant(name: str) -> None:
    """Break one thing, for the whole life of this process. A name of the phone's bugs changes nothing here."""
    PLANTED.get(name, lambda: None)()
