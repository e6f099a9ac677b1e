"""The console's pages of checks: plans and their items, shift calendars, workdays, pauses, records."""

from app.checks.routes import board, days, items, pauses, plans, preview, records, shifts
from app.checks.routes.parts import blueprint

__all__ = ["blueprint", "board", "days", "items", "pauses", "plans", "preview", "records", "shifts"]
