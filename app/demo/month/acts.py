"""What is done in the console over the month: cards written anew, posts that rest, people on leave."""

from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.cards import actions as cards
from app.cards.models import CardVersion
from app.cards.queries import bodies_of, head_of, published_of
from app.cards.schemas import Body, Kind, ScenarioRow
from app.checks.actions import add_leave, add_stop
from app.core import db
from app.demo.month.agenda import Agenda
from app.demo.month.cast import Cast
from app.demo.month.story import Lost, Pause, Story, Version
from app.org.models import Person, Post


def do_acts(story: Story, cast: Cast, agenda: Agenda) -> None:
    """Put them into the agenda, and what keeps phones from speaking."""
    for version in story.versions:
        _publish(version, cast, agenda)
    for pause in story.pauses:
        _pause(pause, cast, agenda)
    for lost in story.lost:
        _lose(lost, cast, agenda)


def _publish(one: Version, cast: Cast, agenda: Agenda) -> None:
    def do() -> None:
        with db.everywhere(), db.writing():
            post = db.session().get_one(Post, cast.posts[one.post].id)
            before = published_of(post.id)[Kind.EMERGENCY]
            made = cards.write_draft(
                post, Kind.EMERGENCY, head_of(before), _anew(before, one), source="console", by=by
            )
            cards.put_in_force(made, effective_on=day, by=by)

    by, day = cast.people[one.by].id, cast.today - timedelta(days=one.ago)
    agenda.at(cast.when(one.ago, one.at), do)


def _anew(before: CardVersion, one: Version) -> list[tuple[str, Body]]:
    """The rows of a card with one step said in other words."""
    return [
        (identity, _with_step(row, one) if isinstance(row, ScenarioRow) else row)
        for identity, row in bodies_of(before)
    ]


def _with_step(row: ScenarioRow, one: Version) -> ScenarioRow:
    steps = [
        msgspec.structs.replace(step, how=one.how) if step.id == one.step else step for step in row.steps
    ]
    return msgspec.structs.replace(row, steps=steps)


def _pause(one: Pause, cast: Cast, agenda: Agenda) -> None:
    first, last = (cast.today - timedelta(days=ago) for ago in (one.ago, one.to))
    by = cast.people[one.by].id

    def do() -> None:
        with db.everywhere():
            if one.post:
                post = db.session().get_one(Post, cast.posts[one.post].id)
                add_stop(post=post, from_on=first, to_on=last, why=one.why, by=by)
            else:
                person = _person(cast.people[one.person].id)
                add_leave(person=person, from_on=first, to_on=last, why=one.why, by=by)

    agenda.at(cast.when(one.ago + 1, "16:20"), do)


def _person(account: UUID) -> Person:
    return db.session().scalars(select(Person).where(Person.id == account)).one()


def _lose(one: Lost, cast: Cast, agenda: Agenda) -> None:
    """The last time a phone spoke; where a check was on it, it had counted one more than it brought."""
    phone, moment = cast.people[one.who].phone, cast.when(one.ago, one.at)
    if one.post:
        agenda.at(moment - timedelta(minutes=2), phone.lose)
    agenda.contact(phone, moment, anyway=True)
