"""Keeping what people answer when they practise."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select

from app.audit import actions as audit
from app.core import clock, db
from app.core.capture import Capture
from app.core.chosen import chosen_id
from app.core.errors import Invalid
from app.core.ids import new_id, parse_id
from app.core.memo import once, remember
from app.org.models import Post
from app.org.queries import zone_of
from app.recite.models import ReciteAnswer, ReciteMemory
from app.recite.queries import RELEARNING, REVIEW
from app.recite.schemas import Memory, ReciteAnswered
from app.recite.settings import LONGEST

MOST_GIVEN = 10  # things tapped for one question
FARTHEST = timedelta(days=LONGEST.high or 0)  # nobody sets that a question stays away for longer


@db.action
def answered(body: ReciteAnswered, capture: Capture) -> list[str]:
    """Somebody answered a question on their phone: into the log, and their memory of it becomes what resulted.

    Answers arrive in any order: the state of the answer given last stays, and of two at the same moment that of
    the greater id. The memory's moments move with the clock that is set right, and no question stays away for
    longer than an enterprise may set. Audited the first time of a day only; every answer is kept as its op.
    Raises Invalid (`bad_id`, `too_long`, `bad_time`, `unknown_post`), Conflict `id_taken`.
    """
    if len(body.given) > MOST_GIVEN:
        raise Invalid("一题点的太多了", code="too_long")
    answer_id, enterprise_id = chosen_id(body.id, ReciteAnswer), capture.enterprise_id
    post = once(("recite post", enterprise_id, body.post), lambda: _post(body.post, enterprise_id))
    due = min(_set_right(body.memory.due, capture), capture.true_at + FARTHEST)
    day, begin, end = _day_of(capture.true_at, _zone(post))
    begun = ("recite begun", capture.by, begin)
    begins = not once(begun, lambda: _has_begun(begin, end, capture.by))
    _log(answer_id, post, body, capture)
    _remember(answer_id, body, due, capture)
    db.session().flush()
    remember(begun, True)
    if begins:
        who, said = capture.by, day.isoformat()
        audit.record("recite.begin", "account", who, enterprise_id=enterprise_id, by=who, day=said)
    return []


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


def _day_of(at: datetime, zone: str) -> tuple[date, datetime, datetime]:
    """The day a moment lies in, with its start and its end. Raises Invalid `bad_time` at the calendar's ends."""
    try:
        day = clock.day_in(zone, at)
        days = (datetime.combine(one, time(), ZoneInfo(zone)) for one in (day, day + timedelta(days=1)))
        begin, end = (one.astimezone(UTC) for one in days)
    except OverflowError:
        raise Invalid("手机的时间不对", code="bad_time") from None
    return day, begin, end


def _has_begun(begin: datetime, end: datetime, account_id: UUID) -> bool:
    """Whether an answer of this person from `begin` to before `end` is here already."""
    asked = select(ReciteAnswer.id).where(
        ReciteAnswer.account_id == account_id,
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
    """The memory of an answer; what was wrong is never mastered (掌握), whatever a phone makes of it."""
    said: Memory = body.memory
    held.ability = body.ability
    held.state = RELEARNING if said.state == REVIEW and not body.right else said.state
    held.stability, held.difficulty = said.stability, said.difficulty
    held.elapsed_days, held.scheduled_days = said.elapsed_days, said.scheduled_days
    held.learning_steps, held.reps, held.lapses = said.learning_steps, said.reps, said.lapses
