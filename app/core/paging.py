"""Lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

T = TypeVar("T")
LAST = 100_000  # no list is longer; a larger number would only overflow the database's


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its items, its number from 1, and how many items there are in all."""

    items: Sequence[T]
    number: int
    total: int
    size: int = 50

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def asked_page() -> int:
    """The page number in the address, 1 where there is none or it is none."""
    text = request.args.get("page", "1")
    return min(max(1, int(text)), LAST) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def asked_search() -> str:
    """What is searched for in the address, trimmed; at most as long as any name."""
    return request.args.get("q", "").strip().replace("\x00", "")[:100]
