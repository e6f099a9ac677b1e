"""The 抽背 of the month: drawn by a seed as a leader's phone draws, and ticked as the story tells."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import count
from typing import Any

import msgspec

from app.cards.queries import published, wire
from app.core import db
from app.core.clock import now
from app.demo.month.agenda import Agenda, id_at
from app.demo.month.cast import Cast
from app.demo.month.checks import versions_at
from app.demo.month.story import Held, Story
from app.org.queries import unit
from app.questions.recitals import recitals_of
from app.questions.schemas import Recital
from app.spotchecks.crews import held_in
from app.spotchecks.draw import place_of, questions_for
from app.spotchecks.grounds import unit_of_on

LASTED = timedelta(minutes=5)


def do_spots(story: Story, cast: Cast, agenda: Agenda) -> None:
    """Put them into the agenda."""
    for one in story.held:
        _hold(one, story, cast, agenda)


def _hold(one: Held, story: Story, cast: Cast, agenda: Agenda) -> None:
    moment = cast.when(one.ago, one.at)

    def body() -> dict[str, Any]:
        with db.everywhere():
            return _body(one, story, cast)

    agenda.write(cast.people[one.by].phone, moment, "spotcheck.held", body)


def _body(one: Held, story: Story, cast: Cast) -> dict[str, Any]:
    author, who, post = cast.people[one.by], cast.people[one.who], cast.posts[one.post]
    day = now().astimezone(cast.zone).date()
    crew = unit(unit_of_on(who.id, day).id)
    candidates = sorted({str(held.account_id) for held in held_in([crew.id], day)} - {str(author.id)})
    seed = _seed(one, candidates, str(who.id))
    recitals = recitals_of([wire(version) for version in published([post.id])])
    return {
        "id": str(id_at(now())),
        "unit": str(crew.id),
        "seed": seed,
        "candidates": [] if one.named else candidates,
        "account": str(who.id),
        "post": str(post.id),
        "answers": _answers(one, seed, str(who.id), recitals, versions_at(story, cast, one.post, now())),
        "confirmed": one.confirmed,
        "note": one.note,
        "started_at": now() - LASTED,
    }


def _seed(one: Held, candidates: Sequence[str], account: str) -> str:
    """A seed that draws whom the story names: the first of those that a phone might have had."""
    for number in count():
        seed = sha256(f"{one.who}:{one.ago}:{number}".encode()).hexdigest()[:16]
        if one.named or place_of(seed, candidates, account) == 1:
            return seed
    raise AssertionError


def _answers(
    one: Held, seed: str, account: str, recitals: Sequence[Recital], versions: dict[str, int]
) -> list[dict[str, Any]]:
    by_id = {recital.id: recital for recital in recitals}
    found = []
    for ability, recital_id in questions_for(seed, account, recitals).items():
        asked = by_id[recital_id]
        ids = [point.id for point in asked.points]
        missed = ids[: max(1, len(ids) // 2)] if ability in one.misses else []
        found.append(
            {
                "recital": asked.id,
                "ability": ability,
                "version": versions[ability],
                "prompt": asked.prompt,
                "points": msgspec.to_builtins(asked.points),
                "said": [id_ for id_ in ids if id_ not in missed],
                "missed": missed,
            }
        )
    return found
