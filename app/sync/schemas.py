"""Wire types of pull (a set, not a log) and of push (signed, immutable ops)."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct, field

from app.cards.schemas import WireCard
from app.checks.schemas import LastResult, Window
from app.hazards.schemas import WireStop
from app.learning.schemas import Learnt
from app.questions.schemas import Question, Recital


class Manifest(Struct, kw_only=True):
    """What this person's phone should hold: bundle key > hash. Its ETag is the hash of its bytes."""

    epoch: str
    account: str
    backed_up_through: int  # arrivals up to this one are in a verified backup
    bundles: dict[str, str]  # "post:<uuid>" (plan, hazard, recite, crew, me) > 12 hex digits


class WireLabel(Struct, kw_only=True):
    """A label of a post: the token in its address and the code that is typed."""

    token: str
    code: str  # 9 digits, the last one a Luhn check digit


class PostBundle(Struct, kw_only=True):
    """Everything a phone needs of one post. Does not depend on who asks."""

    kind: Literal["post"] = "post"
    id: str
    title: str
    enterprise: str
    units: list[str]  # names from the department down to the post's own unit
    level: int | None  # worst level after controls, 1 (红) … 5; None where nothing is graded
    acts: str  # who acts at that level, in words (S33)
    labels: list[WireLabel]
    stops: list[WireStop]  # work stopped here and not yet started again
    cards: list[WireCard]  # published only, in the order emergency, risk, operation, duty
    questions: list[Question] = field(default_factory=list)  # what its cards ask in practice
    lessons: list[Question] = field(default_factory=list)  # besides, on what is new in a card, to learn it
    recitals: list[Recital] = field(default_factory=list)  # what is asked in a 抽背


class MyPost(Struct, kw_only=True):
    """A post as the person's own list shows it."""

    id: str
    mine: bool  # assigned to it, and not only in charge of it
    since: date | None


class MyRole(Struct, kw_only=True):
    """A role granted on a unit."""

    role: str
    name: str  # 班组长
    unit: str


class WireNotice(Struct, kw_only=True):
    """A message to this person."""

    id: str
    kind: str
    title: str
    body: str
    about: str | None
    at: datetime


class Mate(Struct, kw_only=True):
    """Somebody whom a leader may put in charge of a hazard."""

    id: str
    name: str


class PersonalBundle(Struct, kw_only=True):
    """What a phone knows of the person who is signed in."""

    kind: Literal["me"] = "me"
    id: str  # account
    name: str
    employee_no: str
    enterprise: str
    console: bool  # may open the console
    posts: list[MyPost] = field(default_factory=list)
    roles: list[MyRole] = field(default_factory=list)
    may: list[str] = field(default_factory=list)  # acts that the person may do somewhere
    windows: list[Window] = field(default_factory=list)  # that this person may answer, next 45 days
    last: dict[str, list[LastResult]] = field(default_factory=dict)  # plan > what was found last time
    inbox: list[WireNotice] = field(default_factory=list)
    mates: list[Mate] = field(default_factory=list)
    learnt: list[Learnt] = field(default_factory=list)  # of the cards of their own posts, the latest of each
    signing: int = 0  # cards in review that wait for this person's signature
    publishing: int = 0  # approved cards that this person may publish


class Me(Struct, kw_only=True):
    """Answer of GET /api/me: who is signed in in this browser, and the token every writing request carries."""

    account: str | None
    name: str
    csrf: str


class SignedOp(Struct, kw_only=True, forbid_unknown_fields=True):
    """What travels: an op as the phone wrote it, and the signature over exactly these bytes (UTF-8)."""

    payload: str
    signature: str  # base64url, r and s of ECDSA P-256 over SHA-256


class OpPayload(Struct, kw_only=True, forbid_unknown_fields=True):
    """An op (design rule 1). Immutable; a correction is another op that names it."""

    id: str  # UUIDv7, chosen by the phone
    enterprise: str
    author: str  # account
    key: str  # PhoneKey that signs
    kind: str
    schema: int
    captured_at: datetime  # by the phone's clock
    offset_ms: int | None  # server clock minus phone clock at last contact
    n: int  # counts up from 1 per key, without gaps
    corrects: str | None = None
    body: dict[str, object]


class PhoneSays(Struct, kw_only=True, forbid_unknown_fields=True):
    """The phone's own word on what it has written; believed only in its own person's session."""

    key: str
    top_n: int
    offset_ms: int | None = None
    at: str | None = None  # when it looked how far it has written: its clock, set right, ISO 8601 in UTC


class PushIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """Body of POST /api/sync/push. No session is needed: each op is signed by its author."""

    ops: list[SignedOp]  # at most 50
    certificates: dict[str, str] = field(default_factory=dict)  # key > what the server once signed for it
    phone: PhoneSays | None = None


class Answer(Struct, kw_only=True):
    """The answer to one op, in the place of that op."""

    id: str  # "" where the op could not be read
    state: Literal["applied", "rejected", "retry"]
    receipt: int | None = None
    flags: list[str] = field(default_factory=list)
    code: str = ""
    message: str = ""
    waits_for: str | None = None
    lacks: list[str] = field(default_factory=list)  # photos that have not arrived
    photos: dict[str, int] = field(default_factory=dict)  # photos that have, > their arrival


class PushOut(Struct, kw_only=True):
    """Answer of POST /api/sync/push."""

    epoch: str
    server_ms: int  # the server's clock, milliseconds since 1970
    backed_up_through: int
    answers: list[Answer]


class KeyIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """Body of POST /api/sync/keys: a new signing key of the person who is signed in."""

    id: str
    public_key: str  # base64url of the uncompressed P-256 point, 65 bytes


class KeyOut(Struct, kw_only=True):
    """The key is registered. The certificate lets anybody re-introduce it after a restore."""

    id: str
    account: str
    enterprise: str
    certificate: str
    epoch: str
    server_ms: int


class PhotoOut(Struct, kw_only=True):
    """Answer of PUT /api/blobs/<sha256>: it is safe on the server's disk."""

    sha256: str
    arrival: int
    epoch: str


class HandIn(Struct, kw_only=True):
    """A file of undelivered records, for any colleague or supervisor to hand in."""

    format: Literal["gangka-ops"] = "gangka-ops"
    version: int = 1
    made_at: datetime
    ops: list[SignedOp]
    certificates: dict[str, str] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)  # SHA-256 > base64


class Problem(Struct, kw_only=True):
    """Every error of the API: a code for programs, words for people, what to do next."""

    code: str
    message: str
