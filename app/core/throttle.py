"""Limits on tries, counted per account or per named thing, never per address: a plant is one NAT."""

from flask import current_app
from flask_limiter import Limiter
from limits import RateLimitItem, parse

from app.core.errors import TooMany

limiter = Limiter(key_func=lambda: "", default_limits=[])


def refuse_over(limit: str, *keys: str) -> None:
    """Raise TooMany where the misses counted under these keys have reached `limit` ("10/10 minutes")."""
    if not limiter.limiter.test(_item(limit), *keys):
        raise TooMany()


def count_miss(limit: str, *keys: str) -> None:
    """Count one miss under these keys."""
    limiter.limiter.hit(_item(limit), *keys)


def forget(limit: str, *keys: str) -> None:
    """Start the count under these keys anew, after a success."""
    limiter.limiter.clear(_item(limit), *keys)


def _item(limit: str) -> RateLimitItem:
    return parse(str(current_app.config.get("LIMITS", {}).get(limit, limit)))
