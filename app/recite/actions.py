"""Keeping what people answer when they practise."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select

from app.audit import actions as audit
from app.core import clock, db
from app.core.capture import Capture
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id, parse_id
from app.core.memo import is_hopeful
from app.org.models import Post
from app.org.queries import zone_of
from app.recite.models import ReciteAnswer, ReciteMemory
from app.recite.schemas import Memory, ReciteAnswered

MOST_GIVEN = 10  # things tapped for one question


@db.action
def answered(body: ReciteAnswered, capture: Capture) -> list[str]:
    """Somebody answered a question on their phone: into the log, and their memory of it becomes what resulted.

    Answers arrive in any order: the state of the answer given last stays, and of two at the same moment that of
    the greater id. The memory's moments move with the clock that is set right. Audited the first time of a day
    only; every answer is kept as its op. Raises Invalid (`bad_id`, `too_long`, `bad_time`, `unknown_post`),
    Conflict `id_taken`.
    """
    if len(body.given) > MOST_GIVEN:
        raise Invalid("一题点的太多了", code="too_long")
    answer_id, post = _new_id(body.id), _post(body.post, capture.enterprise_id)
    due = _set_right(body.memory.due, capture)
    begins = not _has_begun(post, capture)
    _log(answer_id, post, body, capture)
    _remember(answer_id, body, due, capture)
    db.session().flush()
    if begins:
        day = clock.day_in(_zone(post), capture.true_at).isoformat()
        who = capture.by
        audit.record("recite.begin", "account", who, enterprise_id=post.enterprise_id, by=who, day=day)
    return []


def _new_id(text: str) -> UUID:
    found = parse_id(text)
    if found is None:
        raise Invalid("这条记录的编号不对", code="bad_id")
    if is_hopeful():  # a taken id is then found out when the row is written
        return found
    with db.everywhere():  # an id is taken whoever has taken it
        if db.session().get(ReciteAnswer, found) is not None:
            raise Conflict("这个编号已经有一条记录了", code="id_taken")
    return found


def _post(text: str, enterprise_id: UUID) -> Post:
    """The post whose card asks; closed or not: what was answered was answered."""
    wanted = parse_id(text)
    asked = select(Post).where(Post.id == wanted, Post.enterprise_id == enterprise_id)
    found = db.session().scalar(asked) if wanted else None
    if found is None:
        raise Invalid("这里没有过这个岗位", code="unknown_post")
    return found


def _set_right(moment: datetime, capture: Capture) -> datetime:
    """A moment by the phone's clock, moved as far as the moment of the answer is. Raises Invalid `bad_time`."""
    try:
        return (moment + (capture.true_at - capture.at)).astimezone(UTC)
    except OverflowError:
        raise Invalid("手机的时间不对", code="bad_time") from None


def _zone(post: Post) -> str:
    return zone_of(post.unit.path)


def _has_begun(post: Post, capture: Capture) -> bool:
    """Whether an answer of this person's and this day is here already."""
    zone = ZoneInfo(_zone(post))
    day = capture.true_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    begin, end = day.astimezone(UTC), (day + timedelta(days=1)).astimezone(UTC)
    asked = select(ReciteAnswer.id).where(
        ReciteAnswer.account_id == capture.by,
        ReciteAnswer.answered_at >= begin,
        ReciteAnswer.answered_at < end,
    )
    return db.session().scalar(asked.limit(1)) is not None


def _log(answer_id: UUID, post: Post, body: ReciteAnswered, capture: Capture) -> None:
    made = ReciteAnswer(
        id=answer_id,
        enterprise_id=capture.enterprise_id,
        account_id=capture.by,
        post_id=post.id,
        question=body.question,
        ability=body.ability,
        critical=body.critical,
        right=body.right,
        given=body.given,
        took_ms=body.took_ms,
        answered_at=capture.true_at,
        received_at=capture.received_at,
        memory=msgspec.to_builtins(body.memory),
    )
    db.session().add(made)


def _remember(answer_id: UUID, body: ReciteAnswered, due: datetime, capture: Capture) -> None:
    """Put the state into the place of the one before, unless that comes from a later answer."""
    held = db.session().scalar(
        select(ReciteMemory).where(
            ReciteMemory.account_id == capture.by, ReciteMemory.question == body.question
        )
    )
    if held is None:
        held = ReciteMemory(id=new_id(), enterprise_id=capture.enterprise_id, account_id=capture.by)
        held.question, held.arrivals = body.question, 0
        db.session().add(held)
    elif (capture.true_at, answer_id) < (held.answered_at, held.answer_id):
        held.arrivals += 1
        return
    held.arrivals += 1
    held.answered_at, held.answer_id, held.due = capture.true_at, answer_id, due
    _take_over(held, body)


def _take_over(held: ReciteMemory, body: ReciteAnswered) -> None:
    said: Memory = body.memory
    held.ability, held.state = body.ability, said.state
    held.stability, held.difficulty = said.stability, said.difficulty
    held.elapsed_days, held.scheduled_days = said.elapsed_days, said.scheduled_days
    held.learning_steps, held.reps, held.lapses = said.learning_steps, said.reps, said.lapses
