"""Cards that are written as numbered paragraphs, without any table."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from app.cards.schemas import Kind
from app.exchange.office.blocks import Para
from app.exchange.reading.contacts import is_contact
from app.exchange.reading.headings import exact, is_phase
from app.exchange.reading.sections import DataRow, Entry, Part, Section
from app.exchange.reading.text import marked
from app.exchange.reading.titles import is_situation, pairs_of

_HEADINGS: dict[Kind, tuple[str, str]] = {
    Kind.DUTY: ("序号", "安全职责"),
    Kind.OPERATION: ("序号", "作业程序"),
    Kind.EMERGENCY: ("事故情形", "处置步骤"),
    Kind.RISK: ("风险点", "危险和有害因素"),
}
_BARE_NUMBER = re.compile(r"^\s*(\d{1,2})[ \t\u3000]+(\D.*)$", re.DOTALL)
_SAID = re.compile(r"^([^：:，,。；;]{2,16})[：:]\s*(.*)$", re.DOTALL)


def read_list(section: Section) -> None:
    """Read the paragraphs of a section as the rows of a table and the lines of a form."""
    kind = section.kind
    if kind is None or section.full or not section.paras:
        return
    section.paras = [
        Para(line, para.where) for para in section.paras for line in para.text.split("\n") if line.strip()
    ]
    section.paras = [_dotted(para, after) for para, after in zip_longest(section.paras, section.paras[1:])]
    lead, body = _lead(section.paras)
    if not body:
        return
    section.paras = lead
    reader = _Lists(section, kind, body)
    reader.read()
    if reader.part.rows:
        section.parts.append(reader.part)


def _dotted(para: Para, after: Para | None) -> Para:
    """1 日常管理 above 1.1 …: a number as well, although no dot stands behind it."""
    found = _BARE_NUMBER.match(para.text)
    if found is None or after is None or not after.text.strip().startswith(f"{found[1]}.1"):
        return para
    return replace(para, text=f"{found[1]}. {found[2]}")


def _lead(paras: Sequence[Para]) -> tuple[list[Para], list[Para]]:
    """The paragraphs that open a list, and the list. Without any number all short paragraphs are its items."""
    first = next(
        (at for at, one in enumerate(paras) if marked(one.text)[0] or _SAID.match(one.text.strip())), None
    )
    if first is not None:
        return list(paras[:first]), list(paras[first:])
    opening = next((at + 1 for at, one in enumerate(paras) if one.text.strip().endswith(("：", ":"))), 0)
    return list(paras[:opening]), list(paras[opening:])


class _Lists:
    def __init__(self, section: Section, kind: Kind, paras: list[Para]) -> None:
        self.section, self.kind, self.paras = section, kind, paras
        self.part = Part([(name,) for name in _HEADINGS[kind]], paras[0].where)
        self.styles: list[str] = []  # numbering styles, outermost first
        self.group = ""
        self.entry: Entry | None = None
        self.grouped: list[tuple[Entry, str]] = []  # lines of a form, and the group that they stand in

    def read(self) -> None:
        for at, para in enumerate(self.paras):
            text = para.text.strip()
            if text and not self._labelled(text, para.where):
                self._item(text, para.where, self.paras[at + 1] if at + 1 < len(self.paras) else None)
        if self.kind is Kind.EMERGENCY and self.part.rows:
            self._put_in_groups(self.part.rows[-1].group)

    def _put_in_groups(self, last: str) -> None:
        """注意事项：… within a situation is of that one; behind the last, and once, it is of the card."""
        labels = [entry.label for entry, _ in self.grouped]
        for entry, group in self.grouped:
            if not group or (group == last and labels.count(entry.label) == 1):
                continue
            self.section.entries.remove(entry)
            if (entry.label,) not in self.part.paths:
                self.part.paths.append((entry.label,))
            texts = ["" for _ in self.part.paths]
            texts[self.part.paths.index((entry.label,))] = "\n".join(entry.values)
            self.part.rows.append(DataRow(entry.where, texts, [False for _ in texts], group))
        for row in self.part.rows:
            row.texts += [""] * (len(self.part.paths) - len(row.texts))
            row.held += [False] * (len(self.part.paths) - len(row.held))
        groups = list(dict.fromkeys(row.group for row in self.part.rows))
        self.part.rows.sort(key=lambda row: groups.index(row.group))

    def _labelled(self, text: str, where: str) -> bool:
        """注意事项：… begins another field of the card, until the next label."""
        style, _, bare = marked(text)
        if style and (pairs := pairs_of(bare)) and pairs[0][0] in ("post", "unit", "approval"):
            self._about(pairs)
            return True
        said = _SAID.match(bare)
        label, rest = (said.group(1), said.group(2)) if said else (bare.rstrip("：:"), "")
        field = exact(self.kind, label)
        if field in ("", "number", "name", "point") or (said is None and len(bare) > 16):
            if self.kind is Kind.EMERGENCY and not style and is_contact(text):
                self.section.contacts.append(Para(text, where))
                return True
            return False
        self.section.labels.add(label)
        if field in ("duty", "procedure", "steps", "hazard") and not rest:
            self.entry = None
            return True
        if field in ("duty", "procedure", "hazard"):
            return False
        self.entry = Entry(label, [rest] if rest else [], where)
        if field == "steps":
            self._row(where, "", rest)
            self.entry = None
        else:
            self.section.entries.append(self.entry)
            self.grouped.append((self.entry, self.group))
        return True

    def _about(self, pairs: list[tuple[str, str, str]]) -> None:
        """1. 适用岗位：和面工: a numbered line that speaks of the whole card."""
        for key, label, value in pairs:
            self.section.labels.add(label)
            if key == "post" and value and not self.section.post:
                self.section.post = value
            else:
                self.section.head.append((key, label, value))

    def _item(self, text: str, where: str, after: Para | None) -> None:
        style, number, bare = marked(text)
        if style and style not in self.styles:
            self.styles.append(style)
        depth = self.styles.index(style) if style else -1
        if self._heads(style, bare, after):
            self.styles = self.styles[: depth + 1]
            self.group, self.entry = bare.rstrip("：:"), None
        elif self.entry is not None:
            self.entry.values.append(text)
        elif (not style and self.styles and self.part.rows) or (
            depth > (1 if self.group else 0) and self.part.rows and self.kind is not Kind.EMERGENCY
        ):
            self._append(text)
        else:
            self._row(where, number, bare.rstrip("；;"))

    def _heads(self, style: str, bare: str, after: Para | None) -> bool:
        """Whether a numbered line heads the lines below it, which are numbered otherwise."""
        if self.kind is Kind.EMERGENCY and not style and bare.endswith(("：", ":")) and after is not None:
            return bool(marked(after.text)[0]) and is_situation(bare.rstrip("：:"))
        if self.kind is Kind.OPERATION and not style and is_phase(bare.rstrip("：:")):
            return True
        heading = style in ("han", "han_bracket", "step") or self.kind is Kind.EMERGENCY
        heading = heading or (style == "plain" and after is not None and marked(after.text)[0] == "dotted")
        if not heading or not style or after is None or len(bare) > 24 or bare.endswith(("。", "；", ";")):
            return False
        below = marked(after.text)[0]
        if below in ("", style):
            return not below and is_situation(bare) and self.kind is Kind.EMERGENCY
        return below not in self.styles or self.styles.index(below) > self.styles.index(style)

    def _row(self, where: str, number: str, bare: str) -> None:
        first, second = number, bare
        said = _SAID.match(bare)
        if self.kind in (Kind.EMERGENCY, Kind.RISK):
            first = ""
            if said and is_situation(said.group(1)) and said.group(2):
                first, second = said.group(1), said.group(2)
            elif self.kind is Kind.RISK:
                first, second = (said.group(1), said.group(2)) if said else (bare, "")
        self.part.rows.append(DataRow(where, [first, second], [False, False], self.group))

    def _append(self, text: str) -> None:
        row = self.part.rows[-1]
        row.texts[-1] = f"{row.texts[-1]}\n{text}"
