"""Numbers as Word writes them before a paragraph: 1, ①, 一, （二）, 甲, IV. Pure."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "十", "百", "千")
_FORMAL_PLACES = ("", "拾", "佰", "仟")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
LARGEST = 9999


def counted(number: int, form: str) -> str:
    """A number in one of Word's forms; one that is not known here is written in digits."""
    if form in {"none", "bullet"}:
        return ""
    if not 0 < number <= LARGEST:
        return str(number)
    return _FORMS.get(form, str)(number)


def circled(number: int) -> str:
    """A number in a circle: ① to ㊿; digits where there is no such sign."""
    for first, last, start in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(start + number - first)
    return str(number)


def chinese(number: int, digits: str = _DIGITS, places: tuple[str, ...] = _PLACES) -> str:
    """A number up to 9999 in words: 十, 十二, 一百零五."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (digits[0] if gap else "") + digits[digit] + places[place]
        gap = False
    return text.removeprefix(digits[1]) if text.startswith(digits[1] + "十") else text


def _formal(number: int) -> str:
    return chinese(number, _FORMAL, _FORMAL_PLACES)


def _digit_by_digit(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(one)] for one in str(number))


def _letters(number: int) -> str:
    """A to Z, then AA, BB … as Word goes on."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _in_turn(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _from(start: int, last: int) -> Callable[[int], str]:
    return lambda number: chr(start + number - 1) if number <= last else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "japaneseLegal": _formal,
    "ideographTraditional": _in_turn(_STEMS),
    "ideographZodiac": _in_turn(_BRANCHES),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "ideographEnclosedCircle": _from(0x3280, 10),
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "decimalFullWidth": lambda number: "".join(chr(ord(one) + 0xFEE0) for one in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(ord(one) + 0xFEE0) for one in str(number)),
    "ordinal": lambda number: f"{number}.",
}
