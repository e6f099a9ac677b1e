"""背一背 over the month: what is due first, then what is new, as a phone asks it; and who reads which card."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

import msgspec

from app.demo.month.agenda import Agenda, id_at
from app.demo.month.cast import Cast, Somebody
from app.demo.month.fsrs import after
from app.demo.month.story import Practised, Story, luck
from app.questions.schemas import Question
from app.recite.schemas import Memory, ReciteRules

A_QUESTION = timedelta(seconds=11)
KINDS = ("emergency", "risk", "operation", "duty")
READ_AGAIN = (16, 9, 3)  # days ago on which people look at a card once more


class Asked(NamedTuple):
    """A question and the post whose card asks it."""

    post: str
    question: Question


def _is_emergency(one: Asked) -> bool:
    return one.question.ability == "emergency"


@dataclass
class Pupil:
    """Somebody who practises: how, what their cards ask, and what they know of it."""

    who: Somebody
    how: Practised
    asked: list[Asked]
    rules: ReciteRules
    known: dict[str, Memory] = field(default_factory=dict)

    def session(self, at: datetime, midnight: datetime) -> list[dict[str, Any]]:
        """The bodies of one day's answers, the first of them at a moment."""
        return [self._answer(one, at + place * A_QUESTION) for place, one in enumerate(self._today(midnight))]

    def _today(self, midnight: datetime) -> list[Asked]:
        due = [one for one in self.asked if (held := self.known.get(one.question.id)) and held.due < midnight]
        due.sort(key=lambda one: (not one.question.critical, one.question.ability != "emergency"))
        fresh = [one for one in self.asked if one.question.id not in self.known]
        fresh.sort(key=lambda one: (not one.question.critical, luck("new", self.who.no, one.question.prompt)))
        if self.how.shuns:
            due, fresh = (sorted(some, key=_is_emergency) for some in (due, fresh))
        return [*due, *fresh][: self.how.a_day]  # who has done what the day asks for may go on

    def _answer(self, one: Asked, at: datetime) -> dict[str, Any]:
        asked, sure = one.question, self.how.right
        if asked.ability == "emergency":
            sure = self.how.emergency
        held = self.known.get(asked.id)
        right = luck("answer", self.who.no, asked.prompt, asked.line, held.reps if held else 0) * 100 < sure
        memory = after(held, right, at, self.rules.paces[asked.ability])
        self.known[asked.id] = memory
        given = asked.right if right else [*asked.wrong, *reversed(asked.right)][: len(asked.right)]
        return {
            "id": str(id_at(at)),
            "post": one.post,
            "question": asked.id,
            "ability": asked.ability,
            "critical": asked.critical,
            "right": right,
            "given": given,
            "took_ms": 2500 + int(luck("took", self.who.no, asked.prompt, memory.reps) * 6000),
            "memory": msgspec.to_builtins(memory),
        }


def do_practice(story: Story, cast: Cast, agenda: Agenda, pupils: Sequence[Pupil]) -> None:
    """Put the answers of all who practise into the agenda: a few minutes a day, brought together."""
    for one in pupils:
        for ago in range(one.how.begins, one.how.ends - 1, -one.how.every):
            _practise(one, cast.when(ago, _clock(one.who.no, ago)), cast, agenda)


def _clock(no: str, ago: int) -> str:
    """When on a day somebody practises: between 06:30 and 07:30, or after supper."""
    minutes = int(luck("clock", no, ago) * 60)
    hours = 6 if luck("evening", no) < 0.5 else 18
    return f"{time(hours, 30 + minutes // 2):%H:%M}"


def _practise(one: Pupil, at: datetime, cast: Cast, agenda: Agenda) -> None:
    if at > agenda.until:
        return
    midnight = datetime.combine(at.astimezone(cast.zone).date() + timedelta(days=1), time(), cast.zone)
    bodies = one.session(at, midnight)
    for place, body in enumerate(bodies):
        moment = at + place * A_QUESTION
        agenda.write(one.who.phone, moment, "recite.answered", body, after=None)


def do_reading(story: Story, cast: Cast, agenda: Agenda) -> None:
    """Everybody opens the cards of their posts in the first days, and looks at some of them again."""
    for who in cast.people.values():
        for post in who.posts:
            _read(story, cast, agenda, who, post)


def _read(story: Story, cast: Cast, agenda: Agenda, who: Somebody, post: str) -> None:
    gone = max((one.ago for one in story.lost if one.who == who.no), default=-1)
    for place, kind in enumerate(KINDS):
        _open(cast, agenda, who, (post, kind), 29 - place // 2)
    written = [one.ago for one in story.versions if one.post == post]
    for ago in READ_AGAIN:
        kind = "risk" if any(ago < one for one in written) else "emergency"
        if ago > gone and not (post in story.reads_no_more and ago < READ_AGAIN[0]):
            _open(cast, agenda, who, (post, kind), ago)


def _open(cast: Cast, agenda: Agenda, who: Somebody, card: tuple[str, str], ago: int) -> None:
    """Open version 1 of a post's card of a kind, in the break at noon."""
    post, kind = card
    moment = cast.when(ago, "12:00") + timedelta(minutes=int(luck("open", who.no, *card, ago) * 90))
    body = {"post": str(cast.posts[post].id), "kind": kind, "version": 1}
    agenda.write(who.phone, moment, "card.opened", body, after=None)
