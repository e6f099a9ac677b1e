"""What a version of a card says, as plain lines: it stands in `app.cards.telling`."""

from app.cards.telling import Part, ToldRow, head_told, row_told, rows_told

__all__ = ["Part", "ToldRow", "head_told", "row_told", "rows_told"]
