"""Signing in and out, passwords, keys and roles."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from app.access.models import Account, Grant, SignIn, SignInKey
from app.access.policy import Role
from app.access.queries import is_live
from app.access.secrets import code_digest, digest
from app.audit import actions as audit
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Missing
from app.core.ids import new_id, random_digits, random_token

CODE_TRIES = 5  # guesses at a 6-digit code before it is void
SEEN_EVERY = timedelta(minutes=10)


@db.action
def open_account(
    *,
    enterprise_id: UUID,
    name: str,
    employee_no: str,
    phone: str | None,
    by: UUID | None,
    password_hash: str | None = None,
) -> Account:
    """A new account. Raises Conflict where the employee number or the phone is taken."""
    _refuse_taken(enterprise_id, employee_no, phone, None)
    made = Account(
        id=new_id(),
        enterprise_id=enterprise_id,
        name=name,
        employee_no=employee_no,
        phone=phone,
        password_hash=password_hash,
    )
    db.session().add(made)
    audit.record("account.open", "account", made.id, enterprise_id=enterprise_id, by=by, employee_no=employee_no)
    return made


@db.action
def amend_account(account: Account, *, name: str, employee_no: str, phone: str | None, by: UUID) -> None:
    """Correct a name, an employee number or a phone. Raises Conflict where taken."""
    _refuse_taken(account.enterprise_id, employee_no, phone, account.id)
    account.name, account.employee_no, account.phone = name, employee_no, phone
    audit.record("account.amend", "account", account.id, enterprise_id=account.enterprise_id, by=by)


def _refuse_taken(enterprise_id: UUID, employee_no: str, phone: str | None, own: UUID | None) -> None:
    active = db.session()
    number = active.scalar(
        select(Account).where(Account.enterprise_id == enterprise_id, Account.employee_no == employee_no)
    )
    if number is not None and number.id != own:
        raise Conflict(f"工号 {employee_no} 已经有人用了")
    if phone is None:
        return
    with db.everywhere():  # a phone signs in without naming an enterprise, so it is unique in all of them
        holder = active.scalar(select(Account).where(Account.phone == phone))
    if holder is not None and holder.id != own:
        raise Conflict(f"手机号 {phone} 已经有人用了")


@db.action
def close_account(account: Account, *, by: UUID) -> None:
    """A person left: no more sign-in, sessions ended, roles ended, the phone number given free."""
    account.closed_at, account.phone, account.password_hash = now(), None, None
    end_sessions(account, by=by)
    for grant in list(account.grants):
        end_grant(grant, by=by)
    audit.record("account.close", "account", account.id, enterprise_id=account.enterprise_id, by=by)


@db.action
def reopen_account(account: Account, *, by: UUID) -> None:
    """A person came back; roles are granted anew."""
    account.closed_at = None
    account.must_change = True
    audit.record("account.reopen", "account", account.id, enterprise_id=account.enterprise_id, by=by)


@db.action
def start_session(account: Account, how: str, agent: str) -> SignIn:
    """A browser signs in."""
    made = SignIn(
        id=new_id(), account_id=account.id, enterprise_id=account.enterprise_id, how=how, agent=agent[:200]
    )
    db.session().add(made)
    audit.record(
        "session.start", "account", account.id, enterprise_id=account.enterprise_id, by=account.id, how=how
    )
    return made


@db.action
def touch_session(sign_in: SignIn) -> None:
    """Remember that a session is alive; at most every ten minutes, so that reading stays reading."""
    if sign_in.seen_at < now() - SEEN_EVERY:
        sign_in.seen_at = now()


@db.action
def end_session(sign_in: SignIn, *, by: UUID) -> None:
    """Sign one browser out."""
    sign_in.ended_at = sign_in.ended_at or now()
    audit.record("session.end", "account", sign_in.account_id, enterprise_id=sign_in.enterprise_id, by=by)


@db.action
def end_sessions(account: Account, *, by: UUID, but: UUID | None = None) -> None:
    """Sign out every browser of an account (手机丢了), but for one session where given."""
    db.session().execute(
        update(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), SignIn.id != (but or new_id()))
        .values(ended_at=now())
    )
    audit.record("session.end_all", "account", account.id, enterprise_id=account.enterprise_id, by=by)


@db.action
def set_password(account: Account, password_hash: str, *, by: UUID, keep: UUID | None = None) -> None:
    """Change a password (hashed already) and sign out every other browser."""
    account.password_hash, account.must_change = password_hash, by != account.id
    end_sessions(account, by=by, but=keep)
    audit.record("password.set", "account", account.id, enterprise_id=account.enterprise_id, by=by)


@db.action
def issue_key(account: Account, *, minutes: int, by: UUID) -> tuple[str, str]:
    """A one-time key for a person: (secret for the address, 6-digit code). Voids those issued before."""
    void_keys(account)
    secret, code = random_token(32), random_digits(6)
    key = SignInKey(
        account_id=account.id,
        enterprise_id=account.enterprise_id,
        secret_digest=digest(secret),
        code_digest=code_digest(account.id, code),
        issued_by=by,
        expires_at=now() + timedelta(minutes=minutes),
    )
    db.session().add(key)
    audit.record("key.issue", "account", account.id, enterprise_id=account.enterprise_id, by=by)
    return secret, code


@db.action
def void_keys(account: Account) -> None:
    """Void the unspent keys of an account."""
    db.session().execute(
        update(SignInKey)
        .where(SignInKey.account_id == account.id, SignInKey.spent_at.is_(None))
        .values(expires_at=now())
    )


@db.action
def spend_key(key: SignInKey, agent: str) -> SignIn:
    """Sign in with a one-time key. Raises Missing where it was spent or ran out meanwhile."""
    with db.everywhere():
        if not is_live(key):
            raise Missing("这个码用过了，或者过期了", hint="请班长再给一个。")
        key.spent_at = now()
        return start_session(key.account, "key", agent)


@db.action
def miss_code(key: SignInKey) -> None:
    """A wrong 6-digit code was typed for this key's owner; after five the key is void."""
    key.tries += 1
    if key.tries >= CODE_TRIES:
        key.expires_at = now()


@db.action
def grant_role(
    account: Account, role: Role, *, unit_id: UUID, unit_path: str, by: UUID | None
) -> Grant:
    """Give an account a role on a unit and its subtree. Giving it twice changes nothing."""
    active = db.session()
    held = active.scalar(
        select(Grant).where(
            Grant.account_id == account.id,
            Grant.role == role,
            Grant.unit_id == unit_id,
            Grant.ended_at.is_(None),
        )
    )
    if held is not None:
        return held
    made = Grant(
        id=new_id(),
        account_id=account.id,
        enterprise_id=account.enterprise_id,
        role=role.value,
        unit_id=unit_id,
        unit_path=unit_path,
        granted_by=by,
    )
    active.add(made)
    active.flush()
    active.expire(account, ["grants"])
    audit.record(
        "role.grant",
        "account",
        account.id,
        enterprise_id=account.enterprise_id,
        by=by,
        role=role.value,
        unit=str(unit_id),
    )
    return made


@db.action
def end_grant(grant: Grant, *, by: UUID) -> None:
    """Take a role away."""
    grant.ended_at, grant.ended_by = now(), by
    audit.record(
        "role.end",
        "account",
        grant.account_id,
        enterprise_id=grant.enterprise_id,
        by=by,
        role=grant.role,
        unit=str(grant.unit_id),
    )


@db.action
def rebase(old: str, new: str) -> None:
    """A unit moved from path `old` to `new`: the grants on its subtree move with it."""
    active = db.session()
    for grant in active.scalars(select(Grant).where(Grant.unit_path.startswith(old, autoescape=True))):
        grant.unit_path = new + grant.unit_path.removeprefix(old)


@db.action
def forget_stale_keys() -> int:
    """Delete sign-in keys that ended more than a day ago; how many. A job: the audit keeps that they existed."""
    with db.everywhere():  # housekeeping of the whole server
        stale = db.session().scalars(
            select(SignInKey).where(SignInKey.expires_at < now() - timedelta(days=1))
        ).all()
        for key in stale:
            db.session().delete(key)
        return len(stale)
