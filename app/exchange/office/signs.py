"""Signs of picture fonts and ticked boxes, as characters that everybody sees."""

TICKED = "☑"
EMPTY = "☐"
TICK = "√"
CROSS = "×"
UNKNOWN = "�"

# Wingdings and Wingdings 2: what forms are ticked with, and a few arrows.
_WINGDINGS = {
    0x52: TICKED,  # of Wingdings 2, which programs confuse with this one
    0xFE: TICKED,
    0xFD: "☒",
    0xFC: TICK,
    0xFB: CROSS,
    0xA8: EMPTY,
    0x6F: EMPTY,
    0x71: EMPTY,
    0x72: EMPTY,
    0xA1: "○",
    0x6C: "●",
    0x6E: "■",
    0x75: "◆",
    0x76: "❖",
    0xA7: "▪",
    0xD8: "➢",
    0xE0: "→",
    0xDF: "←",
    0xE1: "↑",
    0xE2: "↓",
    0xF0: "⇨",
    0xB7: "•",
} | {0x81 + at: chr(0x2460 + at) for at in range(10)}
_WINGDINGS_2 = {
    0x50: TICK,
    0x52: TICKED,
    0x54: "☒",
    0x4F: CROSS,
    0x53: "☒",
    0x51: "☒",
    0xA3: EMPTY,
    0x30: EMPTY,
    0x2A: EMPTY,
} | {0x6A + at: chr(0x2460 + at) for at in range(10)}
_SYMBOL = {0xB7: "•", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xD6: TICK, 0xAE: "→", 0xB9: "≠"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = 0xF000  # where Word keeps signs of such fonts


def sign(font: str, code: str) -> str:
    """The sign that a w:sym shows; `UNKNOWN` where its font says nothing of it here."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    own = number - _PRIVATE if _PRIVATE <= number <= _PRIVATE + 0xFF else number
    found = _FONTS.get(font.strip().lower(), {}).get(own)
    if found:
        return found
    if number == own and 0x20 <= number < 0xE000 and not 0xD800 <= number < 0xE000:
        return chr(number)
    return _WINGDINGS.get(own, UNKNOWN) if not font else UNKNOWN


def in_font(font: str, text: str) -> str:
    """Text typed in a picture font: R in Wingdings 2 is a ticked box."""
    signs = _FONTS.get(font.strip().lower())
    if not signs:
        return plain_signs(text)
    return "".join(
        signs.get(ord(one) & 0xFF, one) if ord(one) < 0x100 or 0xF000 <= ord(one) <= 0xF0FF else one
        for one in text
    )


def plain_signs(text: str) -> str:
    """Text whose picture signs were typed as private characters, with signs that everybody sees."""
    if not any(0xF000 <= ord(one) <= 0xF0FF for one in text):
        return text
    return "".join(
        _WINGDINGS.get(ord(one) - _PRIVATE, UNKNOWN) if 0xF000 <= ord(one) <= 0xF0FF else one for one in text
    )


def bullet(text: str) -> str:
    """The sign before a paragraph of a list without numbers."""
    shown = plain_signs(text.strip())
    return "•" if not shown or UNKNOWN in shown else shown
