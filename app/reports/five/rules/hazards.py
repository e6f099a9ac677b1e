"""Rules on hazards: a stop of work that stands, a fix that is overdue, a step that waits for this very person."""

from collections.abc import Iterator
from uuid import UUID

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.access.queries import names_of
from app.core import db
from app.hazards.models import Hazard, State, StopWork
from app.hazards.settings import UNGRADED
from app.org.models import Unit
from app.org.queries import within
from app.reports.five.asker import Asker
from app.reports.five.settings import WEIGHT_OVERDUE, WEIGHT_STOP, WEIGHT_WAITING
from app.reports.five.things import GRAVEST, Step, Thing, day, number, severity_of
from app.reports.five.turns import Turns

TO_MEND = (State.FOUND, State.REGISTERED)
_WHOLE = (contains_eager(Hazard.unit), joinedload(Hazard.post))
# State > what is said of it, and the word on the button.
NEXT = {
    State.FOUND: ("要登记", "去登记"),
    State.RECTIFIED: ("要验收", "去验收"),
    State.VERIFIED: ("要销号", "去销号"),
}


def stopped(asker: Asker) -> list[Thing]:
    """Work was stopped (停工) and nobody has lifted it; as grave as can be, age in days. Gone once it is lifted."""
    asked = select(StopWork).join(Unit, StopWork.unit_id == Unit.id).where(within(asker.paths))
    asked = asked.where(StopWork.lifted_at.is_(None))
    asked = asked.options(contains_eager(StopWork.unit), joinedload(StopWork.post))
    return [_stop(asker, one) for one in db.session().scalars(asked)]


def _stop(asker: Asker, one: StopWork) -> Thing:
    on = asker.day_of(one.at)
    return Thing(
        rule="stop",
        key=f"stop:{one.id}",
        place=one.post_id or one.unit_id,
        weight=asker.value(WEIGHT_STOP, one.unit.path),
        severity=GRAVEST,
        age=(asker.today - on).days,
        name=one.post.title if one.post else one.unit.name,
        words="停工了",
        reason=f"{one.why}，{day(on, asker.today)}停的，还没复工",
        step=Step(word="去看看", href=url_for("hazards.stop_page", stop_id=one.id)),
    )


def overdue(asker: Asker) -> list[Thing]:
    """A hazard is past its day (超期) and not mended; severity by its risk level, the gravest where it is 很危险 or
    重大, age in days past the day. Gone once it is mended.
    """
    asked = select(Hazard).join(Unit, Hazard.unit_id == Unit.id).options(*_WHOLE)
    asked = asked.where(within(asker.account.paths_for("hazards.read")))
    asked = asked.where(Hazard.state.in_(TO_MEND), Hazard.due_on < asker.today)
    found = list(db.session().scalars(asked))
    names = names_of({one.owner_id for one in found if one.owner_id})
    return [_overdue(asker, one, names) for one in found]


def _overdue(asker: Asker, one: Hazard, names: dict[UUID, str]) -> Thing:
    assert one.due_on is not None
    late = (asker.today - one.due_on).days
    who = names.get(one.owner_id, "") if one.owner_id else ""
    return Thing(
        rule="overdue",
        key=f"overdue:{one.id}",
        place=one.post_id or one.unit_id,
        weight=asker.value(WEIGHT_OVERDUE, one.unit.path),
        severity=_severity(one),
        age=late,
        name=one.name,
        words="没改好",
        reason=f"时限过了 {number(late, '天')}，{f'{who}负责' if who else '还没定谁来改'}",
        step=_step(asker, one, "去看看"),
        level=one.risk_level,
    )


def waiting(asker: Asker) -> list[Thing]:
    """A hazard waits for a step whose turn is this person's; severity as `overdue`, age in days since the last step.

    Whose turn it is, `turns.Turns` says; what is overdue besides is only said to be that. Gone once the step is done.
    """
    return [_waiting(asker, one) for one in _mine_to_do(asker)]


def _mine_to_do(asker: Asker) -> Iterator[Hazard]:
    paths = asker.account.paths_for("hazards.handle")
    asked = select(Hazard).join(Unit, Hazard.unit_id == Unit.id).where(within(paths))
    asked = asked.where(Hazard.state.in_(NEXT)).options(*_WHOLE, selectinload(Hazard.steps))
    turns = Turns(asker)
    for one in db.session().scalars(asked):
        late = one.state == State.FOUND and one.due_on is not None and one.due_on < asker.today
        if not late and turns.is_theirs(one):
            yield one


def _waiting(asker: Asker, one: Hazard) -> Thing:
    words, button = NEXT[State(one.state)]
    days = (asker.today - asker.day_of(one.changed_at)).days
    where = one.post.title if one.post else one.unit.name
    return Thing(
        rule="waiting",
        key=f"waiting:{one.id}:{one.state}",
        place=one.post_id or one.unit_id,
        weight=asker.value(WEIGHT_WAITING, one.unit.path),
        severity=_severity(one),
        age=days,
        name=one.name,
        words=words,
        reason=f"{where}，等了 {number(days, '天')}" if days > 0 else where,
        step=_step(asker, one, button),
        level=one.risk_level,
    )


def _severity(one: Hazard) -> float:
    return GRAVEST if one.dangerous or one.grade == "major" else severity_of(one.risk_level or UNGRADED)


def _step(asker: Asker, one: Hazard, word: str) -> Step:
    """The hazard on the phone where it holds it; see `hazards.queries.held_by`."""
    own = asker.account.id in (one.reporter_id, one.owner_id)
    held = own or asker.account.may("hazards.handle", one.unit.path)
    href = url_for("hazards.hazard_page", hazard_id=one.id)
    return Step(word=word, href=href, route=f"#/hazard/{one.id}" if held else "")
