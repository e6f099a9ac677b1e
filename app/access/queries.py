"""Reading accounts and sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import joinedload

from app.access.models import Account, Grant, SignIn, SignInKey
from app.access.policy import ROLES, Role
from app.access.secrets import digest
from app.core import db
from app.core.clock import now
from app.core.errors import Missing

SEEN_EVERY = timedelta(minutes=10)
RESET_WITHIN = timedelta(minutes=30)  # after a key was spent, a new password may be set without the old one


def candidates(typed: str) -> list[Account]:
    """Open accounts whose employee number or phone was typed. Several where enterprises share a number."""
    with db.everywhere():  # nobody is signed in yet, so there is no enterprise to stay within
        found = db.session().scalars(
            select(Account)
            .where(or_(Account.employee_no == typed, Account.phone == typed), Account.closed_at.is_(None))
            .order_by(Account.id)
            .limit(5)
        )
        return list(found)


def account(account_id: UUID) -> Account:
    """An account of the enterprise in scope. Raises Missing."""
    found = db.session().scalar(select(Account).where(Account.id == account_id))
    if found is None:
        raise Missing("没有这个人")
    return found


def by_employee_no(enterprise_id: UUID, numbers: Sequence[str]) -> list[Account]:
    """The accounts of an enterprise that hold one of these employee numbers, closed ones too."""
    asked = select(Account).where(Account.enterprise_id == enterprise_id, Account.employee_no.in_(numbers))
    return list(db.session().scalars(asked)) if numbers else []


def by_phone(phones: Sequence[str]) -> list[Account]:
    """The accounts that hold one of these phone numbers, in any enterprise."""
    if not phones:
        return []
    with db.everywhere():  # a phone signs in without naming an enterprise, so it is unique in all of them
        return list(db.session().scalars(select(Account).where(Account.phone.in_(phones))))


def names_of(account_ids: Collection[UUID]) -> dict[UUID, str]:
    """What these accounts' owners are called, as far as they are in scope."""
    rows = db.session().execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))
    return {row.id: row.name for row in rows} if account_ids else {}


def live_session(session_id: UUID) -> SignIn | None:
    """The session of a cookie, where it and its account are still open; with the account and its live grants."""
    whole = joinedload(SignIn.account).joinedload(Account.grants)
    with db.everywhere():  # this is what finds out whose enterprise it is
        found = db.session().get(SignIn, session_id, options=[whole])
        if found is None or found.ended_at is not None or found.account.closed_at is not None:
            return None
        return found


def sessions_of(account_id: UUID) -> list[SignIn]:
    """The open sessions of an account, latest first."""
    found = db.session().scalars(
        select(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
        .order_by(SignIn.seen_at.desc())
    )
    return list(found)


def grants_of(account_id: UUID) -> list[Grant]:
    """All grants of an account, ended ones too, latest first."""
    found = db.session().scalars(
        select(Grant).where(Grant.account_id == account_id).order_by(Grant.granted_at.desc())
    )
    return list(found)


def grant(grant_id: UUID) -> Grant:
    """A grant of the enterprise in scope. Raises Missing."""
    found = db.session().scalar(select(Grant).where(Grant.id == grant_id))
    if found is None:
        raise Missing("没有这个角色")
    return found


def grant_held(account_id: UUID, role: Role, unit_id: UUID) -> Grant | None:
    """The live grant of this role on this unit."""
    asked = select(Grant).where(Grant.account_id == account_id, Grant.role == role, Grant.unit_id == unit_id)
    return db.session().scalar(asked.where(Grant.ended_at.is_(None)))


def grants_on(unit_id: UUID) -> list[Grant]:
    """The live grants on a unit itself, oldest first."""
    asked = select(Grant).where(Grant.unit_id == unit_id, Grant.ended_at.is_(None))
    return list(db.session().scalars(asked.order_by(Grant.granted_at, Grant.id)))


def administrators(enterprise_id: UUID) -> list[Grant]:
    """Who administers a whole enterprise, locked: two must not take each other's role at once."""
    asked = select(Grant).where(
        Grant.enterprise_id == enterprise_id,
        Grant.unit_id == enterprise_id,
        Grant.role == Role.ADMINISTRATOR,
        Grant.ended_at.is_(None),
    )
    return list(db.session().scalars(asked.order_by(Grant.id).with_for_update()))


def _reaching(path: str) -> list[str]:
    """The paths of a unit and of all above it: a grant on any of these reaches it."""
    parts = path.strip("/").split("/")
    return [f"/{'/'.join(parts[: depth + 1])}/" for depth in range(len(parts))]


def _allowing(act: str) -> list[str]:
    return [role.value for role, rule in ROLES.items() if act in rule.acts]


def grants_for(act: str, path: str) -> list[Grant]:
    """The live grants of open accounts that allow `act` on the unit at `path`, the nearest unit's first."""
    asked = (
        select(Grant)
        .join(Account, Grant.account_id == Account.id)
        .where(Grant.unit_path.in_(_reaching(path)), Grant.role.in_(_allowing(act)))
        .where(Grant.ended_at.is_(None), Account.closed_at.is_(None))
        .order_by(func.length(Grant.unit_path).desc(), Grant.granted_at, Grant.id)
    )
    return list(db.session().scalars(asked))


def live_grants_below(act: str, paths: Sequence[str]) -> list[Grant]:
    """The live grants of open accounts that allow `act`, on the units of the subtrees at `paths`."""
    below = or_(false(), *(Grant.unit_path.startswith(path, autoescape=True) for path in paths))
    asked = select(Grant).join(Account, Grant.account_id == Account.id).where(below)
    asked = asked.where(Grant.role.in_(_allowing(act)), Grant.ended_at.is_(None), Account.closed_at.is_(None))
    return list(db.session().scalars(asked)) if paths else []


def who_may(act: str, path: str) -> list[UUID]:
    """The open accounts that may do `act` on the unit at `path` now, once each, the nearest first."""
    return list(dict.fromkeys(one.account_id for one in grants_for(act, path)))


def could(account_id: UUID, act: str, path: str, at: datetime) -> bool:
    """Whether an account might do `act` on the unit at `path` by the roles that it had at moment `at`."""
    return could_between(account_id, act, path, at, at)


def could_between(account_id: UUID, act: str, path: str, since: datetime | None, until: datetime) -> bool:
    """Whether it might at any moment from `since` (None: from ever) to `until`."""
    asked = select(Grant.id).where(
        Grant.account_id == account_id,
        Grant.unit_path.in_(_reaching(path)),
        Grant.role.in_(_allowing(act)),
        Grant.granted_at <= until,
    )
    if since is not None:
        asked = asked.where(or_(Grant.ended_at.is_(None), Grant.ended_at > since))
    return db.session().scalar(asked.limit(1)) is not None


def live_key(secret: str) -> SignInKey | None:
    """The unspent, unexpired sign-in key of an address."""
    with db.everywhere():  # the key says whose it is
        found = db.session().scalar(select(SignInKey).where(SignInKey.secret_digest == digest(secret)))
        return found if found is not None and is_live(found) else None


def live_keys_of(accounts: list[Account]) -> list[SignInKey]:
    """The live keys of these accounts, for the 6-digit code."""
    with db.everywhere():
        found = db.session().scalars(
            select(SignInKey).where(SignInKey.account_id.in_([one.id for one in accounts]))
        )
        return [key for key in found if is_live(key)]


def is_live(key: SignInKey) -> bool:
    """Whether a sign-in key can still be spent."""
    return key.spent_at is None and key.expires_at > now() and key.account.closed_at is None


def idle_before(days: int, seen: SignIn) -> bool:
    """Whether a session was last seen more than `days` days ago."""
    return seen.seen_at < now() - timedelta(days=days)


def seen_long_ago(sign_in: SignIn) -> bool:
    """Whether a session's last sign of life is old enough to be noted anew."""
    return sign_in.seen_at < now() - SEEN_EVERY


def began_lately(sign_in: SignIn) -> bool:
    """Whether a session began so lately that whoever vouched for it still answers for a new password."""
    return sign_in.started_at > now() - RESET_WITHIN
