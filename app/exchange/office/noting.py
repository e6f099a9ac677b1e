"""Texts and notes on their way into a document: cleaned, cut where they are endless, each note told once."""

import re
from collections.abc import Iterable, Sequence

from app.exchange.office.blocks import Note, Row
from app.exchange.office.limits import MAX_CELL, MAX_TEXT, too_much

MAX_NOTES = 300
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile("\r\n|\r|\u2028|\u2029|\x85")
_PAGE_WORDS = str.maketrans("", "", "第共页总/-—–_|｜·. \t\n\u30000123456789")


def clean(text: str) -> str:
    """Text without characters that nobody sees, and without white space at its ends."""
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text.replace("\xa0", " ")))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def is_page_number(text: str) -> bool:
    """Whether a line at a page's edge says nothing but its number."""
    return not text.translate(_PAGE_WORDS)


def ranges(numbers: Iterable[int], most: int = 10) -> str:
    """Numbers as people write them: 3–7、9."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = "、".join(str(first) if first == last else f"{first}–{last}" for first, last in found[:most])
    return shown + (" 等" if len(found) > most else "")


def quote(text: str, longest: int = 30) -> str:
    """The beginning of a text, on one line, as a note shows it."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest] + "…"


class Notes:
    """Collects notes, and counts the characters that were read."""

    def __init__(self) -> None:
        self.all: list[Note] = []
        self._told: set[tuple[str, str]] = set()
        self._left = MAX_TEXT

    def add(self, code: str, where: str, message: str) -> None:
        """Note something, unless the same was noted of the same place."""
        if (code, where) in self._told:
            return
        self._told.add((code, where))
        if len(self.all) < MAX_NOTES:
            self.all.append(Note(code, where, message))
        elif len(self.all) == MAX_NOTES:
            self.all.append(Note("more_notes", "整个文件", "还有更多要提醒的，没有全写出来。"))

    def text(self, text: str, where: str) -> str:
        """A text of this file, cleaned and not endless."""
        if len(text) > MAX_CELL:
            self.long_text(where)
        text = clean(text[:MAX_CELL])
        self.spend(len(text))
        return text

    def long_text(self, where: str) -> None:
        """Note that a text was cut."""
        self.add("long_text", where, f"这里的字太多，只读了前 {MAX_CELL} 个字。")

    def spend(self, characters: int) -> None:
        """Count characters that come into the document once more."""
        self._left -= characters
        if self._left < 0:
            raise too_much("文件里的字太多了")

    def spend_merged(self, rows: Sequence[Row]) -> None:
        """Count the text of merged cells in each further place."""
        self.spend(
            sum(
                len(one.text)
                for at, row in enumerate(rows)
                for to, one in enumerate(row.cells)
                if one.at != (at, to)
            )
        )
