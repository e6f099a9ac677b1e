"""Renewals (修订任务): a post's cards are to be looked at anew, by an owner, until some day (S6, S26, S31, S32)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.access.queries import who_may
from app.audit import actions as audit
from app.cards.models import IN_REVIEW, Card, CardRenewal, CardVersion, State
from app.cards.queries import KIND_NAMES
from app.cards.schemas import Kind
from app.cards.settings import RENEWAL_DAYS, RENEWAL_TIME
from app.core import db
from app.core.clock import day_in, now
from app.core.errors import Conflict, Invalid, Missing
from app.core.ids import new_id
from app.notify.actions import tell
from app.org.models import Post
from app.org.queries import today, zone_of
from app.settings.queries import value_of

PERIODIC, CHANGE = "periodic", "change"
PUBLISHED, PARTLY, UNCHANGED, WITHDRAWN = "published", "partly", "unchanged", "withdrawn"


@db.action
def open_renewal(
    post: Post,
    kinds: Collection[Kind],
    *,
    reason: str,
    words: str,
    owner_id: UUID | None,
    due_on: date,
    by: UUID | None,
    change_id: UUID | None = None,
    tells: bool = True,
) -> CardRenewal:
    """Ask that these cards of a post are looked at anew. The old cards stay readable, marked 正在修订.

    The owner is told, unless the caller `tells` them itself: whoever opens many tells once.
    """
    made = CardRenewal(
        id=new_id(),
        enterprise_id=post.enterprise_id,
        post_id=post.id,
        kinds=[one.value for one in Kind if one in kinds],
        reason=reason,
        words=words,
        owner_id=owner_id,
        due_on=due_on,
        change_id=change_id,
        opened_by=by,
    )
    db.session().add(made)
    db.session().flush()
    _noted(made, "renewal.open", by)
    if owner_id is not None and tells:
        _ask(made, post)
    return made


@db.action
def hand_over(renewal: CardRenewal, owner_id: UUID, *, by: UUID | None) -> None:
    """Somebody else looks at the cards from here on, and is told. Raises Conflict where it is closed, Invalid."""
    if renewal.closed_at is not None:
        raise Conflict("这个修订任务已经结束了")
    if owner_id not in who_may("cards.write", renewal.post.unit.path):
        raise Invalid("这个人不能改这个岗位的卡", hint="换一个负责人。")
    if owner_id == renewal.owner_id:
        return
    renewal.owner_id = owner_id
    db.session().flush()
    db.session().expire(renewal, ["owner"])
    _noted(renewal, "renewal.hand_over", by, owner=str(owner_id))
    _ask(renewal, renewal.post)


@db.action
def keep_as_it_is(renewal: CardRenewal, *, words: str, by: UUID) -> None:
    """Somebody looked, and nothing has to change, or nothing more; they say why. The same again changes nothing.

    Raises Invalid, and Conflict while a new version of one of its cards is in review: that one does change.
    """
    if not words.strip():
        raise Invalid("为什么不用改，没写", hint="写一句你看了什么。")
    if (renewal.closed_by, renewal.closing) == (by, words.strip()) and renewal.outcome in (PARTLY, UNCHANGED):
        return
    changing = in_review(renewal) if renewal.closed_at is None else ()
    if changing:
        names = "、".join(KIND_NAMES[one] for one in Kind if one in changing)
        raise Conflict(f"{names}改了，还在评审", hint="等它发布，或者请评审的人退回。别的不用改，那时再说。")
    _close(renewal, PARTLY if renewed(renewal) else UNCHANGED, words, by)


@db.action
def withdraw(renewal: CardRenewal, *, words: str, by: UUID | None) -> None:
    """What asked for it was a mistake. Raises Conflict where it is closed."""
    _close(renewal, WITHDRAWN, words, by)


def close_for(version: CardVersion, *, by: UUID) -> None:
    """A new version is published: of the post's open renewals, those whose cards are now all new are done.

    Inside a write.
    """
    post_id, kind = version.card.post_id, version.card.kind
    for one in open_at([post_id]).get(post_id, []):
        if kind in one.kinds and not _still_old(one):
            _close(one, PUBLISHED, "", by)


def _still_old(renewal: CardRenewal) -> bool:
    return renewed(renewal) != {Kind(one) for one in renewal.kinds}


def renewed(renewal: CardRenewal) -> set[Kind]:
    """Which of a renewal's cards have had a new version that was written with it in mind, while it was open.

    One that stood in review already when the renewal was opened says nothing of what has changed.
    """
    new = _written_for(renewal, (State.PUBLISHED, State.SUPERSEDED))
    if renewal.closed_at is not None:
        new = new.where(CardVersion.published_at <= renewal.closed_at)
    return {Kind(one) for one in db.session().scalars(new)}


def in_review(renewal: CardRenewal) -> set[Kind]:
    """Which of a renewal's cards have a new version, written with it in mind, that is not published yet."""
    return {Kind(one) for one in db.session().scalars(_written_for(renewal, IN_REVIEW))}


def _written_for(renewal: CardRenewal, states: Sequence[State]) -> Select[str]:
    asked = select(Card.kind).join(CardVersion, CardVersion.card_id == Card.id)
    return asked.where(
        Card.post_id == renewal.post_id,
        Card.kind.in_(renewal.kinds),
        CardVersion.state.in_(states),
        func.coalesce(CardVersion.submitted_at, CardVersion.published_at) >= renewal.opened_at,
    )


@db.action
def open_periodic(posts: Sequence[Post]) -> int:
    """Open what has come due by the settings (`cards.renewal_days_…`): how many renewals were opened.

    One for all the cards of a post whose time has come, but those that an open renewal asks for already, and those
    whose next version is in review: somebody is looking. Called every day by a job.
    """
    ids = [one.id for one in posts]
    held, published, made = _looked_at(ids), _published(ids), 0
    for post in posts:
        cards = published.get(post.id, {})
        due = [one for one in _due(post, cards) if one not in held.get(post.id, ())]
        if due:
            on, names = today(post.unit.path), "、".join(KIND_NAMES[one] for one in due)
            days = value_of(RENEWAL_TIME, post.unit.path)
            owner = next(iter(who_may("cards.write", post.unit.path)), None)
            open_renewal(
                post,
                due,
                reason=PERIODIC,
                words=f"到时间了：{names}",
                owner_id=owner,
                due_on=on + timedelta(days=days),
                by=None,
            )
            made += 1
    return made


def _due(post: Post, published: dict[Kind, CardVersion]) -> list[Kind]:
    path = post.unit.path
    on, zone = today(path), zone_of(path)
    found = []
    for kind, version in published.items():
        days = timedelta(days=value_of(RENEWAL_DAYS[kind.value], path))
        assert version.published_at is not None
        if days and day_in(zone, version.published_at) + days <= on:
            looked = _last_look(post.id, kind, zone)
            if looked is None or looked + days <= on:
                found.append(kind)
    return found


def _last_look(post_id: UUID, kind: Kind, zone: str) -> date | None:
    """The last day somebody looked at a card and left it as it is."""
    asked = select(CardRenewal).where(
        CardRenewal.post_id == post_id, CardRenewal.outcome.in_((UNCHANGED, PARTLY))
    )
    looked = [one.closed_at for one in db.session().scalars(asked) if kind in one.kinds and one.closed_at]
    return day_in(zone, max(looked)) if looked else None


def _published(post_ids: Collection[UUID]) -> dict[UUID, dict[Kind, CardVersion]]:
    found: dict[UUID, dict[Kind, CardVersion]] = {}
    for one in _versions(post_ids, (State.PUBLISHED,)):
        found.setdefault(one.card.post_id, {})[Kind(one.card.kind)] = one
    return found


def _versions(post_ids: Collection[UUID], states: Sequence[State]) -> list[CardVersion]:
    """Of these posts' cards, those in one of the states, each with its card."""
    asked = select(CardVersion).join(CardVersion.card).options(contains_eager(CardVersion.card))
    asked = asked.where(Card.post_id.in_(post_ids), CardVersion.state.in_(states))
    return list(db.session().scalars(asked)) if post_ids else []


def open_at(post_ids: Sequence[UUID]) -> dict[UUID, list[CardRenewal]]:
    """Post > its open renewals, the one that is due first first."""
    asked = select(CardRenewal).where(CardRenewal.post_id.in_(post_ids), CardRenewal.closed_at.is_(None))
    found: dict[UUID, list[CardRenewal]] = {}
    for one in db.session().scalars(asked.order_by(CardRenewal.due_on, CardRenewal.id)) if post_ids else ():
        found.setdefault(one.post_id, []).append(one)
    return found


def revising(post_ids: Sequence[UUID]) -> dict[UUID, set[Kind]]:
    """Post > the cards that are marked 正在修订: an open renewal asks for them, and has not got its new version yet."""
    held = open_at(post_ids)
    sent = _sent_in(held)
    found = {
        post: {Kind(kind) for one in some for kind in one.kinds if not _is_newer(one, kind, sent)}
        for post, some in held.items()
    }
    return {post: kinds for post, kinds in found.items() if kinds}


def _looked_at(post_ids: Sequence[UUID]) -> dict[UUID, set[Kind]]:
    """Post > the cards that an open renewal asks for, or whose next version is in review."""
    found = {
        post: {Kind(kind) for one in some for kind in one.kinds} for post, some in open_at(post_ids).items()
    }
    for version in _versions(post_ids, IN_REVIEW):
        found.setdefault(version.card.post_id, set()).add(Kind(version.card.kind))
    return found


def _sent_in(post_ids: Collection[UUID]) -> dict[tuple[UUID, str], datetime]:
    """Post and kind > when what is published there was sent to review."""
    asked = select(Card.post_id, Card.kind, CardVersion.submitted_at, CardVersion.published_at)
    asked = asked.join(CardVersion, CardVersion.card_id == Card.id).where(
        Card.post_id.in_(post_ids), CardVersion.state == State.PUBLISHED
    )
    rows = db.session().execute(asked) if post_ids else ()
    found = {(post, kind): sent or published for post, kind, sent, published in rows}
    return {card: at for card, at in found.items() if at is not None}


def _is_newer(renewal: CardRenewal, kind: str, sent: Mapping[tuple[UUID, str], datetime]) -> bool:
    at = sent.get((renewal.post_id, kind))
    return at is not None and at >= renewal.opened_at


def renewal(renewal_id: UUID) -> CardRenewal:
    """A renewal in scope. Raises Missing."""
    asked = select(CardRenewal).where(CardRenewal.id == renewal_id).options(joinedload(CardRenewal.post))
    found = db.session().scalar(asked)
    if found is None:
        raise Missing("没有这个修订任务")
    return found


def _close(renewal: CardRenewal, outcome: str, words: str, by: UUID | None) -> None:
    if renewal.closed_at is not None:
        raise Conflict("这个修订任务已经结束了")
    renewal.closed_at, renewal.closed_by = now(), by
    renewal.outcome, renewal.closing = outcome, words.strip()
    db.session().flush()
    _noted(renewal, "renewal.close", by, outcome=outcome)


def _noted(renewal: CardRenewal, act: str, by: UUID | None, **told: str) -> None:
    said = {"kinds": list(renewal.kinds), "reason": renewal.reason, **told}
    audit.record(act, "post", renewal.post_id, enterprise_id=renewal.enterprise_id, by=by, **said)


def _ask(renewal: CardRenewal, post: Post) -> None:
    assert renewal.owner_id is not None
    ent, due = renewal.enterprise_id, renewal.due_on
    title = f"请重新看一遍“{post.title}”的卡，{due.month} 月 {due.day} 日前"
    people, about = {renewal.owner_id}, renewal.id
    tell(people, enterprise_id=ent, kind="renewal", title=title, body=renewal.words, about=about)
