"""抽背 held in the grown demo: in each team one a week, over the last weeks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from app.demo.scale.cast import Crew, Held, Mine, Phone
from app.demo.scale.history import Happening
from app.demo.scale.ops import Desk
from app.demo.scale.phones import made_id, written
from app.questions.schemas import Recital
from app.spotchecks.draw import order_of, place_of, questions_for
from app.spotchecks.judge import is_passed
from app.spotchecks.models import SpotAnswer, SpotCheck
from app.spotchecks.settings import PASS_PERCENT

WEEKS = 8
KNOWN = 0.9  # of the points
TOOK = timedelta(minutes=4)


def spots(mine: Mine, start: datetime, at: datetime, luck: Random) -> Iterator[Happening]:
    """All of them, in no order."""
    posts: dict[UUID, Held] = {}
    for held in mine.held:
        posts.update((phone.account, held) for phone in held.phones)
    for crew in mine.crews:
        for week in range(WEEKS):
            when = at - timedelta(days=7 * week + 7 * luck.random())
            if when > start and len(crew.members) > 1:
                own = Random(luck.getrandbits(64))  # noqa: S311 (whom it takes is no chance for others)
                yield when, partial(_hold, crew, posts, when, own)


def _hold(crew: Crew, posts: dict[UUID, Held], at: datetime, luck: Random, desk: Desk) -> None:
    """As `spotchecks.held` does, for the one whom the draw takes first."""
    leader = crew.leader
    if at > leader.heard_at:
        return
    others = {str(one.account): one for one in crew.members if one is not leader}
    seed = f"{luck.getrandbits(64):016x}"
    who = others[order_of(seed, others)[0]]
    held = posts[who.account]
    op, check = desk.came(leader, at), made_id(luck, at)
    drawn = questions_for(seed, str(who.account), held.cards.recitals)
    by_id = {one.id: one for one in held.cards.recitals}
    answers = [_answered(by_id[recital], luck) for recital in drawn.values()]
    candidates = sorted(others)
    said = {
        "seed": seed,
        "candidates": candidates,
        "draws": 1,
        "confirmed": "agreed",
        "note": "",
        "signature": None,
    }
    place = place_of(seed, candidates, str(who.account))
    desk.keep(op, "spotcheck.held", said | _wire(crew, who, held, check, answers, op.clock))
    row = said | {"id": check, "enterprise_id": leader.enterprise, "account_id": who.account, "flags": []}
    row |= {"unit_id": crew.unit, "scope_id": crew.unit, "post_id": held.post, "author_id": leader.account}
    row |= {"started_at": at - TOOK, "held_at": at, "received_at": op.received_at, "place": place}
    desk.batch.add(SpotCheck, row)
    for number, one in enumerate(answers):
        desk.batch.add(SpotAnswer, _row(one, leader.enterprise, check, number) | {"id": made_id(luck, at)})


Said = tuple[Recital, list[str], list[str]]  # what was to be said, the points said, the points missed


def _answered(recital: Recital, luck: Random) -> Said:
    known = [one.id for one in recital.points if luck.random() < KNOWN]
    return recital, known, [one.id for one in recital.points if one.id not in known]


def _points(recital: Recital) -> list[dict[str, Any]]:
    return [{"id": one.id, "text": one.text, "critical": one.critical} for one in recital.points]


def _wire(  # noqa: PLR0917 (the body of the op)
    crew: Crew, who: Phone, held: Held, check: UUID, answers: list[Said], clock: datetime
) -> dict[str, Any]:
    return {
        "id": str(check),
        "unit": str(crew.unit),
        "account": str(who.account),
        "post": str(held.post),
        "started_at": written(clock - TOOK),
        "answers": [
            {
                "recital": one.id,
                "ability": one.ability,
                "version": 1,
                "prompt": one.prompt,
                "points": _points(one),
                "said": known,
                "missed": missed,
            }
            for one, known, missed in answers
        ],
    }


def _row(said: Said, enterprise: UUID, check: UUID, place: int) -> dict[str, Any]:
    one, known, missed = said
    return {
        "enterprise_id": enterprise,
        "spot_check_id": check,
        "place": place,
        "ability": one.ability,
        "recital": one.id,
        "version": 1,
        "asked": {"prompt": one.prompt, "points": _points(one), "line": one.line},
        "said": known,
        "missed": missed,
        "passed": is_passed(one.points, known, PASS_PERCENT.default),
        "critical": any(point.critical for point in one.points),
    }
