"""Rules on cards: a version in force that its people have not opened; a key post whose label nobody scans."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, Select, func, select

from app.cards.models import Card, CardVersion, State
from app.cards.schemas import Kind
from app.checks.answers import parts
from app.checks.models import CheckRecord
from app.core import db
from app.labels.models import Label
from app.learning.models import CardOpening
from app.org.models import Post, Unit
from app.org.queries import within
from app.reports.five.asker import Asker, Holder
from app.reports.five.settings import QUIET_DAYS, UNREAD_DAYS, WEIGHT_QUIET, WEIGHT_UNREAD
from app.reports.five.things import Step, Thing, day, named, number, titled

SHORT = {Kind.EMERGENCY: "应急卡", Kind.RISK: "风险卡", Kind.OPERATION: "操作卡", Kind.DUTY: "职责卡"}


def unread(asker: Asker) -> list[Thing]:
    """A version has been in force for days, and people who held its post all the while have not opened it.

    Severity 1 to 2 by their share, twice that for an emergency card; age in days beyond those set. Gone once the
    last of them has opened it.
    """
    opened = _opened(asker)
    things = []
    for row in db.session().execute(versions_within(asker)):
        path = asker.posts[row.post_id].unit.path
        before = asker.today - timedelta(days=asker.value(UNREAD_DAYS, path))
        people = [one for one in asker.holders.get(row.post_id, ()) if one.since <= before]
        lacking = [one for one in people if (one.account_id, row.post_id, row.kind, row.number) not in opened]
        if lacking and row.effective_on <= before:
            since = max(row.effective_on, *(one.since for one in lacking))
            things.append(_unread(asker, row, lacking, len(lacking) / len(people), (before - since).days))
    return things


def versions_within(asker: Asker) -> Select[*tuple[Any, ...]]:
    """The question for the published versions of the cards of all their posts."""
    return (
        select(Card.post_id, Card.kind, CardVersion.number, CardVersion.effective_on)
        .join(CardVersion, CardVersion.card_id == Card.id)
        .join(Post, Card.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(within(asker.paths), Post.closed_on.is_(None), CardVersion.state == State.PUBLISHED)
        .order_by(Card.post_id, Card.kind)
    )


def _opened(asker: Asker) -> set[tuple[UUID, UUID, str, int]]:
    opening = CardOpening.account_id, CardOpening.post_id, CardOpening.kind, CardOpening.number
    return {(row[0], row[1], row[2], row[3]) for row in db.session().execute(_at_posts(asker, *opening))}


def _at_posts(asker: Asker, *columns: Any) -> Select[*tuple[Any, ...]]:
    asked = select(*columns).join(Post, CardOpening.post_id == Post.id).join(Unit, Post.unit_id == Unit.id)
    return asked.where(within(asker.paths), Post.closed_on.is_(None))


def _unread(asker: Asker, row: Any, lacking: Sequence[Holder], share: float, age: int) -> Thing:
    post, kind = asker.posts[row.post_id], Kind(row.kind)
    names = named([one.name for one in lacking])
    return Thing(
        rule="unread",
        key=f"unread:{row.post_id}:{row.kind}:{row.number}",
        place=row.post_id,
        weight=asker.value(WEIGHT_UNREAD, post.unit.path),
        severity=(1 + share) * (2 if kind is Kind.EMERGENCY else 1),
        age=age,
        title=f"{SHORT[kind]} {number(len(lacking), '人')}没看",
        reason=f"{post.title}，{day(row.effective_on, asker.today)}起用的，{names}没看过",
        step=Step(word="看名单", href=url_for("reports.mastery", post=row.post_id)),
    )


def quiet(asker: Asker) -> list[Thing]:
    """A key post (重点岗位) has a label and cards, and for days nobody scanned the one in a check or opened the others.

    Severity 1, or 2 where its risk is red or orange; age in days beyond those set, since somebody last did, or
    since label and cards were there. Gone once somebody scans or reads.
    """
    keys = {one.id for one in asker.posts.values() if one.key_post}
    if not keys:
        return []
    began = _began(asker)
    seen = _seen(asker, sorted(keys & began.keys()))
    things = []
    for post_id in sorted(keys & began.keys()):
        last = max(began[post_id], seen.get(post_id, began[post_id]))
        days = asker.value(QUIET_DAYS, asker.posts[post_id].unit.path)
        silent = (asker.at - last) // timedelta(days=1)
        if silent >= days:
            things.append(_quiet(asker, asker.posts[post_id], silent, days))
    return things


def _began(asker: Asker) -> dict[UUID, datetime]:
    """Key post > since when it has had both a live label and a published card."""
    labels = select(Label.post_id, func.min(Label.made_at)).where(Label.revoked_at.is_(None))
    labels = labels.join(Post, Label.post_id == Post.id).group_by(Label.post_id)
    cards = select(Card.post_id, func.min(CardVersion.published_at)).join(
        CardVersion, CardVersion.card_id == Card.id
    )
    cards = cards.join(Post, Card.post_id == Post.id).group_by(Card.post_id)
    cards = cards.where(CardVersion.state != State.DRAFT)
    stuck, published = (_moments(_of_key_posts(asker, one)) for one in (labels, cards))
    return {post_id: max(at, published[post_id]) for post_id, at in stuck.items() if post_id in published}


def _seen(asker: Asker, posts: Sequence[UUID]) -> dict[UUID, datetime]:
    """Post > when somebody last scanned it in a check, of late, or opened one of its cards."""
    since = asker.at - timedelta(days=max(asker.value(QUIET_DAYS, one) for one in asker.paths))
    scans = select(CheckRecord.post_id, func.max(CheckRecord.done_at)).group_by(CheckRecord.post_id)
    scans = scans.where(CheckRecord.scanned, CheckRecord.done_at >= since)
    reads = select(CardOpening.post_id, func.max(CardOpening.last_at)).group_by(CardOpening.post_id)
    found: dict[UUID, datetime] = {}
    for some in parts(posts):
        scanned = _moments(scans.where(CheckRecord.post_id.in_(some)))
        read = _moments(reads.where(CardOpening.post_id.in_(some)))
        for post_id, at in (*scanned.items(), *read.items()):
            found[post_id] = max(at, found.get(post_id, at))
    return found


def _of_key_posts(asker: Asker, asked: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    which: tuple[ColumnElement[bool], ...] = (
        within(asker.paths),
        Post.key_post.is_(True),
        Post.closed_on.is_(None),
    )
    return asked.join(Unit, Post.unit_id == Unit.id).where(*which)


def _moments(asked: Select[*tuple[Any, ...]]) -> dict[UUID, datetime]:
    return {row[0]: row[1] for row in db.session().execute(asked) if row[1] is not None}


def _quiet(asker: Asker, post: Post, silent: int, days: int) -> Thing:
    level = asker.levels.get(post.id)
    return Thing(
        rule="quiet",
        key=f"quiet:{post.id}",
        place=post.id,
        weight=asker.value(WEIGHT_QUIET, post.unit.path),
        severity=2.0 if level in (1, 2) else 1.0,
        age=silent - days,
        title=titled(post.title, "没人扫码"),
        reason=f"重点岗位，{number(silent, '天')}没人扫码，也没人看卡",
        step=Step(word="去看看", href=url_for("org.post_page", post_id=post.id), route=f"#/post/{post.id}"),
    )
