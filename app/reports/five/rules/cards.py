"""Rules on cards: a version in force that its people have not opened; a key post whose label nobody scans."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.cards.models import Card, CardVersion, State
from app.cards.schemas import Kind
from app.checks.answers import parts
from app.checks.models import CheckRecord
from app.core import db
from app.labels.models import Label
from app.learning.models import CardOpening
from app.org.models import Post
from app.reports.five.asker import Asker, Holder, Version
from app.reports.five.settings import QUIET_DAYS, UNREAD_DAYS, WEIGHT_QUIET, WEIGHT_UNREAD
from app.reports.five.things import Step, Thing, day, named, number

Opened = tuple[UUID, UUID, str, int]  # account, post, kind of card, number of the version
SHORT = {Kind.EMERGENCY: "应急卡", Kind.RISK: "风险卡", Kind.OPERATION: "操作卡", Kind.DUTY: "职责卡"}


def unread(asker: Asker) -> list[Thing]:
    """A version has been in force for days, and people who held its post all the while have not opened it.

    Severity 1 to 2 by their share, twice that for an emergency card; age in days beyond those set. Gone once the
    last of them has opened it.
    """
    opened = _opened(asker)
    things = []
    for row in asker.versions:
        path = asker.posts[row.post_id].unit.path
        before = asker.today - timedelta(days=asker.value(UNREAD_DAYS, path))
        people = [one for one in asker.holders.get(row.post_id, ()) if one.since <= before]
        lacking = [one for one in people if (one.account_id, row.post_id, row.kind, row.number) not in opened]
        if lacking and row.effective_on <= before:
            since = max(row.effective_on, *(one.since for one in lacking))
            things.append(_unread(asker, row, lacking, len(lacking) / len(people), (before - since).days))
    return things


def _opened(asker: Asker) -> set[Opened]:
    """What has been opened of the versions in force; of earlier ones there are more every year."""
    opening = CardOpening.account_id, CardOpening.post_id, CardOpening.kind, CardOpening.number
    asked = (
        select(*opening)
        .join(Card, and_(Card.post_id == CardOpening.post_id, Card.kind == CardOpening.kind))
        .join(CardVersion, and_(CardVersion.card_id == Card.id, CardVersion.number == CardOpening.number))
        .where(CardVersion.state == State.PUBLISHED)
    )
    some = (asked.where(CardOpening.post_id.in_(ids)) for ids in parts(sorted(asker.posts)))
    return {(row[0], row[1], row[2], row[3]) for one in some for row in db.session().execute(one)}


def _unread(asker: Asker, row: Version, lacking: Sequence[Holder], share: float, age: int) -> Thing:
    post, kind = asker.posts[row.post_id], Kind(row.kind)
    names = named([one.name for one in lacking])
    return Thing(
        rule="unread",
        key=f"unread:{row.post_id}:{row.kind}:{row.number}",
        place=row.post_id,
        weight=asker.value(WEIGHT_UNREAD, post.unit.path),
        severity=(1 + share) * (2 if kind is Kind.EMERGENCY else 1),
        age=age,
        name=SHORT[kind],
        words=f" {number(len(lacking), '人')}没看",
        reason=f"{post.title}，{day(row.effective_on, asker.today)}起用的，{names}没看过",
        step=Step(word="看名单", href=url_for("reports.mastery", post=row.post_id)),
    )


def quiet(asker: Asker) -> list[Thing]:
    """A key post (重点岗位) has a label and cards, and for days nobody scanned the one in a check or opened the others.

    Severity 1, or 2 where its risk is red or orange; age in days beyond those set, since somebody last did, or
    since label and cards were there. Gone once somebody scans or reads.
    """
    keys = sorted(one.id for one in asker.posts.values() if one.key_post)
    began = _began(keys)
    seen = _seen(asker, sorted(began))
    things = []
    for post_id in sorted(began):
        last = max(began[post_id], seen.get(post_id, began[post_id]))
        days = asker.value(QUIET_DAYS, asker.posts[post_id].unit.path)
        silent = (asker.at - last) // timedelta(days=1)
        if silent >= days:
            things.append(_quiet(asker, asker.posts[post_id], silent, days))
    return things


def _began(posts: Sequence[UUID]) -> dict[UUID, datetime]:
    """Post > since when it has had both a live label and a published card."""
    labels = select(Label.post_id, func.min(Label.made_at)).group_by(Label.post_id)
    labels = labels.where(Label.revoked_at.is_(None))
    cards = select(Card.post_id, func.min(CardVersion.published_at)).group_by(Card.post_id)
    cards = cards.join(CardVersion, CardVersion.card_id == Card.id).where(CardVersion.state != State.DRAFT)
    stuck, published = _moments(labels, Label.post_id, posts), _moments(cards, Card.post_id, posts)
    return {post_id: max(at, published[post_id]) for post_id, at in stuck.items() if post_id in published}


def _seen(asker: Asker, posts: Sequence[UUID]) -> dict[UUID, datetime]:
    """Post > when somebody last scanned it in a check, of late, or opened one of its cards."""
    reads = select(CardOpening.post_id, func.max(CardOpening.last_at)).group_by(CardOpening.post_id)
    scanned = _moments(_scans(asker), Post.id, posts)
    read = _moments(reads, CardOpening.post_id, posts)
    return {
        post_id: max(one[post_id] for one in (scanned, read) if post_id in one)
        for post_id in scanned.keys() | read.keys()
    }


def _scans(asker: Asker) -> Select[*tuple[Any, ...]]:
    """The last scan of each post, looked for from its latest check backwards: never among those of other posts."""
    since = asker.at - timedelta(days=max(asker.value(QUIET_DAYS, one) for one in asker.paths))
    last = (
        select(CheckRecord.done_at)
        .where(CheckRecord.post_id == Post.id, CheckRecord.scanned, CheckRecord.done_at >= since)
        .order_by(CheckRecord.done_at.desc())
        .limit(1)
    )
    return select(Post.id, last.scalar_subquery())


def _moments(
    asked: Select[*tuple[Any, ...]], post_id: InstrumentedAttribute[UUID], posts: Sequence[UUID]
) -> dict[UUID, datetime]:
    """Of these posts, what is asked of each; without those that have none."""
    some = (asked.where(post_id.in_(ids)) for ids in parts(posts))
    return {row[0]: row[1] for one in some for row in db.session().execute(one) if row[1] is not None}


def _quiet(asker: Asker, post: Post, silent: int, days: int) -> Thing:
    level = asker.levels.get(post.id)
    return Thing(
        rule="quiet",
        key=f"quiet:{post.id}",
        place=post.id,
        weight=asker.value(WEIGHT_QUIET, post.unit.path),
        severity=2.0 if level in (1, 2) else 1.0,
        age=silent - days,
        name=post.title,
        words="没人扫码",
        reason=f"重点岗位，{number(silent, '天')}没人扫码，也没人看卡",
        step=Step(word="去看看", href=url_for("org.post_page", post_id=post.id), route=f"#/post/{post.id}"),
    )
