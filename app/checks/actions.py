"""All writes of checks, under one name."""

from app.checks.calendar import (
    ShiftTerms,
    add_leave,
    add_shift_system,
    add_stop,
    amend_shift_system,
    close_shift_system,
    end_pause,
    excuse,
)
from app.checks.freeze import freeze, freeze_all
from app.checks.plans import (
    Terms,
    add_plan,
    amend_plan,
    item_from_control,
    set_items,
    switch_off,
    switch_on,
)
from app.checks.submit import submit

__all__ = [
    "ShiftTerms",
    "Terms",
    "add_leave",
    "add_plan",
    "add_shift_system",
    "add_stop",
    "amend_plan",
    "amend_shift_system",
    "close_shift_system",
    "end_pause",
    "excuse",
    "freeze",
    "freeze_all",
    "item_from_control",
    "set_items",
    "submit",
    "switch_off",
    "switch_on",
]
