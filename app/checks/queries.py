"""All that other rooms read of checks, under one name. The console's own lists are in `desk`."""

from app.checks.due import last_results, plans_for, windows_for
from app.checks.outcomes import Outcome, Slot, expectations, open_windows, outcomes_of

__all__ = [
    "Outcome",
    "Slot",
    "expectations",
    "last_results",
    "open_windows",
    "outcomes_of",
    "plans_for",
    "windows_for",
]
