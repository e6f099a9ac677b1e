"""Signing in and out, passwords, keys and roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from app.access import queries
from app.access.models import Account, Grant, SignIn, SignInKey
from app.access.phone_actions import end_keys, end_keys_in
from app.access.phones import End
from app.access.policy import Role
from app.access.secrets import code_digest, digest
from app.audit import actions as audit
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Missing
from app.core.ids import new_id, random_digits, random_token

CODE_TRIES = 5  # guesses at a 6-digit code before it is void


@dataclass(frozen=True)
class NewAccount:
    """What an account is opened with."""

    name: str
    employee_no: str
    phone: str | None = None
    password_hash: str | None = None


@db.action
def open_accounts(enterprise_id: UUID, wanted: Sequence[NewAccount], *, by: UUID | None) -> list[Account]:
    """New accounts, in the order asked. Raises Conflict where an employee number or a phone is taken."""
    _refuse_taken(enterprise_id, wanted)
    made = [
        Account(
            id=new_id(),
            enterprise_id=enterprise_id,
            name=one.name,
            employee_no=one.employee_no,
            phone=one.phone,
            password_hash=one.password_hash,
        )
        for one in wanted
    ]
    db.session().add_all(made)
    for one in made:
        _note("account.open", one, by, employee_no=one.employee_no)
    return made


@db.action
def amend_account(account: Account, *, name: str, employee_no: str, phone: str | None, by: UUID) -> None:
    """Correct a name, an employee number or a phone. Raises Conflict where taken."""
    _refuse_taken(account.enterprise_id, [NewAccount(name, employee_no, phone)], own=account.id)
    account.name, account.employee_no, account.phone = name, employee_no, phone
    _note("account.amend", account, by)


def _refuse_taken(enterprise_id: UUID, wanted: Sequence[NewAccount], own: UUID | None = None) -> None:
    numbers = [one.employee_no for one in wanted]
    for holder in queries.by_employee_no(enterprise_id, numbers):
        if holder.id != own:
            raise Conflict(f"工号 {holder.employee_no} 已经有人用了", hint="换一个工号，或者先查查是谁在用。")
    for holder in queries.by_phone([one.phone for one in wanted if one.phone]):
        if holder.id != own:
            raise Conflict(f"手机号 {holder.phone} 已经有人用了", hint="核对手机号；可以先空着，以后再补。")


def _note(act: str, account: Account, by: UUID | None, **payload: Any) -> None:
    audit.record(act, "account", account.id, enterprise_id=account.enterprise_id, by=by, **payload)


@db.action
def close_account(account: Account, *, by: UUID) -> None:
    """A person left: no more sign-in, sessions ended, roles ended, the phone number given free."""
    for grant in list(account.grants):
        end_grant(grant, by=by)
    account.closed_at, account.phone, account.password_hash = now(), None, None
    end_keys(account.id, how=End.LEFT, by=by)
    end_sessions(account, by=by)
    void_keys(account)
    _note("account.close", account, by)


@db.action
def reopen_account(account: Account, *, by: UUID) -> None:
    """A person came back; roles are granted anew."""
    account.closed_at = None
    account.must_change = True
    _note("account.reopen", account, by)


@db.action
def start_session(account: Account, how: str, agent: str) -> SignIn:
    """A browser signs in."""
    made = SignIn(
        id=new_id(), account_id=account.id, enterprise_id=account.enterprise_id, how=how, agent=agent[:200]
    )
    db.session().add(made)
    _note("session.start", account, account.id, how=how)
    return made


@db.action
def touch_session(sign_in: SignIn) -> None:
    """Remember that a session is alive. Asked for rarely (`seen_long_ago`), so that reading stays reading."""
    sign_in.seen_at = now()


@db.action
def end_session(sign_in: SignIn, *, by: UUID, lost: bool = False) -> None:
    """Sign one browser out; `lost` where that is done from another one, so that its key is revoked."""
    sign_in.ended_at = sign_in.ended_at or now()
    how = End.REVOKED if lost else End.SIGNED_OUT
    end_keys_in(sign_in.id, sign_in.account_id, how=how, by=by)
    audit.record("session.end", "account", sign_in.account_id, enterprise_id=sign_in.enterprise_id, by=by)


@db.action
def end_sessions(account: Account, *, by: UUID, but: UUID | None = None) -> None:
    """Sign out every browser of an account (手机丢了), but for one session where given."""
    void_keys(account)
    end_keys(account.id, how=End.REVOKED, by=by, but=but)
    db.session().execute(
        update(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), SignIn.id != (but or new_id()))
        .values(ended_at=now())
    )
    _note("session.end_all", account, by)


@db.action
def set_password(account: Account, password_hash: str, *, by: UUID, keep: UUID | None = None) -> None:
    """Change a password (hashed already) and sign out every other browser."""
    account.password_hash, account.must_change = password_hash, by != account.id
    void_keys(account)
    end_sessions(account, by=by, but=keep)
    _note("password.set", account, by)


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
    _note("key.issue", account, by)
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
    with db.everywhere():  # nobody is signed in yet
        db.session().refresh(key, with_for_update=True)  # two taps at once: the second waits, and is refused
        if not queries.is_live(key):
            raise Missing("这个码用过了，或者过期了", hint="请班长再给一个。")
        key.spent_at = now()
        return start_session(key.account, "key", agent)


@db.action
def miss_code(key: SignInKey) -> None:
    """A wrong 6-digit code was typed for this key's owner; after five the key is void."""
    with db.everywhere():  # nobody is signed in yet
        db.session().refresh(key, with_for_update=True)  # guesses sent at once are counted one by one
    key.tries += 1
    if key.tries >= CODE_TRIES:
        key.expires_at = now()


@db.action
def grant_role(account: Account, role: Role, *, unit_id: UUID, unit_path: str, by: UUID | None) -> Grant:
    """Give an account a role on a unit and its subtree. Giving it twice changes nothing."""
    held = queries.grant_held(account.id, role, unit_id)
    if held is not None:
        return held
    made = grant_new(account, role, unit_id=unit_id, unit_path=unit_path, by=by)
    db.session().flush()
    db.session().expire(account, ["grants"])
    return made


def grant_new(account: Account, role: Role, *, unit_id: UUID, unit_path: str, by: UUID | None) -> Grant:
    """Give a role that the account is known not to hold there. Part of a larger write, which flushes."""
    made = Grant(
        id=new_id(),
        account_id=account.id,
        enterprise_id=account.enterprise_id,
        role=role.value,
        unit_id=unit_id,
        unit_path=unit_path,
        granted_by=by,
    )
    db.session().add(made)
    _note("role.grant", account, by, role=role.value, unit=str(unit_id))
    return made


@db.action
def end_grant(grant: Grant, *, by: UUID) -> None:
    """Take a role away. Raises Conflict where it is the enterprise's last administrator's."""
    if grant.ended_at is not None:
        return
    _keep_an_administrator(grant)
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


def _keep_an_administrator(grant: Grant) -> None:
    if grant.role == Role.ADMINISTRATOR and grant.unit_id == grant.enterprise_id:
        others = [one for one in queries.administrators(grant.enterprise_id) if one.id != grant.id]
        if not others:
            raise Conflict("这是最后一个管理员", hint="先让另一个人当管理员，再来收回这一个。")


@db.action
def end_grants_on(unit_id: UUID, *, by: UUID) -> None:
    """A unit closes: the roles that hold on it end."""
    for grant in queries.grants_on(unit_id):
        end_grant(grant, by=by)


@db.action
def rebase(old: str, new: str) -> None:
    """A unit moved from path `old` to `new`: the grants on its subtree move with it."""
    with db.everywhere():  # whoever holds a role there, of whichever enterprise
        moved = db.session().scalars(select(Grant).where(Grant.unit_path.startswith(old, autoescape=True)))
        for grant in moved:
            grant.unit_path = new + grant.unit_path.removeprefix(old)


@db.action
def forget_stale_keys() -> int:
    """Delete keys that ended more than a day ago; how many. A job: the audit keeps that they existed."""
    with db.everywhere():  # housekeeping of the whole server
        stale = (
            db.session()
            .scalars(select(SignInKey).where(SignInKey.expires_at < now() - timedelta(days=1)))
            .all()
        )
        for key in stale:
            db.session().delete(key)
        return len(stale)
