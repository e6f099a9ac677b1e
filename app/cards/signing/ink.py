"""A signature by hand: drawn on the page (a PNG as a data URL), or a photo of one on paper. Checked before it is kept."""

import base64
import binascii
import io

from flask import request

from app.access.models import Account
from app.audit import actions as audit
from app.cards import reviewing
from app.cards.models import CardSignoff, CardVersion, Stage
from app.core import blobs, db, uploads
from app.core.errors import Invalid
from app.core.pictures import MEDIA, BadPhoto
from app.core.uploads import Photo

PREFIX = "data:image/png;base64,"
LIMIT = 300 * 1024  # bytes of what a finger draws; the pad's canvas gives some 10 KB
SIDE = 2000  # px
AGAIN = "再签一次；不想签名，就擦掉，直接点签字。"


def given() -> Photo | None:
    """The signature in the form, made anew as phones make their pictures; None where there is none. Raises Invalid."""
    drawn, file = request.form.get("drawn", ""), request.files.get("picture")
    if drawn:
        return uploads.taken([io.BytesIO(_drawn(drawn))])[0]
    return uploads.taken([file.stream])[0] if file is not None and file.filename else None


def _drawn(text: str) -> bytes:
    """The PNG of a data URL, of no more pixels than a pad has. Raises Invalid."""
    if not text.startswith(PREFIX) or len(text) > LIMIT * 4 // 3:
        raise Invalid("签名没收好", hint=AGAIN)
    try:
        data = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("签名没收好", hint=AGAIN) from None
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))  # as the head of a PNG says
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or max(width, height) > SIDE:
        raise BadPhoto("签名没收好", hint=AGAIN)
    return data


@db.action
def sign(
    version: CardVersion, stage: Stage, account: Account, *, digest: str, words: str, picture: Photo | None
) -> CardSignoff:
    """`reviewing.sign`, with a picture whose file is safe on disk already: its row is written with it, or not at all."""
    sha256 = picture.sha256 if picture else None
    made = reviewing.sign(version, stage, account, digest=digest, words=words, signature=sha256)
    if picture is not None and made.signature == sha256:
        _note(picture, version, account)
    return made


def _note(picture: Photo, version: CardVersion, account: Account) -> None:
    size, ent = len(picture.data), version.enterprise_id
    row, new = blobs.note(ent, picture.sha256, media=MEDIA["JPEG"], size=size)
    if new:
        said = {"sha256": picture.sha256, "size": size}
        audit.record("photo.store", "blob", row.id, enterprise_id=ent, by=account.id, **said)
