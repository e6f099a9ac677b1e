"""学新卡 over the month: most learn the cards of their posts in the first days; some have yet to."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.cards.queries import mark_of, published_of
from app.cards.schemas import Kind
from app.core import db
from app.demo.month.agenda import Agenda, id_at
from app.demo.month.cast import Cast, Somebody
from app.demo.month.story import luck
from app.questions.schemas import Question

FIRST = 27  # days ago: from then on a card a day
DILIGENT = 0.93  # the share of cards that are learnt
RIGHT = 0.85  # and of questions that are right the first time
ASKED = 2


def do_learning(cast: Cast, agenda: Agenda, asked: Mapping[str, Sequence[Question]]) -> None:
    """Put what people learn into the agenda: a card a day in the break, after it was opened."""
    for who in cast.people.values():
        for post in who.posts:
            for place, kind in enumerate(Kind):
                if luck("learn", who.no, post, kind.value) < DILIGENT:
                    moment = cast.when(FIRST - place, "12:40") + _later(who, post, kind)
                    learn(cast, agenda, who, (post, kind), asked=asked, moment=moment)


def learn(
    cast: Cast,
    agenda: Agenda,
    who: Somebody,
    card: tuple[str, Kind],
    *,
    asked: Mapping[str, Sequence[Question]],
    moment: datetime,
) -> None:
    """Let somebody learn a card at a moment, as it is by then."""
    post, kind = card
    own = [one for one in asked.get(post, ()) if one.ability == kind.value]
    body = _body(cast, who, card, own, moment)
    agenda.write(who.phone, moment, "card.learnt", body, after=None)


def _later(who: Somebody, post: str, kind: Kind) -> timedelta:
    return timedelta(seconds=int(luck("learnt", who.no, post, kind.value) * 3000))


def _body(
    cast: Cast, who: Somebody, card: tuple[str, Kind], questions: Sequence[Question], moment: datetime
) -> Callable[[], dict[str, Any]]:
    """What the phone writes then, of the version that is in force by then."""
    (post, kind), critical = card, sorted(questions, key=lambda one: not one.critical)
    answers = [answer for one in critical[:ASKED] for answer in _answers(who, one)]

    def body() -> dict[str, Any]:
        with db.everywhere():
            version = published_of(cast.posts[post].id)[kind]
            said = {"version": version.number, "mark": mark_of(version.digest)}
        where = {"post": str(cast.posts[post].id), "kind": kind.value}
        return {"id": str(id_at(moment)), **where, **said, "answers": answers}

    return body


def _answers(who: Somebody, question: Question) -> list[dict[str, Any]]:
    """Right, or wrong and then right."""
    right = {"question": question.id, "right": True, "given": question.right}
    if luck("learning", who.no, question.prompt, question.text) < RIGHT:
        return [right]
    given = [*question.wrong, *reversed(question.right)][: len(question.right)]
    if given == question.right:
        return [right]
    return [{"question": question.id, "right": False, "given": given}, right]
