"""A few small photos that all checks of the grown demo share."""

import hashlib
import io
from uuid import UUID

from PIL import Image

from app.core import blobs

COLOURS = ("#8a6d3b", "#4a6a7a", "#6b6b6b", "#7a4a4a")
SIZE = (96, 72)


def put_photos(enterprise: UUID) -> list[str]:
    """Store them, and note them; part of a larger write. Their names."""
    return [_put(enterprise, colour) for colour in COLOURS]


def _put(enterprise: UUID, colour: str) -> str:
    held = io.BytesIO()
    Image.new("RGB", SIZE, colour).save(held, "JPEG")
    data = held.getvalue()
    name = hashlib.sha256(data).hexdigest()
    blobs.save(enterprise, name, data)
    blobs.note(enterprise, name, media="image/jpeg", size=len(data))
    return name
