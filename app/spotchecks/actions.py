"""Taking in a 抽背 that was held on a supervisor's phone."""

from uuid import UUID

from app.audit import actions as audit
from app.core import db
from app.core.capture import Capture
from app.core.chosen import chosen_id
from app.core.ids import new_id
from app.spotchecks import telling
from app.spotchecks.doubts import Taken, Weighed, weigh
from app.spotchecks.models import SpotAnswer, SpotCheck
from app.spotchecks.schemas import SpotcheckHeld


@db.action
def held(body: SpotcheckHeld, capture: Capture) -> list[str]:
    """Keep a 抽背, and tell whoever recited how it went. Its flags.

    Raises Forbidden (`no_right`, `same_person`), Invalid (`incomplete`, `unknown_person`, `unknown_post`,
    `unknown_unit`, `unknown_points`, `too_long`, `bad_id`, `bad_photo`) and Conflict `id_taken`.
    """
    check_id = chosen_id(body.id, SpotCheck)
    it = weigh(body, capture)
    made = _row(check_id, body, it, capture)
    active = db.session()
    active.add(made)
    active.flush()
    answers = [_answer(made, place, one) for place, one in enumerate(it.answers)]
    active.add_all(answers)
    active.flush()
    who, post = str(made.account_id), str(made.post_id)
    audit.record(
        "spotcheck.hold",
        "spotcheck",
        made.id,
        enterprise_id=made.enterprise_id,
        by=capture.by,
        person=who,
        post=post,
    )
    telling.of_result(made, answers, it.post)
    return it.flags


def _row(check_id: UUID, body: SpotcheckHeld, it: Taken, capture: Capture) -> SpotCheck:
    return SpotCheck(
        id=check_id,
        enterprise_id=capture.enterprise_id,
        account_id=it.person.id,
        unit_id=it.unit.id,
        scope_id=it.scope.id,
        post_id=it.post.id,
        author_id=capture.by,
        started_at=it.started_at,
        held_at=capture.true_at,
        received_at=capture.received_at,
        seed=body.seed,
        candidates=it.candidates,
        draws=body.draws,
        place=it.place,
        confirmed=body.confirmed,
        note=body.note.strip(),
        signature=body.signature,
        flags=it.flags,
    )


def _answer(made: SpotCheck, place: int, one: Weighed) -> SpotAnswer:
    said = one.answer
    return SpotAnswer(
        id=new_id(),
        enterprise_id=made.enterprise_id,
        spot_check_id=made.id,
        place=place,
        ability=said.ability,
        recital=said.recital,
        version=said.version,
        asked=one.asked,
        said=said.said,
        missed=said.missed,
        passed=one.passed,
        critical=one.critical,
    )
