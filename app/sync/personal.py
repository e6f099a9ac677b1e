"""The personal bundle: what a phone knows of the person who is signed in, and nobody else is given."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import exists, select

from app.access.models import Account, Grant
from app.access.policy import ACTS, ROLES, Role
from app.cards.signing.waiting import count_approved, waiting
from app.checks.models import Plan
from app.checks.queries import last_results, windows_for
from app.core import db
from app.learning.queries import learnt_by
from app.notify.queries import inbox
from app.org import queries as org
from app.org.models import Membership, Post, Unit
from app.sync.schemas import Mate, MyPost, MyRole, PersonalBundle, WireNotice

MOST_MATES = 200  # a list that somebody picks from on a phone


class HeldPost(NamedTuple):
    """A post that somebody's phone holds: whether it is their own, and since when."""

    post: Post
    mine: bool
    since: date | None


def personal(account: Account, held: Sequence[HeldPost], plans: Sequence[Plan], at: datetime) -> bytes:
    """The bytes of an account's own bundle at a moment; `held` are its posts, `plans` those it may answer."""
    made = PersonalBundle(
        id=str(account.id),
        name=account.name,
        employee_no=account.employee_no,
        enterprise=org.unit(account.enterprise_id).name,
        console=account.may_somewhere("console.open"),
        posts=[MyPost(id=str(one.post.id), mine=one.mine, since=one.since) for one in held],
        roles=_roles(account),
        may=sorted(act for act in ACTS if account.may_somewhere(act)),
        windows=windows_for(account, at, plans),
        last=last_results(plans),
        inbox=_inbox(account),
        mates=_mates(account),
        learnt=learnt_by(account.id, [one.post.id for one in held if one.mine]),
        signing=len(waiting(account)),
        publishing=count_approved(account),
    )
    return msgspec.json.encode(made, order="deterministic")


def _roles(account: Account) -> list[MyRole]:
    units = org.units_by_id({grant.unit_id for grant in account.grants})
    return [
        MyRole(
            role=grant.role,
            name=ROLES[Role(grant.role)].name,
            unit=units[grant.unit_id].name if grant.unit_id in units else "",
        )
        for grant in account.grants
    ]


def _inbox(account: Account) -> list[WireNotice]:
    return [
        WireNotice(
            id=str(one.id),
            kind=one.kind,
            title=one.title,
            body=one.body,
            about=str(one.about) if one.about else None,
            at=one.made_at,
        )
        for one in inbox(account.id)
    ]


def _mates(account: Account) -> list[Mate]:
    """Whom this person may put in charge of a hazard: those of the units they handle hazards in, leaders first."""
    paths = account.paths_for("hazards.handle")
    if not paths:
        return []
    leads = exists().where(
        Grant.account_id == Account.id, Grant.ended_at.is_(None), Grant.role != Role.WORKER.value
    )
    asked = (
        select(Account.id, Account.name)
        .join(Membership, Membership.person_id == Account.id)
        .join(Unit, Membership.unit_id == Unit.id)
        .where(org.within(paths), Membership.to_on.is_(None), Account.closed_at.is_(None))
        .order_by(leads.desc(), Account.name, Account.id)
        .limit(MOST_MATES)
    )
    return [Mate(id=str(row.id), name=row.name) for row in db.session().execute(asked)]
