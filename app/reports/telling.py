"""Demanded checks in words: a line of a list, and all that the panel of one says."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from app.access.queries import names_of
from app.checks.desk import titles_of_plans
from app.checks.routes.telling import Where, place_names
from app.checks.routes.when import span_words
from app.reports.items import Item


class Line(NamedTuple):
    """One demanded check in words."""

    item: Item
    place: Where
    title: str
    when: str
    who: str

    @property
    def day(self) -> date:
        """The day it belongs to."""
        return self.item.day


def lines(found: Sequence[Item], zone: ZoneInfo) -> list[Line]:
    """Items in words, in a few questions however many they are."""
    places = place_names({(one.unit_id, one.post_id) for one in found})
    titles = titles_of_plans(list({one.plan_id for one in found}))
    names = names_of({one.person_id for one in found if one.person_id})
    return [
        Line(
            one,
            places[one.unit_id, one.post_id],
            titles.get(one.plan_id, ""),
            span_words(one.opens_at, one.closes_at, zone, one.shift),
            _name(names, one.person_id),
        )
        for one in found
    ]


def _name(names: dict[UUID, str], who: UUID | None) -> str:
    return names.get(who, "") if who else ""
