"""Reading the signing keys of phones."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from app.access.models import Account
from app.access.phones import PhoneKey
from app.core import db
from app.core.errors import Missing

REMEMBERED = 10_000  # keys
_KEYS = select(PhoneKey).where(PhoneKey.id.in_(bindparam("ids", expanding=True)))


def keys_named(ids: Collection[UUID]) -> dict[UUID, PhoneKey]:
    """The registered keys of these ids, in the scope."""
    if not ids:
        return {}
    return {key.id: key for key in db.session().scalars(_KEYS, {"ids": list(ids)})}


class Signer(NamedTuple):
    """What never changes of a key once it is registered."""

    account_id: UUID
    enterprise_id: UUID
    public_key: str


_signers: dict[UUID, Signer] = {}


def signers_named(ids: Collection[UUID]) -> dict[UUID, Signer]:
    """Whose the keys of these ids are, in the scope of everywhere; remembered by this process.

    It may remember a key that the database has forgotten (a restore): ask `keys_named` before writing, and
    `forget_signers` where they differ.
    """
    unknown = [one for one in ids if one not in _signers]
    if unknown:
        if len(_signers) > REMEMBERED:
            _signers.clear()
        for key in keys_named(unknown).values():
            _signers[key.id] = Signer(key.account_id, key.enterprise_id, key.public_key)
    return {one: _signers[one] for one in ids if one in _signers}


def forget_signers() -> None:
    """Forget what is remembered of keys."""
    _signers.clear()


def own_key(key_id: UUID, account_id: UUID) -> PhoneKey:
    """A key of this account. Raises Missing."""
    found = db.session().scalar(
        select(PhoneKey).where(PhoneKey.id == key_id, PhoneKey.account_id == account_id)
    )
    if found is None:
        raise Missing("没有这部手机")
    return found


def keys_of(account_id: UUID) -> list[PhoneKey]:
    """The keys of an account that have not ended, oldest first."""
    asked = select(PhoneKey).where(PhoneKey.account_id == account_id, PhoneKey.ended_at.is_(None))
    return list(db.session().scalars(asked.order_by(PhoneKey.registered_at, PhoneKey.id)))


def accounts_named(ids: Collection[UUID]) -> dict[UUID, Account]:
    """The accounts of these ids, closed ones too, in the scope."""
    if not ids:
        return {}
    return {one.id: one for one in db.session().scalars(select(Account).where(Account.id.in_(ids)))}
