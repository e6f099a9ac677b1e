"""Pictures that people send: checked before they are opened, and made anew where nobody has made them small yet."""

import io

from PIL import Image, ImageOps

from app.core.errors import Invalid, Problem

LIMIT_BYTES = 2 * 1024 * 1024  # of a photo that a phone has made small
LIMIT_UPLOAD = 10 * 1024 * 1024  # of one that comes straight from a camera
LIMIT_PIXELS = 20_000_000
MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
LONGEST = 1600  # px; what is made anew is as phones make theirs
HEAVIEST = 300 * 1024  # bytes
QUALITIES = (82, 72, 62, 52, 42)
SMALLER = 0.75  # of each side, where no quality is light enough


class TooBig(Invalid):
    """More bytes than a photo may have."""

    status = 413
    code = "too_large"
    message = "照片太大了"
    hint = f"一张照片最大 {LIMIT_BYTES // 1024 // 1024} MB。"


class BadPhoto(Invalid):
    """Not a photo, or not the one that was announced."""

    code = "bad_photo"
    message = "这张照片打不开"
    hint = "重新拍一张。"


def media_of(data: bytes) -> str:
    """The media type of a picture that can be opened whole. Raises BadPhoto."""
    try:
        form = _form_of(data)
        with Image.open(io.BytesIO(data), formats=(form,)) as found:
            found.load()
    except Problem:
        raise
    except Exception as error:  # what a broken picture raises is anybody's guess
        raise BadPhoto() from error
    return MEDIA[form]


def _form_of(data: bytes) -> str:
    """What its first bytes say it is; its size is looked at before its pixels are."""
    with Image.open(io.BytesIO(data), formats=tuple(MEDIA)) as found:
        form, (width, height) = found.format or "", found.size
        if width * height > LIMIT_PIXELS:
            raise BadPhoto("照片的像素太多了")
        found.verify()
    return form


def made_small(data: bytes) -> bytes:
    """The picture anew, as phones make theirs: an upright JPEG that says nothing but what it shows (no EXIF).

    Its longest side is at most 1600 px, it weighs at most 300 KB. Raises TooBig (more than 10 MB), BadPhoto.
    """
    if len(data) > LIMIT_UPLOAD:
        raise TooBig(hint=f"一张照片最大 {LIMIT_UPLOAD // 1024 // 1024} MB。")
    try:
        return _light_enough(_opened(data))
    except Problem:
        raise
    except Exception as error:  # as above
        raise BadPhoto() from error


def _opened(data: bytes) -> Image.Image:
    """The pixels alone, upright and no larger than they are kept; on white, where it was transparent."""
    with Image.open(io.BytesIO(data), formats=(_form_of(data),)) as found:
        found.draft("RGB", (LONGEST, LONGEST))  # a JPEG is made smaller while it is decoded
        upright = ImageOps.exif_transpose(found)
    upright.thumbnail((LONGEST, LONGEST))
    clear = upright.convert("RGBA") if upright.has_transparency_data else None
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(clear or upright.convert("RGB"), mask=clear)
    return paper


def _light_enough(picture: Image.Image) -> bytes:
    for quality in QUALITIES:
        held = io.BytesIO()
        picture.save(held, "JPEG", quality=quality, optimize=True)
        if held.tell() <= HEAVIEST:
            return held.getvalue()
    width, height = (max(1, round(side * SMALLER)) for side in picture.size)
    return _light_enough(picture.resize((width, height)))
