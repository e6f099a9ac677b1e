"""What phones write, made fit to be stored: ids, words and names of photos. Raises Invalid in plain words."""

import unicodedata
from collections.abc import Sequence
from uuid import UUID

from app.access.models import Account
from app.core import blobs, db
from app.core.errors import Invalid
from app.core.ids import parse_id
from app.hazards.schemas import HazardActed

NAME, NOTE = 100, 2000  # characters
MOST_FUNDS = 2_000_000_000  # 分


def printable(text: str) -> str:
    """A text without what no database keeps, trimmed."""
    kept = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return kept.strip()


def words(text: str, label: str, *, limit: int = NOTE, needed: bool = False) -> str:
    """A text without what no database keeps, trimmed. Raises Invalid `incomplete` or `too_long`."""
    kept = printable(text)
    if needed and not kept:
        raise Invalid(f"{label}没填", code="incomplete")
    if len(kept) > limit:
        raise Invalid(f"{label}太长了，最多 {limit} 个字", code="too_long")
    return kept


def named(name: str, note: str) -> tuple[str, str]:
    """(name, note) of a hazard: a name too long for a title is cut, and stands whole in the note."""
    whole, note = words(name, "隐患名称", needed=True), words(note, "说明")
    if len(whole) <= NAME:
        return whole, note
    return f"{whole[: NAME - 1]}…", words(f"{whole}\n{note}", "隐患名称和说明")


def funds(fen: int | None) -> int | None:
    """What mending it costs (资金), in 分. Raises Invalid `bad_funds`."""
    if fen is not None and not 0 <= fen <= MOST_FUNDS:
        raise Invalid("资金不对", code="bad_funds", hint=f"写 0 到 {MOST_FUNDS // 1_000_000} 万元。")
    return fen


def photos(names: Sequence[str]) -> list[str]:
    """Names of photos, each once: SHA-256 in hex. Raises Invalid `bad_photo`."""
    if any(not blobs.is_sha256(one) for one in names):
        raise Invalid("照片的编号不对", code="bad_photo")
    return list(dict.fromkeys(names))


def after_photos(fixed: bool, names: Sequence[str]) -> list[str]:
    """The photos of what was mended on the spot. Raises Invalid `incomplete` where there is none."""
    if fixed and not names:
        raise Invalid("还差改好后的照片", code="incomplete", hint="拍一张改好的样子，再报。")
    return photos(names)


def refuse_unready(body: HazardActed) -> None:
    """A major hazard (重大) is registered with its owner, measures and limit. Raises Invalid `incomplete`."""
    if body.act == "register" and body.grade == "major":
        for there, label in ((body.owner, "责任人"), (body.measures.strip(), "措施"), (body.due_on, "时限")):
            if not there:
                raise Invalid(f"重大隐患要有{label}", code="incomplete", hint="责任人、措施、时限都要填。")


def owner_of(text: str | None, enterprise_id: UUID) -> UUID | None:
    """Who is to rectify it: somebody of the enterprise who has not left. Raises Invalid `bad_owner`."""
    if not text:
        return None
    owner_id = parse_id(text)
    found = db.session().get(Account, owner_id) if owner_id else None
    if found is None or found.enterprise_id != enterprise_id:
        raise Invalid("责任人不是你们单位的人", code="bad_owner", hint="另选一个责任人。")
    if found.closed_at is not None:
        raise Invalid(f"{found.name}已经离职了", code="bad_owner", hint="另选一个责任人。")
    return found.id
