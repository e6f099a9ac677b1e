"""What a workbook's parts share: its strings, and how its styles show numbers and signs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.exchange.office.excel_values import PLAIN, Form, form_of
from app.exchange.office.limits import MAX_CELL
from app.exchange.office.markup import Budget, Target, each, feed, whole
from app.exchange.office.noting import clean
from app.exchange.office.signs import in_font

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Excel's text with the characters that its files write as _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    return "" if 0xD800 <= code < 0xE000 else chr(code)


class TextTarget(Target):
    """Takes in rich text: its runs joined, without the reading aids (phonetic runs) beside them."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.runs: list[str] = []
        self.pieces: list[str] | None = None  # of the element whose text is being taken
        self.font = ""
        self.aside = 0  # depth of a phonetic run

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A text begins, or the font that the next one is in is named."""
        if tag == "x:t" and not self.aside:
            self.pieces = []
        elif tag == "x:rFont":
            self.font = attributes.get("val", "")
        elif tag == "x:r":
            self.font = ""
        elif tag == "x:rPh" and not self.aside:
            self.aside = self.depth

    def data(self, text: str) -> None:
        """A piece of a text."""
        if self.pieces is not None:
            self.pieces.append(text)

    def closed(self, tag: str) -> None:
        """A text, a font or an aside ends."""
        if tag == "x:t" and self.pieces is not None:
            self.runs.append(in_font(self.font, unescaped("".join(self.pieces))))
            self.pieces = None
        elif self.depth < self.aside:
            self.aside = 0

    def taken(self) -> str:
        """The text since this was last asked."""
        text = "".join(self.runs)
        self.runs, self.font = [], ""
        return text


@dataclass
class Strings:
    """The strings that cells name by number."""

    all: list[str] = field(default_factory=list)
    long: set[int] = field(default_factory=set)  # those that were cut


class _StringsTarget(TextTarget):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.strings = Strings()

    def closed(self, tag: str) -> None:
        """As above; at the end of an item, all its texts are one string."""
        super().closed(tag)
        if tag == "x:si":
            text = self.taken()
            if len(text) > MAX_CELL:
                self.strings.long.add(len(self.strings.all))
            self.strings.all.append(clean(text[:MAX_CELL]))


def read_strings(raw: bytes, budget: Budget) -> Strings:
    """The strings of xl/sharedStrings.xml."""
    target = _StringsTarget(budget)
    feed(raw, target)
    return target.strings


@dataclass(frozen=True)
class CellStyle:
    """What a style says of a cell's text."""

    form: Form = PLAIN
    font: str = ""  # only of picture fonts


def read_cell_styles(root: Element | None) -> list[CellStyle]:
    """The styles of xl/styles.xml, by number."""
    if root is None:
        return []
    codes = {
        whole(one.get("numFmtId")): one.get("formatCode", "")
        for one in each(root.find("x:numFmts"), "x:numFmt")
    }
    fonts = [_picture_font(one) for one in each(root.find("x:fonts"), "x:font")]
    forms: dict[int, Form] = {}
    found = []
    for one in each(root.find("x:cellXfs"), "x:xf"):
        number, font = whole(one.get("numFmtId")), whole(one.get("fontId"))
        if number not in forms:
            forms[number] = form_of(number, codes.get(number))
        found.append(CellStyle(forms[number], fonts[font] if 0 <= font < len(fonts) else ""))
    return found


def _picture_font(font: Element) -> str:
    name = font.find("x:name")
    named = name.get("val", "") if name is not None else ""
    return named if named.lower().startswith("wingdings") else ""
