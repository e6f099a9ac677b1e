"""Changing units, posts and people. Every move keeps its history."""

from app.org.actions.people import Joiner, come_back, enrol, join, leave, move
from app.org.actions.posts import add_post, amend_post, assign, close_post, end_assignment
from app.org.actions.roster import RosterChanged, take_in
from app.org.actions.units import add_unit, close_unit, install, move_unit, rename_unit

__all__ = [
    "Joiner",
    "RosterChanged",
    "add_post",
    "add_unit",
    "amend_post",
    "assign",
    "close_post",
    "close_unit",
    "come_back",
    "end_assignment",
    "enrol",
    "install",
    "join",
    "leave",
    "move",
    "move_unit",
    "rename_unit",
    "take_in",
]
