"""Registering, ending and revoking the signing keys of phones."""

from uuid import UUID

from app.access.models import Account
from app.access.phone_crypto import Certificate, check_point
from app.access.phone_queries import keys_of
from app.access.phones import End, PhoneKey
from app.audit import actions as audit
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict


@db.action
def register_key(
    account: Account, *, key_id: UUID, public_key: str, agent: str, sign_in_id: UUID | None
) -> PhoneKey:
    """Register the key that a person's phone made; asking again changes nothing.

    A key that its person ended by signing out opens again, since the person is back with the same phone. That is
    no word on what the phone still holds, so `heard_at` stays: the next push says it.
    Raises Invalid for what is no point on P-256, Conflict where the id is another's, or was revoked.
    """
    check_point(public_key)
    with db.everywhere():  # the id may be in use in another enterprise
        held = db.session().get(PhoneKey, key_id)
    if held is None:
        return _add(account, key_id, public_key, agent, sign_in_id)
    if held.account_id != account.id or held.public_key != public_key:
        raise Conflict("这把钥匙是别人的", code="key_taken", hint="退出后重新登录。")
    if held.ended_how in {End.REVOKED, End.LEFT}:
        raise Conflict("这部手机被停用过", code="key_ended", hint="退出后重新登录，换一把新钥匙。")
    if held.ended_at is not None:
        _note("phone.reopen", held, account.id)
    held.ended_at = held.ended_how = None
    held.sign_in_id = sign_in_id
    return held


def _add(account: Account, key_id: UUID, public_key: str, agent: str, sign_in_id: UUID | None) -> PhoneKey:
    made = PhoneKey(
        id=key_id,
        account_id=account.id,
        enterprise_id=account.enterprise_id,
        public_key=public_key,
        agent=agent[:200],
        sign_in_id=sign_in_id,
    )
    db.session().add(made)
    _note("phone.add", made, account.id)
    return made


@db.action
def restore_key(said: Certificate, account: Account, *, by: UUID | None, sign_in_id: UUID | None) -> PhoneKey:
    """Register a key again that this server once certified, and has forgotten with a restore.

    Nobody heard from the phone itself by this: `heard_at` stays at the beginning.
    """
    made = PhoneKey(
        id=said.id,
        account_id=account.id,
        enterprise_id=account.enterprise_id,
        public_key=said.public_key,
        agent="",
        heard_at=account.created_at,
        sign_in_id=sign_in_id if by == account.id else None,
        ended_at=account.closed_at,
        ended_how=End.LEFT if account.closed_at else None,
        top_n=0,
        seen=0,
    )
    db.session().add(made)
    _note("phone.restore", made, by)
    return made


@db.action
def end_key(key: PhoneKey, *, how: End, by: UUID | None, top_n: int | None = None) -> None:
    """A key ends. `top_n` is the highest number that its phone has given to an op; None where it is another that
    ends it, so that nobody knows what was signed since the phone was last heard from.
    """
    if key.ended_at is None:
        key.ended_at, key.ended_how = now(), how.value
        _note("phone.end", key, by, how=how.value)
    if top_n is not None:
        key.top_n, key.heard_at = max(key.top_n, top_n), now()


@db.action
def end_keys(account_id: UUID, *, how: End, by: UUID | None, but: UUID | None = None) -> None:
    """End all keys of an account, but for those of one session where given."""
    for key in keys_of(account_id):
        if but is None or key.sign_in_id != but:
            end_key(key, how=how, by=by)


@db.action
def end_keys_in(sign_in_id: UUID, account_id: UUID, *, how: End, by: UUID | None) -> None:
    """End the keys that were registered in this session."""
    for key in keys_of(account_id):
        if key.sign_in_id == sign_in_id:
            end_key(key, how=how, by=by)


def _note(act: str, key: PhoneKey, by: UUID | None, **payload: str) -> None:
    audit.record(
        act, "account", key.account_id, enterprise_id=key.enterprise_id, by=by, key=str(key.id), **payload
    )
