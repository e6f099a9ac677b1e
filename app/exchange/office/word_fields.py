"""Fields of Word: what they show stays, how it is worked out goes; ticked boxes and circled signs among them."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from app.exchange.office.counting import circled
from app.exchange.office.markup import whole
from app.exchange.office.signs import EMPTY, TICKED
from app.exchange.office.word_styles import is_on, value

_PAGE = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_OVERLAID = re.compile(r"\s*eq\s+\\o\s*(?:\\a[clr]\s*)?\(\s*(\S)\s*[,，;；]\s*([^)\s]+)\s*\)", re.IGNORECASE)
_LONGEST_CODE = 500
_CIRCLES = "○〇◯"
_BOXES = "□☐▢"
_TICKS = "√✓✔vV"


@dataclass
class _Field:
    code: str = ""
    shows: bool = False  # its result stands from here


class Fields:
    """The fields that are open at one place of a paragraph."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def visible(self) -> bool:
        """Whether text at this place is shown, and is no page's number."""
        return all(one.shows and not _PAGE.match(one.code) for one in self._open)

    def code(self, text: str) -> None:
        """Text that says how a field is worked out."""
        if self._open and len(self._open[-1].code) < _LONGEST_CODE:
            self._open[-1].code += text[:_LONGEST_CODE]

    def mark(self, mark: Element) -> str:
        """A w:fldChar, and what it shows by itself."""
        kind = mark.get("w:fldCharType")
        if kind == "begin":
            shown = _form_field(mark.find("w:ffData")) if self.visible() else ""
            self._open.append(_Field())
            return shown
        if kind == "separate" and self._open:
            self._open[-1].shows = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            return overlaid(ended.code) if not ended.shows and self.visible() else ""
        return ""

    def paragraph_ends(self) -> None:
        """A field that its file never closes hides nothing further."""
        self._open.clear()


def is_page_number(code: str) -> bool:
    """Whether a field shows the number of a page."""
    return bool(_PAGE.match(code))


def overlaid(code: str) -> str:
    """Two signs laid over each other: a number in a circle, a tick in a box. Any other formula stays as written."""
    match = _OVERLAID.match(code)
    if not match:
        return code.strip()[3:].strip() if code.strip()[:3].lower() == "eq " else ""
    frame, inner = match.groups()
    if frame in _CIRCLES and inner.isdecimal() and len(inner) < 3:
        return circled(int(inner))
    if frame in _BOXES and inner in _TICKS:
        return TICKED
    return inner if frame in _CIRCLES + _BOXES else frame + inner


def _form_field(data: Element | None) -> str:
    box = data.find("w:checkBox") if data is not None else None
    if box is not None:
        ticked = is_on(box, "w:checked") if box.find("w:checked") is not None else is_on(box, "w:default")
        return TICKED if ticked else EMPTY
    listed = data.find("w:ddList") if data is not None else None
    if listed is None:
        return ""
    entries = [one.get("w:val", "") for one in listed.findall("w:listEntry")]
    chosen = whole(value(listed, "w:result"))
    return entries[chosen] if 0 <= chosen < len(entries) else ""
