"""What a 抽背 has to be to be taken in, and what is doubtful about it. Each doubt is a flag, none a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.access.doubt import right_or_doubt
from app.access.models import Account
from app.core.blobs import is_sha256
from app.core.capture import Capture
from app.core.clock import day_in
from app.core.errors import Forbidden, Invalid
from app.core.ids import parse_id
from app.org.models import Post, Unit
from app.org.queries import held_on, zone_of
from app.questions.schemas import Recital
from app.settings.queries import value_of
from app.spotchecks import grounds
from app.spotchecks.crews import HOLD, held_in
from app.spotchecks.draw import place_of, questions_for
from app.spotchecks.judge import are_all_ticked, is_passed
from app.spotchecks.schemas import SpotAnswer, SpotcheckHeld
from app.spotchecks.settings import ASKS_SIGNATURE, PASS_PERCENT

MOST_CANDIDATES = 1000  # whose ids still fit into one op
MOST_POINTS = 12  # of one question


class Weighed(NamedTuple):
    """An answer that can be taken in: as it was given, what it is held against, and whether they knew it."""

    answer: SpotAnswer
    asked: dict[str, object]  # prompt, points and line, as they stood
    critical: bool
    passed: bool


@dataclass(frozen=True)
class Taken:
    """A 抽背 that can be taken in."""

    person: Account
    unit: Unit  # theirs on that day
    scope: Unit
    post: Post
    candidates: list[str]
    place: int | None
    started_at: datetime | None
    answers: list[Weighed]
    flags: list[str]


def weigh(body: SpotcheckHeld, capture: Capture) -> Taken:
    """What a 抽背 is worth. Raises what `app.spotchecks.actions.held` raises."""
    enterprise_id = capture.enterprise_id
    person = grounds.person_named(body.account, enterprise_id)
    scope, post = grounds.unit_named(body.unit, enterprise_id), grounds.post_named(body.post, enterprise_id)
    day = day_in(zone_of(scope.path), capture.true_at)
    unit = grounds.unit_of_on(person.id, day)
    flags = _right(person, unit, capture)
    _refuse_unfit(body)
    candidates = _candidates(body)
    place = place_of(body.seed, candidates, str(person.id))
    flags += _doubts_of_draw(scope, candidates, place, capture.by, day)
    flags += [] if unit.path.startswith(scope.path) else ["not_in_scope"]
    flags += [] if person.id in held_on(post.id, day) else ["not_assigned"]
    answers, doubts = _weighed(body, post, person, value_of(PASS_PERCENT, unit.path), capture.true_at)
    flags += doubts
    lacks = body.confirmed == "agreed" and body.signature is None and value_of(ASKS_SIGNATURE, unit.path)
    flags += ["no_signature"] if lacks else []
    began = _set_right(body.started_at, capture)
    return Taken(person, unit, scope, post, candidates, place, began, answers, list(dict.fromkeys(flags)))


def _right(person: Account, unit: Unit, capture: Capture) -> list[str]:
    if person.id == capture.by:
        raise Forbidden("不能自己抽背自己", code="same_person", hint="请别的班长来抽背你。")
    refusal = Forbidden("那时候这个人不归你管，没记上", code="no_right", hint="请管这个班组的人来抽背。")
    return right_or_doubt(HOLD, unit.path, capture, refusal)


def _refuse_unfit(body: SpotcheckHeld) -> None:
    """Raise Invalid where it is not whole: nothing asked, a point that is not ticked, an ability twice."""
    if len(body.candidates) > MOST_CANDIDATES or any(len(one.points) > MOST_POINTS for one in body.answers):
        raise Invalid("写的太多了", code="too_long")
    abilities = [one.ability for one in body.answers]
    ticked = all(one.points and are_all_ticked(one.points, one.said, one.missed) for one in body.answers)
    if not body.answers or not ticked or len(set(abilities)) != len(abilities):
        raise Invalid("有一条没点说到没说到", code="incomplete", hint="补上再存。")
    if body.signature is not None and not is_sha256(body.signature):
        raise Invalid("签名的编号不对", code="bad_photo")


def _candidates(body: SpotcheckHeld) -> list[str]:
    """The accounts that the draw was made among, each once, in their one usual spelling."""
    ids = [parse_id(one) for one in body.candidates]
    if None in ids:
        raise Invalid("抽签名单不对", code="bad_id")
    return sorted({str(one) for one in ids})


def _doubts_of_draw(
    scope: Unit, candidates: Sequence[str], place: int | None, author: UUID, day: date
) -> list[str]:
    """`not_drawn` for whom the draw did not take first; `other_crew` where it was not among the whole crew."""
    flags = [] if place == 1 else ["not_drawn"]
    if not candidates:
        return flags
    crew = held_in([scope.id], day)
    everybody = {str(one.account_id) for one in crew}
    wanted = {str(one.account_id) for one in crew if one.is_open} - {str(author)}
    same = wanted <= set(candidates) <= everybody
    return flags if same else [*flags, "other_crew"]


def _weighed(
    body: SpotcheckHeld, post: Post, person: Account, percent: int, at: datetime
) -> tuple[list[Weighed], list[str]]:
    versions = grounds.versions_of(post.id)
    by_number = {(one.ability, one.number): one.id for one in versions}
    ids = [by_number.get((one.ability, one.version)) for one in body.answers]
    known = grounds.recitals_from(tuple(sorted(one for one in ids if one is not None)))
    drawn = questions_for(body.seed, str(person.id), list(known.values()))
    found, flags = [], []
    for answer, version_id in zip(body.answers, ids, strict=True):
        recital = known.get(answer.recital) if version_id is not None else None
        flags += ["unknown_version"] if version_id is None else [] if recital else ["unknown_question"]
        found.append(_against(answer, recital, percent))
        if grounds.newer_than(versions, answer.ability, answer.version, at):
            flags.append("old_version")
        if recital and None not in ids and drawn.get(answer.ability) != answer.recital:
            flags.append("other_question")
    return found, flags


def _against(answer: SpotAnswer, recital: Recital | None, percent: int) -> Weighed:
    """An answer held against the card; where the server does not know it, against what stood on the phone.

    Raises Invalid `unknown_points` where the phone had other points than that card has.
    """
    points = recital.points if recital is not None else answer.points
    if recital is not None and (
        recital.ability != answer.ability or {one.id for one in points} != {one.id for one in answer.points}
    ):
        raise Invalid("要点和卡上的对不上", code="unknown_points", hint="连上网更新资料，再抽背一次。")
    asked: dict[str, object] = {
        "prompt": recital.prompt if recital else answer.prompt,
        "points": [{"id": one.id, "text": one.text, "critical": one.critical} for one in points],
        "line": recital.line if recital else "",
    }
    critical = any(one.critical for one in points)
    return Weighed(answer, asked, critical, is_passed(points, answer.said, percent))


def _set_right(moment: datetime, capture: Capture) -> datetime | None:
    """A moment by the phone's clock, moved as far as the moment of the record is; None where it leads nowhere."""
    try:
        moved = (moment + (capture.true_at - capture.at)).astimezone(UTC)
    except OverflowError:
        return None
    return moved if timedelta(0) <= capture.true_at - moved <= timedelta(days=1) else None
