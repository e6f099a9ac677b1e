"""Changes of the month, and cards on their way, as app/demo/reviews.yaml tells them: written, signed, published, learnt.

One change is seen through, one is under way. Whoever may sign anything has a card that waits for them, one card waits
to be published, and one that was signed by all is in force, learnt by some of its people.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import field

from app.access.models import Account
from app.cards import actions as cards
from app.cards import reviewing
from app.cards.models import CardVersion, Stage
from app.cards.queries import bodies_of, head_of, published_of
from app.cards.queries import version as version_of
from app.cards.schemas import Body, Kind
from app.changes import actions as changes
from app.changes.touch import Place, mark_of, touched
from app.core import db
from app.demo.month.agenda import Agenda, id_at
from app.demo.month.cast import Cast
from app.demo.month.learning import learn
from app.demo.month.story import No, PostKey, Told
from app.org.models import Post
from app.questions.schemas import Question

FILE = Path(__file__).parent.parent / "reviews.yaml"
STAGES = (Stage.IDENTIFY, Stage.ASSESS, Stage.DETERMINE, Stage.ASSIGN)  # 辨、评、定、责
DAY = timedelta(days=1)
READ = timedelta(minutes=3)  # until what was opened is learnt


class Changed(Told, kw_only=True):
    """A change at a post, or wherever a tag stands; its cards are to be looked at within some days."""

    kind: str
    what: str
    cards: list[Kind]
    by: No
    owner: No
    ago: int
    at: str
    days: int
    evidence: str
    post: PostKey = ""
    tag: str = ""


class Reviewed(Told, kw_only=True):
    """A card with the standard of one row said anew: sent in an hour later, signed by one person a day, in order."""

    post: PostKey
    kind: Kind
    row: str
    says: str
    by: No
    ago: int
    at: str
    signs: list[No] = field(default_factory=list)
    published: No = ""  # by whom, the day after the last signature
    learnt: list[No] = field(default_factory=list)  # by whom, the day after that


class Reviews(Told, kw_only=True):
    """All of it."""

    changes: list[Changed]
    reviews: list[Reviewed]


@dataclass
class _Paper:
    """A version on its way through the month."""

    told: Reviewed
    cast: Cast
    version: CardVersion | None = None

    @property
    def begun(self) -> datetime:
        """When it was written."""
        return self.cast.when(self.told.ago, self.told.at)

    def stands(self) -> CardVersion:
        """The version as it is now."""
        assert self.version is not None
        return version_of(self.version.id)


def reviews() -> Reviews:
    """What the file says."""
    return msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), Reviews)


def do_reviews(cast: Cast, agenda: Agenda, asked: Mapping[str, Sequence[Question]]) -> None:
    """Put all of it into the agenda."""
    told = reviews()
    for one in told.changes:
        agenda.at(cast.when(one.ago, one.at), _change(one, cast))
    for each in told.reviews:
        _go(_Paper(each, cast), agenda, asked)


def _change(one: Changed, cast: Cast) -> Callable[[], None]:
    moment = cast.when(one.ago, one.at)

    def do() -> None:
        with db.everywhere():
            place = _place(one, cast)
            said = changes.Record(
                kind=one.kind,
                what=one.what,
                happened_on=moment.date(),
                cards=one.cards,
                owner_id=cast.people[one.owner].id,
                due_on=moment.date() + one.days * DAY,
                evidence=one.evidence,
            )
            seen, by = mark_of(touched(place)), cast.people[one.by].id
            changes.record(id_at(moment), place, said, seen=seen, by=by)

    return do


def _place(one: Changed, cast: Cast) -> Place:
    if one.tag:
        return Place(cast.enterprise, tag=one.tag)
    return Place(cast.enterprise, post=db.session().get_one(Post, cast.posts[one.post].id))


def _go(paper: _Paper, agenda: Agenda, asked: Mapping[str, Sequence[Question]]) -> None:
    told, cast, begun = paper.told, paper.cast, paper.begun
    agenda.at(begun, lambda: _write(paper))
    agenda.at(begun + timedelta(hours=1), lambda: _send(paper))
    for days, (stage, no) in enumerate(zip(STAGES, told.signs, strict=False), 1):
        agenda.at(begun + days * DAY, _sign(paper, stage, no))
    if told.published:
        out = begun + (len(told.signs) + 1) * DAY
        agenda.at(out, lambda: _publish(paper))
        for no in told.learnt:
            agenda.write(cast.people[no].phone, out + DAY, "card.opened", _opening(paper), after=None)
            learn(cast, agenda, cast.people[no], (told.post, told.kind), asked=asked, moment=out + DAY + READ)


def _write(paper: _Paper) -> None:
    told, by = paper.told, paper.cast.people[paper.told.by].id
    with db.everywhere():
        post = db.session().get_one(Post, paper.cast.posts[told.post].id)
        before = published_of(post.id)[told.kind]
        paper.version = cards.write_draft(
            post, told.kind, head_of(before), _anew(before, told), source="console", by=by
        )


def _anew(before: CardVersion, told: Reviewed) -> list[tuple[str, Body]]:
    return [
        (identity, msgspec.structs.replace(row, standard=told.says) if identity == told.row else row)
        for identity, row in bodies_of(before)
    ]


def _send(paper: _Paper) -> None:
    with db.everywhere():
        reviewing.submit(paper.stands(), by=paper.cast.people[paper.told.by].id)


def _sign(paper: _Paper, stage: Stage, no: No) -> Callable[[], None]:
    def do() -> None:
        with db.everywhere():
            version, who = paper.stands(), db.session().get_one(Account, paper.cast.people[no].id)
            reviewing.sign(version, stage, who, digest=version.digest or "")

    return do


def _opening(paper: _Paper) -> Callable[[], dict[str, Any]]:
    def body() -> dict[str, Any]:
        with db.everywhere():
            number = paper.stands().number
        return {
            "post": str(paper.cast.posts[paper.told.post].id),
            "kind": paper.told.kind.value,
            "version": number,
        }

    return body


def _publish(paper: _Paper) -> None:
    with db.everywhere():
        version, by = paper.stands(), paper.cast.people[paper.told.published].id
        day = (paper.begun + (len(paper.told.signs) + 1) * DAY).date()
        reviewing.publish(version, digest=version.digest or "", effective_on=day, by=by)
