"""The desk: a post's four cards in the console, looked at, compared, written and sent to review."""

from app.cards.desk import halving, heads, looking, rows, sending, writing
from app.cards.desk.parts import blueprint

__all__ = ["blueprint", "halving", "heads", "looking", "rows", "sending", "writing"]
