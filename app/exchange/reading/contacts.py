"""Telephone numbers in a text, with the names they stand beside."""

import re

from app.cards.schemas import Contact

PUBLIC = {
    "119": "火警",
    "120": "急救",
    "110": "报警",
    "122": "交通事故",
    "12350": "安全生产举报",
    "112": "紧急求助",
    "12119": "森林火警",
}
_NUMBER = re.compile(
    r"(?<![\d.\-])(1[3-9]\d[\d\- ]{8,11}(?<=\d)|0\d{2,3}\s?[-—–]?\s?\d{7,8}(?:[-—–转]\d{1,6})?"
    r"|(?:119|120|110|122|112|12350|12119)|\d{3,4}-\d{3,8}(?:-\d{1,6})?|\d{4,8}(?!\s*[-./年]\d))(?![\d.]|\s?[年月日米千伏个℃%])"
)
_OUTSIDE = re.compile(
    r"医院|消防|公安|应急局|应急管理局|急救|火警|报警|政府|派出所|外部|救护|卫生院|环保局|社会|地方|园区"
)
_CALLED = re.compile(r"电话|联系|调度|值班|手机|医院|消防|急救|火警|报警|班长|队长|矿长|办公室")
_DOING = re.compile(r"拨打|报告|立即|通知|汇报|呼叫")
_LABEL = re.compile(r"^(应急|内部|外部)?(联系|值班|报警|救援)?(电话|方式)[:：]\s*(?=\S)")
_BARE = re.compile(r"(应急|内部|外部)?(联系|值班|报警|救援)?(电话|方式)?")
_EDGES = " \t\n：:，,、；;。.()（）-—–|/=【】"


def has_number(text: str) -> bool:
    """Whether a telephone number stands in a text."""
    numbers = [found.group() for found in _numbers(text)]
    return any(_is_whole(one) for one in numbers) or bool(numbers and _CALLED.search(text))


def _numbers(text: str) -> list[re.Match[str]]:
    return [found for found in _NUMBER.finditer(text) if _is_number(found.group())]


def _is_whole(number: str) -> bool:
    """Whether a number says by itself that it is one to dial: 3000 may be metres."""
    digits = re.sub(r"\D", "", number)
    return digits in PUBLIC or len(digits) > 8 or (len(digits) == 8 and "-" in number)


def is_contact(text: str) -> bool:
    """Whether a line gives telephone numbers: 应急电话：调度室 8110; not 立即拨打 120."""
    return has_number(text) and len(text) < 120 and not _DOING.search(text)


def contacts_of(text: str, *, outside: bool = False) -> tuple[list[Contact], str]:
    """The numbers of a text with their names, and the text that belongs to none of them."""
    lines = [one for one in text.split("\n") if one.strip()]
    if len(lines) < 2 or not all(map(_numbers, lines)):
        return _in_line(text, "", outside=outside)
    contacts: list[Contact] = []
    left: list[str] = []
    for line in lines:  # what stands behind a number is never the name of the next line's
        found, rest = _in_line(line, contacts[-1].name if contacts else "", outside=outside)
        contacts += found
        left.append(rest)
    return contacts, "\n".join(filter(None, left))


def _in_line(text: str, name: str, *, outside: bool) -> tuple[list[Contact], str]:
    contacts: list[Contact] = []
    end = 0
    for found in _numbers(text):
        between = _noted(contacts, text[end : found.start()])
        own = _LABEL.sub("", between.strip(_EDGES))
        behind = "" if own and not _BARE.fullmatch(own) else _named(text, found, contacts)
        name = behind or own or name
        name = PUBLIC.get(found.group(), name) if _BARE.fullmatch(name) else name
        name = " ".join(name.split())
        number = " ".join(found.group().split())
        inside = not (outside or number in PUBLIC or _OUTSIDE.search(name))
        contacts.append(Contact(name=name or "电话", number=number, inside=inside))
        end = found.end()
    left = _noted(contacts, text[end:]).strip(_EDGES)
    if contacts and left == contacts[0].name:
        left = ""
    return contacts, left


def _noted(contacts: list[Contact], text: str) -> str:
    """The text behind a number, without the note in brackets that belongs to it."""
    behind = re.match(r"\s*[（(]([^()（）]{1,12})[)）]", text) if contacts else None
    if behind is None:
        return text
    contacts[-1].note = behind.group(1) if contacts[-1].name != behind.group(1) else ""
    return text[behind.end() :]


def _named(text: str, found: re.Match[str], contacts: list[Contact]) -> str:
    """The name behind a number: in brackets, or all that stands on a line which begins with its only number."""
    rest = text[found.end() :]
    before = text[: found.start()].strip(_EDGES)
    alone = not contacts and _BARE.fullmatch(before) and not _NUMBER.search(rest)
    bare = rest.strip(_EDGES)
    if alone and bare and len(bare) <= 12 and not re.search(r"[，。；()（）]", bare):
        return bare
    return _beside(rest, found.group())


def _beside(rest: str, number: str) -> str:
    """A name in brackets behind a number, 119（火警）, or the one that everybody knows it by."""
    found = re.match(r"\s*[（(]([^()（）]{1,12})[)）]", rest)
    return found.group(1) if found else PUBLIC.get(number, "")


def _is_number(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    if len(digits) == 8 and digits.startswith(("19", "20")) and "-" in text and digits[4:6] <= "12":
        return False
    return digits in PUBLIC or 4 <= len(digits) <= 18
