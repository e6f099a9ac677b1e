"""Today's five, the board, what its figures are made of, and what is taken away as a file."""

from app.reports.routes import board, five, ledgers, mastery, windows
from app.reports.routes.parts import blueprint

__all__ = ["blueprint", "board", "five", "ledgers", "mastery", "windows"]
