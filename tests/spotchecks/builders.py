"""A crew with cards to recite, and 抽背 held with it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.access.models import Grant
from app.cards import actions as cards
from app.cards.models import Card, CardVersion, State
from app.cards.queries import published, wire
from app.cards.schemas import Body, DutyRow, Head, Kind, OperationRow, RiskRow, ScenarioRow, Step
from app.core import db
from app.core.capture import Capture
from app.core.clock import now
from app.core.ids import new_id
from app.org import actions as org
from app.org.models import Person, Post
from app.questions.recitals import recitals_of
from app.questions.schemas import Ability, Recital
from app.spotchecks import actions
from app.spotchecks.draw import questions_for
from app.spotchecks.models import SpotCheck
from app.spotchecks.schemas import SpotcheckHeld
from tests.world import DAY, World

SEED = "3f2a9c4e51b07d68"
ABILITIES: tuple[Ability, ...] = ("risk", "duty", "operation", "emergency")
SIGNED = "f" * 64


def rows(kind: Kind, mark: str = "") -> list[tuple[str, Body]]:
    """Rows of a card that can be recited; `mark` tells versions apart."""
    steps = [f"拉绳，停机{mark}", "大声喊人", "断电，挂牌"]
    found: dict[Kind, list[Body]] = {
        Kind.EMERGENCY: [
            ScenarioRow(
                name="胶带卷住人",
                steps=[Step(id=f"s{n}", who="谁看见谁做", act=one) for n, one in enumerate(steps)],
            ),
            ScenarioRow(
                name="料仓冒烟",
                steps=[
                    Step(id=f"t{n}", who="操作工", act=one)
                    for n, one in enumerate(["停给料机", "关闸门", f"报调度室{mark}"])
                ],
            ),
        ],
        Kind.RISK: [
            RiskRow(point=point, hazard="会伤人")
            for point in ("出料胶带", "进料斗", "检修平台", f"配电柜{mark}")
        ],
        Kind.OPERATION: [
            OperationRow(procedure=procedure, phase="前", standard="看一遍")
            for procedure in ("看护罩", "试拉绳", "响铃", f"点动{mark}")
        ],
        Kind.DUTY: [
            DutyRow(number=str(n), duty=duty, standard="每班一次")
            for n, duty in enumerate(["班前查设备", "随时报隐患", f"交接班说清{mark}"], 1)
        ],
    }
    return [(f"{kind.value}{n}", row) for n, row in enumerate(found[kind])]


def publish(post: Post, kind: Kind, mark: str = "") -> None:
    """Publish a card that can be recited."""
    made = cards.write_draft(post, kind, Head(owner="车间主任"), rows(kind, mark), source="test", by=None)
    cards.put_in_force(made, effective_on=DAY, by=None)


def publish_all(post: Post, mark: str = "") -> None:
    """Publish all four cards of a post."""
    for kind in Kind:
        publish(post, kind, mark)


def since_long(world: World) -> None:
    """All roles were granted long ago."""
    with db.writing() as active:
        for grant in active.scalars(select(Grant)):
            grant.granted_at -= timedelta(days=400)


def worker(world: World, name: str, number: str, *posts: Post) -> Person:
    """One more of the crew, who holds these posts."""
    made = world.person(name, world.crew, number)
    for post in posts:
        org.assign(made, post, on=DAY, by=None)
    return made


def recitals(post_id: UUID) -> list[Recital]:
    """All that can be recited at a post now."""
    return recitals_of([wire(one) for one in published([post_id])])


def numbers(post_id: UUID) -> dict[str, int]:
    """Kind > the published version of a post's card."""
    asked = (
        select(Card.kind, CardVersion.number)
        .join(CardVersion, CardVersion.card_id == Card.id)
        .where(Card.post_id == post_id, CardVersion.state == State.PUBLISHED)
    )
    return {row.kind: row.number for row in db.session().execute(asked)}


def answers(
    post_id: UUID,
    account: str,
    *,
    misses: Sequence[str] = (),
    only: Sequence[str] = ABILITIES,
    seed: str = SEED,
) -> list[dict[str, Any]]:
    """An answer for each drawn question, where all was said but for one point of each ability in `misses`."""
    known, drawn = {one.id: one for one in recitals(post_id)}, questions_for(seed, account, recitals(post_id))
    versions = numbers(post_id)
    found = []
    for ability, recital_id in drawn.items():
        if ability not in only:
            continue
        recital = known[recital_id]
        ids = [one.id for one in recital.points]
        missed = ids[:1] if ability in misses else []
        found.append(
            {
                "recital": recital.id,
                "ability": ability,
                "version": versions[ability],
                "prompt": recital.prompt,
                "points": [{"id": p.id, "text": p.text, "critical": p.critical} for p in recital.points],
                "said": [one for one in ids if one not in missed],
                "missed": missed,
            }
        )
    return found


def body(
    world: World, who: Person | None = None, at_post: Post | None = None, **changes: Any
) -> dict[str, Any]:
    """The body of a `spotcheck.held` with a worker of the crew; `misses` and `only` as in `answers`."""
    account = str((who or world.people["worker"]).id)
    post_id = (at_post or world.crusher).id
    told = {key: changes.pop(key) for key in ("misses", "only") if key in changes}
    at = changes.pop("at", now())
    made = {
        "id": str(new_id()),
        "unit": str(world.crew.id),
        "seed": SEED,
        "candidates": [account],
        "account": account,
        "post": str(post_id),
        "confirmed": "agreed",
        "started_at": at - timedelta(minutes=4),
    }
    made["answers"] = answers(post_id, account, seed=changes.get("seed", SEED), **told)
    return cast(dict[str, Any], msgspec.to_builtins(made | changes))


def capture(by: Person, at: datetime, **more: Any) -> Capture:
    """Who held it, and when."""
    given: dict[str, Any] = {"at": at, "received_at": max(at, now()), "offset_ms": 0} | more
    return Capture(enterprise_id=by.enterprise_id, by=by.id, **given)


def hold(
    world: World,
    who: Person | None = None,
    *,
    by: Person | str = "team_leader",
    at: datetime | None = None,
    offset_ms: int | None = 0,
    **changes: Any,
) -> SpotCheck:
    """A 抽背, as it was taken in."""
    author = world.people[by] if isinstance(by, str) else by
    moment = at or now()
    said = msgspec.convert(body(world, who, at=moment, **changes), SpotcheckHeld)
    actions.held(said, capture(author, moment, offset_ms=offset_ms))
    return db.session().get_one(SpotCheck, UUID(said.id))
