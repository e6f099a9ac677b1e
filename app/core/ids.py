"""Identities. Ids are UUIDv7, so that they sort by age and phones can choose them offline."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

# No 0/O, 1/l/I: a token is sometimes read out over a radio.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_id() -> UUID:
    """A new UUIDv7."""
    return uuid7()


def parse_id(text: str) -> UUID | None:
    """The UUID written in `text`, or None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def random_token(length: int) -> str:
    """A secret of `length` characters, each worth 4.95 bits, from the system's random source."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def random_digits(length: int) -> str:
    """`length` random decimal digits."""
    return "".join(secrets.choice("0123456789") for _ in range(length))
