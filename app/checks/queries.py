"""All that other rooms read of checks, under one name. The console's own lists are in `desk`."""

from app.checks.due import last_results, plans_for, windows_for
from app.checks.outcomes import (
    Outcome,
    Slot,
    expectations,
    open_windows,
    open_windows_of,
    outcomes_of,
    running,
)

__all__ = [
    "Outcome",
    "Slot",
    "expectations",
    "last_results",
    "open_windows",
    "open_windows_of",
    "outcomes_of",
    "plans_for",
    "running",
    "windows_for",
]
