"""Push (design rule 4): signed ops come in, each is kept as it is, applied if it can be, and answered.

Signatures and digests are checked before the writers' queue; then one commit takes the whole push.
"""

from collections.abc import Sequence
from uuid import UUID

from app.access.phone_crypto import fits, read_certificate
from app.access.phone_queries import Signer, accounts_named, forget_signers, signers_named
from app.core import db
from app.core.blobs import arrived
from app.core.clock import now
from app.core.errors import Problem, TooMany
from app.core.ids import parse_id
from app.core.throttle import count_miss, refuse_over
from app.sync.apply import KEY, REJECTED, WORDS, within
from app.sync.handlers import NotUnderstood, Understood, Unfit, understand
from app.sync.models import Op
from app.sync.reading import LARGEST_NUMBER, LARGEST_OFFSET, Incoming, Unreadable, read
from app.sync.schemas import Answer, PhoneSays, PushIn, PushOut, SignedOp
from app.sync.standing import Standing, standing
from app.sync.taking import Carrier, Forgotten, Item, Pushed, Returning
from app.sync.together import take_together

OPS_AT_MOST = 50
BAD_SIGNATURES = "20/1 hour"  # kept of one key; more are answered and forgotten
LONGEST_SIGNATURE = 200  # characters that a column holds


class TooManyOps(Problem):
    """More ops than one push may carry."""

    status = 413
    code = "too_many_ops"
    message = "一次送得太多了"
    hint = f"一次最多 {OPS_AT_MOST} 条。"


def take(sent: PushIn, carried_by: UUID | None, *, sign_in: UUID | None = None) -> PushOut:
    """Take a push in and answer each op, in the order sent. Needs no request: a file handed in comes here too.

    `carried_by` is the account whose session brings it, None for nobody's; the author of an op is who signed
    it. Raises TooManyOps.
    """
    if len(sent.ops) > OPS_AT_MOST:
        raise TooManyOps()
    try:
        return _take(sent, Carrier(carried_by, sign_in, _believable(sent.phone) if carried_by else None))
    except Forgotten:  # a restore took a key away: look again, remembering nothing
        forget_signers()
        return _take(sent, Carrier(carried_by, sign_in, _believable(sent.phone) if carried_by else None))


def _take(sent: PushIn, carrier: Carrier) -> PushOut:
    items = [_open(one) for one in sent.ops]
    with db.everywhere():  # each op says whose it is, and proves it; no session is needed
        signers = signers_named(_keys_of(items, carrier))
        returning = _returning(items, signers, sent.certificates)
        _judge(items, signers, returning)
        about = _enterprise(items, signers, carrier)
    stands = _commit(items, returning, carrier, signers, about)
    return PushOut(
        epoch=stands.epoch,
        server_ms=int(now().timestamp() * 1000),
        backed_up_through=stands.backed_up_through,
        answers=_answers(items),
    )


def _open(sent: SignedOp) -> Item:
    try:
        return Item(read(sent))
    except Unreadable as why:
        answer = Answer(id=why.id, state="rejected", code=why.code, message=WORDS[why.code])
        return Item(None, answer=answer)


def _believable(says: PhoneSays | None) -> PhoneSays | None:
    """What a phone says of itself, where its numbers can be meant."""
    if says is None or not 0 <= says.top_n <= LARGEST_NUMBER or abs(says.offset_ms or 0) > LARGEST_OFFSET:
        return None
    return says


def _keys_of(items: list[Item], carrier: Carrier) -> set[UUID]:
    spoken = parse_id(carrier.says.key) if carrier.says else None
    return {item.came.key for item in items if item.came} | ({spoken} if spoken else set())


def _returning(items: list[Item], signers: dict[UUID, Signer], sent: dict[str, str]) -> dict[UUID, Returning]:
    """The keys that this server has forgotten, but once certified: with the accounts they belong to."""
    missing = {item.came.key for item in items if item.came} - signers.keys()
    said = [read_certificate(sent[str(key)]) for key in missing if str(key) in sent]
    known = [one for one in said if one is not None and one.id in missing]
    accounts = accounts_named({one.account for one in known})
    return {
        one.id: Returning(one, accounts[one.account])
        for one in known
        if one.account in accounts and accounts[one.account].enterprise_id == one.enterprise
    }


def _judge(items: list[Item], signers: dict[UUID, Signer], returning: dict[UUID, Returning]) -> None:
    """Check each signature; answer at once what can't be kept."""
    for item in items:
        if item.came is None:
            continue
        known = signers.get(item.came.key) or returning.get(item.came.key)
        if known is None:
            item.answer = _unknown_key(item.came)
            continue
        item.enterprise = known.enterprise_id
        item.read = _understood(item.came)
        item.fits = fits(known.public_key, item.came.signature, item.came.payload.encode())
        if not item.fits and not _worth_keeping(item.came):
            item.answer = Answer(
                id=item.came.op.id, state="rejected", code="bad_signature", message=WORDS["bad_signature"]
            )


def _understood(came: Incoming) -> Understood | None:
    try:
        return understand(came.op.kind, came.op.schema, came.op.body)
    except (NotUnderstood, Unfit):
        return None


def _unknown_key(came: Incoming) -> Answer:
    words = WORDS["unknown_key"]
    return Answer(id=came.op.id, state="retry", code="unknown_key", message=words, waits_for=KEY)


def _worth_keeping(came: Incoming) -> bool:
    """Whether an op whose signature does not fit is kept: some of each key are, as evidence, but no flood."""
    try:
        refuse_over(BAD_SIGNATURES, "bad_signature", str(came.key))
    except TooMany:
        return False
    count_miss(BAD_SIGNATURES, "bad_signature", str(came.key))
    return len(came.signature) <= LONGEST_SIGNATURE and "\0" not in came.signature


def _enterprise(items: list[Item], signers: dict[UUID, Signer], carrier: Carrier) -> UUID | None:
    """Whose backups the answer tells of: the ops' enterprise, else the carrier's; nobody's where there are two."""
    found = {item.enterprise for item in items if item.enterprise}
    if found or carrier.account is None:
        return found.pop() if len(found) == 1 else None
    own = [key.enterprise_id for key in signers.values() if key.account_id == carrier.account]
    if own:
        return own[0]
    account = accounts_named({carrier.account}).get(carrier.account)
    return account.enterprise_id if account else None


def _commit(
    items: list[Item],
    returning: dict[UUID, Returning],
    carrier: Carrier,
    signers: dict[UUID, Signer],
    about: UUID | None,
) -> Standing:
    kept = [item for item in items if item.answer is None]
    spoken = parse_id(carrier.says.key) if carrier.says else None
    enterprises = {item.enterprise for item in kept if item.enterprise}
    if spoken in signers:
        enterprises.add(signers[spoken].enterprise_id)
    if not enterprises:
        return standing(about)  # nothing to write: nobody waits for the writers' queue
    return take_together(Pushed(kept, returning, carrier, about), frozenset(enterprises))


def _answers(items: list[Item]) -> list[Answer]:
    rows = [item.row for item in items if item.row is not None]
    photos = _photos(rows)
    return [item.answer or _answer(item, photos) for item in items]


def _photos(rows: Sequence[Op]) -> dict[UUID, dict[str, int]]:
    """Enterprise > photo that has arrived > its arrival, of all that these ops name."""
    named: dict[UUID, set[str]] = {}
    for row in rows:
        if row.photos:
            named.setdefault(row.enterprise_id, set()).update(row.photos)
    if not named:
        return {}
    with within(named):
        return {enterprise_id: arrived(enterprise_id, shas) for enterprise_id, shas in named.items()}


def _answer(item: Item, photos: dict[UUID, dict[str, int]]) -> Answer:
    """What is said of a kept op. Photos are asked for unless it was rejected: then its author makes another."""
    row, came = item.row, item.came
    assert row is not None and came is not None
    have = photos.get(row.enterprise_id, {})
    wanted = [] if row.state == REJECTED else row.photos
    return Answer(
        id=came.op.id,
        state=row.state,  # type: ignore[arg-type]
        receipt=row.receipt,
        flags=row.flags,
        code=row.code,
        message=row.message,
        waits_for=row.waits_for,
        lacks=[sha256 for sha256 in wanted if sha256 not in have],
        photos={sha256: have[sha256] for sha256 in wanted if sha256 in have},
    )
