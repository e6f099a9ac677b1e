"""The demo's photos: small drawings that say of themselves that they are no photos (演示照片)."""

import io
from hashlib import sha256

from PIL import Image, ImageDraw, ImageFont

from app.core.assets import DIST

SIZE = (640, 480)
FONT = DIST / "fonts" / "NotoSansSC_700Bold.ttf"
GROUND, LINE, BAD, GOOD = "#d9d4c7", "#3b4148", "#b3261e", "#1f6f43"
LABEL = "演示照片"
# name > what it says below, and whether it shows something mended
WORDS = {
    "roller": ("托辊卡死", False),
    "roller-new": ("托辊换好了", True),
    "guard": ("护罩螺栓少两颗", False),
    "guard-new": ("护罩螺栓补齐", True),
    "rail": ("护栏开焊", False),
    "rail-new": ("护栏焊好了", True),
    "water": ("沟里有积水", False),
    "water-new": ("积水抽干了", True),
    "slope": ("边坡有裂缝", False),
    "lamp": ("灯不亮", False),
    "lamp-new": ("灯换好了", True),
    "other": ("现场情况", False),
    "other-new": ("改好了", True),
}


class Photos:
    """All of them: drawn once, named by their SHA-256 as phones name theirs."""

    def __init__(self) -> None:
        drawn = {name: _drawn(name, *words) for name, words in WORDS.items()}
        self.sha = {name: sha256(data).hexdigest() for name, data in drawn.items()}
        self.data = {self.sha[name]: data for name, data in drawn.items()}


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The client's own font; where the client has not been built, one that lacks Chinese."""
    return ImageFont.truetype(FONT, size) if FONT.exists() else ImageFont.load_default(size)


def _drawn(name: str, words: str, mended: bool) -> bytes:
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    _SUBJECTS.get(name.removesuffix("-new"), _other)(pen, GOOD if mended else BAD)
    pen.rectangle((0, 0, SIZE[0], 62), fill=LINE)
    pen.text((20, 10), LABEL, font=_font(32), fill="white")
    pen.rectangle((0, 410, SIZE[0], SIZE[1]), fill=GOOD if mended else BAD)
    pen.text((20, 422), words, font=_font(34), fill="white")
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=70, optimize=True)
    return held.getvalue()


def _roller(pen: ImageDraw.ImageDraw, mark: str) -> None:
    pen.rectangle((40, 170, 600, 196), fill=LINE)
    for place in range(4):
        left = 70 + place * 145
        pen.ellipse((left, 210, left + 90, 300), outline=LINE, width=8, fill=mark if place == 2 else GROUND)


def _guard(pen: ImageDraw.ImageDraw, mark: str) -> None:
    pen.rectangle((160, 110, 480, 370), outline=LINE, width=10)
    for x in range(190, 470, 40):
        pen.line((x, 120, x, 360), fill=LINE, width=4)
    for x, y in ((172, 122), (444, 122), (172, 334), (444, 334)):
        pen.ellipse((x, y, x + 24, y + 24), fill=mark if y > 200 else LINE)


def _rail(pen: ImageDraw.ImageDraw, mark: str) -> None:
    for x in range(60, 620, 120):
        pen.line((x, 140, x, 380), fill=mark if x == 300 else LINE, width=14)
    for y in (150, 250):
        pen.line((40, y, 600, y), fill=LINE, width=12)


def _water(pen: ImageDraw.ImageDraw, mark: str) -> None:
    pen.polygon(((120, 120), (520, 120), (460, 380), (180, 380)), outline=LINE, width=10)
    pen.polygon(((160, 290), (480, 290), (460, 380), (180, 380)), fill="#5a7f96", outline=mark, width=6)


def _slope(pen: ImageDraw.ImageDraw, mark: str) -> None:
    pen.polygon(((40, 390), (40, 130), (220, 130), (300, 270), (430, 270), (520, 390)), fill="#a89f8b")
    pen.line((150, 130, 180, 200, 160, 260, 200, 330), fill=mark, width=8)


def _lamp(pen: ImageDraw.ImageDraw, mark: str) -> None:
    pen.line((320, 62, 320, 170), fill=LINE, width=10)
    pen.pieslice((220, 150, 420, 330), 180, 360, fill=LINE)
    pen.ellipse((285, 225, 355, 295), fill=mark)


def _other(pen: ImageDraw.ImageDraw, mark: str) -> None:
    pen.rectangle((140, 130, 500, 370), outline=LINE, width=10)
    pen.ellipse((270, 200, 370, 300), outline=mark, width=14)


_SUBJECTS = {
    "roller": _roller,
    "guard": _guard,
    "rail": _rail,
    "water": _water,
    "slope": _slope,
    "lamp": _lamp,
}
